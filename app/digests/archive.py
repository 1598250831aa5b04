"""The archive: a folder of issues of one digest, WEEK.html, .txt, .md and .json, with index.html and atom.xml over all.

The JSON of an issue is what it told; index and feed are made of them, later issues correct them. It is written last, so
an issue that was cut off is no issue. A folder holds one digest: one search, one language, one way to count the week.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.digests.feed import Issue, atom, contents
from app.digests.html import page
from app.digests.markdown import markdown
from app.digests.record import Told, digest_json, search_json, told_from
from app.digests.records import Digest
from app.digests.telling import summary
from app.digests.text import text
from app.digests.week import WEEK
from entities.errors import BadInput
from entities.wire import dumps, loads

Json = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A folder and the issues in it, by week. public: the address of the page that numbers lead to."""

    folder: Path
    issues: Mapping[str, Json]
    public: str | None = None

    def has(self, week: str) -> bool:
        return week in self.issues

    def write(self, digest: Digest) -> list[Path]:
        """The files of an issue, and those of the folder made anew; BadInput where they cannot be written."""
        told = digest_json(digest) | {"summary": summary(digest)}
        issues = [_issue(one) for _, one in sorted({**self.issues, digest.name: told}.items(), reverse=True)]
        made = {
            f"{digest.name}.html": page(digest, self.public),
            f"{digest.name}.txt": text(digest, self.public),
            f"{digest.name}.md": markdown(digest, self.public),
            f"{digest.name}.json": dumps(told) + "\n",
            "index.html": contents(issues),
            "atom.xml": atom(issues),
        }
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            return [_written(self.folder / name, what) for name, what in made.items()]
        except OSError as error:
            raise BadInput(f"the digest cannot be written to {self.folder}: {error.strerror}") from error


def shelf(folder: Path, digest: Digest, public: str | None = None) -> Shelf:
    """The folder that an issue is put into; BadInput where it holds issues of another digest."""
    issues = dict(_issues(folder))
    mine = search_json(digest)
    for week, other in issues.items():
        if other["search"] != mine:
            raise BadInput(
                f"{folder} holds the digest of another search, day or language ({week}.json); use another folder"
            )
    return Shelf(folder=folder, issues=issues, public=public)


def earlier(folder: Path) -> list[Told]:
    """What the issues of a folder told; BadInput, naming the file, for one that cannot be read."""
    return [told_from(one, str(folder / f"{week}.json")) for week, one in _issues(folder)]


def _issues(folder: Path) -> Iterator[tuple[str, Json]]:
    """Week -> what its issue told, oldest first."""
    for file in sorted(folder.glob("????-W??.json")) if folder.is_dir() else ():
        if WEEK.fullmatch(file.stem):
            yield file.stem, _read(file)


def _read(file: Path) -> Json:
    try:
        read = loads(file.read_bytes())
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}") from error
    except (ValueError, BadInput):
        read = None
    told_from(read, str(file))
    if read["week"] != file.stem:
        raise BadInput(f"{file} is the digest of {read['week']}; give it its own name back")
    found: Json = read
    return found


def issue_of(file: Path) -> Issue:
    """An issue as the contents tell it, of its JSON; BadInput for one that cannot be read."""
    return _issue(_read(file))


def _issue(told: Json) -> Issue:
    return Issue(
        week=told["week"],
        search=told["search"],
        summary=str(told.get("summary", "")),
        sample=bool(told.get("sample")),
    )


def _written(path: Path, what: str) -> Path:
    """The file as it should be, or as it was."""
    new = path.with_name(f"{path.name}.new")
    new.write_text(what, encoding="utf-8", newline="\n")
    os.replace(new, path)
    return path
