"""The records as JSON Schema (2020-12), made from their dataclasses, as entities/wire.py and ledger_wire.py print them.

The types of the fields are read from the code; the table FORMS tells where the printed form has other keys.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from inspect import cleandoc
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from entities.errors import BadInput
from entities.ledger_claims import Claim, Conflict, Entry, Telling
from entities.ledger_decisions import Decision
from entities.ledger_firsts import First
from entities.ledger_report import Report
from entities.rates import Converted
from entities.records import (
    Article,
    Copy,
    Correction,
    DateRead,
    Mention,
    Money,
    PartialDate,
    Program,
    Quantity,
    Release,
    Story,
)
from entities.scheme_claims import SchemeEntry
from entities.scheme_history import Dated, Status

Json = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
STRING, NUMBER, WHOLE = {"type": "string"}, {"type": "number"}, {"type": "integer"}
DAY, MOMENT = {"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}
PLAIN: dict[Any, Json] = {
    str: STRING,
    int: WHOLE,
    bool: {"type": "boolean"},
    Decimal: NUMBER,
    float: NUMBER,
    dt.date: DAY,
    dt.datetime: MOMENT,
}


def ref(name: str) -> Json:
    """A reference to another record of the same document."""
    return {"$ref": f"#/$defs/{name}"}


def many(of: Json) -> Json:
    return {"type": "array", "items": of}


def perhaps(of: Json) -> Json:
    """That or null."""
    return {"anyOf": [of, {"type": "null"}]}


@dataclass(frozen=True, kw_only=True)
class Form:
    """How a record is printed: the fields of `of` (all, or `only` some, and none `without`), `more` in their place or
    beside them; `loose` keys are left out where they do not apply."""

    of: type
    only: tuple[str, ...] | None = None
    without: tuple[str, ...] = ()
    more: Mapping[str, Json] | Callable[[], Mapping[str, Json]] = dict
    loose: tuple[str, ...] = ()

    def properties(self) -> Json:
        """The keys with what each holds, in the order of the fields."""
        hints = get_type_hints(self.of)
        chosen = tuple(f.name for f in fields(self.of)) if self.only is None else self.only
        own = {name: typed(hints[name]) for name in chosen if name not in self.without}
        return {**own, **(self.more() if callable(self.more) else self.more)}


TEXTS = {"type": "object", "additionalProperties": many(STRING)}
VALUE = {"anyOf": [STRING, WHOLE, ref("money"), ref("quantity")]}
RATED = {"converted": many(ref("converted")), "warnings": many(ref("warning"))}


def _story() -> Json:
    article = FORMS["article"].properties()
    own = {"topics": many(STRING), "mentions": many(ref("mention"))}
    records = {"releases": many(ref("release")), "programs": many(ref("program"))}
    index = {"learnt_at": perhaps(MOMENT), "copy_of": perhaps(ref("copy"))}
    return {**article, **own, **records, **index, "corrections": many(ref("correction"))}


def _event() -> Json:
    hints = get_type_hints(Entry)
    own = {name: typed(hints[name]) for name in ("told_on", "origins", "destinations", "products")}
    return {
        "id": {**STRING, "pattern": "^EV-"},
        "date": perhaps(DAY),
        **own,
        "value": perhaps(ref("money")),
        "value_printed": typed(hints["printed"]),
        "rupiah": perhaps(NUMBER),
        "dollars": perhaps(NUMBER),
        "quantities": many(ref("quantity")),
        "exporter": typed(hints["exporter"]),
        "reports": WHOLE,
        "sources": WHOLE,
        **{name: many(ref(of)) for name, of in EVENT_LISTS.items()},
        "aliases": many(STRING),
        "sample": PLAIN[bool],
        "edited": TEXTS,
    }


def _scheme() -> Json:
    hints = get_type_hints(SchemeEntry)
    names = ("name", "agency", "kind", "places", "start", "end", "participants", "sources")
    return {
        "id": {**STRING, "pattern": "^PR-"},
        **{name: typed(hints[name]) for name in names},
        "national": PLAIN[bool],
        "year": perhaps(WHOLE),
        "value": perhaps(ref("money")),
        "value_printed": typed(hints["printed"]),
        "rupiah": perhaps(NUMBER),
        "dollars": perhaps(NUMBER),
        "notices": WHOLE,
        "status": perhaps(ref("status")),
        "history": many(ref("stage")),
        **{name: many(ref(of)) for name, of in EVENT_LISTS.items() if name != "firsts"},
        "aliases": many(STRING),
        "sample": PLAIN[bool],
        "edited": TEXTS,
    }


EVENT_LISTS = {
    "conflicts": "conflict",
    "firsts": "first",
    "claims": "claim",
    "tellings": "report",
    "joins": "join",
    "decisions": "decision",
}
TOLD = ("article", "source", "url", "title", "published_at", "learnt_at", "looks_back")
NAMED = ("kind", "text", "name", "role", "field", "start", "end", "rule")
FORMS: dict[str, Form] = {
    "article": Form(of=Article),
    "date": Form(of=DateRead),
    "money": Form(
        of=Money,
        only=("amount", "currency", "approximate"),
        more={"upto": NUMBER, "from": NUMBER, "deal": WHOLE},
        loose=("approximate", "upto", "from", "deal"),
    ),
    "quantity": Form(
        of=Quantity,
        only=("amount", "unit", "approximate"),
        more={"upto": NUMBER, "from": NUMBER},
        loose=("approximate", "upto", "from"),
    ),
    "converted": Form(
        of=Converted,
        more={"stated": NUMBER, "stated_currency": STRING, "upto": NUMBER},
        loose=("upto",),
    ),
    "warning": Form(
        of=Converted,
        more={
            "kind": {"const": "deal-differs"},
            "deal": WHOLE,
            "factor": NUMBER,
            "stated": NUMBER,
            "stated_currency": STRING,
            "upto": NUMBER,
            "against": NUMBER,
        },
        loose=("upto",),
    ),
    "release": Form(of=Release, more=RATED, loose=("edited",)),
    "program": Form(of=Program, more=RATED, loose=("edited",)),
    "correction": Form(
        of=Correction,
        without=("held", "said", "sets"),
        more={"said": TEXTS, "sets": {"type": "object"}},
    ),
    "copy": Form(of=Copy),
    "story": Form(of=Story, only=(), more=_story, loose=("corrections",)),
    "event": Form(of=Entry, only=(), more=_event, loose=("edited",)),
    "scheme": Form(of=SchemeEntry, only=(), more=_scheme, loose=("edited",)),
    "status": Form(of=Status, without=("rests",), more={"on": DAY, "rests": perhaps(ref("stage"))}),
    "stage": Form(of=Dated, without=("printed",), more={"precision": {"enum": ["printed", "published"]}}),
    "decision": Form(of=Decision, without=("known",)),
    "claim": Form(of=Claim, without=("value",), more={"value": VALUE}),
    "telling": Form(of=Telling),
    "conflict": Form(of=Conflict, without=("values",), more={"values": many(VALUE)}),
    "first": Form(of=First, without=("event",)),
    "report": Form(of=Report, only=TOLD, more={"report": STRING, "copy_of": perhaps(STRING)}),
}
# What a mention has beside the keys of NAMED, by what it names.
KINDS: dict[tuple[str, ...], Form] = {
    ("city", "province", "country"): Form(of=Mention, only=("kind",), more={"code": STRING}),
    ("product", "program"): Form(of=Mention, only=("kind",)),
    ("value",): FORMS["money"],
    ("quantity",): FORMS["quantity"],
    ("date",): Form(of=PartialDate),
}
JOIN = {"one": STRING, "other": STRING, "points": WHOLE, "rules": many(STRING)}
NAME_OF = {form.of: name for name, form in FORMS.items()} | {Mention: "mention", Converted: "converted"}
RECORDS = ("article", "mention", "money", "quantity", "release", "program", "story", "event", "scheme")


# ---------------------------------------------------------------- schemas


def schema(record: str) -> Json:
    """The schema of a record of RECORDS as a document of its own; BadInput for an unknown one."""
    if record not in RECORDS:
        raise BadInput(f"unknown record {record!r}; known are {', '.join(RECORDS)}")
    used = definitions()
    needed = _reached(record, used)
    return {
        "$schema": DIALECT,
        "title": record,
        **ref(record),
        "$defs": {name: used[name] for name in used if name in needed},
    }


@cache
def definitions() -> dict[str, Json]:
    """Every record and part of one by name; they refer to each other as #/$defs/NAME."""
    made = {name: _object(form.of.__doc__, form.properties(), form.loose) for name, form in FORMS.items()}
    made["join"] = _object("Why two groups of reports are one event.", JOIN, ())
    made["mention"] = {"description": cleandoc(Mention.__doc__ or ""), "oneOf": list(map(_kind, KINDS))}
    return made


def _object(told: str | None, properties: Json, loose: tuple[str, ...]) -> Json:
    return {
        "description": cleandoc(told or ""),
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in loose],
        "additionalProperties": False,
    }


def _kind(kinds: tuple[str, ...]) -> Json:
    """A mention of these kinds; a role only where the kind has one."""
    base = Form(of=Mention, only=NAMED, more={"role": STRING}).properties()
    own = KINDS[kinds].properties()
    properties = {**own, **base, "kind": {"enum": list(kinds)}}
    return _object(" or ".join(kinds), properties, ("role", *KINDS[kinds].loose))


def typed(hint: Any) -> Json:
    """The schema of a field by its type."""
    if hint in PLAIN:
        return PLAIN[hint]
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        chosen = [typed(one) for one in inner if one is not type(None)]
        return {"anyOf": [*chosen, *([{"type": "null"}] if type(None) in inner else [])]}
    if origin is tuple:
        return many(typed(inner[0]))
    if origin is Literal:
        return {"enum": list(inner)}
    return ref(NAME_OF[hint])


def _reached(name: str, known: dict[str, Json], found: frozenset[str] = frozenset()) -> frozenset[str]:
    """The records that one refers to, itself among them."""
    found |= {name}
    for other in _refs(known[name]):
        if other not in found:
            found = _reached(other, known, found)
    return found


def _refs(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"].rpartition("/")[2]} if "$ref" in part else set()
        return own.union(*map(_refs, part.values()))
    return set().union(*map(_refs, part)) if isinstance(part, list) else set()
