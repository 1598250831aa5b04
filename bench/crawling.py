"""The crawl of the sample press with delays off, against a bare Scrapy spider that only downloads the same pages.

Each crawl runs in a process of its own (a Twisted reactor starts once) and times itself from its first request on.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3

OURS = """
import sys, time
from crawler.run import UNPACED, crawl
import entities.extract
start = time.perf_counter()
reports = crawl([], index=sys.argv[2], press=sys.argv[1], settings=UNPACED)
print(time.perf_counter() - start)
"""
BARE = """
import json, sys, time
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

pages = json.load(open(sys.argv[2]))

class Bare(scrapy.Spider):
    name = "bare"

    async def start(self):
        for host, path in pages:
            yield scrapy.Request(f"http://{sys.argv[1]}{path}", headers={"Host": host}, dont_filter=True)

    def parse(self, response):
        pass

process = AsyncCrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
                               "HTTPERROR_ALLOW_ALL": True, "REDIRECT_ENABLED": False})
start = time.perf_counter()
process.crawl(Bare)
process.start()
print(time.perf_counter() - start)
"""


def crawling() -> None:
    from app.press import press

    ours, bare, pages = [], [], []
    with press() as served, tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "pages.json"
        for turn in range(ROUNDS):
            served.requests.clear()
            ours.append(_seconds(OURS, served.address, f"sqlite:///{folder}/{turn}.db"))
            pages = list(served.requests)
            listed.write_text(json.dumps(pages))
            bare.append(_seconds(BARE, served.address, str(listed)))
    rates = [len(pages) / seconds for seconds in (median(ours), median(bare))]
    print(f"{len(pages)} requests of the sample press, median of {ROUNDS} crawls each, in turn")
    print(f"  pantau crawl {rates[0]:8.0f} requests a second")
    print(f"  bare Scrapy  {rates[1]:8.0f} requests a second")
    print(f"  pantau / bare  {rates[0] / rates[1]:.2f}")


def _seconds(code: str, *arguments: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    if done.returncode:
        raise SystemExit(f"the crawl failed: {done.stderr.strip().splitlines()[-1:]}")
    return float(done.stdout.split()[-1])
