"""What several commands offer: their options, the order and the formats that they know, the status of a failure."""

from typing import Annotated, Literal

import typer

from indexer.index import DEFAULT_INDEX

DEFAULT = DEFAULT_INDEX
FAILED = 1  # exit status of what ran and found something wrong
URLS = "sqlite:///PATH|https://HOST:9200/PREFIX"
IndexUrl = Annotated[
    str,
    typer.Option("--index", envvar="PANTAU_INDEX", help="The index to use.", metavar=URLS),
]
StateUrl = Annotated[
    str | None,
    typer.Option(
        "--state", envvar="PANTAU_STATE", help="The state; else the one beside the index.", metavar="URL"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON lines for machines.")]
EventSort = Literal["newest", "oldest", "value", "reports"]
EventFormat = Literal["csv", "jsonl"]
SchemeSort = Literal["newest", "oldest", "closing", "notices"]
SCHEME_ID = "PR-"  # how the id of a programme begins, and no other
