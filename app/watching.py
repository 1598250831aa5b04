"""Figures for Prometheus, in the form that node_exporter's textfile collector takes: a file, never half written."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from app.options import DEFAULT, FAILED, IndexUrl
from crawler.logs import STEERING, complain
from entities.errors import BadInput, PantauError
from state.state import Run, State

DAY = timedelta(days=1)
STATES = ("ok", "quiet", "silent", "broken", "off", "never", "unwatched")
ARTICLES = (  # of a run's counts, those of articles
    "listed",
    "known",
    "fetched",
    "read",
    "unchanged",
    "duplicate",
    "stored",
    "new",
    "changed",
)
OUTCOMES = ("waiting", "stored", "left")
READABLE = 0o644  # node_exporter is another user

# name: what it is. All are gauges: a run starts from zero, and what is told of a day goes down again.
FAMILIES = {
    "pantau_info": "Version of Pantau.",
    "pantau_written_timestamp_seconds": "When these figures were taken.",
    "pantau_run_up": "Whether a `pantau run` looks after this index.",
    "pantau_index_up": "Whether the index could be asked.",
    "pantau_index_stories": "Stories in the index.",
    "pantau_index_bytes": "Size of an embedded index.",
    "pantau_state_bytes": "Size of the state.",
    "pantau_archive_bytes": "Size of the archive of pages.",
    "pantau_source_state": "1 for the state that a source is in, 0 for the others.",
    "pantau_source_broken": "1 where a source is broken, by cause.",
    "pantau_source_last_article_timestamp_seconds": "When the newest stored article of a source was published.",
    "pantau_source_last_run_timestamp_seconds": "When the last ended crawl of a source began.",
    "pantau_source_last_run_duration_seconds": "How long it took.",
    "pantau_source_last_run_ok": "Whether it ended without a problem.",
    "pantau_source_last_run_articles": "Articles of it, by what became of them.",
    "pantau_source_last_run_left": "Articles of it that were let go, by reason.",
    "pantau_source_last_run_requests": "Requests of it.",
    "pantau_source_last_run_bytes": "Bytes that it received.",
    "pantau_source_poll_interval_seconds": "The learnt wait between two crawls of a source.",
    "pantau_source_due_timestamp_seconds": "When a source is to be crawled next.",
    "pantau_source_pages": "Pages of a source in the state, by outcome.",
    "pantau_day_runs": "Crawls of a source in the last 24 hours, by how they ended.",
    "pantau_day_requests": "Requests of these.",
    "pantau_day_bytes": "Bytes that these received.",
    "pantau_day_new_articles": "New articles of these.",
}


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A value of a family, with its labels."""

    family: str
    value: float
    labels: Mapping[str, str]


def sample(family: str, value: float, **labels: str) -> Sample:
    return Sample(family=family, value=value, labels=labels)


def metrics(state: State, index: str, sources: Iterable[str], now: datetime) -> str:
    """All figures, as text in Prometheus' format; what is unknown is left out. StateUnusable."""
    samples = [*_of_all(state, index, now)]
    for source in sources:
        samples += _of_source(state, source, now)
    return exposition(samples)


def exposition(samples: Iterable[Sample]) -> str:
    """The samples by family, each with its HELP and TYPE."""
    found: dict[str, list[str]] = {}
    for one in samples:
        labels = ",".join(f'{name}="{_label(value)}"' for name, value in sorted(one.labels.items()))
        shown = f"{{{labels}}}" if labels else ""
        found.setdefault(one.family, []).append(f"{one.family}{shown} {_number(one.value)}")
    blocks = (
        [f"# HELP {family} {about}", f"# TYPE {family} gauge", *found[family]]
        for family, about in FAMILIES.items()
        if family in found
    )
    return "".join(f"{line}\n" for block in blocks for line in block)


def _label(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return STEERING.sub("\ufffd", escaped)


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


# ---------------------------------------------------------------- what there is


def _of_all(state: State, index: str, now: datetime) -> Iterator[Sample]:
    from app.run_command import is_running

    yield sample("pantau_info", 1, version=version("pantau"))
    yield sample("pantau_written_timestamp_seconds", now.timestamp())
    yield sample("pantau_run_up", is_running(state))
    stories = _stories(index)
    yield sample("pantau_index_up", stories is not None)
    sizes = {"pantau_index_stories": stories, **_sizes(index)}
    yield from (sample(family, value) for family, value in sizes.items() if value is not None)


def _stories(index: str) -> int | None:
    """How many stories the index holds; None where it cannot be asked."""
    from indexer.index import open_index

    try:
        held = open_index(index)
        try:
            return held.count()
        finally:
            held.close()
    except PantauError:
        return None


def _sizes(index: str) -> dict[str, int | None]:
    from crawler.archive_place import folder_of
    from indexer.index import sqlite_path
    from state.state import state_url

    files = {
        "pantau_index_bytes": sqlite_path(index),
        "pantau_state_bytes": sqlite_path(state_url(index)),
        "pantau_archive_bytes": folder_of(index, os.environ.get("PANTAU_ARCHIVE")),
    }
    return {family: _bytes(path) if path else None for family, path in files.items()}


def _bytes(path: Path) -> int | None:
    """The size of a file, or of all files in a folder; None where there is none. Files may go meanwhile."""
    total = None
    with suppress(OSError):
        files = [path, *(one for one in path.rglob("*") if one.is_file())] if path.is_dir() else [path]
        for file in files:
            total = (total or 0) + (file.stat().st_size if not file.is_dir() else 0)
    return total


def _of_source(state: State, source: str, now: datetime) -> Iterator[Sample]:
    from crawler.health import conditions
    from crawler.intervals import learnt

    for health in conditions(state, now, [source]):
        for name in STATES:
            yield sample("pantau_source_state", health.state == name, source=source, state=name)
        if health.cause:
            yield sample("pantau_source_broken", 1, source=source, cause=health.cause)
        if health.last_article:
            when = health.last_article.timestamp()
            yield sample("pantau_source_last_article_timestamp_seconds", when, source=source)
    pace, due = learnt(state, source, now)
    yield sample("pantau_source_poll_interval_seconds", pace.wait.total_seconds(), source=source)
    yield sample("pantau_source_due_timestamp_seconds", due.timestamp(), source=source)
    tally = state.tally(source)
    for outcome in OUTCOMES:
        yield sample("pantau_source_pages", tally.get(outcome, 0), source=source, outcome=outcome)
    ended = next((run for run in state.runs(source) if run.ended_at), None)
    if ended:
        yield from _of_run(ended)
    yield from _of_day(source, state.runs(source, since=now - DAY, limit=10_000))


def _of_run(run: Run) -> Iterator[Sample]:
    about = {"source": run.source}
    yield sample("pantau_source_last_run_timestamp_seconds", run.started_at.timestamp(), **about)
    yield sample("pantau_source_last_run_duration_seconds", run.seconds, **about)
    yield sample("pantau_source_last_run_ok", not run.problems and run.ending != "killed", **about)
    for name in ARTICLES:
        if name in run.counts:
            yield sample("pantau_source_last_run_articles", run.counts[name], **about, outcome=name)
    for reason, number in run.left.items():
        yield sample("pantau_source_last_run_left", number, **about, reason=reason)
    for name in ("requests", "bytes"):
        yield sample(f"pantau_source_last_run_{name}", run.counts.get(name, 0), **about)


def _of_day(source: str, runs: Iterable[Run]) -> Iterator[Sample]:
    endings: dict[str, int] = {}
    sums = dict.fromkeys(("requests", "bytes", "new"), 0)
    for run in runs:
        endings[run.ending or "goes on"] = endings.get(run.ending or "goes on", 0) + 1
        for name in sums:
            sums[name] += run.counts.get(name, 0)
    for ending, number in endings.items():
        yield sample("pantau_day_runs", number, source=source, ending=ending)
    for name, family in (("requests", "requests"), ("bytes", "bytes"), ("new", "new_articles")):
        yield sample(f"pantau_day_{family}", sums[name], source=source)


# ---------------------------------------------------------------- the command


def write(text: str, to: Path) -> None:
    """Put the figures in the place of those before, all at once; BadInput where that cannot be."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=to.absolute().parent, prefix=f".{to.name}.", delete=False
        ) as file:
            file.write(text)
    except OSError as error:
        raise BadInput(f"{to}: the figures cannot be written there ({error.strerror})") from error
    try:
        os.chmod(file.name, READABLE)
        os.replace(file.name, to)
    except OSError as error:
        Path(file.name).unlink(missing_ok=True)
        raise BadInput(f"{to}: the figures cannot be written there ({error.strerror})") from error


def show_metrics(
    to: Annotated[
        Path | None,
        typer.Option(help="The file to write, all at once; else standard output.", metavar="FILE"),
    ] = None,
    index: IndexUrl = DEFAULT,
) -> None:
    """Print figures for Prometheus: of each source its state and last crawl; sizes of index, state and archive."""
    text = taken(index)
    if to is None:
        print(text, end="")
    else:
        write(text, to)


def taken(index: str) -> str:
    """The figures of now."""
    from app.running import utc_now
    from crawler.sources import sources
    from state.state import open_state, state_url

    state = open_state(state_url(index))
    try:
        return metrics(state, index, sources(), utc_now())
    finally:
        state.close()


def leave_metrics(index: str, status: int) -> int:
    """At the end of a crawl: write the figures where PANTAU_METRICS says. Its status; 1 where only that failed."""
    if to := os.environ.get("PANTAU_METRICS"):
        try:
            write(taken(index), Path(to))
        except PantauError as error:
            complain(str(error))
            return status or FAILED
    return status
