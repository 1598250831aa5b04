"""What an Index keeps."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from entities.records import Money, Program, Release
from indexer.copying import copy
from indexer.index import Left, Query
from indexer.sqlite import SQLiteIndex
from tests.contracts.making import DAY, Finding, mention, sale, scheme, story


class Keeping(Finding):
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

    def test_what_an_article_no_more_says_is_gone(self, index):
        many = {
            "releases": (sale("IDR 1"), sale("IDR 2"), sale("IDR 3")),
            "programs": (scheme("A"), scheme("B")),
        }
        index.put([story("a", **many), story("b", releases=(sale("IDR 9"),))])
        index.put([story("a", releases=(sale("IDR 5"),))])
        found = {of: index.search(Query(of=of)).total for of in ("stories", "releases", "programs")}
        assert found == {"stories": 2, "releases": 2, "programs": 0}
        assert index.totals(Query(of="releases")).rupiah == 14
        index.put([story("a", **many)])
        assert index.totals(Query()).rupiah == 15

    def test_all_that_was_put_is_held(self, index):
        index.put([story("a")])
        assert index.left() == Left()

    def test_a_copy_in_a_file_is_equal_field_by_field(self, index, tmp_path):
        whole = story("a", releases=(sale("USD 12.5", weight="7.5", to="JP"),), programs=(scheme("KUR"),))
        index.put([whole, story("b", published_at=None), story("c")])
        index.forget("c")
        held = SQLiteIndex(tmp_path / "copy.db")
        assert copy(index, held) == 2
        assert [hit.story for hit in held.hits()] == [hit.story for hit in index.hits()]
        assert (held.get("a").releases, held.buried()) == (whole.releases, index.buried())

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

    def test_of_one_article_twice_in_a_batch_the_last_is_kept(self, index, find):
        index.put([story("b", body="teh")])
        index.put(
            [
                story("b", body="kopi"),
                story("c", body="kopi"),
                story("b", body="madu"),
                story("c", body="gula"),
            ]
        )
        found = [find(word) for word in ("teh", "kopi", "madu", "gula")]
        assert found == [[], [], ["b"], ["c"]]
