"""Which of the dates on a page is its publication: candidates in order, and what to do when two disagree."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo

from crawler.captions import is_captioned
from crawler.lines import Line, Page
from crawler.markup import Element
from crawler.metadata import Metadata
from entities.dates import read_published
from entities.records import DateRead

META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "pubdate",
    "publishdate", "publish_date", "content_publisheddate", "jpnncom_news_pubdate", "dtk:publishdateunix",
    "publish-date", "article:publish_date", "date_published", "article.published", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dc.date", "dcterms.created", "cxenseparse:recs:publishtime", "date",
    "og:regdate", "created",
)  # fmt: skip
CHANGED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "article:modified",
    "lastmod",
    "last-modified",
)
MONTHS = r"(?:jan|feb|mar|apr|mei|may|jun|jul|agu|agt|ags|aug|sep|okt|oct|nov|nop|des|dec)[a-z]{0,6}"
# Pages run what stands side by side into one word: "Rina Sari7 Maret 2023Ekonomi", "07Mar2023".
DATED = re.compile(
    r"(?<!\d)\d{1,2}(?:[ /.-]{1,2}(?:\d{1,2}|[a-z]{3,9})[ /.,-]{1,2}|"
    rf"[ -]?{MONTHS}[ .,-]{{0,2}})(?:19|20)\d\d(?!\d)|"
    r"\b(?:19|20)\d\d-\d\d-\d\d(?=T|\b)|"
    r"\b[A-Z][a-z]{2,8} \d{1,2}, (?:19|20)\d\d\b|\b\d{1,2} (?:detik|menit|jam|hari|minggu|bulan) (?:yang )?lalu\b",
    re.I,
)
# A header that the markup runs into the first paragraph: "28 December 2021 11:11 WIB Bazar News Warga yang".
GLUED = re.compile(r"\d{1,2} [A-Z][a-z]{2,8} (?:19|20)\d\d,? \d\d[.:]\d\d (?:WIB|WITA|WIT)\b")
AGO = re.compile(r"\b(?:lalu|ago)\b", re.I)
CHANGE_WORD = re.compile(r"diperbarui|diperbaharui|updated?|last|terakhir|modified|diupdate", re.I)
META_BOX = re.compile(r"(?:^|[\s_-])meta(?:$|[\s_-])")
ALONE = re.compile(r"(?:pukul |jam |- ?|\| ?)?\d{1,2}[.:]\d\d(?:[.:]\d\d)?(?: ?[ap]m| ?WI(?:B|TA|T))?", re.I)
SEPARATED = re.compile(r"[|•·/]")
RUN_IN = re.compile(rf"(?<=[a-z])(?={MONTHS} \d{{1,2}}, (?:19|20)\d\d)(?-i:(?=[A-Z]))", re.I)
DAY_ALONE = re.compile(r"\d{1,2}")
CLOCK = re.compile(r"\d{1,2}[.:]\d\d")
MONTH, DAY, YEAR = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])", r"(?:19|20)\d\d"
IN_URL = re.compile(
    rf"/(?P<y>{YEAR})[/-]?(?P<m>{MONTH})[/-]?(?P<d>{DAY})(?=[/_-])|"
    rf"/(?P<sy>\d\d)/(?P<sm>{MONTH})/(?P<sd>{DAY})/|/(?P<ld>{DAY})/(?P<lm>{MONTH})/(?P<ly>{YEAR})/"
)
OFFSETS = (timedelta(hours=7), timedelta(hours=8), timedelta(hours=9))
SLACK = timedelta(minutes=10)  # a page shows the minute it was finished, its metadata the one it was saved
INDONESIA = (timedelta(hours=7), timedelta(hours=8), timedelta(hours=9))


@dataclass(frozen=True, kw_only=True)
class Dated:
    """One date as printed, where it stood, and how it reads."""

    raw: str
    source: str
    at: datetime | None = None
    precision: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Published:
    at: datetime | None = None
    read: DateRead | None = None
    changed_at: datetime | None = None


def choose_date(
    stated: Iterable[tuple[str, str]],
    otherwise: Iterable[tuple[str, str]] = (),
    changed: Iterable[str] = (),
    *,
    zone: tzinfo,
    fetched_at: datetime | None,
) -> Published:
    """The publication among (raw, source) candidates in order of trust; never a date that nothing says.

    stated: what the page says of itself; otherwise: what its address, a feed, or a date in its frame say, asked only
    where the page is silent. Metadata and a shown date whose instants differ by exactly a zone's offset: the
    metadata's zone is false and the shown local time is believed. A future or unreadable date leaves `at` None and
    is kept as printed.
    """
    read = [_dated(raw, source, zone, fetched_at) for raw, source in stated]
    future = [d for d in read if "future" in d.flags]
    more = [] if future else [_dated(raw, source, zone, fetched_at) for raw, source in otherwise]
    usable = [d for d in (*read, *more) if d.at and "future" not in d.flags]
    if not usable:
        return Published(read=_record(next(iter([*future, *read, *more]), None)))
    best, shift = _false_zone([d for d in read if d.at]) or (_settled(usable), timedelta(0))
    at = _local(best.at, zone)
    return Published(at=at, read=_record(best), changed_at=_changed(changed, at, shift, zone, fetched_at))


def _record(dated: Dated | None) -> DateRead | None:
    if dated is None:
        return None
    return DateRead(raw=dated.raw, source=dated.source, precision=dated.precision, flags=dated.flags)


def _dated(raw: str, source: str, zone: tzinfo, fetched_at: datetime | None) -> Dated:
    at, precision, flags = read_published(raw, zone=zone, fetched_at=fetched_at)
    return Dated(raw=raw, source=source, at=at, precision=precision, flags=flags)


def _false_zone(read: list[Dated]) -> tuple[Dated, timedelta] | None:
    """The shown date, and the offset, where the first date stated is later by just an offset of Indonesia."""
    first = read[0] if read else None
    shown = next((d for d in read if d.source == "shown" and d.precision != "day"), None)
    if (
        not first
        or not shown
        or first.source == "shown"
        or first.precision == "day"
        or "false-zone" in first.flags
    ):
        return None
    apart = _gap(first, shown)
    offset = next((o for o in OFFSETS if abs(apart - o) <= SLACK), None)
    return None if offset is None or "future" in shown.flags else (_flagged(shown, "false-zone"), offset)


def _settled(usable: list[Dated]) -> Dated:
    first = usable[0]
    if first.precision == "day":  # the same day with an hour says more
        first = next((d for d in usable if d.precision != "day" and _same_day(d, first)), first)
    return _arbitrated(first, usable)


def _arbitrated(first: Dated, usable: list[Dated]) -> Dated:
    """Where the page shows another day than its metadata, the address decides, if it has a day."""
    address = next((d for d in usable if d.source == "url"), None)
    if address is None or first.source == "url" or _same_day(first, address, days=1):
        return first
    near = next((d for d in usable if d.source != "url" and _same_day(d, address, days=1)), None)
    return near or (address if first.source == "shown" else first)


def _gap(one: Dated, other: Dated) -> timedelta:
    return one.at - other.at if one.at and other.at else timedelta(0)


def _same_day(one: Dated, other: Dated, days: int = 0) -> bool:
    if not one.at or not other.at:
        return False
    zone = other.at.tzinfo
    return abs((one.at.astimezone(zone).date() - other.at.date()).days) <= days


def _flagged(dated: Dated, flag: str) -> Dated:
    return Dated(
        raw=dated.raw, source=dated.source, at=dated.at, precision=dated.precision, flags=(*dated.flags, flag)
    )


def _local(at: datetime | None, zone: tzinfo) -> datetime | None:
    """The same instant on an Indonesian clock: the one it was stated in, else the site's."""
    if at is None:
        return None
    offset = at.utcoffset()
    return at.astimezone(timezone(offset)) if offset in INDONESIA else at.astimezone(zone)


def _changed(
    raws: Iterable[str], at: datetime | None, shift: timedelta, zone: tzinfo, fetched_at: datetime | None
) -> datetime | None:
    for raw in raws:
        changed, _, flags = read_published(raw, zone=zone, fetched_at=fetched_at)
        if changed is None or at is None or "future" in flags:
            continue
        changed = _local(changed - shift, zone)
        if changed and changed - at > timedelta(minutes=1):
            return changed
    return None


# ---------------------------------------------------------------- candidates


def stated_dates(meta: Metadata) -> Iterator[tuple[str, str]]:
    """What JSON-LD and meta elements state, the more exact kinds first."""
    if raw := meta.ld("datePublished"):
        yield raw, "json-ld"
    for raw in meta.meta(*META):
        yield raw, "meta"
    if raw := meta.ld("dateCreated"):
        yield raw, "json-ld"


def changed_dates(meta: Metadata) -> Iterator[str]:
    if raw := meta.ld("dateModified"):
        yield raw
    yield from meta.meta(*CHANGED)


def shown_dates(page: Page, title_line: int, first: int, last: int) -> Iterator[tuple[str, str]]:
    """Dates that a reader sees between title and text, those with a time of day before those without."""
    if first < len(page.lines) and (glued := GLUED.match(page.lines[first].text)):
        yield glued[0], "shown"
    yield from _dated_lines(page, range(title_line, first))


def remote_dates(
    root: Element, page: Page, title_line: int, first: int, last: int
) -> Iterator[tuple[str, str]]:
    """Dates just above the title or below the text, which may be today's or another article's; then any <time>."""
    above = [i for i in range(title_line - 1, max(-1, title_line - 8), -1) if not _in_frame(page, i)]
    below = [i for i in range(last + 1, min(len(page.lines), last + 5)) if not _in_frame(page, i)]
    yield from _dated_lines(page, [*above, *(i for i in below if not AGO.search(page.lines[i].text))])
    for element in root.iter(
        "time", "abbr"
    ):  # Blogger writes <abbr class="published" title="2014-09-15T...">
        named = (
            element.get("title")
            if element.tag == "abbr"
            else element.get("datetime") or element.get("content")
        )
        stated = named or ("" if element.tag == "abbr" else "".join(element.itertext()))
        if (DATED.search(stated) if element.tag == "abbr" else stated.strip()) and not _is_change(element):
            yield " ".join(stated.split()), "shown"
            break


def _dated_lines(page: Page, places: Iterable[int]) -> Iterator[tuple[str, str]]:
    lines = [(page.lines[i], _with_clock(page, i)) for i in places if i < len(page.lines)]
    dated = [(line, text) for line, text in lines if len(text) <= 200 and DATED.search(text)]
    found = [text for line, text in dated if not _tells(line)]
    clocked = [text for text in found if CLOCK.search(text) and not CHANGE_WORD.search(text)]
    yield from ((text, "shown") for text in dict.fromkeys([*clocked, *found]))


def _tells(line: Line) -> bool:
    """Whether a line's date is a day that it tells of: a caption's, a sentence's, a subtitle's."""
    text = line.text
    beside = len(DATED.sub("", text))
    if (len(text) >= 60 and text.endswith(".")) or (line.caption and beside > 40):
        return True
    if CLOCK.search(text):
        return False
    titled = line.tag in ("h2", "h3", "h4") and beside > 20 and not SEPARATED.search(text)
    return titled or is_captioned(text)


def _with_clock(page: Page, i: int) -> str:
    """A line, and the time of day that stands alone below it, or the month and year below a lone day."""
    text, *below = (line.text for line in page.lines[i : i + 3])
    if len(text) > 200:
        return text
    text = RUN_IN.sub(" ", text)
    if DAY_ALONE.fullmatch(text) and DATED.fullmatch(" ".join([text, *below[:1]])):
        return " ".join([text, *below[:1]])
    if DAY_ALONE.fullmatch(text) and DATED.fullmatch(" ".join([text, *below])):
        return " ".join([text, *below])
    return f"{text} {below[0]}" if below and ALONE.fullmatch(below[0]) and not CLOCK.search(text) else text


def _in_frame(page: Page, line: int) -> bool:
    """Whether a line stands in the page's frame, where a clock may show today."""
    above = [page.nodes[n] for n in page.above(page.lines[line].node)]
    return any(
        n.element.tag in ("header", "nav", "footer")
        or n.level > 1
        or (n.level == n.named == 1 and not _is_meta(n.element))
        for n in above
    )


def _is_meta(element: Element) -> bool:
    """Whether an element is a post's own line of facts, which themes name "post-meta"."""
    return bool(META_BOX.search(element.get("class") or ""))


def _is_change(element: Element) -> bool:
    return "updated" in (element.get("class") or "").split() and "published" not in (
        element.get("class") or ""
    )


def dates_of(elements: Iterable[Element]) -> Iterator[tuple[str, str]]:
    """The date in elements that a site's rule names: their text, else their machine-readable attribute."""
    for element in elements:
        for raw in ("".join(element.itertext()), element.get("datetime"), element.get("content")):
            if raw and raw.strip():
                yield " ".join(raw.split()), "shown"


def url_date(url: str) -> Iterator[tuple[str, str]]:
    """A day in the address: /2021/12/22/, /20211222/, /16/02/15/, /22/12/2021/."""
    if found := IN_URL.search(url):
        year = found["y"] or found["ly"] or f"20{found['sy']}"
        yield (
            f"{year}-{found['m'] or found['sm'] or found['lm']}-{found['d'] or found['sd'] or found['ld']}",
            "url",
        )
