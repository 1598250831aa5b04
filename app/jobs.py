"""What is to be done beside crawling, and when: the table that `pantau run` and `pantau schedule` share."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.wording import WIB

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TROUBLE = 3  # how `pantau sources` ends where one is silent or broken
KEEP = "14"  # backups of as many nights


@dataclass(frozen=True, kw_only=True)
class Job:
    """A command on time. words: of `pantau`; hour, minute: in WIB; weekday: Monday is 0.

    Without a weekday it is done each day, without an hour each hour. to: the folder it writes to. fine: the statuses of
    one that went well.
    """

    name: str
    words: tuple[str, ...]
    hour: int | None = None
    minute: int = 0
    weekday: int | None = None
    to: Path | None = None
    fine: tuple[int, ...] = (0,)

    def last_time(self, now: datetime) -> datetime:
        """When it was to be done last, by the clock."""
        local = now.astimezone(WIB)
        hour = local.hour if self.hour is None else self.hour
        then = local.replace(hour=hour, minute=self.minute, second=0, microsecond=0)
        while then > local or (self.weekday is not None and then.weekday() != self.weekday):
            then -= HOUR if self.hour is None else DAY
        return then

    def next_time(self, now: datetime) -> datetime:
        """When it is to be done next, by the clock."""
        if self.hour is None:
            return self.last_time(now) + HOUR
        return self.last_time(now) + (DAY if self.weekday is None else 7 * DAY)


def jobs(
    *,
    digest_to: Path | None = None,
    backup_to: Path | None = None,
    notify: bool = False,
    send: bool = False,
) -> tuple[Job, ...]:
    """The jobs that these wishes ask for. Who subscribes chooses day and hour, so digests are mailed each hour."""
    week = ("digest", "--week", "last", "--by", "learnt", "--to", str(digest_to))
    wanted = (
        digest_to and Job(name="digest", words=week, weekday=0, hour=7, to=digest_to),
        backup_to
        and Job(
            name="backup", words=("backup", str(backup_to), "--keep", KEEP), hour=2, minute=30, to=backup_to
        ),
        send and Job(name="send", words=("digest", "send"), minute=1),
        notify and Job(name="notify", words=("sources", "--notify"), minute=7, fine=(0, TROUBLE)),
    )
    return tuple(job for job in wanted if job)


# ---------------------------------------------------------------- what was done


def read_done(file: Path) -> dict[str, datetime]:
    """Job -> when it was last done well; empty where there is no such file, or none that can be read."""
    try:
        told = json.loads(file.read_text("utf-8"))
        return {str(name): datetime.fromisoformat(when) for name, when in told.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_done(file: Path, done: Mapping[str, datetime]) -> None:
    """Keep when jobs were done; all of it or what was there before."""
    new = file.with_name(f"{file.name}.new")
    new.write_text(json.dumps({name: when.isoformat() for name, when in done.items()}), "utf-8")
    os.replace(new, file)
