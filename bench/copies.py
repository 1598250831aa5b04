"""Duplicates: which copies are found and what is taken for one wrongly, what it costs, and how that grows.

The pairs are those of bench/syndication.py. The growth is that of a file with so many articles, twenty a day; each
is looked up and linked as it comes.
"""

import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.syndication import DESK, FIRST, GOLD, SAMPLES, SHARED, Pair, apart, articles, edited, pairs
from entities.copies import Seen, likeness, seen
from entities.extract import annotate
from entities.prints import print_of_text
from entities.records import Article, Story
from indexer.bounds import utc
from indexer.linking import links
from indexer.sqlite import SCHEMA
from indexer.sqlite_copies import Copies
from indexer.sqlite_file import connect

SIZES = 1_000, 10_000, 50_000
A_DAY = 20
ROW = """INSERT INTO stories (number, id, source, url, title, facts, learnt_at, sample, body, line, came_out, print)
    VALUES (?, ?, '', '', '', '', '', 0, '', '{}', ?, ?)"""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """How many pairs were rightly and wrongly held to be copies; missed and wrong: of what kinds the failures are."""

    right: int
    wrong: Counter[str]
    missed: Counter[str]

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong.total())

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed.total())


def judged(given: Iterable[Pair]) -> Judged:
    """What the rule says of pairs, against what they are."""
    right, wrong, missed = 0, Counter[str](), Counter[str]()
    for pair in given:
        found = likeness(*(seen(Story(article=article)) for article in (pair.first, pair.second))) is not None
        right += found and pair.is_copy
        if found != pair.is_copy:
            (wrong if found else missed)[pair.how] += 1
    return Judged(right=right, wrong=wrong, missed=missed)


def copies() -> None:
    sets = {"sample press, own gold": [*SAMPLES, *GOLD], "shared gold": [SHARED] if SHARED.exists() else []}
    for name, files in sets.items():
        if given := articles(files):
            tell(f"{name}, {len(given)} articles", [*pairs(given), *apart()])
    cost(articles(GOLD))
    growth()


def tell(name: str, given: Sequence[Pair]) -> None:
    found = judged(given)
    made = sum(pair.is_copy for pair in given)
    print(
        f"duplicates, {name}: {made} copies and {len(given) - made} others, "
        f"precision {found.precision:.3f} recall {found.recall:.3f}"
    )
    for said, kinds in (("missed", found.missed), ("taken for one", found.wrong)):
        if kinds:
            print(f"  {said}: " + ", ".join(f"{how} {number}" for how, number in kinds.most_common(6)))


def cost(given: Sequence[Article]) -> None:
    """The print of an article against all else that is read from it, both warm."""
    taken = []
    for work in (annotate, lambda article: seen(Story(article=article))):
        for article in given:
            work(article)
        print_of_text.cache_clear()
        start = time.process_time()
        for article in given:
            work(article)
        taken.append((time.process_time() - start) / len(given) * 1000)
    print(
        f"  print of an article {taken[1]:.2f} ms, extraction {taken[0]:.1f} ms: {taken[1] / taken[0]:.1%} of it"
    )


# ---------------------------------------------------------------- growth


class Counting(Copies):
    """Counts the articles that are looked at."""

    met = 0

    def sharing(self, *asked: Any) -> Iterator[Seen]:
        for one in super().sharing(*asked):
            self.met += 1
            yield one


def growth(sizes: Sequence[int] = SIZES) -> None:
    """Seconds of work to link all of so many articles that come one after the other; 1.00 is linear."""
    with closing(connect(Path(":memory:"), create=True)) as db:
        db.execute(SCHEMA.read_text("utf-8"))
        held, taken, found, marks = Counting(db), 0.0, 0, []
        for number, article in enumerate(made(max(sizes)), 1):
            one = seen(Story(article=article))
            start = time.process_time()
            copy = links([one], (), held)[one.id]
            db.execute(ROW, (number, one.id, utc(one.moment), one.print.packed()))
            held.keep(number, one)
            taken += time.process_time() - start
            found += copy is not None
            if number in sizes:
                marks.append((number, taken))
                apart_from = taken / number / (marks[0][1] / marks[0][0])
                print(
                    f"  {number:6} articles linked: {taken:7.2f} s, {taken / number * 1000:.2f} ms each, "
                    f"{found} copies, {held.met / number:.2f} others looked at, growth / linear {apart_from:.2f}"
                )


def made(number: int) -> Iterator[Article]:
    """Articles of words of the sample press in no order, as they came out.

    Every tenth is one of the last fifty again, and every fourth has a paragraph that others have too.
    """
    chance, known = random.Random(2024), articles(SAMPLES)
    words = [word for article in known for word in article.body.split()]
    stock = [text for article in known[:20] for text in article.body.split("\n\n")]
    last: list[Article] = []
    for n in range(number):
        if n % 10 == 9:
            article = edited(chance.choice(last), DESK, chance)
        else:
            texts = [f"{' '.join(chance.choices(words, k=40))}." for _ in range(4)]
            texts += [chance.choice(stock)] if n % 4 == 0 else []
            article = Article(id="", source="", url="", title=f"Kabar {n}", body="\n\n".join(texts))
            last = [*last[-50:], article]
        at = FIRST + timedelta(days=n / A_DAY)
        yield replace(article, id=f"bench-{n}", url=f"https://bench.example/{n}", published_at=at)
