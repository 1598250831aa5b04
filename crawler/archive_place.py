"""Where the archive of an index is, and how much it may keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from entities.errors import BadInput
from state.state import beside

OFF = "off"
MEGA, GIGA = 10**6, 10**9
DEFAULTS = {"PANTAU_ARCHIVE_FILE_MB": "100", "PANTAU_ARCHIVE_DAYS": "0", "PANTAU_ARCHIVE_GB": "0"}


@dataclass(frozen=True, kw_only=True)
class Limits:
    """When a file is full and when one is deleted, sizes in bytes; None: never deleted for that."""

    file: int = 100 * MEGA
    age: timedelta | None = None
    total: int | None = None


def folder_of(index: str, said: str | None = None) -> Path | None:
    """The folder: the one said, None for "off", else beside the index, as its state is."""
    if said:
        return None if said.strip().lower() == OFF else Path(said).absolute()
    return beside(index, "archive").absolute()


def limits_of(settings: Mapping[str, object]) -> Limits:
    """The limits that settings or the environment name; BadInput for what is no number of at least 0."""
    size, days, giga = (_number(settings, name) for name in DEFAULTS)
    if not size:
        raise BadInput("PANTAU_ARCHIVE_FILE_MB must be more than 0")
    return Limits(
        file=int(size * MEGA),
        age=timedelta(days=days) if days else None,
        total=int(giga * GIGA) if giga else None,
    )


def _number(settings: Mapping[str, object], name: str) -> float:
    said = settings.get(name)
    try:
        number = float(str(said)) if said not in (None, "") else float(DEFAULTS[name])
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1_000_000:
        raise BadInput(f"{name}={said!r} is not a number between 0 and 1000000")
    return number
