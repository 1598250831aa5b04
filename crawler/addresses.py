"""What a source's addresses tell: whose they are, whether an article stands there, and which."""

import re
from typing import ClassVar
from urllib.parse import urlsplit

from crawler.links import article_id, article_url, belongs
from crawler.relevance import keywords
from crawler.window import Window

NO_ARTICLE = re.compile(
    r"^/?$|/(?:tags?|categor\w+|kategori|kanal|topik?c?|authors?|penulis|page|search|indeks|feed|amp|login|wp-\w+"
    r"|tentang|kontak|about|contact|redaksi|privacy|disclaimer|cdn-cgi)(?:[-/]|$)"
    r"|\.(?:jpe?g|png|gif|webp|svg|pdf|css|js|xml|zip|mp[34])$",
    re.I,
)
HEADLINE = 30  # characters from which the words of a link are a headline
PART_IN_PATH = re.compile(r"(/[^/]{12,})/\d{1,2}/?$")


class Addresses:
    """The part of a spider that knows its site: how addresses are written there, and where listings have them."""

    name: str
    allowed_domains: ClassVar[list[str]] = []
    start_urls: ClassVar[list[str]] = []
    article = ""  # pattern of an article's path; a group is the site's own number of it
    tag_links = ""  # part of a path that marks a tag's listing, to follow those about our subject
    api_fields: ClassVar[dict[str, str]] = {}
    links = ""  # CSS of the anchors that lead to articles
    next_page = ""  # CSS of the anchor to the next page of a listing
    feed_paged = ""  # the same of feeds
    paged = ""  # how page numbers are written where no anchor says so: "page/{n}/" or "?page={n}"
    window: Window  # of the days that are asked for
    seen: set[str]  # keys of the articles asked for

    def is_ours(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and belongs(parts.hostname or "", self.allowed_domains)

    def is_article(self, url: str, words: str = "") -> bool:
        """Whether a link leads to an article: by the site's pattern, else by the look of its path and words."""
        if not self.is_ours(url):
            return False
        path = urlsplit(self.clean(url)).path
        if self.article:
            return re.search(self.article, path) is not None
        slug = path.rstrip("/").rpartition("/")[2]
        telling = slug.count("-") > 2 or re.search(r"\d{4,}", path) or len(words) >= HEADLINE
        return bool(telling) and not NO_ARTICLE.search(path)

    def may_be_article(self, url: str) -> bool:
        """For sitemaps, which tell no more than the address."""
        return self.is_article(url, "x" * HEADLINE)

    def is_wanted_tag(self, url: str, words: str) -> bool:
        """Whether a link is a tag's listing about our subject."""
        path = urlsplit(url).path
        if not self.tag_links or self.tag_links not in path or not self.is_ours(url):
            return False
        return any(word in f"{words} {path.replace('-', ' ')}".lower() for word in keywords(daily=True))

    def is_known(self, asked: str, url: str) -> bool:
        """Whether a redirect leads to another article that was asked for already."""
        return self.key(url) != self.key(asked) and self.key(url) in self.seen and self.is_article(url)

    def clean(self, url: str) -> str:
        """The address of an article's first page, without AMP and tracking; https where the site has it."""
        parts = urlsplit(article_url(url))
        secure = "https" if self.start_urls and self.start_urls[0].startswith("https:") else parts.scheme
        return parts._replace(scheme=secure, path=PART_IN_PATH.sub(r"\1/", parts.path)).geturl()

    def key(self, url: str) -> str:
        """The id of the article behind a URL: the site's own number of it, else a digest of the canonical address."""
        found = re.search(self.article, urlsplit(self.clean(url)).path) if self.article else None
        number = next((group for group in found.groups() if group), None) if found else None
        return f"{self.name}-{number}" if number else article_id(self.name, self.clean(url))
