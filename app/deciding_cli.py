"""`pantau ledger split | join | decisions | undo`: what people decide of the ledger."""

from typing import Annotated

import typer

from app.options import DEFAULT, AsJson, IndexUrl, StateUrl

Why = Annotated[str, typer.Option("--why", help="The reason, kept with the decision.")]


def split(
    id: Annotated[str, typer.Argument(help="The id of an event, or its last eight signs.")],
    reports: Annotated[
        list[str],
        typer.Argument(help="Reports of it, as `show` prints them, or the ids or URLs of their articles."),
    ],
    why: Why = "",
    index: IndexUrl = DEFAULT,
    state: StateUrl = None,
) -> None:
    """Make an event of its own of some reports of an event: these never join the rest again, whatever comes later."""
    from app.deciding import run_split

    run_split(id, reports, why=why, index=index, state=state)


def join(
    ids: Annotated[
        list[str], typer.Argument(help="The ids of two or more events.", metavar="EVENT EVENT...")
    ],
    why: Why = "",
    index: IndexUrl = DEFAULT,
    state: StateUrl = None,
) -> None:
    """Make one event of several: they stay one whatever the rules say."""
    from app.deciding import run_join

    run_join(ids, why=why, index=index, state=state)


def decisions(index: IndexUrl = DEFAULT, state: StateUrl = None, json: AsJson = False) -> None:
    """List what was split and joined, by number, with the reason; and what no longer finds its report."""
    from app.deciding import run_decisions

    run_decisions(index=index, state=state, as_json=json)


def undo(
    number: Annotated[int, typer.Argument(help="The number of a decision, as `decisions` lists them.")],
    index: IndexUrl = DEFAULT,
    state: StateUrl = None,
) -> None:
    """Take a decision back: the rules, and the decisions before it, join its reports again."""
    from app.deciding import run_undo

    run_undo(number, index=index, state=state)


COMMANDS = {  # command -> its example
    split: 'pantau ledger split EV-2021-33.72-7k3d9qxw solopos-1209871 --why "dua kapal"',
    join: "pantau ledger join EV-2021-33.72-7k3d9qxw EV-2021-33.11-0h2mfx4c",
    decisions: "pantau ledger decisions --json",
    undo: "pantau ledger undo 4",
}
