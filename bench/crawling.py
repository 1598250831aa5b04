"""The crawl of a large press with delays off, against a bare Scrapy spider that only downloads the same pages.

The press is the sample press with every article copied many times under addresses of its own, in lists long enough
to hold all: a handful of pages would measure the start. Both crawls run in processes of their own (a Twisted reactor
starts once), in turn, with the same concurrency, and time themselves from the call that starts the crawl to its end,
by the clock and by the processor time they spent (which a busy machine disturbs less).
A third crawl is ours without its archive of pages, which tells what that costs.
Ours reads the tables of the extractor before the clock starts: a crawl of years pays for that once.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
COPIES = 10

OURS = """
import sys, time
from pathlib import Path
from crawler.reader import read
from crawler.run import UNPACED, crawl
from entities.extract import annotate
page = next(Path("samples/side").glob("*.html"))
annotate(read(page.read_bytes(), "https://side.id/"))
start, spent = time.perf_counter(), time.process_time()
reports = crawl([], index=sys.argv[2], press=sys.argv[1], settings=UNPACED | {"PANTAU_ARCHIVE": sys.argv[3]})
print(time.perf_counter() - start, time.process_time() - spent, sum(report.stored for report in reports))
"""
BARE = """
import json, sys, time
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from crawler.run import UNPACED

pages = json.load(open(sys.argv[2]))

class Bare(scrapy.Spider):
    name = "bare"

    async def start(self):
        for host, path in pages:
            yield scrapy.Request(f"http://{sys.argv[1]}{path}", headers={"Host": host}, dont_filter=True)

    def parse(self, response):
        pass

process = AsyncCrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
                               "HTTPERROR_ALLOW_ALL": True, "REDIRECT_ENABLED": False, **UNPACED})
start, spent = time.perf_counter(), time.process_time()
process.crawl(Bare)
process.start()
print(time.perf_counter() - start, time.process_time() - spent, len(pages))
"""


class Taken(NamedTuple):
    """Seconds by the clock and of the processor, and the number of stories or pages."""

    seconds: float
    processor: float
    number: float


def crawling() -> None:
    from app.press import press

    ours: list[Taken] = []
    bare: list[Taken] = []
    unarchived: list[Taken] = []
    pages: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        samples = enlarged(ROOT / "samples", Path(folder) / "samples")
        listed = Path(folder) / "pages.json"
        with press(samples) as served:
            for turn in range(ROUNDS):
                served.requests.clear()
                ours.append(timed(OURS, served.address, f"sqlite:///{folder}/{turn}.db", ""))
                pages = list(served.requests)
                unarchived.append(timed(OURS, served.address, f"sqlite:///{folder}/{turn}-off.db", "off"))
                listed.write_text(json.dumps(pages))
                bare.append(timed(BARE, served.address, str(listed)))
    print(
        f"{len(pages)} requests, {ours[-1].number:.0f} stories stored, median of {ROUNDS} crawls each, in turn"
    )
    for name in ("seconds", "processor"):
        rates = [len(pages) / median(getattr(taken, name) for taken in each) for each in (ours, bare)]
        unit = "second" if name == "seconds" else "second of processor time"
        print(f"  pantau crawl {rates[0]:8.0f} requests a {unit}")
        print(f"  bare Scrapy  {rates[1]:8.0f} requests a {unit}")
        print(f"  pantau / bare  {rates[0] / rates[1]:.2f}")
    with_it, without = (median(taken.processor for taken in each) for each in (ours, unarchived))
    cost = 1000 * (with_it - without) / len(pages)
    print(
        f"  of it the archive: {cost:.2f} ms of processor time a request, {1 - without / with_it:.0%} of the crawl"
    )


def enlarged(samples: Path, to: Path) -> Path:
    """The samples with each article COPIES times, and with lists that hold them all."""
    for site in samples.glob("*/site.toml"):
        folder = to / site.parent.name
        folder.mkdir(parents=True)
        for file in site.parent.iterdir():
            (folder / file.name).write_bytes(file.read_bytes())
        table = re.sub(r"(?m)^(page_size|feed_size) = \d+", r"\1 = 1000", site.read_text("utf-8"))
        (folder / site.name).write_text(table, "utf-8")
        for record in site.parent.glob("*.json"):
            for number in range(1, COPIES):
                _copy(record, number, folder)
    return to


def _copy(record: Path, number: int, folder: Path) -> None:
    """An article again, under another address, with what names that address in its page."""
    line = json.loads(record.read_text("utf-8"))
    path = urlsplit(line["url"]).path
    other = _numbered(path, number)
    line["url"] = line["url"].replace(path, other)
    line["serve"] |= {"id": line["serve"]["id"] + number * 10_000_000, "also": {}}
    name = f"{record.stem}-{number}"
    (folder / f"{name}.json").write_text(json.dumps(line), "utf-8")
    page = record.with_suffix(".html").read_text("utf-8").replace(path.rstrip("/"), other.rstrip("/"))
    (folder / f"{name}.html").write_text(page, "utf-8")


def _numbered(path: str, number: int) -> str:
    """The path with another id where it has one, else with another slug."""
    found = re.search(r"(?<=[/-])\d{6,7}(?=/|$)", path)
    if found:
        return path[: found.start()] + str(int(found[0]) + number * 10_000_000) + path[found.end() :]
    return re.sub(r"(/?)$", rf"-salinan-{number}\1", path, count=1)


def timed(code: str, *arguments: str) -> Taken:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    if done.returncode:
        raise SystemExit(f"the crawl failed: {done.stderr.strip().splitlines()[-1:]}")
    return Taken(*map(float, done.stdout.split()[-3:]))
