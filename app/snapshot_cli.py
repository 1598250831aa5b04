"""`pantau ledger snapshot` and `pantau ledger diff`."""

from pathlib import Path
from typing import Annotated

import typer

from app import asking
from app.options import DEFAULT, AsJson, IndexUrl


@asking.asks
def snapshot(
    asked: asking.Asked,
    to: Annotated[Path, typer.Option("--to", help="The folder of the versions.", metavar="DIR")],
    anew: Annotated[bool, typer.Option("--anew", help="Make a version although nothing changed.")] = False,
    index: IndexUrl = DEFAULT,
) -> None:
    """Copy the ledger as a version that can be cited: table, dictionary, manifest, and what changed since the last."""
    from app.snapshot_making import run_snapshot

    run_snapshot(asked.query("releases"), to, index=index, anew=anew)


def diff(
    old: Annotated[Path, typer.Argument(help="A snapshot.")],
    new: Annotated[Path, typer.Argument(help="Another one.")],
    json: AsJson = False,
) -> None:
    """Show what differs between two snapshots: events new, gone, joined, split, and changed field by field."""
    from app.snapshot_making import run_diff

    run_diff(old, new, as_json=json)
