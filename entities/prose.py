"""Words for text as such: one tidy line, a form to compare by, what counts as prose."""

import re
import unicodedata
from collections.abc import Iterable

SPACES = re.compile(r"\s+")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
PROSE = 40  # characters from which a paragraph with a full stop counts as prose
NOT_WORD = re.compile(r"[\W_]+")
ITEM = "• "  # what a list item begins with, until the clean-up is done
ENDED = re.compile(r"[.!?…:;]['\"”’»)\]]{0,3}$")


def tidy(text: str) -> str:
    """One line in NFC, without invisible characters; quotation marks and dashes stay as the site wrote them."""
    return SPACES.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def normal(text: str) -> str:
    """A form for comparing two prints of a paragraph: letters and digits only, in lower case."""
    return NOT_WORD.sub("", text.casefold())


def is_prose(text: str) -> bool:
    return len(text) >= 100 or (len(text) >= PROSE and bool(ENDED.search(text)))


def unique(values: Iterable[str]) -> list[str]:
    """The values in order, each once, compared without case and punctuation."""
    return list({normal(v): v for v in reversed(list(values)) if v}.values())[::-1]
