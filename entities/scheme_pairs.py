"""Whether two notices tell of one programme: the points of named rules (entities/data/schemes.toml), added up.

Every rule is the same in either order. What a notice does not say speaks neither for nor against.
"""

from collections.abc import Callable, Iterable
from datetime import date

from entities.gazetteer import table
from entities.ledger_pairs import CITY, Compared, article, gap, meet, rules, text
from entities.scheme_levels import NATIONAL, TABLE, listed
from entities.scheme_report import Notice

MOST = 2  # of three words of the shorter name
FEW = 10  # participants that prove little


def compare(one: Notice, other: Notice) -> Compared:
    """Two notices of different programmes; the same in either order."""
    names = tuple(name for rule in FIELDS if (name := rule(one, other)))
    table_of = rules(TABLE)
    return Compared(sum(table_of[name].points for name in names), names, TABLE)


def parts(one: Notice, other: Notice, together: Iterable[Notice]) -> bool:
    """True where the two are never of one programme, whatever a third notice says."""
    return compare(one, other).parts


def far(one: Notice, other: Notice) -> bool:
    """True for two that no rules can join, whatever else agrees: quicker told than compared."""
    if one.first == other.first:
        return False
    return _name(one, other) == "other-name" or _year(one, other) == "other-year" or bool(_ground(one, other))


# ---------------------------------------------------------------- the rules, a field each


def _standing(one: Notice, other: Notice) -> str | None:
    if not (one.standing and other.standing) or one.name.known != other.name.known:
        return None
    return "one-standing" if one.year == other.year else "other-standing-year"


def _ground(one: Notice, other: Notice) -> str | None:
    if one.first == other.first or one.name.words & other.name.words or _initialled(one, other):
        return None
    return None if _near(one.program.places, other.program.places) else "no-common-ground"


def _name(one: Notice, other: Notice) -> str | None:
    here, there = one.name, other.name
    if not here.words or not there.words:
        return None
    if here.single and here.known == there.known:
        return "same-name"
    if here.general or there.general:
        shared = here.words & there.words
        both = here.general and there.general
        return "general-name" if shared else "other-general-name" if both else None
    if here.words <= there.words or there.words <= here.words:
        return "same-name"
    if _initialled(one, other):
        return "same-initials"
    shorter = min(len(here.words), len(there.words))
    return "like-name" if 3 * len(here.words & there.words) >= MOST * shorter else "other-name"


def _initialled(one: Notice, other: Notice) -> bool:
    """True where the one is the initials of the other's name."""
    return any(a.short and a.short.casefold() in b.name.words for a, b in ((one, other), (other, one)))


def _edition(one: Notice, other: Notice) -> str | None:
    if not one.batches or not other.batches:
        return None
    return "same-edition" if one.batches == other.batches else "other-edition"


def _year(one: Notice, other: Notice) -> str | None:
    if not one.years or not other.years:
        return None
    return "same-year" if one.years == other.years else "other-year"


def _time(one: Notice, other: Notice) -> str | None:
    if one.window is None or other.window is None or (one.standing and other.standing):
        return None
    apart = gap(one, other)
    if apart <= table(TABLE)["near"]:
        return "one-season"
    if apart <= table(TABLE)["reach"] or one.first == other.first:
        return "same-cycle"
    if one.years and one.years == other.years:
        return "same-cycle"
    return "lasting" if one.lasting and other.lasting else "far-time"


def _days(one: Notice, other: Notice) -> str | None:
    """Printed days; those of notices without a name of their own part."""
    if one.printed & other.printed:
        return "same-days"
    here, there = _period(one), _period(other)
    if not here or not there:
        return None
    if here[0] <= there[1] and there[0] <= here[1]:
        return "within-days"
    return None if one.named and other.named else "other-days"


def _period(one: Notice) -> tuple[date, date] | None:
    start, end = one.program.start, one.program.end
    return (start, end or start) if start else (end, end) if end else None


def _place(one: Notice, other: Notice) -> str | None:
    here, there = one.program.places, other.program.places
    if not here or not there:
        return None
    if near := _near(here, there):
        return near
    provinces = {code[:2] for code in here} & {code[:2] for code in there}
    if one.named and other.named and _wide(one, other, provinces):
        return "many-places"
    return "other-city" if provinces else "other-chapter"


def _near(here: tuple[str, ...], there: tuple[str, ...]) -> str | None:
    """Whether two lists of places share one, or the one has the province of a city of the other."""
    shared = set(here) & set(there)
    if any(len(code) == CITY for code in shared):
        return "same-city"
    vague = any(code[:2] in there for code in here) or any(code[:2] in here for code in there)
    return "same-province" if shared or vague else None


def _wide(one: Notice, other: Notice, provinces: set[str]) -> bool:
    """True where a programme may be told of in both places: run for the country, or for the province of both."""
    scopes = {one.scope, other.scope} - {None}
    return scopes == {NATIONAL} or (bool(scopes) and scopes <= provinces)


def _agency(one: Notice, other: Notice) -> str | None:
    here, there = one.office, other.office
    if not here or not there:
        return None
    if here <= there or there <= here:
        return "same-agency"
    local = one.scope is not None and one.scope == other.scope != NATIONAL
    if local and here & listed("government") and there & listed("government"):
        return "same-government" if "pemerintah" in here | there or len(here & there) > 1 else "other-agency"
    return "same-agency" if len(here & there) > 1 else "other-agency"


def _kind(one: Notice, other: Notice) -> str | None:
    return "same-kind" if one.program.kind == other.program.kind else "other-kind"


def _value(one: Notice, other: Notice) -> str | None:
    return "same-value" if any(meet(a, b) for a in one.sums for b in other.sums) else None


def _participants(one: Notice, other: Notice) -> str | None:
    here, there = one.program.participants, other.program.participants
    if here is None or there is None:
        return None
    if here == there:
        return "same-participants" if here >= FEW else None
    return None if one.named or other.named else "other-participants"


FIELDS: tuple[Callable[[Notice, Notice], str | None], ...] = (
    article,
    text,
    _standing,
    _ground,
    _name,
    _edition,
    _year,
    _time,
    _days,
    _place,
    _agency,
    _kind,
    _value,
    _participants,
)
