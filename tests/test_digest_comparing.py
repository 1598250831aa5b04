"""Figures beside those of other weeks, only where the sources were covered; and how the sources were."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.digests.text import text
from app.digests.week import read_week
from crawler.health import conditions
from indexer.sqlite import SQLiteIndex
from state.sqlite import SQLiteState
from state.state import Page, Run
from tests.digests import MONDAY, SOURCES, WEEK, days, idr, made, release, story

HOUR = timedelta(hours=1)
COUNTRIES = {"solopos": ("JP",), "side": ("US",)}
CITIES = ("33.72", "51.71", "18.71", "32.73", "35.71", "36.74")


@pytest.fixture
def index(tmp_path):
    return SQLiteIndex(tmp_path / "p.db")


@pytest.fixture
def state(tmp_path):
    held = SQLiteState(tmp_path / "p.state.db")
    yield held
    held.close()


def events(number, source, at, mark=""):
    """So many events that one source tells of at a moment."""
    return [
        story(
            f"{source}-{at:%Y%m%d}-{mark}{n}",
            release(
                idr((n + 1) * 1_000_000),
                origins=(CITIES[n],),
                destinations=COUNTRIES[source],
                products=(f"barang {source} {n}",),
                date=at.date(),
            ),
            published=at,
            source=source,
        )
        for n in range(number)
    ]


def compared(digest, measure="events"):
    """By kind: the figure of the week and that of the other."""
    (held,) = (o for o in (digest.events, *digest.headlines) if o.figure.measure == measure)
    return {one.baseline.kind: (one.now.value, one.then.value) for one in held.comparisons}


def crawled(state, source, *moments, newest=None, **more):
    """Crawls of a source at these moments, each of which listed articles."""
    for at in moments:
        run = state.begin(Run(source=source, started_at=at))
        ways = {"feed": {"answers": 1, "links": 10}}
        state.end(
            replace(
                run,
                **{
                    "ended_at": at + timedelta(minutes=5),
                    "ending": "finished",
                    "counts": {"listed": 10},
                    "ways": ways,
                    "newest": newest or at,
                    **more,
                },
            )
        )


# ---------------------------------------------------------------- by what the index holds


def test_a_figure_stands_beside_the_week_before_and_the_same_week_a_year_ago(index):
    year_ago = read_week("2020-W51", WEEK.monday).since + HOUR
    began = events(1, "solopos", year_ago - days(30), "began")
    index.put(
        [
            *began,
            *events(3, "solopos", MONDAY),
            *events(2, "solopos", MONDAY - days(7)),
            *events(4, "solopos", year_ago),
        ]
    )
    assert compared(made(index)) == {"before": (3, 2), "year_ago": (3, 4)}
    assert compared(made(index), "rupiah") == {
        "before": (6_000_000, 3_000_000),
        "year_ago": (6_000_000, 10_000_000),
    }
    told = " ".join(text(made(index)).split())
    assert (
        "3 peristiwa ekspor [1]: naik dari 2 [2] (pekan lalu); turun dari 4 [3] (2020-W51, setahun lalu)"
        in told
    )


def test_a_source_that_is_new_is_left_out_of_both_figures_and_named(index):
    index.put(
        [
            *events(1, "solopos", MONDAY - days(60)),
            *events(2, "solopos", MONDAY - days(7)),
            *events(1, "solopos", MONDAY),
            *events(5, "side", MONDAY),
        ]
    )
    digest = made(index)
    assert digest.events.figure.value == 6
    assert compared(digest) == {"before": (1, 2)}
    told = " ".join(text(digest).split())
    assert "Pembanding pekan lalu tanpa side: belum tercakup waktu itu." in told
    assert "dari sumber yang sama: 1 [2], turun dari 2 [3] (pekan lalu)" in told


def test_where_no_source_was_covered_nothing_is_compared_and_that_is_said(index):
    index.put(events(2, "solopos", MONDAY))
    digest = made(index)
    assert compared(digest) == {}
    told = " ".join(text(digest).split())
    assert "pekan lalu: tidak dapat dibandingkan, tidak satu pun sumber tercakup waktu itu" in told
    assert "2020-W51, setahun lalu: tidak dapat dibandingkan" in told
    assert "naik" not in told


def test_the_first_week_of_a_source_is_no_measure_for_the_next(index):
    index.put([*events(5, "solopos", MONDAY - days(7)), *events(1, "solopos", MONDAY)])
    assert compared(made(index)) == {}
    assert compared(made(index, by="published")) == {"before": (1, 5)}


def test_a_week_53_without_a_fellow_a_year_ago_says_so(index):
    week = read_week("2020-W53", WEEK.monday)
    index.put(events(1, "solopos", week.since + HOUR))
    assert "tidak ada pekan 53" in text(made(index, week=week))


def test_a_search_for_sources_is_compared_within_them(index):
    from indexer.index import Query

    index.put(
        [
            *events(1, "solopos", MONDAY - days(60)),
            *events(2, "solopos", MONDAY - days(7)),
            *events(1, "solopos", MONDAY),
            *events(5, "side", MONDAY),
        ]
    )
    digest = made(index, Query(sources=("solopos",)))
    assert compared(digest) == {"before": (1, 2)}
    assert "tanpa side" not in text(digest)


def test_weeks_that_nobody_watched_are_no_zeros_in_the_series(index):
    index.put([*events(1, "solopos", MONDAY - days(21)), *events(2, "solopos", MONDAY)])
    series = {week.name: figure and figure.value for week, figure in made(index, by="published").series}
    assert len(series) == 13
    assert (series["2021-W47"], series["2021-W48"], series["2021-W49"], series["2021-W51"]) == (
        None,
        1,
        None,
        2,
    )


# ---------------------------------------------------------------- by what crawls remember


def test_a_week_in_which_a_source_was_watched_and_quiet_is_a_zero(index, state):
    index.put([*events(1, "solopos", MONDAY - days(30)), *events(2, "solopos", MONDAY)])
    crawled(state, "solopos", *(MONDAY - days(n) for n in range(40, -7, -1)))
    digest = made(index, state=state)
    assert compared(digest)["before"] == (2, 0)


def test_a_week_in_which_nobody_crawled_is_not_compared_with(index, state):
    index.put([*events(1, "solopos", MONDAY - days(30)), *events(2, "solopos", MONDAY)])
    crawled(state, "solopos", *(MONDAY - days(n) for n in range(40, 25, -1)))
    assert "before" not in compared(made(index, state=state))


def test_what_is_said_of_coverage_is_what_pantau_sources_says_at_the_end_of_the_week(index, state):
    end = WEEK.until
    crawled(state, "solopos", *(end - days(n) for n in range(30, 0, -1)))
    crawled(state, "side", *(end - days(n) for n in range(60, 0, -1)), newest=end - days(59))
    crawled(
        state,
        "kedirikota",
        *(end - days(n) for n in range(10, 0, -1)),
        ways={"feed": {"failed/HTTP 403": 3}},
        counts={"listed": 0},
    )
    said = conditions(state, end, SOURCES)
    assert {one.state for one in said} >= {"ok", "broken", "never"}
    digest = made(index, state=state)
    assert [(h.source, h.state, h.cause, h.why) for h in digest.health] == [
        (h.source, h.state, h.cause, h.why) for h in said
    ]
    told = " ".join(text(digest).split())
    for one in said:
        assert one.source in told or one.state == "ok"


def test_what_became_of_the_sources_later_changes_no_digest(index, state):
    index.put(events(2, "solopos", MONDAY))
    crawled(state, "solopos", *(WEEK.until - days(n) for n in range(30, 0, -1)))
    before = text(made(index, state=state))
    crawled(
        state, "solopos", WEEK.until + days(1), ways={"feed": {"failed/HTTP 403": 3}}, counts={"listed": 0}
    )
    crawled(state, "side", WEEK.until + days(2))
    state.keep(
        [
            Page(
                source="side",
                id="x",
                url="https://side.id/x",
                first_seen=WEEK.until + days(2),
                published_at=MONDAY,
            )
        ]
    )
    assert text(made(index, state=state)) == before


def test_without_any_record_of_crawls_the_state_of_sources_is_unknown_not_good(index):
    index.put(events(1, "solopos", datetime(2021, 12, 21, tzinfo=UTC)))
    assert "belum ada catatan perayapan" in " ".join(text(made(index)).split())
