"""The generic reader of a page's body: which lines of a page are its article, without any rule of the site.

The tree is walked once into lines (text between block boundaries or <br>), each worth something: prose counts
for, links and snippets count against. The element of the highest sum holds the article; see `find_body`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from crawler.markup import Element
from crawler.names import BLOCK, BODY, CAPTION, HEADINGS, NEVER, RARELY, SKIP
from entities.junk import junk_of
from entities.prose import ITEM

TAXONOMY = re.compile(r"(?:^|\s)(?:tag|category|kategori|topik?|pa_\w+)-[\w-]+")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
BRANDED = re.compile(r"[\w-]{2,25}\.(?:com|co\.id|id|net|co),\s[A-Z][\w .]{1,30}$")
ENDED = re.compile(r"[.!?:;…]['\"”’»)\]]{0,3}$")
LIFT = {1: 0.4, 2: 0.8}  # the share of a page's prose above which a name is not believed
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
    level: int  # 0: nothing known, 1 and 2: named like junk (RARELY, NEVER)
    bonus: float = 1.0
    caption: bool = False
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The article's paragraphs and captions as they stand, and which line of the page is the first and the last."""

    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    first: int = 0
    last: int = 0
    prose: float = 0.0


# ---------------------------------------------------------------- the walk


class _Walk:
    """Collects the lines of a tree; one pass, no recursion."""

    def __init__(self) -> None:
        self.page = Page()
        self.open: list[int] = [-1]
        self.text: list[str] = []
        self.linked = 0
        self.links = 0
        self.bold = 0
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
        if tag in BLOCK or level or self.open[-1] < 0:
            self.flush()
            parent = self.open[-1]
            caption = (
                tag == "figcaption"
                or bool(names and _called(names)[1])
                or (parent >= 0 and self.page.nodes[parent].caption)
            )
            self.page.nodes.append(Node(element, parent, level, _bonus(element, names), caption))
            self.open.append(len(self.page.nodes) - 1)
        elif tag == "a" and element.get("href"):
            self.links += 1
        elif tag in ("b", "strong"):
            self.bold += 1
        self.add(element.text)
        if level and tag == "a":
            self.links += 1

    def end(self, element: Element, tag: str) -> None:
        if self.page.nodes and self.open[-1] >= 0 and self.page.nodes[self.open[-1]].element is element:
            self.flush()
            self.open.pop()
            self.links -= tag == "a" and self.links > 0
        elif tag == "a" and element.get("href"):
            self.links -= 1
        elif tag in ("b", "strong"):
            self.bold -= 1
            lead = " ".join("".join(self.text).split())
            if (
                lead
                and BRANDED.match(lead)
                and not (element.tail or "").lstrip(" \xa0\t\n").startswith(("-", "–", "—"))
            ):
                self.text.append(" - ")  # a dateline that only its bold type sets apart


def walk(root: Element) -> Page:
    """The lines of a page in document order, with what their elements' names say and what they are worth."""
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
    _weigh(state.page)
    return state.page


@lru_cache(maxsize=4096)
def _called(names: str) -> tuple[int, bool, bool]:
    """What a class and id say: the level, whether a caption, whether an article's body."""
    known = names
    if "type-post" in names or "hentry" in names:  # WordPress lists an article's tags among its classes
        known = TAXONOMY.sub(" ", names)
    level = 2 if NEVER.search(known) else 1 if RARELY.search(known) else 0
    return level, bool(CAPTION.search(known)), bool(BODY.search(known))


def _level(element: Element, tag: str, names: str) -> int:
    if tag in ("nav", "footer", "aside") or element.get("hidden") is not None:
        return 1
    style = element.get("style")
    if style and HIDDEN.search(style):
        return 1
    return _called(names)[0] if names and tag != "body" else 0


def _bonus(element: Element, names: str) -> float:
    if "articlebody" in (element.get("itemprop") or "").lower():
        return 1.4
    return 1.15 if names and _called(names)[2] else 1.0


# ---------------------------------------------------------------- what lines and elements are worth


def _worth(line: Line) -> float:
    size, share = len(line.text), line.linked / max(1, len(line.text))
    if share > 0.5:
        return -min(60.0, 15 + size * 0.4)
    if line.tag in HEADINGS:
        return 0.0
    if size >= 100 or (size >= (20 if line.tag == "p" else 40) and ENDED.search(line.text)):
        return size * (1 - share)
    return -8.0 if size < 30 else 0.0


def _weigh(page: Page) -> None:
    for line in page.lines:
        line.worth = 0.0 if line.caption else _worth(line)
    _mark_cards(page)
    for line in page.lines:
        if line.worth > 0:
            for node in page.above(line.node):
                page.nodes[node].prose += line.worth
    total = page.nodes[0].prose if page.nodes else 0.0
    for node in page.nodes:
        if node.level and node.prose > LIFT[node.level] * total:
            node.level = 0
    for node in page.nodes:  # a parent stands before its children
        if node.parent >= 0:
            node.level = max(node.level, page.nodes[node.parent].level)
    for line in page.lines:
        if not page.nodes[line.node].level:
            for above in page.above(line.node):
                page.nodes[above].sum += line.worth


def _mark_cards(page: Page) -> None:
    """Teasers of other articles: elements side by side, each a linked headline with a snippet of prose."""
    lines, links, prose = ([0] * len(page.nodes) for _ in range(3))
    for line in page.lines:
        for node in page.above(line.node):
            lines[node] += 1
            links[node] += only_link(line)
            prose[node] += line.worth > 0
    beside: dict[int, list[int]] = {}
    for i, node in enumerate(page.nodes):
        if 2 <= lines[i] <= 6 and links[i] and 1 <= prose[i] <= 2 and node.element.tag != "p":
            beside.setdefault(node.parent, []).append(i)
    for cards in beside.values():
        for i in cards if len(cards) > 1 else ():
            page.nodes[i].level = 2


# ---------------------------------------------------------------- the body


def find_body(page: Page, within: Iterable[Element] | None = None) -> Body:
    """The article of a page: the element of the highest sum, narrowed to where its prose really stands.

    within: the elements that a site's rule names; they are taken as they are, only their junk is left out.
    """
    if not page.nodes:
        return Body()
    if within is not None:
        chosen = {i for i, node in enumerate(page.nodes) if any(node.element is e for e in within)}
        lines = [i for i, line in enumerate(page.lines) if chosen & set(page.above(line.node))]
        return _body(page, lines, base=max((page.nodes[c].level for c in chosen), default=0))
    top = max(range(len(page.nodes)), key=lambda i: (page.nodes[i].sum * page.nodes[i].bonus, i))
    if page.nodes[top].sum <= 0 and any(node.level for node in page.nodes):
        return find_body(_disbelieved(page))
    inner, beside = _narrowed(page, top)
    inside = {i for i, line in enumerate(page.lines) if inner in page.above(line.node)}
    return _body(page, sorted(inside | beside))


def _disbelieved(page: Page) -> Page:
    """The page as if its elements had no names, for one whose names call all of it junk."""
    for node in page.nodes:
        node.level, node.prose, node.sum = 0, 0.0, 0.0
    _weigh(page)
    return page


def _narrowed(page: Page, node: int) -> tuple[int, set[int]]:
    """Down to the child that holds nearly all; prose that stands right beside it (a lead, a last part) comes along."""
    children: dict[int, list[int]] = {}
    for i, known in enumerate(page.nodes):
        children.setdefault(known.parent, []).append(i)
    beside: set[int] = set()
    while True:
        best = max(children.get(node, ()), key=lambda i: page.nodes[i].sum, default=None)
        if best is None or page.nodes[best].element.tag == "p":
            return node, beside
        named = page.nodes[best].bonus > 1 or page.nodes[best].element.tag == "article"
        if page.nodes[best].sum < (0.6 if named else 0.8) * page.nodes[node].sum:
            return node, beside
        for i, line in enumerate(page.lines):
            own = line.node == node or (
                page.nodes[line.node].parent == node and line.tag == "p" and line.node != best
            )
            if own and line.worth > 0:
                beside.add(i)
        node = best


def _body(page: Page, lines: list[int], base: int = 0) -> Body:
    known = [i for i in lines if page.nodes[page.lines[i].node].level <= base and page.lines[i].tag != "h1"]
    captions = tuple(page.lines[i].text for i in known if page.lines[i].caption)
    kept = _without_links(page, [i for i in known if not page.lines[i].caption])
    prose = [i for i in kept if page.lines[i].worth > 0] or kept
    return Body(
        paragraphs=tuple(_joined(page.lines[i] for i in kept)),
        captions=captions,
        first=prose[0] if prose else 0,
        last=prose[-1] if prose else 0,
        prose=sum(max(0.0, page.lines[i].worth) for i in kept),
    )


def _without_links(page: Page, lines: list[int]) -> list[int]:
    """Without the paragraphs that are one link, and the marker ("Baca juga") that stands alone above them."""
    kept: list[int] = []
    for i in lines:
        if not only_link(page.lines[i]):
            kept.append(i)
        elif (
            kept
            and len(page.lines[kept[-1]].text) < 40
            and junk_of("").marker.match(page.lines[kept[-1]].text)
        ):
            kept.pop()
    return kept


def only_link(line: Line) -> bool:
    """A paragraph that is one link leads to another article, whatever it says."""
    return line.linked > 0.85 * len(line.text)


def _joined(lines: Iterable[Line]) -> list[str]:
    """Paragraphs; a line that a single <br> broke off in mid-sentence goes on."""
    paragraphs: list[str] = []
    node = -1
    for line in lines:
        if (
            paragraphs
            and line.after_br
            and line.node == node
            and line.text[0].islower()
            and not ENDED.search(paragraphs[-1])
        ):
            paragraphs[-1] += " " + line.text
        else:
            paragraphs.append(ITEM + line.text if line.tag == "li" else line.text)
        node = line.node
    return paragraphs
