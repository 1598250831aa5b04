"""The weekly digest: what one ISO week (Asia/Jakarta) brought, as HTML and as plain text.

The same index gives the same bytes: nothing of the moment of making enters the page.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader

from app import wording
from app.facts import ProgramFacts, ReleaseFacts, program_facts, release_facts
from entities.errors import BadInput
from entities.records import Story
from indexer.index import Index, Query

WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
NO_PROVINCE = "Asal tidak disebut"


@dataclass(frozen=True, kw_only=True)
class Week:
    """An ISO week in WIB; `name` is as 2021-W51."""

    name: str
    monday: date

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def since(self) -> datetime:
        return datetime.combine(self.monday, time(), wording.WIB)

    @property
    def until(self) -> datetime:
        return self.since + timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Digest:
    """All that the templates print. valued releases have rupiah and dollars, which add up those and no other.

    unvalued state no value, unconverted state one that no known rate converts; the three make up all releases.
    doubtful state one deal twice, in two currencies that do not fit.
    """

    week: Week
    by: Literal["learnt", "published"]
    stories: int
    releases: tuple[tuple[str, tuple[ReleaseFacts, ...]], ...]
    programs: tuple[ProgramFacts, ...]
    destinations: tuple[tuple[str, int], ...]
    valued: int
    unvalued: int
    unconverted: int
    doubtful: int
    rupiah: Decimal
    dollars: Decimal
    by_source: tuple[tuple[str, int], ...]
    silent: tuple[str, ...]
    sample: bool

    @property
    def count(self) -> int:
        return sum(len(group) for _, group in self.releases)


def read_week(text: str, today: date) -> Week:
    """The week that "2021-W51" or "last" (the one before today's) names; BadInput for anything else."""
    if text == "last":
        year, week, _ = (today - timedelta(days=7)).isocalendar()
        text = f"{year}-W{week:02}"
    match = WEEK.fullmatch(text)
    try:
        if not match:
            raise ValueError
        return Week(name=text, monday=date.fromisocalendar(int(match[1]), int(match[2]), 1))
    except ValueError:
        raise BadInput(f"{text!r} is no ISO week; write it as 2021-W51, or last") from None


def make_digest(
    index: Index, week: Week, *, by: Literal["learnt", "published"], sources: Iterable[str]
) -> Digest:
    """The digest of the stories that were published, or that we learnt of, in the week."""
    found = [hit.story for hit in index.hits(Query(since=week.since, until=week.until, by=by))]
    releases = sorted((r for s in found for r in release_facts(s)), key=_release_order)
    valued = [(r.rupiah, r.dollars) for r in releases if r.rupiah is not None and r.dollars is not None]
    unvalued = sum(not r.release.values for r in releases)
    counted = {name: sum(s.article.source == name for s in found) for name in sorted(sources)}
    return Digest(
        week=week,
        by=by,
        stories=len(found),
        releases=_by_province(releases),
        programs=tuple(sorted((p for s in found for p in program_facts(s)), key=_program_order)),
        destinations=_destinations(releases),
        valued=len(valued),
        unvalued=unvalued,
        unconverted=len(releases) - len(valued) - unvalued,
        doubtful=sum(bool(r.warnings) for r in releases),
        rupiah=sum((rupiah for rupiah, _ in valued), Decimal(0)),
        dollars=sum((dollars for _, dollars in valued), Decimal(0)),
        by_source=tuple((name, n) for name, n in counted.items() if n),
        silent=tuple(name for name, n in counted.items() if not n),
        sample=_any_sample(found),
    )


def write_digest(digest: Digest, folder: Path) -> list[Path]:
    """WEEK.html and WEEK.txt in the folder, which is made; BadInput where it cannot be written."""
    pages = [folder / f"{digest.week.name}.html", folder / f"{digest.week.name}.txt"]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for page in pages:
            page.write_text(render(digest, page.suffix), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"the digest cannot be written to {folder}: {error.strerror}") from error
    return pages


def render(digest: Digest, suffix: str) -> str:
    """The digest as .html (everything escaped) or .txt."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=suffix == ".html",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: wording.safe(value) if isinstance(value, str) else value,
    )
    environment.globals |= {"w": wording, "link": http_link}
    return environment.get_template(f"digest{suffix}").render(d=digest)


def http_link(url: str) -> str:
    """The URL when it is a web address; a page's own script: or data: link never becomes ours."""
    return url if url.startswith(("https://", "http://")) else ""


def _release_order(facts: ReleaseFacts) -> tuple[str, date, str]:
    return facts.province or NO_PROVINCE, facts.day or date.max, facts.article.id


def _program_order(facts: ProgramFacts) -> tuple[str, str]:
    return facts.name.casefold(), facts.article.id


def _by_province(releases: list[ReleaseFacts]) -> tuple[tuple[str, tuple[ReleaseFacts, ...]], ...]:
    groups: dict[str, list[ReleaseFacts]] = {}
    for facts in releases:
        groups.setdefault(facts.province or NO_PROVINCE, []).append(facts)
    return tuple((name, tuple(group)) for name, group in groups.items())


def _destinations(releases: list[ReleaseFacts]) -> tuple[tuple[str, int], ...]:
    counted: dict[str, int] = {}
    for facts in releases:
        for name in facts.destinations:
            counted[name] = counted.get(name, 0) + 1
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def _any_sample(stories: list[Story]) -> bool:
    return any(s.article.sample for s in stories)
