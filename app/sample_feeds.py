"""What machines ask of the sample press: feeds, WordPress REST, Kota Kediri's JSON, sitemaps."""

import json
import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from app.sample_sites import HTML, JSON, WIB, XML, Asked, Entry, Reply, Site, newest, render, slug_of

RSS = "application/rss+xml; charset=UTF-8"
SITEMAP_SIZE = 6  # WordPress has 1,000 to 2,000; small here, so that the index has several parts


# ---------------------------------------------------------------- feeds


def _feed(site: Site, entries: Sequence[Entry], title: str) -> Reply:
    table = site.table.get("feed", {})
    items = [(e, site.content(e) if site.platform == "wordpress" else _with_picture(e)) for e in entries]
    built = entries[0].pub_date if entries else None
    body = render("press_feed.xml", site=site, items=items, title=title, newest=built, cdata=_cdata)
    return Reply(
        body=table.get("prefix", "").encode() + body,
        kind=table.get("content_type", RSS),
        changed=newest(entries),
    )


def _with_picture(entry: Entry) -> str:
    """Solopos' theme puts the thumbnail before the summary."""
    return f'<div style="margin-bottom:10px"><img src="/thumb/{entry.id}.jpg"></div><p>{entry.summary}</p>'


def _cdata(text: str) -> str:
    from markupsafe import Markup

    return Markup("<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>")


def wp_feed(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
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


def plain_feed(site: Site, match: re.Match[str], asked: Asked) -> Reply:
    return _feed(site, site.listed[: site.table.get("feed_size", 10)], site.table["name"])


# ---------------------------------------------------------------- WordPress REST


def wp_rest(site: Site, match: re.Match[str], asked: Asked) -> Reply:
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


def kediri_api(site: Site, match: re.Match[str], asked: Asked) -> Reply:
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
    return Reply(body=render("press_sitemap.xml", rows=rows, index=index), kind=XML, changed=changed)


def _parts(site: Site) -> list[list[Entry]]:
    """Oldest first, as WordPress fills its sitemaps."""
    old = site.entries[::-1]
    return [old[n : n + SITEMAP_SIZE] for n in range(0, len(old), SITEMAP_SIZE)]


def wp_index(site: Site, match: re.Match[str], asked: Asked) -> Reply:
    yoast = "sitemap" in site.table["ways"]
    name = "/post-sitemap{}.xml" if yoast else "/wp-sitemap-posts-post-{}.xml"
    rows = [(site.home + name.format(n), newest(part)) for n, part in enumerate(_parts(site), 1)]
    pages = "/page-sitemap.xml" if yoast else "/wp-sitemap-posts-page-1.xml"
    return _sitemap([*rows, (site.home + pages, None)], index=True)


def wp_part(site: Site, match: re.Match[str], asked: Asked) -> Reply | None:
    parts, number = _parts(site), int(match[1])
    return _urls(parts[number - 1]) if 1 <= number <= len(parts) else None


def wp_pages(site: Site, match: re.Match[str], asked: Asked) -> Reply:
    return _sitemap([(f"{site.home}/", None)])


def every_url(site: Site, match: re.Match[str], asked: Asked) -> Reply:
    return _urls(site.entries)


def _urls(entries: Sequence[Entry]) -> Reply:
    return _sitemap([(e.url, e.changed) for e in entries])
