"""The looks of drawings: what each class of element has, in which colour; as a style sheet for pages, or fixed.

In a page an element bears its class alone, and colours follow the reader (light, dark, print) by custom properties of
`stylesheet()`. A drawing that stands alone, as a file or in a mail, bears the light colours as attributes.
"""

import csv
from functools import cache
from pathlib import Path

from app.drawing.fonts import FAMILY

COLOURS = Path(__file__).with_name("data") / "colours.csv"
PREFIX = "d-"
ROOT = "gambar"  # class of the svg element
STEPS = 5  # of the scale

# class -> presentation attributes; a value that names a colour of the table is one
CLASSES: dict[str, dict[str, str]] = {
    "paper": {"fill": "paper"},
    "ink": {"fill": "ink"},
    "soft": {"fill": "soft"},
    "grid": {"stroke": "grid", "stroke-width": "1", "fill": "none"},
    "axis": {"stroke": "soft", "stroke-width": "1", "fill": "none"},
    "quiet": {"stroke": "edge", "stroke-width": "1", "fill": "paper"},
    "stripe": {"stroke": "stripe", "stroke-width": "1.5", "fill": "none"},
    "bare": {"stroke": "stripe", "stroke-width": "1", "stroke-dasharray": "3 2"},
    "dots": {"stroke": "dot", "stroke-width": "2.2", "stroke-linecap": "round", "fill": "none"},
    "bubble": {"fill": "one", "fill-opacity": "0.75", "stroke": "paper", "stroke-width": "1"},
    "leader": {"stroke": "soft", "stroke-width": "0.75", "fill": "none"},
    "halo": {"stroke": "paper", "stroke-width": "3", "stroke-linejoin": "round", "fill": "paper"},
    "one": {"fill": "one"},
    "two": {"fill": "two"},
    "rest": {"fill": "rest"},
    "line": {"stroke": "two", "stroke-width": "2", "stroke-linejoin": "round", "fill": "none"},
    "mark": {"stroke": "two", "stroke-width": "2", "fill": "paper"},
    "between": {"stroke": "rest", "stroke-width": "3", "fill": "none"},
    "flow": {"fill": "one", "fill-opacity": "0.35"},
    "flow-rest": {"fill": "rest", "fill-opacity": "0.35"},
    **{f"s{n}": {"fill": f"s{n}"} for n in range(1, STEPS + 1)},
    **{f"on{n}": {"fill": f"on{n}"} for n in range(1, STEPS + 1)},
}


@cache
def colours() -> dict[str, tuple[str, str]]:
    """Name -> the colour on light and on dark ground."""
    with COLOURS.open(encoding="utf-8", newline="") as file:
        return {row["name"]: (row["light"], row["dark"]) for row in csv.DictReader(file)}


def looks(name: str, *, standalone: bool) -> dict[str, str]:
    """The attributes that give an element of a class its looks; KeyError for an unknown class."""
    if not standalone:
        return {"class": PREFIX + name} if CLASSES[name] else {}
    return {key: colours()[value][0] if value in colours() else value for key, value in CLASSES[name].items()}


def stylesheet() -> str:
    """The style sheet of a page that has drawings: light, dark by the reader's wish, light again on paper."""
    light, dark = (_properties(place) for place in (0, 1))
    font = f'.{ROOT}{{font-family:{FAMILY},"Helvetica Neue",Arial,"Liberation Sans",sans-serif}}'
    rules = [f".{ROOT}{{{light}}}", f"@media (prefers-color-scheme:dark){{.{ROOT}{{{dark}}}}}"]
    rules += [f"@media print{{.{ROOT}{{{light}}}}}", font]
    rules += [f".{ROOT} .{PREFIX}{name}{{{_rules(own)}}}" for name, own in CLASSES.items()]
    return "\n".join(rules) + "\n"


def _properties(place: int) -> str:
    return ";".join(f"--{PREFIX}{name}:{pair[place]}" for name, pair in colours().items())


def _rules(own: dict[str, str]) -> str:
    return ";".join(
        f"{key}:var(--{PREFIX}{value})" if value in colours() else f"{key}:{value}"
        for key, value in own.items()
    )


if __name__ == "__main__":  # python -m app.drawing.style > app/web/static/drawing.css
    print(stylesheet(), end="")
