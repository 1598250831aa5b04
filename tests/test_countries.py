"""Which countries a text names; the corpus is the specification."""

import tomllib
from pathlib import Path

import pytest

from entities.countries import aliases, find_countries, label

CORPUS = tomllib.loads((Path(__file__).parent / "corpus" / "countries.toml").read_text(encoding="utf-8"))
EXAMPLES = [(says, e["means"]) for e in CORPUS["example"] for says in e["says"]]


def found(text: str) -> list[list[str]]:
    return [[text[span.start : span.end], str(span.value)] for span in find_countries(text)]


@pytest.mark.parametrize(("says", "means"), EXAMPLES, ids=[f"country: {says}" for says, _ in EXAMPLES])
def test_phrase_is_one_country(says: str, means: str) -> None:
    assert found(says) == [[says, means]]


@pytest.mark.parametrize("says", CORPUS["nothing"]["says"])
def test_phrase_is_no_country(says: str) -> None:
    assert found(says) == []


@pytest.mark.parametrize("example", CORPUS["sentence"], ids=lambda e: e["text"][:40])
def test_sentence_names_exactly(example: dict) -> None:
    assert found(example["text"]) == example["finds"]


def test_names_are_indonesian() -> None:
    assert (label("JP"), label("GB"), label("CI"), label("HK")) == (
        "Jepang",
        "Inggris",
        "Pantai Gading",
        "Hong Kong",
    )


def test_aliases_lead_to_the_name() -> None:
    known = aliases()
    assert (known["perancis"], known["cina"], known["usa"]) == ("prancis", "tiongkok", "amerika serikat")
