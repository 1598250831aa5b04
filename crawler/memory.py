"""What one crawl of a source knows from those before it, and leaves for the next.

A link that is announced is kept before the listing counts as read, and what was stored is kept after the index has it:
whatever moment a crawl is killed at, the next one asks for what is missing, and for nothing else.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TypeVar

from scrapy.http import Response

from crawler.correcting import Corrector
from crawler.discovery import Link
from entities.errors import PantauError
from entities.records import Article, Story
from state.state import Change, Listing, Page, State

# Reasons that may pass: the page is asked for again by later crawls, less and less often, for GIVEN_UP at least.
PASSING = re.compile(
    r"HTTP (?:401|403|408|425|429|5\d\d)$|timeout|connection|certificate|TLS|no such host|cut off|given up"
    r"|robots\.txt|fault"
)
# Reasons that say nothing of the article: another crawl may want it.
NOT_FINAL = frozenset(["outside the window", "over the limit"])
OTHER_ADDRESS = "other address of "
GIVEN_UP = timedelta(days=7)
# After the first vain try, doubled by each further one.
PAUSE, LONGEST_PAUSE = timedelta(minutes=10), timedelta(days=1)
# A server's word that nothing changed is believed so often in a row, and so long; then the listing is asked whole.
BELIEVED, BELIEVED_FOR = 10, timedelta(hours=24)
TOGETHER = 100  # pages kept at once
T = TypeVar("T")


class Memory:
    """The memory of one crawl. Without a state it remembers nothing; a state that fails is told once and left alone."""

    def __init__(
        self,
        source: str,
        state: State | None = None,
        *,
        full: bool = False,
        announcing: bool = True,
        on_failure: Callable[[PantauError], None] = lambda error: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.source, self.state, self.full, self.announcing = source, state, full, announcing
        self.on_failure, self.clock = on_failure, clock
        self.index_lost = (
            False  # the index holds less than was stored: believe no listing, look at every page
        )
        self.pages: dict[str, Page] = {}  # those that are looked at now
        self.before: dict[str, Page] = {}  # of those asked for again what was known of them
        self.due: dict[str, Page] = {}  # changed here, not kept yet
        self.aliases: dict[str, set[str]] = {}  # id of an article -> ids under which it was asked for
        self.changes: dict[str, Change] = {}
        self.held = ExitStack()
        self.began = clock()

    def hold(self) -> None:
        """Hold the source for this crawl; Busy where another has it."""
        if self.state:
            self.held.callback(self.state.close)
            self.held.enter_context(self.state.crawling(self.source))

    def page(self, id: str) -> Page | None:
        """What is known of an article."""
        if id not in self.pages and self.state and (found := self._ask(lambda s: s.page(self.source, id))):
            self.pages[id] = found
        return self.pages.get(id)

    def knew(self, id: str) -> bool:
        """Whether an earlier crawl met the article."""
        page = self.page(id)
        return page is not None and page.first_seen < self.began

    def stored_before(self) -> int:
        """How many articles of the source were stored so far."""
        return (self._ask(lambda s: s.tally(self.source)) or {}).get("stored", 0)

    # ------------------------------------------------------------ listings

    def validators(self, url: str) -> dict[str, str]:
        """The headers that ask a listing whether it changed; none where it shall be asked whole."""
        known = None if self.full or self.index_lost else self._listing(url)
        if known is None or known.distrusted or not self.announcing:
            return {}
        if known.not_modified >= BELIEVED or self.clock() - known.read_at >= BELIEVED_FOR:
            return {}
        said = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in said.items() if value}

    def not_modified(self, url: str) -> None:
        """A server said that a listing has not changed."""
        if known := self._listing(url):
            self._keep(listing=replace(known, not_modified=known.not_modified + 1))

    def listed_whole(self, url: str, response: Response, links: Iterable[Link]) -> Listing:
        """A listing as it now is; distrusted where its validators are the old ones though its links are not."""
        known, digest = self._listing(url), _digest(*(f"{link.url}\n{link.signature}" for link in links))
        etag, modified = (_header(response, name) for name in ("ETag", "Last-Modified"))
        told = (etag, modified) if etag or modified else None
        lied = known is not None and told == (known.etag, known.last_modified) and digest != known.digest
        return Listing(
            source=self.source,
            url=url,
            read_at=self.clock(),
            etag=etag,
            last_modified=modified,
            digest=digest,
            distrusted=lied or bool(known and known.distrusted),
        )

    def finished(self, listing: Listing) -> None:
        """A listing was read to its end: the next crawl may ask whether it changed."""
        if self.announcing:
            self.keep_pages()
            self._keep(listing=listing)

    def has_finished(self, url: str) -> bool:
        """Whether some crawl read this listing to its end; true without a state, which cannot tell."""
        return self.state is None or self._listing(url) is not None

    def _listing(self, url: str) -> Listing | None:
        return self._ask(lambda s: s.listing(self.source, url))

    # ------------------------------------------------------------ pages

    def wants(self, id: str, way: str, link: Link, holds: Callable[[str], bool]) -> bool:
        """Whether the article of a link is to be asked for; `holds` tells whether the index has it."""
        known = self.page(id)
        if known is None or self.full:
            return self._announce(id, way, link, known)
        fresh = link.signature and way in known.told and known.told[way] != link.signature
        if fresh or self._is_open(known) or self._is_lost(known, holds):
            return self._announce(id, way, link, known)
        if link.signature and way not in known.told:
            self._note(replace(known, told={**known.told, way: link.signature}))
        elif id not in self.due:
            self.pages.pop(id)
        return False

    def tells(self, id: str, way: str, link: Link) -> None:
        """One more way tells of an article that this crawl asks for: its word of today starts nothing tomorrow."""
        page = self.page(id) if link.signature else None
        if page is None or page.told.get(way) == link.signature:
            return
        page = replace(page, told={**page.told, way: link.signature})
        self.pages[id] = page
        if self.announcing or page.outcome != "waiting":
            self._note(page)

    def _is_open(self, known: Page) -> bool:
        """Whether nothing final is known of a page, and it is time to look again."""
        if known.reason in NOT_FINAL:
            return True
        passing = known.reason is not None and PASSING.search(known.reason) is not None
        return (known.outcome == "waiting" or passing) and self._is_due(known)

    def _is_lost(self, known: Page, holds: Callable[[str], bool]) -> bool:
        """Whether a page was stored, and the index, which lost some, has it no more."""
        another = (known.reason or "").startswith(OTHER_ADDRESS)
        return self.index_lost and (another or (known.outcome == "stored" and not holds(known.id)))

    def _announce(self, id: str, way: str, link: Link, known: Page | None) -> bool:
        if known:
            self.before[id] = known
        page = known or Page(source=self.source, id=id, url=link.url, first_seen=self.clock())
        told = {**page.told, way: link.signature} if link.signature else page.told
        announced = replace(page, outcome="waiting", reason=None, told=told, link=_plain(link))
        self.pages[id] = announced
        if self.announcing:
            self._note(announced)
        return True

    def keep_pages(self) -> None:
        """Keep what was learnt of pages so far."""
        if self.due:
            pages, self.due = list(self.due.values()), {}
            self._keep(pages)
            for page in pages:
                if page.outcome != "waiting":
                    self.pages.pop(page.id, None)

    def waiting(self) -> Iterator[tuple[str, Link]]:
        """Articles that earlier crawls announced and did not get to, or asked for in vain, as far as they are due."""
        found = self._ask(lambda s: list(s.pages(self.source, "waiting"))) or []
        for page in found if self.announcing else ():
            if page.link and (self.full or self._is_due(page)):
                self.pages[page.id] = page
                yield page.id, Link(**page.link)

    def _is_due(self, page: Page) -> bool:
        """A page that was asked for in vain is left in peace for a while."""
        pause = min(PAUSE * 2 ** min(page.tries - 1, 20), LONGEST_PAUSE) if page.tries else timedelta(0)
        return page.read_at is None or page.read_at + pause <= self.clock()

    # ------------------------------------------------------------ outcomes

    def same(self, asked: str, id: str) -> None:
        """The page asked for under one id turned out to be the article of another."""
        if asked != id:
            self.aliases.setdefault(id, set()).add(asked)

    def left(self, id: str, why: str, url: str, published_at: datetime | None = None) -> None:
        """An article is not kept: for good, or until it is tried again. published_at: where it has been read."""
        page = self.page(id) or Page(source=self.source, id=id, url=url, first_seen=self.clock())
        page = replace(page, published_at=published_at or page.published_at)
        tries = page.tries + 1
        if why in NOT_FINAL and (known := self.before.get(id) or self._known(id)):
            self._note(known)
            self._resolve_aliases(id, why)
            return
        waits = PASSING.search(why) and self.announcing and page.link is not None
        if waits and self.clock() - page.first_seen < GIVEN_UP:
            self._note(replace(page, outcome="waiting", reason=why, read_at=self.clock(), tries=tries))
        else:
            self._note(
                replace(page, outcome="left", reason=why, read_at=self.clock(), tries=tries, link=None)
            )
        self._resolve_aliases(id, why)

    def _known(self, id: str) -> Page | None:
        """What an earlier crawl knows of a page that this one did not ask for."""
        page = self.page(id)
        return page if page and page.outcome != "waiting" else None

    def stored(self, article: Article) -> None:
        """The index has the article."""
        page = self.page(article.id) or Page(
            source=self.source, id=article.id, url=article.url, first_seen=self.clock()
        )
        known = {"read_at": self.clock(), "published_at": article.published_at, "url": article.url}
        self._note(replace(page, outcome="stored", reason=None, link=None, tries=0, **known))
        self._resolve_aliases(article.id, f"{OTHER_ADDRESS}{article.id}")
        if change := self.changes.pop(article.id, None):
            self._ask(lambda s: s.changed(change))

    def change(self, id: str, fields: dict[str, tuple[str | None, str | None]]) -> None:
        """An article differs from what the index holds; entered into its history once it is stored."""
        self.changes[id] = Change(source=self.source, id=id, at=self.clock(), fields=fields)

    def _resolve_aliases(self, id: str, why: str) -> None:
        for asked in self.aliases.pop(id, ()):
            if page := self.page(asked):
                self._note(replace(page, outcome="left", reason=why, read_at=self.clock(), link=None))

    # ------------------------------------------------------------ the editor

    def correct(self, story: Story) -> Story:
        """A story that was just read, with what the editor says of it."""
        return self._ask(lambda s: Corrector(s).correct(story)) or story

    def is_as_read(self, story: Story) -> bool:
        """Whether the editor said nothing of a story, or all that was said is in it."""
        said = self._ask(lambda s: s.corrections(story.article.id)) or ()
        return {one.number for one in said} == {one.number for one in story.corrections}

    def hidden(self) -> frozenset[str]:
        """The ids of the articles that the editor hides."""
        return self._ask(lambda s: s.hidden()) or frozenset()

    # ------------------------------------------------------------ the state

    def close(self) -> None:
        """Keep what is left, and free the source."""
        self.keep_pages()
        self.state = None
        self.held.close()

    def _note(self, page: Page) -> None:
        self.pages[page.id] = self.due[page.id] = page
        if len(self.due) >= TOGETHER:
            self.keep_pages()

    def _keep(self, pages: Iterable[Page] = (), listing: Listing | None = None) -> None:
        self._ask(lambda s: s.keep(pages, listing))

    def _ask(self, what: Callable[[State], T]) -> T | None:
        if self.state is None:
            return None
        try:
            return what(self.state)
        except PantauError as error:
            self.state = None
            self.on_failure(error)
            return None


def _plain(link: Link) -> dict[str, str | None]:
    return {name: value for name, value in asdict(link).items() if value is not None}


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1").strip()[:500] or None if value else None


def _digest(*parts: str) -> str:
    return blake2b("\n".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()
