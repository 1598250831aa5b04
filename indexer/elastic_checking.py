"""What is wrong with an index on a server, found by reading it against the lines of its own stories.

Nothing is changed. A crawl may write meanwhile: what does not agree is read once more before it is told.
"""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from entities.errors import IndexUnusable, PantauError
from indexer import elastic_keep as keep
from indexer.batches import batches
from indexer.elastic_admin import Held, held, other_version
from indexer.elastic_documents import AMOUNTS, Document, documents, stated_of, story_of
from indexer.elastic_events_check import events
from indexer.elastic_linking import Unlinked
from indexer.elastic_mapping import KINDS, Json, mapping
from indexer.elastic_outbox import Outbox
from indexer.elastic_query import BY_ID
from indexer.elastic_search import Row, scanned
from indexer.elastic_server import BLOCKED, Server, server

TOLD = 20  # problems of one kind that are told one by one
TOGETHER = 200  # articles whose parts are asked for at once
PARTS = ("releases", "programs")
STATED = ("stated", "sold")  # fields that tell what releases state, see elastic_documents
Problems = Iterator[str]


def check(url: str) -> Problems:
    """What is wrong with an index, one sentence each; none where all is well. IndexUnusable where it is no index."""
    here = server(url)
    here.check()
    found = held(here)
    if not found.serving:
        raise IndexUnusable(f"there is no index at {here.name}; `pantau crawl` makes one")
    yield from _aside(here)
    if broken := list(_aliases(found)):
        yield from broken
        return
    if said := other_version(found):
        yield f"it {said}"
        return
    if found.blocked():
        yield BLOCKED
    with here.telling():
        keep.refresh(here)
        for problems in (
            _mappings(found),
            _stories(here),
            _copies(here),
            events(here, Unlinked(Outbox(here.name).unlinked).waiting()),
            _forgotten(here),
        ):
            yield from _some(problems)


def _some(problems: Problems) -> Problems:
    """The first ones, and the number of the rest."""
    yield from islice(problems, TOLD)
    if more := sum(1 for _ in problems):
        yield f"and {more} more of this kind"


def _aside(here: Server) -> Problems:
    """What was put and is not in the index."""
    outbox = Outbox(here.name)
    if waiting := len(outbox):
        yield f"{waiting} articles wait in {outbox.waiting}; `pantau index drain` writes them"
    if refused := outbox.refusals():
        yield f"{refused} articles were refused; {outbox.refused} has them with the reason"


def _aliases(found: Held) -> Problems:
    """Each alias leads to one index, all of one generation."""
    for kind in KINDS:
        names = found.serving.get(kind, [])
        if len(names) != 1:
            yield f"{kind}: {len(names)} indices serve instead of one; `pantau index restore` takes back a copy"
    if len({name.rpartition("-")[2] for names in found.serving.values() for name in names}) > 1:
        yield "the indices that serve are not of one generation; `pantau index rebuild` mends it"


def _mappings(found: Held) -> Problems:
    """Fields that are not as the files in indexer/mappings make them."""
    for kind, (name, *_) in found.serving.items():
        wanted, told = mapping(kind), found.indices[name]["mappings"]
        wrong = sorted(_misfits(wanted["properties"], told.get("properties", {})))
        if wrong or told.get("dynamic") != wanted["dynamic"]:
            said = ", ".join(wrong) or "dynamic"
            yield f"{name}: {said} not mapped as it should; `pantau index rebuild` mends it"


def _misfits(wanted: Json, told: Json) -> Iterator[str]:
    """Names of fields that are missing, foreign or otherwise; what a server adds of its own to one is no matter."""
    for name in wanted.keys() | told.keys():
        field, other = wanted.get(name, {}), told.get(name, {})
        inner = list(_misfits(field.get("properties", {}), other.get("properties", {})))
        if not field or any(other.get(key) != value for key, value in field.items() if key != "properties"):
            yield name
        yield from (f"{name}.{each}" for each in inner)


# ---------------------------------------------------------------- stories


def _stories(here: Server) -> Problems:
    """Every line can be read, every document is what today's rules make of it, and none is left over."""
    seen: Counter[str] = Counter()
    rows = scanned(here, "articles", {"query": {"match_all": {}}, "sort": BY_ID}, size=TOGETHER)
    for some in batches(rows, TOGETHER):
        found = _parts(here, [row["_source"]["id"] for row in some])
        for row in some:
            held_parts = found.get(row["_source"]["id"], {})
            seen.update(kind for kind, _ in held_parts)
            if (said := _wrong(row, held_parts)) and (said := _still(here, row)):
                yield said
    for kind in PARTS:
        if (number := here.reader.count(index=here.index(kind))["count"]) > seen[kind]:
            yield f"{number - seen[kind]} documents in {kind} belong to no article; `pantau index rebuild` mends it"


def _parts(here: Server, ids: list[str]) -> dict[str, dict[tuple[str, str], Json]]:
    """Of these articles the documents of their releases and programmes."""
    found: dict[str, dict[tuple[str, str], Json]] = {}
    for kind in PARTS:
        for row in scanned(here, kind, {"query": {"terms": {"id": ids}}, "sort": BY_ID}, size=TOGETHER):
            found.setdefault(row["_source"]["id"], {})[kind, row["_id"]] = row["_source"]
    return found


def _wrong(row: Row, held_parts: dict[tuple[str, str], Json]) -> str | None:
    """What of an article does not agree with its line."""
    id, body = row["_source"]["id"], row["_source"]
    try:
        story = story_of(body)
        expected, whole = documents(story)
    except (PantauError, LookupError, TypeError, ValueError, ArithmeticError) as error:
        return f"{id}: its line cannot be read ({type(error).__name__}: {error})"
    wrong = sorted(_differing(whole, body))
    wrong += [f"{d.kind} {d.key}" for d in expected if _differing(d, held_parts.get((d.kind, d.key), {}))]
    wrong += [f"{kind} {key}" for kind, key in held_parts.keys() - {(d.kind, d.key) for d in expected}]
    return f"{id}: {', '.join(wrong)} do not agree with its line" if wrong else None


def _differing(wanted: Document, told: Json) -> set[str]:
    """Names of the fields of a document that are not as they should be."""
    body, held = _measured(json.loads(wanted.json)), _measured(told)
    return {name for name in body.keys() | held.keys() if body.get(name) != held.get(name)}


def _measured(value: Any, name: str = "") -> Any:
    """A document with its amounts as far as a line keeps them, which rounds what has more digits than a float."""
    if isinstance(value, dict):
        return {key: _measured(told, key) for key, told in value.items()}
    if isinstance(value, list):
        return [_measured(each, name) for each in value]
    if isinstance(value, str) and name in STATED:
        return [_rounded(part) for part in stated_of(value)]
    is_amount = name in AMOUNTS or (isinstance(value, int | float) and not isinstance(value, bool))
    return _rounded(value) if is_amount else value


def _rounded(value: Any) -> str:
    """An amount with the digits that count; what is no amount as text."""
    try:
        return f"{float(value):.12g}"
    except (TypeError, ValueError):
        return str(value)


def _still(here: Server, row: Row) -> str | None:
    """The same of the article as it is now: a crawl may have written it while it was read."""
    keep.refresh(here)
    id = row["_source"]["id"]
    again = list(scanned(here, "articles", {"query": {"term": {"id": id}}, "sort": BY_ID}))
    return _wrong(again[0], _parts(here, [id]).get(id, {})) if again else None


def _copies(here: Server) -> Problems:
    """Every first publication that a copy names is held."""
    asked: Any = {"query": {"exists": {"field": "copy_of.id"}}, "sort": BY_ID}
    for some in batches(scanned(here, "articles", asked, source=["id", "copy_of"]), TOGETHER):
        first = {row["_source"]["id"]: row["_source"]["copy_of"]["id"] for row in some}
        named = {"query": {"terms": {"id": sorted(set(first.values()))}}, "sort": BY_ID}
        held = {row["_source"]["id"] for row in scanned(here, "articles", named, source=["id"])}
        for id, of in first.items():
            if of not in held:
                yield f"{id} is a copy of {of}, which is not held; `pantau index rebuild` mends it"


def _forgotten(here: Server) -> Problems:
    """Stories that should be gone."""
    for keys in batches(sorted(keep.buried(here)), 1_000):
        either: Any = {"bool": {"should": [{"terms": {name: keys}} for name in ("id", "url")]}}
        for row in scanned(here, "articles", {"query": either, "sort": BY_ID}, source=["id"]):
            yield f"{row['_source']['id']} was forgotten and is still held"
