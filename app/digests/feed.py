"""The contents of an archive: index.html, and an Atom feed (RFC 4287) of its newest issues.

An issue's moments are those of its week's end, not of its making, so that the same issues give the same bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any
from uuid import UUID, uuid5

from app.digests.html import environment
from app.digests.language import Language, language, shown
from app.digests.week import Week, read_week

NEWEST = 26  # entries of the feed: half a year
SPACE = UUID("6f0d3a52-9c3b-5f6e-8e57-2f6d1c0b7a91")  # what ids are made in; never changed


@dataclass(frozen=True, kw_only=True)
class Issue:
    """A digest as the contents tell it. search: words, by and language, as in its JSON."""

    week: str
    search: Mapping[str, Any]
    summary: str
    sample: bool = False

    @property
    def period(self) -> Week:
        return read_week(self.week, date.min)

    @property
    def id(self) -> str:
        """The same for all time, different for each search, language and week."""
        return uuid5(SPACE, "\n".join([*_search(self.search), self.week])).urn

    @property
    def updated(self) -> str:
        """The end of its week, in UTC."""
        return f"{self.period.until.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def contents(issues: Sequence[Issue]) -> str:
    """The page that lists the issues, newest first, by year; at least one."""
    return environment().get_template("index.html").render(years=by_year(issues), **about(issues))


def by_year(issues: Sequence[Issue]) -> dict[str, list[Issue]]:
    """Year of the week's name -> its issues, in their order."""
    years: dict[str, list[Issue]] = {}
    for one in issues:
        years.setdefault(one.week[:4], []).append(one)
    return years


def atom(issues: Sequence[Issue], address: Callable[[str], str] = str) -> str:
    """The feed of the newest issues. address: of a file of the folder by its name; by itself the name, relative."""
    told = about(issues)
    feed_id = uuid5(SPACE, "\n".join(_search(issues[0].search))).urn
    made = environment().get_template("atom.xml")
    return made.render(issues=issues[:NEWEST], id=feed_id, address=address, **told)


def about(issues: Sequence[Issue]) -> dict[str, Any]:
    """What stands above the issues: how their language speaks, title, subtitle, whether any is of invented data."""
    says: Language = language(issues[0].search["language"])
    words = shown(str(issues[0].search["words"]))
    return {
        "says": says,
        "title": says.text("archive_title"),
        "subtitle": says.text("reasons.search", search=words) if words else says.text("reasons.everything"),
        "sample": any(one.sample for one in issues),
    }


def _search(search: Mapping[str, Any]) -> list[str]:
    return [str(search[key]) for key in ("words", "by", "language")]
