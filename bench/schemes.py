"""Schemes: how the cost of joining programmes grows with their number, and what one more costs beside extracting it.

The programmes are generated: editions over fifteen years with a few cities, names and offices far commoner than the
rest, some without a name, some of the whole country and told of in many cities, some standing, each told by one to
twelve notices. Drawn from a seed and always the same.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from bench.ledger import DAYS, FIRST, SIZES, TOLD, one_more, timed
from entities.records import Article, Program, Story
from entities.regions import codes as regions
from entities.regions import label
from entities.scheme_claims import scheme_entry
from entities.scheme_report import notices_of
from entities.schemes import Schemes
from tests.schemes.press import everything

NOTICES = (1, 1, 1, 2, 2, 3, 3, 4, 6, 12)  # of a scheme
KINDS = ("training", "exhibition", "grant", "certification", "financing", "matching", "facility")
SYLLABLES = "ba ra ni ta ka su la mu re do ga pa wi le ma ti nu sa ya ben cin dar gem jat kun ron".split()
STANDING = ("Kredit Usaha Rakyat", "PNM Mekaar", "Kredit Ultra Mikro")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A programme and the day on which it begins. wide: told of in any city."""

    program: Program
    day: date
    wide: bool


def stories(seed: int = 0) -> Iterator[Story]:
    """Stories without end, a programme each, in the order in which papers tell of them by chance."""
    drawn = random.Random(seed)
    cities = sorted(code for code in regions() if len(code) == 5)
    number = 0
    while True:
        plan = _plan(drawn, cities)
        for _ in range(drawn.choice(NOTICES)):
            number += 1
            yield _told(drawn, plan, cities, number)


def _plan(drawn: random.Random, cities: list[str]) -> Plan:
    city = cities[int(len(cities) * drawn.random() ** 2)]
    day = FIRST + timedelta(days=drawn.randrange(DAYS))
    chance = drawn.random()
    name: str | None = (
        f"{drawn.choice(('Kelas', 'Pekan', 'Bantuan', 'Kredit'))} {_word(drawn)} {_word(drawn)}"
    )
    agency = f"Dinas Koperasi dan UKM {label(city)}"
    if chance < 0.3:
        name = None
    elif chance < 0.35:
        name, agency = f"{name} {day.year}", "Kementerian Perdagangan"
    elif chance < 0.38:
        name, agency = drawn.choice(STANDING), "BRI"
    program = Program(
        name=name,
        agency=agency,
        kind=drawn.choice(KINDS),
        places=(city,),
        start=day,
        end=day + timedelta(days=drawn.choice((0, 2, 30))),
        participants=drawn.randint(10, 400),
    )
    return Plan(program=program, day=day, wide=0.3 <= chance < 0.38)


def _word(drawn: random.Random) -> str:
    """A word of three syllables; the first are commoner than the last."""
    return "".join(SYLLABLES[int(len(SYLLABLES) * drawn.random() ** 1.3)] for _ in range(3)).capitalize()


def _told(drawn: random.Random, plan: Plan, cities: list[str], number: int) -> Story:
    """What one paper tells of a programme."""
    published = datetime(plan.day.year, plan.day.month, plan.day.day, 8, tzinfo=UTC)
    article = Article(
        id=f"a{number}",
        source=f"s{drawn.randrange(200)}",
        url="",
        title="Program",
        body=f"{plan.program.name or 'Pelatihan'} resmi dibuka.",
        published_at=published + timedelta(days=drawn.choice((-7, 0, 0, 1, 1, 2, 40))),
    )
    start = plan.program.start if drawn.random() < 0.7 else None
    told = replace(
        plan.program,
        agency=plan.program.agency if drawn.random() < 0.7 else None,
        places=(drawn.choice(cities),) if plan.wide else plan.program.places,
        start=start,
        end=plan.program.end if start else None,
        participants=plan.program.participants if drawn.random() < 0.5 else None,
    )
    return Story(article=article, programs=(told,))


def schemes() -> None:
    """Print the growth, and what one more article costs; in seconds of the processor."""
    print("programmes: generated notices, joined and told")
    for size in SIZES:
        some = stories()
        notices = [notice for story in islice(some, size) for notice in notices_of(story)]
        held, joined = timed(lambda n=notices: Schemes(n))
        found, grouped = timed(held.events)
        told, telling = timed(lambda f=found: [scheme_entry(scheme) for scheme in f[:TOLD]])
        largest = max(len(scheme.reports) for scheme in found)
        print(
            f"  {size:>7} notices: {len(found)} programmes, {1e6 * (joined + grouped) / size:.0f} µs a notice to join,"
            f" {1e6 * telling / len(told):.0f} µs a programme to tell; the largest has {largest} notices"
        )
    articles = [written.article for written in everything()]
    one_more(held, some, _add, articles, "notice")


def _add(held: Schemes, story: Story) -> None:
    for notice in notices_of(story):
        held.put(notice)
        scheme_entry(held.event(notice.key))


if __name__ == "__main__":
    schemes()
