"""The crawl of a large press with delays off, against a bare Scrapy spider that only downloads the same pages.

The press is the sample press with every article copied many times under addresses of its own, in lists long enough
to hold all: a handful of pages would measure the start. Both crawls run in processes of their own (a Twisted reactor
starts once), in turn, with the same concurrency, and time themselves from the call that starts the crawl to its end.
Ours reads the tables of the extractor before the clock starts: a crawl of years pays for that once.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
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
start = time.perf_counter()
reports = crawl([], index=sys.argv[2], press=sys.argv[1], settings=UNPACED)
print(time.perf_counter() - start, sum(report.stored for report in reports))
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
start = time.perf_counter()
process.crawl(Bare)
process.start()
print(time.perf_counter() - start, len(pages))
"""


def crawling() -> None:
    from app.press import press

    ours, bare, stored, pages = [], [], 0.0, []
    with tempfile.TemporaryDirectory() as folder:
        samples = enlarged(ROOT / "samples", Path(folder) / "samples")
        listed = Path(folder) / "pages.json"
        with press(samples) as served:
            for turn in range(ROUNDS):
                served.requests.clear()
                seconds, stored = _timed(OURS, served.address, f"sqlite:///{folder}/{turn}.db")
                pages = list(served.requests)
                listed.write_text(json.dumps(pages))
                ours.append(seconds)
                bare.append(_timed(BARE, served.address, str(listed))[0])
    rates = [len(pages) / seconds for seconds in (median(ours), median(bare))]
    print(f"{len(pages)} requests, {stored:.0f} stories stored, median of {ROUNDS} crawls each, in turn")
    print(f"  pantau crawl {rates[0]:8.0f} requests a second")
    print(f"  bare Scrapy  {rates[1]:8.0f} requests a second")
    print(f"  pantau / bare  {rates[0] / rates[1]:.2f}")


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


def _timed(code: str, *arguments: str) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    if done.returncode:
        raise SystemExit(f"the crawl failed: {done.stderr.strip().splitlines()[-1:]}")
    seconds, number = map(float, done.stdout.split()[-2:])
    return seconds, number
