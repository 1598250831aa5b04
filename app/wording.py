"""Numbers, money and days in the reader's form: Indonesian, dot for thousands, comma for decimals; or English."""

import csv
import re
import sys
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from entities.records import Money, Quantity

Language = Literal["id", "en"]
WIB = timezone(timedelta(hours=7), "WIB")


def today() -> date:
    """The day in WIB."""
    return datetime.now(WIB).date()


def last_day(until: datetime) -> date:
    """The last day in WIB of a window that ends before a moment."""
    return (until - until.resolution).astimezone(WIB).date()


MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
ENGLISH_MONTHS = (
    "January February March April May June July August September October November December".split()
)
SCALES = ((Decimal(10**12), "triliun"), (Decimal(10**9), "miliar"), (Decimal(10**6), "juta"))
ENGLISH = {"triliun": "trillion", "miliar": "billion", "juta": "million"}
ENGLISH_MARKS = str.maketrans(".,", ",.")
SIGNS = {"IDR": "Rp", "USD": "US$", "EUR": "€", "SGD": "S$"}
ABOUT = {"id": "sekitar", "en": "about"}
UNITS = Path(__file__).with_name("data") / "units.csv"  # unit -> its words; "one": English for exactly one
NOTHING = "–"
# Control and bidirectional-override characters: in a terminal or a mail they could forge what stands around them.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """Text of the web without characters that steer a terminal."""
    return UNSAFE.sub("", text)


def note(notes: Iterable[str]) -> None:
    """Say how a search was understood, a line each on standard error."""
    for one in notes:
        print(f"pantau: {safe(one)}", file=sys.stderr)


def number(amount: Decimal | int, places: int = 2, language: Language = "id") -> str:
    """12345.5 as "12.345,5" (or "12,345.5"): rounded half up to at most `places` decimals, no trailing zeros."""
    rounded = Decimal(amount).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:,f}".partition(".")
    fraction = fraction.rstrip("0")
    shown = whole.replace(",", ".") + (f",{fraction}" if fraction else "")
    return shown if language == "id" else shown.translate(ENGLISH_MARKS)


def money(amount: Decimal, currency: str, language: Language = "id") -> str:
    """IDR 1500000000 as "Rp1,5 miliar" (or "Rp1.5 billion"), SAR 455000 as "SAR 455.000"."""
    sign = SIGNS.get(currency, f"{currency} ")
    for scale, word in SCALES:
        if abs(amount) >= scale:
            shown = number(amount / scale, language=language)
            return f"{sign}{shown} {word if language == 'id' else ENGLISH[word]}"
    return sign + number(amount, language=language)


def quantity(amount: Decimal, unit: str, language: Language = "id") -> str:
    """kg 18000 as "18 ton" (or "18 tonnes"), container 2 as "2 kontainer" (or "2 containers"); a unit that is in no
    table stays as it is."""
    if unit == "kg" and abs(amount) >= 1000:
        amount, unit = amount / 1000, "tonne"
    shown = number(amount, 3, language)
    form = "one" if language == "en" and shown == "1" else language
    return f"{shown} {unit_words().get(unit, {}).get(form, unit)}"


@cache
def unit_words() -> dict[str, dict[str, str]]:
    """Unit -> its word in each language, and for exactly one in English (app/data/units.csv)."""
    with UNITS.open(encoding="utf-8", newline="") as lines:
        return {row["unit"]: row for row in csv.DictReader(lines)}


def amount(value: Money | Quantity, language: Language = "id", between: str = "–") -> str:
    """A stated amount or both ends of a range; "sekitar" (or "about") where the article says so."""
    ends = [end for end in (value.amount, value.upto) if end is not None]
    if isinstance(value, Money):
        shown = [money(end, value.currency, language) for end in ends]
    else:
        shown = [quantity(end, value.unit, language) for end in ends]
    return (f"{ABOUT[language]} " if value.approximate else "") + between.join(shown)


def day(when: date | None, language: Language = "id") -> str:
    """A day as "20 Desember 2021" (or "20 December 2021"); a dash where it is unknown."""
    months = MONTHS if language == "id" else ENGLISH_MONTHS
    return f"{when.day} {months[when.month - 1]} {when.year}" if when else NOTHING


def moment(when: datetime | None) -> str:
    """An instant as "22 Desember 2021 09.00 WIB", always in WIB; a dash where it is unknown."""
    if when is None:
        return NOTHING
    local = when.astimezone(WIB)
    return f"{day(local.date())} {local:%H.%M} WIB"


def unlike(words: Iterable[str]) -> tuple[str, ...]:
    """Words that differ by more than capitals: "Dua Kontainer" of a headline gives way to "dua kontainer"."""
    return tuple({one.casefold(): one for one in words}.values())


def span(start: date | None, end: date | None, language: Language = "id") -> str:
    """A first and a last day; one where they are the same, or where only one is known."""
    return " – ".join(dict.fromkeys(day(one, language) for one in (start, end) if one)) or NOTHING


def listing(names: list[str] | tuple[str, ...], most: int | None = None, comma: str = ", ") -> str:
    """Names joined by commas, the rest counted; a dash where there is none."""
    shown = list(names[:most])
    rest = len(names) - len(shown)
    return (comma.join(shown) + (f" dan {rest} lainnya" if rest else "")) or NOTHING
