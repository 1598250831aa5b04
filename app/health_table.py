"""Sources, runs and checks as tables for people."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from app import labels, wording
from app.terminal import console, text
from crawler.health import Health
from crawler.health_words import FIELDS, rhythm_words
from state.state import Run

STATES = {  # state -> what people read, and its colour
    "ok": ("baik", "green"),
    "quiet": ("tenang", "cyan"),
    "silent": ("diam", "bold red"),
    "broken": ("rusak", "bold red"),
    "unwatched": ("tidak terpantau", "yellow"),
    "never": ("belum dirayapi", "dim"),
    "off": ("dimatikan", "dim"),
}
ENDINGS = {
    "finished": "selesai",
    "limit reached": "batas --limit",
    "interrupted": "dihentikan",
    "killed": "mati di tengah",
    "index unusable": "indeks gagal",
    "state unusable": "ingatan gagal",
    "busy": "sibuk",
    None: "sedang berjalan",
}
MODES = {"daily": "", "backfill": "susulan", "full": "penuh"}
KILO = 1024


def print_sources(rows: Sequence[dict[str, Any]], found: Sequence[Health]) -> None:
    """A line a source, then why each is as it is, and what to do about those in trouble."""
    table = _table("Sumber", "Keadaan", "Artikel terakhir", "Irama", "Berita")
    for row, one in zip(rows, found, strict=True):
        name, style = STATES[one.state]
        cells = (_last(row, one), rhythm_words(one.rhythm), str(row["stories"]))
        table.add_row(text(one.source), text(name, style), *cells)
    console.print(table)
    for one in found:
        if one.state not in ("ok", "never"):
            console.print(text(f"{one.source}: {one.why}", STATES[one.state][1]), soft_wrap=True)
        if one.advice:
            console.print(text(f"{' ' * len(one.source)}  {one.advice}"), soft_wrap=True)


def _table(*columns: str) -> Table:
    """A table whose first column is never cut."""
    table = Table(*columns)
    table.columns[0].no_wrap = True
    return table


def _last(row: dict[str, Any], one: Health) -> str:
    """The day of the newest stored article, by the state, else by the index."""
    if one.last_article:
        return wording.day(one.last_article.astimezone(wording.WIB).date())
    return wording.day(row["newest"] and date.fromisoformat(row["newest"]))


# ---------------------------------------------------------------- runs


def print_runs(runs: Sequence[Run]) -> None:
    """A line a run, newest first; below it what was left, what fields were missing, and what was told."""
    if not runs:
        console.print("Belum ada perayapan.")
        return
    table = _table("Mulai", "Sumber", "Berakhir", "Minta", "Baca", "Baru", "kB", "Detik")
    table.box = SIMPLE_HEAD
    table.columns[1].no_wrap = True
    for run in runs:
        table.add_row(_minute(run.started_at), text(run.source), *map(text, _figures(run)))
    console.print(table)
    for run in runs:
        for label, told in _details(run):
            console.print(
                text(f"{_minute(run.started_at)} {run.source}: {label}: {told}", "dim"), soft_wrap=True
            )


def _minute(moment: datetime) -> str:
    """A moment in WIB, short enough for a table."""
    return f"{moment.astimezone(wording.WIB):%Y-%m-%d %H.%M}"


def _figures(run: Run) -> tuple[str, ...]:
    ended = ENDINGS.get(run.ending, run.ending or "")
    mode = MODES.get(run.mode, run.mode)
    counted = [str(run.counts.get(name, 0)) for name in ("requests", "read", "new")]
    size = wording.number(run.counts.get("bytes", 0) // KILO)
    return (f"{ended}, {mode}" if mode else ended, *counted, size, wording.number(round(run.seconds)))


def _details(run: Run) -> list[tuple[str, str]]:
    left = ", ".join(f"{n} {labels.dropped(why)}" for why, n in sorted(run.left.items()))
    missing = ", ".join(f"{FIELDS.get(name, name)} {n}" for name, n in sorted(run.missing.items()))
    dates = ", ".join(f"{n} {what}" for what, n in sorted(run.dates.items()))
    told = (
        ("ditinggalkan", left),
        ("tanpa", missing),
        ("tanggal", dates),
        ("catatan", "; ".join(run.notes)),
        ("masalah", "; ".join(run.problems)),
    )
    return [(label, said) for label, said in told if said]


def run_json(run: Run) -> dict[str, Any]:
    """An entry of the ledger for machines; moments are UTC."""
    return {
        "source": run.source,
        "number": run.number,
        "mode": run.mode,
        "started_at": run.started_at.isoformat(),
        "ended_at": run.ended_at and run.ended_at.isoformat(),
        "seconds": round(run.seconds, 1),
        "ending": run.ending,
        "counts": dict(run.counts),
        "left": dict(run.left),
        "missing": dict(run.missing),
        "dates": dict(run.dates),
        "ways": {way: dict(told) for way, told in run.ways.items()},
        "newest": run.newest and run.newest.isoformat(),
        "notes": list(run.notes),
        "problems": list(run.problems),
    }
