"""Deals told apart: several firms that sell to buyers in different countries, or shipments of different days.

One ceremony with many goods and destinations stays one release: a send-off anywhere in the news keeps it whole,
unless the text counts its shipments, dates them differently, tells of firms of different places or says that another
took place apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from entities.almanac import local_day
from entities.cues import Sentence
from entities.exporter import named_firm
from entities.records import Article, Mention, PartialDate
from entities.release_day import in_dateline, is_of_event

Piece = tuple[Sentence, list[Mention]]
Told = list[Piece]
# What a sentence says that may tell of a deal of its own.
OPENERS = frozenset({"@event", "@detail", "ordinal", "shipped", "sold", "sale", "sendoff", "signs", "ship"})
CEREMONY = "ceremony"
# Where a sentence turns to the next firm: "...; PT B", "..., dan CV C".
TURN = re.compile(r";\s|,?\s(?:dan|serta)\s(?=(?:PT|CV|UD|Koperasi)\b)")
ON_THE_WAY = re.compile(
    r"\b(?:[Pp]elabuhan|[Bb]andara|[Tt]erminal|[Tt]anjung|lewat|melalui|via|ke)\s(?:[\w.]+\s){0,4}$"
)
COUNT = {"pertama": 0, "kedua": 1, "ketiga": 2}
MOST = 40  # deals of one article; a text of more is no news, and is left whole
CARRIED = ("origin", "exported")  # what a deal takes over from the one before when it names none


@dataclass(kw_only=True)
class Deal:
    """The clauses of one deal, and those before the first deal that may name what later ones are about."""

    opening: Told
    own: Told

    @property
    def all(self) -> Told:
        """Every clause of the deal."""
        return [*self.opening, *self.own]


def deals(article: Article, news: Told) -> list[Told]:
    """The news cut into its deals; the news as it is where they are not told apart."""
    body = [(s, inside) for s, inside in news if s.field == "body"]
    counted = _numbered(body) or any("apart" in s.labels for s, _ in body)
    ceremony = any(CEREMONY in s.labels for s, _ in news) and not counted
    if ceremony and len(_days(article, body)) < 2 and not _several_homes(body):
        return [news]
    cut = _cut(article, body)
    kept = _apart(article, cut, ceremony=ceremony, counted=counted)
    if len(kept) < 2:
        return [news]
    own = [deal.own for deal in kept]
    own[0] = [*_left_to(kept[0].opening, own[0], own[1:]), *own[0]]
    return [_completed(article, own, at) for at in range(len(own))]


def _cut(article: Article, body: Told) -> list[Deal]:
    """Each clause with the deal it tells of: by its destination, goods, day or number, else the one told of last."""
    cut: list[Deal] = []
    waiting: Told = []
    current = 0
    for piece in _clauses(article, body):
        told = [deal.all for deal in cut]
        again = _told_of(article, piece, cut)
        if again is not None:
            current = again
            cut[current].own.append(piece)
        elif _opens(article, piece, waiting, told):
            if len(cut) == MOST:
                return []
            current = len(cut)
            cut.append(Deal(opening=[] if cut else waiting, own=[*(waiting if cut else []), piece]))
            waiting = []
        elif not cut or (not _unsent(told) and _turns(article, piece, told[-1])):
            waiting.append(piece)
        else:
            current = len(cut) - 1 if _names(piece) else current
            cut[current].own.append(piece)
    return cut


def _names(piece: Piece) -> bool:
    """True where a clause names a destination or goods."""
    return bool(_codes([piece], "destination") or _codes([piece], "exported"))


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
    # "hari ini" in a quotation is the day told already.
    value = mention.value if "near-day" not in mention.rule else None
    whole = isinstance(value, PartialDate) and value.day is not None and not _is_to_come(article, value)
    return whole and is_of_event(sentence, mention) and not in_dateline(article, mention)


def _is_to_come(article: Article, day: PartialDate) -> bool:
    meant, published = day.as_date(), article.published_at
    return meant is not None and published is not None and meant > local_day(published)


def _clauses(article: Article, told: Told) -> Iterator[Piece]:
    for sentence, inside in told:
        breaks = [sentence.words[c.first][0] for c in sentence.cues if c.label == "break"]
        turns = [turn.end() for turn in TURN.finditer(article.body, sentence.start, sentence.end)]
        edges = [sentence.start, *sorted({*breaks, *turns}), sentence.end]
        for start, end in pairwise(edges):
            yield replace(sentence, start=start, end=end), [m for m in inside if start <= m.start < end]


def _told_of(article: Article, piece: Piece, cut: list[Deal]) -> int | None:
    """The earlier deal that a clause comes back to: by its number, its destination or, without one, its goods."""
    if _another_day(article, piece, [deal.all for deal in cut]):
        return None
    role = "destination" if _codes([piece], "destination") else "exported"
    codes = _codes([piece], role)
    named = [deal.all if role == "destination" else deal.own for deal in cut]
    told = [at for at, deal in enumerate(named) if codes and codes <= _codes(deal, role)]
    if told and told[-1] < len(cut) - 1:
        return told[0]
    number = None if codes and not told else _counted(article, piece[0])
    return number if number is not None and number < len(cut) else None


def _codes(told: Told, role: str) -> set[object]:
    return {m.value for _, inside in told for m in inside if m.role == role}


def _opens(article: Article, piece: Piece, waiting: Told, cut: list[Told]) -> bool:
    """True where a clause names a new destination or another day with goods, a sum or a firm of its own, or told of in
    the clauses that led on to it."""
    before = _codes(cut[-1], "destination") if cut else set()
    open_yet = bool(cut) and not before  # told by its day, its destination still to come
    new = (not open_yet and _codes([piece], "destination") - before) or _another_day(article, piece, cut)
    own = {m.role for m in piece[1]} & {"exported", "transaction"} or named_firm(article, *piece)
    sends = not OPENERS.isdisjoint(piece[0].labels)
    led_on = bool(cut) and bool(waiting)
    return bool(new and sends and (own or led_on or any(m.kind == "quantity" for m in piece[1])))


def _several_homes(body: Told) -> bool:
    """True where more than one sentence names an origin, and not all the same."""
    homes = [frozenset(_codes([piece], "origin")) for piece in body]
    return len({home for home in homes if home}) > 1


def _unsent(cut: list[Told]) -> bool:
    """True where the last deal was opened by its day and its destination is still to come."""
    return bool(cut) and not _codes(cut[-1], "destination")


def _another_day(article: Article, piece: Piece, cut: list[Told]) -> bool:
    """True where a clause has its own day and the deal before it another."""
    days = _days(article, [piece])
    before = _days(article, cut[-1]) if days and cut else set()
    return bool(before) and days.isdisjoint(before)


def _turns(article: Article, piece: Piece, last: Told) -> bool:
    """True where a clause leads on to the next deal: other goods, or a firm after one was named."""
    if _codes([piece], "transaction") or "this" in piece[0].labels:
        return False
    firm, firms = named_firm(article, *piece), {named_firm(article, *p) for p in last} - {None}
    return bool(_codes([piece], "exported") - _codes(last, "exported") or (firm and firms - {firm}))


def _apart(article: Article, cut: list[Deal], *, ceremony: bool, counted: bool) -> list[Deal]:
    """The deals that are told apart: each has a day of its own; or the text counts them and each has goods and a
    destination; or each has a firm, goods, a destination and an origin of its own; or, outside a ceremony, two or more
    have each a firm."""
    dated = [deal for deal in cut if _days(article, deal.all)]
    days = [_days(article, deal.all) for deal in dated]
    if len(dated) > 1 and all(a.isdisjoint(b) for a, b in combinations(days, 2)):
        return dated
    whole = [deal for deal in cut if _codes(deal.all, "destination") and _codes(deal.all, "exported")]
    if counted and len(whole) > 1:
        return whole
    firms = [any(named_firm(article, *piece) for piece in deal.all) for deal in cut]
    if all(firms) and len(whole) == len(cut) and _apart_in_space(cut):
        return cut
    return cut if sum(firms) > 1 and not ceremony else cut[:1]


def _apart_in_space(cut: list[Deal]) -> bool:
    """True where each deal has an origin of its own."""
    homes = [_codes(deal.own, "origin") for deal in cut]
    return all(homes) and all(a.isdisjoint(b) for a, b in combinations(homes, 2))


def _left_to(opening: Told, own: Told, later: list[Told]) -> Told:
    """What opens the news, without what a later deal names where the first deal names its own in that role."""
    roles = {m.role for _, inside in own for m in inside}
    named = {(m.kind, m.value) for told in later for _, inside in told for m in inside if m.role in roles}
    return [(s, [m for m in inside if (m.kind, m.value) not in named]) for s, inside in opening]


def _completed(article: Article, cut: list[Told], at: int) -> Told:
    """A deal with the goods and origins of the one before, where it names none, without the words around them."""
    told = cut[at]
    for role in CARRIED if at else ():
        if not _codes(told, role):
            home = _home(article, told) if role == "origin" else []
            told = [*told, *(home or _taken(cut[at - 1], role))]
    return told


def _taken(told: Told, role: str) -> Told:
    return [(replace(s, end=s.start), [m for m in inside if m.role == role]) for s, inside in told]


def _home(article: Article, told: Told) -> Told:
    """The city of the office that tells of a deal: "Bea Cukai Jember memfasilitasi ...", no port on the way."""
    cities = [(s, m) for s, inside in told for m in inside if m.kind == "city" and m.field == "body"]
    homes = [(s, m) for s, m in cities if not ON_THE_WAY.search(article.body, max(0, m.start - 48), m.start)]
    return [(replace(s, end=s.start), [replace(m, role="origin")]) for s, m in homes[:1]]
