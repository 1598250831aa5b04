"""The ledger: how its cost grows with the number of releases, and what one more article costs beside extracting it.

The releases are generated: events over fifteen years with a few cities, goods and countries far commoner than the rest,
each told by one to twelve reports that leave out, round or add something. Drawn from a seed and always the same.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from statistics import median, quantiles
from typing import Any, TypeVar

from entities.countries import codes as countries
from entities.extract import annotate
from entities.goods import goods
from entities.ledger import Ledger
from entities.ledger_claims import entry
from entities.ledger_report import reports_of
from entities.records import Article, Money, Quantity, Release, Story
from entities.regions import codes as regions
from tests.ledger.press import both

SIZES = 10_000, 100_000
FIRST, DAYS = date(2010, 1, 4), 15 * 365
MORE = 300  # articles that are added one by one
TOLD = 2000  # events
T = TypeVar("T")
REPORTS = (1, 1, 1, 2, 2, 3, 3, 4, 6, 12)  # of an event


@dataclass(frozen=True, kw_only=True)
class Names:
    """What is drawn from."""

    cities: list[str]
    countries: list[str]
    goods: list[str]


def stories(seed: int = 0) -> Iterator[Story]:
    """Stories without end, a release each, in the order in which papers tell of them by chance."""
    drawn = random.Random(seed)
    names = Names(
        cities=sorted(code for code in regions() if len(code) == 5),
        countries=sorted(countries()),
        goods=sorted(goods()),
    )
    number = 0
    while True:
        sent = _sent(drawn, names)
        for _ in range(drawn.choice(REPORTS)):
            number += 1
            yield _told(drawn, sent, number)


def _sent(drawn: random.Random, names: "Names") -> Release:
    """A shipment, everything known."""
    value = Decimal(drawn.randint(50, 5000)) * 1_000_000
    return Release(
        date=FIRST + timedelta(days=drawn.randrange(DAYS)),
        origins=(_common(drawn, names.cities),),
        destinations=tuple({_common(drawn, names.countries) for _ in range(drawn.choice((1, 1, 2)))}),
        products=(_common(drawn, names.goods),),
        values=(Money(amount=value, currency="IDR"),),
        quantities=(Quantity(amount=Decimal(drawn.randint(1, 60)) * 1000, unit="kg"),),
        exporter=f"CV Contoh {drawn.randint(1, 3000)}",
    )


def _common(drawn: random.Random, names: list[str]) -> str:
    """One of the names; the first are far commoner than the last."""
    return names[int(len(names) * drawn.random() ** 2)]


def _told(drawn: random.Random, sent: Release, number: int) -> Story:
    """What one paper tells of a shipment."""
    assert sent.date
    published = datetime(sent.date.year, sent.date.month, sent.date.day, 8, tzinfo=UTC)
    article = Article(
        id=f"a{number}",
        source=f"s{drawn.randrange(200)}",
        url="",
        title="Ekspor",
        body="",
        published_at=published + timedelta(days=drawn.choice((0, 0, 1, 1, 2))),
    )
    release = Release(
        date=sent.date if drawn.random() < 0.8 else None,
        origins=drawn.choice((sent.origins,) * 8 + ((sent.origins[0][:2],), ())),
        destinations=sent.destinations if drawn.random() < 0.9 else (),
        products=sent.products,
        values=sent.values if drawn.random() < 0.7 else (),
        quantities=sent.quantities if drawn.random() < 0.7 else (),
        exporter=sent.exporter if drawn.random() < 0.4 else None,
    )
    return Story(article=article, releases=(release,))


def ledger() -> None:
    """Print the growth, and what one more article costs; in seconds of the processor."""
    print("the ledger: generated releases, joined and told")
    some = stories()
    for size in SIZES:
        some = stories()
        reports = [report for story in islice(some, size) for report in reports_of(story)]
        held, joined = timed(lambda r=reports: Ledger(r))
        events, grouped = timed(held.events)
        told, telling = timed(lambda e=events: [entry(event) for event in e[:TOLD]])
        print(
            f"  {size:>7} releases: {len(events)} events, {1e6 * (joined + grouped) / size:.0f} µs a release to join,"
            f" {1e6 * telling / len(told):.0f} µs an event to tell"
        )
    articles = [written.article for written in both()]
    one_more(held, some, _add, articles, "report")


def one_more(
    held: Sized,
    some: Iterator[Story],
    add: Callable[[Any, Story], None],
    short: Iterable[Article],
    what: str,
) -> None:
    """Print what one more article costs to add, beside extracting one of the short texts; what: how one is called."""
    adding = [timed(lambda s=story: add(held, s))[1] for story in islice(some, MORE)]
    reading = [timed(lambda a=article: annotate(a))[1] for article in short]
    added, read = median(adding), median(reading)
    slow = quantiles(adding, n=20)[-1]
    print(
        f"  one more article among {len(held)}: {1e3 * added:.2f} ms, in twenty the slowest {1e3 * slow:.2f} ms;"
        f" extracting a short {what} {1e3 * read:.2f} ms, {read / added:.0f} times as much"
    )


def _add(held: Ledger, story: Story) -> None:
    for report in reports_of(story):
        held.put(report)
        entry(held.event(report.key))


def timed(run: Callable[[], T]) -> tuple[T, float]:
    """What it gives, and the seconds of the processor that it took."""
    began = time.process_time()
    return run(), time.process_time() - began


if __name__ == "__main__":
    ledger()
