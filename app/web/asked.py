"""What an address asks: its parameters as a Query, and a Query as parameters. Every state of a page is such an address.

Parameters are the options of `pantau search` with an underscore, and bound in number and length. An unknown parameter
or value is refused in one sentence (Refused, status 400). What is empty, as a form sends it, is not told.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from app import wording
from app.asking import FILTERS, read_money, read_weight
from app.export_row import exact
from app.web.refused import Refused
from app.web.settings import LANGUAGES
from entities.errors import BadInput
from indexer.index import Between, Query
from indexer.language import MAX_TEXT
from indexer.names import READ, near

OF = {
    "articles": "stories",
    "events": "events",
    "releases": "releases",
    "programmes": "programs",
    "schemes": "schemes",
}
OF_NAMES = {value: name for name, value in OF.items()}
PLACES = {"/": "articles", "/events": "events", "/programmes": "schemes"}  # page -> what it lists
SEEN = ("/lihat", "/lihat.svg", "/lihat.png")
USUAL = {
    **PLACES,
    **dict.fromkeys(SEEN, "events"),
}  # page -> what its address asks for where it does not tell
PAGE_OF = {name: path for path, name in PLACES.items()}
SORTS = ("relevance", "newest", "oldest", "value", "sources")
COMMON_SORTS = SORTS[:-1]  # by sources only events are ordered
BYS = ("published", "learnt", "release")
COPIES = {"yes": False, "no": True}
AMOUNTS = ("min_value", "max_value", "min_weight", "max_weight")
SINGLE = ("q", "of", *AMOUNTS, "since", "until", "by", "copies", "sort", "limit", "after", "bahasa")
PARAMETERS = (*FILTERS, *SINGLE)

LIMIT, MOST = 20, 100  # hits on a page: without a word, and at most
MANY = 60  # parameters of an address
LONG = 200  # letters of a name, a day, an amount
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
CURSOR = re.compile(r"[A-Za-z0-9_-]{1,4000}", re.ASCII)
Pairs = Iterable[tuple[str, str]]


def read(
    pairs: Pairs, *, of: str = "articles", also: Collection[str] = (), most: int = MOST, limit: int = LIMIT
) -> Query:
    """The query of an address, for `of` where it tells none; limit and most: hits on a page, and at most.

    also: parameters that a page takes beside them and reads itself (`own`).
    """
    told = _told(list(pairs), {*PARAMETERS, *also})
    one = {name: values[0] for name, values in told.items() if name in SINGLE}
    since, until = _day(one, "since"), _day(one, "until")
    if since and until and since > until:
        raise Refused("backwards", since=one["since"], until=one["until"])
    return Query(
        of=_choice(one, "of", OF, of),
        text=one.get("q", ""),
        **{field: _codes(name, told.get(name, ())) for name, (field, _) in FILTERS.items()},
        value=_between(one, "value", read_money),
        volume=_between(one, "weight", read_weight),
        since=since and _midnight(since),
        until=until and _midnight(until + timedelta(days=1)),
        by=_choice(one, "by", {name: name for name in BYS}, "published"),
        originals=_choice(one, "copies", COPIES, "yes"),
        sort=_choice(one, "sort", {name: name for name in SORTS}, "relevance"),
        limit=_number(one, "limit", limit, most),
        after=_cursor(one),
        facets=(),
    )


def own(pairs: Pairs, name: str, known: Collection[str], otherwise: str) -> str:
    """One of a page's own parameters, which takes one of some words."""
    told = _told([pair for pair in pairs if pair[0] == name], {name})
    return str(_choice({name: told[name][0]} if name in told else {}, name, {k: k for k in known}, otherwise))


def free(pairs: Pairs, name: str) -> str:
    """One of a page's own parameters, which takes any words, "" where it is not told."""
    told = _told([pair for pair in pairs if pair[0] == name], {name})
    return told[name][0] if name in told else ""


def written(query: Query, *, of: str = "articles", limit: int = LIMIT) -> list[tuple[str, str]]:
    """The parameters that `read` makes this query of, in one order; what is as usual is left out."""
    pairs = [("q", query.text), ("of", _unless(OF_NAMES[query.of], of))]
    pairs += [(name, value) for name, (field, _) in FILTERS.items() for value in getattr(query, field)]
    for name, bound in (("value", query.value), ("weight", query.volume)):
        ends = (("min", bound.low), ("max", bound.high)) if bound else ()
        pairs += [(f"{end}_{name}", _amount(at, bound.unit)) for end, at in ends if bound and at is not None]
    pairs += [
        ("since", f"{query.since.astimezone(wording.WIB):%Y-%m-%d}" if query.since else ""),
        ("until", f"{wording.last_day(query.until):%Y-%m-%d}" if query.until else ""),
        ("by", _unless(query.by, "published")),
        ("copies", "no" if query.originals else ""),
        ("sort", _unless(query.sort, "relevance")),
        ("limit", _unless(str(query.limit), str(limit))),
        ("after", query.after or ""),
    ]
    return [(name, value) for name, value in pairs if value]


def address(path: str, query: Query | None = None, also: Mapping[str, str | None] | None = None) -> str:
    """A path with the parameters of a query, and others beside them; those that are None or empty are left out.

    A path whose page is of a kind of hit (USUAL), or of those open, does not tell the kind once more.
    """
    pairs = written(query, of=USUAL.get(path.removesuffix("/open"), "articles")) if query else []
    pairs += [(name, value) for name, value in (also or {}).items() if value]
    return path + (f"?{urlencode(pairs)}" if pairs else "")


def fields(query: Query) -> dict[str, str]:
    """What the fields of a form hold: every parameter that has one value, and "" for what is not told."""
    return {**dict.fromkeys(SINGLE, ""), **{k: v for k, v in written(query) if k in SINGLE}}


def names(query: Query) -> list[tuple[str, str]]:
    """The filters of names and codes alone."""
    return [(name, value) for name, value in written(query) if name in FILTERS]


def page_of(query: Query) -> str:
    """The page that lists what the query looks for."""
    return PAGE_OF.get(OF_NAMES[query.of], "/")


# ---------------------------------------------------------------- parts


def _told(pairs: list[tuple[str, str]], known: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Name -> the values told, blanks at their ends left out."""
    if len(pairs) > MANY:
        raise Refused("many", most=MANY)
    told: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        if name not in known:
            raise Refused("parameter", name=name[:LONG])
        if len(value) > (longest := {"q": MAX_TEXT, "after": 4000}.get(name, LONG)):
            raise Refused("long", name=name, most=longest)
        if value.strip():
            told[name] = (*told.get(name, ()), value.strip())
    for name, values in told.items():
        if len(values) > 1 and name not in FILTERS:
            raise Refused("twice", name=name)
    return told


def _choice(one: Mapping[str, str], name: str, known: Mapping[str, Any], otherwise: str) -> Any:
    value = one.get(name, otherwise)
    if value not in known:
        raise Refused("choice", name=name, value=value, known=", ".join(known))
    return known[value]


def language(pairs: Pairs) -> str | None:
    """The language that an address tells; None where it tells none."""
    told = [value for name, value in pairs if name == "bahasa" and value.strip()]
    if told and told[0] not in LANGUAGES:
        raise Refused("choice", name="bahasa", value=told[0][:LONG], known=", ".join(LANGUAGES))
    return told[0] if told else None


def _number(one: Mapping[str, str], name: str, otherwise: int, most: int) -> int:
    value = one.get(name, str(otherwise))
    if not (value.isascii() and value.isdigit() and len(value) < 7 and 1 <= int(value) <= most):
        raise Refused("number", name=name, value=value, most=most)
    return int(value)


def _cursor(one: Mapping[str, str]) -> str | None:
    after = one.get("after")
    if after is not None and not CURSOR.fullmatch(after):
        raise Refused("cursor")
    return after


def _day(one: Mapping[str, str], name: str) -> date | None:
    value = one.get(name)
    if value is None:
        return None
    try:
        if not DAY.fullmatch(value):
            raise ValueError
        day = date.fromisoformat(value)
        return day if 1900 <= day.year <= 2999 else _no_day(name, value)
    except ValueError:
        return _no_day(name, value)


def _no_day(name: str, value: str) -> date:
    raise Refused("day", name=name, value=value) from None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), wording.WIB)


def _codes(name: str, values: Iterable[str]) -> tuple[str, ...]:
    found = [code for value in values for code in (_sources if name == "source" else _read)(name, value)]
    return tuple(dict.fromkeys(found))


def _read(name: str, value: str) -> tuple[str, ...]:
    if codes := READ[name](value):
        return codes
    known = near(value, name)
    raise Refused("near" if known else "value", name=name, value=value, near=", ".join(known))


def _sources(name: str, value: str) -> tuple[str, ...]:
    from crawler.sources import sources

    if value not in sources():
        raise Refused("choice", name=name, value=value, known=", ".join(sorted(sources())))
    return (value,)


def _between(
    one: Mapping[str, str], what: str, read_amount: Callable[[str], tuple[str, Decimal]]
) -> Between | None:
    ends: dict[str, tuple[str, Decimal]] = {}
    for end in ("min", "max"):
        if value := one.get(f"{end}_{what}"):
            try:
                ends[end] = read_amount(value)
            except BadInput:
                raise Refused({"value": "money"}.get(what, what), name=f"{end}_{what}", value=value) from None
    units = {unit for unit, _ in ends.values()}
    if len(units) > 1:
        raise Refused("currencies", low=one["min_value"], high=one["max_value"])
    low, high = (ends[end][1] if end in ends else None for end in ("min", "max"))
    return Between(unit=units.pop(), low=low, high=high) if units else None


def _unless(value: str, usual: str) -> str:
    return "" if value == usual else value


def _amount(amount: Decimal, unit: str) -> str:
    shown = exact(amount).replace(".", ",")
    return f"USD {shown}" if unit == "USD" else shown
