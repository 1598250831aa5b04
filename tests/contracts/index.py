"""What every Index promises. A backend's test is this class with an `index` fixture; no promise is skipped for one."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from entities.records import Article, Mention, Money, Program, Release, Story
from indexer.index import MARK_END, MARK_START, Index, Query

DAY = datetime(2021, 12, 20, 3, tzinfo=UTC)


def mention(kind: str, value: str, role: str | None = None) -> Mention:
    return Mention(
        kind=kind, field="body", start=0, end=1, text="x", value=value, name=value, role=role, rule="test"
    )


def story(id: str, title: str = "Kabar", body: str = "Isi berita.", **more) -> Story:
    article = {k: more.pop(k) for k in ("source", "published_at", "sample") if k in more}
    article = {"source": "solopos", "published_at": DAY, **article}
    return Story(
        article=Article(id=id, title=title, body=body, url=f"https://example.com/{id}", **article), **more
    )


def ids(results) -> list[str]:
    return [hit.story.article.id for hit in results.hits]


def paged(index, query):
    """Ids of all pages, one after the other."""
    while True:
        results = index.search(query)
        yield from ids(results)
        if results.next is None:
            return
        query = replace(query, after=results.next)


class IndexContract:
    @pytest.fixture
    def find(self, index: Index):
        """Ids found for a text among the stories put, best first."""
        return lambda text, **asked: ids(index.search(Query(text=text, **asked)))

    # ------------------------------------------------------------ keeping

    def test_what_is_put_comes_back_equal(self, index):
        whole = story(
            "a",
            topics=("export_release",),
            mentions=(mention("city", "33.72", "origin"),),
            releases=(Release(date=DAY.date(), values=(Money(amount=Decimal("12.34"), currency="USD"),)),),
            programs=(Program(name="KUR", kind="financing"),),
            learnt_at=DAY,
        )
        index.put([whole])
        assert index.get("a") == whole

    def test_put_twice_keeps_one(self, index):
        assert [index.put([story("a")]), index.put([story("a")]), index.count()] == [1, 0, 1]

    def test_a_changed_story_is_found_by_its_new_words_only(self, index, find):
        index.put([story("a", body="kopi gayo")])
        index.put([story("a", body="teh melati")])
        assert (find("kopi"), find("teh")) == ([], ["a"])

    def test_learnt_at_stays_the_first_one(self, index):
        index.put([story("a", learnt_at=DAY)])
        index.put([story("a", learnt_at=datetime(2022, 1, 1, tzinfo=UTC))])
        assert index.get("a").learnt_at == DAY

    def test_a_story_that_brings_no_moment_is_learnt_now(self, index):
        before = datetime.now(UTC)
        index.put([story("a")])
        assert before <= index.get("a").learnt_at <= datetime.now(UTC)

    def test_an_unknown_id_is_none(self, index):
        assert index.get("none") is None

    def test_a_batch_is_all_or_nothing(self, index):
        def batch():
            yield story("a")
            raise RuntimeError("the source of the batch broke")

        with pytest.raises(RuntimeError):
            index.put(batch())
        assert index.count() == 0

    def test_stories_streams_all_in_order_of_id(self, index):
        index.put([story(id) for id in ("c", "a", "b")])
        assert [hit.story.article.id for hit in index.hits()] == ["a", "b", "c"]

    def test_stories_takes_the_filters_of_a_query(self, index):
        index.put([story("a", source="side"), story("b")])
        assert [hit.story.article.id for hit in index.hits(Query(sources=("side",)))] == ["a"]

    # ------------------------------------------------------------ words

    @pytest.mark.parametrize(
        ("asked", "written"),
        [
            ("Solo", "Kota Surakarta melepas kopi"),
            ("surakarta", "warga Solo"),
            ("ekspor", "mengekspor keripik"),
            ("diekspor", "pelaku ekspor"),
            ("lepas", "pelepasan kontainer"),
            ("usaha", "para pengusaha"),
            ("UKM", "pelaku UMKM"),
            ("Tangerang Selatan", "produk Tangsel"),
            ("tangsel", "warga Tangerang Selatan"),
            ("Jateng", "provinsi Jawa Tengah"),
            ("kemasan", "pengemasan produk"),
            ("rempah", "rempah-rempah Maluku"),
            ("umkm", "UMKM-nya naik kelas"),
            ("China", "dikirim ke Tiongkok"),
            ("café", "kafe dan CAFE"),
            ("senilai", "nilai transaksi"),
        ],
    )
    def test_a_word_finds_its_family_and_aliases(self, index, find, asked, written):
        index.put([story("a", body=written)])
        assert find(asked) == ["a"]

    @pytest.mark.parametrize(
        ("asked", "written"),
        [
            ("Malang", "Kabupaten Pemalang"),
            ("Pemalang", "Kota Malang"),
            ("teri", "para menteri"),
            ("bekas", "Kota Bekasi"),
            ("kuning", "Kabupaten Kuningan"),
            ("emas", "pengemasan produk"),
            ("kopi teh", "hanya kopi"),
        ],
    )
    def test_a_word_does_not_find_what_only_looks_alike(self, index, find, asked, written):
        index.put([story("a", body=written)])
        assert find(asked) == []

    def test_a_phrase_wants_its_words_side_by_side(self, index, find):
        index.put([story("a", body="keripik singkong pedas"), story("b", body="singkong untuk keripik")])
        assert find('"keripik singkong"') == ["a"]

    @pytest.mark.parametrize(
        "text",
        [
            '"',
            '""',
            '"kopi',
            "kopi*",
            "kopi AND",
            "NEAR(kopi)",
            "title:kopi",
            "-kopi",
            "^kopi",
            "(kopi",
            "kopi'",
            "kopi\0",
        ],
    )
    def test_engine_syntax_is_plain_words(self, index, find, text):
        index.put([story("a", body="kopi and near title")])
        find(text)  # never an error
        assert find("kopi") == ["a"]

    def test_words_alone_match_whatever_signs_surround_them(self, index, find):
        index.put([story("a", body="ekspor kopi")])
        assert find('kopi" (ekspor)!') == ["a"]

    # ------------------------------------------------------------ order and pages

    def test_title_outranks_body(self, index, find):
        index.put(
            [story("a", body="kopi untuk ekspor"), story("b", title="Kopi diekspor", body="untuk pasar")]
        )
        assert find("kopi")[0] == "b"

    def test_equal_scores_come_in_the_same_order(self, index, find):
        index.put([story(id, body="kopi") for id in "dbca"])
        assert find("kopi") == ["a", "b", "c", "d"]

    def test_newest_first_and_undated_last(self, index, find):
        old = datetime(2020, 1, 1, tzinfo=UTC)
        index.put([story("a", published_at=None), story("b", published_at=old), story("c")])
        assert find("", sort="newest") == ["c", "b", "a"]
        assert find("", sort="oldest") == ["b", "c", "a"]

    @pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "value"])
    def test_pages_join_without_gap_or_repeat(self, index, find, sort):
        index.put([story(f"{n:03}", body="kopi") for n in range(25)])
        assert list(paged(index, Query(text="kopi", sort=sort, limit=10))) == [f"{n:03}" for n in range(25)]

    def test_total_counts_beyond_the_page(self, index):
        index.put([story(str(n)) for n in range(30)])
        assert index.search(Query(limit=5)).total == 30

    # ------------------------------------------------------------ filters and facets

    @pytest.fixture
    def places(self, index):
        index.put(
            [
                story("solo", topics=("export_release",), mentions=(mention("city", "33.72", "origin"),)),
                story(
                    "jateng", source="side", mentions=(mention("province", "33"), mention("country", "JP"))
                ),
                story(
                    "bali",
                    topics=("program",),
                    mentions=(mention("province", "51"), mention("country", "NL")),
                ),
            ]
        )

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"sources": ("side",)}, {"jateng"}),
            ({"topics": ("program", "export_release")}, {"bali", "solo"}),
            ({"places": ("33.72",)}, {"solo"}),
            ({"places": ("33",)}, {"solo", "jateng"}),
            ({"countries": ("JP", "NL")}, {"jateng", "bali"}),
            ({"places": ("33",), "countries": ("JP",)}, {"jateng"}),
            ({"sources": ("nobody",)}, set()),
        ],
    )
    def test_filters_of_one_kind_are_alternatives_and_kinds_add_up(self, places, find, asked, found):
        assert set(find("", **asked)) == found

    def test_a_window_holds_its_start_and_not_its_end(self, index, find):
        days = [datetime(2021, 12, d, tzinfo=UTC) for d in (19, 20, 21)]
        index.put(
            [story(str(day.day), published_at=day) for day in days] + [story("undated", published_at=None)]
        )
        assert find("", since=days[0], until=days[2], sort="oldest") == ["19", "20"]

    def test_a_window_on_what_was_learnt(self, index, find):
        index.put([story("late", published_at=datetime(2018, 1, 1, tzinfo=UTC), learnt_at=DAY), story("now")])
        assert find("", since=DAY, until=DAY.replace(hour=4), by="learnt") == ["late"]

    def test_facets_add_up_and_count_each_story_once(self, index, places):
        twice = (mention("city", "33.72"), mention("city", "33.72", "origin"))
        index.put([story("again", mentions=twice)])
        facets = index.search(Query()).facets
        assert facets["province"] == {"33": 3, "51": 1}
        assert facets["city"] == {"33.72": 2}
        assert facets["source"] == {"solopos": 3, "side": 1}
        assert sum(facets["topic"].values()) == 2

    def test_facets_count_matches_only(self, index, places):
        assert index.search(Query(sources=("side",))).facets["country"] == {"JP": 1}

    # ------------------------------------------------------------ marks

    def test_marks_stand_on_the_original_text(self, index):
        index.put(
            [story("a", title="Solo kirim “keripik”", body="Pemkot – mengekspor keripik singkong ke Jepang.")]
        )
        (hit,) = index.search(Query(text="surakarta ekspor")).hits
        assert hit.title == f"{MARK_START}Solo{MARK_END} kirim “keripik”"
        assert f"Pemkot – {MARK_START}mengekspor{MARK_END} keripik" in hit.snippet

    def test_one_word_for_two_is_marked_once(self, index):
        index.put([story("a", title="Warga Tangsel")])
        (hit,) = index.search(Query(text="tangerang selatan")).hits
        assert hit.title == f"Warga {MARK_START}Tangsel{MARK_END}"

    def test_hits_carry_the_whole_story(self, index):
        whole = story("a", body="kopi", learnt_at=DAY)
        index.put([whole])
        assert index.search(Query(text="kopi")).hits[0].story == whole

    def test_a_sample_says_so(self, index):
        index.put([replace(story("a", sample=True), learnt_at=DAY)])
        assert index.get("a").article.sample
