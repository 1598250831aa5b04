"""A page as lines: its tree walked once, with what the names of its elements say of each stretch of text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from crawler.markup import Element
from crawler.names import (
    BLOCK,
    BODY,
    CAPTION,
    FOREIGN,
    HEADINGS,
    IMAGE_BOX,
    LOOKS,
    NARROW,
    NEVER,
    RARELY,
    SHOWN_WIDE,
    SKIP,
)
from entities.junk import junk_of

TAXONOMY = re.compile(r"(?:^|\s)(?:tag|category|kategori|topik?|pa_\w+)-[\w-]+")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
BREAKS = re.compile(r"white-?space\s*[:-]\s*(?:break-spaces|pre(?:-line|-wrap)?)(?![\w-])", re.I)
BRANDED = re.compile(r"[\w-]{2,25}\.(?:com|co\.id|id|net|co),\s[A-Z][\w .]{1,30}$")
NOTHING = (0, False, False, False)
LEADS = frozenset(("b", "strong"))
FRAME = {"nav": 3, "footer": 3, "aside": 2}
WRAPPED = 100  # characters of a line below which <pre> may have broken it off
LEAD_PIECES = 20  # stretches of text that a bold dateline has at most
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
    value: float = 0.0  # what it is worth by itself
    worth: float = 0.0  # the same where it stands


@dataclass(slots=True)
class Node:
    element: Element
    parent: int
    named: int  # 0: nothing known, 1 to 3: named like junk (RARELY, NEVER, FOREIGN)
    bonus: float = 1.0
    caption: bool = False
    picture: bool = False  # named for a picture
    level: int = 0  # `named`, as far as it is believed, here or above
    prose: float = 0.0
    sum: float = 0.0


@dataclass(slots=True)
class Page:
    nodes: list[Node] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    named: list[tuple[Element, str]] = field(default_factory=list)  # elements with class, id, rel or itemprop

    def above(self, node: int) -> Iterable[int]:
        """The node and its ancestors, inside out."""
        while node >= 0:
            yield node
            node = self.nodes[node].parent

    def is_body(self, node: int) -> bool:
        """Whether the node or one above it is named as what holds an article."""
        return any(self.nodes[n].bonus > 1 for n in self.above(node))

    def within(self, node: int) -> range:
        """The node and all below it: nodes stand in document order."""
        end = node + 1
        while end < len(self.nodes) and self.nodes[end].parent >= node:
            end += 1
        return range(node, end)

    def summed(self, values: list[float]) -> list[float]:
        """Each node's value and those of all nodes below it."""
        sums = values[:]
        for i in range(len(sums) - 1, 0, -1):
            if (parent := self.nodes[i].parent) >= 0:
                sums[parent] += sums[i]
        return sums


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
            if element is state.element or tag in LEADS or tag == "a":
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
        self.element: Element = None  # the innermost that is a node
        self.text: list[str] = []
        self.linked = 0
        self.links = 0
        self.after_br = False
        self.kept = -1  # the node whose line breaks show

    def add(self, text: str | None) -> None:
        if text and self.kept >= 0 and "\n" in text:
            self.broken(text)
        elif text and (self.text or self.links or not text.isspace()):
            self.text.append(text)
            if self.links:
                self.linked += len(text) - text.count("\n")

    def broken(self, text: str) -> None:
        """Text whose own line breaks show: a blank line ends a paragraph, a line that is no row of <pre> is one."""
        kept, self.kept = self.kept, -1
        rows = WRAPPED if self.page.nodes[kept].element.tag == "pre" else 0
        last = ""
        for i, piece in enumerate(text.split("\n")):
            if i and (not piece.strip() or len(last) >= rows):
                self.flush(br=bool(piece.strip()))
            self.add(f" {piece}" if i else piece)
            last = piece
        self.kept = kept

    def flush(self, *, br: bool = False) -> None:
        if not self.text:
            self.after_br = False
            return
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
        known = dict(element.items())
        # The id of a heading is its own text; the classes of <body> tell of the whole site.
        anchor = "" if tag in HEADINGS or not known else known.get("id") or ""
        names = f"{known.get('class') or ''} {anchor}".strip() if known else ""
        called, captioned, body, picture = _called(names) if names and tag != "body" else NOTHING
        level = _level(tag, known, called)
        caption = tag == "figcaption" or captioned
        # Within a sentence only the plainest names count: "tag-link" may well be one of its words.
        if tag in BLOCK or level >= 2 or caption or self.open[-1] < 0 or _is_button(element, level):
            self.flush()
            parent = self.open[-1]
            caption = caption or (parent >= 0 and self.page.nodes[parent].caption)
            bonus = 1.4 if "articlebody" in known.get("itemprop", "").lower() else 1.15 if body else 1.0
            self.page.nodes.append(Node(element, parent, level, bonus, caption, picture))
            self.open.append(len(self.page.nodes) - 1)
            self.element = element
            shown = f"{known['style']} {names}" if "style" in known else names
            if self.kept < 0 and (tag == "pre" or ("white" in shown and BREAKS.search(shown))):
                self.kept = self.open[-1]
        if names or "rel" in known or "itemprop" in known:
            self.page.named.append((element, f"{names} {known.get('rel', '')} {known.get('itemprop', '')}"))
        if tag == "a" and known.get("href"):
            self.links += 1
        self.add(element.text)

    def end(self, element: Element, tag: str) -> None:
        if element is self.element:
            self.flush()
            if self.open.pop() == self.kept:
                self.kept = -1
            self.element = self.page.nodes[self.open[-1]].element if self.open[-1] >= 0 else None
        elif tag in LEADS and len(self.text) < LEAD_PIECES:
            lead = " ".join("".join(self.text).split())
            if (
                lead
                and BRANDED.match(lead)
                and not (element.tail or "").lstrip(" \xa0\t\n").startswith(("-", "–", "—"))
            ):
                self.text.append(" - ")  # a dateline that only its bold type sets apart
        if tag == "a" and element.get("href"):
            self.links -= 1


def _is_button(element: Element, level: int) -> bool:
    """A span within a paragraph that only says "Share" or "Advertisement"."""
    text = element.text or ""
    return level == 1 and 0 < len(text) < 40 and bool(junk_of("").drop.match(text.strip()))


@lru_cache(maxsize=4096)
def _called(names: str) -> tuple[int, bool, bool, bool]:
    """What a class and id say: the level, whether a caption, an article's body, a picture's box."""
    known = LOOKS.sub(" ", names)
    if SHOWN_WIDE.search(known):
        known = NARROW.sub(" ", known)
    if "type-post" in names or "hentry" in names:  # WordPress lists an article's tags among its classes
        known = TAXONOMY.sub(" ", known)
    level = 3 if FOREIGN.search(known) else 2 if NEVER.search(known) else 1 if RARELY.search(known) else 0
    return level, bool(CAPTION.search(known)), bool(BODY.search(known)), bool(IMAGE_BOX.search(known))


def _level(tag: str, known: dict[str, str], called: int) -> int:
    if tag in FRAME:
        return FRAME[tag]
    if "hidden" in known:
        return 1
    style = known.get("style")
    if style and HIDDEN.search(style):
        return 1
    return called if tag != "body" else 0
