"""The `pantau` command line: what each command takes, and the exit status it ends with.

Each command only parses and hands over; heavy modules are imported inside, so that `pantau --help` is quick.
Exit statuses stand in docs/commands.md and in entities/errors.py.
"""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from entities.errors import BadInput, PantauError

INTERRUPTED = 130

cli = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode="rich")

IndexUrl = Annotated[
    str,
    typer.Option("--index", envvar="PANTAU_INDEX", help="The index to use.", metavar="sqlite:///PATH"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON lines for machines.")]
DEFAULT = "sqlite:///pantau.db"


def day_option(help: str):
    return typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=help)


@cli.callback()
def pantau() -> None:
    """Pantau watches Indonesian regional news for exports by small businesses and the programmes that serve them.

    Start with `pantau demo`, then `pantau crawl` and `pantau search ekspor kopi`.
    """


@cli.command(epilog="Example: pantau demo")
def demo(
    to: Annotated[Path, typer.Option(help="Where the demo keeps its own index.")] = Path("demo"),
) -> None:
    """Crawl the sample press and show what was found. CONTOH: invented news, in an index of its own."""
    from app.demo import run_demo

    raise typer.Exit(run_demo(to))


@cli.command(epilog="Examples: pantau crawl · pantau crawl solopos side --since 2021-01-01 --limit 50")
def crawl(
    source: Annotated[
        list[str] | None, typer.Argument(help="Sources to crawl; all where none is named.")
    ] = None,
    since: Annotated[
        datetime | None, day_option("Back-fill: articles published on this day or later.")
    ] = None,
    until: Annotated[datetime | None, day_option("Articles published on this day or earlier.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most this many articles of a source.")] = None,
    index: IndexUrl = DEFAULT,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")] = False,
    json: AsJson = False,
) -> None:
    """Crawl sources into the index: politely, obeying robots.txt. A source that fails is named; the others go on."""
    from app.crawling import run_crawl

    days = [when and when.date() for when in (since, until)]
    if days[0] and days[1] and days[0] > days[1]:
        raise BadInput(f"--since {days[0]} is after --until {days[1]}")
    raise typer.Exit(
        run_crawl(
            source or [], index=index, since=days[0], until=days[1], limit=limit, quiet=quiet, as_json=json
        )
    )


@cli.command(
    epilog='Examples: pantau search ekspor kopi · pantau search "keripik singkong" --country JP --sort newest'
)
def search(
    words: Annotated[
        list[str] | None, typer.Argument(help="All must occur; quote words that stand together.")
    ] = None,
    source: Annotated[list[str] | None, typer.Option(help="Only this source; repeatable.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="export_release or program; repeatable.")] = None,
    place: Annotated[list[str] | None, typer.Option(help="Region code, as 33.72 or 33; repeatable.")] = None,
    country: Annotated[list[str] | None, typer.Option(help="Country code, as JP; repeatable.")] = None,
    since: Annotated[datetime | None, day_option("Published on this day or later.")] = None,
    until: Annotated[datetime | None, day_option("Published on this day or earlier.")] = None,
    sort: Annotated[
        Literal["relevance", "newest", "oldest"], typer.Option(help="Order of the hits.")
    ] = "relevance",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Hits on a page.")] = 10,
    page: Annotated[int, typer.Option(min=1, help="Which page.")] = 1,
    index: IndexUrl = DEFAULT,
    json: AsJson = False,
) -> None:
    """Search the indexed articles. Words find their family ("ekspor" finds "mengekspor") and aliases ("Solo")."""
    from app.searching import run_search

    run_search(
        words or [],
        index=index,
        sources=source or [],
        topics=topic or [],
        places=place or [],
        countries=country or [],
        since=since and since.date(),
        until=until and until.date(),
        sort=sort,
        limit=limit,
        offset=(page - 1) * limit,
        as_json=json,
    )


@cli.command(epilog="Example: pantau show solopos-1209871")
def show(
    id: Annotated[str, typer.Argument(help="The id of an article, as search prints it.")],
    index: IndexUrl = DEFAULT,
    json: AsJson = False,
) -> None:
    """Show one article: headline, facts, the sentences they rest on, and the link to the original."""
    from app.searching import run_show

    run_show(id, index=index, as_json=json)


@cli.command(epilog="Examples: pantau read page.html · pantau read < pages.jsonl | pantau extract")
def read(
    page: Annotated[
        list[str] | None, typer.Argument(help="URLs or HTML files; without any, JSON lines.")
    ] = None,
) -> None:
    """Pages in, article lines out. From standard input: {"url", "html"} a line, one for one and in order."""
    from app.lines import read_lines, read_pages

    raise typer.Exit(read_pages(page, sys.stdout) if page else read_lines(_input(), sys.stdout))


@cli.command(epilog="Example: pantau extract < articles.jsonl > annotations.jsonl")
def extract(
    file: Annotated[
        list[Path] | None, typer.Argument(help="Files of article lines; else standard input.")
    ] = None,
) -> None:
    """Article lines in, annotation lines out: topics, mentions, releases, programs; one for one and in order."""
    from app.lines import extract_lines, lines_of

    raise typer.Exit(extract_lines(lines_of(file) if file else _input(), sys.stdout))


@cli.command(epilog="Examples: pantau sources · pantau sources --markdown > docs/sources.md")
def sources(
    markdown: Annotated[bool, typer.Option("--markdown", help="Print what is known of each site.")] = False,
    index: IndexUrl = DEFAULT,
    json: AsJson = False,
) -> None:
    """List the sources that can be crawled, and what the index holds of each."""
    if markdown:
        from app.sources_page import sources_page
        from crawler.sources import sources as known

        print(sources_page(known()), end="")
        return
    from app.searching import run_sources

    run_sources(index=index, as_json=json)


@cli.command(epilog="Example: pantau dump > stories.jsonl")
def dump(index: IndexUrl = DEFAULT) -> None:
    """Every story in the index as JSON lines: article fields with topics, mentions, releases, programs."""
    from app.searching import run_dump

    run_dump(index=index, out=sys.stdout)


@cli.command(epilog="Example: pantau digest --week 2021-W51 --to digests")
def digest(
    week: Annotated[str, typer.Option(help="ISO week in Jakarta time, as 2021-W51, or last.")],
    to: Annotated[Path, typer.Option(help="Folder for WEEK.html and WEEK.txt.", metavar="DIR")],
    by: Annotated[
        Literal["learnt", "published"], typer.Option(help="The week of publication, or when we learnt of it.")
    ] = "published",
    index: IndexUrl = DEFAULT,
) -> None:
    """Write the weekly digest as a page and as plain text: figures, releases by province, programmes, links."""
    from app.digest import make_digest, read_week, write_digest
    from app.wording import WIB
    from crawler.sources import sources as known
    from indexer.index import open_index

    asked = read_week(week, datetime.now(WIB).date())
    made = make_digest(open_index(index), asked, by=by, sources=known())
    for path in write_digest(made, to):
        print(path)


@cli.command(epilog="Examples: pantau schedule | crontab - · pantau schedule --systemd")
def schedule(
    to: Annotated[Path, typer.Option(help="Folder for the digests.", metavar="DIR")] = Path("digests"),
    systemd: Annotated[
        bool, typer.Option("--systemd", help="Print systemd units instead of a crontab.")
    ] = False,
    index: IndexUrl = DEFAULT,
) -> None:
    """Print what runs crawl and digest on time: a crontab, or systemd timers. Nothing is installed."""
    from app import schedule as plans

    plan = plans.systemd if systemd else plans.crontab
    command = Path(sys.argv[0]).resolve()
    print(plan(pantau=str(command), here=str(Path.cwd()), index=index, to=str(to)), end="")


@cli.command(epilog="Example: pantau press --port 8900, then PANTAU_PRESS=127.0.0.1:8900 pantau crawl")
def press(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on loopback; 0 takes a free one.")] = 8900,
) -> None:
    """Serve the sample press on loopback until interrupted, to try spiders against."""
    from app.press import serve

    serve(port)


def _input():
    """Standard input as bytes; a terminal there means that input was forgotten."""
    if sys.stdin.isatty():
        raise BadInput("no input: name files, or pipe JSON lines in; --help has an example")
    return sys.stdin.buffer


def main() -> None:
    """Run a command. A failure that the user can act on is one sentence on standard error and its exit status."""
    try:
        cli()
    except PantauError as error:
        print(f"pantau: {error}", file=sys.stderr)
        raise SystemExit(error.status) from None
    except KeyboardInterrupt:
        print("pantau: interrupted", file=sys.stderr)
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
