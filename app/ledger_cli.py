"""`pantau ledger …`: list events, show one with all its claims, write them as a table."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from app import asking, deciding_cli, schemes_cli, snapshot_cli, wording
from app.options import DEFAULT, SCHEME_ID, AsJson, EventFormat, EventSort, IndexUrl
from indexer.index import Query, open_index

if TYPE_CHECKING:
    from app.ledger import Book

LIST = "list"


class WordsToo(TyperGroup):
    """A group whose first word may be no command: then it is what `list` is asked for."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = [LIST, *args]
        return super().parse_args(ctx, args)


ledger_commands = typer.Typer(
    cls=WordsToo,
    help="The ledger: each export release once, however many papers tell of it. Words and filters list events.",
    epilog="Examples: pantau ledger kopi --origin Lampung · pantau ledger show EV-2021-33.72-7k3d9qxw",
)


@asking.asks
def listing(
    asked: asking.Asked,
    sort: Annotated[EventSort, typer.Option(help="Order of the events.")] = "newest",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most this many events.")] = 20,
    index: IndexUrl = DEFAULT,
    json: AsJson = False,
) -> None:
    """List events: a report that matches brings its event. Without words or filters all of them."""
    from app.ledger import book, page

    read, query = book(open_index(index)), asked.query("events")
    results = page(read, query, sort, limit)
    wording.note(results.notes)
    found = [hit.event for hit in results.hits if hit.event]
    if json:
        from entities.ledger_wire import entry_json
        from entities.wire import dumps

        for one in found:
            decisions = read.decisions.on(one.event.reports)
            print(dumps(entry_json(one, read.firsts.get(one.id, ()), decisions)))
        return
    from app.ledger_terminal import print_entry

    for one in found:
        print_entry(one)
    print(_sum(query, limit, read))


ledger_commands.command(LIST, context_settings=asking.LOOSE, epilog="Example: pantau ledger list kopi")(
    listing
)


@ledger_commands.command(epilog="Example: pantau ledger show EV-2021-33.72-7k3d9qxw")
def show(
    id: Annotated[
        str, typer.Argument(help="The id of an event or of a programme, or an event's last eight signs.")
    ],
    index: IndexUrl = DEFAULT,
    json: AsJson = False,
) -> None:
    """Show one event: every claim with its sentences, conflicts, what was first, its reports and why they are one.

    Of a programme its history instead of what was first.
    """
    if id.strip().upper().startswith(SCHEME_ID):
        schemes_cli.show_program(id, index, json=json)
        return
    from app.ledger import book

    read = book(open_index(index))
    one = read.find(id)
    firsts, decisions = read.firsts.get(one.id, ()), read.decisions.on(one.event.reports)
    if json:
        from entities.ledger_wire import entry_json
        from entities.wire import dumps

        print(dumps(entry_json(one, firsts, decisions)))
        return
    from app.ledger_terminal import print_book_entry

    print_book_entry(one, firsts, id, decisions)


@asking.asks
def export(
    asked: asking.Asked,
    format: Annotated[
        EventFormat | None, typer.Option(help="The format; else that of FILE's suffix, else CSV.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="The file to write; else standard output.", metavar="FILE")
    ] = None,
    sort: Annotated[EventSort, typer.Option(help="Order of the events.")] = "oldest",
    dictionary: Annotated[bool, typer.Option("--dictionary", help="Print what the columns mean.")] = False,
    index: IndexUrl = DEFAULT,
) -> None:
    """Write events as one tidy table, a row each, with codes that join with official statistics."""
    from app import ledger_export

    if dictionary:
        print(ledger_export.dictionary(), end="")
        return
    chosen = ledger_export.chosen(format, to)
    query = asked.query("events")
    from app.ledger import matched

    read, found = matched(query, sort, index)
    ledger_export.export(read, found, format=chosen, to=to)
    print(_sum(query, None, read), file=sys.stderr)


ledger_commands.command(context_settings=asking.LOOSE, epilog=schemes_cli.EXAMPLES)(schemes_cli.programs)
ledger_commands.command(
    "export",
    context_settings=asking.LOOSE,
    epilog="Example: pantau ledger export --since 2021-01-01 --to ledger.csv",
)(export)


ledger_commands.command(
    context_settings=asking.LOOSE, epilog="Example: pantau ledger snapshot --to salinan --since 2021-01-01"
)(snapshot_cli.snapshot)
ledger_commands.command(
    epilog="Example: pantau ledger diff salinan/ledger-2026-10-01.1 salinan/ledger-2026-11-26.1"
)(snapshot_cli.diff)
for command, example in deciding_cli.COMMANDS.items():
    ledger_commands.command(epilog=f"Example: {example}")(command)


def _sum(query: Query, limit: int | None, read: "Book") -> str:
    """How many events, of how many reports, and what was left out."""
    totals = read.held.totals(query)
    shown = f", {limit} ditampilkan" if limit is not None and limit < totals.releases else ""
    left = f"; {read.left_out} rekap tahunan atau musiman tidak dihitung" if read.left_out else ""
    return f"{totals.releases} peristiwa dari {totals.reports} berita{shown}{left}"
