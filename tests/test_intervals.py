"""Poll intervals: what a source's articles and runs of the past say about when to ask it again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.intervals import CEILING, FLOOR, UNKNOWN, due, learnt, pace, usual_gap
from entities.almanac import WIB
from state.sqlite import SQLiteState
from state.state import Page, Run

MONDAY = datetime(2021, 12, 20, 10, tzinfo=WIB)  # 10 in the morning
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def every(gap, before=MONDAY, days=30, hours=range(24), weekdays=range(7)):
    """Articles each `gap` until `before`, where the hour and the day of the week (Monday is 0) are among these."""
    moments = (before - number * gap for number in range(1, int(days * DAY / gap)))
    return [m for m in moments if m.hour in hours and m.weekday() in weekdays]


def office(before):
    """A newsroom: each half hour from 7 to 17, Monday to Friday."""
    return every(30 * MINUTE, before, hours=range(7, 18), weekdays=range(5))


RHYTHMS = {  # articles until a moment, and the wait from then on
    "nothing known": ([], MONDAY, UNKNOWN),
    "one article says nothing of a rhythm": ([MONDAY - HOUR], MONDAY, UNKNOWN),
    "all seen at once say nothing": ([MONDAY - HOUR] * 60, MONDAY, UNKNOWN),
    "all seen by one crawl of some minutes say nothing": (
        [MONDAY - 8 * MINUTE + timedelta(seconds=n) for n in range(400)],
        MONDAY,
        UNKNOWN,
    ),
    "each minute": (every(MINUTE, days=3), MONDAY, FLOOR),
    "each hour": (every(HOUR), MONDAY, 30 * MINUTE),
    "each four hours": (every(4 * HOUR), MONDAY, 2 * HOUR),
    "once a day": (every(DAY), MONDAY, 12 * HOUR),
    "once a week": (every(7 * DAY, days=60), MONDAY, CEILING),
    "two articles only": ([MONDAY - 3 * HOUR, MONDAY - HOUR], MONDAY, HOUR),
    "a newsroom in the morning": (office(MONDAY), MONDAY, FLOOR),
    "a newsroom in the evening": (
        office(MONDAY + 8 * HOUR),
        MONDAY + 8 * HOUR,
        timedelta(hours=6, minutes=45),
    ),
    "a newsroom on Saturday": (office(MONDAY + 5 * DAY), MONDAY + 5 * DAY, CEILING),
    "a newsroom at three on Monday morning": (
        office(MONDAY - 7 * HOUR),
        MONDAY - 7 * HOUR,
        CEILING,
    ),
    "articles dated tomorrow are not believed": ([MONDAY + DAY, MONDAY + 2 * DAY], MONDAY, UNKNOWN),
}


@pytest.mark.parametrize("rhythm", RHYTHMS)
def test_half_the_usual_gap_is_waited(rhythm):
    moments, now, wait = RHYTHMS[rhythm]
    assert pace(moments, [], now).wait == wait


def test_a_source_that_falls_silent_is_asked_ever_more_slowly_and_never_given_up():
    moments = every(HOUR)
    waits = [
        pace(moments, [], MONDAY + silence).wait for silence in (HOUR, DAY, 5 * DAY, 20 * DAY, 900 * DAY)
    ]
    assert waits == [
        30 * MINUTE,
        timedelta(hours=2, minutes=30),
        timedelta(hours=12, minutes=6),
        CEILING,
        CEILING,
    ]


RUN = Run(source="a", started_at=MONDAY - HOUR, ended_at=MONDAY - 58 * MINUTE, ending="finished")
FAILED = replace(RUN, problems=("no way gave anything",))
KILLED = replace(RUN, ending="killed", ended_at=RUN.started_at)
STOPPED = replace(RUN, ending="interrupted", problems=("stopped before the end",))
GOES_ON = replace(RUN, ended_at=None, ending=None)

RUNS = {  # newest first, of a source that publishes each two hours -> the wait
    "none yet": ([], HOUR),
    "all well": ([RUN, RUN], HOUR),
    "failed once": ([FAILED, RUN], 2 * HOUR),
    "failed three times": ([FAILED] * 3 + [RUN], 8 * HOUR),
    "failed for a year": ([FAILED] * 20, CEILING),
    "well again": ([RUN, FAILED, FAILED], HOUR),
    "killed: goes on at once": ([KILLED, RUN], timedelta()),
    "a run that left no end: goes on at once": ([GOES_ON, RUN], timedelta()),
    "stopped: goes on at once": ([STOPPED, RUN], timedelta()),
    "killed and killed again": ([KILLED] * 2, FLOOR),
    "killed for ever": ([KILLED] * 20, 16 * FLOOR),
    "the index was away": ([replace(FAILED, ending="index unusable")] * 3 + [RUN], 2 * FLOOR),
}


@pytest.mark.parametrize("history", RUNS)
def test_failing_runs_are_further_apart(history):
    runs, wait = RUNS[history]
    assert pace(every(2 * HOUR), runs, MONDAY).wait == wait


def test_a_failing_source_of_unknown_rhythm_is_slowed_down_too():
    assert pace([], [FAILED, FAILED], MONDAY).wait == 4 * UNKNOWN


DUE = {
    "never asked": ([], MONDAY),
    "an interval after the last began": ([RUN], RUN.started_at + HOUR),
    "not in the same breath after a long one": (
        [replace(RUN, ended_at=MONDAY + HOUR)],
        MONDAY + HOUR + FLOOR,
    ),
    "a killed one at once": ([KILLED], KILLED.started_at),
}


@pytest.mark.parametrize("case", DUE)
def test_a_source_is_due(case):
    runs, when = DUE[case]
    assert due(pace(every(2 * HOUR), runs, MONDAY), runs, MONDAY) == when


def test_polls_that_see_articles_late_come_closer_to_the_true_rhythm():
    """Known only by when a poll saw them, articles of each hour look like articles of each poll."""
    now, seen = MONDAY, [MONDAY - 2 * DAY, MONDAY - DAY, MONDAY]
    for _ in range(400):
        now += pace(seen, [], now).wait
        seen.append(now.replace(minute=0))
    assert usual_gap(sorted(set(seen)), now) <= 2 * HOUR


def test_the_same_history_gives_the_same_pace():
    moments = office(MONDAY)
    assert pace(moments, [RUN], MONDAY) == pace(reversed(moments), [RUN], MONDAY)


def test_a_state_tells_the_pace_by_all_pages_its_listings_named(tmp_path):
    state = SQLiteState(tmp_path / "s.db")
    utc = MONDAY.astimezone(UTC)
    page = Page(source="a", id="", url="", first_seen=utc)
    state.keep(
        replace(page, id=f"a-{n}", first_seen=when, outcome="left", reason="not relevant")
        for n, when in enumerate(every(4 * HOUR, utc))
    )
    late = replace(page, id="b", source="b", first_seen=utc, published_at=utc - 3 * HOUR)
    old = replace(late, id="c", published_at=utc - 400 * DAY)
    state.keep([late, old, replace(late, id="d", published_at=utc - HOUR)])
    assert learnt(state, "a", utc)[0].wait == 2 * HOUR
    assert learnt(state, "b", utc) == (pace([late.published_at, utc - HOUR], [], utc), utc)
    state.keep(
        [replace(old, id="e", source="dead", first_seen=utc - 300 * DAY)] * 2
        + [replace(old, id="f", source="dead", first_seen=utc - 301 * DAY, published_at=None)]
    )
    assert learnt(state, "dead", utc)[0].wait == CEILING
    state.begin(replace(RUN, ended_at=None, ending=None))
    assert learnt(state, "a", utc)[1] == RUN.started_at
