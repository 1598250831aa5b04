"""What was covered in a period, and who was silent: the judgement of `pantau sources`, day by day."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from app import coverage as covering
from app.coverage import coverage, declared
from app.health import health
from crawler.health import TROUBLE, History, conditions, judge
from crawler.health_days import cut, states
from crawler.spider import COUNTRY
from entities.records import Article, Story
from indexer.index import Query, open_index
from state.sqlite import SQLiteState
from state.state import Page, Run, open_state, state_url
from tests.test_health import run

NOW = datetime(2026, 11, 26, 5, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
COVERS = {"bali": ("51.71",), "jateng": ("33",), "nusantara": (COUNTRY,), "papua": ("91",)}


def random_history(seed):
    """A source of some rhythm that pauses, falls silent and breaks at random."""
    chance = Random(seed)
    gap = chance.choice((HOUR * 3, DAY, 5 * DAY, 20 * DAY))
    moment, times, runs = NOW - 300 * DAY, [], []
    while moment < NOW:
        if chance.random() < 0.04:
            moment += chance.uniform(1, 60) * DAY
        seen = moment + chance.uniform(0, 1) * DAY
        times.append((seen, moment if chance.random() < 0.95 else None))
        moment += gap * chance.expovariate(1)
    look = NOW - 280 * DAY
    while look < NOW:
        if chance.random() < 0.02:
            look += chance.uniform(1, 12) * DAY
        broken = {"feed": {"failed/HTTP 403": 1}} if (look - NOW).days % 50 > 44 else None
        runs.append(run(look, ways=broken, **({"listed": 0} if broken else {})))
        look += chance.uniform(0.3, 1.5) * DAY
    return History(source="a", runs=runs[::-1], first=runs[0], times=sorted(t for t in times if t[0] <= NOW))


@pytest.mark.parametrize("seed", range(6))
def test_each_day_is_judged_as_it_would_have_been_then(seed):
    known = random_history(seed)
    moments = [NOW - n * DAY for n in reversed(range(0, 120, 3))]
    plain = [judge(cut(known, moment), moment).state for moment in moments]
    assert states(known, moments) == ["ok" if state == "quiet" else state for state in plain]


def test_the_random_histories_have_every_state():
    seen = set()
    for seed in range(6):
        seen |= set(states(random_history(seed), [NOW - n * DAY for n in reversed(range(0, 120, 3))]))
    assert {"ok", "silent", "broken", "unwatched"} <= seen


def test_at_a_moment_only_what_was_known_then_counts():
    late = run(NOW)
    known = History(source="a", runs=[late, run(NOW - DAY)], times=[(NOW - DAY, NOW - 2 * DAY), (NOW, NOW)])
    then = cut(known, NOW - HOUR)
    assert [one.started_at for one in then.runs] == [NOW - DAY]
    assert then.times == [(NOW - DAY, NOW - 2 * DAY)]
    going_on = cut(known, NOW + timedelta(minutes=1))
    assert going_on.runs[0].ended_at is None


# ---------------------------------------------------------------- a period


def story(source, day, number=1):
    moment = datetime(2026, 11, day, 5, tzinfo=UTC)
    article = Article(
        id=f"{source}-{day}-{number}",
        source=source,
        url=f"https://{source}.example/{day}/{number}",
        title="Kabar ekspor",
        body="Kabar ekspor keripik.",
        published_at=moment,
    )
    return Story(article=article, learnt_at=moment)


@pytest.fixture
def held(tmp_path):
    made = open_index(f"sqlite:///{tmp_path / 'pantau.db'}", create=True)
    made.put([story("jateng", 20), story("jateng", 10), story("nusantara", 21)])
    yield made
    made.close()


@pytest.fixture
def state(tmp_path):
    """jateng: an article a day, until it falls silent on 10 November. bali: watched, and told one thing. papua: never crawled."""
    made = SQLiteState(tmp_path / "state.db")
    for name in ("bali", "jateng", "nusantara"):
        for n in reversed(range(80)):
            began = NOW - HOUR - n * DAY
            entered = made.begin(Run(source=name, started_at=began))
            told = run(began)
            made.end(
                Run(
                    source=name,
                    number=entered.number,
                    started_at=began,
                    ended_at=told.ended_at,
                    ending="finished",
                    counts=told.counts,
                    ways=told.ways,
                )
            )
    made.keep(_page("jateng", NOW - n * DAY) for n in range(16, 80))
    made.keep(_page("nusantara", NOW - n * DAY) for n in range(1, 80))
    made.keep([_page("bali", NOW - 40 * DAY)])
    yield made
    made.close()


def _page(source, day):
    return Page(
        source=source, id=f"{day:%j}", url=f"https://{source}.example/{day:%j}", first_seen=day + HOUR,
        outcome="stored", published_at=day,
    )  # fmt: skip


def week(first, last):
    zone = covering.WIB
    return Query(
        since=datetime(2026, 11, first, tzinfo=zone), until=datetime(2026, 11, last, tzinfo=zone) + DAY
    )


def by_name(found):
    return {one.name: one for one in found.sources}


def test_of_today_it_says_what_the_list_of_sources_says(held, state):
    found = coverage(held, state, Query(), NOW, COVERS)
    assert [one.health for one in found.sources] == list(conditions(state, NOW, COVERS))
    assert {one.name: one.health.state for one in found.sources}["jateng"] == "silent"


def test_days_of_silence_are_those_on_which_it_would_have_been_called_silent(held, state):
    found = by_name(coverage(held, state, week(1, 26), NOW, COVERS))["jateng"]
    (silence,) = found.spans
    assert silence.state == "silent"
    first_said = next(
        day for day in range(1, 27)
        if conditions(_as_of(state, day), datetime(2026, 11, day + 1, tzinfo=covering.WIB), ["jateng"])[0].state == "silent"
    )  # fmt: skip
    assert silence.first == date(2026, 11, first_said)
    assert silence.last == date(2026, 11, 26)
    assert found.lost("silent") == 26 - first_said + 1


def _as_of(state, day):
    """The same state without what came later."""
    end = datetime(2026, 11, day + 1, tzinfo=covering.WIB)

    class Earlier:
        def runs(self, source, since=None, limit=100):
            return tuple(one for one in state.runs(source, since, limit) if one.started_at < end)

        def times(self, source, since):
            return tuple(one for one in state.times(source, since) if one[0] < end)

        def __getattr__(self, name):
            return getattr(state, name)

    return Earlier()


def test_a_source_with_articles_of_the_period_has_told_though_it_was_never_watched_then(held):
    found = by_name(coverage(held, None, week(16, 22), NOW, COVERS))
    assert (found["jateng"].said, found["jateng"].held, found["jateng"].covered) == ("told", 1, True)
    assert (found["bali"].said, found["bali"].covered) == ("unwatched", False)


def test_a_watched_source_without_an_article_was_quiet(held, state):
    found = by_name(coverage(held, state, week(16, 22), NOW, COVERS))
    assert (found["bali"].said, found["bali"].lost()) == ("quiet", 0)
    assert (found["papua"].said, found["papua"].lost("unwatched")) == ("unwatched", 7)


def test_a_silent_source_covers_nothing(held, state):
    found = by_name(coverage(held, state, week(22, 24), NOW, COVERS))
    assert (found["jateng"].said, found["jateng"].covered) == ("silent", False)


def test_no_news_of_a_province_is_told_from_no_source(held, state):
    found = coverage(held, state, week(22, 24), NOW, COVERS)
    assert (found.province("51").covered, found.province("51").sources) == (True, ("bali",))
    assert found.part("bali", "51") == ("51.71",)
    assert (found.province("33").covered, found.province("33").lost) == (False, ("jateng",))
    assert (found.province("91").covered, found.province("12").covered) == (False, False)
    assert found.national == ("nusantara",)
    assert [one.name for one in found.silent] == ["jateng"]


def test_of_days_that_have_not_come_nothing_is_said(held, state):
    found = by_name(coverage(held, state, week(25, 30), NOW, COVERS))
    assert found["bali"].days == 2


def test_days_before_the_first_crawl_were_not_watched(held, state):
    long_ago = Query(
        since=datetime(2021, 12, 20, tzinfo=covering.WIB), until=datetime(2021, 12, 27, tzinfo=covering.WIB)
    )
    found = by_name(coverage(held, state, long_ago, NOW, COVERS))["bali"]
    assert (found.health.state, found.said, found.lost("unwatched")) == ("never", "unwatched", 7)


def test_a_period_in_which_some_source_was_watched(held, state):
    found = coverage(held, state, week(1, 26), NOW, {"jateng": ("33",)})
    assert found.watched(date(2026, 11, 2), date(2026, 11, 8))
    assert not found.watched(date(2026, 11, 20), date(2026, 11, 24))


def test_every_source_that_is_crawled_is_among_them(held, tmp_path):
    url = f"sqlite:///{tmp_path / 'pantau.db'}"
    found = coverage(held, open_state(state_url(url)), Query(), NOW)
    assert [one.name for one in found.sources] == sorted(declared())
    assert [one.health.state for one in found.sources] == [one.state for one in health(url)]
    assert not [one for one in found.sources if one.health.state in TROUBLE]
