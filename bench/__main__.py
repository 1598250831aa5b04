"""`make bench`: reading and extracting against others and in memory, duplicates, the ledger, programmes, events in an
index, crawling against bare Scrapy, a crawl of a hundred sources that misbehave, the indices, the page and its API, the
digest by mail, and what each named rule adds to the scores.

`make bench ARTICLES=100000` measures the indices with so many articles.
"""

import sys

from bench.copies import copies
from bench.crawling import crawling
from bench.digest import digest
from bench.events import events
from bench.extracting import extracting
from bench.indexing import ARTICLES, indexing
from bench.ledger import ledger
from bench.reading import reading
from bench.rules import rule_bench
from bench.schemes import schemes
from bench.serving import serving
from bench.soak import soaking
from bench.web import web

if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    reading()
    extracting()
    copies()
    ledger()
    events()
    schemes()
    crawling()
    soaking()
    indexing(number)
    digest(number)
    serving(number)
    web(number)
    rule_bench()
