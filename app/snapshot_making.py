"""`pantau ledger snapshot` and `diff`: the ledger of an index as a new version, and what differs between two."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from app import ledger_changes_text, ledger_export, wording
from app.export_about import described
from app.found import cents
from app.ledger import Book, first_day, matched
from app.ledger_export import Line
from app.snapshot import TABLE, Files, between, make
from app.terminal import console, text
from entities.ledger_claims import Entry
from entities.ledger_wire import decided_json
from entities.wire import dumps
from entities.worth import kilograms
from indexer.index import Query
from indexer.upkeep import Upkeep

RULES = ("ledger", "scheme")  # files of entities that join what was read; all others read
SHORT = 16  # signs of a digest that names a version


def run_snapshot(query: Query, to: Path, *, index: str, anew: bool, today: date | None = None) -> None:
    """Write the events that match as a new version in a folder, unless nothing changed since the last one."""
    read, found = matched(query, "oldest", index)
    tables = _tables(list(ledger_export.lines(read, found)))
    told = manifest(read, query, found, Upkeep(index).figures())
    made, changes = make(to, tables, told, today=today or wording.today(), anew=anew)
    if made is None:
        print(f"{to}: tidak ada peristiwa yang berubah, tidak ada versi baru; --anew tetap membuatnya")
        return
    before = made.manifest["previous"]
    since = f"; dibanding {before}: {ledger_changes_text.summed(changes)}" if before else ""
    print(f"{made.folder}: {len(found)} peristiwa{since}")


def _tables(lines: list[Line]) -> Files:
    tables: Files = {"dictionary.md": ledger_export.dictionary().encode()}
    for name, format in (("ledger.csv", "csv"), (TABLE, "jsonl")):
        file = BytesIO()
        write: Any = ledger_export.WRITE[format]
        write(file, lines)
        tables[name] = file.getvalue()
    return tables


def run_diff(old: Path, new: Path, *, as_json: bool) -> None:
    """Print what differs between two snapshots."""
    one, other, changes = between(old, new)
    if as_json:
        for change in changes:
            print(dumps(change.json()))
        return
    console.print(
        text(f"{one.name} -> {other.name}: {ledger_changes_text.summed(changes)}", "bold"), soft_wrap=True
    )
    for line in ledger_changes_text.written(changes):
        console.print(text(line), soft_wrap=True)


# ---------------------------------------------------------------- what a copy says of itself


def manifest(read: Book, query: Query, found: list[Entry], figures: dict[str, Any]) -> dict[str, Any]:
    """What was asked, of what, by which rules, and how much it is; the same for the same index."""
    reports = [report for one in found for report in one.event.reports]
    decisions = read.decisions.on(reports)
    return {
        "query": described(query),
        "as_of": _utc(figures["learnt"]),
        "versions": {**versions(), "schema": figures["schema"]},
        "coverage": _coverage(read, Counter(report.source for report in reports)),
        "counts": {
            "events": len(found),
            "reports": len(reports),
            "with_conflicts": sum(bool(one.conflicts) for one in found),
            "samples": sum(one.sample for one in found),
            "summaries_left_out": read.left_out,
        },
        "totals": _totals(found),
        "decisions": [decided_json(decision) for decision in decisions],
    }


def _utc(moment: Any) -> str | None:
    """The latest moment at which the index learnt an article."""
    return moment and datetime.fromisoformat(str(moment)).astimezone(UTC).isoformat(timespec="seconds")


def _totals(found: Iterable[Entry]) -> dict[str, Any]:
    """Sums of the values shown, and how many events have one."""
    held = list(found)
    worths = [one.worth for one in held]
    weights = [weight for one in held if (weight := kilograms(one.quantities)) is not None]
    return {
        "rupiah": cents(sum((w.rupiah for w in worths if w.rupiah is not None), Decimal(0))),
        "dollars": cents(sum((w.dollars for w in worths if w.dollars is not None), Decimal(0))),
        "valued": sum(w.rupiah is not None for w in worths),
        "unvalued": sum(w.rupiah is None for w in worths),
        "kilograms": sum(weights, Decimal(0)),
        "weighed": len(weights),
    }


def _coverage(read: Book, reports: Counter[str]) -> dict[str, dict[str, Any]]:
    """Of each source of the index how many articles it holds, of which days (WIB), and how many reports are of it."""
    counts = read.held.search(Query(limit=0, facets=("source",))).facets["source"]
    return {
        source: {
            "articles": counts[source],
            "first": _end(read, source, "oldest"),
            "last": _end(read, source, "newest"),
            "reports": reports[source],
        }
        for source in sorted(counts)
        if source
    }


def _end(read: Book, source: str, sort: Literal["oldest", "newest"]) -> str | None:
    day = first_day(read.held, source, sort)
    return day.isoformat() if day else None


@cache
def versions() -> dict[str, str]:
    """The versions of what made the events; code without a number of its own by a digest of it."""
    root = files("entities")
    own = sorted(
        (file for file in _files(root) if file.name.endswith((".py", ".csv", ".toml", ".gz"))), key=str
    )
    return {
        "pantau": version("pantau"),
        "extractor": _digest(file for file in own if not file.name.startswith(RULES)),
        "rules": _digest(file for file in own if file.name.startswith(RULES)),
        "table": _digest([files("app") / "data" / "ledger.csv"]),
    }


def _files(folder: Traversable) -> Iterable[Traversable]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _files(one)
        else:
            yield one


def _digest(of: Iterable[Traversable]) -> str:
    whole = sha256()
    for file in of:
        whole.update(f"{file.name}\0".encode() + sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:SHORT]
