"""Deals told apart: when several firms sell to buyers in different countries, each sale is a release of its own.

One ceremony with many goods and destinations stays one release; so a send-off anywhere in the news keeps it whole.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from entities.cues import Sentence
from entities.exporter import named_firm
from entities.records import Article, Mention

Told = list[tuple[Sentence, list[Mention]]]
CEREMONY = "ceremony"
CARRIED = ("origin", "exported")  # what a deal takes over from the one before when it names none


def deals(article: Article, news: Told) -> list[Told]:
    """The news cut into its deals; the news as it is where they are not told apart."""
    body = [(s, inside) for s, inside in news if s.field == "body"]
    if any(CEREMONY in s.labels for s, _ in news) and not (_numbered(body) or _days(body) > 1):
        return [news]
    cut: list[Told] = []
    waiting: Told = []
    for piece in _clauses(body):
        if earlier := _told_of(piece, cut[:-1]):
            earlier.append(piece)
        elif _opens(article, piece, cut):
            cut.append([*waiting, piece])
            waiting = []
        elif not cut or _turns(article, piece, cut[-1]):
            waiting.append(piece)
        else:
            cut[-1].append(piece)
    return [_completed(cut, at) for at in range(len(cut))] if _apart(article, cut) else [news]


def _numbered(body: Told) -> bool:
    """True where the text counts its shipments: "Perusahaan pertama ...", "Yang kedua ..."."""
    return sum(any(c.label == "ordinal" and c.first == 0 for c in s.cues) for s, _ in body) > 1


def _days(body: Told) -> int:
    """How many days are named in sentences that name a destination."""
    return len(
        {
            m.value
            for s, inside in body
            if _codes([(s, inside)], "destination")
            for m in inside
            if m.kind == "date"
        }
    )


def _clauses(told: Told) -> Iterator[tuple[Sentence, list[Mention]]]:
    for sentence, inside in told:
        breaks = [sentence.words[c.first][0] for c in sentence.cues if c.label == "break"]
        edges = [sentence.start, *breaks, sentence.end]
        for start, end in pairwise(edges):
            yield replace(sentence, start=start, end=end), [m for m in inside if start <= m.start < end]


def _told_of(piece: tuple[Sentence, list[Mention]], cut: list[Told]) -> Told | None:
    """The earlier deal that a clause comes back to by its destination."""
    codes = _codes([piece], "destination")
    return next((told for told in cut if codes and codes <= _codes(told, "destination")), None)


def _codes(told: Told, role: str) -> set[object]:
    return {m.value for _, inside in told for m in inside if m.role == role}


def _opens(article: Article, piece: tuple[Sentence, list[Mention]], cut: list[Told]) -> bool:
    """True where a clause names a new destination with goods, a sum or a firm of its own."""
    new = _codes([piece], "destination") - (_codes(cut[-1], "destination") if cut else set())
    own = {m.role for m in piece[1]} & {"exported", "transaction"} or named_firm(article, *piece)
    return bool(new and own)


def _turns(article: Article, piece: tuple[Sentence, list[Mention]], last: Told) -> bool:
    """True where a clause leads on to the next deal: other goods, or a firm after one was named."""
    if _codes([piece], "transaction"):
        return False
    firm, firms = named_firm(article, *piece), {named_firm(article, *p) for p in last} - {None}
    return bool(_codes([piece], "exported") - _codes(last, "exported") or (firm and firms - {firm}))


def _apart(article: Article, cut: list[Told]) -> bool:
    """True where two or more deals have each a firm or a sum."""
    firm = [any(named_firm(article, *piece) for piece in told) for told in cut]
    sums = [bool(_codes(told, "transaction")) for told in cut]
    return len(cut) > 1 and sum(f or s for f, s in zip(firm, sums, strict=True)) > 1 and sum(firm) > 1


def _completed(cut: list[Told], at: int) -> Told:
    """A deal with the goods and origins of the one before, where it names none; its own words stay first."""
    told = cut[at]
    for role in CARRIED:
        if at and not _codes(told, role):
            told = [*told, *((s, [m for m in inside if m.role == role]) for s, inside in cut[at - 1])]
    return told
