"""Which kabupaten, kota and provinces a text names; the corpus is the specification."""

import tomllib
from pathlib import Path

import pytest

from entities.places import aliases, find_places, label, places, province_of
from entities.records import Article

CORPUS = tomllib.loads((Path(__file__).parent / "corpus" / "places.toml").read_text(encoding="utf-8"))
EXAMPLES = [(says, e["means"]) for e in CORPUS["example"] for says in e["says"]]


def found(text: str) -> list[list[str]]:
    return [[text[span.start : span.end], str(span.value)] for span in find_places(text)]


def in_article(title: str, body: str) -> list[tuple[str, str]]:
    return [
        (m.text, str(m.value)) for m in places(Article(id="a", source="s", url="u", title=title, body=body))
    ]


@pytest.mark.parametrize(("says", "means"), EXAMPLES, ids=[f"place: {says}" for says, _ in EXAMPLES])
def test_phrase_is_one_place(says: str, means: str) -> None:
    assert found(says) == [[says, means]]


@pytest.mark.parametrize("says", CORPUS["nothing"]["says"])
def test_phrase_is_no_place(says: str) -> None:
    assert found(says) == []


@pytest.mark.parametrize("example", CORPUS["sentence"], ids=lambda e: e["text"][:40])
def test_sentence_names_exactly(example: dict) -> None:
    assert found(example["text"]) == example["finds"]


def test_title_follows_the_kabupaten_that_the_body_establishes() -> None:
    mentions = in_article("Kopi Bandung Berangkat", "SOREANG - Pemkab Bandung melepas kopi.")
    assert mentions == [("Bandung", "32.04"), ("Bandung", "32.04")]


def test_headline_word_counts_when_the_body_names_the_place() -> None:
    assert in_article("Malang Kirim Keripik", "Perajin di Malang gembira.")[0] == ("Malang", "35.73")
    assert in_article("Malang Nian Nasib Perajin", "Perajin gembira.") == []


def test_all_regions_have_a_label() -> None:
    assert label("33.72") == "Kota Surakarta"
    assert label("32.04") == "Kabupaten Bandung"
    assert label("33") == "Jawa Tengah"
    assert province_of("33.72") == "33"


def test_aliases_lead_to_canonical_names() -> None:
    known = aliases()
    assert (known["solo"], known["tangsel"], known["jateng"]) == (
        "surakarta",
        "tangerang selatan",
        "jawa tengah",
    )
