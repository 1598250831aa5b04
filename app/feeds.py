"""A search as a feed: Atom (RFC 4287) and JSON Feed 1.1. Headlines and facts with the link, never an article's text."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from app import wording
from app.export_columns import Of
from app.export_references import SAMPLE, facts_line
from app.export_row import Row, clean, wib
from app.labels import TOPICS
from app.ledger_export import Line
from app.schemes_export import SchemeLine
from entities.ledger_told import Told
from entities.records import Story
from indexer.index import Hit

ATOM = "http://www.w3.org/2005/Atom"
VERSION = "https://jsonfeed.org/version/1.1"
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
ElementTree.register_namespace("", ATOM)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One match. updated: when the index first held it, which never moves; id: the same in every feed and server."""

    id: str
    title: str
    url: str
    updated: dt.datetime
    published: dt.datetime | None
    source: str
    summary: str
    topics: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One page of a feed, newest first. id: of the search; home: the page that shows it; next: the page after this."""

    id: str
    title: str
    url: str
    home: str
    entries: tuple[Entry, ...]
    next: str | None = None

    @property
    def updated(self) -> dt.datetime:
        """When its newest entry came; long ago where it has none."""
        return max((entry.updated for entry in self.entries), default=NEVER)


def stable(*parts: str) -> str:
    """An id made of what it names, and of nothing that moves."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, '/'.join(('pantau', *parts)))}"


def entry(hit: Hit) -> Entry:
    """A match as an entry; its facts in one line behind source and day."""
    if hit.event:
        return _joined(
            hit.event, hit.event.event.reports, Line(entry=hit.event, firsts=()), "events", hit.story
        )
    if hit.scheme:
        return _joined(
            hit.scheme, hit.scheme.scheme.reports, SchemeLine(entry=hit.scheme), "schemes", hit.story
        )
    row, article = Row(hit), hit.story.article
    day = wording.day(wib(article.published_at).date()) if article.published_at else "tanpa tanggal"
    said = [SAMPLE] if article.sample else []
    said += [f"{clean(article.source)}, {day}.", *_facts(row)]
    return Entry(
        id=stable("hit", row.key),
        title=_title(row),
        url=web(clean(article.url)),
        updated=hit.story.learnt_at or NEVER,
        published=article.published_at,
        source=clean(article.source),
        summary=" ".join(said),
        topics=tuple(TOPICS.get(topic, topic) for topic in hit.story.topics),
    )


def _joined(one: Any, reports: Sequence[Told], line: Any, of: Of, first: Story) -> Entry:
    """An event or scheme under the headline of its first report; it came when the first of its reports did."""
    learnt = [report.learnt_at for report in reports if report.learnt_at]
    said = [SAMPLE] if one.sample else []
    told = f"{len(reports)} berita, {one.sources} sumber mandiri."
    name = clean(getattr(one, "name", None))
    title = clean(first.article.title) or one.id
    return Entry(
        id=stable("event", one.id),
        title=f"{name}: {title}" if name else title,
        url=web(clean(first.article.url)),
        updated=min(learnt, default=NEVER),
        published=first.article.published_at,
        source=clean(first.article.source),
        summary=" ".join([*said, facts_line(line, of), told]),
        topics=(),
    )


def _title(row: Row) -> str:
    name = row.hit.program and clean(row.hit.program.name)
    title = clean(row.article.title) or row.key
    return f"{name}: {title}" if name else title


def _facts(row: Row) -> Iterator[str]:
    """The facts of a release or programme; of an article those of all that it tells of."""
    story = row.story
    if row.record:
        parts = [(row, "releases" if row.hit.release else "programs")]
    else:
        parts = [(Row(Hit(story=story, release=one)), "releases") for one in story.releases]
        parts += [(Row(Hit(story=story, program=one)), "programs") for one in story.programs]
    yield from filter(None, (facts_line(part, of) for part, of in parts))


def web(url: str) -> str:
    """The URL if it is a web address, else nothing: a page's own script: or data: link never becomes ours."""
    return url if url.startswith(("https://", "http://")) else ""


# ---------------------------------------------------------------- Atom


def atom(feed: Feed) -> bytes:
    """The feed as an Atom document."""
    root = ElementTree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "id"})
    links = {"self": feed.url, "alternate": feed.home, "next": feed.next}
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(feed.updated))
    _text(ElementTree.SubElement(root, f"{{{ATOM}}}author"), "name", "Pantau")
    _text(root, "generator", "Pantau")
    for rel, href in links.items():
        _link(root, rel, href, "text/html" if rel == "alternate" else "application/atom+xml")
    for one in feed.entries:
        _entry(ElementTree.SubElement(root, f"{{{ATOM}}}entry"), one)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="utf-8")


def _entry(at: ElementTree.Element, one: Entry) -> None:
    _text(at, "id", one.id)
    _text(at, "title", one.title)
    _text(at, "updated", _moment(one.updated))
    if one.published:
        _text(at, "published", _moment(one.published))
    _text(ElementTree.SubElement(at, f"{{{ATOM}}}author"), "name", one.source or "Pantau")
    _link(at, "alternate", one.url, None)
    for topic in one.topics:
        ElementTree.SubElement(at, f"{{{ATOM}}}category", {"term": topic})
    _text(at, "summary", one.summary)


def _text(at: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(at, f"{{{ATOM}}}{name}").text = text


def _link(at: ElementTree.Element, rel: str, href: str | None, kind: str | None) -> None:
    if href:
        told = {"rel": rel, "href": href} | ({"type": kind} if kind else {})
        ElementTree.SubElement(at, f"{{{ATOM}}}link", told)


def _moment(when: dt.datetime) -> str:
    return when.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


# ---------------------------------------------------------------- JSON Feed


def json_feed(feed: Feed) -> bytes:
    """The feed as a JSON Feed."""
    told = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "next_url": feed.next,
        "language": "id",
        "authors": [{"name": "Pantau"}],
        "items": list(_items(feed.entries)),
    }
    return json.dumps(_known(told), ensure_ascii=False).encode()


def _items(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    for one in entries:
        yield _known(
            {
                "id": one.id,
                "url": one.url,
                "title": one.title,
                "content_text": one.summary,
                "date_published": one.published and _moment(one.published),
                "date_modified": _moment(one.updated),
                "authors": [{"name": one.source}] if one.source else None,
                "tags": list(one.topics),
            }
        )


def _known(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in (None, "")}
