"""How a source is, from what is known of it: tables of histories, with the clock handed in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from scrapy.exceptions import DownloadFailedError

from crawler.failures import reason
from crawler.health import Health, History, conditions, judge
from crawler.health_faults import CAUSE, GRAVITY, cause_of
from crawler.health_rhythm import rhythm_of
from crawler.health_words import WORDS, lasting, rhythm_words
from crawler.memory import PASSING
from entities.holidays import free_days
from state.sqlite import SQLiteState
from state.state import Page, Run

NOW = datetime(2026, 11, 26, 5, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def run(
    at,
    *,
    ending="finished",
    mode="daily",
    ways=None,
    newest=None,
    notes=(),
    left=None,
    missing=None,
    **counts,
):
    """A crawl that began at a moment and took ten minutes; by default its feed answers with ten links."""
    return Run(
        source="a",
        started_at=at,
        ended_at=at + 10 * MINUTE,
        mode=mode,
        ending=ending,
        counts={name.replace("_", " "): number for name, number in ({"listed": 10} | counts).items()},
        ways={"feed": {"answers": 1, "links": 10}} if ways is None else ways,
        newest=newest,
        notes=tuple(notes),
        left=left or {},
        missing=missing or {},
    )  # fmt: skip


def daily(days, end=NOW, **more):
    """A crawl a day, newest first, the last one an hour ago."""
    return [run(end - HOUR - n * DAY, **more) for n in range(days)]


def published(*ages, end=NOW, seen=True):
    """Articles that appeared so long ago; with seen=False they were all first seen by the first crawl of ten days."""
    return sorted((end - age + (HOUR if seen else timedelta(0)), end - age) for age in ages)


def every(gap, times, end=NOW, start=timedelta(0)):
    """Articles at a steady pace up to a moment ago."""
    return published(*(start + n * gap for n in range(times)), end=end)


def state_of(runs, times, now=NOW, off=None):
    return judge(History(source="a", runs=runs, times=times, off=off), now)


PACE = {  # when articles appeared, when the crawler looked -> state and words
    "new articles each few hours": (daily(30), every(5 * HOUR, 100), "ok", "beberapa kali sehari"),
    "new articles each day": (daily(30), every(DAY, 30), "ok", "tiap hari"),
    "nothing for two weeks where a week is usual": (
        daily(110),
        every(7 * DAY, 12, start=15 * DAY),
        "quiet",
        "masih dalam kebiasaannya",
    ),
    "sparse source, each three months": (
        daily(300),
        every(90 * DAY, 8, start=80 * DAY),
        "ok",
        "tiap 3 bulan",
    ),
    "sparse source, half as late again as usual": (
        daily(300),
        every(60 * DAY, 8, start=130 * DAY),
        "quiet",
        "masih dalam kebiasaannya",
    ),
    "nothing for nine days where each day is usual": (
        daily(60),
        every(DAY, 50, start=9 * DAY),
        "silent",
        "sejak 17 November 2026",
    ),
    "sparse source, four times as late as usual": (
        daily(390),
        every(30 * DAY, 8, start=130 * DAY),
        "silent",
        "biasanya terbit tiap",
    ),
    "a weekend without news, as each week": (
        daily(60),
        published(*(n * DAY for n in range(3, 60) if n % 7 not in (0, 1, 2))),
        "quiet",
        "kebiasaannya",
    ),
    "an outage long ago explains no second one": (
        daily(120),
        published(*(n * DAY for n in (*range(20, 60), *range(100, 115)))),
        "silent",
        "biasanya terbit tiap hari",
    ),
}


@pytest.mark.parametrize("kind", PACE)
def test_silence_is_judged_by_the_source_s_own_history(kind):
    runs, times, state, words = PACE[kind]
    found = state_of(runs, times)
    assert found.state == state, found
    assert words in found.why


LEBARAN = datetime(2026, 3, 27, 2, tzinfo=UTC)  # Idul Fitri was on the 21st and 22nd
AFTER = LEBARAN + 9 * DAY


@pytest.mark.parametrize(
    ("now", "state", "words"),
    [(LEBARAN, "quiet", "libur (Lebaran)"), (AFTER, "silent", "sejak 18 Maret 2026")],
    ids=["in the week of Lebaran", "when all others are back"],
)
def test_lebaran_is_quiet_and_not_silent(now, state, words):
    times = every(8 * HOUR, 90, end=datetime(2026, 3, 18, 2, tzinfo=UTC))
    found = state_of(daily(60, end=now), times, now=now)
    assert (found.state, words in found.why) == (state, True), found.why


def test_the_same_week_without_lebaran_is_silent():
    now = LEBARAN + 180 * DAY
    found = state_of(daily(60, end=now), every(8 * HOUR, 90, end=now - 9 * DAY), now=now)
    assert found.state == "silent"


FIRST = {  # a first crawl has no history of its own: what it finds is old or new, but not silence
    "newest article of today": (published(*(n * DAY for n in range(10)), seen=False), "ok"),
    "newest article five years old": (
        published(*((1800 + n) * DAY for n in range(10)), seen=False),
        "quiet",
    ),
    "three articles": (published(90 * DAY, 91 * DAY, 92 * DAY, seen=False), "quiet"),
    "articles without any date": ([(NOW - HOUR, None)] * 5, "quiet"),
}


@pytest.mark.parametrize("kind", FIRST)
def test_the_first_crawl_calls_no_source_silent(kind):
    times, state = FIRST[kind]
    times = [(NOW - HOUR + MINUTE, day) for _, day in times]
    found = state_of(daily(1), times)
    assert found.state == state, found.why
    assert not found.trouble


def test_a_source_that_was_dead_already_is_called_silent_once_it_was_watched_long_enough():
    old = [(NOW - 400 * DAY, NOW - (1800 + n) * DAY) for n in range(10)]
    states = [
        state_of(daily(days), [(NOW - HOUR - (days - 1) * DAY + MINUTE, day) for _, day in old]).state
        for days in (1, 2, 3, 5, 30)
    ]
    assert states == ["quiet", "quiet", "quiet", "silent", "silent"]


def test_an_article_that_shows_days_after_its_date_is_a_sign_of_today():
    late = [(NOW - HOUR + 2 * MINUTE - n * DAY, NOW - 4 * DAY - n * DAY) for n in range(30)]
    found = state_of(daily(40), late)
    assert found.state == "ok", found.why
    assert found.newest == NOW - HOUR + 2 * MINUTE


def test_an_article_that_waited_for_the_crawler_is_no_sign_of_today():
    runs = [run(NOW - HOUR), *daily(60, end=NOW - 12 * DAY)]
    times = [*every(DAY, 50, start=12 * DAY), (NOW - HOUR + MINUTE, NOW - 11 * DAY)]
    assert state_of(runs, times).newest == NOW - 11 * DAY


def test_an_old_article_found_only_now_is_no_sign_of_today():
    times = [*every(DAY, 30, start=9 * DAY), (NOW - HOUR, NOW - 700 * DAY)]
    assert state_of(daily(60), times).state == "silent"


def test_old_articles_of_a_back_fill_are_no_sign_of_today():
    fill = run(NOW - 2 * HOUR, mode="backfill")
    times = [*every(DAY, 30, start=9 * DAY), (NOW - 2 * HOUR + MINUTE, None)]
    assert state_of([fill, *daily(60)[1:]], times).state == "silent"


def test_what_a_source_lists_daily_counts_even_where_nothing_of_it_is_wanted():
    rare = every(40 * DAY, 8, start=30 * DAY)
    runs = [replace(one, newest=one.started_at - HOUR) for one in daily(60)]
    assert state_of(runs, rare).newest == runs[0].newest
    assert state_of(runs, rare).state == "ok"


def test_a_list_whose_clock_is_hours_ahead_counts_up_to_the_crawl():
    ahead = [replace(one, newest=one.started_at + 6 * HOUR) for one in daily(60)]
    assert state_of(ahead, every(40 * DAY, 8, start=30 * DAY)).newest == ahead[0].ended_at


def test_undated_articles_count_when_they_are_first_seen():
    seen = [(NOW - HOUR - n * DAY + 5 * MINUTE, None) for n in range(30)]
    assert state_of(daily(40), seen).state == "ok"
    assert state_of(daily(40), seen[9:]).state == "silent"


PAUSED = [*daily(3, end=NOW), *daily(30, end=NOW - 40 * DAY)]


def test_a_pause_of_the_crawler_is_not_the_source_s():
    before = [(NOW - 40 * DAY - HOUR - n * DAY + MINUTE, None) for n in range(30)]
    after = [(NOW - 2 * DAY - HOUR + MINUTE, None), (NOW - DAY - HOUR + MINUTE, None)]
    found = rhythm_of([*sorted(before), *after], PAUSED)
    assert found.usual == DAY
    assert found.explained == 3 * DAY


@pytest.mark.parametrize(
    ("ago", "state"),
    [(2 * DAY, "ok"), (3 * DAY, "ok"), (5 * DAY, "unwatched"), (40 * DAY, "unwatched")],
)
def test_without_crawls_nothing_is_known_of_today(ago, state):
    found = state_of(daily(30, end=NOW - ago), every(DAY, 30, end=NOW - ago))
    assert found.state == state
    assert not found.trouble
    assert ("tidak dirayapi sejak" in found.why) == (state == "unwatched")


def test_the_first_run_may_lie_further_back_than_the_ledger_is_read():
    old = [(NOW - 300 * DAY + MINUTE, NOW - (310 + 7 * n) * DAY) for n in range(10)]
    first = run(NOW - 300 * DAY)
    found = judge(History(source="a", runs=daily(5), first=first, times=old), NOW)
    assert found.state == "silent"


def test_a_ledger_without_a_recent_run_is_not_watched(tmp_path):
    state = SQLiteState(tmp_path / "s.db")
    state.end(replace(state.begin(run(NOW - 200 * DAY)), ended_at=NOW - 200 * DAY))
    (found,) = conditions(state, NOW, ["a"])
    assert found.state == "unwatched"


def test_a_source_crawled_weekly_is_watched():
    runs = [run(NOW - 7 * n * DAY - 6 * DAY) for n in range(10)]
    assert state_of(runs, every(DAY, 60, start=6 * DAY)).state == "ok"


UNTOLD = {
    "no crawl yet": ([], "never", "belum pernah dirayapi"),
    "the first is going on": (
        [replace(run(NOW), ended_at=None, ending=None)],
        "never",
        "sedang berjalan",
    ),
    "killed each time": ([run(NOW - HOUR, ending="killed")], "never", "killed"),
    "the index failed": ([run(NOW - HOUR, ending="index unusable", listed=0, ways={})], "never", "index"),
}


@pytest.mark.parametrize("kind", UNTOLD)
def test_unknown_is_not_broken(kind):
    runs, state, words = UNTOLD[kind]
    found = state_of(runs, [])
    assert (found.state, words in found.why, found.trouble) == (state, True, False)


def test_a_crawl_that_was_killed_does_not_hide_the_one_before():
    runs = [run(NOW - MINUTE, ending="killed", listed=0, ways={}), *daily(30)]
    assert state_of(runs, every(DAY, 30)).state == "ok"


def test_off_is_off_whatever_else():
    assert state_of(daily(3), [], off="situs minta berhenti").why == "dimatikan: situs minta berhenti"
    assert (state_of([], [], off="").state, state_of([], [], off="").trouble) == ("off", False)


LIVES = {  # articles on working days, on weekends, on days off; days until its end is noticed, at most
    "an office that publishes on working days": (2, 0, 0, 20),
    "a small daily": (3, 1, 0, 12),
}


@pytest.mark.parametrize("kind", LIVES)
def test_a_year_with_lebaran_raises_no_false_alarm_and_an_end_is_noticed(kind):
    work, weekend, off, most = LIVES[kind]
    start = datetime(2025, 9, 1, 2, tzinfo=UTC)
    dead = start + 300 * DAY
    chance, times, runs, states = Random(7), [], [], []
    for n in range(-60, 330):
        at = start + n * DAY
        usual = off if at.date() in free_days() else weekend if at.weekday() > 4 else work
        number = chance.randint(0, 2 * usual)
        times += [(at + HOUR, at - k * HOUR) for k in range(number if at < dead else 0)]
        if n >= 0:
            runs = [run(at + HOUR - MINUTE), *runs[:90]]
            history = History(source="a", runs=runs, first=run(start), times=times)
            states.append(judge(history, at + 2 * HOUR).state)
    assert not [n for n, state in enumerate(states[:300]) if state == "silent"]
    assert states.index("silent") - 300 <= most


# ---------------------------------------------------------------- broken

FINE = [*daily(30, end=NOW - DAY, fetched=5, read=5)]
TIMES = every(DAY, 30, start=DAY)


def broken(dates=None, **last):
    """The last crawl differs from a fine history."""
    return [replace(run(NOW - HOUR, **last), dates=dates or {}), *FINE]


def failing(why, **more):
    return broken(listed=0, ways={"feed": {f"failed/{why}": 1}, "home": {f"failed/{why}": 2}}, **more)


CLOSED = "robots.txt of a.example could not be read ({}), so nothing was asked there"
FEED, HOME = {"feed": {"answers": 1, "links": 0}}, {"home": {"answers": 1, "links": 0}}
HALF = {"fetched": 8, "read": 8}
BROKEN = {  # the last crawl -> cause and words
    "pages come and none is read": (
        broken(fetched=7, read=0, left={"unreadable": 7}),
        "selector",
        "7 dari 7 halaman tidak terbaca",
    ),
    "most pages are not read": (
        broken(fetched=8, read=2, left={"unreadable": 6}),
        "selector",
        "6 dari 8",
    ),
    "lists answer without links": (broken(listed=0, ways=HOME), "selector", "tanpa tautan"),
    "feed is empty": (broken(listed=0, ways=FEED | HOME), "feed", "feed menjawab tanpa satu artikel"),
    "feed is empty, the rest is not there": (
        broken(listed=0, ways=FEED | {"rest": {"failed/HTTP 404": 1}}),
        "feed",
        "umpan kosong",
    ),
    "403": (failing("HTTP 403"), "blocked", "situs menolak permintaan: HTTP 403 x3"),
    "401": (failing("HTTP 401"), "blocked", "HTTP 401"),
    "429": (failing("HTTP 429"), "blocked", "HTTP 429"),
    "403 for articles only": (
        broken(fetched=1, read=1, asked_in_vain=9, left={"HTTP 403": 9}),
        "blocked",
        "9 artikel tidak dapat diambil (HTTP 403 x9)",
    ),
    "403 for articles whose text the feed gave": (
        broken(fetched=0, read=9, asked_in_vain=9, read_from_the_listing=9, HTTP_403=9),
        "blocked",
        "HTTP 403",
    ),
    "robots.txt forbids": (failing("robots.txt"), "robots", "robots.txt"),
    "robots.txt cannot be read": (
        failing("robots.txt", notes=[CLOSED.format("HTTP 503")]),
        "robots",
        "robots.txt tidak terbaca (HTTP 503)",
    ),
    "robots.txt, as no host is there": (
        failing("robots.txt", notes=[CLOSED.format("no such host")]),
        "dns",
        "no such host",
    ),
    "robots.txt, as the certificate is bad": (
        failing("robots.txt", notes=[CLOSED.format("bad certificate")]),
        "tls",
        "sertifikat",
    ),
    "no such host": (failing("no such host"), "dns", "no such host"),
    "certificate": (failing("bad certificate"), "tls", "bad certificate"),
    "timeout": (failing("timeout"), "connection", "timeout"),
    "refused": (failing("connection refused"), "connection", "tidak dapat dihubungi"),
    "server errors": (failing("HTTP 502"), "server", "HTTP 502"),
    "led elsewhere": (failing("other site"), "moved", "mengalihkan"),
    "all is 404": (failing("HTTP 404"), "gone", "tidak ada lagi"),
    "HTML where a feed was": (
        broken(listed=0, ways={"feed": {"failed/not XML of a feed or sitemap": 1}}),
        "format",
        "not XML",
    ),
    "no dates": (broken(**HALF, missing={"published_at": 7}, dates={"none": 7}), "dates", "88 % artikel"),
    "authors gone while articles arrive": (
        broken(**HALF, missing={"authors": 8}),
        "coverage",
        "penulis ada di 0 % artikel, dulu 100 %",
    ),
    "texts gone while articles arrive": (broken(**HALF, missing={"body": 6}), "coverage", "isi ada di 25 %"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_source_is_named_with_its_cause(kind):
    runs, cause, words = BROKEN[kind]
    found = state_of(runs, TIMES)
    assert (found.state, found.cause) == ("broken", cause), found.why
    assert words in found.why
    assert found.advice
    assert "{" not in found.advice


def test_what_a_site_says_of_its_failure_is_short_and_one_line():
    said = "rest_" + "x\n" * 5000
    found = state_of(broken(listed=0, ways={"rest": {f"failed/{said}": 1}}), TIMES)
    assert (found.cause, len(found.why) < 400, "\n" in found.why) == ("format", True, False)


SOUND = {
    "one page of one could not be read": broken(fetched=1, read=0, left={"unreadable": 1}),
    "two articles without authors": broken(fetched=2, read=2, missing={"authors": 2}),
    "half without authors": broken(**HALF, missing={"authors": 4}),
    "a field that was never there": [
        run(NOW - HOUR - n * DAY, **HALF, missing={"tags": 8}) for n in range(30)
    ],
    "a field that was there in most": [
        run(NOW - HOUR, **HALF, missing={"tags": 8}),
        *daily(30, end=NOW - DAY, **HALF, missing={"tags": 1}),
    ],
    "a back-fill of old pages without authors": broken(**HALF, mode="backfill", missing={"authors": 8}),
    "one article in vain": broken(fetched=0, read=0, asked_in_vain=1, left={"HTTP 403": 1}),
    "nothing has changed": broken(listed=0, ways={"feed": {"not modified": 1}}),
    "no tag of that name any more": broken(
        ways={"feed": {"links": 3, "answers": 1}, "tag": {"failed/HTTP 404": 1}}
    ),
    "an unproven way that never answered": broken(
        ways={"feed": {"links": 3, "answers": 1}, "rest": {"failed/HTTP 404": 1}}
    ),
    "one run whose feed timed out while home goes on": broken(
        ways={"home": {"answers": 1, "links": 9}, "feed": {"failed/timeout": 1}}
    ),
    "a back-fill of years that are gone": broken(
        listed=0, mode="backfill", ways={"archive": {"failed/HTTP 404": 9}}
    ),
    "the crawl could not even start": broken(listed=0, ways={}, ending="start_error"),
    "the crawl was broken off": broken(listed=0, ways={}, ending="interrupted"),
}


@pytest.mark.parametrize("kind", SOUND)
def test_what_is_odd_but_not_broken_stays_quiet(kind):
    assert not state_of(SOUND[kind], TIMES).trouble, state_of(SOUND[kind], TIMES).why


def test_a_feed_lost_for_two_runs_is_told_though_another_way_goes_on():
    ways = {"home": {"answers": 1, "links": 9}, "feed": {"answers": 1, "links": 0}}
    lost = daily(2, ways=ways)
    found = state_of([*lost, *daily(20, end=NOW - 2 * DAY)], TIMES)
    assert (found.state, found.cause) == ("broken", "feed")
    assert found.why.endswith("cara lain masih jalan")
    assert state_of([*daily(9, ways=ways), *daily(20, end=NOW - 9 * DAY)], TIMES).state == "broken"


def test_few_articles_a_run_are_put_together():
    thin = daily(8, fetched=1, read=1, missing={"authors": 1})
    assert state_of([*thin, *daily(30, end=NOW - 8 * DAY, fetched=1, read=1)], TIMES).cause == "coverage"
    assert not state_of([*thin[:3], *daily(30, end=NOW - 3 * DAY, fetched=1, read=1)], TIMES).trouble


RECOVERED = {
    "one good page": ({"fetched": 7, "read": 0, "left": {"unreadable": 7}}, {"fetched": 1, "read": 1}),
    "authors are back": ({**HALF, "missing": {"authors": 8}}, {"fetched": 1, "read": 1}),
    "let in again": ({"listed": 0, "ways": {"feed": {"failed/HTTP 403": 1}}}, {}),
}


@pytest.mark.parametrize("kind", RECOVERED)
def test_one_good_run_is_a_recovery(kind):
    bad, good = RECOVERED[kind]
    history = [run(NOW - DAY - HOUR, **bad), *daily(30, end=NOW - 2 * DAY, fetched=5, read=5)]
    assert state_of(history, TIMES, now=NOW - DAY).state == "broken"
    assert state_of([run(NOW - HOUR, **good), *history], TIMES).state == "ok"


def test_a_run_that_reads_nothing_is_no_recovery_of_reading():
    bad = run(NOW - DAY - HOUR, fetched=7, read=0, left={"unreadable": 7})
    assert state_of([run(NOW - HOUR), bad, *daily(30, end=NOW - 2 * DAY)], TIMES).state == "broken"


def test_what_has_changed_for_a_month_is_the_source_s_way_by_now():
    for days, state in (9, "broken"), (29, "broken"), (35, "ok"):
        runs = [*daily(days, **HALF, missing={"authors": 8}), *daily(30, end=NOW - days * DAY, **HALF)]
        assert state_of(runs, TIMES).state == state, days


# ---------------------------------------------------------------- since when, and whether it holds

OUT = {"listed": 0, "ways": {"feed": {"failed/HTTP 403": 1}}}
FLICKER = {
    "one run of an hour ago": ([run(NOW - HOUR, **OUT)], NOW, False),
    "two runs": ([run(NOW - HOUR, **OUT), run(NOW - 2 * HOUR, **OUT)], NOW, True),
    "two runs with a good one between": (
        [run(NOW - HOUR, **OUT), run(NOW - 2 * HOUR), run(NOW - 3 * HOUR, **OUT)],
        NOW,
        False,
    ),
    "one run of yesterday": ([run(NOW - HOUR, **OUT)], NOW + DAY, True),
}


@pytest.mark.parametrize("kind", FLICKER)
def test_a_state_is_firm_after_two_runs_or_a_day(kind):
    runs, now, firm = FLICKER[kind]
    found = state_of([*runs, *daily(30, end=NOW - DAY)], TIMES, now=now)
    assert (found.state, found.firm) == ("broken", firm)


def test_trouble_says_since_when():
    for days in range(1, 12):
        runs = [*daily(days, **OUT), *daily(30, end=NOW - days * DAY)]
        assert state_of(runs, TIMES).since == runs[days - 1].ended_at
    quiet = state_of(daily(60), every(DAY, 50, start=9 * DAY))
    assert quiet.since == quiet.newest


# ---------------------------------------------------------------- from a state


def test_conditions_are_read_from_the_state(tmp_path):
    state = SQLiteState(tmp_path / "s.db")
    for one in reversed(daily(10, fetched=1, read=1)):
        state.end(replace(state.begin(one), ended_at=one.ended_at))
    state.keep(
        Page(
            source="a",
            id=f"a-{n}",
            url=f"https://a.example/{n}",
            first_seen=seen,
            outcome="stored",
            published_at=day,
        )
        for n, (seen, day) in enumerate(every(DAY, 9, start=HOUR * 2))
    )
    state.switch("b", "diminta")
    ok, off, never = conditions(state, NOW, ["c", "b", "a"])
    assert (ok.source, ok.state, ok.last_article, ok.rhythm) == ("a", "ok", NOW - 2 * HOUR, DAY)
    assert (off.state, never.state) == ("off", "never")
    assert isinstance(never, Health)


def test_every_source_has_a_condition(tmp_path):
    from crawler.sources import sources

    found = conditions(SQLiteState(tmp_path / "s.db"), NOW)
    assert [one.source for one in found] == sorted(sources())


LENGTHS = {
    20 * MINUTE: "1 jam",
    5 * HOUR: "5 jam",
    47 * HOUR: "47 jam",
    2 * DAY: "2 hari",
    13 * DAY: "13 hari",
    15 * DAY: "2 minggu",
    90 * DAY: "3 bulan",
    800 * DAY: "2 tahun",
}


@pytest.mark.parametrize("length", LENGTHS, ids=str)
def test_lengths_of_time_are_words(length):
    assert lasting(length) == LENGTHS[length]


@pytest.mark.parametrize(
    ("usual", "words"),
    [(None, "belum diketahui"), (2 * HOUR, "beberapa kali sehari"), (DAY, "tiap hari"), (3 * DAY, "tiap 3 hari")],
)  # fmt: skip
def test_a_rhythm_is_words(usual, words):
    assert rhythm_words(usual) == words


SAID = "[<twisted.python.failure.Failure OpenSSL.SSL.Error: [('SSL routines', '', '{}')]>]"


@pytest.mark.parametrize(
    ("said", "why"), [("certificate verify failed", "bad certificate"), ("unsupported protocol", "no TLS")]
)
def test_a_failure_of_encryption_is_told_apart_and_may_pass(said, why):
    found = reason(DownloadFailedError(SAID.format(said)))
    assert (found, cause_of(found), bool(PASSING.search(found))) == (why, "tls", True)


def test_every_cause_has_its_words():
    assert {*CAUSE.values(), *GRAVITY, "selector", "feed", "dates", "coverage"} == set(WORDS["broken"])
