"""The sites of the sample press: what each folder of samples/ answers to a path.

Article pages are served as saved; feeds, REST, JSON API, listings, archive and sitemaps are made from the records
beside them, in the form of the site's platform (samples/README.md says how a folder is laid out).
"""

import json
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from entities.almanac import WIB
from entities.errors import BadInput

HTML, XML, JSON = (
    "text/html; charset=UTF-8",
    "application/xml; charset=UTF-8",
    "application/json; charset=UTF-8",
)
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
# Cards of a listing: classes of the card, of its title, and what stands on the link to the next page.
THEMES = {
    "wordpress": {"card": "post", "title": "entry-title", "next": "Next"},
    "kediri": {"card": "berita-item", "title": "judul", "next": "Selanjutnya"},
    "solopos": {"card": "post-item", "title": "post-title", "next": "Muat Lainnya"},
    "side": {"card": "news-card", "title": "news-title", "next": "Berikutnya"},
}


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One HTTP answer; changed is when the thing behind it last changed."""

    body: bytes
    kind: str = HTML
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    changed: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An article as a listing, feed or API knows it; times are in WIB."""

    id: int
    url: str
    file: Path
    title: str
    body: str
    summary: str
    at: datetime
    changed: datetime
    section: str
    author: str
    tags: tuple[str, ...]
    captions: tuple[str, ...]
    also: dict[str, str]
    listed: bool

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def slug(self) -> str:
        return self.path.rstrip("/").rsplit("/", 1)[-1]

    @property
    def pub_date(self) -> str:
        """As RSS prints it: true UTC."""
        return format_datetime(self.at.astimezone(UTC))

    def holds(self, words: str) -> bool:
        """Whether a search for these words finds it: each in title or text, as WordPress looks."""
        text = f"{self.title} {self.body}".lower()
        return all(word in text for word in words.lower().split())


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as the routes see it."""

    path: str
    query: dict[str, str] = field(default_factory=dict)

    def number(self, key: str, default: int) -> int:
        """A whole number of the query; nonsense counts as the default."""
        found = self.query.get(key, "")
        return int(found) if re.fullmatch(r"\d{1,6}", found) else default


Maker = Callable[["Site", re.Match[str], Asked], Reply | None]


class Site:
    """One folder of samples/, and what stands in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.table = _table(folder / "site.toml")
        self.platform: str = self.table["platform"]
        self.home: str = self.table.get("home", f"https://{self.hosts[0]}").rstrip("/")
        self.theme = THEMES[self.platform] | self.table.get("theme", {})

    @property
    def hosts(self) -> list[str]:
        return list(self.table["hosts"])

    @cached_property
    def entries(self) -> list[Entry]:
        """Every article, newest first."""
        found = [_entry(path) for path in sorted(self.folder.glob("*.json"))]
        return sorted(found, key=lambda e: (e.at, e.id), reverse=True)

    @property
    def listed(self) -> list[Entry]:
        return [e for e in self.entries if e.listed]

    @cached_property
    def pages(self) -> dict[str, tuple[Path, datetime | None]]:
        """Path (with query where it matters) or full URL -> saved page and its last change."""
        found: dict[str, tuple[Path, datetime | None]] = {}
        for path, name in self.table.get("files", {}).items():
            found[path] = (self.folder / name, None)
        for entry in self.entries:
            found[entry.path] = (entry.file, entry.changed)
            found |= {path: (self.folder / name, entry.changed) for path, name in entry.also.items()}
        return found

    def missing(self) -> Reply:
        page = f"<!DOCTYPE html><html><head><title>404 - {self.table['name']}</title></head><body>"
        return Reply(body=f"{page}<h1>Halaman tidak ditemukan</h1></body></html>".encode(), status=404)

    def tagged(self, slug: str) -> list[Entry]:
        return [e for e in self.listed if slug in map(slug_of, e.tags)]

    def content(self, entry: Entry) -> str:
        """The inner HTML of the article's content node, as a CMS gives it to feed and API."""
        from parsel import Selector

        found = Selector(text=entry.file.read_text("utf-8")).css(self.table["content"])
        return "".join(found[0].xpath("node()").getall()).strip() if found else ""


def slug_of(words: str) -> str:
    """A tag or section as its URL writes it."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def shown(at: datetime, language: str = "id") -> str:
    """A day as listings print it."""
    return (
        f"{at:%B} {at.day}, {at.year}" if language == "en" else f"{at.day} {MONTHS[at.month - 1]} {at.year}"
    )


@cache
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader

    folder = Path(__file__).parent / "templates"
    return Environment(loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def render(name: str, **values: Any) -> bytes:
    """A page from a template of the press."""
    text: str = _templates().get_template(name).render(values)
    return text.encode()


def newest(entries: Sequence[Entry]) -> datetime | None:
    """When the last of these changed."""
    return max((e.changed for e in entries), default=None)


def sites(samples: Path) -> dict[str, Site]:
    """Host -> site, for every folder with a site.toml; BadInput names what is wrong with one."""
    found = [Site(path.parent) for path in sorted(samples.glob("*/site.toml"))]
    if not found:
        raise BadInput(f"no sample site in {samples}: a site is a folder with a site.toml")
    for site in found:
        _ = site.pages  # read now, so that a broken record is told before anything is served
    return {host: site for site in found for host in site.hosts}


def _table(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} is not TOML: {error}") from error
    missing = [key for key in ("platform", "name", "hosts", "ways") if key not in table]
    if missing or table["platform"] not in THEMES:
        raise BadInput(f"{path} lacks {', '.join(missing) or 'a platform of ' + ', '.join(THEMES)}")
    return table


def _entry(path: Path) -> Entry:
    try:
        return _entry_of(json.loads(path.read_text("utf-8")), path)
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path} is no sample record: {error!r}") from error


def _entry_of(line: dict[str, Any], path: Path) -> Entry:
    serve = line["serve"]
    at = _wib(serve.get("published_at") or line["published_at"])
    body = line["body"]
    return Entry(
        id=serve["id"],
        url=line["url"],
        file=path.with_suffix(".html"),
        title=line["title"],
        body=body,
        summary=line["summary"] or body.replace("\n\n", " ")[:160].rsplit(" ", 1)[0],
        at=at,
        changed=_wib(line["changed_at"]) if line.get("changed_at") else at,
        section=line.get("section") or "Berita",
        author=line["authors"][0] if line["authors"] else "admin",
        tags=tuple(line["tags"]),
        captions=tuple(line["captions"]),
        also=serve.get("also", {}),
        listed=serve.get("listed", True),
    )


def _wib(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(WIB)
