"""The columns of an export: app/data/columns.csv says what they hold, GET how a row gives each.

docs/data-dictionary.md, `pantau export --dictionary` and the sheet "Kolom" of a workbook are made from that table.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from app.export_row import Row, country_names, province_codes, region_names, stated
from app.export_table import Column, Value, read_columns, rows_of, tidy
from app.facts import KINDS
from app.labels import chapters
from entities.goods import chapter, commodities, commodity, heading

Of = Literal["releases", "programs", "stories", "events", "schemes"]
# Those that the table tells of; events and schemes have tables of their own.
OF: tuple[Of, ...] = get_args(Of)[:3]
TABLE = Path(__file__).with_name("data") / "columns.csv"


class RowColumn(Column):
    """A column of releases, programmes or articles."""

    def of(self, found: Row) -> Value:
        """The cell of a row."""
        return tidy(self.kind, GET[self.name](found))


@cache
def columns(of: Of) -> tuple[Column, ...]:
    """The columns of an export, in their order."""
    if of == "events":
        from app.ledger_export import event_columns

        return event_columns()
    if of == "schemes":
        from app.schemes_export import scheme_columns

        return scheme_columns()
    return read_columns(RowColumn, [row for row in rows_of(TABLE) if of in row.pop("of").split()])


# ---------------------------------------------------------------- how a row gives each


def _article(field: str) -> Callable[[Row], Any]:
    return lambda f: getattr(f.article, field)


def _record(field: str) -> Callable[[Row], Any]:
    return lambda f: getattr(f.record, field)


def _value(field: str) -> Callable[[Row], Any]:
    return lambda f: getattr(f.worth.stated, field) if f.worth.stated else None


def _rate(field: str, *currencies: str) -> Callable[[Row], Any]:
    return lambda f: next((getattr(r, field) for r in f.worth.rates if r.currency in currencies), None)


def _date(field: str, default: Any = None) -> Callable[[Row], Any]:
    return lambda f: getattr(f.article.date, field) if f.article.date else default


def _copy(field: str) -> Callable[[Row], Any]:
    return lambda f: getattr(f.story.copy_of, field) if f.story.copy_of else None


def _places(f: Row) -> tuple[str, ...]:
    return f.hit.program.places if f.hit.program else f.mentioned("city", "province")


def _known(f: Row, read: Callable[[str], str | None]) -> list[str]:
    """What is known of the goods, each once."""
    return list(dict.fromkeys(filter(None, map(read, f.products))))


GET: dict[str, Callable[[Row], Any]] = {
    "id": lambda f: f.key,
    "article": _article("id"),
    "sample": _article("sample"),
    "source": _article("source"),
    "title": _article("title"),
    "url": _article("url"),
    "published_at": _article("published_at"),
    "published_on": lambda f: f.published_on,
    "published_precision": _date("precision"),
    "published_printed": _date("raw"),
    "published_flags": _date("flags", ()),
    "authors": _article("authors"),
    "editor": _article("editor"),
    "section": _article("section"),
    "tags": _article("tags"),
    "changed_at": _article("changed_at"),
    "fetched_at": _article("fetched_at"),
    "premium": _article("premium"),
    "page": _article("page"),
    "topics": lambda f: f.story.topics,
    "learnt_at": lambda f: f.story.learnt_at,
    "copy_of": _copy("id"),
    "copy_by": _copy("by"),
    "copy_similarity": _copy("similarity"),
    "releases": lambda f: len(f.story.releases),
    "programs": lambda f: len(f.story.programs),
    "date": _record("date"),
    "origin_codes": lambda f: f.origins,
    "origin_names": lambda f: region_names(f.origins),
    "province_codes": lambda f: province_codes(f.origins),
    "province_names": lambda f: region_names(province_codes(f.origins)),
    "destination_codes": lambda f: f.destinations,
    "destination_names": lambda f: country_names(f.destinations),
    "products": lambda f: f.products,
    "groups": lambda f: _known(f, chapter),
    "group_names": lambda f: [chapters().get(code, "") for code in GET["groups"](f)],
    "headings": lambda f: _known(f, heading),
    "commodities": lambda f: _known(f, commodity),
    "commodity_names": lambda f: [commodities()[code].label for code in _known(f, commodity)],
    "exporter": _record("exporter"),
    "place_codes": _places,
    "place_names": lambda f: region_names(_places(f)),
    "country_codes": lambda f: f.mentioned("country"),
    "country_names": lambda f: country_names(f.mentioned("country")),
    "program_names": lambda f: dict.fromkeys(p.name or "" for p in f.story.programs),
    "name": _record("name"),
    "kind": _record("kind"),
    "kind_name": lambda f: KINDS.get(f.record.kind, f.record.kind),
    "agency": _record("agency"),
    "start": _record("start"),
    "end": _record("end"),
    "participants": _record("participants"),
    "values": lambda f: map(stated, f.values),
    "values_printed": lambda f: f.printed("value"),
    "value": _value("amount"),
    "value_upto": _value("upto"),
    "value_currency": _value("currency"),
    "value_approximate": _value("approximate"),
    "rupiah": lambda f: f.amount("IDR"),
    "dollars": lambda f: f.amount("USD"),
    "rupiah_rate": _rate("rate", "IDR"),
    "dollars_rate": _rate("rate", "USD"),
    "rate_date": _rate("rate_date", "IDR", "USD"),
    "rate_source": _rate("source", "IDR", "USD"),
    "values_differ": lambda f: f.differ,
    "quantities": lambda f: map(stated, f.quantities),
    "quantities_printed": lambda f: f.printed("quantity"),
    "kilograms": lambda f: f.kilograms,
    "evidence": lambda f: f.quoted,
    "edited": lambda f: f.edited,
}
