"""What every Index offers to a reader who types: what was meant, and names that begin so."""

import pytest

from entities.records import Release
from indexer.index import Query
from tests.contracts.making import mention, story


class Suggesting:
    # ------------------------------------------------------------ did you mean

    @pytest.mark.parametrize(
        ("asked", "meant"),
        [
            ("keripk singkong", "keripik singkong"),
            ("ekspor ke Jepan", "ekspor ke jepang"),
            ("sukohajo", "sukoharjo"),
            ("kpoi", "kopi"),
            ("teh -solo keripk", "teh -solo keripik"),
            ("keripik singkong", None),
            ("pemalang", None),
            ("kuningan", None),
            ('"keripk"', None),
            ("xyzzyq", None),
            ("", None),
        ],
    )
    def test_did_you_mean_mends_what_is_misspelt_and_nothing_else(self, index, asked, meant):
        index.put(
            [story("a", body="Sukoharjo mengekspor keripik singkong, kopi dan teh dari Malang ke Jepang")]
        )
        assert index.search(Query(text=asked)).meant == meant

    def test_a_word_that_is_held_often_is_never_mended(self, index):
        index.put([story(str(n), body="keripk") for n in range(3)] + [story("k", body="keripik")])
        assert index.search(Query(text="keripk")).meant is None

    def test_nothing_is_offered_that_the_index_does_not_hold(self, index):
        index.put([story("a", body="teh")])
        assert index.search(Query(text="sukohajo")).meant is None

    # ------------------------------------------------------------ suggestions

    @pytest.fixture
    def named(self, index):
        index.put(
            [
                story("a", mentions=(mention("city", "34.71"), mention("country", "SA"))),
                story("b", mentions=(mention("city", "34.71"), mention("product", "gula semut"))),
                story("c", mentions=(mention("city", "33.72"), mention("program", "Kredit Usaha Rakyat"))),
                story(
                    "d", releases=(Release(exporter="CV Gula Aren"),), mentions=(mention("country", "FR"),)
                ),
            ]
        )

    @pytest.mark.parametrize(
        ("prefix", "told"),
        [
            ("jog", ("DI Yogyakarta", "Kota Yogyakarta")),
            ("YOGYA", ("DI Yogyakarta", "Kota Yogyakarta")),
            ("solo", ("Kota Surakarta",)),
            ("kota", ("Kota Yogyakarta", "Kota Surakarta")),
            ("saudi", ("Arab Saudi",)),
            ("arab s", ("Arab Saudi",)),
            ("perancis", ("Prancis",)),
            ("gúla", ("CV Gula Aren", "gula semut")),
            ("usaha", ("Kredit Usaha Rakyat",)),
            ("edit", ()),
            ("\0%_*", ()),
        ],
    )
    def test_names_are_suggested_by_the_beginning_of_any_of_their_words(self, index, named, prefix, told):
        assert index.suggest(prefix) == told

    def test_suggestions_come_commonest_first_and_no_more_than_asked(self, index, named):
        assert index.suggest("", limit=1) == ("DI Yogyakarta",)
