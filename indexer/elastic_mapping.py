"""The indices of a server: one readable file each in indexer/mappings, versioned names behind aliases.

PREFIX-articles is an alias of PREFIX-articles-000001, and so on; a rebuild makes the next generation of all and
moves all aliases at once.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from entities import countries, regions
from indexer import words
from indexer.books import BOOKS
from indexer.words import folds, plain

SCHEMA_VERSION = 4  # raise it whenever a file in indexer/mappings or what is written into its fields changes
KINDS = ("articles", "releases", "programs", *BOOKS, "forgotten")
KIND_OF = {"stories": "articles", **{of: of for of in ("releases", "programs", *BOOKS)}}
LISTED = 5_000  # values of one list that are indexed; an index takes 10,000 nested ones at most
FOLDER = files("indexer") / "mappings"

Json = dict[str, Any]


@cache
def template(kind: str) -> Json:
    """The file of a kind of index, as it stands."""
    found: Json = json.loads(FOLDER.joinpath(f"{kind}.json").read_text("utf-8"))
    return found


def body(kind: str) -> Json:
    """What makes an index of this kind: its file, today's versions, and our other names as synonyms."""
    made: Json = json.loads(json.dumps(template(kind)))
    made["mappings"]["_meta"]["pantau"] = {"schema": SCHEMA_VERSION, "words": words.VERSION}
    if analysis := made["settings"].get("analysis"):
        analysis["filter"]["nama_lain"]["synonyms"] = list(synonyms())
    return made


def versions(mappings: Json) -> tuple[int, int] | None:
    """The versions of schema and search words that made an index; None where Pantau did not make it."""
    made = mappings.get("_meta", {}).get("pantau")
    return made and (int(made["schema"]), int(made["words"]))


@cache
def synonyms() -> tuple[str, ...]:
    """Other names of places and countries, and abbreviations, as rules of the native search analyser."""
    names = {**regions.aliases(), **countries.aliases()}
    told = {plain(name): plain(other) for name, other in names.items()}
    told |= {name: " ".join(other) for name, other in folds().items()}
    return tuple(f"{name}, {other}" for name, other in sorted(told.items()) if name != other)


def mapping(kind: str) -> Json:
    """The fields of a kind of index."""
    found: Json = template(kind)["mappings"]
    return found


def projected(told: Json, field: Json) -> Json:
    """Of a JSON object what a field of an index has a place for: what the files do not name stays in `line` alone."""
    inner = field["properties"]
    return {
        name: _placed(value, inner[name])
        for name, value in told.items()
        if name in inner and value is not None and value != []
    }


def _placed(value: Any, field: Json) -> Any:
    if "properties" not in field:
        return value
    if isinstance(value, list):
        return [projected(each, field) for each in value[:LISTED]]
    return projected(value, field)


# ---------------------------------------------------------------- names


def alias(prefix: str, kind: str) -> str:
    """The name that is read and written under."""
    return f"{prefix}-{kind}"


def concrete(prefix: str, kind: str, generation: int) -> str:
    """The name of the index itself."""
    return f"{prefix}-{kind}-{generation:06}"


def generation_of(prefix: str, name: str) -> tuple[str, int] | None:
    """(kind, generation) of the name of one of our indices; None for any other name."""
    head, _, number = name.rpartition("-")
    kind = head.removeprefix(f"{prefix}-")
    ours = head.startswith(f"{prefix}-") and kind in KINDS and number.isdecimal()
    return (kind, int(number)) if ours else None
