"""HTML of one page -> Article: a site's selectors, then JSON-LD and meta, then a generic reader, in that order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from parsel import Selector

from crawler.bodytext import Body, find_body, ruled_body
from crawler.candidates import (
    find_authors,
    find_editor,
    find_section,
    find_summary,
    find_tags,
    find_title,
    find_url,
    first,
    head_title,
    is_premium,
    named_people,
    tags_beside_date,
    tags_of,
    text_of,
    title_line,
)
from crawler.captions import is_captioned, is_intro, with_captions
from crawler.lines import Line, Page, lines_of
from crawler.links import article_id, article_url, canonical_url, host_of
from crawler.markup import Element, plain, tree
from crawler.metadata import Metadata, read_metadata
from crawler.noarticle import Read, why_no_article
from crawler.published import (
    Published,
    changed_dates,
    choose_date,
    dates_of,
    remote_dates,
    shown_dates,
    stated_dates,
    url_date,
)
from entities.dates import WIB
from entities.errors import Unreadable
from entities.prose import ENDED
from entities.records import Article
from entities.text import Cleaned, bylines, clean, normal, tidy, unique, without_paper

SITE_ADDED = re.compile(r"\s+[-–—|:·»]\s+\S.{0,60}$")

__all__ = ["GENERIC", "Hints", "SiteRule", "article_id", "canonical_url", "read", "read_pages"]


@dataclass(frozen=True, kw_only=True)
class SiteRule:
    """What a site's spider knows of its pages; CSS selectors, all optional, tried before anything generic.

    drop: nodes to remove first. junk and cut: regular expressions for paragraphs to leave out, and from which on
    everything goes. premium: a node that marks a page for subscribers. zone: the site's clock.
    """

    title: str | None = None
    body: str | None = None
    drop: str | None = None
    date: str | None = None
    author: str | None = None
    editor: str | None = None
    tags: str | None = None
    section: str | None = None
    caption: str | None = None
    summary: str | None = None
    premium: str | None = None
    junk: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    zone: tzinfo = WIB


GENERIC = SiteRule()
ANY_TAG = re.compile(r"<[^<>]{1,500}>")
MAX_PARTS = 2_000
MAX_TEXT = 500_000  # characters; the longest report of a newspaper has a fifth


@dataclass(frozen=True, kw_only=True)
class Hints:
    """What a listing, feed or API said of the page; believed where the page itself is silent."""

    title: str | None = None
    published: str | None = None
    published_source: str = "feed"
    author: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    summary: str | None = None


def read(
    html: str | bytes,
    url: str,
    *,
    rule: SiteRule = GENERIC,
    source: str = "",
    article_id: str | None = None,
    encoding: str | None = None,
    fetched_at: datetime | None = None,
    page: str | None = None,
    sample: bool = False,
    hints: Hints | None = None,
) -> Article:
    """The article of a page; Unreadable, in one sentence with the address, where there is none.

    fetched_at (aware) bounds what dates are believed; without it no clock is asked and none is future.
    """
    return read_pages([(html, url)], rule=rule, source=source, article_id=article_id, encoding=encoding,
                      fetched_at=fetched_at, page=page, sample=sample, hints=hints)  # fmt: skip


def read_pages(
    pages: Sequence[tuple[str | bytes, str]],
    *,
    rule: SiteRule = GENERIC,
    source: str = "",
    article_id: str | None = None,
    encoding: str | None = None,
    fetched_at: datetime | None = None,
    page: str | None = None,
    sample: bool = False,
    hints: Hints | None = None,
) -> Article:
    """One article from the pages it is spread over, in order: fields of the first, text of all, nothing twice."""
    if not pages:
        raise Unreadable("there is no page to read")
    seen = [_Seen(html, url, rule, encoding) for html, url in pages]
    head, known = seen[0], hints or Hints()
    title = head.title(known)
    if why := head.why_no_article():
        raise Unreadable(f"{head.name} {why}")
    texts = _joined([one.texts for one in seen])
    if sum(map(len, texts)) > MAX_TEXT:
        raise Unreadable(f"{head.name} holds more text than any article")
    made = clean(texts, title=title, source=source or head.site, drop=rule.junk, cut=rule.cut)
    if not made.paragraphs:
        raise Unreadable(f"{head.name} holds no article text")
    made = replace(made, captions=(*(c for one in seen[1:] for c in one.captions()), *made.captions))
    given = {"id": article_id, "source": source, "fetched_at": fetched_at, "page": page, "sample": sample}
    return head.article(title, made, known, given)


class _Seen:
    """A page taken apart: its tree, metadata, lines and body."""

    def __init__(self, html: str | bytes, url: str, rule: SiteRule, encoding: str | None) -> None:
        self.url, self.rule, self.name = url, rule, url or "the page"
        self.root: Element = tree(html, encoding=encoding, name=self.name)
        self.select = Selector(root=self.root, type="html")
        self.meta: Metadata = read_metadata(self.root)
        self.site = host_of(url).split(".")[0]
        self.named = {field: self.all(getattr(rule, field)) for field in _SELECTED}
        for junk in self.all(rule.drop):
            _remove(junk)
        self.page: Page = with_captions(lines_of(self.root))
        self.headline = first(self.texts_of("title")) or find_title(self.root, self.page, self.meta, url)
        self.top = title_line(self.page, self.headline)
        self.body = self._body()
        self.texts = self._texts()

    def all(self, selector: str | None) -> list[Element]:
        return [found.root for found in self.select.css(selector)] if selector else []

    def _body(self) -> Body:
        ruled = ruled_body(self.page, self.all(self.rule.body)) if self.rule.body else Body()
        self.ruled = bool(ruled.paragraphs)
        return ruled if ruled.paragraphs else find_body(self.page, self.top)

    def _texts(self) -> list[str]:
        """Paragraphs of the page; the JSON-LD copy where scripts would have to draw the page."""
        stated = self.meta.article.get("articleBody")
        text = stated if isinstance(stated, str) else ""
        if len(text) > 300 and (self.body.prose < 0.4 * len(text) or not self._shows(plain(text))):
            ends = text[:MAX_TEXT].replace("\r", "\n").replace("</p>", "\n").replace("<br", "\n<br")
            parts = [plain(ANY_TAG.sub(" ", p)) for p in ends.split("\n", MAX_PARTS)[:MAX_PARTS]]
            return [p for p in parts if p]
        if not self.body.prose and self.body.captions:  # a picture story: its captions are all its text
            return list(self.body.captions)
        return list(self.body.paragraphs)

    def _shows(self, text: str) -> bool:
        """Whether any of three stretches of a text stands in the body found."""
        key, shown = normal(text), normal(" ".join(self.body.paragraphs))
        size = len(key)
        return any(key[at : at + 40] in shown for at in (size // 8, size // 2, size - size // 4))

    def title(self, hints: Hints) -> str:
        title = self.headline or hints.title
        if title and hints.title and SITE_ADDED.match(title.removeprefix(hints.title)):
            title = hints.title  # the page's <title> stood in for a heading, with the site's name behind
        if not title:
            raise Unreadable(f"{self.name} has no title")
        return tidy(title)

    def why_no_article(self) -> str | None:
        """What a page of which no rule knows the text is instead of an article; None where it may be one."""
        if self.ruled or self.headline is None:
            return None
        return why_no_article(
            Read(page=self.page, top=self.top, title=self.headline, body=self.body, meta=self.meta)
        )

    def above(self) -> list[Line]:
        """The lines between title and text."""
        return self.page.lines[self.top + 1 : self.body.first]

    def intro(self) -> str | None:
        """The summary that a page prints between title and text, in an element named for it."""
        lines = (line for line in self.above() if 40 <= len(line.text) <= 600 and not line.caption)
        return next(
            (line.text for line in lines if is_intro(self.page, line) and ENDED.search(line.text)), None
        )

    def captions(self) -> list[str]:
        """Captions in the text and above it, up to the title."""
        above = [line.text for line in self.above() if line.caption or is_captioned(line.text)]
        return [tidy(c) for c in (*map(text_of, self.named["caption"]), *above, *self.body.captions)]

    def signed(self) -> Cleaned:
        """Names on labelled lines around the text: "Rep: A / Red: B", "Penulis" above a name."""
        lines = self.page.lines
        near = [*lines[self.top : self.body.first], *lines[self.body.last + 1 : self.body.last + 12]]
        return bylines(line.text for line in near)

    def published(self, hints: Hints, fetched_at: datetime | None) -> Published:
        places = (self.page, self.top, self.body.first, self.body.last)
        stated = [*stated_dates(self.meta), *dates_of(self.named["date"]), *shown_dates(*places)]
        given = [(hints.published, hints.published_source)] if hints.published else []
        otherwise = [*given, *url_date(self.url), *remote_dates(self.root, *places)]
        changed = changed_dates(self.meta)
        return choose_date(stated, otherwise, changed, zone=self.rule.zone, fetched_at=fetched_at)

    def article(self, title: str, made: Cleaned, hints: Hints, fields: dict[str, Any]) -> Article:
        """The article from every field's candidates: the rule's, the page's metadata, its text, the hints."""
        url = article_url(find_url(self.root, self.meta, self.url))
        site = [*self.meta.meta("og:site_name"), host_of(url), fields["source"]]
        source = fields["source"] or host_of(url) or "page"
        when = self.published(hints, fields["fetched_at"])
        authors, editor = self.people(made, hints, site)
        tags = tags_of(self.texts_of("tags"), ruled=True) or find_tags(self.root, self.page.named, self.meta)
        tags = tags or tags_beside_date(self.page, self.top, self.body.first) or hints.tags
        summary = [
            *self.texts_of("summary"),
            made.summary,
            find_summary(self.meta, made.body, [*site, head_title(self.root)]),
            self.intro(),
            hints.summary,
        ]
        section = [*self.texts_of("section"), find_section(self.page.named, self.meta, title), hints.section]
        captions = unique(map(without_paper, [*self.captions(), *made.captions]))
        known = {**fields, "source": source, "id": fields["id"] or article_id(source, url)}
        return Article(
            **known,
            url=url,
            title=title,
            body=made.body,
            published_at=when.at,
            date=when.read,
            changed_at=when.changed_at,
            summary=first(summary),
            authors=tuple(authors),
            editor=editor,
            section=first(section),
            tags=tuple(tags),
            captions=tuple(c for c in captions if c and normal(c) != normal(title)),
            dateline=made.dateline,
            premium=bool(self.named["premium"]) or is_premium(self.meta),
        )

    def people(self, made: Cleaned, hints: Hints, site: list[str]) -> tuple[list[str], str | None]:
        signed = self.signed()
        below = [*made.authors, *signed.authors, *self.texts_of("author"), hints.author or ""]
        ruled = named_people(self.texts_of("author"), site), named_people(self.texts_of("editor"), site)
        editors = [made.editor, signed.editor]
        return (
            ruled[0] or find_authors(self.page.named, self.meta, site, below),
            first(ruled[1]) or find_editor(self.page.named, self.meta, site, first(editors)),
        )

    def texts_of(self, field: str) -> list[str]:
        return [text_of(element) for element in self.named[field]]


def _joined(pages: list[list[str]]) -> list[str]:
    """The paragraphs of all pages; what an earlier page said is not said again."""
    if len(pages) == 1:
        return pages[0]
    said: set[str] = set()
    texts: list[str] = []
    for page in pages:
        texts += [text for text in page if normal(text) not in said]
        said |= {normal(text) for text in page}
    return texts


_SELECTED = ("title", "date", "author", "editor", "tags", "section", "caption", "summary", "premium")


def _remove(element: Element) -> None:
    """Take a node out; the text that follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + " " + element.tail
        else:
            parent.text = (parent.text or "") + " " + element.tail
    parent.remove(element)
