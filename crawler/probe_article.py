"""One article of a source that is tried, field by field: its value and what it rests on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from scrapy.http import TextResponse

from crawler.discovery import Link
from crawler.health_words import FIELDS
from crawler.ledger import missing
from crawler.spider import NewsSpider
from entities.errors import Unreadable
from entities.records import Article

Verdict = Literal["ok", "warning", "bad"]
NEEDED = ("title", "body", "published_at")  # without these an article is of no use
RULES = {  # field of an article -> attribute of the spider
    "title": "title",
    "body": "body",
    "published_at": "date",
    "authors": "author",
    "editor": "editor",
    "section": "section",
    "tags": "tags",
    "captions": "caption",
    "summary": "summary",
}
NAMES = FIELDS | {"editor": "editor", "captions": "keterangan foto"}
OTHERWISE = "metadata atau pembaca umum"
SHOWN = 80  # characters of a value
DATED_BY = {
    "json-ld": "JSON-LD",
    "meta": "meta",
    "shown": "tanggal di halaman",
    "url": "alamat halaman",
    "feed": "umpan",
    "api": "API",
}


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field of the article that was read: its value, shortened, None where there is none; what it rests on."""

    name: str
    value: str | None
    rests_on: str
    verdict: Verdict = "ok"


def read_one(spider: NewsSpider, page: TextResponse, link: Link) -> Article | None:
    """The article of a page by a spider's rule; None where none can be read."""
    from crawler.reader import Hints, read_pages

    hints = Hints(title=link.title, published=link.date, published_source=link.said_by)
    known = {"source": spider.name, "fetched_at": datetime.now(UTC), "hints": hints}
    try:
        return read_pages([(page.body, page.url)], rule=spider.rule(), encoding=page.encoding, **known)
    except Unreadable:
        return None


def fields_of(
    spider: NewsSpider, article: Article, page: TextResponse, weight: Callable[[str], Verdict]
) -> tuple[Field, ...]:
    """Every field; a rule that matches nothing is told even where the value was found without it.

    weight: how bad it is that a rule fails without which an article is of no use.
    """
    return tuple(_field(spider, name, article, page, weight) for name in RULES)


def _field(
    spider: NewsSpider, name: str, article: Article, page: TextResponse, weight: Callable[[str], Verdict]
) -> Field:
    selector, value = getattr(spider, RULES[name], None), _shown(getattr(article, name))
    lost = bool(selector) and not page.css(selector)
    verdict: Verdict = "warning" if lost else "ok"
    if name in NEEDED:
        absent = value is None or name in missing(article)
        verdict = "bad" if absent else weight(RULES[name]) if lost else "ok"
    return Field(name=name, value=value, rests_on=_rests_on(name, article, selector, lost), verdict=verdict)


def _rests_on(name: str, article: Article, selector: str | None, lost: bool) -> str:
    """Which rule a value rests on, for people."""
    dated = DATED_BY.get(article.date.source, article.date.source) if article.date else ""
    found = dated if name == "published_at" else ""
    if not selector:
        return found or OTHERWISE
    if lost:
        return f"aturan {RULES[name]} tidak cocok lagi; {found or OTHERWISE}"
    return f"aturan {RULES[name]}" + (f"; {found}" if found else "")


def _shown(value: Any) -> str | None:
    """A value short enough to show; None for an empty one."""
    if isinstance(value, datetime):
        return value.isoformat()
    text = "; ".join(value) if isinstance(value, tuple) else value
    if not text:
        return None
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else f"{flat[:SHOWN].rstrip()}… ({len(text)} huruf)"
