"""Stories of an old index on their way into a new one, for every backend."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from entities.errors import PantauError
from entities.records import Article, Story
from entities.wire import loads, moment, story_from
from indexer.batches import batches

COLUMNS = ("id", "source", "url", "title", "body", "published_at", "learnt_at", "sample", "line")
COUNTED = ("mentions", "releases", "programs")
BATCH = 500
Step = Callable[[int], None]
Correct = Callable[[Story], Story]


def as_read(story: Story) -> Story:
    """The story as the rules read it."""
    return story


@dataclass(frozen=True, kw_only=True)
class Rebuilt:
    """What a rebuild did: numbers of stories, of those whose line was read anew from the text, of those that changed.

    before and after count mentions, releases and programmes; they differ only where rules were run again.
    """

    stories: int = 0
    mended: int = 0
    changed: int = 0
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)


class Rebuilding:
    """Reads stories from rows with COLUMNS.

    extract: today's rules read the articles again. on_step is told the number of stories done. correct: what an editor
    says of a story that was read again.
    """

    def __init__(
        self, extract: bool = False, on_step: Step = lambda _: None, correct: Correct = as_read
    ) -> None:
        self.extract, self.on_step, self.correct = extract, on_step, correct
        self.mended = self.changed = 0
        self.before: Counter[str] = Counter()
        self.after: Counter[str] = Counter()

    def told(self) -> Rebuilt:
        return Rebuilt(mended=self.mended, changed=self.changed, before=self.before, after=self.after)

    def batches(self, rows: Iterable[dict[str, Any]]) -> Iterator[list[Story]]:
        """The stories of the rows, some at a time; the next ones are read when these are written."""
        done = 0
        for batch in batches(map(self.story, rows), BATCH):
            yield batch
            self.on_step(done := done + len(batch))

    def story(self, row: dict[str, Any]) -> Story:
        story = self.read(row)
        self.before.update(_counts(story))
        if self.extract:
            fresh = self.correct(_annotated(story.article, story))
            self.changed += fresh != story
            story = fresh
        self.after.update(_counts(story))
        return story

    def read(self, row: dict[str, Any]) -> Story:
        """The story of a row; where its line cannot be read, from the columns beside it."""
        try:
            return story_from(loads(row["line"]))
        except (PantauError, LookupError, TypeError, ValueError, ArithmeticError):
            self.mended += 1
            names = ("id", "source", "url", "title", "body")
            article = Article(
                **{name: row[name] for name in names},
                published_at=moment(row, "published_at"),
                sample=bool(row["sample"]),
            )
            return self.correct(
                _annotated(article, Story(article=article, learnt_at=moment(row, "learnt_at")))
            )


def _counts(story: Story) -> dict[str, int]:
    return {name: len(getattr(story, name)) for name in COUNTED}


def _annotated(article: Article, known: Story) -> Story:
    from entities.extract import annotate

    return replace(annotate(article), learnt_at=known.learnt_at, copy_of=known.copy_of)
