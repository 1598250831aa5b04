"""Every text of the pages in Indonesian and English (app/web/data), and numbers and days in the reader's form."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from app import labels, wording
from app.web.settings import LANGUAGES
from app.wording import Language
from entities.errors import BadInput
from entities.records import Money, Quantity

DATA = Path(__file__).with_name("data")
SEVERAL = re.compile(", | and ")  # between the codes that a sentence of the core lists


@cache
def texts() -> dict[str, Mapping[str, str]]:
    """Key as "search.title" -> {"id", "en", and "one": English for exactly one}; from all files of app/web/data."""
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted(DATA.glob("*.toml")):
        for section, held in tomllib.loads(file.read_text("utf-8")).items():
            found |= {f"{section}.{name}": text for name, text in held.items()}
    return found


def said(language: Language, key: str, **values: Any) -> str:
    """The text of a key with its values filled in; KeyError for an unknown one. `n` chooses singular or plural."""
    text = texts()[key]
    one = language == "en" and values.get("n") in (1, "1") and "one" in text
    return text["one" if one else language].format(**values)


@dataclass(frozen=True)
class Speech:
    """How one reader is spoken to. Months, thousands, decimals and names are those of the language."""

    language: Language

    def __call__(self, key: str, **values: Any) -> str:
        """The text of a key; ints and Decimals among the values are printed in the reader's form."""
        shown = {k: self.number(v) if isinstance(v, int | Decimal) else v for k, v in values.items()}
        return said(self.language, key, **shown)

    def known(self, key: str, otherwise: str) -> str:
        """The text of a key, or `otherwise` where there is none: a code that is in no table stays as it is."""
        return said(self.language, key) if key in texts() else otherwise

    def note(self, told: str) -> str:
        """A sentence of indexer/language.py in the reader's language."""
        if self.language == "id":
            return told
        for key, pattern in _notes():
            if match := pattern.fullmatch(told):
                return said("en", key, **match.groupdict())
        return told

    def refusal(self, error: BadInput) -> str | None:
        """What the core refused in the reader's language (app/web/data/said.toml); None for what is not told there."""
        key = f"said.{error.says}"
        told = {name: _Named(self, str(value)) for name, value in error.told.items()}
        return self(key, **told) if key in texts() else None

    # ------------------------------------------------------------ numbers and days

    def number(self, amount: Decimal | int, places: int = 2) -> str:
        """12345.5 as "12.345,5" or "12,345.5", half up to at most so many decimals."""
        return wording.number(amount, places, self.language)

    def money(self, amount: Decimal, currency: str, *, exact: bool = True) -> str:
        """IDR 1500000000 as "Rp1,5 miliar" or "Rp1.5 billion"; of what was converted no cents (exact=False)."""
        if not exact and abs(amount) >= 100:
            amount = amount.quantize(Decimal(1), ROUND_HALF_UP, Context(prec=400))
        return wording.money(amount, currency, self.language)

    def quantity(self, amount: Decimal, unit: str) -> str:
        """kg 18000 as "18 ton" or "18 tonnes"."""
        return wording.quantity(amount, unit, self.language)

    def amount(self, value: Money | Quantity) -> str:
        """A stated amount or range; "about" where the article says so."""
        return wording.amount(value, self.language)

    def day(self, when: date | None) -> str:
        """A day as "20 Desember 2021" or "20 December 2021"; a dash where it is unknown."""
        return wording.day(when, self.language)

    def short_day(self, when: date | None) -> str:
        """A day in a table: "20 Des 2021"."""
        if when is None:
            return wording.NOTHING
        months = wording.MONTHS if self.language == "id" else wording.ENGLISH_MONTHS
        return f"{when.day} {months[when.month - 1][:3]} {when.year}"

    def moment(self, when: datetime | None) -> str:
        """An instant in WIB: "22 Desember 2021 09.00 WIB" or "22 December 2021 09:00 WIB"."""
        if when is None or self.language == "id":
            return wording.moment(when)
        local = when.astimezone(wording.WIB)
        return f"{self.day(local.date())} {local:%H:%M} WIB"

    def span(self, start: date | None, end: date | None) -> str:
        """A first and a last day; one where they are the same, or where only one is known."""
        return " – ".join(dict.fromkeys(self.day(one) for one in (start, end) if one)) or wording.NOTHING

    def short_span(self, start: date | None, end: date | None) -> str:
        """The same in a table: "20 Des 2021 – 23 Des 2021"."""
        return (
            " – ".join(dict.fromkeys(self.short_day(one) for one in (start, end) if one)) or wording.NOTHING
        )

    # ------------------------------------------------------------ names

    def listing(self, names: Iterable[str], most: int | None = None) -> str:
        """Names joined by commas, the rest counted; a dash where there is none."""
        held = list(names)
        shown, rest = held[:most], len(held) - len(held[:most])
        return (", ".join(shown) + (" " + self("list.more", n=rest) if rest else "")) or wording.NOTHING

    def region(self, code: str) -> str:
        """The name of a province, kabupaten or kota; official names are not translated."""
        return labels.region(code)

    def country(self, code: str) -> str:
        """The name of a country."""
        return labels.country(code, self.language)

    def label(self, facet: str, value: str) -> str:
        """A value of a facet as a reader knows it."""
        if facet in ("country", "destination"):
            return self.country(value)
        if facet == "group":
            return labels.group(value, self.language)
        if facet in ("topic", "kind"):
            return self.known(f"{facet}.{value}", value)
        return labels.facet_label(facet, value)


@dataclass(frozen=True)
class _Named:
    """A value of the core within a text: {kind:what.} is the text of "what." with its code, or of each of several."""

    t: Speech
    value: str

    def __format__(self, section: str) -> str:
        if not section:
            return self.value
        return self.t.listing(self.t.known(section + one, one) for one in SEVERAL.split(self.value))


@cache
def _notes() -> list[tuple[str, re.Pattern[str]]]:
    """Key -> the Indonesian sentence as a pattern, its blanks as groups."""
    keys = [key for key in texts() if key.startswith("note.")]
    return [(key, re.compile(_pattern(texts()[key]["id"]), re.DOTALL)) for key in keys]


def _pattern(sentence: str) -> str:
    """Of a blank that stands twice the second stands for the same words."""
    pattern, seen = "", set[str]()
    for literal, blank, _, _ in Formatter().parse(sentence):
        pattern += re.escape(literal)
        if blank:
            pattern += f"(?P={blank})" if blank in seen else f"(?P<{blank}>.*?)"
            seen.add(blank)
    return pattern


def chosen(told: str | None, setting: Language | None, accepted: str) -> Language:
    """The language of a page: that of its address, else of the server, else the one the browser likes more."""
    if told in LANGUAGES:
        return told  # type: ignore[return-value]
    return setting or preferred(accepted)


def preferred(accepted: str) -> Language:
    """Of an Accept-Language header; Indonesian where it names neither."""
    weights: dict[Language, float] = {"id": 0.0, "en": 0.0}
    for part in accepted[:500].split(","):
        name, _, quality = part.strip().partition(";q=")
        short = {"in": "id"}.get(name[:2].lower(), name[:2].lower())
        if short in weights:
            weights[short] = max(weights[short], _weight(quality))  # type: ignore[index]
    return "en" if weights["en"] > weights["id"] else "id"


def _weight(quality: str) -> float:
    try:
        return float(quality) if quality else 1.0
    except ValueError:
        return 0.0
