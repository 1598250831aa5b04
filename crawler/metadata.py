"""What a page says about itself to machines: JSON-LD, meta elements, itemprops; read once, asked by name."""

import html as entities
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from crawler.markup import Element, plain

MAX_LD = 400_000
ARTICLE = re.compile(
    r"(?:News|Report|Analysis|Opinion|Review|Blog|Satirical|Advertiser)?\w*(?:Article|BlogPosting|Reportage|Report)"
)
MAX_DRAWN = 2_000_000
STREAMED = re.compile(r"self\.__next_f\.push\((?P<data>\[.*\])\);?\s*\Z", re.S)
RUN = re.compile(r"(?:<p\b[^<>]{0,300}>[^<]*(?:<(?!/?p\b)[^<]*)*</p>\s*){2,}")
DRAWN = {  # JSON-LD's name -> names seen in the data of drawn pages, without underscores
    "headline": ("title", "judul", "headline"),
    "datePublished": ("publishedat", "datepublished", "publishdate", "tanggal", "date", "createdat"),
}
LOOSE = re.compile(
    r'"(headline|datePublished|dateModified|description|articleSection|keywords)"\s*:\s*"((?:[^"\\]|\\.){1,2000})"'
)
LOOSE_AUTHOR = re.compile(
    r'"(author|editor)"\s*:\s*[\[{][^\]}]{0,300}?"name"\s*:\s*"((?:[^"\\]|\\.){1,200})"'
)


@dataclass(frozen=True, kw_only=True)
class Metadata:
    """JSON-LD article, breadcrumb names, and meta contents by lower-case name in document order."""

    article: dict[str, Any] = field(default_factory=dict)
    crumbs: tuple[str, ...] = ()
    metas: dict[str, list[str]] = field(default_factory=dict)

    def meta(self, *names: str) -> Iterator[str]:
        """The contents of these meta elements that are not empty, in the order of the names."""
        for name in names:
            yield from self.metas.get(name, ())

    def ld(self, key: str) -> str:
        """A text value of the JSON-LD article, unescaped; empty where there is none."""
        value = self.article.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        return plain(value) if isinstance(value, str) else ""

    def ld_names(self, key: str, *, people: bool = True) -> list[str]:
        """The names of the persons (or organisations) under a key such as "author"."""
        found = self.article.get(key)
        return [name for value in _listed(found) for name in _name(value, people)]


def read_metadata(root: Element) -> Metadata:
    nodes = list(_nodes(_scripts(root)))
    article = _article(nodes)
    if not article.get("articleBody"):
        article = {**drawn(root), **article}
    return Metadata(article=article, crumbs=_crumbs(nodes), metas=_metas(root))


# ---------------------------------------------------------------- pages that scripts draw


def drawn(root: Element) -> dict[str, Any]:
    """The article in the data that a Next.js page draws itself from, under the names that JSON-LD uses."""
    streamed: list[str] = []
    for script in root.iter("script"):
        text = (script.text or "").strip()
        if script.get("id") == "__NEXT_DATA__":
            return _drawn(text[:MAX_DRAWN])
        if found := STREAMED.match(text[:MAX_DRAWN]):
            streamed += _strings(found["data"])
    runs = RUN.findall("".join(streamed)[:MAX_DRAWN]) if streamed else []
    longest = max(runs, key=len, default="")
    return {"articleBody": longest} if _is_text(longest) else {}


def _drawn(text: str) -> dict[str, Any]:
    """The object that holds the longest text; what stands beside the text is its headline and date."""
    held = [
        (len(v), i, node, v) for i, node in enumerate(_nodes([text])) for v in node.values() if _is_text(v)
    ]
    if not held:
        return {}
    _, _, node, body = max(held, key=lambda h: (h[0], -h[1]))
    named = {key.lower().replace("_", ""): value for key, value in node.items() if isinstance(value, str)}
    found = {key: next((named[n] for n in names if named.get(n)), None) for key, names in DRAWN.items()}
    return {"articleBody": body, **{key: value for key, value in found.items() if value}}


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) > 300 and value.count(". ") + value.count(".<") >= 3


def _strings(data: str) -> list[str]:
    try:
        return [v for v in _listed(json.loads(data)) if isinstance(v, str)]
    except (ValueError, RecursionError):
        return []


def _metas(root: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        name = (
            element.get("property")
            or element.get("name")
            or element.get("itemprop")
            or element.get("http-equiv")
        )
        if content and name:
            found.setdefault(name.strip().lower(), []).append(entities.unescape(content))
    return found


def _scripts(root: Element) -> Iterator[str]:
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            yield script.text[:MAX_LD]


def _nodes(scripts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Every object of every script, outer before inner; a script that stays broken gives what can be seen in it."""
    for script in scripts:
        queue = [_loads(script)]
        for value in queue:
            if isinstance(value, dict):
                yield value
                queue.extend(v for v in value.values() if isinstance(v, dict | list))
            elif isinstance(value, list):
                queue.extend(value)


def _loads(script: str) -> Any:
    text = (
        re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", script)
        .strip()
        .rstrip(";")
    )
    for attempt in (text, re.sub(r",(\s*[}\]])", r"\1", text), entities.unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    found: dict[str, Any] = {
        key: value.replace('\\"', '"').replace("\\/", "/") for key, value in reversed(LOOSE.findall(text))
    }
    found |= {key: {"name": name} for key, name in reversed(LOOSE_AUTHOR.findall(text))}
    return {"@type": "NewsArticle", **found} if "headline" in found or "datePublished" in found else {}


def _types(node: dict[str, Any]) -> list[str]:
    return [t for t in _listed(node.get("@type")) if isinstance(t, str)]


def _article(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """The first article node, filled from later nodes of the same headline (WordPress plugins write two)."""
    articles = [n for n in nodes if any(ARTICLE.fullmatch(t.rsplit("/", 1)[-1]) for t in _types(n))]
    dated = [n for n in articles if n.get("datePublished")] or articles
    if not dated:
        pages = [n for n in nodes if "WebPage" in _types(n) and n.get("datePublished")]
        return {k: v for k, v in pages[0].items() if k.startswith("date")} if pages else {}
    first = dict(dated[0])
    for other in dated[1:]:
        if other.get("headline") in (None, first.get("headline")):
            first = {**other, **{k: v for k, v in first.items() if v not in (None, "", [])}}
    return _with_references(first, nodes)


def _with_references(article: dict[str, Any], nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """Authors given as {"@id": ...} of a @graph, resolved to the node of that id."""
    by_id = {n["@id"]: n for n in nodes if isinstance(n.get("@id"), str) and "name" in n}
    for key in ("author", "editor"):
        known = [by_id.get(v.get("@id"), v) if isinstance(v, dict) else v for v in _listed(article.get(key))]
        if known:
            article = {**article, key: known}
    return article


def _crumbs(nodes: list[dict[str, Any]]) -> tuple[str, ...]:
    for node in nodes:
        if "BreadcrumbList" in _types(node):
            names = [name for item in _listed(node.get("itemListElement")) for name in _crumb(item)]
            if names:
                return tuple(names)
    return ()


def _crumb(item: Any) -> Iterator[str]:
    inner = item.get("item") if isinstance(item, dict) else None
    for holder in (item, inner):
        if isinstance(holder, dict) and isinstance(holder.get("name"), str):
            yield plain(holder["name"])
            return


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(value: Any, people: bool) -> Iterator[str]:
    if isinstance(value, str):
        yield plain(value)
    elif isinstance(value, dict):
        person = "Organization" not in " ".join(_types(value))
        for name in _listed(value.get("name")):
            if isinstance(name, str) and person is people:
                yield plain(name)
