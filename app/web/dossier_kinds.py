"""What dossiers there are: how the code or name in an address is read, and what of the index each tells of."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from app import labels
from app.web.language import Speech
from app.web.naming import CITY, NAME, Named, dossier, place
from entities.goods import chapter, goods, heading
from entities.ledger_firsts import First
from entities.ledger_report import firm_words
from entities.regions import folded
from indexer import names
from indexer.index import Index, Query

Narrow = Callable[[str], bool]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of dossier. field: the filter of events by it; schemes: that of programmes; with_: its partners."""

    field: str
    schemes: str
    with_: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Partner:
    """What is counted beside a dossier: a facet, the filter that narrows to one value, and the dossier it has.

    exact: the filter finds just what the facet counts; names are compared as search words, which find more.
    """

    facet: str
    field: str
    kind: str
    exact: bool = True
    wanted: Narrow = lambda value: True


KINDS: Mapping[str, Kind] = {
    "city": Kind(field="origins", schemes="places", with_=("country", "product", "group", "exporter")),
    "province": Kind(
        field="origins", schemes="places", with_=("city", "country", "product", "group", "exporter")
    ),
    "country": Kind(
        field="destinations",
        schemes="countries",
        with_=("province", "city", "product", "group", "exporter"),
    ),
    "product": Kind(field="products", schemes="products", with_=("province", "city", "country", "exporter")),
    "group": Kind(
        field="groups", schemes="groups", with_=("province", "city", "country", "product", "exporter")
    ),
    "exporter": Kind(
        field="exporters", schemes="exporters", with_=("province", "city", "country", "product", "group")
    ),
}
PROGRAM_WITH = ("province", "city", "country", "product", "exporter")
PARTNERS: Mapping[str, Partner] = {
    "province": Partner(facet="origin", field="origins", kind="province", wanted=lambda v: len(v) < CITY),
    "city": Partner(facet="origin", field="origins", kind="city", wanted=lambda v: len(v) == CITY),
    "country": Partner(facet="destination", field="destinations", kind="country"),
    "product": Partner(facet="product", field="products", kind="product", exact=False),
    "group": Partner(facet="group", field="groups", kind="group"),
    "exporter": Partner(facet="exporter", field="exporters", kind="exporter", exact=False),
}
NEAR = 3  # names that look alike


def query_of(kind: str, code: str, of: Any = "events", **also: Any) -> Query:
    """The events, programmes or articles of a dossier."""
    field = KINDS[kind].schemes if of in ("schemes", "programs") else KINDS[kind].field
    return replace(Query(of=of, facets=(), **{field: (code,)}), **also)


def title(kind: str, code: str, t: Speech) -> str:
    """What a dossier is called."""
    if kind in ("city", "province"):
        return t.region(code)
    return t.label({"country": "destination"}.get(kind, kind), code)


# ---------------------------------------------------------------- what an address names


def read(index: Index, kind: str, written: str) -> list[tuple[str, str]]:
    """The (kind, code) that a code or name means: none where it is unknown, several where it is ambiguous.

    A product is known when it is one of our list or when an article names just it, an exporter when an article does.
    """
    if len(written) > NAME or not written.strip():
        return []
    if kind in ("city", "province"):
        codes = names.READ["place"](written)
        return [("city" if len(code) == CITY else "province", code) for code in codes]
    if kind in ("country", "group"):
        return [(kind, code) for code in names.READ[kind](written)]
    return [(kind, name) for name in _spelt(index, kind, " ".join(written.split()))]


def _spelt(index: Index, kind: str, written: str) -> list[str]:
    """The name as it is held: in just these words, in whatever case."""
    if kind == "product" and written.casefold() in goods():
        return [written.casefold()]
    for of in ("events", "stories"):
        asked = query_of(kind, written, of, limit=0, facets=(kind,))
        same = [name for name in index.search(asked).facets[kind] if name.casefold() == written.casefold()]
        if same:
            return [written] if written in same else same[:1]
    return []


def near(index: Index, kind: str, written: str, t: Speech) -> list[Named]:
    """Dossiers whose names look like an unknown one, nearest first."""
    if kind in ("city", "province", "country"):
        field = "place" if kind != "country" else kind
        codes = (
            code
            for name in names.near(written[:NAME], field)
            for code in names.READ[field](name.split(" (")[0])
        )
        page = place if kind != "country" else lambda code: dossier("country", code)
        return [Named(title(kind, code, t), page(code)) for code in dict.fromkeys(codes)]
    known = dict(_known(index, kind, t))
    return [known[one] for one in get_close_matches(folded(written[:NAME]), known, NEAR, cutoff=0.6)]


def _known(index: Index, kind: str, t: Speech) -> Iterator[tuple[str, Named]]:
    """Folded name -> dossier, of what the index holds and of the tables of groups."""
    if kind == "program":
        for hit in index.hits(Query(of="schemes")):
            if hit.scheme and hit.scheme.name:
                yield folded(hit.scheme.name), Named(hit.scheme.name, dossier(kind, hit.scheme.id))
        return
    if kind == "group":
        for code in labels.chapters():
            yield folded(code), Named(t.label("group", code), dossier(kind, code))
        return
    for name in index.search(Query(of="events", limit=0, facets=(kind,))).facets[kind]:
        yield folded(name), Named(name, dossier(kind, name))


# ---------------------------------------------------------------- firsts


def of_dossier(kind: str, code: str, found: Iterable[First]) -> list[First]:
    """Of some firsts those that a dossier tells of, in the same order."""
    return [one for one in found if FIRSTS[kind](one, code)]


def _of_product(one: First, code: str) -> bool:
    return one.kind == "product-country" and one.what == (heading(code) or code)


def _of_group(one: First, code: str) -> bool:
    own = one.what[:2] if one.what.isdigit() else chapter(one.what)
    return one.kind == "product-country" and own == code


def _of_exporter(one: First, code: str) -> bool:
    return one.kind == "exporter-returns" and firm_words(one.what) == firm_words(code)


FIRSTS: Mapping[str, Callable[[First, str], bool]] = {
    "city": lambda one, code: one.kind == "origin-country" and one.what == code,
    "province": lambda one, code: one.kind == "origin-country" and one.what[:2] == code,
    "country": lambda one, code: one.country == code,
    "product": _of_product,
    "group": _of_group,
    "exporter": _of_exporter,
}
