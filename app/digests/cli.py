"""`pantau digest …`: the digest of a week, written into a folder of issues or shown."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from app import asking
from app.options import IndexUrl
from entities.errors import BadInput
from indexer.index import DEFAULT_INDEX, Query

if TYPE_CHECKING:
    from app.digests.records import Digest

MAKE = "make"


class MakeToo(TyperGroup):
    """A group whose first word may be no command: then it is what `make` is asked for."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = [MAKE, *args]
        return super().parse_args(ctx, args)


digest_commands = typer.Typer(
    cls=MakeToo,
    help="The weekly digest. Words and filters are those of `pantau search`; without any it is of everything.",
    epilog="Examples: pantau digest --week 2021-W51 --to digests · pantau digest kopi --week last --preview",
)


def make(
    asked: asking.Asked,
    week: Annotated[str, typer.Option(help="ISO week in Jakarta time, as 2021-W51, or last.")],
    to: Annotated[
        Path | None,
        typer.Option(help="Folder of the issues: the week's files, index.html, atom.xml.", metavar="DIR"),
    ] = None,
    by: Annotated[
        Literal["learnt", "published"],
        typer.Option(help="The week of publication, or that in which we learnt of it."),
    ] = "published",
    query: Annotated[
        str, typer.Option(help="Words of the search in one piece, as 'kopi tujuan:jepang'.")
    ] = "",
    lang: Annotated[Literal["id", "en"], typer.Option(help="Indonesian or English.")] = "id",
    even_empty: Annotated[
        bool, typer.Option("--even-empty", help="Write an issue of one line where nothing is new.")
    ] = False,
    reports: Annotated[
        bool,
        typer.Option("--reports", help="Figures of what each article tells, not of each shipment once."),
    ] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Open it in the browser.")] = False,
    index: IndexUrl = DEFAULT_INDEX,
) -> None:
    """Make the digest of a week: HTML, text, Markdown and JSON beside the issues before it, with a feed of all."""
    from app.digests.archive import earlier, shelf
    from app.digests.week import read_week
    from app.wording import WIB

    if to is None and not preview:
        raise BadInput("name the folder for the digest by --to, or look at it by --preview")
    folder = to or _aside()
    chosen = read_week(week, datetime.now(WIB).date())
    searched = _with(asked.query(), query)
    made = _composed(
        searched, chosen, index=index, by=by, language=lang, earlier=earlier(folder), reports=reports
    )
    kept = shelf(folder, made, _public())
    if made.is_empty and not even_empty and not kept.has(made.name):
        print(f"{made.name}: tidak ada yang baru, jadi tidak ada yang ditulis", file=sys.stderr)
        return
    for path in kept.write(made):
        print(path)
    if preview:
        _open(folder / f"{made.name}.html")


digest_commands.command(
    MAKE, context_settings=asking.LOOSE, epilog="Example: pantau digest make --week 2021-W51 --to digests"
)(asking.asks(make, without=("since", "until", "by")))


def _composed(query: Query, week: Any, *, index: str, **how: Any) -> "Digest":
    """The digest, with what crawls remember beside the index, if there is anything."""
    from app.digests.composing import compose
    from crawler.duty import opened

    with opened(index) as (held, state):
        return compose(held, query, week, state=state, **how)


def _with(query: Query, words: str) -> Query:
    from dataclasses import replace

    return replace(query, text=" ".join(filter(None, (query.text, words.strip()))))


def _public() -> str | None:
    """The address of the page that numbers lead to, as the environment tells it."""
    import os

    from app.web.settings import read_public_url

    return read_public_url(os.environ.get("PANTAU_PUBLIC_URL"))


def _aside() -> Path:
    """A new folder for a digest that is only looked at."""
    from tempfile import mkdtemp

    return Path(mkdtemp(prefix="pantau-digest-"))


def _open(page: Path) -> None:
    """Open a page in the browser; where there is no display its path, printed before, is all there is."""
    import os
    import webbrowser

    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        print("pantau: no display to open it on; the page is the .html file above", file=sys.stderr)
        return
    webbrowser.open(page.absolute().as_uri())
