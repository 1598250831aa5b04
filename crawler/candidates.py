"""The fields of an article besides body and date: ordered candidates, the first usable one wins."""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from lxml import etree

from crawler.lines import Page
from crawler.links import host_of, joined, same_site
from crawler.markup import Element, plain
from crawler.metadata import Metadata
from crawler.names import AUTHOR_BOX, CRUMB_BOX, DESK, EDITOR_BOX, NOBODY, PICTURE, TAG_BOX, TITLE_BOX
from entities.junk import junk_of
from entities.prose import ENDED
from entities.text import normal, people, stock_tags, tidy, unique

SEPARATOR = re.compile(r"\s+(?:[|–—•»:]|::|-{1,2}|/)\s+|\s*\|\s*")
WORDS = re.compile(r"\w+")
HEADLINES = etree.XPath("//*[@itemprop='headline']")
DIGITS = re.compile(r"(?:19|20)\d\d")
HOME = re.compile(r"(?:home|beranda|depan|halaman utama|index|muka|»|>|/)$", re.I)
PLAIN_SECTION = re.compile(r"news|berita", re.I)  # a section only where no crumb says more
OF_THE_SITE = re.compile(
    r"(?:official )?(?:website|web ?site|situs|portal|laman|web)\b(?! (?:web )?(?:itu|ini)\b)", re.I
)
TAG_LINK = re.compile(r"/(?:tags?|topi[ck]s?|label|topik-terkini|search/label|search\?q=)/?", re.I)
DATE_FIRST = re.compile(
    r"(?:\w{4,7}, ?)?\d{1,2}[ /.-][A-Za-z\d]{1,9}[ /.-](?:19|20)\d\d(?:[ ,|-]{1,3}\d\d[.:]\d\d(?: ?WI(?:B|TA|T))?)?\s?"
)
Box = tuple[Element, str]
AUTHOR_TAGS = frozenset(("span", "a", "div", "p", "li", "strong", "h6", "h4"))
CRUMB_TAGS = frozenset(("ol", "ul", "div", "nav", "p", "span"))
TAG_TAGS = frozenset(("ul", "div", "p", "section", "span", "nav"))
Place = Iterable[str] | Callable[[], Iterable[str]]
LOCKED = re.compile(r"^(?:locked|metered|premium|paid|false)$", re.I)


def first(values: Iterable[str | None], usable: Callable[[str], bool] = bool) -> str | None:
    """The first value that is one, tidied."""
    return next((text for v in values if v and usable(text := tidy(v))), None)


def text_of(element: Element) -> str:
    return tidy(" ".join("".join(element.itertext()).split()))


# ---------------------------------------------------------------- title


def find_title(root: Element, page: Page, meta: Metadata, url: str) -> str | None:
    """The headline as shown: the heading that agrees with what metadata and <title> call the page."""
    named = [
        tidy(plain(n))
        for n in (
            *meta.meta("og:title", "twitter:title"),
            meta.ld("headline"),
            head_title(root),
            *meta.meta("title"),
        )
        if n
    ]
    words = [_words(n) for n in named]
    shown: list[str] = []
    best, likeness = "", 0.0
    for heading in _headings(root, page):
        shown.append(heading)
        like = max((_alike(_words(heading), other) for other in words), default=0.0)
        if like > likeness:
            best, likeness = heading, like
        if likeness == 1:
            break
    if likeness >= 0.6:
        return best
    site = [*meta.meta("og:site_name", "application-name"), host_of(url)]
    stated = next((without_site(n, site) for n in named if n), None)
    if stated and (any(meta.meta("og:title")) or meta.ld("headline")):
        return stated
    # <title> may say the site's name on every page: what the text tells of is the better title.
    other = [h for h in (*shown[:3], _above_text(page)) if h and normal(h) not in normal(head_title(root))]
    told = _words_of(page)
    return max([t for t in (stated, *other) if t], key=lambda t: _share(t, told), default=None)


def _words_of(page: Page) -> set[str]:
    return {w for line in page.lines if len(line.text) >= 60 for w in WORDS.findall(line.text.lower())}


def _share(title: str, told: set[str]) -> float:
    """How many of a title's longer words the page's prose has, too; in thirds, so that near is no better."""
    words = {w for w in WORDS.findall(title.lower()) if len(w) > 3}
    return round(3 * len(words & told) / len(words)) if len(words) > 1 else 0


def _above_text(page: Page) -> str | None:
    """The longest of the few lines above the first prose, where a page has no headings at all."""
    lead = next((i for i, line in enumerate(page.lines) if len(line.text) >= 100 and not line.linked), 0)
    near = [line.text for line in page.lines[max(0, lead - 4) : lead] if not line.linked]
    heads = [t for t in near if 20 <= len(t) <= 200 and not ENDED.search(t) and not DIGITS.search(t)]
    return max(heads, key=len, default=None)


def _headings(root: Element, page: Page) -> Iterator[str]:
    """What may be the headline, the likelier elements first."""
    tagged = itertools.islice((h for tag in ("h1", "h2", "h3") for h in root.iter(tag)), 60)
    texts = map(text_of, itertools.chain(HEADLINES(root)[:3], tagged))
    boxed = (
        line.text
        for line in page.lines
        if _is_named(TITLE_BOX, page.nodes[line.node].element.get("class") or "")
    )
    for text in itertools.chain(texts, itertools.islice(boxed, 20)):
        if 8 <= len(text) <= 300:
            yield text


def head_title(root: Element) -> str:
    return root.findtext(".//head/title") or root.findtext(".//title") or ""


def _words(text: str) -> set[str]:
    return set(WORDS.findall(text.lower()))


def _alike(shown: set[str], named: set[str]) -> float:
    """How much of a heading is in the page's name, and of the name in the heading (a site's name may follow it)."""
    return len(shown & named) / max(len(shown), 0.7 * len(named), 1)


def without_site(title: str, sites: Iterable[str]) -> str:
    """A page's name without the site's: "Judul | Kabar Kita" is "Judul"."""
    names = {normal(s) for s in sites} | {normal(s.split(".")[0]) for s in sites if s}
    for _ in range(3):
        ends = [m for m in SEPARATOR.finditer(title) if m.start() > 7]
        if not ends:
            return title
        tail = normal(title[ends[-1].end() :])
        known = any(n and (n in tail or tail in n) for n in names) or "|" in ends[-1][0]
        if not known or len(tail) > 40:
            return title
        title = title[: ends[-1].start()].strip()
    return title


def title_line(page: Page, title: str | None) -> int:
    """The line that shows the title; the last above the body, for menus and tickers repeat it higher up."""
    key = normal(title or "")
    near = range(len(title or "") // 2, 2 * len(title or "") + 8)
    heads = [i for i, line in enumerate(page.lines) if len(line.text) in near and normal(line.text) == key]
    return next((i for i in heads if page.lines[i].tag == "h1"), heads[0] if heads else 0)


# ---------------------------------------------------------------- people


def named_people(values: Iterable[str], site: Iterable[str] = (), *, desks: bool = False) -> list[str]:
    """Persons (or else the paper's desks) in values that may also hold addresses, mail, or the site's own name."""
    sites = _site_names(tuple(site))
    found = [
        n
        for v in values
        if v and not v.startswith(("http", "/", "@")) and "@" not in v
        for n in people(plain(v))
        if _person(n, sites) and bool(DESK.search(n)) == desks
    ]
    return unique(found)


@lru_cache(maxsize=512)
def _site_names(site: tuple[str, ...]) -> frozenset[str]:
    return frozenset(normal(name) for s in site if s for name in (s, s.split(".")[0]))


def _person(name: str, sites: frozenset[str]) -> bool:
    key = normal(name)
    return key not in sites and not NOBODY.search(name)


def find_authors(
    boxes: Iterable[Box], meta: Metadata, site: Iterable[str], within: Iterable[str]
) -> list[str]:
    """Stated by JSON-LD, then meta, then an element named for it; what the text signs comes last."""
    places = (
        meta.ld_names("author"),
        [
            *meta.meta(
                "content_author",
                "author",
                "article:author",
                "dable:author",
                "parsely-author",
                "jpnncom_news_author",
            )
        ],
        lambda: _boxes(boxes, AUTHOR_BOX, "author"),
        list(within),
    )
    return next(_named(places, site), [])[:8]


def find_editor(boxes: Iterable[Box], meta: Metadata, site: Iterable[str], within: str | None) -> str | None:
    places = (
        meta.ld_names("editor"),
        [*meta.meta("content_editor", "editor")],
        [within] if within else [],
        lambda: _boxes(boxes, EDITOR_BOX, "editor"),
    )
    return next(_named(places, site), [None])[0]


def _named(places: Sequence[Place], site: Iterable[str]) -> Iterator[list[str]]:
    """What each place names, persons of all before desks of any; a costly place is asked when its turn comes."""
    held: dict[int, Iterable[str]] = {}
    for desks in (False, True):
        for i, place in enumerate(places):
            if i not in held:
                held[i] = place() if callable(place) else place
            if found := named_people(held[i], site, desks=desks):
                yield found


def _boxes(boxes: Iterable[Box], names: re.Pattern[str], prop: str) -> list[str]:
    for element, called in boxes:
        if element.tag not in AUTHOR_TAGS:
            continue
        if element.get("itemprop") == prop or _is_named(names, called):
            # A date may stand beside the name.
            text = tidy(" | ".join(t for t in element.itertext() if t.strip()))
            if 2 < len(text) <= 80 and not _in_picture(element):
                return [text]
    return []


@lru_cache(maxsize=8192)
def _is_named(names: re.Pattern[str], called: str) -> bool:
    return bool(names.search(called))


def _in_picture(element: Element) -> bool:
    """Whether an element belongs to a photograph, whose author is not the article's."""
    near = list(itertools.islice(element.iterancestors(), 3))
    return any(e.tag in ("figure", "figcaption") or PICTURE.search(e.get("class") or "") for e in near)


# ---------------------------------------------------------------- section, tags, address, the rest


def find_section(boxes: Iterable[Box], meta: Metadata, title: str) -> str | None:
    """The section that the article stands in: stated, else the last breadcrumb that is not the article itself."""
    stated = [
        *meta.meta("article:section", "content_category", "articlesection", "dtk:namakanal"),
        meta.ld("articleSection"),
    ]
    crumbs = [*reversed(meta.crumbs), *reversed(_crumbs(boxes))]
    key = normal(title)
    good = [
        c
        for c in crumbs
        if 2 < len(c) <= 40
        and not HOME.match(c)
        and normal(c) != key
        and not (len(c) >= 20 and key.startswith(normal(c)[:30]))
    ]
    named = [c for c in good if not PLAIN_SECTION.fullmatch(c)] or good
    return first(plain(s) for s in stated if len(s) <= 60) or first(named)


def _crumbs(boxes: Iterable[Box]) -> list[str]:
    for element, called in boxes:
        named = element.tag in CRUMB_TAGS and _is_named(CRUMB_BOX, called)
        if named and (found := [text_of(a) for a in element.iter("a")]):
            return found
    return []


def find_tags(root: Element, boxes: Iterable[Box], meta: Metadata) -> list[str]:
    """Tags as the article's own links show them, else as metadata lists them; the site's stock keywords go."""
    linked = [text_of(a) for a in root.iter("a") if "tag" in (a.get("rel") or "").split()]
    boxed = [text_of(a) for box in _tag_boxes(boxes) for a in box.iter("a")] if not linked else []
    listed = meta.article.get("keywords")
    words = [str(k) for k in listed] if isinstance(listed, list) else [meta.ld("keywords")]
    for values in (
        linked,
        [*meta.meta("article:tag")],
        boxed,
        words,
        [*meta.meta("news_keywords")],
        [*meta.meta("content_tag")],
        [*meta.meta("keywords")][:1],
    ):
        if found := tags_of(values):
            return found
    return []


def tags_beside_date(page: Page, top: int, lead: int) -> list[str]:
    """Two links or more that follow the date on its own line: "22 January 2021 15:11 WIB UMKM Ekspor"."""
    for line in page.lines[top : lead + 1]:
        dated = DATE_FIRST.match(line.text)
        if not dated or not line.linked:
            continue
        at, words = dated.end(), []
        for link in itertools.islice(page.nodes[line.node].element.iter("a"), 12):
            text = text_of(link)
            if not text or not line.text[at:].lstrip(" ,|/·•-").startswith(text):
                break
            at = line.text.index(text, at) + len(text)
            words.append(text)
        if len(words) > 1 and not junk_of("").drop.match(words[0]):  # no share buttons
            return tags_of(words, ruled=True)
    return []


def _tag_boxes(boxes: Iterable[Box]) -> Iterator[Element]:
    for element, called in boxes:
        if element.tag not in TAG_TAGS or not _is_named(TAG_BOX, called):
            continue
        links = list(element.iter("a"))
        marked = sum(bool(TAG_LINK.search(a.get("href") or "")) for a in links)
        if 0 < len(links) <= 25 and 2 * marked >= len(links):
            yield element
            return


def tags_of(values: Iterable[str], *, ruled: bool = False) -> list[str]:
    """Tags as printed; words that stand on every page are none, unless the site's own rule chose them."""
    parts = [tidy(p).strip("#'\"[] ") for v in values for p in v.split(",")]
    stock = frozenset() if ruled else stock_tags()
    return unique(p for p in parts if 1 < len(p) <= 60 and ":" not in p and p.lower() not in stock)[:30]


def find_url(root: Element, meta: Metadata, url: str) -> str:
    """The page's own word for its address, if it is an article's on the same site; else the one asked for."""
    links = [e.get("href") or "" for e in root.iter("link") if (e.get("rel") or "").lower() == "canonical"]
    for stated in (*links, *meta.meta("og:url")):
        found = joined(url, stated)
        path = found.partition("//")[2].partition("/")[2]
        if path.strip("/") and (not url or same_site(found, url) or "ampproject.org" in url):
            return found
    return url


def find_summary(meta: Metadata, lead: str, sites: Iterable[str] = ()) -> str | None:
    """What the site itself says in short; neither the cut-off lead nor what the site says of itself on each page."""
    key = normal(lead)
    names = {normal(s) for s in sites if s}
    for stated in (
        meta.ld("description"),
        *meta.meta("og:description", "description", "twitter:description"),
    ):
        text = tidy(plain(stated))
        if (
            20 <= len(text) <= 600
            and not text.endswith(("...", "…", "[…]", "[...]"))
            and not OF_THE_SITE.match(text)
            and normal(text) not in names
            and normal(text)[:60] not in key
        ):
            return text
    return None


def is_premium(meta: Metadata) -> bool:
    """Whether metadata says that the text is for subscribers."""
    free = meta.article.get("isAccessibleForFree")
    if free is False or (isinstance(free, str) and free.lower().endswith("false")):
        return True
    return any(LOCKED.match(v) for v in meta.meta("article:content_tier", "content_tier", "content_premium"))
