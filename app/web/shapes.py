"""The shapes of the API's answers as JSON Schema: the records of entities/schema.py, and what stands around them."""

from collections.abc import Collection
from typing import Any

from entities.schema import FORMS, MOMENT, NUMBER, STRING, WHOLE, many, perhaps, ref

Json = dict[str, Any]
TEXT = ("body", "captions")  # the publisher's text, shown only where a setting allows
ABOUT = ("id", "source", "url", "title", "published_at", "learnt_at", "sample", "copy_of")
PUBLICATION = ("id", "source", "url", "title", "published_at", "copy_of")
EDITED = ("corrections", "edited")  # only where an editor corrected something
FOUND = {"score": perhaps(NUMBER), "snippet": STRING}
MAYBE = perhaps(STRING)


def strict(properties: Json, loose: Collection[str] = ()) -> Json:
    """An object that has just these keys, all of them but the loose ones."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in loose],
        "additionalProperties": False,
    }


def listed(item: Json) -> Json:
    """An answer that is a whole list."""
    return strict({"items": many(item)})


def page_of(item: Json) -> Json:
    """One page of a list. total counts all matches; next is the address of the page that follows."""
    beside = {"total": WHOLE, "next": MAYBE, "notes": many(STRING), "meant": MAYBE}
    return strict({**beside, "items": many(item)})


def _shapes() -> dict[str, Json]:
    story = FORMS["story"].properties()
    event = FORMS["event"].properties()
    short = {name: story[name] for name in story if name not in TEXT}
    about = {name: story[name] for name in ABOUT}
    amounts = {name: perhaps(NUMBER) for name in ("rupiah", "dollars", "kilograms")}
    return {
        "problem": strict({"type": STRING, "title": STRING, "status": WHOLE, "detail": STRING}),
        "found_article": strict({**short, **FOUND}, loose=EDITED),
        "found_release": strict({**about, "release": ref("release"), **amounts, **FOUND}),
        "found_programme": strict({**about, "program": ref("program"), **FOUND}),
        "found_event": strict({name: event[name] for name in event if name != "firsts"}, loose=EDITED),
        "publication": strict({name: story[name] for name in PUBLICATION}),
        "one_article": strict({**story, "publications": many(ref("publication"))}, loose=(*TEXT, *EDITED)),
        "change": strict({"at": MOMENT, "changed": many(STRING), "fields": CHANGED}),
        "ground": GROUND,
        "reason": REASON,
        "facets": {"type": "object", "additionalProperties": COUNTS},
        "bucket": strict({"period": STRING, "count": WHOLE, "valued": WHOLE, **SUMS}),
        "totals": TOTALS,
        "source": SOURCE,
        "region": strict({"code": STRING, "name": STRING, "level": STRING, "province": STRING, **POINT}),
        "country": strict({"code": STRING, "name": STRING, "english": STRING}),
        "chapter": strict({"code": STRING, "name": STRING}),
    }


SUMS = {"rupiah": NUMBER, "dollars": NUMBER}
POINT = {"lat": perhaps(NUMBER), "lon": perhaps(NUMBER)}
COUNTS = {"type": "object", "additionalProperties": WHOLE}
CHANGED = {"type": "object", "additionalProperties": strict({"before": MAYBE, "after": MAYBE})}
GROUND = strict(
    {
        **dict.fromkeys(("field", "text", "sentence"), STRING),
        **dict.fromkeys(("start", "end", "at"), WHOLE),
        **dict.fromkeys(("read", "finder", "role", "decided"), MAYBE),
    }
)
REASON = strict(
    {
        "id": STRING,
        "field": STRING,
        "value": {"description": "As in the record: text, a number, or a list of them."},
        "grounds": many(ref("ground")),
        "converted": many(ref("converted")),
        "warnings": many(STRING),
        **dict.fromkeys(("note", "url", "fetched_at", "page"), MAYBE),
    }
)
COUNTED = ("releases", "reports", "valued", "unvalued", "unconverted", "restated", "weighed", "unweighed")
TOTALS = strict({**dict.fromkeys(COUNTED, WHOLE), **SUMS, "kilograms": NUMBER})
SOURCE = strict(
    {
        **dict.fromkeys(("source", "about", "home", "state", "why"), STRING),
        "stories": WHOLE,
        **dict.fromkeys(("newest", "cause", "advice", "last_article", "last_run", "since"), MAYBE),
        "last_seen": MAYBE,
        "rhythm_seconds": perhaps(WHOLE),
    }
)
SHAPES = _shapes()
