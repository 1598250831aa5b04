"""Versioned copies of the ledger: a folder each, with the table, its dictionary, a manifest, and what changed since.

`ledger-2026-11-26.1` is the first of that day, in WIB. The same index gives the same bytes. Files:

- ledger.csv, ledger.jsonl: a row an event; dictionary.md: what the columns mean
- manifest.json: what was asked, of which sources and days, by which versions and decisions, counts, sums, digests
- CHANGELOG.md, changes.jsonl: what differs from the version before, event by event
"""

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from app import ledger_changes_text
from app.export_table import json_object
from app.ledger_changes import Change, Row, compare, counted
from entities.errors import BadInput, PantauError
from entities.wire import loads

FORM = re.compile(r"ledger-(\d{4}-\d\d-\d\d)\.([1-9]\d*)")
TABLE, MANIFEST, CHANGES, CHANGELOG = "ledger.jsonl", "manifest.json", "changes.jsonl", "CHANGELOG.md"
Files = dict[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A copy that was made. Broken or changed by hand it is named by BadInput when it is read."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.resolve().name

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the copy says of itself."""
        told = loads(self._read(MANIFEST))
        if not isinstance(told, dict) or not isinstance(told.get("files"), dict):
            raise BadInput(f"{self.folder / MANIFEST} is no manifest of a snapshot")
        return told

    @cached_property
    def rows(self) -> list[Row]:
        """The events, as they were written."""
        told = self._read(TABLE)
        if sha256(told).hexdigest() != self.manifest["files"].get(TABLE, {}).get("sha256"):
            raise BadInput(
                f"{self.folder / TABLE} is not what its manifest says; it was changed or broken off"
            )
        return [loads(line) for line in told.splitlines()]

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            said = "name a folder that `pantau ledger snapshot` made"
            raise BadInput(
                f"{self.folder} holds no {name} that can be read ({error.strerror}); {said}"
            ) from error


def snapshots(to: Path) -> list[Snapshot]:
    """The versions in a folder, the oldest first."""
    found = to.iterdir() if to.is_dir() else ()
    versions = [path for path in found if FORM.fullmatch(path.name) and path.is_dir()]
    return [Snapshot(folder=path) for path in sorted(versions, key=_order)]


def _order(path: Path) -> tuple[str, int]:
    day, _, number = path.name.removeprefix("ledger-").partition(".")
    return day, int(number)


def next_name(before: Snapshot | None, today: date) -> str:
    """The name of the version after another: never one that sorts before it, whatever the clock says."""
    if before is None:
        return f"ledger-{today}.1"
    day, number = _order(before.folder)
    return f"ledger-{day}.{number + 1}" if str(today) <= day else f"ledger-{today}.1"


# ---------------------------------------------------------------- making one


def make(
    to: Path, tables: Files, manifest: dict[str, Any], *, today: date, anew: bool = False
) -> tuple[Snapshot | None, list[Change]]:
    """The new version, and what differs from the one before; no version where nothing does, unless asked for anew.

    tables: the files but for what this makes. BadInput where the versions in the folder are of another query,
    PantauError where it cannot be written; then nothing is left behind.
    """
    before = next(reversed(snapshots(to)), None)
    rows = [loads(line) for line in tables[TABLE].splitlines()]
    changes = compare(before.rows, rows) if before else []
    if before and before.manifest.get("query") != manifest["query"]:
        asked = before.manifest.get("query") or "all events"
        raise BadInput(f"{to} holds snapshots of another query ({asked}); use a folder of its own for each")
    if before and not changes and not anew:
        return None, []
    name = next_name(before, today)
    told = {"version": name, "previous": before and before.name, **manifest, "changes": counted(changes)}
    files = tables | {
        CHANGES: "".join(json_object(change.json()) + "\n" for change in changes).encode(),
        CHANGELOG: "".join(f"{line}\n" for line in changelog(told, before, changes)).encode(),
    }
    told["files"] = {file: _told(files[file]) for file in sorted(files)}
    return Snapshot(folder=_write(to, name, files | {MANIFEST: _pretty(told)})), changes


def _told(content: bytes) -> dict[str, Any]:
    return {"bytes": len(content), "sha256": sha256(content).hexdigest()}


def _pretty(value: Any) -> bytes:
    return (_lines(value, "") + "\n").encode()


def _lines(value: Any, indent: str) -> str:
    """JSON to be read: a line an entry, with all digits."""
    if not value or not isinstance(value, dict | list | tuple):
        return json_object(value)
    deeper = indent + " "
    if isinstance(value, dict):
        parts = [f"{deeper}{json_object(key)}: {_lines(one, deeper)}" for key, one in value.items()]
        return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
    return "[\n" + ",\n".join(f"{deeper}{_lines(one, deeper)}" for one in value) + f"\n{indent}]"


def _write(to: Path, name: str, files: Files) -> Path:
    made = to / name
    try:
        with _unfinished(to, name) as folder:
            for file, content in files.items():
                with (folder / file).open("xb") as out:
                    out.write(content)
                    out.flush()
                    os.fsync(out.fileno())
            folder.rename(made)
    except OSError as error:
        raise PantauError(f"no snapshot can be made in {to}: {error.strerror or error}") from error
    return made


@contextmanager
def _unfinished(to: Path, name: str) -> Iterator[Path]:
    """A folder that is gone at the end, unless it was given another name."""
    folder = to / f".{name}.{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)  # of a killed process of this number
    try:
        folder.mkdir(parents=True)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# ---------------------------------------------------------------- what changed


def changelog(told: dict[str, Any], before: Snapshot | None, changes: Sequence[Change]) -> Iterator[str]:
    """The page that tells of a version."""
    yield f"# {told['version']}"
    yield ""
    if told["counts"]["samples"]:
        yield f"CONTOH: {told['counts']['samples']} peristiwa berasal dari pers contoh dan bukan berita."
        yield ""
    if before is None:
        yield f"Versi pertama: {told['counts']['events']} peristiwa dari {told['counts']['reports']} berita."
        return
    yield f"Dibanding {before.name}: {ledger_changes_text.summed(changes)}."
    yield ""
    yield from _grounds(before.manifest, told)
    yield from ledger_changes_text.written(changes, heading="## ", escape=ledger_changes_text.markdown)


def _grounds(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """What changed behind the events: versions, decisions, how many articles each source has."""
    lines = [*_versions(before, after), *_decided(before, after), *_covered(before, after)]
    if lines:
        yield "## Latar belakang"
        yield ""
        yield from (f"- {ledger_changes_text.markdown(line)}" for line in lines)
        yield ""


def _versions(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for name, now in after["versions"].items():
        was = before.get("versions", {}).get(name)
        if was != now:
            yield f"{name}: {was} -> {now}"


def _decided(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    was, now = ({one["number"]: one for one in told.get("decisions", ())} for told in (before, after))
    for number in sorted(now.keys() - was.keys()):
        why = f" ({now[number]['why']})" if now[number]["why"] else ""
        yield f"keputusan {number} berlaku: {now[number]['kind']}{why}"
    yield from (f"keputusan {number} tidak lagi berlaku" for number in sorted(was.keys() - now.keys()))


def _covered(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for source, now in after["coverage"].items():
        was = before.get("coverage", {}).get(source, {}).get("articles", 0)
        if was != now["articles"]:
            yield f"{source}: {was} -> {now['articles']} berita di indeks"


def between(old: Path, new: Path) -> tuple[Snapshot, Snapshot, list[Change]]:
    """What differs between two snapshots."""
    one, other = Snapshot(folder=old), Snapshot(folder=new)
    return one, other, compare(one.rows, other.rows)
