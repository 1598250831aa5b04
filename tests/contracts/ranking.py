"""How well an Index puts what a searcher wants first: NDCG@10 over the judged queries of tests/ranking.

A query that is answered with "did you mean" is judged by the answer to what was meant, which is one touch away.
"""

import json
import math
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from statistics import mean

import pytest

from entities.extract import annotate
from entities.records import Program, Release, Story
from entities.wire import article_from, loads
from indexer.index import Index, Query
from tests.contracts.making import DAY, ids, story

ROOT = Path(__file__).resolve().parents[2]
JUDGEMENTS = ROOT / "tests" / "ranking" / "judgements.toml"
# Articles that the judgements were made over; one that was never looked at would count as without use.
GOLD = (
    ROOT.parent / "shared" / "gold" / "dev.jsonl",
    *(ROOT / "tests" / "gold" / name for name in ("a.jsonl", "b.jsonl")),
)
FILTERS = ("places", "countries", "topics", "sources")
DEPTH, FLOOR = 10, 0.9
LATER = DAY + timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A query, what its searcher wants, and the grade of every story that is not without use."""

    query: Query
    want: str
    group: str
    grades: dict[str, int]


@cache
def stories() -> tuple[Story, ...]:
    """The sample press by "source/stem", and the annotated articles that are at hand by their id."""
    return tuple(annotate(article_from(line)) for line in _lines())


def _lines() -> Iterator[dict]:
    for path in sorted((ROOT / "samples").glob("*/*.json")):
        yield json.loads(path.read_text("utf-8")) | {"id": f"{path.parent.name}/{path.stem}"}
    for path in GOLD:
        if path.exists():
            yield from (loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())


@cache
def judged() -> tuple[Judged, ...]:
    """All judged queries, in the order of the file."""
    return tuple(
        Judged(
            query=Query(
                text=row["text"], limit=DEPTH, facets=(), **{k: tuple(row[k]) for k in FILTERS if k in row}
            ),
            want=row["want"],
            group=row["group"],
            grades={id: grade for grade in (3, 2, 1) for id in row.get(str(grade), ())},
        )
        for row in tomllib.loads(JUDGEMENTS.read_text("utf-8"))["query"]
    )


def judgeable() -> list[Judged]:
    """The queries a best answer to which is at hand; grades of stories that are not at hand are left out."""
    held = {story.article.id for story in stories()}
    return [
        replace(one, grades={id: grade for id, grade in one.grades.items() if id in held})
        for one in judged()
        if any(id in held and grade == 3 for id, grade in one.grades.items())
    ]


def found(index: Index, query: Query) -> list[str]:
    """Ids of the first stories, for what was meant where the index offers that."""
    results = index.search(query)
    if results.meant:
        results = index.search(replace(query, text=results.meant))
    return [hit.story.article.id for hit in results.hits]


def ndcg(ids: list[str], grades: dict[str, int]) -> float:
    """1 where the best graded stories come first in the order of their grades, 0 where none is among the first ten."""
    ideal = sorted(grades.values(), reverse=True)
    return _gain(grades.get(id, 0) for id in ids) / _gain(ideal)


def _gain(grades) -> float:
    return sum(
        (2**grade - 1) / math.log2(place + 2) for place, grade in zip(range(DEPTH), grades, strict=False)
    )


def scores(index: Index) -> dict[str, dict[str, float]]:
    """NDCG@10 by group and query."""
    index.put(stories())
    by_group: dict[str, dict[str, float]] = defaultdict(dict)
    for one in judgeable():
        told = " ".join([one.query.text, *one.query.places])
        by_group[one.group][told] = ndcg(found(index, one.query), one.grades)
    return by_group


class Ranking:
    def test_what_searchers_want_comes_first(self, index):
        by_group = scores(index)
        if not by_group:
            pytest.skip("no judged query: the articles they are about are not beside this checkout")
        every = [score for group in by_group.values() for score in group.values()]
        told = {group: round(mean(group_scores.values()), 3) for group, group_scores in by_group.items()}
        assert mean(every) >= FLOOR, told

    def test_hardly_a_searcher_is_left_without_a_best_story_on_the_first_page(self, index):
        index.put(stories())
        without = [
            one.query.text
            for one in judgeable()
            if not any(one.grades.get(id) == max(one.grades.values()) for id in found(index, one.query))
        ]
        assert len(without) <= len(judgeable()) / 20, without

    # ------------------------------------------------------------ all words, then any

    def test_all_words_must_occur_where_some_story_holds_all(self, index):
        index.put([story("both", body="kopi dan teh"), story("one", body="kopi saja")])
        results = index.search(Query(text="kopi teh"))
        assert (ids(results), results.notes) == (["both"], ())

    def test_some_words_suffice_where_no_story_holds_all_and_it_is_said(self, index):
        index.put([story("a", body="kopi kental"), story("b", body="wangi teh"), story("c", body="gula")])
        results = index.search(Query(text="kopi teh"))
        assert (set(ids(results)), results.total) == ({"a", "b"}, 2)
        assert "memuat semua kata" in results.notes[0]

    def test_what_counts_and_what_streams_is_what_is_found(self, index):
        index.put([story("a", body="kopi kental"), story("b", body="wangi teh"), story("c", body="gula")])
        query = Query(text="kopi teh")
        assert {hit.story.article.id for hit in index.hits(query)} == set(ids(index.search(query)))

    @pytest.mark.parametrize("text", ['"kopi teh"', "kopi -wangi -kental", "judul:kopi judul:teh", "vanili"])
    def test_phrases_exclusions_and_fields_are_never_given_up(self, index, text):
        index.put([story("a", body="kopi kental"), story("b", body="wangi teh kopi")])
        assert ids(index.search(Query(text=text))) == []

    def test_filters_hold_when_words_are_given_up(self, index):
        index.put([story("a", body="kopi", source="side"), story("b", body="teh")])
        assert ids(index.search(Query(text="kopi teh", sources=("side",)))) == ["a"]

    # ------------------------------------------------------------ what counts more

    def test_small_words_are_not_asked_for(self, index):
        index.put([story("a", body="Jepang membeli kopi")])
        assert ids(index.search(Query(text="kopi ke jepang"))) == ["a"]

    @pytest.mark.parametrize("text", ["ke", '"dijual ke jepang"'])
    def test_small_words_count_alone_and_in_quotation_marks(self, index, text):
        index.put([story("a", body="kopi dijual ke Jepang"), story("b", body="dijual Jepang")])
        assert ids(index.search(Query(text=text))) == ["a"]

    @pytest.mark.parametrize("text", ["ekspor", "sulsel", "Jepang", "cengkeh", "CV Rempah Losari"])
    def test_a_release_is_found_by_what_was_read_from_it(self, index, text):
        release = Release(
            origins=("73.71",), destinations=("JP",), products=("cengkeh",), exporter="CV Rempah Losari"
        )
        index.put([story("a", body="Barang dijual.", releases=(release,)), story("b")])
        assert ids(index.search(Query(text=text))) == ["a"]

    @pytest.mark.parametrize("text", ["pelatihan", "kediri", "Jawa Timur", "Kelas Panji", "dinas koperasi"])
    def test_a_programme_is_found_by_what_was_read_from_it(self, index, text):
        program = Program(
            name="Kelas Panji", kind="training", places=("35.71",), agency="Dinas Koperasi Kota Kediri"
        )
        index.put([story("a", body="Acara dibuka.", programs=(program,)), story("b")])
        assert ids(index.search(Query(text=text))) == ["a"]

    def test_a_destination_outranks_a_country_that_is_only_named(self, index):
        index.put(
            [
                story("named", body="Kopi laku. Turis Jepang datang.", published_at=LATER),
                story("sent", body="Kopi laku di Jepang.", releases=(Release(destinations=("JP",)),)),
            ]
        )
        assert ids(index.search(Query(text="jepang"))) == ["sent", "named"]

    def test_words_side_by_side_outrank_words_apart(self, index):
        index.put(
            [
                story("apart", body="gula aren dan semut merah", published_at=LATER),
                story("together", body="gula semut dan aren merah"),
                *(story(str(n), body="kabar lain") for n in range(8)),
            ]
        )
        assert ids(index.search(Query(text="gula semut"))) == ["together", "apart"]

    def test_the_newer_of_equals_comes_first(self, index):
        index.put([story("a", body="kopi"), story("b", body="kopi", published_at=LATER)])
        assert ids(index.search(Query(text="kopi"))) == ["b", "a"]
