"""The reader's words as an FTS5 expression; nothing the reader types is ever taken as engine syntax."""

import re

TERM = re.compile(r'"([^"]*)"|(\S+)')


def match_expression(text: str) -> str:
    """All words must occur; words between a pair of quotes as a phrase. Empty where there is no word at all."""
    terms = [phrase or word.replace('"', " ") for phrase, word in TERM.findall(text.replace("\0", " "))]
    return " AND ".join(f'"{term}"' for term in terms if re.search(r"\w", term))
