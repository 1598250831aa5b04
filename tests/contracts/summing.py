"""What an Index promises of series and totals."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from entities.records import Money, Release
from entities.worth import worth
from indexer.index import Query
from tests.contracts.making import DAY, Finding, sale, scheme, story


def counts(series) -> dict[str, int]:
    return {bucket.period: bucket.count for bucket in series}


class Summing(Finding):
    # ------------------------------------------------------------ series

    def test_a_series_has_no_gaps_and_follows_iso_weeks(self, index):
        days = [datetime(2020, 12, 28, 3, tzinfo=UTC), datetime(2021, 1, 11, 3, tzinfo=UTC)]
        index.put([story(str(n), published_at=day) for n, day in enumerate([*days, None])])
        assert counts(index.series(Query(), "week")) == {"2020-W53": 1, "2021-W01": 0, "2021-W02": 1}

    def test_years_are_those_of_jakarta(self, index):
        index.put([story("a", published_at=datetime(2021, 12, 31, 17, tzinfo=UTC))])
        assert counts(index.series(Query(), "year")) == {"2022": 1}
        assert counts(index.series(Query(), "week")) == {"2021-W52": 1}

    def test_nothing_has_no_series(self, index):
        assert index.series(Query(), "week") == ()

    def test_a_series_goes_by_the_moment_asked_for(self, index):
        index.put(
            [story("a", learnt_at=datetime(2023, 5, 1, tzinfo=UTC), releases=(sale(day="2019-03-01"),))]
        )
        years = {by: counts(index.series(Query(by=by), "year")) for by in ("published", "learnt", "release")}
        assert years == {"published": {"2021": 1}, "learnt": {"2023": 1}, "release": {"2019": 1}}

    def test_a_period_adds_up_what_is_stated_in_it(self, index):
        index.put([story("a", releases=(sale("IDR 100.1"), sale("IDR 200.2"), sale()))])
        (week,) = index.series(Query(of="releases"), "week")
        assert (week.count, week.valued, week.rupiah) == (3, 2, Decimal("300.3"))
        (week,) = index.series(Query(), "week")
        assert (week.count, week.valued, week.rupiah) == (1, 1, Decimal("300.3"))

    def test_a_series_counts_matches_only(self, index):
        index.put([story("a", body="kopi"), story("b", body="teh")])
        assert counts(index.series(Query(text="kopi"), "year")) == {"2021": 1}

    def test_of_a_story_only_the_release_days_asked_for_count(self, index):
        index.put([story("a", releases=(sale(day="2021-12-20"), sale(day="2022-01-05")))])
        asked = Query(by="release", since=datetime(2021, 12, 31, 17, tzinfo=UTC))
        assert counts(index.series(asked, "year")) == {"2022": 1}

    # ------------------------------------------------------------ totals

    def test_totals_say_what_they_count_and_leave_out(self, index):
        releases = (
            sale("IDR 100", weight="7.5"),
            sale("IDR 300", "IDR 200", weight="2.5"),
            sale("KWD 5"),
            sale(),
        )
        index.put([story("a", releases=releases)])
        totals = index.totals(Query(of="releases"))
        assert (totals.releases, totals.valued, totals.unvalued, totals.unconverted) == (4, 2, 1, 1)
        assert (totals.rupiah, totals.restated) == (Decimal(400), 1)
        assert (totals.weighed, totals.kilograms, totals.unweighed) == (2, Decimal(10), 2)

    def test_one_deal_in_two_currencies_counts_once(self, index):
        both = tuple(
            Money(amount=Decimal(a), currency=c, deal=1) for a, c in ((100, "USD"), (1_400_000, "IDR"))
        )
        index.put([story("a", releases=(Release(date=DAY.date(), values=both),))])
        totals = index.totals(Query(of="releases"))
        assert (totals.rupiah, totals.dollars) == (Decimal(1_400_000), Decimal(100))

    def test_sums_are_exact(self, index):
        index.put([story(str(n), releases=(sale("IDR 0.1"),)) for n in range(10)])
        index.put([story("large", releases=(sale("IDR 123456789012345678901234567890"),))])
        totals = index.totals(Query())
        assert totals.rupiah == Decimal("123456789012345678901234567891.0")
        each = worth((Money(amount=Decimal("0.1"), currency="IDR"),), DAY.date()).dollars
        large = worth(
            (Money(amount=Decimal("123456789012345678901234567890"), currency="IDR"),), DAY.date()
        ).dollars
        assert float(totals.dollars) == pytest.approx(float(10 * each + large))

    def test_totals_are_of_matching_releases(self, index):
        index.put([story("a", releases=(sale("IDR 100", to="JP"), sale("IDR 200", to="DE")))])
        assert index.totals(Query(of="releases", destinations=("DE",))).rupiah == 200

    @pytest.mark.parametrize("of", ["stories", "programs"])
    def test_of_stories_and_programmes_totals_are_over_the_releases_in_their_stories(self, index, of):
        index.put(
            [
                story(
                    "a",
                    body="kopi",
                    releases=(sale("IDR 100"), sale("IDR 200")),
                    programs=(scheme("A"), scheme("B")),
                ),
                story("b", body="teh", releases=(sale("IDR 400"),), programs=(scheme("C"),)),
            ]
        )
        assert index.totals(Query(of=of, text="kopi")).rupiah == 300

    def test_nothing_adds_up_to_nothing(self, index):
        totals = index.totals(Query())
        assert (totals.releases, totals.rupiah, totals.kilograms) == (0, 0, 0)
