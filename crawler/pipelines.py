"""Article in, stored story out. One purpose each; what is dropped is counted by its reason."""

import time
from contextlib import ExitStack
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem

from crawler import archive
from crawler.changes import differences
from crawler.lock import crawling
from crawler.memory import Memory
from crawler.relevance import is_relevant
from crawler.sharing import opened, remembered
from crawler.stats import count, counted, tell
from entities.almanac import WIB
from entities.errors import Busy, IndexUnusable, PantauError
from entities.extract import annotate
from entities.records import Article, Story
from entities.wire import Json, story_json
from indexer.index import Index, Left, Query
from state.state import state_url

FAULTS = (ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)
KEPT = ("listed", "known", "fetched", "read", "unchanged", "stored", "new", "changed")


class Stage:
    """A pipeline that knows its crawler."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Stage":
        return cls(crawler)

    def drop(self, article: Article, why: str) -> DropItem:
        self.let_go(article, f"dropped/{why}")
        if why not in ("seen twice", "forgotten", "hidden"):
            self.crawler.spider.memory.left(article.id, why, article.url, article.published_at)
        return DropItem(f"{why}: {article.url}", log_level="DEBUG")

    def let_go(self, article: Article, figure: str) -> None:
        """Count an article that is not kept; Once takes it back where a way tells more of it."""
        count(self.crawler, figure)
        count(self.crawler, "let go")
        self.crawler.spider.later.let_go.setdefault(article.id, figure)

    def is_kept(self, article: Article) -> bool:
        """Whether this crawl kept the article before, as it was read when less was known of it."""
        store = self.crawler.get_item_pipeline(Store)
        return store is not None and article.id in store.kept


class Once(Stage):
    """Each article once a crawl, whatever the number of addresses that led to it; again where a way told more of it."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.seen: set[str] = set()

    def process_item(self, article: Article) -> Article:
        later = self.crawler.spider.later
        if article.id not in self.seen:
            self.seen.add(article.id)
        elif article.id not in later.coming:
            raise self.drop(article, "seen twice")
        elif figure := later.let_go.pop(article.id, None):
            count(self.crawler, figure, -1)
            count(self.crawler, "let go", -1)
        later.coming.discard(article.id)
        return article


class Forgotten(Stage):
    """Nothing comes back that `pantau forget` took out, or that the editor hides."""

    def process_item(self, article: Article) -> Article:
        spider = self.crawler.spider
        if article.id in spider.hidden:  # what is hidden while the crawl runs the store lets go
            raise self.drop(article, "hidden")
        if spider.forgotten & {article.id, article.url}:
            raise self.drop(article, "forgotten")
        return article


class Window(Stage):
    """Only days that were asked for, in WIB; an article without a date is kept and counted.

    One that was kept without a date stays when a way tells that date.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.undated: set[str] = set()

    def process_item(self, article: Article) -> Article:
        if article.id in self.undated:
            self.undated.discard(article.id)
            count(self.crawler, "no date", -1)
        for flag in article.date.flags if article.date else ():
            count(self.crawler, f"date/{flag}")
        if article.published_at is None:
            self.undated.add(article.id)
            count(self.crawler, "no date")
        elif not self.is_kept(article) and not self.crawler.spider.window.holds(
            article.published_at.astimezone(WIB).date()
        ):
            raise self.drop(article, "outside the window")
        return article


class Relevance(Stage):
    """Only what title and text show to be about our subject."""

    def process_item(self, article: Article) -> Article:
        if not is_relevant(article.title, article.body):
            raise self.drop(article, "not relevant")
        return article


class Unchanged(Stage):
    """Nothing is stored again that stands as it was; what its site changed goes into the article's history.

    A crawl that was asked for all (`full`) stores it again, read by today's rules.
    """

    def process_item(self, article: Article) -> Article:
        memory, store = self.crawler.spider.memory, self.crawler.get_item_pipeline(Store)
        held = store.story(article.id) if store and memory.knew(article.id) else None
        if held is None:
            return article
        if changed := differences(held.article, article):
            memory.change(article.id, changed)
        elif self.is_kept(article):
            memory.changes.pop(article.id, None)
        elif not self.crawler.spider.full:
            memory.stored(article)
            self.let_go(article, "unchanged")
            raise DropItem(f"unchanged: {article.url}", log_level="DEBUG")
        return article


class Limit(Stage):
    """No more stories than were asked for; the crawl ends when they are there."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.kept = 0

    def process_item(self, article: Article) -> Article:
        limit = self.crawler.spider.limit
        if self.is_kept(article):
            return article
        if limit and self.kept >= limit:
            raise self.drop(article, "over the limit")
        self.kept += 1
        if limit and self.kept >= limit:
            self.crawler.spider.stop("limit reached")
        return article


class Annotate(Stage):
    """What the article says, by the rules and by what the editor corrected."""

    def process_item(self, article: Article) -> Story:
        return self.crawler.spider.memory.correct(annotate(article))


class Store(Stage):
    """Into the index, some at a time and none late. A store that fails ends the crawl loudly: what it refused is told.

    Nothing else is read while the index writes, so that a slow one slows the crawl down. The state is written after the
    index: what a killed crawl did not get to say of an article makes the next one look again.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.url = crawler.settings["PANTAU_INDEX"]
        self.batch = crawler.settings.getint("PANTAU_BATCH")
        self.patience = crawler.settings.getfloat("PANTAU_WAIT")
        self.waiting: list[Story] = []
        self.kept: set[str] = set()  # ids of the articles that came so far
        self.written: set[str] = set()  # those of them that the index was given
        self.since = time.monotonic()
        self.held = ExitStack()
        self.index: Index | None = None
        self.held_before = 0  # stories of the source, as far as the index could tell

    def open_spider(self) -> None:
        spider = self.crawler.spider
        try:
            self.held.enter_context(crawling(self.url))
            spider.memory = self.remembering()
            spider.memory.hold()
            self.index = opened(self.url)
            self.batch = self.batch or self.index.together
            self.crawler.signals.connect(self.flush_late, signals.response_received)
            spider.forgotten = self.index.forgotten()
            spider.hidden = spider.memory.hidden()
            self.compare(spider.memory)
        except PantauError as error:
            spider.memory.close()
            self.held.close()
            self.refuse(error)

    def remembering(self) -> Memory:
        """The memory of this crawl over the state that belongs to the index."""
        spider = self.crawler.spider
        return Memory(
            spider.name,
            remembered(state_url(self.url, self.crawler.settings["PANTAU_STATE"])),
            full=spider.full,
            announcing=not spider.backfill and not spider.limit,
            on_failure=self.fail,
        )

    def compare(self, memory: Memory) -> None:
        """Tell of an index that lost what the state says was stored, and look for it again."""
        stored, held = memory.stored_before(), self.holding()
        self.held_before = held or 0
        if held is not None and held < stored:
            memory.index_lost = True
            tell(
                self.crawler,
                f"the index holds {held} of the {stored} articles that were stored before; what its site still "
                "lists is asked for again, `pantau replay --apply` takes the rest from the archive",
            )

    def holding(self) -> int | None:
        """How many stories of the source the index holds; None where it cannot tell now."""
        try:
            query = Query(sources=(self.crawler.spider.name,), limit=0, facets=())
            return self.index.search(query).total if self.index else None
        except PantauError:
            return None

    def story(self, id: str) -> Story | None:
        """The story of this id; an index that cannot tell now is told of when it is written to."""
        try:
            return self.index.get(id) if self.index else None
        except PantauError:
            return None

    def holds(self, id: str) -> bool:
        """Whether the index has a story of this id."""
        return self.story(id) is not None

    def refuse(self, error: PantauError) -> None:
        """End the crawl before it starts."""
        tell(self.crawler, str(error), "problems")
        why = "busy" if isinstance(error, Busy) else "index unusable"
        raise CloseSpider(why) from error

    def fail(self, error: PantauError) -> None:
        """End a crawl whose index or state can be written no more."""
        tell(self.crawler, str(error), "problems")
        self.crawler.spider.stop("index unusable" if isinstance(error, IndexUnusable) else "state unusable")

    def process_item(self, story: Story) -> Story:
        id = story.article.id
        if id in self.kept:
            self.waiting = [one for one in self.waiting if one.article.id != id]
        self.kept.add(id)
        if not self.waiting:
            self.since = time.monotonic()
        self.waiting.append(story)
        if len(self.waiting) >= self.batch:
            self.flush()
        return story

    def flush_late(self) -> None:
        """Store what has waited long, as on a slow site; asked with every answer of a site."""
        if self.waiting and self.index is not None and time.monotonic() - self.since >= self.patience:
            self.flush()

    def flush(self) -> None:
        """Store what waits; a story that cannot be written is told, and takes no other with it."""
        stories, self.waiting = self.waiting, []
        try:
            self.put(stories)
        except FAULTS as error:
            if len(stories) > 1:
                for story in stories:
                    self.waiting = [story]
                    self.flush()
                return
            count(self.crawler, "let go")
            count(self.crawler, "dropped/fault")
            self.crawler.spider.memory.left(stories[0].article.id, "fault", stories[0].article.url)
            said = f"{type(error).__name__}: {error}"
            tell(self.crawler, f"{stories[0].article.url} could not be stored ({said})", "problems")

    def put(self, stories: list[Story]) -> None:
        """Store these at once, and remember that; an index that fails ends the crawl."""
        memory = self.crawler.spider.memory
        archive.sync(self.crawler)
        stories = self.still_right(stories)
        try:
            new = self.index.put(stories)
        except PantauError as error:
            count(self.crawler, "let go", len(stories))
            tell(self.crawler, f"{error}; {len(stories)} stories of this crawl were not stored", "problems")
            self.crawler.spider.stop("index unusable")
            return
        ids = {story.article.id for story in stories}
        count(self.crawler, "new", new)
        count(self.crawler, "stored", len(ids - self.written))
        self.written |= ids
        count(self.crawler, "changed", sum(story.article.id in memory.changes for story in stories))
        for story in stories:
            memory.stored(story.article)
        memory.keep_pages()

    def still_right(self, stories: list[Story]) -> list[Story]:
        """The stories with what the editor said since they were read; those hidden since then are let go."""
        memory = self.crawler.spider.memory
        hidden = memory.hidden()
        if gone := sum(story.article.id in hidden for story in stories):
            count(self.crawler, "dropped/hidden", gone)
            count(self.crawler, "let go", gone)
        seen = (story for story in stories if story.article.id not in hidden)
        return [one if memory.is_as_read(one) else memory.correct(annotate(one.article)) for one in seen]

    def close_spider(self) -> None:
        """Store the last ones; may be called again, as after a crawl that was broken off."""
        if self.index is None:
            return
        try:
            if self.waiting:
                self.flush()
            self.tell_left(self.index.left())
            count(self.crawler, "duplicate", self.index.republished())
            self.index.close()
        except PantauError as error:
            tell(self.crawler, str(error), "problems")
        finally:
            self.index = None
            self.crawler.spider.memory.close()
            self.held.close()

    def tell_left(self, left: Left) -> None:
        """What was put and is not in the index does not count as stored."""
        count(self.crawler, "stored", -left.waiting - left.refused)
        count(self.crawler, "let go", left.waiting + left.refused)
        for number, what in ((left.waiting, "waiting"), (left.refused, "refused")):
            if number:
                count(self.crawler, f"dropped/{what}", number)
        for id in left.ids:
            self.crawler.spider.memory.left(id, "refused", id)
        for sentence in left.told:
            tell(self.crawler, sentence, "problems")


class Line(Stage):
    """The story as the plain line that feed exports write (`-o out.jsonl`)."""

    def process_item(self, story: Story) -> Json:
        return story_json(story)


def kept(crawler: Crawler) -> dict[str, Any]:
    """The figures of a crawl so far."""
    return {what: counted(crawler, what) for what in KEPT}
