"""The sources there are: one spider file each, found by Scrapy's own loader; no registry."""

from functools import cache
from urllib.parse import urlsplit

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.links import belongs
from crawler.spider import NewsSpider
from entities.errors import BadInput


def project_settings() -> Settings:
    """Scrapy's settings with ours over them, wherever the process was started."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    return settings


@cache
def sources() -> dict[str, type[NewsSpider]]:
    """Name -> spider, by name."""
    loader = SpiderLoader.from_settings(project_settings())
    found = {name: loader.load(name) for name in sorted(loader.list())}
    return {name: spider for name, spider in found.items() if issubclass(spider, NewsSpider)}


def chosen(names: tuple[str, ...]) -> dict[str, type[NewsSpider]]:
    """The spiders of these names, all for none; BadInput names the known ones where one is unknown."""
    known = sources()
    if unknown := [name for name in names if name not in known]:
        raise BadInput(f"unknown source {', '.join(map(repr, unknown))}; known are {', '.join(known)}")
    return {name: known[name] for name in dict.fromkeys(names)} or known


def source_of(url: str) -> str | None:
    """The source that a URL belongs to, by its host; None for a foreign one."""
    host = urlsplit(url).hostname or ""
    return next((name for name, spider in sources().items() if belongs(host, spider.allowed_domains)), None)
