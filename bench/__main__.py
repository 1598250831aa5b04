"""`make bench`: reading and extracting against others and in memory, crawling against bare Scrapy, the index,
and what each named rule adds to the scores.

`make bench ARTICLES=100000` measures the index with so many articles.
"""

import sys

from bench.crawling import crawling
from bench.extracting import extracting
from bench.indexing import ARTICLES, indexing
from bench.reading import reading
from bench.rules import rule_bench

if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    reading()
    extracting()
    crawling()
    indexing(number)
    rule_bench()
