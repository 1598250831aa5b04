"""Deals told apart: several firms that sell to buyers in different countries, or shipments of different days.

One ceremony with many goods and destinations stays one release: a send-off anywhere in the news keeps it whole,
unless the text counts its shipments, dates them differently or says that another took place apart.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise

from entities.cues import Sentence
from entities.exporter import named_firm
from entities.records import Article, Mention, PartialDate
from entities.release_day import in_dateline, is_of_event

Told = list[tuple[Sentence, list[Mention]]]
CEREMONY = "ceremony"
COUNT = {"pertama": 0, "kedua": 1, "ketiga": 2}
MOST = 40  # deals of one article; a text of more is no news, and is left whole
CARRIED = ("origin", "exported")  # what a deal takes over from the one before when it names none


def deals(article: Article, news: Told) -> list[Told]:
    """The news cut into its deals; the news as it is where they are not told apart."""
    body = [(s, inside) for s, inside in news if s.field == "body"]
    ceremony = any(CEREMONY in s.labels for s, _ in news) and not (
        _numbered(body) or any("apart" in s.labels for s, _ in body)
    )
    if ceremony and len(_days(article, body)) < 2:
        return [news]
    cut: list[Told] = []
    waiting: Told = []
    opening = 0  # clauses before the first deal, which may name what later deals are about
    for piece in _clauses(body):
        if not _another_day(article, piece, cut) and (earlier := _told_of(piece, cut[:-1])):
            earlier.append(piece)
        elif _opens(article, piece, cut):
            if len(cut) == MOST:
                return [news]
            opening = opening if cut else len(waiting)
            cut.append([*waiting, piece])
            waiting = []
        elif (counted := _counted(article, piece[0])) is not None and counted < len(cut):
            cut[counted].append(piece)
        elif not cut or (not _unsent(cut) and _turns(article, piece, cut[-1])):
            waiting.append(piece)
        else:
            cut[-1].append(piece)
    if not _apart(article, cut, ceremony=ceremony):
        return [news]
    cut[0] = [*_left_to(cut[0][:opening], cut[0][opening:], cut[1:]), *cut[0][opening:]]
    return [_completed(cut, at) for at in range(len(cut))]


def _numbered(body: Told) -> bool:
    """True where the text counts its shipments: "Perusahaan pertama ...", "Yang kedua ..."."""
    return sum(any(c.label == "ordinal" and c.first == 0 for c in s.cues) for s, _ in body) > 1


def _counted(article: Article, clause: Sentence) -> int | None:
    """Which deal a clause goes on about by its number: "Kontrak kedua bernilai ..."."""
    counts = (article.body[slice(*clause.words[c.last - 1])] for c in clause.cues if c.label == "ordinal")
    return next((COUNT[word] for word in counts if word in COUNT), None)


def _days(article: Article, told: Told) -> set[object]:
    """The days of events that are named; a speaker's day is none, nor is the paper's, nor a month."""
    return {m.value for s, inside in told for m in inside if _is_day(article, s, m)}


def _is_day(article: Article, sentence: Sentence, mention: Mention) -> bool:
    value = mention.value
    whole = isinstance(value, PartialDate) and value.day is not None
    return whole and is_of_event(sentence, mention) and not in_dateline(article, mention)


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
    """True where a clause names a new destination or another day with goods, a sum or a firm of its own."""
    before = _codes(cut[-1], "destination") if cut else set()
    open_yet = bool(cut) and not before  # told by its day, its destination still to come
    new = (not open_yet and _codes([piece], "destination") - before) or _another_day(article, piece, cut)
    own = {m.role for m in piece[1]} & {"exported", "transaction"} or named_firm(article, *piece)
    return bool(new and own)


def _unsent(cut: list[Told]) -> bool:
    """True where the last deal was opened by its day and its destination is still to come."""
    return bool(cut) and not _codes(cut[-1], "destination")


def _another_day(article: Article, piece: tuple[Sentence, list[Mention]], cut: list[Told]) -> bool:
    """True where a clause has its own day and the deal before it another."""
    days = _days(article, [piece])
    before = _days(article, cut[-1]) if days and cut else set()
    return bool(before) and days.isdisjoint(before)


def _turns(article: Article, piece: tuple[Sentence, list[Mention]], last: Told) -> bool:
    """True where a clause leads on to the next deal: other goods, or a firm after one was named."""
    if _codes([piece], "transaction"):
        return False
    firm, firms = named_firm(article, *piece), {named_firm(article, *p) for p in last} - {None}
    return bool(_codes([piece], "exported") - _codes(last, "exported") or (firm and firms - {firm}))


def _apart(article: Article, cut: list[Told], *, ceremony: bool) -> bool:
    """True where each deal has a day of its own or, outside a ceremony, two or more have each a firm."""
    firms = [any(named_firm(article, *piece) for piece in told) for told in cut]
    days = [_days(article, told) for told in cut]
    own = all(days) and all(a.isdisjoint(b) for a, b in combinations(days, 2))
    return len(cut) > 1 and (own or (sum(firms) > 1 and not ceremony))


def _left_to(opening: Told, own: Told, later: list[Told]) -> Told:
    """What opens the news, without what a later deal names where the first deal names its own in that role."""
    roles = {m.role for _, inside in own for m in inside}
    named = {(m.kind, m.value) for told in later for _, inside in told for m in inside if m.role in roles}
    return [(s, [m for m in inside if (m.kind, m.value) not in named]) for s, inside in opening]


def _completed(cut: list[Told], at: int) -> Told:
    """A deal with the goods and origins of the one before, where it names none; its own words stay first."""
    told = cut[at]
    for role in CARRIED:
        if at and not _codes(told, role):
            told = [*told, *((s, [m for m in inside if m.role == role]) for s, inside in cut[at - 1])]
    return told
