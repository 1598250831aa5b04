"""From the pages of an article to one Article: AMP copies, further pages, and the site's rule for the reader."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from html import escape, unescape
from typing import Any

from scrapy.http import Request, Response, TextResponse
from scrapy.http.request import NO_CALLBACK

from crawler import archive
from crawler.addresses import Addresses
from crawler.archive_readings import Part, Reading
from crawler.discovery import Link
from crawler.failures import FAILURES, reason
from crawler.later import Early, Html, Later
from crawler.ledger import count_missing, missing
from crawler.links import joined
from crawler.memory import Memory
from crawler.stats import count, tell
from entities.errors import Unreadable
from entities.records import Article

WHOLE = re.compile(r"[?&](?:(?:show)?page|hal(?:aman)?|view)=all$|[?&](?:single(?:page)?|showall)=1$")
# Links and marks are looked for in the bytes of a page: the reader alone builds its tree.
HREF = re.compile(rb"<(?:a|link)\s[^<>]{0,1000}?\bhref\s*=\s*[\"']?([^\"'\s<>]{1,1000})", re.I)
AMP = re.compile("<html\\s(?:[^<>]{0,500}\\s)?(?:amp|⚡)[\\s=>]".encode(), re.I)
WHOLE_TEXT = 300  # characters from which a text in a feed or API may stand for the page
PARTS = 20  # pages of one article at most


def page_of_listing(link: Link) -> str:
    """The text that a feed or API gave, as a page."""
    return f"<html><body><article><h1>{escape(link.title or '')}</h1>{link.text}</article></body></html>"


def is_whole(link: Link) -> bool:
    """Whether a feed or API gave a text that may stand for the page."""
    return link.text is not None and len(link.text) > WHOLE_TEXT


class Pages(Addresses):
    """The part of a spider that reads articles."""

    known: dict[str, Link]  # key of an article -> all that the ways said of it
    memory: Memory
    later: Later
    vain: dict[str, tuple[str, str]]  # key of an article that could not be fetched -> its address, the reason

    def page(self, url: str, link: Link, priority: int) -> Request:
        return Request(url, self.parse, errback=self.not_fetched, priority=priority, cb_kwargs={"link": link})

    def told(self, link: Link, *urls: str) -> Link:
        """What all ways said so far of the article of a link; urls: further addresses of it."""
        for key in map(self.key, (link.url, *urls)):
            link = link.completed(self.known.get(key, link))
        return link

    def tellable(self) -> frozenset[str]:
        """What the ways may still tell of an article that was read."""
        return frozenset()

    async def parse(self, response: Response, link: Link | None = None) -> AsyncIterator[Article | Request]:
        """The article of a page, its further pages joined."""
        count(self.crawler, "fetched")
        link = self.told(link or Link(url=response.url), response.url)
        if not isinstance(response, TextResponse):
            self.leave("not a page", response.url, link.url)
        elif (main := self.main_page(response)) and self.key(main) not in self.seen:
            self.seen.add(self.key(main))
            yield self.page(main, link, priority=3)
        else:
            parts = await self.parts(response)
            link = self.told(link, response.url)  # ways may have answered in the meantime
            pages = [(page.body, page.url) for page in parts]
            for article in self.read(pages, link, response.encoding, [*map(archive.record_of, parts)]):
                yield article

    def main_page(self, response: TextResponse) -> str | None:
        """The page that an AMP copy names as the true one."""
        if not AMP.search(response.body[:5000]):
            return None
        url = joined(response.url, response.css("link[rel=canonical]::attr(href)").get(""))
        other = url and self.is_article(url) and self.key(url) != self.key(response.url)
        return self.clean(url) if other else None

    def read(
        self,
        pages: list[Html],
        link: Link,
        encoding: str | None = None,
        records: Sequence[str | None] = (),
    ) -> Iterator[Article]:
        """The Article of the pages; none (counted) where none can be read. records: of the pages, in the archive."""
        how = Reading(
            article=self.key(pages[0][1]),
            source=self.name,
            url=pages[0][1],
            at=datetime.now(UTC),
            link=link,
            pages=tuple(Part(id=id, url=url) for id, (_, url) in zip(records, pages, strict=False)),
            encoding=encoding,
            sample=self.is_sample,
            since=self.window.since,
            until=self.window.until,
        )
        try:
            article = self.article_of(pages, how)
        except Unreadable as error:
            archive.note(self.crawler, replace(how, readable=False))
            self.logger.debug("%s", error)
            self.leave("unreadable", pages[0][1], link.url)
            self.keep_early(Early(pages=pages, how=how, article=None))
            return
        if article.id in self.later.places:  # read before under another address
            yield from self.read_again(article.id, link)
        else:
            self.keep_early(Early(pages=pages, how=how, article=article))
        count(self.crawler, "read")
        count_missing(self.crawler, article)
        self.memory.same(self.key(link.url), article.id)
        yield replace(article, page=archive.note(self.crawler, replace(how, article=article.id)))

    def keep_early(self, early: Early) -> None:
        """Keep at hand an article of which some way may tell more."""
        if tellable := self.tellable():
            ids = {
                self.key(early.how.link.url),
                early.how.article,
                early.article.id if early.article else early.how.article,
            }
            self.later.keep(ids, early, tellable)

    def read_again(self, key: str, link: Link) -> Iterator[Article]:
        """An article that was read before a way told this of it; none where that says nothing new."""
        if (early := self.later.completed_by(key, link)) is None:
            return
        how, before = replace(early.how, link=early.how.link.completed(link)), early.article
        try:
            article = self.article_of(early.pages, how)
        except Unreadable:
            return
        self.keep_early(replace(early, how=how, article=article))
        if article == before:
            return
        self.count_again(before, article)
        self.later.coming.add(article.id)
        how = replace(how, article=article.id)
        yield replace(article, page=archive.note(self.crawler, how, again=True))

    def count_again(self, before: Article | None, article: Article) -> None:
        """Count an article as it is now, not as it was when less was known of it."""
        count(self.crawler, "completed")
        if before is None:
            count(self.crawler, "dropped/unreadable", -1)
            count(self.crawler, "read")
        for name in missing(before) if before else ():
            count(self.crawler, f"missing/{name}", -1)
        count_missing(self.crawler, article)

    def article_of(self, pages: list[Html], how: Reading) -> Article:
        """The article of the pages by the rules of today, which ask no clock and no site; Unreadable where none is."""
        from crawler.reader import Hints, read_pages

        link = how.link
        hints = Hints(
            title=link.title,
            published=link.date,
            published_source=link.said_by,
            author=link.author,
            section=link.section,
        )
        known = {"source": self.name, "fetched_at": how.at, "sample": how.sample}
        article = read_pages(pages, rule=self.rule(), encoding=how.encoding, hints=hints, **known)
        url = article.url if self.is_article(article.url) else self.clean(pages[0][1])
        return replace(article, url=url, id=self.key(url))

    @property
    def is_sample(self) -> bool:
        return bool(self.settings.get("PANTAU_PRESS"))

    @classmethod
    def rule(cls) -> Any:
        """The reader's rule of this site, from the attributes of the same names."""
        from crawler.reader import SiteRule

        said = {field.name: getattr(cls, field.name, None) for field in fields(SiteRule)}
        return SiteRule(**{name: value for name, value in said.items() if value is not None})

    async def parts(self, response: TextResponse) -> list[TextResponse]:
        """The pages of an article: the all-in-one form where there is one, else the first and those that follow."""
        if (whole := self.link_within(response, WHOLE)) and (page := await self.get(whole)):
            return [page]
        pages = [response]
        while len(pages) < PARTS and (url := self.next_part(pages[-1], len(pages) + 1)):
            page = await self.get(url)
            if page is None:
                tell(self.crawler, f"an article is incomplete: {url} could not be fetched")
                break
            pages.append(page)
        return pages

    def next_part(self, page: TextResponse, number: int) -> str | None:
        return self.link_within(
            page, re.compile(rf"(?:[?&](?:(?:show)?page|hal(?:aman)?|view)={number}|/{number}/?)$")
        )

    def link_within(self, page: TextResponse, form: re.Pattern[str]) -> str | None:
        """A link of the page to another form of the same article."""
        hrefs = (unescape(found[1].decode("utf-8", "replace")) for found in HREF.finditer(page.body))
        urls = (joined(page.url, href) for href in hrefs if form.search(href))
        here = self.key(page.url)
        return next((url for url in urls if url and self.is_ours(url) and self.key(url) == here), None)

    async def get(self, url: str) -> TextResponse | None:
        """A further page; None where it cannot be had."""
        try:
            response = await self.crawler.engine.download_async(Request(url, callback=NO_CALLBACK))
        except FAILURES:
            return None
        return response if response.status == 200 and isinstance(response, TextResponse) else None

    def not_fetched(self, failure: Any) -> Iterator[Article]:
        """A page that cannot be had is counted; where a feed or API gave its whole text, that is read instead."""
        count(self.crawler, "asked in vain")
        link, url = self.told(failure.request.cb_kwargs["link"]), failure.request.url
        if is_whole(link):
            yield from self.read_listed(link, url)
            return
        self.leave(reason(failure.value), url, link.url)
        self.vain[self.key(link.url)] = (url, reason(failure.value))

    def read_listed(self, link: Link, url: str) -> Iterator[Article]:
        """The article of the text that a feed or API gave."""
        count(self.crawler, "read from the listing")
        yield from self.read([(page_of_listing(link), url)], link)

    def leave(self, why: str, url: str, asked: str | None = None) -> None:
        """Count an article that is not kept, by the reason; asked: the address that led there, if it is another."""
        count(self.crawler, f"dropped/{why}")
        if why not in ("forgotten", "hidden"):
            self.memory.left(self.key(asked or url), why, asked or url)
        self.logger.debug("dropped (%s): %s", why, url)
