"""What was first of an event and who came back, in the reader's words; with how far back that can be known."""

from app.web.entries import value_words
from app.web.language import Speech
from entities.ledger_firsts import First


def first_words(first: First, t: Speech) -> str:
    """What was first in a sentence, with what it was checked against."""
    since = t("first.since", day=t.day(first.since)) if first.since else t("first.nowhere")
    against = t("first.against", n=first.checked, sources=first.sources, since=since)
    if first.kind == "exporter-returns":
        return t("first.exporter-returns", what=first.what, before=first.before or "", against=against)
    unsure = t("first.unsure", n=first.unsure) if first.unsure else ""
    country = value_words("destinations", first.country or "", t)
    return t(f"first.{first.kind}", what=_what(first, t), country=country, against=against + unsure)


def _what(first: First, t: Speech) -> str:
    if first.kind == "origin-country":
        return value_words("origins", first.what, t)
    return t("first.heading", code=first.what) if first.what.isdigit() else first.what
