"""What an Index forgets, for good."""

from decimal import Decimal

import pytest

from entities.records import Money, Release
from indexer.index import Query, Totals
from tests.contracts.making import DAY, Finding, mention, story

SOLD = story(
    "a",
    title="Kopi diekspor",
    topics=("export_release",),
    mentions=(mention("country", "JP", "destination"),),
    releases=(Release(date=DAY.date(), values=(Money(amount=Decimal(5), currency="USD"),)),),
)


class Forgetting(Finding):
    @pytest.mark.parametrize("by", [SOLD.article.url, SOLD.article.id])
    def test_an_article_is_forgotten_by_url_or_id(self, index, find, by):
        index.put([SOLD, story("b")])
        assert index.forget(by) == 1
        assert (index.count(), index.get("a"), find("kopi")) == (1, None, [])

    def test_what_was_read_from_it_is_gone(self, index):
        index.put([SOLD])
        index.forget("a")
        assert index.search(Query(of="releases")).total == 0
        assert index.totals(Query()) == Totals()
        assert not any(index.search(Query()).facets.values())

    @pytest.mark.parametrize("again", [SOLD, story("a"), story("other")], ids=["same", "id", "neither"])
    def test_it_is_not_stored_again(self, index, again):
        index.put([SOLD])
        index.forget("a")
        stored = again.article.id == "other"
        assert (index.put([again]), index.count()) == (stored, stored)

    def test_what_is_forgotten_is_told_by_url_and_id(self, index):
        index.put([SOLD])
        index.forget(SOLD.article.url)
        assert index.forgotten() == {SOLD.article.url, SOLD.article.id}

    def test_an_article_is_refused_before_it_was_ever_held(self, index):
        assert index.forget(SOLD.article.url) == 0
        assert (index.put([SOLD]), index.count()) == (0, 0)

    def test_to_forget_twice_changes_nothing(self, index):
        index.put([SOLD])
        assert [index.forget("a"), index.forget("a")] == [1, 0]

    def test_what_another_index_refuses_is_refused_since_then(self, index):
        since = "2021-12-20T03:00:00.000000+00:00"
        index.bury({SOLD.article.url: since})
        index.bury({SOLD.article.url: "2022-01-01T00:00:00.000000+00:00"})
        assert (index.buried(), index.put([SOLD])) == ({SOLD.article.url: since}, 0)

    def test_of_a_batch_only_the_forgotten_is_left_out(self, index):
        index.forget("a")
        assert index.put([story("b"), SOLD, story("c")]) == 2

    @pytest.mark.parametrize("by", [SOLD.article.url, SOLD.article.id])
    def test_a_withdrawn_article_is_gone_and_may_come_back(self, index, find, by):
        index.put([SOLD, story("b")])
        assert (index.withdraw(by), index.withdraw(by)) == (1, 0)
        assert (index.count(), index.get("a"), find("kopi")) == (1, None, [])
        assert index.totals(Query()) == Totals()
        assert (index.forgotten(), index.put([SOLD]), find("kopi")) == (frozenset(), 1, ["a"])
