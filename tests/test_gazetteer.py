"""What the token trie promises: whole words, longest match, the case each name asks for."""

import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from entities.gazetteer import Gazetteer, Words, matches_at, rows
from entities.regions import aliases, bearers, listed

TABLES = (
    "provinces.csv",
    "cities.csv",
    "countries.csv",
    "district_names.csv",
    "place_aliases.csv",
    "country_aliases.csv",
    "foreign_cities.csv",
    "seats.csv",
)
NAMES = st.lists(st.lists(st.sampled_from(["aa", "bb", "cc", "dd"]), min_size=1, max_size=4), max_size=8)
TEXT = st.lists(st.sampled_from(["aa", "bb", "cc", "dd", "ee"]), max_size=30)


def found(names: list[str], text: str) -> list[str]:
    gazetteer: Gazetteer[str] = Gazetteer((name, name, "any") for name in names)
    return [text[match.start : match.end] for match in gazetteer.find(Words(text))]


def by_brute_force(names: list[list[str]], tokens: list[str]) -> list[str]:
    hits, i = [], 0
    while i < len(tokens):
        length = max((len(name) for name in names if tokens[i : i + len(name)] == name), default=0)
        hits += [" ".join(tokens[i : i + length])] if length else []
        i += length or 1
    return hits


@given(NAMES, TEXT)
@settings(max_examples=200, deadline=None)
def test_finds_what_brute_force_finds(names: list[list[str]], tokens: list[str]) -> None:
    assert found([" ".join(name) for name in names], " ".join(tokens)) == by_brute_force(names, tokens)


def test_matches_whole_words_only() -> None:
    assert found(["Batang"], "Batanghari dan Batang") == ["Batang"]


def test_longer_name_wins_and_never_crosses_a_sentence() -> None:
    assert found(["Papua", "Papua Nugini"], "Papua Nugini, Papua. Nugini") == ["Papua Nugini", "Papua"]


def test_name_spans_hyphen_line_break_and_accent() -> None:
    assert found(["Pare Pare"], "Pare-Pare, Pare\nPare") == ["Pare-Pare", "Pare\nPare"]
    assert found(["Curaçao"], "Curacao CURAÇAO") == ["Curacao", "CURAÇAO"]


def test_case_rules() -> None:
    gazetteer = Gazetteer([("AS", "US", "upper"), ("Solo", "solo", "name"), ("DI Yogya", "diy", "initials")])
    values = [m.values[0] for m in gazetteer.find(Words("as AS As solo Solo SOLO Di Yogya DI Yogya"))]
    assert values == ["US", "solo", "solo", "diy"]


def test_hostile_text_stays_linear() -> None:
    gazetteer = Gazetteer([("aa " * 6 + "b", "x", "any")])
    start = time.process_time()
    assert not list(gazetteer.find(Words("aa " * 100_000)))
    assert time.process_time() - start < 5


def test_tables_are_whole_and_name_their_source() -> None:
    assert (len(rows("provinces.csv")), len(rows("cities.csv")), len(rows("countries.csv"))) == (38, 514, 249)
    assert len(rows("foreign_cities.csv")) > 400
    for name in TABLES:
        assert all(row["source"] for row in rows(name)), name


def test_aliases_lead_to_rows_that_exist() -> None:
    regions = {row["code"] for row in (*rows("provinces.csv"), *rows("cities.csv"))}
    states = {row["code"] for row in rows("countries.csv")}
    assert {row["code"] for row in rows("place_aliases.csv")} <= regions
    assert {row["city"] for row in rows("seats.csv")} <= regions
    assert {row["code"] for row in rows("country_aliases.csv")} <= states
    assert {row["country"] for row in rows("foreign_cities.csv")} <= states


def test_names_listed_as_words_or_persons_are_places() -> None:
    for section in ("words", "persons"):
        assert listed(section) <= bearers().keys() | aliases().keys()
    assert listed("cued") <= aliases().keys()


@given(st.text(alphabet="aAbé İΣ_1-.\n“", max_size=40))
def test_words_and_gaps_make_up_the_text(text: str) -> None:
    words = Words(text)
    cut = list(zip(words.starts, words.ends, strict=True))
    assert cut == [found.span() for found in re.finditer(r"[^\W_]+", text)]
    assert words.written == [text[start:end] for start, end in cut]
    assert [words.gap(i) for i in range(1, len(words))] == [
        text[end : words.starts[i + 1]] for i, end in enumerate(words.ends[:-1])
    ]
    assert [words.capital(i) for i in range(len(words))] == [text[start].isupper() for start in words.starts]


@given(st.text(alphabet="abc_ .-", max_size=60))
def test_a_pattern_met_at_its_first_words_is_what_a_search_finds(text: str) -> None:
    pattern = re.compile(r"\b(?:a|bb c)\b(?: a)?")
    found = matches_at(pattern, Words(text), {"a", "bb"})
    assert [match.span() for match in found] == [match.span() for match in pattern.finditer(text)]
