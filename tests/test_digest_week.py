"""ISO weeks in Jakarta: where they begin and end, at the turn of a year, in years of 53, and by daylight elsewhere."""

from datetime import UTC, date, datetime

import pytest

from app.digests.week import Week, read_week, week_of
from entities.errors import BadInput
from tests.digests import WEEK, made, story


def week(name):
    return read_week(name, date(2030, 1, 1))


@pytest.mark.parametrize(
    ("name", "monday", "sunday"),
    [
        ("2021-W51", date(2021, 12, 20), date(2021, 12, 26)),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
        ("2021-W01", date(2021, 1, 4), date(2021, 1, 10)),
        ("2024-W01", date(2024, 1, 1), date(2024, 1, 7)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2019-W01", date(2018, 12, 31), date(2019, 1, 6)),
    ],
)
def test_a_week_has_its_monday_and_its_sunday(name, monday, sunday):
    assert (week(name).monday, week(name).sunday, week(name).name) == (monday, sunday, name)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2021, 1, 1), "2020-W53"),
        (date(2021, 1, 3), "2020-W53"),
        (date(2021, 1, 4), "2021-W01"),
        (date(2023, 1, 1), "2022-W52"),
        (date(2024, 12, 30), "2025-W01"),
    ],
)
def test_days_at_the_turn_of_the_year_lie_in_the_week_of_their_thursday(day, name):
    assert week_of(day).name == name


@pytest.mark.parametrize(
    ("name", "before", "year_ago"),
    [
        ("2021-W51", "2021-W50", "2020-W51"),
        ("2021-W01", "2020-W53", "2020-W01"),
        ("2020-W53", "2020-W52", None),
        ("2026-W53", "2026-W52", None),
        ("2021-W53", None, None),
    ],
)
def test_a_week_knows_the_one_before_and_that_of_its_number_a_year_ago(name, before, year_ago):
    if before is None:
        with pytest.raises(BadInput):
            week(name)
        return
    ago = week(name).year_ago
    assert (week(name).earlier().name, ago and ago.name) == (before, year_ago)


def test_a_week_runs_from_monday_to_sunday_in_jakarta(tmp_path):
    from indexer.sqlite import SQLiteIndex

    index = SQLiteIndex(tmp_path / "p.db")
    moments = {
        "sunday before": datetime(2021, 12, 19, 16, 59, 59, tzinfo=UTC),
        "monday": datetime(2021, 12, 19, 17, 0, tzinfo=UTC),
        "sunday": datetime(2021, 12, 26, 16, 59, 59, tzinfo=UTC),
        "monday after": datetime(2021, 12, 26, 17, 0, tzinfo=UTC),
    }
    index.put([story(id, published=at) for id, at in moments.items()])
    for by in ("published", "learnt"):
        (stories,) = (h.figure.value for h in made(index, by=by).headlines if h.figure.measure == "stories")
        assert stories == 2


@pytest.mark.parametrize(
    "text",
    "2021-51 2021-W00 2021-W54 W51 2021-W53 kemarin ٢٠٢١-W51 2021-w51 0001-W01 9999-W52 2021-W51x".split(),
)
def test_a_week_that_does_not_exist_is_refused(text):
    with pytest.raises(BadInput, match="ISO week"):
        read_week(text, date(2022, 1, 1))


def test_last_is_the_week_before_todays():
    assert read_week("last", date(2022, 1, 3)).name == "2021-W52"
    assert read_week("last", date(2021, 1, 4)).name == "2020-W53"


def test_weeks_are_in_order():
    assert Week(monday=date(2021, 12, 13)) < WEEK
