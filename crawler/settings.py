"""Scrapy settings of every crawl: polite, bounded, verified. Machinery only; what differs by site stands in its spider.

Environment: PANTAU_INDEX (sqlite:///PATH or https://HOST:9200/PREFIX), PANTAU_STATE (sqlite:///PATH; else the file
beside the index), PANTAU_PRESS (127.0.0.1:PORT, a sample press),
PANTAU_CONTACT (mail or page of whoever runs the crawl, sent with every request), PANTAU_TLS_UNVERIFIED (sources whose
broken certificate chain is accepted), PANTAU_DELAY (seconds between requests to one host of a press; live sites keep
the polite one), PANTAU_ARCHIVE, PANTAU_ARCHIVE_FILE_MB, PANTAU_ARCHIVE_DAYS and PANTAU_ARCHIVE_GB (docs/archive.md).
"""

import os

BOT_NAME = "pantau"
SPIDER_MODULES = ["spiders"]
COMMANDS_MODULE = "crawler.commands"
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

PANTAU_INDEX = os.environ.get("PANTAU_INDEX") or "sqlite:///pantau.db"
PANTAU_STATE = os.environ.get("PANTAU_STATE", "")  # what crawls remember; empty: beside the index
PANTAU_PRESS = os.environ.get("PANTAU_PRESS", "")
PANTAU_CONTACT = os.environ.get("PANTAU_CONTACT", "")
PANTAU_TLS_UNVERIFIED = os.environ.get("PANTAU_TLS_UNVERIFIED", "")
PANTAU_ARCHIVE = os.environ.get("PANTAU_ARCHIVE", "")  # a folder, or off; else beside the index
PANTAU_ARCHIVE_FILE_MB = os.environ.get("PANTAU_ARCHIVE_FILE_MB", "")
PANTAU_ARCHIVE_DAYS = os.environ.get("PANTAU_ARCHIVE_DAYS", "")
PANTAU_ARCHIVE_GB = os.environ.get("PANTAU_ARCHIVE_GB", "")
PANTAU_BATCH = 0  # stories put into the index at once; 0: as many as suit the index
PANTAU_WAIT = 30.0  # seconds that a story waits for others to be put with it

# Desktop form: phones are redirected to other hosts by some sites. Honest: the name, and whom to write to.
CONTACT = PANTAU_CONTACT or "no contact set"
USER_AGENT = f"Mozilla/5.0 (X11; Linux x86_64; compatible) Pantau/0.1 (news research; {CONTACT})"
ROBOTSTXT_USER_AGENT = "Pantau"
ROBOTSTXT_OBEY = True
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5",
    "Accept-Language": "id,en;q=0.5",
}

# First listed, first asked: lists begin with the newest, and a limit shall keep those.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"

# Pace, per host.
DOWNLOAD_DELAY = 1.0
if PANTAU_PRESS and os.environ.get("PANTAU_DELAY"):
    DOWNLOAD_DELAY = float(os.environ["PANTAU_DELAY"])
CONCURRENT_REQUESTS_PER_DOMAIN = 1 if DOWNLOAD_DELAY else 16
AUTOTHROTTLE_ENABLED = DOWNLOAD_DELAY > 0
AUTOTHROTTLE_START_DELAY = DOWNLOAD_DELAY
AUTOTHROTTLE_MAX_DELAY = 30.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
RETRY_TIMES = 2
PANTAU_PATIENCE = 300.0  # seconds that a host may ask us to wait (Retry-After) between two good answers

# Scrapy makes so many tasks for each response, whatever it holds; our pipelines never wait, so one does.
CONCURRENT_ITEMS = 1

# Bounds.
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024  # bytes, after decompression too
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 5
DEPTH_LIMIT = 3000  # every page of a listing is one deeper than the page before
DNS_TIMEOUT = 20

# Safety.
DOWNLOAD_VERIFY_CERTIFICATES = True
TWISTED_DNS_RESOLVER = "crawler.network.PublicResolver"
DOWNLOAD_HANDLERS = {
    "http": "crawler.patience.PatientHandler",
    "https": "crawler.patience.PatientHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
COOKIES_ENABLED = False
REFERER_ENABLED = False
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
METAREFRESH_ENABLED = False

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.RobotsFailClosed": 100,
    "crawler.middlewares.Whole": 595,
    "crawler.middlewares.Spelt": 580,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.middlewares.Redirects": 600,
}
ITEM_PIPELINES = {
    "crawler.pipelines.Once": 100,
    "crawler.pipelines.Forgotten": 150,
    "crawler.pipelines.Window": 200,
    "crawler.pipelines.Relevance": 300,
    "crawler.pipelines.Unchanged": 350,
    "crawler.pipelines.Limit": 400,
    "crawler.pipelines.Annotate": 500,
    "crawler.pipelines.Store": 600,
    "crawler.pipelines.Line": 900,
}
# The archive first: what it could not keep is a problem that the ledger enters.
EXTENSIONS = {"crawler.archiving.Archiving": 50, "crawler.ledger.Ledger": 100}
FEED_EXPORT_ENCODING = "utf-8"
