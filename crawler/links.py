"""Web addresses: the canonical form of one, and the stable id of the article it leads to."""

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|yclid|dclid|msclkid|igshid|mc_[ce]id|_ga|_gl|ref_?(?:src|url)?|amp|outputType|"
    r"source|medium|campaign|tag_from|cx_\w+|wt_\w+|zarsrc|tbtrack|traffic_source",
    re.I,
)
PAGING = re.compile(r"(?:page|hal|halaman|single|singlepage|showpage|start)=.*|view=(?:all|\d{1,2})", re.I)
PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """The address without tracking, fragment, default port and AMP marks; a query that means something stays."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url.strip()
    if not host:
        return url.strip()
    host = host.removeprefix("amp.")
    place = host if port in (None, PORTS.get(parts.scheme)) else f"{host}:{port}"
    query = urlencode(
        [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(k)]
    )
    return urlunsplit((parts.scheme.lower(), place, _without_amp(parts.path) or "/", query, ""))


def _without_amp(path: str) -> str:
    return re.sub(r"(?<=[^/])/amp(/?)$", r"\1", re.sub(r"^/amp(?=/)", "", path))


@lru_cache(maxsize=4096)
def article_url(url: str) -> str:
    """The canonical address of an article: that of its first page."""
    parts = urlsplit(canonical_url(url))
    query = urlencode(
        [
            (k, v)
            for k, v in parse_qsl(parts.query, keep_blank_values=True)
            if not PAGING.fullmatch(f"{k}={v}")
        ]
    )
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def host_of(url: str) -> str:
    """The host without www., m. and amp.; empty where the address has none."""
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^(?:(?:www|m|amp|mobile|wap)\.)+(?=[^.]+\.)", "", host)


@lru_cache(maxsize=4096)
def article_id(source: str, url: str) -> str:
    """`source-` and twelve hex digits that stay the same for http, https, www, m, AMP, page 2 and tracked links."""
    parts = urlsplit(article_url(url))
    path = parts.path.rstrip("/")
    key = f"{host_of(url)}{path}" + (f"?{parts.query}" if parts.query else "")
    return f"{source or host_of(url) or 'page'}-{blake2b(key.encode(), digest_size=6).hexdigest()}"


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one publisher: the same last two labels, or three below co.id and the like."""
    return _site(one) == _site(other) != ""


def _site(url: str) -> str:
    labels = host_of(url).split(".")
    deep = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3:] if deep else labels[-2:])


def joined(base: str, url: str) -> str:
    """`url` seen from `base`; empty where it is no address."""
    try:
        found = urljoin(base, url.strip())
    except ValueError:
        return ""
    return found if found.startswith(("http://", "https://")) else ""


def belongs(host: str, domains: Iterable[str]) -> bool:
    """Whether a host is one of the domains or below one."""
    host = host.lower().rstrip(".")
    return any(host == domain or host.endswith("." + domain) for domain in domains)
