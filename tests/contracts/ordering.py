"""What an Index promises of order and pages."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from entities.errors import BadInput
from indexer.index import Query
from tests.contracts.making import DAY, Finding, ids, paged, sale, scheme, story


class Ordering(Finding):
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

    @pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "learnt", "value"])
    def test_pages_join_without_gap_or_repeat(self, index, sort):
        days = [None, datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)]
        stories = [
            story(
                f"{n:02}",
                body="kopi " * (n % 4 + 1),
                published_at=days[n % 3],
                releases=(sale(f"IDR {n % 5}"),) * (n % 2),
            )
            for n in range(25)
        ]
        index.put(stories)
        for text in ("kopi", ""):
            asked = Query(text=text, sort=sort, limit=4)
            assert list(paged(index, asked)) == ids(index.search(replace(asked, limit=100)))
            assert sorted(paged(index, asked)) == [s.article.id for s in stories]

    def test_pages_are_never_capped(self, index):
        index.put(story(f"{n:04}", body="kopi") for n in range(3000))
        assert list(paged(index, Query(text="kopi", limit=500, facets=()))) == [
            f"{n:04}" for n in range(3000)
        ]

    @pytest.mark.parametrize("of", ["releases", "programs"])
    def test_pages_part_the_releases_of_one_story(self, index, of):
        many = {
            "releases": tuple(sale() for _ in range(5)),
            "programs": tuple(scheme(str(n)) for n in range(5)),
        }
        index.put([story(id, **many) for id in "ab"])
        assert "".join(paged(index, Query(of=of, limit=2))) == "aaaaabbbbb"

    def test_the_last_page_has_no_next(self, index):
        index.put([story(id) for id in "abcd"])
        pages = [index.search(query := Query(limit=2))]
        pages.append(index.search(replace(query, after=pages[0].next)))
        assert [page.next is None for page in pages] == [False, True]
        assert [page.total for page in pages] == [4, 4]

    @pytest.mark.parametrize("cursor", ["", "x", "!", "e30", "\ud800", "a" * 100_000, "W10", "bnVsbA"])
    def test_a_damaged_cursor_is_refused(self, index, cursor):
        with pytest.raises(BadInput, match="cursor"):
            index.search(Query(after=cursor))

    def test_a_cursor_of_another_query_is_refused(self, index):
        index.put([story(id, body="kopi") for id in "abc"])
        cursor = index.search(Query(limit=1)).next
        with pytest.raises(BadInput, match="another query"):
            index.search(Query(text="kopi", after=cursor))

    @pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "learnt", "value"])
    @pytest.mark.parametrize("of", ["stories", "releases"])
    def test_the_stream_has_the_order_of_the_pages(self, index, sort, of):
        index.put(
            [
                story(id, body="kopi " * at, published_at=day, releases=(sale(f"IDR {at}"), sale("IDR 9")))
                for at, (id, day) in enumerate(
                    [("c", None), ("a", DAY), ("b", datetime(2020, 1, 1, tzinfo=UTC))], 1
                )
            ]
        )
        asked = Query(of=of, text="kopi", sort=sort, limit=3)
        streamed = [(hit.story.article.id, hit.release) for hit in index.hits(asked)]
        assert [id for id, _ in streamed] == list(paged(index, asked))
        assert len(set(streamed)) == (3 if of == "stories" else 6)

    def test_the_stream_ignores_limit_and_cursor(self, index):
        index.put([story(id) for id in "abc"])
        cursor = index.search(Query(limit=1)).next
        assert len(list(index.hits(Query(limit=1, after=cursor)))) == 3

    def test_by_value_the_largest_comes_first_and_none_last(self, index, find):
        worth = {"a": (), "b": (sale("IDR 5"), sale("IDR 30")), "c": (sale("IDR 20"),), "d": ()}
        index.put([story(id, releases=releases) for id, releases in worth.items()])
        assert find("", sort="value") == ["b", "c", "a", "d"]

    def test_newest_is_by_the_moment_asked_for(self, index, find):
        index.put(
            [
                story("a", learnt_at=datetime(2022, 1, 2, tzinfo=UTC), releases=(sale(day="2021-01-01"),)),
                story("b", learnt_at=datetime(2022, 1, 1, tzinfo=UTC), releases=(sale(day="2021-02-01"),)),
            ]
        )
        assert find("", sort="newest", by="learnt") == ["a", "b"]
        assert find("", sort="newest", by="release") == ["b", "a"]

    def test_what_was_learnt_last_comes_first_whatever_day_bounds_it(self, index, find):
        days = [datetime(2022, 1, day, tzinfo=UTC) for day in (2, 3, 1)]
        index.put([story(id, learnt_at=learnt) for id, learnt in zip("abc", days, strict=True)])
        index.put([story("d", published_at=datetime(2020, 1, 1, tzinfo=UTC), learnt_at=days[1])])
        assert find("", sort="learnt", since=datetime(2021, 1, 1, tzinfo=UTC)) == ["b", "a", "c"]
        assert find("", sort="learnt", by="release") == ["b", "d", "a", "c"]

    def test_without_words_the_newest_come_first(self, index, find):
        index.put([story("a", published_at=datetime(2020, 1, 1, tzinfo=UTC)), story("b")])
        assert find("") == ["b", "a"]

    def test_a_score_is_told_where_it_decides(self, index):
        index.put([story("a", body="kopi")])
        scores = [
            index.search(Query(text=text, sort=sort)).hits[0].score
            for text, sort in (("kopi", "relevance"), ("", "relevance"), ("kopi", "newest"))
        ]
        assert [score is None for score in scores] == [False, True, True]

    def test_total_counts_beyond_the_page(self, index):
        index.put([story(str(n)) for n in range(30)])
        assert index.search(Query(limit=5)).total == 30
