"""The command that crawls: progress while it runs, a table of what came of each source, the exit status."""

import logging
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from typing import Any

from app import labels
from app.health import notify_after_crawl
from crawler.duty import on_duty
from crawler.logs import complain
from crawler.pipelines import KEPT
from crawler.run import SourceReport, crawl
from entities.wire import dumps
from state.state import state_url

log = logging.getLogger("pantau.crawl")

FAILED, INTERRUPTED = 1, 130
COLUMNS = {
    "listed": "Terdaftar",
    "known": "Dikenal",
    "fetched": "Diambil",
    "stored": "Disimpan",
    "new": "Baru",
    "changed": "Berubah",
}


def run_crawl(
    sources: Sequence[str],
    *,
    index: str,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
    full: bool = False,
    press: str | None = None,
    settings: dict[str, Any] | None = None,
    quiet: bool = False,
    as_json: bool = False,
) -> int:
    """Crawl and report; the exit status is 1 when a source had a problem, which is named, 130 after Ctrl-C.

    Sources that are off are left out and named; where mail or a webhook is configured, changes of health are told.
    """
    sources, off = on_duty(sources, state_url(index, (settings or {}).get("PANTAU_STATE")))
    for name, why in off.items():
        complain(f"{name} is off{f' ({why})' if why else ''} and left out")
    shown = Progress() if not quiet and not as_json and sys.stderr.isatty() else None
    with shown or nullcontext():
        reports = crawl(
            sources,
            index=index,
            since=since,
            until=until,
            limit=limit,
            full=full,
            press=press,
            settings=settings,
            on_progress=shown and shown.update,
        )
    if as_json:
        print("\n".join(dumps(_line(report)) for report in reports))
    elif not quiet:
        _print(reports)
    for report in reports:
        log.info("crawled", extra={"source": report.source, "event": "crawled", "figures": _line(report)})
        for problem in report.problems:
            complain(problem, report.source)
    untold = notify_after_crawl(index)
    if any(report.interrupted for report in reports):
        return INTERRUPTED
    return untold or (0 if all(report.ok for report in reports) else FAILED)


class Progress:
    """One line a source on standard error, redrawn while the crawl runs."""

    def __init__(self) -> None:
        from rich.live import Live

        from app.terminal import errors

        self.counts: dict[str, dict[str, int]] = {}
        self.live = Live(console=errors, refresh_per_second=4, transient=True)

    def __enter__(self) -> "Progress":
        self.live.__enter__()
        return self

    def __exit__(self, *failure: Any) -> None:
        self.live.__exit__(*failure)

    def update(self, source: str, counts: dict[str, int]) -> None:
        from rich.text import Text

        self.counts[source] = dict(counts)
        lines = (
            f"{name:<16}" + "  ".join(f"{k} {v}" for k, v in c.items()) for name, c in self.counts.items()
        )
        self.live.update(Text("\n".join(lines)))


def _line(report: SourceReport) -> dict[str, Any]:
    return {
        "source": report.source,
        "ok": report.ok,
        **{name: getattr(report, name) for name in KEPT},
        "duplicate": report.duplicate,
        "dropped": report.dropped,
        "problems": list(report.problems),
        "notes": list(report.notes),
        "seconds": round(report.duration, 1),
    }


def _print(reports: Sequence[SourceReport]) -> None:
    """A table of numbers, then in words what was dropped and what did not work."""
    from rich.table import Table

    from app.terminal import console, text

    table = Table("Sumber", *COLUMNS.values())
    for r in reports:
        table.add_row(r.source, *(str(getattr(r, name)) for name in COLUMNS))
    console.print(table)
    for r in reports:
        dropped = ", ".join(f"{n} {labels.dropped(why)}" for why, n in sorted(r.dropped.items()))
        copies = f"{r.duplicate} dari yang baru, disimpan dan ditautkan" if r.duplicate else ""
        told_of = (("ditinggalkan", dropped), ("terbitan ulang", copies), ("catatan", "; ".join(r.notes)))
        for label, told in told_of:
            if told:
                console.print(text(f"{r.source}: {label}: {told}", "dim"), soft_wrap=True)
