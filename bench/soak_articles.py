"""Articles of invented firms, put together from the sentences of soak_words.toml: each its own by its chance."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from entities.almanac import WIB

WORDS = tomllib.loads(Path(__file__).with_name("soak_words.toml").read_text("utf-8"))
FIRST = datetime(2025, 1, 6, 7, 0, tzinfo=WIB)
SPAN = 60 * 24 * 300  # minutes in which articles are published


@dataclass(frozen=True, kw_only=True)
class Written:
    """Headline, paragraphs and time of an article."""

    title: str
    paragraphs: tuple[str, ...]
    published: datetime


def written(chance: Random, off_topic: bool = False) -> Written:
    """An article by a chance that is its own."""
    published = FIRST + timedelta(minutes=chance.randrange(SPAN))
    said = _said(chance, published)
    if off_topic:
        title = "Laga di {place}: {team} Unggul {villages} Gol".format(**said)
        return Written(title=title, paragraphs=_filled(WORDS["off_topic"], said), published=published)
    lead, facts = chance.choice(WORDS["leads"]), chance.sample(WORDS["facts"], 7)
    texts = [f"{one} {two}" for one, two in zip([lead, *facts[1::2]], facts[0::2], strict=True)]
    title = chance.choice(WORDS["headlines"]).format(**said | {"goods": said["goods"].title()})
    return Written(title=title, paragraphs=_filled(texts, said), published=published)


def _filled(texts: Iterable[str], said: dict[str, str]) -> tuple[str, ...]:
    filled = (text.format(**said) for text in texts)
    return tuple(text[0].upper() + text[1:] for text in filled)


def _said(chance: Random, published: datetime) -> dict[str, str]:
    name = " ".join("".join(chance.choices(WORDS["syllables"], k=3)).title() for _ in range(2))
    numbers = {what: str(chance.randint(*between)) for what, between in WORDS["numbers"].items()}
    return numbers | {
        "firm": f"{chance.choice(WORDS['kinds'])} {name}",
        "team": f"Persatuan {name}",
        "place": chance.choice(WORDS["places"]),
        "goods": chance.choice(WORDS["goods"]),
        "country": chance.choice(WORDS["countries"]),
        "day": f"{published.day} {WORDS['months'][published.month - 1]} {published.year}",
    }
