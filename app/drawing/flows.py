"""From where to where, in two columns: a box for each origin and destination, a band for what goes between them."""

from dataclasses import dataclass

from app.drawing.fit import named, needed
from app.drawing.pen import MARGIN, SMALL, Pen, number
from app.drawing.records import Amount, Flows, Node
from app.drawing.words import figure, say, top

LEAST, GAP = 19.0, 5.0  # height of a box, and between boxes
FULL = 300.0  # height of all bands of a column together
BOX = 12.0
WIDEST = 0.34  # of the width, for the names of a column


@dataclass
class Slot:
    """A box, and how much of its height bands have taken so far."""

    node: Node
    y: float
    high: float
    taken: float = 0.0


def flows(drawing: Flows, pen: Pen) -> str:
    """Draw the flows; a sentence that tells them."""
    about = drawing.about
    sums = [_sums(drawing, origin=origin) for origin in (True, False)]
    scale = FULL / float(max(sum(sums[0]), 1))
    names = [_names(pen, nodes) for nodes in (drawing.origins, drawing.destinations)]
    left, right = MARGIN + names[0] + 6, pen.width - MARGIN - names[1] - 6
    columns = [
        _column(nodes, own, scale, pen.bottom + 20)
        for nodes, own in zip((drawing.origins, drawing.destinations), sums, strict=True)
    ]
    heads = [say(about.language, f"head.{name}") for name in ("origin", "destination")]
    pen.text(left + BOX, pen.bottom + 10, heads[0], look="soft", size=SMALL, anchor="end")
    pen.text(right - BOX, pen.bottom + 10, heads[1], look="soft", size=SMALL)
    _bands(pen, drawing, columns, scale, left + BOX, right - BOX)
    _boxes(pen, columns[0], left, left - 6, "end")
    _boxes(pen, columns[1], right - BOX, right + 6, "start")
    pen.bottom = max((slot.y + slot.high for column in columns for slot in column), default=pen.bottom + 20)
    ranked = sorted(drawing.links, key=lambda link: (-link.value, link.origin, link.destination))
    pairs = [
        (f"{drawing.origins[k.origin].name} – {drawing.destinations[k.destination].name}", k.value)
        for k in ranked
    ]
    ends = (sum(not n.rest for n in nodes) for nodes in (drawing.origins, drawing.destinations))
    return say(
        about.language, "told.flows", origins=next(ends), destinations=next(ends), top=top(pairs, about)
    )


def _sums(drawing: Flows, *, origin: bool) -> list[Amount]:
    nodes = drawing.origins if origin else drawing.destinations
    found: list[Amount] = [0] * len(nodes)
    for link in drawing.links:
        found[link.origin if origin else link.destination] += link.value
    return found


def _label(pen: Pen, node: Node) -> str:
    return named(node.name, figure(node.value, pen.about), pen.width * WIDEST, SMALL)


def _names(pen: Pen, nodes: tuple[Node, ...]) -> float:
    """The room for the names of a column."""
    return max((needed(_label(pen, node), SMALL) for node in nodes), default=40.0)


def _column(nodes: tuple[Node, ...], sums: list[Amount], scale: float, y: float) -> list[Slot]:
    found = []
    for node, own in zip(nodes, sums, strict=True):
        high = max(LEAST, float(own) * scale)
        found.append(Slot(node, y, high))
        y += high + GAP
    return found


def _bands(
    pen: Pen, drawing: Flows, columns: list[list[Slot]], scale: float, left: float, right: float
) -> None:
    middle = (left + right) / 2
    for slot, own in zip(
        (*columns[0], *columns[1]),
        (*_sums(drawing, origin=True), *_sums(drawing, origin=False)),
        strict=True,
    ):
        slot.taken = (slot.high - float(own) * scale) / 2  # bands of a small box meet its middle
    for link in sorted(drawing.links, key=lambda link: (link.origin, link.destination)):
        one, other = columns[0][link.origin], columns[1][link.destination]
        thick = float(link.value) * scale
        a, b = one.y + one.taken, other.y + other.taken
        one.taken += thick
        other.taken += thick
        n = number
        d = (
            f"M{n(left)} {n(a)}C{n(middle)} {n(a)} {n(middle)} {n(b)} {n(right)} {n(b)}"
            f"V{n(b + thick)}C{n(middle)} {n(b + thick)} {n(middle)} {n(a + thick)} {n(left)} {n(a + thick)}Z"
        )
        look = "flow-rest" if one.node.rest or other.node.rest else "flow"
        pen.path(d, look, f"{one.node.name} – {other.node.name}: {figure(link.value, pen.about)}")


def _boxes(pen: Pen, slots: list[Slot], x: float, edge: float, anchor: str) -> None:
    for slot in slots:
        pen.rect(x, slot.y, BOX, slot.high, "rest" if slot.node.rest else "one")
        y = slot.y + slot.high / 2 + SMALL * 0.36
        pen.text(edge, y, _label(pen, slot.node), size=SMALL, anchor=anchor)
