"""The part of a spider that reads listings: their articles, what more they tell of them, and their further pages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import Request, Response

from crawler.discovery import Broken, Link, Listed, page_of, read_feed
from crawler.failures import reason
from crawler.ledger import show_newest
from crawler.pages import WHOLE_TEXT, is_whole
from crawler.relevance import is_hopeless, is_relevant
from crawler.stats import count, tell
from crawler.ways import DATING, WAYS, Ways
from entities.records import Article
from state.state import Listing

CHILDREN = 3  # sitemaps that a daily crawl opens of an index
LOOK_BACK = 60  # links of one listing after which a daily crawl turns no further page


class Listings(Ways):
    """Reads what the ways of a source answer."""

    max_pages = 500
    whole: dict[str, Listing]  # chain -> its first page, to be kept when the chain has come to its end
    chains: dict[str, set[str]]  # chain -> keys of the articles that its pages named
    heard: set[tuple[str, str]]  # keys of articles, and the ways that told of them
    done: set[str]  # keys of articles that earlier crawls dealt with, so that this one asks for none

    def listed(self, response: Response, way: str, chain: str) -> Iterator[Request | Article]:
        """What a way gave: its articles, its next page while it brings new ones, tags about our subject."""
        self.days_left.discard(chain)
        if response.status == 304:
            self.answered(way)
            count(self.crawler, f"way/{way}/answers")
            count(self.crawler, "not modified")
            count(self.crawler, f"way/{way}/not modified")
            self.memory.not_modified(chain)
            self.asking[chain] -= 1
            return
        try:
            listing = WAYS[way](response, self)
        except Broken as error:
            count(self.crawler, f"way/{way}/failed/{error}")
            self.whole.pop(chain, None)
            self.answered(way)
            return
        count(self.crawler, f"way/{way}/answers")
        links = [link for link in listing.links if self.is_ours(link.url)]
        count(self.crawler, f"way/{way}/links", len(links))
        show_newest(self.crawler, (link.date for link in links))
        if response.request is None or response.request.url == chain:
            self.whole[chain] = self.memory.listed_whole(chain, response, links)
        asked: list[Request | Article] = [one for link in links for one in self.follow(link, way)]
        asked += [self.request(way, url, chain) for url in self.turn(listing, links, way, chain)]
        for url in listing.tags:
            if url not in self.chains:
                self.chains[url] = set()
                asked.append(self.request("tag", url, url))
        self.memory.keep_pages()
        self.ended(chain)
        self.answered(way)
        yield from asked

    def answered(self, way: str) -> None:
        """One listing less that may tell of articles; what was read early waits for the last of them only."""
        self.unanswered -= WAYS[way] in DATING
        if not self.tellable():
            self.later.clear()

    def tellable(self) -> frozenset[str]:
        """See Pages.tellable: nothing once all ways of this crawl have answered."""
        if not (self.unanswered or self.untried()):
            return frozenset()
        feeds = any(WAYS[way] is read_feed for way in self.ways)
        told = {"title": True, "date": True, "author": feeds, "section": "section" in self.api_fields}
        return frozenset(name for name, does in told.items() if does)

    def ended(self, chain: str) -> None:
        """One listing less to wait for; the chain's first page is kept when all of it was read."""
        self.asking[chain] -= 1
        if not self.asking[chain] and (listing := self.whole.pop(chain, None)):
            self.memory.finished(listing)

    def turn(self, listing: Listed, links: list[Link], way: str, chain: str) -> list[str]:
        """The further pages worth asking for."""
        if way == "sitemap":
            return list(listing.more) if self.backfill else list(listing.more[-CHILDREN:])
        known = self.chains.setdefault(chain, set())
        new = {self.key(link.url) for link in links} - known
        known |= new
        enough = self.looked_back(links, known, chain) if not self.backfill else False
        if enough or not new or all(self.window.too_old(link.date) for link in links):
            return []
        if listing.more and page_of(listing.more[0]) > self.max_pages:
            tell(self.crawler, f"{way}: stopped at page {self.max_pages} of {chain}")
            return []
        return list(listing.more)

    def holds(self, id: str) -> bool:
        """Whether the index has the article of this id."""
        return self.store is not None and self.store.holds(id)

    def looked_back(self, links: list[Link], known: set[str], chain: str) -> bool:
        """Whether a daily crawl has met what the index holds, or seen enough of a listing.

        Where no crawl came to the end of the listing, as one that was killed, what is held says nothing of the rest.
        """
        if len(known) >= LOOK_BACK:
            return True
        return self.memory.has_finished(chain) and any(self.holds(self.key(link.url)) for link in links)

    def not_listed(self, failure: Any) -> None:
        """A way that fails is counted; past the last page of a listing it is just the end."""
        request, why = failure.request, reason(failure.value)
        chain, way = request.cb_kwargs["chain"], request.cb_kwargs["way"]
        self.days_left.discard(chain)
        self.answered(way)
        if page_of(request.url) > 1 and why in ("HTTP 404", "HTTP 400"):
            self.ended(chain)
            return
        self.whole.pop(chain, None)
        count(self.crawler, f"way/{way}/failed/{why}")

    def follow(self, link: Link, way: str) -> Iterator[Request | Article]:
        """The article of a link, unless it was asked for already, is known or surely lies outside the window."""
        url = self.clean(link.url)
        key = self.key(url)
        self.known[key] = self.known.get(key, link).completed(link)
        heard = (key, way) in self.heard
        self.heard.add((key, way))
        if key in self.seen:
            yield from self.learn(key, replace(link, url=url), None if heard else way)
            return
        self.seen.add(key)
        count(self.crawler, "listed")
        title, text = link.title or "", _plain(link.text or "")
        if self.forgotten & {key, url}:
            self.leave("forgotten", url)
        elif key in self.hidden:
            self.leave("hidden", url)
        elif self.window.excludes(link.date, url):
            self.leave("outside the window", url)
        elif not self.memory.wants(key, way, replace(link, url=url), self.holds):
            self.done.add(key)
            count(self.crawler, "known")
        elif len(text) > WHOLE_TEXT and is_hopeless(title, text):
            self.leave("not relevant", url)
        else:
            likely = is_relevant(f"{title} {urlsplit(url).path.replace('-', ' ')}", "")
            yield self.page(url, link, priority=2 if likely else 1)

    def learn(self, key: str, link: Link, way: str | None) -> Iterator[Request | Article]:
        """What one more way tells of an article: an edit, a text in place of a page, what its page lacks.

        way is None where it has spoken before, in another of its listings.
        """
        if key in self.done:
            if way and self.memory.wants(key, way, link, self.holds):
                self.done.discard(key)
                count(self.crawler, "known", -1)
                yield self.page(link.url, link, priority=2)
            return
        if way:
            self.memory.tells(key, way, link)
        told = self.known[key]
        if key in self.vain and is_whole(told):
            url, why = self.vain.pop(key)
            count(self.crawler, f"dropped/{why}", -1)
            yield from self.read_listed(told, url)
        else:
            yield from self.read_again(key, told)


def _plain(html: str) -> str:
    return re.sub(r"<[^<>]{0,2000}>", " ", html[:200_000])
