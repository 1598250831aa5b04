"""What readers of the sample press leaf through: home pages, tags, sections, searches, an archive."""

import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

from app.sample_feeds import wp_feed
from app.sample_sites import Asked, Entry, Reply, Site, newest, render, shown, slug_of


def _listing(
    site: Site,
    entries: Sequence[Entry],
    heading: str,
    link: str,
    page: int,
    *,
    size: int = 0,
    bare: bool = False,
) -> Reply | None:
    """Page `page` of the cards; `link` holds {page}. None past the end, or without a card unless it may be bare."""
    size = size or site.table.get("page_size", 10)
    pages = math.ceil(len(entries) / size) or int(bare)
    if not 1 <= page <= pages:
        return None
    cards = entries[(page - 1) * size : page * size]
    extra = site.table.get("linked", []) if heading == site.table["name"] and page == 1 else []
    ahead = site.home + link.format(page=page + 1) if page < pages else None
    body = render(
        "press_listing.html",
        site=site,
        cards=[(e, _card_date(site, e)) for e in cards],
        extra=[(url, re.sub(r"\W+|\d", " ", url).strip().capitalize()) for url in extra],
        heading=heading,
        page=page,
        pages=pages,
        ahead=ahead,
        numbers=[(n, site.home + link.format(page=n)) for n in range(1, pages + 1)],
        popular=site.listed[:3],
        tags=sorted({t for e in site.listed for t in e.tags})[:8],
        slug_of=slug_of,
    )
    return Reply(body=body, changed=newest(cards))


def _card_date(site: Site, entry: Entry) -> str:
    if site.platform != "solopos":
        return shown(entry.at, site.table.get("language", "id"))
    age = datetime.now(UTC) - entry.at
    for name, seconds in (("tahun", 31536000), ("bulan", 2592000), ("hari", 86400), ("jam", 3600)):
        if age.total_seconds() >= seconds:
            return f"{int(age.total_seconds() // seconds)} {name} yang lalu"
    return "beberapa menit yang lalu"


def _page(match: re.Match[str], group: int) -> int:
    return int(match[group] or 1)


def wp_home(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    """WordPress' front door: the newest, `?s=` a search, `?p=` a short link, `?feed=rss2` a feed."""
    words, page = asked.query.get("s"), _page(match, 1)
    if asked.query.get("feed") == "rss2":
        return wp_feed(site, match, asked)
    if "p" in asked.query:
        return _moved(next((e.url for e in site.entries if str(e.id) == asked.query["p"]), None))
    if words is None:
        return _listing(site, site.listed, site.table["name"], "/page/{page}/", page)
    if "search" not in site.table["ways"]:
        return None
    found = [e for e in site.listed if e.holds(words)]
    query = urlencode({"s": words})
    return _listing(site, found, f"Search Results for: {words}", "/page/{page}/?" + query, page, bare=True)


def wp_tag(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    found = site.tagged(match[1])
    return _listing(site, found, f"Tag: {match[1]}", f"/tag/{match[1]}/page/{{page}}/", _page(match, 2))


def wp_category(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    found = [e for e in site.listed if slug_of(e.section) == match[1]]
    link = f"/category/{match[1]}/page/{{page}}/"
    return _listing(site, found, f"Category: {match[1]}", link, _page(match, 2))


def wp_slash(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    return _moved(site.home + asked.path + "/") if asked.path + "/" in site.pages else None


def _moved(url: str | None) -> Reply | None:
    return Reply(body=b"", status=301, headers=(("Location", url),)) if url else None


def home(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    return _listing(site, site.listed, site.table["name"], "/?page={page}", asked.number("page", 1))


def kediri_list(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    found = [e for e in site.listed if e.path.startswith(f"/p/{match[1]}/")]
    return _listing(site, found, match[1], f"/p/{match[1]}?page={{page}}", asked.number("page", 1))


def side_tag(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    found = site.tagged(match[1])
    return _listing(site, found, match[1], f"/tag/{match[1]}/?page={{page}}", asked.number("page", 1))


def solopos_tag(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    """One page of about fifty; the rest would come by script."""
    found = site.tagged(match[1])[:50]
    return _listing(site, found, match[1], "", 1, size=50)


def solopos_day(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    """The archive shows one day, articles of every age, listed elsewhere or not."""
    wanted = tuple(asked.number(key, 0) for key in ("thn", "bln", "tgl"))
    found = [e for e in site.entries if (e.at.year, e.at.month, e.at.day) == wanted]
    return _listing(site, found, "Arsip", "", 1, size=200, bare=True)


def solopos_section(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    found = [e for e in site.listed if slug_of(e.section) == match[1]][:20]
    return _listing(site, found, match[1], "", 1, size=20)
