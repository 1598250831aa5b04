"""`pantau backup` and `pantau restore`: index and state together, each a verified copy in a folder of its own."""

import json
import os
import re
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.desk import settle
from app.wording import WIB, safe
from crawler.lock import only_crawl
from entities.errors import BadInput
from indexer.index import shown
from indexer.upkeep import Upkeep
from state.state import open_state, restore_state, state_url

INDEX, STATE, ABOUT = "index.db", "state.db", "about.json"
FORM = re.compile(r"pantau-\d{4}-\d\d-\d\dT\d{6}Z")  # of the names of backups, in UTC


def run_backup(to: Path, *, index: str, state: str | None, keep: int | None) -> None:
    """Copy state and index into a new folder below `to`; with keep, only so many of the newest stay."""
    now = datetime.now(UTC)
    made = to / f"pantau-{now:%Y-%m-%dT%H%M%S}Z"
    unfinished = to / f".{made.name}.{os.getpid()}"
    try:
        unfinished.mkdir(parents=True)
        stories = _copy(unfinished, index, state_url(index, state), now)
        unfinished.rename(made)
    except OSError as error:
        raise BadInput(f"no backup can be made in {to}: {error.strerror}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    print(f"{made}: {stories} berita, dengan catatan perayapan")
    for old in backups(to)[: -keep or None] if keep else []:
        shutil.rmtree(old)
        print(f"{old}: dihapus")


def _copy(to: Path, index: str, state: str, now: datetime) -> int:
    """The state first: what the index learns meanwhile is looked at again by the next crawl, never the other way."""
    held = open_state(state)
    held.backup(to / STATE)
    held.close()
    stories = Upkeep(index).backup(to / INDEX)
    about = {"made_at": now.isoformat(), "index": shown(index), "stories": stories}
    (to / ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    return stories


def backups(folder: Path) -> list[Path]:
    """The backups in a folder, oldest first."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if FORM.fullmatch(path.name) and path.is_dir())


def run_restore(source: Path, *, index: str, state: str | None) -> None:
    """Put a backup, or the newest of a folder of them, in the place of index and state."""
    folder = source if (source / ABOUT).is_file() else next(reversed(backups(source)), None)
    if folder is None or not all((folder / name).is_file() for name in (INDEX, STATE, ABOUT)):
        raise BadInput(f"{source} is no backup and holds none; name a folder that `pantau backup` made")
    about: dict[str, Any] = json.loads((folder / ABOUT).read_text("utf-8"))
    with only_crawl(index):
        held, older = Upkeep(index).restore(folder / INDEX)
        restore_state(state_url(index, state), folder / STATE)
        if not older:
            settle(index, state)
    made = datetime.fromisoformat(about["made_at"]).astimezone(WIB)
    print(f"{shown(index)}: {held} berita, dengan catatan perayapan, dari {made:%Y-%m-%d %H.%M} WIB")
    if older:
        said = "was made by another version of Pantau; `pantau index rebuild` mends it"
        print(f"pantau: {safe(str(folder))} {said}", file=sys.stderr)
