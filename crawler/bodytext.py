"""The generic reader of a page's body: which lines of a page are its article, without any rule of the site.

Each line is worth something: prose counts for, links and snippets count against. The element of the highest sum
holds the article; see `find_body`.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.lines import Line, Node, Page, only_link
from crawler.markup import Element
from crawler.names import HEADINGS
from entities.junk import junk_of
from entities.prose import ENDED, ITEM

PARTS = frozenset(("p", "li", "ul", "ol", "blockquote", "h2", "h3", "h4"))  # of a text, never all of it
SNIPPET, SNIPPETS = 250, 700  # characters of prose in teasers of other articles: of each on average, at most
LITTLE = 150  # worth of prose below which a title is doubted to have its text below it
LIFT = {1: 0.4, 2: 0.8, 3: 1.0}  # the share of a page's prose above which a name is not believed


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The article's paragraphs and captions as they stand, and which line of the page is the first and the last."""

    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    first: int = 0
    last: int = 0
    prose: float = 0.0


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


def _value(page: Page) -> None:
    for line in page.lines:
        line.value = _worth(line)


def weigh(page: Page, start: int = 0, doubted: int = 0) -> Page:
    """Give every line its worth and every element the sum of its lines; prose above line `start` counts nothing.

    doubted: the level of names that are not believed, for pages whose names call the article itself junk.
    """
    for i, line in enumerate(page.lines):
        line.worth = 0.0 if line.caption else line.value
        if i < start:
            line.worth = min(0.0, line.worth)
    for node in page.nodes:
        node.level, node.prose, node.sum = node.named if node.named > doubted else 0, 0.0, 0.0
    prose = [0.0] * len(page.nodes)
    for line in page.lines:
        prose[line.node] += max(0.0, line.worth)
    for node, held in zip(page.nodes, page.summed(prose), strict=True):
        node.prose = held
    _mark_cards(page)
    total = page.nodes[0].prose if page.nodes else 0.0
    for node in page.nodes:  # a parent stands before its children
        if node.level and node.prose > LIFT[node.level] * total:
            node.level = 0
        if node.parent >= 0:
            node.level = max(node.level, page.nodes[node.parent].level)
    worth = [0.0] * len(page.nodes)
    for line in page.lines:
        if not page.nodes[line.node].level:
            worth[line.node] += line.worth
    for node, held in zip(page.nodes, page.summed(worth), strict=True):
        node.sum = held
    return page


def _mark_cards(page: Page) -> None:
    """Teasers of other articles: elements side by side, each a linked headline with a snippet of prose."""
    own, linked, told = ([0.0] * len(page.nodes) for _ in range(3))
    for line in page.lines:
        own[line.node] += 1
        linked[line.node] += only_link(line)
        told[line.node] += line.worth > 0
    lines, links, prose = map(page.summed, (own, linked, told))
    beside: dict[int, list[Node]] = {}
    for i, node in enumerate(page.nodes):
        if (
            2 <= lines[i] <= 6
            and links[i]
            and 1 <= prose[i] <= 2
            and node.prose <= SNIPPETS
            and node.element.tag != "p"
        ):
            beside.setdefault(node.parent, []).append(node)
    for cards in beside.values():
        for card in cards if len(cards) > 1 else ():
            card.level = 2


# ---------------------------------------------------------------- the body


def find_body(page: Page, start: int = 0) -> Body:
    """The article of a page: the element of the highest sum, narrowed to where its prose really stands.

    start: the line of the title; an article stands below it, unless most of the page's prose is above.
    """
    if not page.nodes:
        return Body()
    _value(page)
    prose = [max(0.0, line.value) for line in page.lines]
    start = start if sum(prose[start:]) > 0.5 * sum(prose[:start]) else 0
    top = _best(weigh(page, start))
    if start and (page.nodes[top].sum < LITTLE or _is_foreign(page, top, start)):
        start = _above(page, start, page.nodes[top].sum)
        top = _best(weigh(page, start))
    found = page.nodes[top].sum
    if found * 3 < page.nodes[0].prose:
        other = _best(weigh(page, start, 1))
        top = other if page.nodes[other].sum > 2.5 * found else _best(weigh(page, start))
    for doubted in (2, 3):
        if page.nodes[top].sum <= 0:
            top = _best(weigh(page, start, doubted))
    if page.nodes[top].sum <= 0:  # no prose at all: what its name calls the text, or all there is
        top = next((line.node for line in page.lines if page.nodes[line.node].bonus > 1), 0)
    inner, beside = _narrowed(page, top)
    if _is_cards(page, inner) and (near := _under_title(page, start, inner)):
        inner, beside = near, set()
    if _is_foreign(page, inner, start):
        return Body()
    below = page.within(inner)
    inside = {i for i, line in enumerate(page.lines) if line.node in below}
    return _body(page, sorted((inside - _lists(page, inner, start)) | beside))


def _above(page: Page, start: int, found: float) -> int:
    """0 where far more than is below the title line stands above it: then it was a list's print of the title."""
    whole = _best(weigh(page))
    return 0 if page.nodes[whole].sum > 3 * max(found, LITTLE) and not _is_foreign(page, whole, 0) else start


def _is_foreign(page: Page, inner: int, start: int) -> bool:
    """Whether an element stands in what is named a footer or comments, apart from the page's title."""
    foreign = [n for n in page.above(inner) if page.nodes[n].named == 3]
    return bool(foreign and page.lines) and page.lines[start].node not in page.within(foreign[-1])


def _is_cards(page: Page, inner: int) -> bool:
    """Whether an element holds snippets only, three or more side by side, each a short head above some prose."""
    below = page.within(inner)
    held: dict[int, list[Line]] = {i: [] for i in below if page.nodes[i].parent == inner}
    starts = sorted(held)
    for line in page.lines if len(starts) > 2 else ():
        if line.node in below and (at := bisect_right(starts, line.node)):
            held[starts[at - 1]].append(line)
    cards = [card for card in held.values() if 2 <= len(card) <= 4]
    heads = [card[0].text for card in cards if len(card[0].text) < 100 and card[-1].worth > 0]
    short = [head for head in heads if not ENDED.search(head) and not head[0].isdigit()]
    return len(short) >= 3 and len(short) == sum(map(bool, held.values()))


def _under_title(page: Page, start: int, inner: int) -> int | None:
    """The element of the prose that begins below the title, if it stands apart from `inner` and is an article's."""
    below = page.within(inner)
    first = next((line for line in page.lines[start:] if line.worth > 0), None)
    if first is None or first.node in below:
        return None
    apart = [n for n in page.above(first.node) if inner not in page.within(n)]
    told = [
        line
        for line in page.lines[start:]
        if apart and line.node in page.within(apart[-1]) and line.worth > 0
    ]
    long = len(told) > 1 and sum(line.worth for line in told) >= 250
    return apart[-1] if long and not page.nodes[apart[-1]].level else None


def _lists(page: Page, inner: int, start: int) -> set[int]:
    """Lines of elements beside the text that list other articles: nearly a headline for each snippet of prose.

    Headings without a link are headlines where short prose follows them outside of what is named an article's body.
    """
    links, heads, prose = ([0.0] * len(page.nodes) for _ in range(3))
    for line in page.lines:
        links[line.node] += only_link(line)
        heads[line.node] += line.tag in HEADINGS and not only_link(line)
        prose[line.node] += line.worth > 0
    links, heads, prose = map(page.summed, (links, heads, prose))
    below = page.within(inner)
    inside = [line for line in page.lines[start:] if line.worth > 0 and line.node in below]
    longest = max(inside, key=lambda line: line.worth, default=None)
    told = [*inside[:1], *([longest] if longest and longest.worth > SNIPPET else [])]
    text = {*page.above(inner), *(n for line in told for n in page.above(line.node))}
    lists = {
        i
        for i, node in enumerate(page.nodes)
        if 2 <= links[i] + heads[i] > 0.75 * prose[i]
        and i not in text
        and node.element.tag not in ("p", "ul", "ol")
        and (node.prose <= SNIPPET * prose[i] or links[i] > 2 * prose[i])
        and (2 <= links[i] > 0.75 * prose[i] or not page.is_body(i))
    }
    held = {below for i in lists for below in page.within(i)}
    return {i for i, line in enumerate(page.lines) if line.node in held}


def ruled_body(page: Page, elements: Iterable[Element]) -> Body:
    """The article in the elements that a site's rule names: taken as they are, less the junk inside them."""
    named = {id(e) for e in elements}
    _value(page)
    weigh(page)
    chosen = {i for i, node in enumerate(page.nodes) if id(node.element) in named}
    held = {below for i in chosen for below in page.within(i)}
    lines = [i for i, line in enumerate(page.lines) if line.node in held]
    return _body(page, lines, base=max((page.nodes[c].level for c in chosen), default=0))


def _best(page: Page) -> int:
    """The element of the highest sum; a paragraph or list stands for what holds it, if that is worth half as much."""
    best = max(range(len(page.nodes)), key=lambda i: (page.nodes[i].sum * page.nodes[i].bonus, i))
    holder = next((n for n in page.above(best) if page.nodes[n].element.tag not in PARTS), best)
    return holder if page.nodes[holder].sum * page.nodes[holder].bonus >= 0.5 * page.nodes[best].sum else best


def _narrowed(page: Page, node: int) -> tuple[int, set[int]]:
    """Down to the child that holds nearly all; prose that stands right beside it (a lead, a last part) comes along."""
    children: dict[int, list[int]] = {}
    for i, known in enumerate(page.nodes):
        children.setdefault(known.parent, []).append(i)
    beside: set[int] = set()
    while True:
        best = max(children.get(node, ()), key=lambda i: page.nodes[i].sum, default=None)
        if best is None or page.nodes[best].element.tag == "p" or page.nodes[node].sum <= 0:
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
        for twin in _twins(page, best, children[node]):
            beside |= {i for i, line in enumerate(page.lines) if line.node in page.within(twin)}
        node = best


def _twins(page: Page, best: int, children: list[int]) -> list[int]:
    """Elements beside one of the same tag and class: pieces of a text that adverts or pictures cut."""
    like = page.nodes[best].element
    return [
        child
        for child in children
        if child != best
        and like.get("class")
        and page.nodes[child].element.get("class") == like.get("class")
        and page.nodes[child].element.tag == like.tag != "article"
        and page.nodes[child].sum > 0
        and page.nodes[child].element.find(".//h1") is None
    ]


def _body(page: Page, lines: list[int], base: int = 0) -> Body:
    known = [i for i in lines if page.nodes[page.lines[i].node].level <= base and page.lines[i].tag != "h1"]
    captions = tuple(page.lines[i].text for i in known if page.lines[i].caption)
    kept = _without_links(page, [i for i in known if not page.lines[i].caption])
    prose = [i for i in kept if page.lines[i].worth > 0] or kept
    return Body(
        paragraphs=tuple(_joined(page, (page.lines[i] for i in kept))),
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


def _joined(page: Page, lines: Iterable[Line]) -> list[str]:
    """Paragraphs; a line that a single <br> broke off in mid-sentence goes on, and so does a row of a table."""
    paragraphs: list[str] = []
    last: Line | None = None
    for line in lines:
        if last and (_goes_on(last, line) or _same_row(page, last, line)):
            paragraphs[-1] += " " + line.text
        else:
            paragraphs.append(ITEM + line.text if line.tag == "li" else line.text)
        last = line
    return paragraphs


def _goes_on(last: Line, line: Line) -> bool:
    broken = line.after_br and line.node == last.node
    return broken and line.text[0].islower() and not ENDED.search(last.text)


def _same_row(page: Page, last: Line, line: Line) -> bool:
    """Short cells side by side; in layouts made of tables cells hold whole texts."""
    cells = last.tag in ("td", "th") and line.tag in ("td", "th") and line.node != last.node
    short = len(last.text) < 80 and len(line.text) < 80
    return cells and short and page.nodes[line.node].parent == page.nodes[last.node].parent
