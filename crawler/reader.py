"""HTML of one page -> Article: a site's selectors, then JSON-LD and meta, then a generic reader, in that order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from parsel import Selector

from crawler.bodytext import Body, Page, find_body, walk
from crawler.candidates import (
    find_authors,
    find_editor,
    find_section,
    find_summary,
    find_tags,
    find_title,
    find_url,
    is_premium,
    named_people,
    tags_of,
    text_of,
    title_line,
)
from crawler.links import article_id, article_url, canonical_url, host_of
from crawler.markup import Element, plain, tree
from crawler.metadata import Metadata, read_metadata
from crawler.published import (
    Published,
    changed_dates,
    choose_date,
    dates_of,
    shown_dates,
    stated_dates,
    url_date,
)
from entities.dates import WIB
from entities.errors import Unreadable
from entities.records import Article
from entities.text import Cleaned, clean, normal, tidy, unique

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
    head = seen[0]
    known = hints or Hints()
    title = head.title(known)
    made = _cleaned([p for s in seen for p in s.texts], title, source or head.site, rule)
    if not made.paragraphs:
        raise Unreadable(f"{head.name} holds no article text")
    made = replace(made, captions=tuple(unique([*(c for s in seen for c in s.captions), *made.captions])))
    return head.article(title, made, known, source, article_id, fetched_at, page, sample)


def _cleaned(texts: Iterable[str], title: str, source: str, rule: SiteRule) -> Cleaned:
    return clean(texts, title=title, source=source, drop=rule.junk, cut=rule.cut)


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
        self.page: Page = walk(self.root)
        self.body = self._body()
        self.texts = self._texts()
        self.captions = [tidy(c) for c in self.body.captions] + [text_of(e) for e in self.named["caption"]]

    def all(self, selector: str | None) -> list[Element]:
        return [found.root for found in self.select.css(selector)] if selector else []

    def _body(self) -> Body:
        chosen = self.all(self.rule.body)
        if chosen:
            ruled = find_body(
                self.page, [e for e in chosen if not any(a in chosen for a in e.iterancestors())]
            )
            if ruled.paragraphs:
                return ruled
        return find_body(self.page)

    def _texts(self) -> list[str]:
        """Paragraphs of the page; the JSON-LD copy where scripts would have to draw the page."""
        stated = self.meta.article.get("articleBody")
        text = stated if isinstance(stated, str) else ""
        if len(text) > 300 and self.body.prose < 0.4 * len(text):
            parts = [
                plain(p)
                for p in text.replace("\r", "\n").replace("</p>", "\n").replace("<br", "\n<br").split("\n")
            ]
            return [p for p in parts if p]
        return list(self.body.paragraphs)

    def title(self, hints: Hints) -> str:
        ruled = next((t for e in self.named["title"] if (t := text_of(e))), None)
        title = ruled or find_title(self.root, self.page, self.meta, self.url) or hints.title
        if not title:
            raise Unreadable(f"{self.name} has no title")
        return tidy(title)

    def published(self, title: str, hints: Hints, fetched_at: datetime | None) -> Published:
        line = title_line(self.page, title)
        given = [(hints.published, hints.published_source)] if hints.published else []
        candidates = [
            *stated_dates(self.meta),
            *dates_of(self.named["date"]),
            *shown_dates(self.root, self.page, line, self.body.first, self.body.last),
            *given,
            *url_date(self.url),
        ]
        return choose_date(candidates, changed_dates(self.meta), zone=self.rule.zone, fetched_at=fetched_at)

    def article(
        self, title: str, made: Cleaned, hints: Hints, source: str, ident: str | None,
        fetched_at: datetime | None, page: str | None, sample: bool,
    ) -> Article:  # fmt: skip
        url = article_url(find_url(self.root, self.meta, self.url))
        site = [*self.meta.meta("og:site_name"), host_of(url), source]
        when = self.published(title, hints, fetched_at)
        source = source or host_of(url) or "page"
        texts = {field: [text_of(e) for e in found] for field, found in self.named.items()}
        authors = named_people(texts["author"], site) or find_authors(
            self.root, self.meta, site, [*made.authors, hints.author or ""]
        )
        return Article(
            id=ident or article_id(source, url),
            source=source,
            url=url,
            title=title,
            body=made.body,
            published_at=when.at,
            date=when.read,
            changed_at=when.changed_at,
            summary=next(iter(texts["summary"]), None)
            or made.summary
            or find_summary(self.meta, made.body)
            or hints.summary,
            authors=tuple(authors),
            editor=next(iter(named_people(texts["editor"], site)), None)
            or find_editor(self.root, self.meta, site, made.editor),
            section=next(iter(texts["section"]), None)
            or find_section(self.root, self.meta, title)
            or hints.section,
            tags=tuple(tags_of(texts["tags"]) or find_tags(self.root, self.meta) or hints.tags),
            captions=tuple(c for c in made.captions if normal(c) != normal(title)),
            dateline=made.dateline,
            premium=bool(self.named["premium"]) or is_premium(self.root, self.meta),
            fetched_at=fetched_at,
            page=page,
            sample=sample,
        )


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
