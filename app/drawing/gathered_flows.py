"""From a search to its flows: from which provinces to which countries, by facets of the search in each province."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.coverage import provinces
from app.drawing.gathered import Asked, inside, of_one_kind, within
from app.drawing.records import Flows, Link, Node
from app.drawing.words import say
from app.wording import number
from entities import countries
from entities.errors import BadInput
from indexer.index import Query

ENDS = 8  # on either side


def flows(asked: Asked, most: int = ENDS) -> Flows:
    """From the provinces with the most matches to the countries with the most; the rest stands together.

    BadInput for programmes, which go nowhere. Only what names both ends is drawn; a note counts the others.
    """
    if asked.query.of in ("programs", "schemes"):
        raise BadInput("programmes have no destinations; draw flows of events, releases or articles")
    whole = _with_both(asked.query)
    total, all_origins = asked.counted(whole, "origin")
    origins, reached = of_one_kind("origin", all_origins), asked.counted(whole, "destination")[1]
    starts, goals = list(origins)[:most], list(reached)[:most]
    parts = [within(whole, code, "origins") for code in starts]
    if others := tuple(code for code in origins if code not in starts):
        parts.append(replace(whole, origins=inside(whole.origins, others)))
    lines = [asked.counted(part, "destination") for part in parts]
    names = [Node(name=asked.label("origin", code), value=origins[code]) for code in starts]
    ends = [Node(name=asked.label("destination", code), value=reached[code]) for code in goals]
    left_out = asked.found.total - total
    return Flows(
        about=asked.about("flows", "count", *_some(asked, left_out)),
        origins=(*names, *_rest(asked, len(others), lines[-1][0] if others else 0)),
        destinations=(*ends, *_rest(asked, len(reached) - len(goals), _beyond(asked, whole, reached, goals))),
        links=tuple(_links([counted for _, counted in lines], goals)),
    )


def _with_both(query: Query) -> Query:
    """A search narrowed to what names an origin and a destination."""
    return replace(
        query,
        origins=query.origins or provinces(),
        destinations=query.destinations or tuple(sorted(countries.codes())),
    )


def _beyond(asked: Asked, whole: Query, counted: Mapping[str, int], goals: list[str]) -> int:
    """How much goes to any country that is not drawn by itself."""
    others = tuple(code for code in counted if code not in goals)
    return asked.counted(replace(whole, destinations=others), "destination")[0] if others else 0


def _rest(asked: Asked, names: int, value: int) -> list[Node]:
    shown = number(names, language=asked.language)
    return [Node(name=say(asked.language, "node.others", n=shown), value=value, rest=True)] if names else []


def _links(lines: list[Mapping[str, int]], goals: list[str]) -> Iterator[Link]:
    """What goes between the ends; beyond the goals everything goes to the last end."""
    for origin, counted in enumerate(lines):
        values = [counted.get(goal, 0) for goal in goals]
        values.append(sum(n for code, n in counted.items() if code not in goals))
        yield from (Link(origin=origin, destination=at, value=n) for at, n in enumerate(values) if n)


def _some(asked: Asked, left_out: int) -> tuple[str, ...]:
    shown = number(left_out, language=asked.language)
    return (say(asked.language, "note.one_end", n=shown),) if left_out else ()
