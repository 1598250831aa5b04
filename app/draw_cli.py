"""`pantau draw …`: a search as a drawing, in a file, with its table for people and machines."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app import asking
from app.options import DEFAULT, AsJson, IndexUrl

if TYPE_CHECKING:
    from app.drawing.gathered import Asked
    from app.drawing.records import Drawing
    from indexer.index import Query

draw_commands = typer.Typer(
    no_args_is_help=True,
    help="Draw a search as SVG or PNG, with its table: provinces, a map, flows, a series, bars, two side by side.",
    epilog="Examples: pantau draw tiles kopi --to kopi.svg · pantau draw compare --side 2020 --side 2021 --to dua.png",
)
OF = {"events": "events", "reports": "releases", "articles": "stories", "programs": "schemes"}
Of = Annotated[
    Literal["events", "reports", "articles", "programs"],
    typer.Option(help="What is counted: each shipment once, its reports, articles, or each programme once."),
]
To = Annotated[Path | None, typer.Option(help="The file to write: .svg or .png.", metavar="FILE")]
AsTable = Annotated[bool, typer.Option("--table", help="Print the table, beside a file too.")]
Language = Annotated[Literal["id", "en"], typer.Option(help="The language of the drawing.")]
Measure = Annotated[Literal["count", "IDR", "USD"], typer.Option(help="How many, or their value.")]
Most = Annotated[int, typer.Option(min=1, max=60, help="At most so many; the rest is told.")]
Facet = Annotated[
    Literal[
        "product",
        "group",
        "destination",
        "program",
        "kind",
        "exporter",
        "origin",
        "province",
        "city",
        "source",
    ],
    typer.Option(help="Of what."),
]


def _command(name: str, help: str, example: str) -> Callable[[Callable[..., None]], None]:
    """Make a command of a function that takes words and filters as its `asked`."""

    def register(run: Callable[..., None]) -> None:
        draw_commands.command(name, context_settings=asking.LOOSE, help=help, epilog=example)(
            asking.asks(run)
        )

    return register


@_command(
    "tiles",
    "The 38 provinces as a grid of tiles: what was found, no news, no source.",
    "Examples: pantau draw tiles kopi --since 2021-01-01 --to kopi.svg · pantau draw tiles --measure IDR --table",
)
def tiles(
    asked: asking.Asked, of: Of = "events", measure: Measure = "count", to: To = None, table: AsTable = False,
    language: Language = "id", index: IndexUrl = DEFAULT, json: AsJson = False,
) -> None:  # fmt: skip
    from app.drawing.gathered import tiles

    _run(lambda found: tiles(found, measure), asked, of, index, language, to, table, json)


@_command(
    "map",
    "Kabupaten and kota as bubbles at their points.",
    "Example: pantau draw map --destination Jepang --to peta.svg",
)
def map_(
    asked: asking.Asked, of: Of = "events", to: To = None, table: AsTable = False,
    language: Language = "id", index: IndexUrl = DEFAULT, json: AsJson = False,
) -> None:  # fmt: skip
    from app.drawing.gathered import points

    _run(points, asked, of, index, language, to, table, json)


@_command(
    "flows",
    "From provinces to destination countries.",
    "Example: pantau draw flows kopi --most 6 --to arus.svg",
)
def flows(
    asked: asking.Asked, of: Of = "events", most: Most = 8, to: To = None, table: AsTable = False,
    language: Language = "id", index: IndexUrl = DEFAULT, json: AsJson = False,
) -> None:  # fmt: skip
    from app.drawing.gathered_flows import flows

    _run(lambda found: flows(found, most), asked, of, index, language, to, table, json)


@_command(
    "series",
    "By week or year; weeks in which no source was watched are a gap, not 0.",
    "Examples: pantau draw series --since 2021-01-01 --until 2021-12-31 --before --to pekan.svg · "
    "pantau draw series kopi --unit year --measure USD --table",
)
def series(
    asked: asking.Asked, of: Of = "events",
    unit: Annotated[Literal["week", "year"], typer.Option(help="Weeks or years.")] = "week",
    measure: Measure = "count",
    before: Annotated[bool, typer.Option("--before", help="Weeks beside those of a year earlier.")] = False,
    to: To = None, table: AsTable = False,
    language: Language = "id", index: IndexUrl = DEFAULT, json: AsJson = False,
) -> None:  # fmt: skip
    from app.drawing.over_time import series

    _run(
        lambda found: series(found, unit, measure, before=before), asked, of, index, language, to, table, json
    )


@_command(
    "bars",
    "The most frequent products, destinations, programmes or others.",
    "Examples: pantau draw bars --facet destination --to tujuan.svg · pantau draw bars --of programs --facet program",
)
def bars(
    asked: asking.Asked, of: Of = "events", facet: Facet = "product", most: Most = 10, to: To = None,
    table: AsTable = False, language: Language = "id", index: IndexUrl = DEFAULT, json: AsJson = False,
) -> None:  # fmt: skip
    from app.drawing.gathered import bars

    _run(lambda found: bars(found, facet, most), asked, of, index, language, to, table, json)


@_command(
    "compare",
    "Two regions or two periods side by side.",
    "Examples: pantau draw compare --side Jateng --side Jatim --to dua.svg · "
    "pantau draw compare kopi --side 2020 --side 2021 --facet destination --table",
)
def compare(
    asked: asking.Asked,
    side: Annotated[
        list[str] | None,
        typer.Option(help="Twice: a region, or a year, month, week or FIRST..LAST day.", metavar="SIDE"),
    ] = None,
    of: Of = "events", facet: Facet = "product", most: Most = 10, to: To = None, table: AsTable = False,
    language: Language = "id", index: IndexUrl = DEFAULT, json: AsJson = False,
) -> None:  # fmt: skip
    from app.drawing.sides import compared, read_sides

    def gather(found: "Asked") -> "Drawing":
        return compared(found, read_sides(found, side or []), facet, most)

    _run(gather, asked, of, index, language, to, table, json)


# ---------------------------------------------------------------- what they do


def _run(
    gather: "Callable[[Asked], Drawing]",
    asked: asking.Asked,
    of: str,
    index: str,
    language: Literal["id", "en"],
    to: Path | None,
    as_table: bool,
    as_json: bool,
) -> None:
    """Gather, write the file, print the table where that is asked for or no file is."""
    from app.drawing.table import notes, table
    from app.drawing_files import form, write
    from entities.wire import dumps

    kind = form(to) if to else None
    with _asked(asked.query(OF[of]), index, language) as found:  # type: ignore[arg-type]
        drawing = gather(found)
    if to and kind:
        write(drawing, to, kind)
    if as_json:
        for row in table(drawing).json():
            print(dumps(row))
    elif as_table or not to:
        from app.terminal_drawing import print_table

        print_table(table(drawing), notes(drawing))
    else:
        print(to)


@contextmanager
def _asked(query: "Query", index: str, language: Literal["id", "en"]) -> "Iterator[Asked]":
    """The search, and the coverage of any period by the state beside the index."""
    from app.coverage import coverage
    from app.drawing.gathered import Asked
    from crawler.duty import opened

    with opened(index) as (held, state):
        now = datetime.now(UTC)
        yield Asked(held, query, lambda other: coverage(held, state, other, now), language)
