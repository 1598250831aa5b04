"""The days a crawl asks for, as far as they show before an article is read."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from entities.errors import BadInput

SLACK = timedelta(days=1)  # what stands outside the article may be off by a time zone
DATE_IN_PATH = re.compile(r"/(20\d\d|19\d\d)/?([01]\d)(?:/?([0-3]\d))?(?=/)")


@dataclass(frozen=True, kw_only=True)
class Window:
    """Days from since to until, both included; None is open."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def too_old(self, raw: str | None) -> bool:
        """Whether a stated time surely lies before the window; what cannot be read does not."""
        when = moment(raw)
        return when is not None and self.since is not None and when.date() < self.since - SLACK

    def excludes(self, raw: str | None, url: str) -> bool:
        """Whether a stated time, or else the date in a URL, surely lies outside the window."""
        when = moment(raw)
        first, last = (when.date(), when.date()) if when else days_in(url)
        if first is None or last is None:
            return False
        early = self.since is not None and last < self.since - SLACK
        late = self.until is not None and first > self.until + SLACK
        return early or late


def days_in(url: str) -> tuple[date, date] | tuple[None, None]:
    """First and last day that a path like /2021/12/22/ or /2021/12/ or /20211222/ stands for."""
    found = DATE_IN_PATH.search(urlsplit(url).path)
    if not found:
        return None, None
    year, month, day = int(found[1]), int(found[2]), found[3]
    try:
        if day:
            return date(year, month, int(day)), date(year, month, int(day))
        first = date(year, month, 1)
    except ValueError:
        return None, None
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def read_limit(text: "str | int | None") -> int | None:
    """A number of stories, 1 or more; None for no limit, BadInput for anything else."""
    if text is None or text == "":
        return None
    if not re.fullmatch(r"[1-9]\d{0,8}", str(text)):
        raise BadInput(f"limit must be a number of stories, 1 or more, not {text!r}")
    return int(text)


def read_day(text: "str | date | None", name: str) -> date | None:
    """A day from YYYY-MM-DD; BadInput names the option that held anything else."""
    if text is None or text == "":
        return None
    if isinstance(text, datetime):
        return text.date()
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{name} must be a day as 2021-12-31, not {text!r}") from None


def read_switch(text: "str | bool | None", name: str) -> bool:
    """A switch from 1 or 0; BadInput names the option that held anything else."""
    said = {None: False, "": False, "0": False, "1": True, False: False, True: True}
    if text not in said:
        raise BadInput(f"{name} must be 1 or 0, not {text!r}")
    return said[text]


def moment(raw: str | None) -> datetime | None:
    """An aware time from RFC 822 or ISO 8601, to compare with a window; without a zone it is taken as UTC."""
    if not raw:
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(raw.strip())
        except (ValueError, TypeError, OverflowError):
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
