"""A page as lines: its tree walked once, with what the names of its elements say of each stretch of text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from crawler.markup import Element
from crawler.names import BLOCK, BODY, CAPTION, FOREIGN, NEVER, RARELY, SKIP
from entities.junk import junk_of

TAXONOMY = re.compile(r"(?:^|\s)(?:tag|category|kategori|topik?|pa_\w+)-[\w-]+")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
BRANDED = re.compile(r"[\w-]{2,25}\.(?:com|co\.id|id|net|co),\s[A-Z][\w .]{1,30}$")
FRAME = {"nav": 3, "footer": 3, "aside": 2}
MAX_LINES = 20_000


@dataclass(slots=True)
class Line:
    """A run of text: `linked` of its characters stand in links; `after_br` when a single <br> began it."""

    text: str
    tag: str
    node: int
    linked: int = 0
    after_br: bool = False
    caption: bool = False
    worth: float = 0.0


@dataclass(slots=True)
class Node:
    element: Element
    parent: int
    named: int  # 0: nothing known, 1 to 3: named like junk (RARELY, NEVER, FOREIGN)
    bonus: float = 1.0
    caption: bool = False
    level: int = 0  # `named`, as far as it is believed, here or above
    prose: float = 0.0
    sum: float = 0.0


@dataclass(slots=True)
class Page:
    nodes: list[Node] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def above(self, node: int) -> Iterable[int]:
        """The node and its ancestors, inside out."""
        while node >= 0:
            yield node
            node = self.nodes[node].parent


def only_link(line: Line) -> bool:
    """A paragraph that is one link leads to another article, whatever it says."""
    return line.linked > 0.85 * len(line.text)


def lines_of(root: Element) -> Page:
    """The lines of a page in document order; nothing is weighed yet."""
    body = root.find("body")
    body = root if body is None else body
    state = _Walk()
    walker = etree.iterwalk(body, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if tag in SKIP:
                walker.skip_subtree()
            elif tag == "br":
                state.flush(br=True)
            else:
                state.start(element, tag)
        else:
            if tag not in SKIP and tag != "br":
                state.end(element, tag)
            if element is not body:
                state.add(element.tail)
    state.flush()
    return state.page


class _Walk:
    """Collects the lines of a tree; one pass, no recursion."""

    def __init__(self) -> None:
        self.page = Page()
        self.open: list[int] = [-1]
        self.text: list[str] = []
        self.linked = 0
        self.links = 0
        self.after_br = False

    def add(self, text: str | None) -> None:
        if text:
            self.text.append(text)
            if self.links:
                self.linked += len(text) - text.count("\n")

    def flush(self, *, br: bool = False) -> None:
        text = " ".join("".join(self.text).split())
        if text and len(self.page.lines) < MAX_LINES:
            node = self.open[-1]
            known = self.page.nodes[node]
            line = Line(
                text, known.element.tag, node, min(self.linked, len(text)), self.after_br, known.caption
            )
            self.page.lines.append(line)
        self.after_br = br and bool(text)
        self.text, self.linked = [], 0

    def start(self, element: Element, tag: str) -> None:
        names = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
        level = _level(element, tag, names)
        caption = tag == "figcaption" or bool(names and _called(names)[1])
        # Within a sentence only the plainest names count: "tag-link" may well be one of its words.
        if tag in BLOCK or level >= 2 or _is_button(element, level) or caption or self.open[-1] < 0:
            self.flush()
            parent = self.open[-1]
            caption = caption or (parent >= 0 and self.page.nodes[parent].caption)
            self.page.nodes.append(Node(element, parent, level, _bonus(element, names), caption))
            self.open.append(len(self.page.nodes) - 1)
        self.links += _is_link(element, tag)
        self.add(element.text)

    def end(self, element: Element, tag: str) -> None:
        if self.page.nodes and self.open[-1] >= 0 and self.page.nodes[self.open[-1]].element is element:
            self.flush()
            self.open.pop()
        elif tag in ("b", "strong"):
            lead = " ".join("".join(self.text).split())
            if (
                lead
                and BRANDED.match(lead)
                and not (element.tail or "").lstrip(" \xa0\t\n").startswith(("-", "–", "—"))
            ):
                self.text.append(" - ")  # a dateline that only its bold type sets apart
        self.links -= _is_link(element, tag)


def _is_button(element: Element, level: int) -> bool:
    """A span within a paragraph that only says "Share" or "Advertisement"."""
    text = element.text or ""
    return level == 1 and 0 < len(text) < 40 and bool(junk_of("").drop.match(text.strip()))


def _is_link(element: Element, tag: str) -> bool:
    return tag == "a" and bool(element.get("href"))


@lru_cache(maxsize=4096)
def _called(names: str) -> tuple[int, bool, bool]:
    """What a class and id say: the level, whether a caption, whether an article's body."""
    known = names
    if "type-post" in names or "hentry" in names:  # WordPress lists an article's tags among its classes
        known = TAXONOMY.sub(" ", names)
    level = 3 if FOREIGN.search(known) else 2 if NEVER.search(known) else 1 if RARELY.search(known) else 0
    return level, bool(CAPTION.search(known)), bool(BODY.search(known))


def _level(element: Element, tag: str, names: str) -> int:
    if tag in FRAME:
        return FRAME[tag]
    if element.get("hidden") is not None:
        return 1
    style = element.get("style")
    if style and HIDDEN.search(style):
        return 1
    return _called(names)[0] if names and tag != "body" else 0


def _bonus(element: Element, names: str) -> float:
    if "articlebody" in (element.get("itemprop") or "").lower():
        return 1.4
    return 1.15 if names and _called(names)[2] else 1.0
