"""The home of goods whose release names no origin outright."""

import re
from collections import Counter
from itertools import islice

from entities.cues import LEAD
from entities.records import Article, Mention
from entities.rules import Rule

PLACES = frozenset({"city", "province"})
GAP = re.compile(r"\n\n")
# Where goods leave from, or whose governor speaks, is their home where no other place is named.
FALLBACK = frozenset({"departed", "departed-for", "governor", "attended"})
# Rules by which a place is the seat of an office or paper, and often where the goods come from all the same.
SEATS = FALLBACK | {
    "dateline",
    "office-or-port",
    "bureau",
    "spoken-there",
    "spoken-at",
    "spoken-beside",
    "spoken-in",
    "told-late",
}
PORTS = frozenset({"office-or-port", "bureau", "departed", "departed-for"})
CAPITAL = "31"
ONLY = Rule(name="only-place", gives="origin", needs=(), bars=())


def only_place(
    mentions: list[Mention], verdicts: dict[int, Rule | None], article: Article
) -> dict[int, Rule | None]:
    """The home of a release that names no origin: the first place of its lead where no rule says that it is something
    else, the one that office, dateline and governor name again and again, or the one port."""
    places = [(m, verdicts.get(id(m))) for m in mentions if m.kind in PLACES]
    if any(rule and rule.strong for _, rule in places):
        return {}
    end = _end_of_lead(article.body)
    early = [(m, rule) for m, rule in places if m.field == "title" or m.start < end]
    open_ones = [m for m, rule in early if (rule.name in FALLBACK if rule else m.value != CAPITAL)]
    chosen = min(open_ones, key=lambda m: (m.kind == "province", m.field == "body", m.start), default=None)
    chosen = chosen or _named_again([m for m, rule in places if rule is None or rule.name in SEATS])
    chosen = chosen or _only_port(places)
    return {id(chosen): ONLY} if chosen else {}


def _named_again(places: list[Mention]) -> Mention | None:
    """The first mention of the place that is named most often, at least twice; the capital's offices are none."""
    times = Counter(m.value for m in places if m.value != CAPITAL)
    most = max(times.values(), default=0)
    return next((m for m in places if times[m.value] == most), None) if most > 1 else None


def _only_port(places: list[tuple[Mention, Rule | None]]) -> Mention | None:
    """The city whose port or office the goods leave through, where the article names no other one."""
    ports = [m for m, rule in places if m.kind == "city" and rule and rule.name in PORTS]
    return ports[0] if len({m.value for m in ports}) == 1 else None


def _end_of_lead(body: str) -> int:
    """Where the first paragraphs end."""
    ends = [gap.start() for gap in islice(GAP.finditer(body), LEAD)]
    return ends[-1] if len(ends) == LEAD else len(body)
