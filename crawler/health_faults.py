"""What breaks a source, read from the ledger: pure functions of runs, newest first, to a cause and what was seen.

One odd page, or one feed that failed once, breaks nothing: figures of several runs are put together until there are
enough, and the last run that says anything of the matter must agree. An incremental crawl sees little, so a listing
that is unchanged counts as one that answers.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile

from crawler.health_words import FIELDS
from crawler.verdict import ROBOTS, numbers
from state.state import Run

REFUSING = ("HTTP 401", "HTTP 403", "HTTP 406", "HTTP 429", "HTTP 451")
CAUSE = {  # the reason of a failure (crawler/failures.py) -> cause
    **dict.fromkeys(REFUSING, "blocked"),
    "robots.txt": "robots",
    **dict.fromkeys(("bad certificate", "no TLS"), "tls"),
    **dict.fromkeys(("no such host", "address not public"), "dns"),
    **dict.fromkeys(
        ("timeout", "connection refused", "connection failed", "cut off", "given up"), "connection"
    ),
    **dict.fromkeys(("other site", "redirects"), "moved"),
    **dict.fromkeys(("HTTP 404", "HTTP 410"), "gone"),
}
GRAVITY = ("blocked", "robots", "tls", "dns", "connection", "server", "moved", "format", "gone")
FEEDS = {"feed", "tag feed", "search feed", "rest", "api", "sitemap"}
SUBJECT = {"tag", "tag feed", "search", "search feed"}  # ways that may well be empty
FAILED = "failed/"
PAGES = 5  # pages, or articles, that tell something
HISTORY = 10  # articles that make a history
BEFORE, NOW = 0.95, 0.5  # shares of articles that had a field, and that have it
# Runs in which a way gave links, so that it is missed when it gives none in the next two.
STEADY, TWICE = 3, 2
HABIT = timedelta(days=30)  # what has changed for so long is the source's way by now
NO_RULES = re.compile(re.escape(ROBOTS) + r".*?\(([^)]*)\)")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A cause, as crawler/health.toml names it, and in Indonesian what was seen."""

    cause: str
    seen: str


def fault(runs: Sequence[Run]) -> Fault | None:
    """What is broken of a source whose latest telling runs these are; None where nothing shows.

    Back-fills say nothing of today: what they ask for may be long gone, and old pages have other forms.
    """
    runs = [run for run in runs if run.mode != "backfill"]
    if not runs:
        return None
    checks: tuple[Callable[[Sequence[Run]], Fault | None], ...] = (
        unlisted,
        unfetched,
        unread,
        undated,
        less_complete,
        way_lost,
    )
    return next((found for check in checks if (found := check(runs))), None)


# ---------------------------------------------------------------- listings


def gave(told: Mapping[str, int]) -> bool:
    """Whether a way gave links, or said that nothing had changed."""
    return bool(told.get("links") or told.get("not modified") or told.get("unchanged"))


def unlisted(runs: Sequence[Run]) -> Fault | None:
    """No way of the last run gave anything."""
    run = runs[0]
    listed = run.counts.get("listed", 0) - run.counts.get("resumed", 0)  # what earlier crawls had left over
    if listed > 0 or any(gave(told) for told in run.ways.values()):
        return None
    if reasons := [found[1] for note in run.notes if (found := NO_RULES.search(note))]:
        cause = cause_of(reasons[0])
        return Fault(
            cause="robots" if cause in ("blocked", "server") else cause,
            seen=f"robots.txt tidak terbaca ({', '.join(dict.fromkeys(reasons))})",
        )
    failed = sum((Counter(failures(told)) for told in run.ways.values()), Counter[str]())
    empty = [way for way, told in run.ways.items() if told.get("answers")]
    if empty and not any(cause_of(why) in GRAVITY[:6] for why in failed):
        return _empty(empty)
    return _worst(failed)


def failures(told: Mapping[str, int]) -> dict[str, int]:
    """Reason -> number, of a way."""
    return {what.removeprefix(FAILED): n for what, n in told.items() if what.startswith(FAILED)}


def cause_of(reason: str) -> str:
    """The cause behind the reason of a failure."""
    if re.fullmatch(r"HTTP 5\d\d", reason):
        return "server"
    return CAUSE.get(reason, "format")


def _empty(ways: Sequence[str]) -> Fault:
    feeds = [way for way in ways if way in FEEDS]
    if feeds:
        return Fault(cause="feed", seen=f"{', '.join(feeds)} menjawab tanpa satu artikel pun")
    return Fault(
        cause="selector", seen=f"halaman daftar ({', '.join(ways)}) menjawab tanpa tautan ke artikel"
    )


def _worst(failed: Mapping[str, int]) -> Fault:
    """The gravest of the reasons, with all of them told."""
    causes = {cause_of(why) for why in failed}
    cause = next((cause for cause in GRAVITY if cause in causes), "connection")
    return Fault(cause=cause, seen=numbers(failed) or "tidak ada jawaban")


def way_lost(runs: Sequence[Run]) -> Fault | None:
    """A way that always gave links gives none in two runs on end, while others go on."""
    for way in runs[0].ways:
        asked = [run for run in runs if run.ways.get(way)]
        lost = list(takewhile(lambda run, way=way: not gave(run.ways[way]), asked))  # type: ignore[misc]
        before = [gave(run.ways[way]) for run in asked[len(lost) : len(lost) + STEADY]]
        if way in SUBJECT or len(lost) < TWICE or before != [True] * STEADY or _usual_by_now(lost):
            continue
        failed = failures(lost[0].ways[way])
        found = _worst(failed) if failed else _empty([way])
        return Fault(cause=found.cause, seen=f"{way}: {found.seen}; cara lain masih jalan")
    return None


def _usual_by_now(runs: Sequence[Run]) -> bool:
    """Whether a change has lasted for so long that it is the source's habit: sites do drop feeds and bylines."""
    return runs[0].started_at - runs[-1].started_at > HABIT


# ---------------------------------------------------------------- pages


def pooled(runs: Sequence[Run], measure: Callable[[Run], int], least: int = PAGES) -> Sequence[Run]:
    """The latest runs that together reach a number; none where all do not."""
    total = 0
    for n, run in enumerate(runs, 1):
        total += measure(run)
        if total >= least:
            return runs[:n]
    return ()


def _asked(run: Run) -> int:
    return _fetched(run) + run.counts.get("asked in vain", 0)


def _fetched(run: Run) -> int:
    return run.counts.get("fetched", 0)


def _read(run: Run) -> int:
    return run.counts.get("read", 0) - run.counts.get("read from the listing", 0)


def _agree(runs: Sequence[Run], said: Callable[[Run], int], bad: Callable[[Run], float]) -> bool:
    """Whether the last run that says anything is bad too: one good run is a recovery."""
    last = next((run for run in runs if said(run)), None)
    return last is not None and bad(last) > NOW


def unfetched(runs: Sequence[Run]) -> Fault | None:
    """Most articles that were asked for could not be had."""

    def vain(run: Run) -> float:
        return run.counts.get("asked in vain", 0) / _asked(run)

    latest = pooled(runs, _asked)
    failed = sum((run.counts.get("asked in vain", 0) for run in latest), 0)
    if not failed or failed <= NOW * sum(map(_asked, latest)) or not _agree(latest, _asked, vain):
        return None
    reasons = sum((Counter(_unanswered(run)) for run in latest), Counter[str]())
    found = _worst(reasons)
    return Fault(cause=found.cause, seen=f"{failed} artikel tidak dapat diambil ({found.seen})")


def _unanswered(run: Run) -> dict[str, int]:
    """Why pages could not be had; from the statuses where a feed's text stood in for the page."""
    known = {why: n for why, n in run.left.items() if why in CAUSE or why.startswith("HTTP ")}
    return known or {
        what: n
        for what, n in run.counts.items()
        if re.fullmatch(r"HTTP [45]\d\d", what) and what != "HTTP 404"
    }


def unread(runs: Sequence[Run]) -> Fault | None:
    """Most pages that came could not be read, which was not so before."""

    def lost(run: Run) -> float:
        return run.left.get("unreadable", 0) / _fetched(run)

    latest = pooled(runs, _fetched)
    fetched, unreadable = sum(map(_fetched, latest)), sum(run.left.get("unreadable", 0) for run in latest)
    if not unreadable or unreadable <= NOW * fetched or not _agree(latest, _fetched, lost):
        return None
    seen = f"{unreadable} dari {fetched} halaman tidak terbaca"
    return Fault(cause="selector", seen=seen)


# ---------------------------------------------------------------- fields


def undated(runs: Sequence[Run]) -> Fault | None:
    """Most articles read have no date that can be believed; that breaks a source even without a history."""
    daily = _daily(runs)
    latest = pooled(daily, _read)
    if not latest or _share(latest, "published_at") >= NOW:
        return None
    if not _agree(daily, _read, lambda run: run.missing.get("published_at", 0) / _read(run)):
        return None
    odd = sum((Counter(run.dates) for run in latest), Counter[str]())
    told = ", ".join(f"{n} {what}" for what, n in odd.items() if what != "none")
    seen = f"{_percent(1 - _share(latest, 'published_at'))} artikel tanpa tanggal terbit"
    return Fault(cause="dates", seen=seen + (f" ({told})" if told else ""))


def less_complete(runs: Sequence[Run]) -> Fault | None:
    """Fields that nearly all articles of this source had, and that fewer than half have now."""
    daily = [run for run in _daily(runs) if _read(run) > 0]
    found = [said for field, name in FIELDS.items() if (said := _fallen(daily, field, name))]
    return Fault(cause="coverage", seen="; ".join(found)) if found else None


def _fallen(daily: Sequence[Run], field: str, name: str) -> str | None:
    """A sentence on a field that has fallen: from the runs since it did, and from those before."""
    bad = list(takewhile(lambda run: run.missing.get(field, 0) > NOW * _read(run), daily))
    before = daily[len(bad) :]
    if sum(map(_read, bad)) < PAGES or sum(map(_read, before)) < HISTORY or _usual_by_now(bad):
        return None
    has, had = _share(bad, field), _share(before, field)
    return f"{name} ada di {_percent(has)} artikel, dulu {_percent(had)}" if had >= BEFORE else None


def _share(runs: Sequence[Run], field: str) -> float:
    """The share of articles that have a field."""
    lacking, total = sum(run.missing.get(field, 0) for run in runs), sum(map(_read, runs))
    return 1 - min(lacking / total, 1.0)


def _daily(runs: Sequence[Run]) -> Sequence[Run]:
    """Without back-fills: old pages have other forms."""
    return [run for run in runs if run.mode == "daily"]


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"
