"""Ways to learn of articles: feed, WordPress REST, JSON API, listing, sitemap. Each reads one response.

A way never decides whether an article is wanted; it yields what it saw, and what to ask next. No site names here.
"""

import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from hashlib import blake2b
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree
from scrapy.http import Response, TextResponse
from scrapy.utils.gz import gunzip

from crawler.addresses import Addresses
from crawler.links import joined

XML_START = re.compile(rb"^[\s\xef\xbb\xbf]*")
DEEPEST = 6  # of JSON in JSON
PER_PAGE = 100
UNPACKED = 32 * 1024 * 1024  # bytes of a sitemap; 50 MB are allowed, 50 000 addresses rarely fill 10
ANCHORS = 5000  # of a listing


class Broken(Exception):
    """A response that is not what its way promises; the message says how."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """An article as a way knows it: date as printed, text as HTML where the way carries it whole.

    said_by is how the date's source is called in the article's record: "feed" or "api". changed: when the site last
    edited the article by its own word, as printed.
    """

    url: str
    title: str | None = None
    date: str | None = None
    author: str | None = None
    section: str | None = None
    said_by: str = "feed"
    text: str | None = None
    changed: str | None = None

    @property
    def signature(self) -> str | None:
        """Differs when the way told of an edit; None where it tells no more than address and headline."""
        if not (self.changed or self.date or self.text):
            return None
        told = self.changed or f"{self.title}\n{self.date}\n{self.text}"
        return blake2b(told.encode("utf-8", "replace"), digest_size=12).hexdigest()

    def completed(self, other: "Link") -> "Link":
        """This link, with what only the other way knew."""
        missing = {f.name: getattr(other, f.name) for f in fields(self) if getattr(self, f.name) is None}
        if "date" in missing:
            missing["said_by"] = other.said_by
        return replace(self, **missing)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """What one response gave: links, further pages of the same way, and listings of tags seen in passing."""

    links: tuple[Link, ...] = ()
    more: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


Reader = Callable[[Response, Addresses], Listed]


# ---------------------------------------------------------------- XML: feeds and sitemaps


def xml(response: Response) -> etree._Element:
    """The root of an XML answer, whatever its content type says and whatever blanks stand before it."""
    body = response.body
    if body[:2] == b"\x1f\x8b":
        body = _unpacked(body)
    body = XML_START.sub(b"", body, count=1)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser) if body else None
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Broken("not XML") from error
    if root is None:
        raise Broken("empty answer")
    if not isinstance(root.tag, str) or _name(root) not in ("rss", "feed", "RDF", "urlset", "sitemapindex"):
        raise Broken("not XML of a feed or sitemap")
    return root


def _unpacked(body: bytes) -> bytes:
    try:
        return gunzip(body, max_size=UNPACKED)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise Broken("not gzip, or too large") from error


def _name(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _inner(node: etree._Element, *names: str) -> str | None:
    """Text of the first child (or grandchild) of one of these names that has any."""
    for name in names:
        for child in node.iter():
            if child is not node and _name(child) == name:
                text = "".join(child.itertext()).strip() or child.get("href", "")
                if text:
                    return text
    return None


def read_feed(response: Response, spider: Addresses) -> Listed:
    """RSS or Atom, and its next page where the site's feeds have pages."""
    items = [node for node in xml(response).iter() if _name(node) in ("item", "entry")]
    more = (at_page(response.url, page_of(response.url) + 1, spider.feed_paged),)
    return Listed(links=tuple(_items(items, response.url)), more=more if spider.feed_paged and items else ())


def _items(items: Iterable[etree._Element], base: str) -> Iterator[Link]:
    for item in items:
        url = joined(base, _alternate(item) or _inner(item, "link") or _inner(item, "guid", "id") or "")
        if url:
            date = _inner(item, "pubDate", "published", "date", "updated")
            yield Link(
                url=url,
                title=_inner(item, "title"),
                date=date,
                author=_inner(item, "creator", "author"),
                changed=_inner(item, "updated", "modified"),
            )


def _alternate(entry: etree._Element) -> str | None:
    """Atom: the link that is the article itself, not its comments or its feed."""
    links = [node for node in entry if _name(node) == "link" and node.get("href")]
    chosen = [node for node in links if node.get("rel", "alternate") == "alternate"] or links
    return chosen[0].get("href") if chosen else None


SKIPPED_SITEMAPS = re.compile(r"categor|kategori|tag|author|user|image|video|page(?!s?-?news)|taxonom", re.I)


def read_sitemap(response: Response, spider: Addresses) -> Listed:
    """A sitemap, or an index of them; what was last changed before the window cannot lie in it."""
    root = xml(response)
    entries = [node for node in root if _name(node) in ("url", "sitemap")]
    fresh = [node for node in entries if not spider.window.too_old(_inner(node, "lastmod"))]
    found = [(joined(response.url, _child(node, "loc") or ""), node) for node in fresh]
    if _name(root) == "sitemapindex":
        parts = [url for url, _ in found if url and not SKIPPED_SITEMAPS.search(urlsplit(url).path)]
        return Listed(more=tuple(parts))
    pages = [(url, node) for url, node in found if url and spider.may_be_article(url)]
    links = [
        Link(url=url, title=_inner(node, "title"), date=_inner(node, "publication_date"))
        for url, node in pages
    ]
    return Listed(links=tuple(links))


def _child(node: etree._Element, name: str) -> str | None:
    return next(((child.text or "").strip() for child in node if _name(child) == name), None)


# ---------------------------------------------------------------- JSON: WordPress REST and other APIs


def read_rest(response: Response, spider: Addresses) -> Listed:
    """A page of WordPress posts; the next one while X-WP-TotalPages, or a full page, says there is one."""
    posts = _json(response)
    if isinstance(posts, dict):
        raise Broken(str(posts.get("code") or "no list of posts"))
    if not isinstance(posts, list):
        raise Broken("no list of posts")
    links = tuple(link for post in posts if isinstance(post, dict) and (link := _post(post, response.url)))
    page = page_of(response.url)
    total = (response.headers.get("X-WP-TotalPages") or b"").decode("latin-1").strip()
    last = page >= int(total) if total.isdigit() else len(posts) < PER_PAGE
    return Listed(links=links, more=() if last else (at_page(response.url, page + 1),))


def _post(post: dict[str, Any], base: str) -> Link | None:
    url = joined(base, str(post.get("link") or ""))
    if not url:
        return None
    text, title = _rendered(post.get("content")), unescape(_rendered(post.get("title")) or "") or None
    date, changed = (post[key] if isinstance(post.get(key), str) else None for key in ("date", "modified"))
    return Link(url=url, title=title, date=date, text=text, changed=changed, said_by="api")


def _rendered(value: Any) -> str | None:
    if isinstance(value, dict):
        value = None if value.get("protected") else value.get("rendered")
    return value if isinstance(value, str) and value.strip() else None


def read_api(response: Response, spider: Addresses) -> Listed:
    """A JSON list whose fields the spider names in `api_fields`; JSON may stand as a string inside JSON."""
    items = _list_of(_json(response), spider.api_fields["needs"], 0)
    if items is None:
        raise Broken("no list of articles in the JSON")
    return Listed(
        links=tuple(link for item in items if (link := _item(item, response.url, spider.api_fields)))
    )


def _list_of(value: Any, needs: str, depth: int) -> list[dict[str, Any]] | None:
    """The first list of objects that have the needed key, opening JSON strings on the way."""
    if depth > DEEPEST:
        return None
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        try:
            return _list_of(json.loads(value), needs, depth + 1)
        except (ValueError, RecursionError):
            return None
    if isinstance(value, list):
        rows = [row for row in value if isinstance(row, dict) and row.get(needs) is not None]
        return rows if rows or not value else None
    if isinstance(value, dict):
        found = (_list_of(inner, needs, depth + 1) for inner in value.values())
        return next((rows for rows in found if rows is not None), None)
    return None


def _item(item: dict[str, Any], base: str, fields: dict[str, str]) -> Link | None:
    try:
        url = joined(base, fields["url"].format_map({key: str(value) for key, value in item.items()}))
    except (KeyError, ValueError):
        return None
    said = {
        name: str(item[fields[name]])
        for name in ("title", "date", "text", "section")
        if item.get(fields.get(name, ""))
    }
    return Link(url=url, said_by="api", **said) if url else None


def _json(response: Response) -> Any:
    try:
        return json.loads(response.body.decode("utf-8-sig", "replace").strip())
    except (ValueError, RecursionError) as error:
        raise Broken("not JSON") from error


# ---------------------------------------------------------------- HTML: listings


def read_listing(response: Response, spider: Addresses) -> Listed:
    """A page of cards: home, tag, search result, archive of a day."""
    if not isinstance(response, TextResponse):
        raise Broken("not a page")
    anchors = [
        (joined(response.url, node.attrib["href"]), _words(node))
        for node in response.css("a[href]")[:ANCHORS]
    ]
    chosen = (
        {joined(response.url, href) for href in response.css(spider.links).xpath("@href").getall()}
        if spider.links
        else set()
    )
    titles: dict[str, str] = {}
    for url, words in anchors:
        if url and spider.is_article(url, words) and (not chosen or url in chosen):
            titles[url] = max(titles.get(url, ""), words, key=len)
    links = tuple(Link(url=url, title=title or None) for url, title in titles.items())
    tags = tuple(url for url, words in anchors if url and spider.is_wanted_tag(url, words))
    return Listed(links=links, more=_next(response, spider, {url for url, _ in anchors}), tags=tags)


def _words(node: Any) -> str:
    return " ".join(" ".join(node.root.itertext()).split())[:300]


def _next(response: TextResponse, spider: Addresses, known: set[str]) -> tuple[str, ...]:
    """The next page: the site's own link, else the page number plus one where the site's form of it is known."""
    own = spider.next_page or "a.next[href], a[rel~=next][href], link[rel~=next][href]"
    for href in response.css(own).xpath("@href").getall():
        if (url := joined(response.url, href)) and url != response.url:
            return (url,)
    number = page_of(response.url) + 1
    here = at_page(response.url, 1)
    linked = [url for url in sorted(known) if url and page_of(url) == number and at_page(url, 1) == here]
    if linked:
        return (linked[0],)
    return (at_page(response.url, number, spider.paged),) if spider.paged else ()


PAGE_IN_PATH = re.compile(r"/page/(\d{1,5})/?$")
PAGE_KEYS = ("page", "paged", "halaman", "hal", "p", "pg")


def page_of(url: str) -> int:
    """The number of a page of a listing, 1 where none is said."""
    parts = urlsplit(url)
    if found := PAGE_IN_PATH.search(parts.path):
        return int(found[1])
    said = next((number for key, number in parse_qsl(parts.query) if key in PAGE_KEYS), "1")
    return int(said) if said.isdigit() and len(said) < 6 else 1


def at_page(url: str, number: int, form: str = "?page={n}") -> str:
    """The URL of page `number` of a listing, written as a path part ("page/{n}/") or as a query ("?page={n}")."""
    parts = urlsplit(url)
    path = PAGE_IN_PATH.sub("/", parts.path)
    query = [(key, value) for key, value in parse_qsl(parts.query) if key not in PAGE_KEYS]
    if form.startswith("?"):
        query.append((form[1:].partition("=")[0], str(number)))
    else:
        path = path.rstrip("/") + "/" + form.format(n=number)
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query), ""))
