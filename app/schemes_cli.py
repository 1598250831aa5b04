"""`pantau ledger programs`: list programmes, those that are open on a day, and show one with its history."""

import datetime as dt
from typing import Annotated

import typer

from app import asking, wording
from app.options import DEFAULT, AsJson, IndexUrl, SchemeSort
from indexer.index import Index, Query, open_index

EXAMPLES = (
    "Examples: pantau ledger programs halal --place Tapin · pantau ledger programs --open --sort closing"
)


@asking.asks
def programs(
    asked: asking.Asked,
    open: Annotated[bool, typer.Option("--open", help="Only what is open on the day of --on.")] = False,
    on: Annotated[
        dt.datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="The day that is asked about; else today in WIB."
        ),
    ] = None,
    closing: Annotated[
        int | None,
        typer.Option(
            min=0, max=366, metavar="DAYS", help="Only what is open and closes within so many days."
        ),
    ] = None,
    sort: Annotated[SchemeSort, typer.Option(help="Order of the programmes.")] = "newest",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most this many programmes.")] = 20,
    index: IndexUrl = DEFAULT,
    json: AsJson = False,
) -> None:
    """List programmes, each once: a notice that matches brings its programme, with whether it is open."""
    from app.schemes import matching, open_on, ordered

    day = on.date() if on else wording.today()
    held = open_index(index)
    query = asked.query("programs")
    wording.note(_notes(query, held))
    found = ordered(matching(held, query), sort, day)
    if open or closing is not None:
        found = open_on(found, day, closing)
    if json:
        from entities.scheme_wire import scheme_json
        from entities.wire import dumps

        for one in found[:limit]:
            print(dumps(scheme_json(one, day, held.decisions().on(one.scheme.reports))))
        return
    from app.schemes_terminal import print_scheme, total

    for one in found[:limit]:
        print_scheme(one, day)
    print(total(found, limit, day))


def _notes(query: Query, held: Index) -> tuple[str, ...]:
    """How the words were understood."""
    if not query.text:
        return ()
    return held.search(Query(of="schemes", text=query.text, limit=0, facets=())).notes


def show_program(id: str, index: str, *, json: bool) -> None:
    """Print one programme: its history, every claim with its sentences, its notices and why they are one."""
    from app.schemes import find

    held = open_index(index)
    one = find(held, id)
    decisions = held.decisions().on(one.scheme.reports)
    day = wording.today()
    if json:
        from entities.scheme_wire import scheme_json
        from entities.wire import dumps

        print(dumps(scheme_json(one, day, decisions)))
        return
    from app.schemes_terminal import print_whole

    print_whole(one, day, id, decisions)
