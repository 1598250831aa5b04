"""The `pantau` command line: what each command takes, and the exit status it ends with.

Each command only parses and hands over; heavy modules are imported inside, so that `pantau --help` is quick.
Exit statuses stand in docs/commands.md and in entities/errors.py.
"""

import os
import sys
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from app import asking
from app.archive import Folder, archive_commands, folder
from app.correcting_cli import correct, corrections_commands
from app.digests import subscribe_cli
from app.digests.cli import digest_commands
from app.draw_cli import draw_commands
from app.health import sources_commands
from app.ledger_cli import ledger_commands
from app.options import DEFAULT, AsJson, IndexUrl, StateUrl
from app.run_command import run
from app.schedule import schedule
from app.upkeep import index_commands
from app.watching import leave_metrics, show_metrics
from app.web.serving import serve
from crawler.logs import complain, start_logs
from entities.errors import BadInput, PantauError

INTERRUPTED = 130
UsageError: Any = typer.BadParameter.__base__  # what every wrong or missing option raises

cli = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode="rich")


def day_option(help: str):
    return typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=help)


def _version(asked: bool) -> None:
    if asked:
        print(f"pantau {version('pantau')}")
        raise typer.Exit


@cli.callback()
def pantau(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
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
    full: Annotated[
        bool, typer.Option("--full", help="Ask for every listed article, whatever earlier crawls know.")
    ] = False,
    index: IndexUrl = DEFAULT,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")] = False,
    json: AsJson = False,
    json_logs: Annotated[
        bool, typer.Option("--json-logs", help="Log to standard error as JSON lines.")
    ] = False,
) -> None:
    """Crawl sources into the index: politely, obeying robots.txt. A source that fails is named; the others go on."""
    from app.crawling import run_crawl

    days = [when and when.date() for when in (since, until)]
    if days[0] and days[1] and days[0] > days[1]:
        raise BadInput(f"--since {days[0]} is after --until {days[1]}")
    if json_logs:
        os.environ["PANTAU_LOG"] = "json"
    start_logs(index)
    status = run_crawl(
        source or [],
        index=index,
        since=days[0],
        until=days[1],
        limit=limit,
        full=full,
        quiet=quiet,
        as_json=json,
    )
    raise typer.Exit(leave_metrics(index, status))


cli.command(
    epilog="Examples: pantau run · pantau run --digest-to digests --backup-to backups --notify · pantau run --dry-run"
)(run)
cli.command(
    epilog="Examples: pantau serve · pantau serve --port 8000 --language en · "
    "PANTAU_PUBLIC_URL=https://pantau.example.go.id pantau serve --host 0.0.0.0"
)(serve)
cli.command(
    epilog='Examples: pantau correct ID reject Solo --in "PT Solo" --why "nama perusahaan" · '
    'pantau correct ID set "Rp1,5 M" amount=1500000000 --why "M adalah miliar" · '
    'pantau correct ID add Fiji --kind country role=destination --why "terlewat" · '
    'pantau correct ID set-release 1 destinations=JP,SG --why "hanya dua negara" · '
    'pantau correct ID add-release "dikapalkan ke Fiji" "quantities=18000 kg" --why "terlewat" · '
    'pantau correct ID set-program 1 end=2021-12-31 --why "diperpanjang" · '
    'pantau correct ID hide --why "diminta penerbit"'
)(correct)
cli.command(
    "metrics",
    epilog="Examples: pantau metrics · pantau metrics --to /var/lib/prometheus/node-exporter/pantau.prom",
)(show_metrics)


Sort = Annotated[
    Literal["relevance", "newest", "oldest", "learnt", "value", "sources"],
    typer.Option(help="Order of the hits."),
]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="Hits on a page.")]
After = Annotated[str | None, typer.Option(help="The page that follows, as the page before names it.")]
Facets = Annotated[list[str] | None, typer.Option(help="Facets to count, by comma; all or none.")]
Series = Annotated[Literal["week", "year"] | None, typer.Option(help="Count by week or year.")]
Totals = Annotated[bool, typer.Option(help="Sums of value and weight, and what they leave out.")]
Summary = Annotated[bool, typer.Option("--summary", help="With --json, a last line with all but the hits.")]
Reports = Annotated[
    bool,
    typer.Option("--reports", help="Each article's report on its own, not each shipment once."),
]


def listing(of: asking.Of, *, totals: bool) -> Callable[..., None]:
    """The command that lists stories, releases or programmes; all three take the same options."""

    def run(
        asked: asking.Asked,
        sort: Sort = "relevance",
        limit: Limit = 10,
        after: After = None,
        facets: Facets = None,
        series: Series = None,
        totals: Totals = totals,
        reports: Reports = False,
        index: IndexUrl = DEFAULT,
        json: AsJson = False,
        summary: Summary = False,
    ) -> None:
        from app.searching import Wanted, run_search

        chosen = None if facets is None else asking.facets_of(facets)
        wanted = Wanted(
            facets=chosen, series=series, totals=totals, as_json=json, summary=summary, reports=reports
        )
        found = of if reports else asking.ONCE.get(of, of)
        run_search(asked.query(found, sort=sort, limit=limit, after=after), index=index, wanted=wanted)

    return asking.asks(run)


cli.command(
    "search",
    context_settings=asking.LOOSE,
    help="Search the indexed articles. Words find their family (ekspor: mengekspor) and aliases (Solo: Surakarta).",
    epilog='Examples: pantau search ekspor kopi -solo · pantau search "keripik singkong" --destination Jepang',
)(listing("stories", totals=False))
cli.command(
    "releases",
    context_settings=asking.LOOSE,
    help="List export releases, each shipment once with all who tell of it, and their totals.",
    epilog="Examples: pantau releases --origin Solo --series week · pantau releases kopi --sort value --reports",
)(listing("releases", totals=True))
cli.command(
    "programs",
    context_settings=asking.LOOSE,
    help="List programmes for small businesses, each once with its history and all who tell of it.",
    epilog="Examples: pantau programs --place Jateng · pantau programs --program KUR --sort newest",
)(listing("programs", totals=False))


@cli.command(epilog="Example: pantau show solopos-1209871")
def show(
    id: Annotated[str, typer.Argument(help="The id of an article, as search prints it.")],
    index: IndexUrl = DEFAULT,
    json: AsJson = False,
) -> None:
    """Show one article: headline, facts, the sentences they rest on, and the link to the original."""
    from app.searching import run_show

    run_show(id, index=index, as_json=json)


@cli.command(
    epilog="Examples: pantau why solopos-1209871 · pantau why solopos-1209871 releases.0.date · pantau why ID values"
)
def why(
    id: Annotated[str, typer.Argument(help="The id of an article, as search prints it.")],
    field: Annotated[
        str | None, typer.Argument(help="As releases.0.date or destinations; without it, what can be asked.")
    ] = None,
    index: IndexUrl = DEFAULT,
    json: AsJson = False,
) -> None:
    """Show why a value stands there: the sentence, the words, the rules that read them, the rate, the source."""
    from app.why import run_why

    run_why(id, field, index=index, as_json=json)


@cli.command(
    epilog="Examples: pantau explain solopos-1209871 · pantau explain page.html · "
    "pantau explain articles.jsonl --id dev-7 --kind country"
)
def explain(
    what: Annotated[
        str,
        typer.Argument(
            help="An id of the index, a FILE (.html, .json, .jsonl, .txt), or - for article lines."
        ),
    ],
    id: Annotated[str | None, typer.Option(help="Of a file with many articles only this one.")] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="Only mentions of this kind; repeat for more.")
    ] = None,
    published: Annotated[
        datetime | None, day_option("The day of publication, for a page or text that does not tell it.")
    ] = None,
    index: IndexUrl = DEFAULT,
    json: AsJson = False,
) -> None:
    """Show how an article was read: its text with every mention, the rules that fired, what was left out and why."""
    from app.explain import run_explain

    run_explain(what, index=index, id=id, kinds=kind or (), published=published, as_json=json)


@cli.command(epilog="Example: pantau suggest jog")
def suggest(
    prefix: Annotated[str, typer.Argument(help="The beginning of any word of a name.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most this many names.")] = 8,
    index: IndexUrl = DEFAULT,
    json: AsJson = False,
) -> None:
    """Suggest places, countries, products, programmes and exporters that the index holds, commonest first."""
    from app.suggesting import run_suggest

    run_suggest(prefix, limit=limit, index=index, as_json=json)


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


cli.add_typer(sources_commands, name="sources")
cli.add_typer(index_commands, name="index")
cli.add_typer(archive_commands, name="archive")
cli.add_typer(ledger_commands, name="ledger")
cli.add_typer(corrections_commands, name="corrections")
cli.add_typer(draw_commands, name="draw")


@cli.command(
    epilog="Examples: pantau replay · pantau replay solopos --since 2021-12-01 · pantau replay --apply · "
    "pantau replay --index sqlite:///baru.db --archive pantau.archive --apply"
)
def replay(
    source: Annotated[
        list[str] | None, typer.Argument(help="Sources to read again; all where none is named.")
    ] = None,
    named: Annotated[list[str] | None, typer.Option("--source", help="The same; repeat for more.")] = None,
    since: Annotated[
        datetime | None, day_option("Articles whose newest page was fetched on this day or later.")
    ] = None,
    until: Annotated[datetime | None, day_option("… on this day or earlier.")] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Write what differs into the index.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show every change, not examples.")
    ] = False,
    events: Annotated[
        bool,
        typer.Option(help="Show what becomes of events; without --apply that takes a copy of the index."),
    ] = True,
    index: IndexUrl = DEFAULT,
    archive: Folder = None,
    json: AsJson = False,
) -> None:
    """Read the archived pages again by today's rules, without the network, and show what would change in the index.

    Nothing is removed: what today's rules would leave out is named, and stays. Into an empty index --apply makes all of
    it anew.
    """
    from app.replay import run_replay

    days = {"since": since and since.date(), "until": until and until.date()}
    if since and until and since > until:
        raise BadInput(f"--since {days['since']} is after --until {days['until']}")
    place = folder(index, archive)
    raise typer.Exit(
        run_replay(
            [*(source or []), *(named or [])],
            index=index,
            archive=place,
            **days,
            apply=apply,
            verbose=verbose,
            as_json=json,
            events=events,
        )
    )


@cli.command(epilog="Example: pantau history solopos-1209871")
def history(
    id: Annotated[str, typer.Argument(help="The id of an article, as search prints it.")],
    index: IndexUrl = DEFAULT,
    state: StateUrl = None,
    json: AsJson = False,
) -> None:
    """Show what the site changed in an article since it was first read: when, which field, before and after."""
    from app.history import run_history

    run_history(id, index=index, state=state, as_json=json)


@cli.command(epilog="Examples: pantau backup backups · pantau backup /srv/backups --keep 14")
def backup(
    to: Annotated[Path, typer.Argument(help="The folder of backups; each gets a folder of its own there.")],
    keep: Annotated[int | None, typer.Option(min=1, help="Delete all but so many of the newest.")] = None,
    index: IndexUrl = DEFAULT,
    state: StateUrl = None,
) -> None:
    """Copy index and state, verified, into a new folder; also while a crawl writes. The archive is not copied."""
    from app.backup import run_backup

    run_backup(to, index=index, state=state, keep=keep)


@cli.command(epilog="Examples: pantau restore backups · pantau restore backups/pantau-2021-12-24T050000Z")
def restore(
    backup: Annotated[Path, typer.Argument(help="A backup, or a folder of them: then the newest.")],
    index: IndexUrl = DEFAULT,
    state: StateUrl = None,
) -> None:
    """Put a backup in the place of index and state; what they hold now is replaced."""
    from app.backup import run_restore

    run_restore(backup, index=index, state=state)


@cli.command(epilog="Example: pantau forget https://www.solopos.com/umkm-ekspor-1209871")
def forget(
    article: Annotated[list[str], typer.Argument(help="URLs or ids of articles.")], index: IndexUrl = DEFAULT
) -> None:
    """Remove articles for good, with all that was read from them; no crawl stores them again."""
    from app.upkeep import run_forget

    run_forget(article, index=index)


@cli.command(epilog="Example: pantau dump > stories.jsonl")
def dump(index: IndexUrl = DEFAULT) -> None:
    """Every story in the index as JSON lines: article fields with topics, mentions, releases, programs."""
    from app.searching import run_dump

    run_dump(index=index, out=sys.stdout)


@cli.command(epilog="Examples: pantau schema story > story.schema.json · pantau schema event")
def schema(
    record: Annotated[
        str | None, typer.Argument(help="The record, as article; without one, which there are.")
    ] = None,
) -> None:
    """Print the JSON Schema of a record as `dump`, `extract` and `ledger --json` write it, made from the code."""
    from entities import schema as schemas
    from entities.wire import dumps

    print(dumps(schemas.schema(record)) if record else "\n".join(schemas.RECORDS))


@asking.asks
def export(
    asked: asking.Asked,
    of: Annotated[
        Literal["stories", "releases", "programs", "events", "schemes"],
        typer.Option(help="What a row is: articles, releases, programmes; events and schemes of the ledger."),
    ] = "stories",
    format: Annotated[
        Literal["csv", "jsonl", "xlsx", "geojson", "ris", "bibtex", "parquet"] | None,
        typer.Option(help="The format; else that of FILE's suffix, else CSV."),
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="The file to write; else standard output.", metavar="FILE")
    ] = None,
    sort: Sort = "relevance",
    bom: Annotated[bool, typer.Option("--bom", help="CSV with a byte order mark.")] = False,
    dictionary: Annotated[bool, typer.Option("--dictionary", help="Print what the columns mean.")] = False,
    index: IndexUrl = DEFAULT,
) -> None:
    """Write every match to a file: facts, evidence and link, exact, with a citation that states the count."""
    if dictionary:
        from app.dictionary import markdown

        print(markdown(), end="")
        return
    from app.export import run_export

    run_export(asked.query(of, sort=sort), index=index, format=format, to=to, bom=bom)


cli.command(
    "export",
    context_settings=asking.LOOSE,
    epilog="Examples: pantau export kopi --of releases --to kopi.xlsx · pantau export --origin Solo --format ris",
)(export)


cli.add_typer(digest_commands, name="digest")
subscribe_cli.register(cli, digest_commands)


cli.command(
    epilog="Examples: pantau schedule --install · pantau schedule --systemd --run --notify · pantau schedule --remove"
)(schedule)


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
        status = cli(standalone_mode=False)
    except UsageError as error:
        raise SystemExit(_misused(error)) from None
    except PantauError as error:
        complain(str(error))
        raise SystemExit(error.status) from None
    except (KeyboardInterrupt, typer.Abort):
        print("pantau: interrupted", file=sys.stderr)
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    raise SystemExit(status)


def _misused(error: UsageError) -> int:
    """Tell of a wrong or missing option in one sentence; a command without any shows its help."""
    if type(error).__name__ == "NoArgsIsHelpError":
        error.show()
    else:
        said = error.format_message().replace("Value error, ", "").rstrip(".")
        print(f"pantau: {said}; see {_command(error.ctx)} --help", file=sys.stderr)
    return error.exit_code


def _command(ctx: Any) -> str:
    """The words of a command from the first, however Pantau was started."""
    words: list[str] = []
    while ctx and ctx.parent:
        words, ctx = [ctx.info_name, *words], ctx.parent
    return " ".join(["pantau", *words])
