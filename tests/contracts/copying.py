"""What an Index promises of copies: a republished article is linked to its first publication, and stays."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from entities.records import DateRead, Story
from indexer.copying import copy
from indexer.index import Index, Query
from indexer.sqlite import SQLiteIndex
from tests.contracts.making import DAY, ids, sale, story

NEWS = (
    "Koperasi Serat Emas memberangkatkan 78 ton pinang kering dari Pelabuhan Talang Duku menuju Iran, Senin (4/3/2024). "
    "Muatan itu dihimpun dari 210 petani di dua kecamatan dan dikemas dalam tiga kontainer.\n\n"
    "Ketua koperasi menyebut pengiriman langsung ini yang pertama, tanpa lewat pedagang besar. Harga di tingkat petani "
    "naik seribu rupiah untuk setiap kilogram, sedangkan nilai seluruh barang mencapai Rp1,6 miliar.\n\n"
    "Pemerintah kabupaten menyiapkan alat pengering supaya mutu pinang tetap seragam pada musim hujan nanti."
)
OTHER = (
    "Sebanyak enam puluh perajin anyaman purun mengikuti pelatihan pewarnaan alami di balai desa selama delapan hari. "
    "Mereka belajar memakai kulit kayu dan daun jati sebagai bahan pewarna, lalu mengukur ketahanannya.\n\n"
    "Dinas perindustrian membiayai seluruh kegiatan serta membelikan lima kompor besar untuk kelompok perajin."
)
NEXT_WEEK = NEWS.replace("78", "54").replace("4/3", "11/3").replace("210", "187").replace("1,6", "1,1")
LONE = "Pinang Jambi Berlayar ke Iran Tanpa Perantara"


def report(id: str, hours: int = 0, body: str = NEWS, **more) -> Story:
    return story(id, body=body, published_at=DAY + timedelta(hours=hours), **{"title": f"Kabar {id}", **more})


def first_of(index: Index) -> dict[str, str | None]:
    """Of every story the id of its first publication."""
    return {hit.story.article.id: hit.story.copy_of and hit.story.copy_of.id for hit in index.hits()}


class Republishing:
    def test_a_republished_article_is_kept_and_linked_to_the_first(self, index):
        index.put([report("asli")])
        assert index.put([report("ulang", 5, title="Judul Lain")]) == 1
        found = index.get("ulang").copy_of
        assert (found.id, found.by, found.similarity) == ("asli", "text", 1)
        assert index.get("asli").copy_of is None

    @pytest.mark.parametrize("order", list(permutations(range(4))))
    def test_the_link_is_the_same_in_whatever_order_they_come(self, index, order):
        all_of_them = [report("a"), report("b", 2), report("c", 1, source="side"), report("d", 3, OTHER)]
        for n in order:
            index.put([all_of_them[n]])
        assert first_of(index) == {"a": None, "b": "a", "c": "a", "d": None}

    def test_stories_put_together_are_linked_likewise(self, index):
        index.put([report("b", 2), report("c", 1), report("a")])
        assert first_of(index) == {"a": None, "b": "a", "c": "a"}

    def test_a_group_is_told_by_any_of_it_first_publication_first(self, index):
        index.put([report("c", 2), report("a"), report("b", 1), report("d", 0, OTHER)])
        groups = {id: [s.article.id for s in index.copies(id)] for id in "abcdx"}
        assert groups == {
            "a": ["a", "b", "c"],
            "b": ["a", "b", "c"],
            "c": ["a", "b", "c"],
            "d": ["d"],
            "x": [],
        }

    def test_a_copy_of_a_copy_is_in_the_group(self, index):
        first, second, _ = NEWS.split("\n\n")
        more = OTHER.split("\n\n")
        index.put(
            [
                report("a", 0, "\n\n".join([first, second])),
                report("b", 1, "\n\n".join([first, second, *more])),
                report("c", 2, "\n\n".join(more)),
            ]
        )
        assert first_of(index) == {"a": None, "b": "a", "c": "b"}
        assert [s.article.id for s in index.copies("c")] == ["a", "b", "c"]

    @pytest.mark.parametrize(
        "other",
        [
            report("b", 24 * 7, NEXT_WEEK, title="Kabar a"),
            report("b", 1, OTHER, title="Kabar a"),
            report("b", 24 * 31),
            report("b", 1, "Kabar singkat.", title=LONE),
        ],
        ids=["other figures", "another text", "a month later", "nothing but a headline"],
    )
    def test_what_is_only_alike_is_no_copy(self, index, other):
        index.put([report("a", title=LONE), other])
        assert first_of(index) == {"a": None, "b": None}

    @pytest.mark.parametrize(
        ("title", "by"), [(LONE.upper(), "title"), ("Kabar Lain dari Pesisir Jambi", None)]
    )
    def test_one_headline_needs_less_of_the_text(self, index, title, by):
        part = NEWS.split("\n\n")[1] + "\n\n" + OTHER
        index.put([report("a", title=LONE), report("b", 1, part, title=title)])
        assert (index.get("b").copy_of and index.get("b").copy_of.by) == by

    def test_one_address_is_one_article_whatever_its_text(self, index):
        one, other = report("a"), report("b", 1, OTHER)
        moved = replace(other, article=replace(other.article, url="http://www.example.com/a/"))
        index.put([one, moved])
        assert index.get("b").copy_of.by == "url"

    def test_an_article_without_an_hour_is_not_put_before_one_with_it(self, index):
        day = report("a", -10)
        dated = replace(day.article, date=DateRead(raw="20 Des", source="shown", precision="day"))
        index.put([replace(day, article=dated), report("b")])
        assert first_of(index) == {"a": "b", "b": None}

    def test_an_undated_article_came_out_when_it_was_learnt(self, index):
        undated = replace(report("b").article, published_at=None)
        index.put([Story(article=undated, learnt_at=DAY + timedelta(hours=2)), report("a")])
        assert first_of(index) == {"a": None, "b": "a"}

    def test_the_next_is_the_first_when_the_first_is_forgotten(self, index):
        index.put([report("a"), report("b", 1), report("c", 2)])
        index.forget("a")
        assert first_of(index) == {"b": None, "c": "b"}

    def test_a_changed_text_changes_the_links(self, index):
        index.put([report("a"), report("b", 1), report("c", 2)])
        index.put([report("a", 0, OTHER)])
        assert first_of(index) == {"a": None, "b": None, "c": "b"}
        index.put([report("a")])
        assert first_of(index) == {"a": None, "b": "a", "c": "a"}

    def test_a_day_read_better_later_turns_the_link(self, index):
        index.put([report("a"), report("b", 1)])
        index.put([report("a", 2)])
        assert first_of(index) == {"a": "b", "b": None}

    def test_what_a_story_says_of_itself_is_not_believed(self, index):
        index.put([report("a"), report("b", 1)])
        index.put(
            [replace(index.get("b"), copy_of=None), replace(index.get("a"), copy_of=index.get("b").copy_of)]
        )
        assert first_of(index) == {"a": None, "b": "a"}

    @pytest.mark.parametrize("of", ["stories", "releases", "programs"])
    def test_copies_can_be_left_out(self, index, of):
        sold = {"releases": (sale("IDR 5"),)}
        index.put([report("a", **sold), report("b", 1, **sold), report("c", 2, OTHER, **sold)])
        asked = Query(of=of, originals=True)
        expected = [] if of == "programs" else ["a", "c"]
        assert sorted(ids(index.search(asked))) == expected
        assert [hit.story.article.id for hit in index.hits(asked)] == expected
        assert index.totals(Query(originals=True)).rupiah == 10

    def test_a_link_that_turns_is_seen_on_releases_too(self, index):
        index.put([report("b", 1, releases=(sale("IDR 5"),))])
        index.put([report("a", releases=(sale("IDR 5"),))])
        hits = index.search(Query(of="releases", sort="oldest")).hits
        assert [hit.story.copy_of and hit.story.copy_of.id for hit in hits] == [None, "a"]
        assert ids(index.search(Query(of="releases", originals=True))) == ["a"]

    def test_new_copies_are_counted_once(self, index):
        before = index.republished()
        index.put([report("b", 1), report("a"), report("d", 2, OTHER)])
        index.put([report("c", 2), report("a")])
        index.put([report("c", 2)])
        assert index.republished() - before == 2

    def test_a_copy_of_the_index_has_the_same_links(self, index, tmp_path):
        index.put([report("c"), report("b", 1), report("a", 2), report("d", 3, OTHER)])
        held = SQLiteIndex(tmp_path / "copy.db")
        copy(index, held)
        assert first_of(held) == first_of(index) == {"a": "c", "b": "c", "c": None, "d": None}
