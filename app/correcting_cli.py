"""`pantau correct` and `pantau corrections`: what the editor says of articles, and what was said so far."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from app.options import DEFAULT, AsJson, IndexUrl, StateUrl

Action = Literal[
    "reject", "set", "add", "reject-release", "set-release", "add-release",
    "reject-program", "set-program", "add-program", "hide",
]  # fmt: skip
Of = Literal["city", "province", "country", "product", "value", "quantity", "program"]

corrections_commands = typer.Typer(
    invoke_without_command=True,
    help="List what an editor corrected, by number, with the reason and whether it still finds its target.",
    epilog="Examples: pantau corrections · pantau corrections undo 4 · pantau corrections export --to contoh.jsonl",
)


def correct(
    id: Annotated[str, typer.Argument(help="The id of an article, as search prints it.")],
    action: Annotated[Action, typer.Argument(help="What to do.")],
    what: Annotated[
        str,
        typer.Argument(
            help="The words of a mention as printed; the number of a release or programme; to add one of these, "
            "words of the sentence that tells of it."
        ),
    ] = "",
    sets: Annotated[
        list[str] | None, typer.Argument(help="What is set, as role=mention.", metavar="KEY=VALUE...")
    ] = None,
    why: Annotated[str, typer.Option("--why", help="The reason, shown with the correction.")] = "",
    kind: Annotated[
        Of | None, typer.Option(help="Only mentions of this kind; with add, what the words are.")
    ] = None,
    within: Annotated[str, typer.Option("--in", help="Only in sentences with these words.")] = "",
    nth: Annotated[
        int | None,
        typer.Option("--nth", help="To add: which of the same words, from 1; the headline is first."),
    ] = None,
    index: IndexUrl = DEFAULT,
    state: StateUrl = None,
) -> None:
    """Correct or reject what was read from an article, add what was missed, or hide it; it holds however often the
    article is read again."""
    from app.correcting_run import Asked, run_correct

    asked = Asked(
        id=id, action=action, what=what, sets=tuple(sets or ()), why=why, kind=kind, within=within, nth=nth
    )
    run_correct(asked, index=index, state=state)


@corrections_commands.callback()
def corrections(
    ctx: typer.Context, index: IndexUrl = DEFAULT, state: StateUrl = None, json: AsJson = False
) -> None:
    """List what an editor corrected, by number, with the reason and whether it still finds its target."""
    if ctx.invoked_subcommand is None:
        from app.correcting_run import run_corrections

        run_corrections(index=index, state=state, as_json=json)


@corrections_commands.command(epilog="Example: pantau corrections undo 4")
def undo(
    number: Annotated[
        int, typer.Argument(help="The number of a correction, as `pantau corrections` lists them.")
    ],
    index: IndexUrl = DEFAULT,
    state: StateUrl = None,
) -> None:
    """Take a correction back: what the rules read holds again, and a hidden article returns."""
    from app.correcting_run import run_undo

    run_undo(number, index=index, state=state)


@corrections_commands.command(epilog="Example: pantau corrections export --to contoh.jsonl")
def export(
    to: Annotated[Path, typer.Option("--to", help="The file to write; none may be there.")],
    index: IndexUrl = DEFAULT,
    state: StateUrl = None,
) -> None:
    """Write the corrected articles as annotated examples, JSON lines by which extraction can be scored."""
    from app.correcting_run import run_export

    run_export(to, index=index, state=state)
