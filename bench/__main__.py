"""`make bench`: reading and extracting against trafilatura and readability, crawling against bare Scrapy."""

from bench.crawling import crawling
from bench.reading import reading

if __name__ == "__main__":
    reading()
    crawling()
