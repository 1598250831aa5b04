"""What the platforms of the sample press make from their articles: listings, feeds, REST, JSON API, sitemaps."""

import json
import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from app.sample_sites import HTML, JSON, WIB, XML, Asked, Entry, Maker, Reply, Site, shown, slug_of

RSS = "application/rss+xml; charset=UTF-8"
SITEMAP_SIZE = 6  # WordPress has 1,000 to 2,000; small here, so that the index has several parts


@cache
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader

    folder = Path(__file__).parent / "templates"
    return Environment(loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _render(name: str, **values: Any) -> bytes:
    text: str = _templates().get_template(name).render(values)
    return text.encode()


def _newest(entries: Sequence[Entry]) -> datetime | None:
    return max((e.changed for e in entries), default=None)


# ---------------------------------------------------------------- listings


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
    body = _render(
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
    return Reply(body=body, changed=_newest(cards))


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


def _wp_home(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    """WordPress' front door: the newest, `?s=` a search, `?p=` a short link, `?feed=rss2` a feed."""
    words, page = asked.query.get("s"), _page(match, 1)
    if asked.query.get("feed") == "rss2":
        return _wp_feed(site, match, asked)
    if "p" in asked.query:
        return _moved(next((e.url for e in site.entries if str(e.id) == asked.query["p"]), None))
    if words is None:
        return _listing(site, site.listed, site.table["name"], "/page/{page}/", page)
    if "search" not in site.table["ways"]:
        return None
    found = [e for e in site.listed if e.holds(words)]
    query = urlencode({"s": words})
    return _listing(site, found, f"Search Results for: {words}", "/page/{page}/?" + query, page, bare=True)


def _wp_tag(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    found = site.tagged(match[1])
    return _listing(site, found, f"Tag: {match[1]}", f"/tag/{match[1]}/page/{{page}}/", _page(match, 2))


def _wp_category(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    found = [e for e in site.listed if slug_of(e.section) == match[1]]
    link = f"/category/{match[1]}/page/{{page}}/"
    return _listing(site, found, f"Category: {match[1]}", link, _page(match, 2))


def _wp_slash(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    return _moved(site.home + asked.path + "/") if asked.path + "/" in site.pages else None


def _moved(url: str | None) -> Reply | None:
    return Reply(body=b"", status=301, headers=(("Location", url),)) if url else None


def _home(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    return _listing(site, site.listed, site.table["name"], "/?page={page}", asked.number("page", 1))


def _kediri_list(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    found = [e for e in site.listed if e.path.startswith(f"/p/{match[1]}/")]
    return _listing(site, found, match[1], f"/p/{match[1]}?page={{page}}", asked.number("page", 1))


def _side_tag(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    found = site.tagged(match[1])
    return _listing(site, found, match[1], f"/tag/{match[1]}/?page={{page}}", asked.number("page", 1))


def _solopos_tag(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    """One page of about fifty; the rest would come by script."""
    found = site.tagged(match[1])[:50]
    return _listing(site, found, match[1], "", 1, size=50)


def _solopos_day(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    """The archive shows one day, articles of every age, listed elsewhere or not."""
    wanted = tuple(asked.number(key, 0) for key in ("thn", "bln", "tgl"))
    found = [e for e in site.entries if (e.at.year, e.at.month, e.at.day) == wanted]
    return _listing(site, found, "Arsip", "", 1, size=200, bare=True)


def _solopos_section(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    found = [e for e in site.listed if slug_of(e.section) == match[1]][:20]
    return _listing(site, found, match[1], "", 1, size=20)


# ---------------------------------------------------------------- feeds


def _feed(site: Site, entries: Sequence[Entry], title: str) -> Reply:
    table = site.table.get("feed", {})
    items = [(e, site.content(e) if site.platform == "wordpress" else _with_picture(e)) for e in entries]
    newest = entries[0].pub_date if entries else None
    body = _render("press_feed.xml", site=site, items=items, title=title, newest=newest, cdata=_cdata)
    return Reply(
        body=table.get("prefix", "").encode() + body,
        kind=table.get("content_type", RSS),
        changed=_newest(entries),
    )


def _with_picture(entry: Entry) -> str:
    """Solopos' theme puts the thumbnail before the summary."""
    return f'<div style="margin-bottom:10px"><img src="/thumb/{entry.id}.jpg"></div><p>{entry.summary}</p>'


def _cdata(text: str) -> str:
    from markupsafe import Markup

    return Markup("<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>")


def _wp_feed(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    """Site, tag or search feed; `?paged=N` pages it, 404 past the end."""
    if "feed" not in site.table["ways"]:
        return None
    tag = match.groupdict().get("tag")
    found = site.tagged(tag) if tag else [e for e in site.listed if e.holds(asked.query.get("s", ""))]
    size, page = site.table.get("feed_size", 10), asked.number("paged", 1)
    items = found[(page - 1) * size : page * size] if page else []
    if not items and (tag or page != 1):
        return None
    return _feed(site, items, f"{tag.capitalize()} – {site.table['name']}" if tag else site.table["name"])


def _plain_feed(site: Site, match: re.Match[str], asked: Asked) -> Reply:
    return _feed(site, site.listed[: site.table.get("feed_size", 10)], site.table["name"])


# ---------------------------------------------------------------- WordPress REST


def _wp_rest(site: Site, match: re.Match[str], asked: Asked) -> Reply:
    """The three collections a crawler can use; every other is 404 as WordPress says it."""
    made = {"posts": _posts, "tags": _tags, "categories": _sections}.get(match[1])
    if made is None:
        return _problem("rest_no_route", "No route was found matching the URL and request method.", 404)
    size, page = asked.number("per_page", 10), asked.number("page", 1)
    if not (1 <= size <= 100 and page >= 1):
        return _problem("rest_invalid_param", "Invalid parameter(s): per_page", 400)
    found = made(site, asked)
    pages = math.ceil(len(found) / size)
    if page > max(1, pages):
        words = "The page number requested is larger than the number of pages available."
        return _problem("rest_post_invalid_page_number", words, 400)
    totals = (("X-WP-Total", str(len(found))), ("X-WP-TotalPages", str(pages)))
    some = [row() for row in found[(page - 1) * size : page * size]]
    if fields := asked.query.get("_fields"):
        some = [{k: v for k, v in row.items() if k in fields.split(",")} for row in some]
    return Reply(body=json.dumps(some).encode(), kind=JSON, headers=totals)


def _problem(code: str, message: str, status: int) -> Reply:
    body = json.dumps({"code": code, "message": message, "data": {"status": status}}).encode()
    return Reply(body=body, kind=JSON, status=status)


def _terms(site: Site) -> dict[str, int]:
    return {tag: 100 + n for n, tag in enumerate(sorted({t for e in site.entries for t in e.tags}))}


def _posts(site: Site, asked: Asked) -> list[Any]:
    """Old posts too: REST knows every post, whatever the listings show."""
    after, before = (_instant(asked.query.get(key)) for key in ("after", "before"))
    wanted = {int(n) for n in re.findall(r"\d+", asked.query.get("tags", ""))}
    terms = _terms(site)
    found = [
        e
        for e in site.entries
        if e.holds(asked.query.get("search", ""))
        and (after is None or e.at > after)
        and (before is None or e.at < before)
        and (not wanted or wanted & {terms[t] for t in e.tags})
    ]
    return [lambda e=e: _post(site, e, terms) for e in found]


def _instant(text: str | None) -> datetime | None:
    """WordPress reads a time without zone in the site's own."""
    try:
        read = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return read.replace(tzinfo=WIB) if read and read.tzinfo is None else read


def _post(site: Site, entry: Entry, terms: dict[str, int]) -> dict[str, Any]:
    def gmt(at: datetime) -> str:
        return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"

    return {
        "id": entry.id,
        "date": f"{entry.at:%Y-%m-%dT%H:%M:%S}",
        "date_gmt": gmt(entry.at),
        "modified": f"{entry.changed:%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": gmt(entry.changed),
        "slug": entry.slug,
        "status": "publish",
        "type": "post",
        "link": entry.url,
        "title": {"rendered": entry.title.replace("&", "&#038;").replace("–", "&#8211;")},
        "content": {"rendered": site.content(entry), "protected": False},
        "excerpt": {"rendered": f"<p>{entry.summary} [&hellip;]</p>\n", "protected": False},
        "author": 3,
        "categories": [1],
        "tags": [terms[t] for t in entry.tags],
    }


def _tags(site: Site, asked: Asked) -> list[Any]:
    slugs = asked.query.get("slug", "").split(",") if "slug" in asked.query else None
    found = [
        {"id": number, "name": tag, "slug": slug_of(tag), "link": f"{site.home}/tag/{slug_of(tag)}/"}
        for tag, number in _terms(site).items()
        if asked.query.get("search", "").lower() in tag.lower() and (slugs is None or slug_of(tag) in slugs)
    ]
    return [lambda row=row: row for row in found]


def _sections(site: Site, asked: Asked) -> list[Any]:
    names = sorted({e.section for e in site.entries})
    return [
        lambda n=n, name=name: {"id": n, "name": name, "slug": slug_of(name)}
        for n, name in enumerate(names, 1)
    ]


# ---------------------------------------------------------------- Kota Kediri's JSON


def _kediri_api(site: Site, match: re.Match[str], asked: Asked) -> Reply:
    """The ten newest; the list itself is a JSON string inside the JSON, served as text/html."""
    rows = [_kediri_row(site, e) for e in site.listed[: site.table.get("feed_size", 10)]]
    body = json.dumps({"status": "success", "berita": json.dumps(rows)}).encode()
    return Reply(body=body, kind=HTML)


def _kediri_row(site: Site, entry: Entry) -> dict[str, Any]:
    _, _, category, number, slug = entry.path.split("/")
    picture = f"/uploads/berita/{number}.jpg"
    short = entry.summary.replace("&", "&amp;") + "..."
    return {
        "idpost": number,
        "judul": entry.title,
        "judulurl": slug,
        "kategori": entry.section,
        "kategoriurl": category,
        "deskripsi": short if entry.id % 2 else f'<p><img src="{picture}" alt=""></p>\r\n<p>{short}</p>',
        "linkgambar": picture if entry.id % 2 else site.home + picture,
        "tgl": f"{entry.at:%Y-%m-%d %H:%M:%S}",
    }


# ---------------------------------------------------------------- sitemaps


def _sitemap(rows: Sequence[tuple[str, datetime | None]], *, index: bool = False) -> Reply:
    changed = max((at for _, at in rows if at), default=None)
    return Reply(body=_render("press_sitemap.xml", rows=rows, index=index), kind=XML, changed=changed)


def _parts(site: Site) -> list[list[Entry]]:
    """Oldest first, as WordPress fills its sitemaps."""
    old = site.entries[::-1]
    return [old[n : n + SITEMAP_SIZE] for n in range(0, len(old), SITEMAP_SIZE)]


def _wp_index(site: Site, match: re.Match[str], asked: Asked) -> Reply:
    yoast = "sitemap" in site.table["ways"]
    name = "/post-sitemap{}.xml" if yoast else "/wp-sitemap-posts-post-{}.xml"
    rows = [(site.home + name.format(n), _newest(part)) for n, part in enumerate(_parts(site), 1)]
    pages = "/page-sitemap.xml" if yoast else "/wp-sitemap-posts-page-1.xml"
    return _sitemap([*rows, (site.home + pages, None)], index=True)


def _wp_part(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    parts, number = _parts(site), int(match[1])
    return _urls(parts[number - 1]) if 1 <= number <= len(parts) else None


def _wp_pages(site: Site, match: re.Match[str], asked: Asked) -> Reply:
    return _sitemap([(f"{site.home}/", None)])


def _all(site: Site, match: re.Match[str], asked: Asked) -> Reply:
    return _urls(site.entries)


def _urls(entries: Sequence[Entry]) -> Reply:
    return _sitemap([(e.url, e.changed) for e in entries])


# way ("always": not optional), path, who answers; the first that matches.
ROUTES: dict[str, list[tuple[str, str, Maker]]] = {
    "wordpress": [
        ("always", r"/(?:page/(\d{1,4})/)?", _wp_home),
        ("feed", r"/(?:tag/(?P<tag>[\w-]+)/)?feed/", _wp_feed),
        ("tag", r"/tag/([\w-]+)/(?:page/(\d{1,4})/)?", _wp_tag),
        ("category", r"/category/([\w-]+)/(?:page/(\d{1,4})/)?", _wp_category),
        ("rest", r"/wp-json/wp/v2/(\w+)/?", _wp_rest),
        ("sitemap", r"/sitemap_index\.xml", _wp_index),
        ("sitemap", r"/post-sitemap(\d{1,4})\.xml", _wp_part),
        ("sitemap", r"/page-sitemap\.xml", _wp_pages),
        ("wp-sitemap", r"/wp-sitemap\.xml", _wp_index),
        ("wp-sitemap", r"/wp-sitemap-posts-post-(\d{1,4})\.xml", _wp_part),
        ("wp-sitemap", r"/wp-sitemap-posts-page-1\.xml", _wp_pages),
        ("always", r"/.+[^/]", _wp_slash),
    ],
    "kediri": [
        ("always", r"/", _home),
        ("api", r"/api/berita", _kediri_api),
        ("listing", r"/p/([a-z]+)", _kediri_list),
    ],
    "solopos": [
        ("always", r"/", _home),
        ("feed", r"/feed/?", _plain_feed),
        ("tag", r"/tag/([\w-]+)", _solopos_tag),
        ("archive", r"/arsip", _solopos_day),
        ("category", r"/([a-z]+)", _solopos_section),
    ],
    "side": [
        ("always", r"/", _home),
        ("tag", r"/tag/([\w-]+)/?", _side_tag),
        ("sitemap", r"/sitemap\.xml", _all),
    ],
}
