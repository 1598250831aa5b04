"""Words for text as such: one tidy line, a form to compare by, what counts as prose."""

import re
import unicodedata
from collections.abc import Iterable

from entities.invisible import INVISIBLE

PROSE = 40  # characters from which a paragraph with a full stop counts as prose
LETTERS = re.compile(r"[^\W_]+")
NO_ASCII = {code: None for code in range(128) if not chr(code).isalnum()}
ITEM = "• "  # what a list item begins with, until the clean-up is done
ENDED = re.compile(r"[.!?…:;]['\"”’»)\]]{0,3}$")


def tidy(text: str) -> str:
    """One line in NFC, without invisible characters; quotation marks and dashes stay as the site wrote them."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", INVISIBLE.sub("", text))
    return " ".join(text.split())


def normal(text: str) -> str:
    """A form for comparing two prints of a paragraph: letters and digits only, in lower case."""
    if not text.isascii():
        for mark in "“”‘’–—…\xa0":  # all that most paragraphs have besides ASCII, which is quicker to sift
            text = text.replace(mark, "")
    return text.lower().translate(NO_ASCII) if text.isascii() else "".join(LETTERS.findall(text.casefold()))


def is_prose(text: str) -> bool:
    return len(text) >= 100 or (len(text) >= PROSE and bool(ENDED.search(text)))


def unique(values: Iterable[str]) -> list[str]:
    """The values in order, each once, compared without case and punctuation."""
    return list({normal(v): v for v in reversed(list(values)) if v}.values())[::-1]
