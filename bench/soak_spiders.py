"""The spiders of generated sources, for Scrapy's own loader: made from the plan that SOAK_PLAN holds as JSON."""

import json
import os

from bench.soak_plan import Plan, Source
from crawler.spider import NewsSpider, WordPressSpider

WAYS: dict[str, dict[str, tuple[str, ...]]] = {
    "feed": {"feed": ("/feed/",)},
    "atom": {"feed": ("/feed/",)},
    "listing": {"home": ("/",)},
    "endless listing": {"home": ("/",)},
    "sitemap": {"sitemap": ("/sitemap.xml",)},
    "rest": {"rest": WordPressSpider.ways["rest"]},
}


def _spider(source: Source) -> type[NewsSpider]:
    about = {
        "__doc__": f"{source.host}, generated.",
        "__module__": __name__,
        "name": source.name,
        "allowed_domains": [source.host],
        "start_urls": [f"https://{source.host}/"],
        "ways": WAYS[source.kind],
        "daily": ("feed", "rest", "home"),
        "paged": "?page={n}",
    }
    return type(f"Spider{source.name[-3:]}", (NewsSpider,), about)


def plan() -> Plan:
    """The plan of this process."""
    return Plan(**json.loads(os.environ["SOAK_PLAN"]))


globals().update({f"Spider{source.name[-3:]}": _spider(source) for source in plan().all.values()})
