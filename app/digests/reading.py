"""A folder of issues as a server reads it: weeks by their names alone, and no issue more than once while it stands.

An issue that cannot be read is left out and named in `broken`; a file that is no issue is not looked at.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from app.digests.archive import issue_of
from app.digests.feed import Issue
from app.digests.week import WEEK, read_week
from app.wording import Language
from entities.errors import BadInput

SUFFIXES = ("html", "txt", "md", "json")
BODY = re.compile(r"<body>\n(.*)</body>", re.DOTALL)
LINK = re.compile(r'href="(\d{4}-W\d{2}\.(?:html|txt|md|json)|index\.html|atom\.xml)"', re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Archive:
    """The issues of a folder, newest first; language: what they are written in. broken: weeks that cannot be read."""

    folder: Path
    language: Language
    issues: tuple[Issue, ...]
    broken: tuple[str, ...] = ()

    def has(self, week: str) -> bool:
        return any(one.week == week for one in self.issues)

    def read(self, week: str, suffix: str) -> bytes | None:
        """A file of an issue that is there, for one of SUFFIXES; None where it is away."""
        try:
            return (self.folder / f"{week}.{suffix}").read_bytes() if self.has(week) else None
        except OSError:
            return None


def archives(folders: Sequence[Path]) -> dict[Language, Archive]:
    """The archive of each language, of several in one language the first; folders without an issue are left out."""
    found: dict[Language, Archive] = {}
    for one in filter(None, map(archive, folders)):
        found.setdefault(one.language, one)
    return found


def archive(folder: Path) -> Archive | None:
    """The issues of a folder; None where it has none that can be read."""
    read = list(_read(folder))
    issues = [one for _, one in read if one]
    if not issues:
        return None
    return Archive(
        folder=folder,
        language=issues[0].search["language"],
        issues=tuple(issues),
        broken=tuple(week for week, one in read if one is None),
    )


def _read(folder: Path) -> Iterator[tuple[str, Issue | None]]:
    """Week -> its issue, None for one that cannot be read; newest first."""
    for file in sorted(folder.glob("????-W??.json"), reverse=True):
        if is_week(file.stem) and (standing := _standing(file)):
            yield file.stem, _issue(file, *standing)


def is_week(name: str) -> bool:
    """Whether a name is that of an ISO week that there is."""
    try:
        return bool(WEEK.fullmatch(name)) and bool(read_week(name, date.min))
    except BadInput:
        return False


def _standing(file: Path) -> tuple[int, int] | None:
    """What changes when a file is written anew; None where it went away meanwhile."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=2048)
def _issue(file: Path, moment: int, size: int) -> Issue | None:
    try:
        return issue_of(file)
    except BadInput:
        return None


def body(page: str, address: Callable[[str], str]) -> str | None:
    """What the page of an issue holds, without its frame and styles; its links to files of the folder lead to
    `address` of their names. None for a page that is not as app/digests/html.py makes it."""
    found = BODY.search(page)
    return found and LINK.sub(lambda link: f'href="{address(link[1])}"', found[1])
