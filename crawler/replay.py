"""Archived pages read again by today's rules, as a crawl would, without any network; what would change in the index.

Of each article the newest reading counts. Nothing is removed from an index: what today's rules drop is told.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import groupby

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Request, Response

from crawler import archive_index as cdx
from crawler.archive_readings import Reading
from crawler.archive_records import READING
from crawler.archive_scan import Damage, Record
from crawler.archive_shelf import Shelf
from crawler.correcting import Corrector
from crawler.pages import Html, Pages, page_of_listing
from crawler.pipelines import FAULTS
from crawler.relevance import is_relevant
from crawler.replay_changes import Changes, changes, over
from crawler.settings import DOWNLOAD_MAXSIZE
from crawler.sources import sources
from crawler.window import Window
from entities.almanac import WIB
from entities.errors import Unreadable
from entities.extract import annotate
from entities.records import Article, Story
from indexer.index import Index
from state.state import Page, State

WRITTEN = ("new", "changed", "moved")
BROKEN = (IgnoreRequest, OSError, EOFError, ValueError, zlib.error)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one article.

    kind: "same"; "changed" (see changes); "new" (the index does not hold it); "moved" (today's rules give it another
    id, the index holds the old one); "gone" (held, but dropped today, see why); "left" (not held, dropped today as
    well); "newer" (the index holds a later reading than the archive); "forgotten"; "hidden" (by the editor);
    "missing" (its page is no longer in the archive); "damaged"; "fault" (of ours, see why); "unknown" (no spider of
    that source today).
    story: what would be stored, for the kinds in WRITTEN.
    """

    kind: str
    id: str
    source: str
    url: str = ""
    at: datetime | None = None
    why: str = ""
    changes: Changes = field(default_factory=dict)
    story: Story | None = None


class Replay:
    """Reads the articles of an archive again and compares them with an index; apply also writes what differs.

    Where the index held nothing at first, an article counts as learnt when it was first read. The state that belongs
    to the index learns what was written, so that no crawl asks for it again.
    """

    def __init__(
        self, shelf: Shelf, index: Index, *, apply: bool = False, state: State | None = None
    ) -> None:
        self.shelf, self.index, self.apply, self.state = shelf, index, apply, state
        self.forgotten, self.empty = index.forgotten(), index.count() == 0
        self.corrector = Corrector(state)
        self.hidden = self.corrector.hidden()
        self.waiting: dict[str, Story] = {}  # to be written

    def outcomes(
        self, names: Sequence[str] = (), *, since: date | None = None, until: date | None = None
    ) -> Iterator[Outcome]:
        """What becomes of every article of these sources (none: all) whose newest reading is of these days, in WIB."""
        for first, newest in self._ends(names):
            if not _within(newest, since, until):
                continue
            outcome = _Replayed(self, newest).outcome(_moment(cdx.entry(first)) if self.empty else None)
            if self.apply and outcome.story:
                self.waiting[outcome.id] = outcome.story
                self._write(self.index.together)
            elif self.apply and outcome.kind == "left":
                self._remember([_left(outcome)], anew=True)
            yield outcome
        self._write(1)

    def held(self, id: str) -> Story | None:
        """The story of an id as the index holds it, or will when what waits is written."""
        return self.waiting.get(id) or self.index.get(id)

    def _write(self, at_least: int) -> None:
        if len(self.waiting) >= at_least:
            self.index.put(list(self.waiting.values()))
            self._remember(map(_stored, self.waiting.values()))
            self.waiting = {}

    def _remember(self, pages: Iterable[Page], *, anew: bool = False) -> None:
        """Tell the state what became of these, with what it knew of them; anew: only of those it never met."""
        if self.state:
            known = [(page, self.state.page(page.source, page.id)) for page in pages]
            self.state.keep([_over(*pair) for pair in known if not (anew and pair[1])])

    def _ends(self, names: Sequence[str]) -> Iterator[tuple[bytes, bytes]]:
        """The first and the newest reading of each article, as lines of the archive's index."""
        prefixes = [f"{READING}{name}:" for name in sorted(set(names))] or [READING]
        lines = (line for prefix in prefixes for line in self.shelf.lines(prefix))
        for _, group in groupby(lines, key=lambda line: line.split(b" ", 1)[0]):
            yield _first_and_last(group)


def _stored(story: Story) -> Page:
    article = story.article
    return Page(
        source=article.source,
        id=article.id,
        url=article.url,
        first_seen=story.learnt_at or article.fetched_at or datetime.now(UTC),
        outcome="stored",
        read_at=article.fetched_at,
        published_at=article.published_at,
    )


def _left(outcome: Outcome) -> Page:
    at = outcome.at or datetime.now(UTC)
    known = {"source": outcome.source, "id": outcome.id, "url": outcome.url, "first_seen": at, "read_at": at}
    return Page(**known, outcome="left", reason=outcome.why)


def _over(page: Page, known: Page | None) -> Page:
    """A page with what the state alone knew of it."""
    return replace(page, first_seen=known.first_seen, told=known.told) if known else page


def _first_and_last(lines: Iterator[bytes]) -> tuple[bytes, bytes]:
    first = last = next(lines)
    for last in lines:  # noqa: B007
        pass
    return first, last


def _within(line: bytes, since: date | None, until: date | None) -> bool:
    if not (since or until):
        return True
    day = _moment(cdx.entry(line)).astimezone(WIB).date()
    return (since is None or day >= since) and (until is None or day <= until)


def _moment(found: cdx.Entry) -> datetime:
    return datetime.fromisoformat(found.at.replace("Z", "+00:00"))


class _Replayed:
    """The newest reading of one article, read again."""

    def __init__(self, replay: Replay, line: bytes) -> None:
        self.shelf, self.held, self.forgotten = replay.shelf, replay.held, replay.forgotten
        self.hidden, self.correct = replay.hidden, replay.corrector.correct
        self.entry, self.how = self.shelf.reading(line)
        self.file = self.shelf.folder / self.entry.file

    def outcome(self, learnt: datetime | None) -> Outcome:
        """What becomes of it; learnt: when it was, for an index that did not know it."""
        how = self.how
        if isinstance(how, Damage):
            self.shelf.tell([how])
            source, _, id = self.entry.url.removeprefix(READING).partition(":")
            return Outcome(kind="damaged", id=id, source=source)
        self.spider = spider(how.source)
        if self.spider is None:
            return self._told(how, "unknown")
        if self.forgotten & {how.article, how.url}:
            return self._told(how, "forgotten")
        pages = self._pages(how)
        if isinstance(pages, str):
            return self._told(how, pages)
        try:
            return self._compared(how, pages, learnt)
        except Unreadable:
            return self._dropped(how, "unreadable")
        except FAULTS as error:
            return self._told(how, "fault", f"{type(error).__name__}: {error}")

    def _told(self, how: Reading, kind: str, why: str = "") -> Outcome:
        return Outcome(kind=kind, id=how.article, source=how.source, url=how.url, at=how.at, why=why)

    def _dropped(self, how: Reading, why: str) -> Outcome:
        held = self.held(how.article)
        if held and _is_later(held, how):
            return self._told(how, "newer")
        return self._told(how, "gone" if held else "left", why)

    def _pages(self, how: Reading) -> list[Html] | str:
        """The pages as the reader takes them, or why there are none."""
        if not how.pages:
            return [(page_of_listing(how.link), how.url)]
        pages: list[Html] = []
        for part in how.pages:
            record = self.shelf.page(part.id, part.url, self.file)
            if isinstance(record, Damage):
                self.shelf.tell([record])
                return "damaged"
            if record is None:
                return "missing"
            try:
                pages.append((unpacked(record), part.url))
            except BROKEN as error:
                why = f"a body that cannot be unpacked ({error})"
                self.shelf.tell([Damage(file=record.file, offset=record.offset, why=why)])
                return "damaged"
        return pages

    def _compared(self, how: Reading, pages: list[Html], learnt: datetime | None) -> Outcome:
        article = self.spider.article_of(pages, how)
        if self.forgotten & {article.id, article.url}:
            return self._told(how, "forgotten")
        if article.id in self.hidden:
            return self._told(how, "hidden")
        if not is_relevant(article.title, article.body):
            return self._dropped(how, "not relevant")
        held, former = self.held(article.id), None
        if held is None and article.id != how.article:
            former = self.held(how.article)
        if held and _is_later(held, how):
            return self._told(how, "newer")
        if held is None and former is None and not _was_asked_for(article, how):
            return self._told(how, "left", "outside the window")
        key = how.pages[0].id if how.pages else self.entry.id
        return self._result(how, self.correct(annotate(replace(article, page=key))), held, former, learnt)

    def _result(
        self, how: Reading, fresh: Story, held: Story | None, former: Story | None, learnt: datetime | None
    ) -> Outcome:
        told = {"id": fresh.article.id, "source": how.source, "url": fresh.article.url, "at": how.at}
        if held is None:
            fresh = replace(fresh, learnt_at=former.learnt_at if former else learnt)
            kind = "moved" if former else "new"
            return Outcome(kind=kind, **told, why=how.article if former else "", story=fresh)
        found = changes(held, fresh)
        if not found:
            return Outcome(kind="same", **told)
        return Outcome(kind="changed", **told, changes=found, story=over(held, fresh))


def _was_asked_for(article: Article, how: Reading) -> bool:
    """Whether the crawl that fetched it wanted articles of that day; one without a day is wanted, as in a crawl."""
    window, at = Window(since=how.since, until=how.until), article.published_at
    return at is None or window.holds(at.astimezone(WIB).date())


def _is_later(held: Story, how: Reading) -> bool:
    """Whether the index holds a reading that came after this one, as of a crawl without archive."""
    return held.article.fetched_at is not None and held.article.fetched_at > how.at


class _Unpacking(HttpCompressionMiddleware):
    """Scrapy's own unpacking of bodies, with the bound of a crawl."""

    def __init__(self) -> None:
        self.stats, self._max_size, self._warn_size = None, DOWNLOAD_MAXSIZE, 0


UNPACKING = _Unpacking()


def unpacked(record: Record) -> bytes:
    """The body of an answer as a spider sees it, its content encoding undone; one of BROKEN where that fails."""
    headers = Headers()
    for name, value in record.headers:
        headers.appendlist(name, value)
    response = Response(record.url, status=record.status or 200, headers=headers, body=record.body)
    return UNPACKING.process_response(Request(record.url), response).body


@cache
def spider(name: str) -> Pages | None:
    """The spider of a source as it is today; None where there is none."""
    known = sources().get(name)
    return known() if known else None
