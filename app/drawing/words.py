"""What drawings say, in the reader's language, and their figures in the reader's form."""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from app import wording
from app.drawing.records import About, Amount
from app.wording import Language

WORDS = Path(__file__).with_name("data") / "words.toml"
TOP = 3  # names that a description tells


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = tomllib.loads(WORDS.read_text("utf-8"))
    return found


def say(language: Language, key: str, **values: Any) -> str:
    """The text of a key as "note.twice", with its values; KeyError for an unknown one."""
    section, _, name = key.partition(".")
    return _words()[section][name][language].format(**values)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def figure(amount: Amount, about: About) -> str:
    """A figure as it is printed: a number, or money of the drawing's measure."""
    if about.measure == "count":
        return wording.number(amount, language=about.language)
    return wording.money(wording.Decimal(amount), about.measure, about.language)


def short(amount: Amount, about: About) -> str:
    """A figure for a small place: money as "1,12 T", "48 M", "612 jt" (in English "1.12 tn", "48 bn", "612 m")."""
    if about.measure == "count":
        return figure(amount, about)
    value, language = wording.Decimal(amount), about.language
    for scale, word in wording.SCALES:
        if abs(value) >= scale:
            places = max(0, 3 - len(str(int(abs(value) / scale))))
            return f"{wording.number(value / scale, places, language)} {say(language, f'short.{word}')}"
    return wording.number(value, 0, language)


def top(names: Iterable[tuple[str, Amount]], about: About) -> str:
    """The first few names with their figures: "Jawa Tengah 12, Bali 3"; a dash where there is none."""
    return ", ".join(f"{name} {figure(value, about)}" for name, value in list(names)[:TOP]) or wording.NOTHING
