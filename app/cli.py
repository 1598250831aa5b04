"""The `pantau` command line."""

import sys

import typer

from entities.errors import PantauError

cli = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=True)


@cli.callback()
def pantau() -> None:
    """Watches Indonesian regional news for small-business exports and the programmes that serve them."""


@cli.command()
def extract() -> None:
    """Article lines in, annotation lines out, one for one and in order."""
    from app.lines import extract_lines

    raise typer.Exit(extract_lines(sys.stdin.buffer, sys.stdout))


@cli.command()
def read() -> None:
    """{"url", "html"} lines in, article lines out, one for one and in order."""
    from app.lines import read_lines

    raise typer.Exit(read_lines(sys.stdin.buffer, sys.stdout))


def main() -> None:
    """Run the command; a failure that the user can act on is one sentence and its exit status."""
    try:
        cli()
    except PantauError as error:
        print(f"pantau: {error}", file=sys.stderr)
        raise SystemExit(error.status) from None
