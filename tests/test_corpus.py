"""The corpus is the specification of the grammars: tests/corpus/KIND.toml says what each phrase means.

`[[example]]` phrases are matched whole and by one reading; with `not_yet` they are known to fail, and must. `[nothing]`
phrases give nothing. A `[[sentence]]` gives exactly its `finds`. A file may set `published`, the day dates are read on.
A new kind is a line in FINDERS and a corpus file.
"""

import tomllib
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parent / "corpus"
FINDERS = {
    "money": "entities.money:find_money",
    "quantity": "entities.quantity:find_quantities",
    "dates": "entities.dates:find_dates",
    "places": "entities.places:find_places",
    "countries": "entities.countries:find_countries",
    "products": "entities.products:find_products",
    "programs": "entities.programs:find_programs",
    "institutions": "entities.program_bodies:find_institutions",
}
FILES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(CORPUS.glob("*.toml"))}


def cases(section: str) -> Iterator[tuple[str, Any, date | None]]:
    """Kind, entry and day of publication of every entry of a section."""
    for kind, corpus in FILES.items():
        entries = corpus.get(section, [])
        for entry in entries if isinstance(entries, list) else [entries]:
            yield kind, entry, corpus.get("published")


def examples() -> Iterator[Any]:
    for kind, entry, published in cases("example"):
        known = [pytest.mark.xfail(reason=entry["not_yet"], strict=True)] if "not_yet" in entry else []
        for phrase in entry["says"]:
            yield pytest.param(kind, phrase, entry["means"], published, marks=known, id=f"{kind}: {phrase}")


def found(kind: str, text: str, published: date | None) -> list[list[str]]:
    """Each span with what it means: a code or name as it is, an amount or a date by its printed name."""
    module, function = FINDERS[kind].split(":")
    find = getattr(import_module(module), function)
    spans = find(text, published) if published else find(text)
    return [[text[s.start : s.end], s.value if isinstance(s.value, str) else s.name] for s in spans]


@pytest.mark.parametrize(("kind", "phrase", "means", "published"), examples())
def test_a_phrase_is_read_whole_and_one_way(kind, phrase, means, published):
    wanted = means if isinstance(means, list) else [means]
    assert found(kind, phrase, published) == [[phrase, name] for name in wanted]


@pytest.mark.parametrize(
    ("kind", "phrase", "published"),
    [
        pytest.param(kind, phrase, published, id=f"{kind} not in: {phrase}")
        for kind, entry, published in cases("nothing")
        for phrase in entry["says"]
    ],
)
def test_nothing_is_read_from(kind, phrase, published):
    assert found(kind, phrase, published) == []


@pytest.mark.parametrize(
    ("kind", "entry", "published"),
    [pytest.param(*case, id=f"{case[0]} in: {case[1]['text'][:60]}") for case in cases("sentence")],
)
def test_a_sentence_gives_exactly_these(kind, entry, published):
    assert found(kind, entry["text"], published) == entry["finds"]


def test_every_corpus_has_a_finder():
    assert FILES.keys() <= FINDERS.keys()
