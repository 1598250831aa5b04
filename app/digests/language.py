"""A digest's words, numbers, money and days in Indonesian or English (app/digests/words.toml)."""

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from app import labels, wording
from app.digests.document import Line, Part, plain
from app.wording import Language as LanguageCode
from entities import countries, regions
from entities.records import Money, Quantity

WORDS = Path(__file__).with_name("words.toml")
LONGEST = 160  # letters of one text of the web; the rest is left out
WORD = 40  # letters of one word


@dataclass(frozen=True, kw_only=True)
class Language:
    """How one language says things. Texts of the web go through `shown`."""

    code: LanguageCode
    words: dict[str, Any]

    def text(self, key: str, n_: int | Decimal | None = None, **parts: Part | Line | str) -> str:
        """A sentence with its parts filled in; of two forms that for the number `n_`."""
        return plain(self.line(key, n_, **parts))

    def line(self, key: str, n_: int | Decimal | None = None, **parts: Part | Line | str) -> Line:
        """The same as a line whose parts keep where they lead."""
        found: Any = self.words
        for name in key.split("."):
            found = found[name]
        form = found if isinstance(found, str) else found[0 if n_ == 1 else 1]
        made: list[Part] = []
        for before, part, _, _ in Formatter().parse(form):
            made += [Part(text=before)] if before else []
            if part is not None:
                made += _parts(parts[part])
        return tuple(made)

    def number(self, amount: Decimal | int) -> str:
        return wording.number(amount, language=self.code)

    def money(self, amount: Decimal, currency: str) -> str:
        """Rp1,5 miliar, or Rp1.5 billion."""
        return wording.money(amount, currency, self.code)

    def stated(self, value: Money | Quantity) -> str:
        """An amount with both its ends; "sekitar" where it was stated so."""
        return wording.amount(value, self.code)

    def day(self, when: dt.date | None) -> str:
        return wording.day(when, self.code)

    def span(self, start: dt.date | None, end: dt.date | None) -> str:
        return wording.span(start, end, self.code)

    def country(self, code: str) -> str:
        return labels.country(code, self.code) if code in countries.codes() else shown(code)

    def region(self, code: str) -> str:
        """The official name, which is the same in both languages."""
        return regions.label(code) if code in regions.codes() else shown(code)

    def listing(self, names: Iterable[str], most: int = 8) -> str:
        """Names by commas, "and others" where there are more; a dash where there is none."""
        held = list(names)
        told = ", ".join(held[:most]) or wording.NOTHING
        return f"{told} {self.text('and_more')}" if len(held) > most else told


def _parts(given: Part | Line | str) -> Line:
    if isinstance(given, str):
        return (Part(text=given),)
    return (given,) if isinstance(given, Part) else given


@cache
def language(code: LanguageCode) -> Language:
    """The language of a code, "id" or "en"."""
    return Language(code=code, words=tomllib.loads(WORDS.read_text("utf-8"))[code])


def shown(text: str, longest: int = LONGEST) -> str:
    """A text of the web for reading: one line, nothing that steers, no endless word, cut where it is too long."""
    words = " ".join(wording.safe(text.encode("utf-8", "replace").decode()).split()).split(" ")
    whole = " ".join(word if len(word) <= WORD else f"{word[: WORD - 1]}…" for word in words)
    return whole if len(whole) <= longest else f"{whole[: longest - 1].rstrip()}…"
