"""The front pages of generated sources: robots.txt, feeds, listings, sitemaps, REST, and the page of an article."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from email.utils import format_datetime
from html import escape
from urllib.parse import parse_qsl, urlsplit

from bench.soak_plan import SICK, Page, Source
from crawler.listings import LOOK_BACK

XML = "application/rss+xml; charset=utf-8"
HTML = "text/html; charset=utf-8"
MANY = 10_000  # items of the large feed
THIRDS = 3  # pages of a listing, children of a sitemap
PER_PAGE = 10  # articles on each page of a listing without end
Front = tuple[bytes, str]  # body, content type


def front(source: Source, path: str, trap: int) -> Front | None:
    """A front page of a source; None where there is none."""
    parts = urlsplit(path)
    if parts.path == "/robots.txt":
        return b"User-agent: *\nDisallow: /admin/\n", "text/plain"
    if parts.path == "/feed/" and source.kind in ("feed", "atom"):
        return _feed(source, trap)
    if parts.path == "/" and "listing" in source.kind:
        number = int(dict(parse_qsl(parts.query)).get("page", "1"))
        return _listing(source, number), HTML
    if source.kind == "sitemap" and parts.path.startswith("/sitemap"):
        return _sitemap(source, parts.path), "application/xml"
    if source.kind == "rest" and parts.path.startswith("/wp-json/"):
        posts = [_post(page) for page in source.pages]
        return json.dumps(posts).encode(), "application/json"
    return None


# ---------------------------------------------------------------- feeds


def _feed(source: Source, trap: int) -> Front:
    special = SICK[source.sick].feed if source.sick else None
    if special == "page":
        return (
            b"<!DOCTYPE html><html><head><title>Umpan</title></head><body><p>Segera hadir.</p></body></html>",
            HTML,
        )
    if special == "nothing":
        return b"", XML
    pages = [] if special == "no items" else source.pages
    if source.kind == "atom":
        return _atom(pages), "application/atom+xml"
    links = [f"https://{source.host}{page.path}" for page in pages]
    start = ""
    if special == "large":
        links += list(_more(links, MANY - len(links)))
    if special == "private":
        links = [f"http://127.0.0.1:{trap}/kabar/{n}-laporan-dari-dalam/" for n in range(3)]
        links += [
            f"http://{host}/kabar/laporan-dari-dalam-1/" for host in ("10.0.0.7", "[::1]", "169.254.169.254")
        ]
    if special == "entities":
        steps = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
        start = f'<!DOCTYPE rss [<!ENTITY a0 "ha">{steps}]>'
    if special == "external":
        start = f'<!DOCTYPE rss [<!ENTITY a9 SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "http://127.0.0.1:{trap}/">]>'
    title = "&a9;&b;" if special == "external" else "&a9;" if special == "entities" else "Warta"
    return _rss(links, start, title).encode(), XML


def _more(links: list[str], number: int) -> Iterator[str]:
    """The same articles under addresses with marks, and articles of other sites."""
    for n in range(number):
        yield (
            f"{links[n % len(links)]}?utm_source=umpan{n}"
            if n % 2
            else f"https://elsewhere.example/kabar/{n}/"
        )


def _rss(links: Iterable[str], start: str, title: str) -> str:
    items = "".join(f"<item><title>{title}</title><link>{escape(link)}</link></item>" for link in links)
    return f'<?xml version="1.0"?>{start}<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


def _atom(pages: list[Page]) -> bytes:
    entries = "".join(
        f'<entry><title>Warta</title><link rel="alternate" href="https://{page.source.host}{page.path}"/>'
        f"<published>{page.written.published.isoformat()}</published></entry>"
        for page in pages
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'.encode()


# ---------------------------------------------------------------- lists


def _part(pages: list[Page], number: int) -> list[Page]:
    size = -(-len(pages) // THIRDS)
    return pages[(number - 1) * size : number * size]


def _listing(source: Source, number: int) -> bytes:
    if source.kind == "endless listing":
        pages = [source.page((number - 1) * PER_PAGE + n + 1) for n in range(PER_PAGE)]
    else:
        pages = (
            _part(source.pages, number)
            if len(source.pages) < LOOK_BACK
            else source.pages[: number % 2 * 10_000]
        )
    cards = "".join(f'<h3><a href="{page.path}">Laporan {page.number}</a></h3>' for page in pages)
    more = f'<a class="next" href="/?page={number + 1}">lanjut</a>' if pages else ""
    return f"<!DOCTYPE html><html><head><title>Warta</title></head><body>{cards}{more}</body></html>".encode()


def _sitemap(source: Source, path: str) -> bytes:
    number = path.removeprefix("/sitemap-").removesuffix(".xml")
    form = '<?xml version="1.0"?><{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{1}</{0}>'
    if not number.isdigit():
        urls = [f"https://{source.host}/sitemap-{n}.xml" for n in range(1, THIRDS + 1)]
        return form.format(
            "sitemapindex", "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
        ).encode()
    urls = [f"https://{source.host}{page.path}" for page in _part(source.pages, int(number))]
    return form.format("urlset", "".join(f"<url><loc>{url}</loc></url>" for url in urls)).encode()


def _post(page: Page) -> dict[str, object]:
    date = page.written.published.replace(tzinfo=None).isoformat()
    return {
        "id": page.number,
        "link": f"https://{page.source.host}{page.path}",
        "date": date,
        "title": {"rendered": "Warta"},
    }


# ---------------------------------------------------------------- articles


def article(page: Page) -> bytes:
    """The page of an article, with what stands around one."""
    said = page.written
    paragraphs = "".join(f"<p>{escape(text, quote=False)}</p>" for text in said.paragraphs)
    others = "".join(
        f'<li><a href="/kabar/laporan-dari-daerah-{n:06}/">Laporan {n}</a></li>' for n in range(1, 9)
    )
    return (
        '<!DOCTYPE html><html lang="id"><head><meta charset="utf-8">'
        f"<title>{escape(said.title)} - {page.source.name}</title>"
        f'<meta property="article:published_time" content="{said.published.isoformat()}">'
        f'<meta property="og:title" content="{escape(said.title)}"></head><body>'
        '<nav><a href="/">Beranda</a> <a href="/ekonomi/">Ekonomi</a> <a href="/umkm/">UMKM</a></nav>'
        f'<article><h1 class="entry-title">{escape(said.title)}</h1>'
        f"<time>{format_datetime(said.published.astimezone(UTC))}</time>"
        f'<div class="entry-content">{paragraphs}<!-- lanjut --></div></article>'
        f"<aside><h4>Terpopuler</h4><ul>{others}</ul></aside><footer>{page.source.name}</footer></body></html>"
    ).encode()
