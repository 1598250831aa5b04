"""Whether two reports tell of one release: the points of named rules (entities/data/ledger.toml), added up.

Every rule is the same in either order. What a report does not say speaks neither for nor against.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from entities import regions
from entities.gazetteer import table
from entities.ledger_report import TABLE, Report, Span
from entities.ledger_told import Told

CITY = 5  # characters of the code of a kabupaten or kota
FEW = 3  # containers that prove little
TOGETHER = 2  # words of a firm's name that two prints must share, or all of the shorter


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of ledger.toml."""

    name: str
    points: int
    against: bool
    because: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two reports compared: the points, and the names of the rules that gave them, as in the table of that file."""

    points: int
    rules: tuple[str, ...]
    table: str = TABLE

    @property
    def joins(self) -> bool:
        """True where the two are candidates for one event."""
        return self.points >= join_at(self.table)

    @property
    def parts(self) -> bool:
        """True where the two are never in one event, whatever a third report says."""
        return not self.joins and any(rules(self.table)[name].against for name in self.rules)

    @property
    def decided(self) -> bool:
        """True where someone decided that the two are one."""
        return "decided" in self.rules

    @property
    def bridged(self) -> bool:
        """True where only their countries, and perhaps a sum, speak against the two being one."""
        spoken = {name for name in self.rules if rules(self.table)[name].points < 0}
        return spoken - {"other-value"} == {"other-destination"}


@cache
def rules(of: str = TABLE) -> dict[str, Rule]:
    """The rules of a table by name."""
    rows = table(of)["rule"]
    return {r["name"]: Rule(r["name"], r["points"], r.get("against", False), r["because"]) for r in rows}


@cache
def join_at(of: str = TABLE) -> int:
    """The points from which two reports are candidates for one event."""
    points: int = table(of)["join"]
    return points


@cache
def decided() -> Compared:
    """Two reports of which someone decided that they are one."""
    return Compared(rules()["decided"].points, ("decided",))


def compare(one: Report, other: Report) -> Compared:
    """Two reports of different releases; the same in either order."""
    names = tuple(name for rule in FIELDS if (name := rule(one, other)))
    return Compared(sum(rules()[name].points for name in names), names)


# ---------------------------------------------------------------- the rules, a field each


def article(one: Told, other: Told) -> str | None:
    """The rule of two reports of one article, whatever they are of."""
    return "one-article" if one.article == other.article else None


def text(one: Told, other: Told) -> str | None:
    """The rule of two articles with one text, whatever is told there."""
    return "republished" if one.first == other.first and one.article != other.article else None


def _origin(one: Report, other: Report) -> str | None:
    here, there = one.release.origins, other.release.origins
    if not here or not there:
        return None
    if shared := set(here) & set(there):
        return "same-city" if any(len(code) == CITY for code in shared) else "same-province"
    if _within(here, there) or _within(there, here):
        return "same-province"
    return "namesake" if not _names(here).isdisjoint(_names(there)) else "other-origin"


def _within(cities: tuple[str, ...], provinces: tuple[str, ...]) -> bool:
    """True where a city of the one lies in a province that the other names."""
    return not {code[:2] for code in cities if len(code) == CITY}.isdisjoint(provinces)


def _names(codes: tuple[str, ...]) -> set[str]:
    return {name for code in codes if (name := bare_name(code))}


@cache
def bare_name(code: str) -> str | None:
    """The name of a kabupaten or kota without its kind; None for a province or an unknown code."""
    known = regions.labels().get(code)
    return known[0] if known and len(code) == CITY else None


def _day(one: Report, other: Report) -> str | None:
    if one.window is None or other.window is None:
        return None
    if one.first == other.first and not (one.day and other.day):
        return "near"  # a republished text keeps the day of the first
    apart = gap(one, other)
    if one.day and other.day:
        return ("same-day", "next-day")[apart] if apart < 2 else _distance(apart, "other-day")
    if one.looks_back or other.looks_back:
        return "looks-back" if not apart else _distance(apart, "late")
    return "near" if not apart else _distance(apart, "late")


def _distance(apart: int, near: str) -> str:
    return near if apart <= table(TABLE)["late"] else "far-days"


def far(one: Report, other: Report) -> bool:
    """True for two that no other rule can join, because their days are far apart: quicker told than compared."""
    return one.first != other.first and gap(one, other) > table(TABLE)["late"]


def gap(one: Told, other: Told) -> int:
    """Days between the windows of two reports, 0 where they overlap or one has none."""
    if one.window is None or other.window is None:
        return 0
    return max(0, one.window[0] - other.window[1], other.window[0] - one.window[1])


def _destination(one: Report, other: Report) -> str | None:
    here, there = set(one.release.destinations), set(other.release.destinations)
    if not here or not there:
        return None
    if here <= there or there <= here:
        return "same-destinations"
    return "shared-destination" if here & there else "other-destination"


def _product(one: Report, other: Report) -> str | None:
    if not one.goods or not other.goods:
        return None
    if any(a <= b or b <= a for a in one.goods for b in other.goods):
        return "same-product"
    if one.headings & other.headings:
        return "same-heading"
    return "same-group" if one.groups & other.groups else "other-product"


def _value(one: Report, other: Report) -> str | None:
    if not one.sums or not other.sums:
        return None
    return "same-value" if any(meet(a, b) for a in one.sums for b in other.sums) else "other-value"


def meet(one: Span, other: Span) -> bool:
    """True where two spans overlap."""
    return one[0] <= other[1] and other[0] <= one[1]


def _quantity(one: Report, other: Report) -> str | None:
    pairs = [(unit, a, b) for unit, a in one.amounts for other_unit, b in other.amounts if unit == other_unit]
    same = [(unit, a) for unit, a, b in pairs if meet(a, b)]
    if any(unit != "container" or amount[0] > FEW for unit, amount in same):
        return "same-amount"
    return "same-few" if same else "other-amount" if pairs else None


def _exporter(one: Report, other: Report) -> str | None:
    here, there = one.firm, other.firm
    if not here or not there:
        return None
    enough = min(TOGETHER, len(here), len(there))
    return "same-exporter" if len(here & there) >= enough else "other-exporter"


FIELDS: tuple[Callable[[Report, Report], str | None], ...] = (
    article,
    text,
    _origin,
    _day,
    _destination,
    _product,
    _value,
    _quantity,
    _exporter,
)


def told(compared: Compared) -> Iterator[str]:
    """The rules of a comparison as people read them: "same-city +20"."""
    for name in compared.rules:
        yield f"{name} {rules(compared.table)[name].points:+d}"
