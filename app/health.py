"""`pantau sources …`: how each source is, its runs, a live check, on and off; news of it by mail and webhook."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from app.options import DEFAULT, AsJson, IndexUrl
from crawler.logs import complain

TROUBLE, UNDELIVERED = 3, 1  # exit statuses

sources_commands = typer.Typer(
    invoke_without_command=True,
    epilog="Examples: pantau sources · pantau sources check solopos · pantau sources --markdown > docs/sources.md",
)
Name = Annotated[str, typer.Argument(help="The source.", metavar="NAME")]


@sources_commands.callback()
def sources(
    context: typer.Context,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print what is known of each site.")] = False,
    notify: Annotated[
        bool, typer.Option("--notify", help="Tell changes of state by mail and webhook, once each.")
    ] = False,
    index: IndexUrl = DEFAULT,
    json: AsJson = False,
) -> None:
    """List the sources: last article, usual rhythm, and how each is. Exit status 3: one is silent or broken."""
    if context.invoked_subcommand:
        return
    if markdown:
        from app.sources_page import sources_page
        from crawler.sources import sources as known

        print(sources_page(known()), end="")
        return
    raise typer.Exit(run_notify(index) if notify else run_sources(index=index, as_json=json))


@sources_commands.command(epilog="Examples: pantau sources runs · pantau sources runs solopos --json")
def runs(
    name: Annotated[str | None, typer.Argument(help="Only this source.", metavar="[NAME]")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many, the newest.")] = 20,
    index: IndexUrl = DEFAULT,
    json: AsJson = False,
) -> None:
    """The ledger of crawls: what each asked, found and left, and why it ended."""
    from app.health_table import print_runs, run_json
    from crawler.sources import chosen
    from entities.wire import dumps

    if name:
        chosen((name,))
    state = _state(index)
    found = state.runs(name, limit=limit) if state else ()
    if json:
        for run in found:
            print(dumps(run_json(run)))
        return
    print_runs(found)


@sources_commands.command(epilog="Example: pantau sources off side --why 'redaksi minta berhenti'")
def off(
    name: Name,
    why: Annotated[str, typer.Option(help="The reason, for whoever asks later.")] = "",
    index: IndexUrl = DEFAULT,
) -> None:
    """Leave a source out of every crawl until it is switched on again."""
    _switch(name, index, why)
    print(f"{name}: dimatikan" + (f" ({why})" if why else ""))


@sources_commands.command(epilog="Example: pantau sources on side")
def on(name: Name, index: IndexUrl = DEFAULT) -> None:
    """Crawl a source again that was switched off."""
    _switch(name, index, None)
    print(f"{name}: dirayapi lagi")


@sources_commands.command(epilog="Examples: pantau sources check solopos · pantau sources check side --json")
def check(name: Name, index: IndexUrl = DEFAULT, json: AsJson = False) -> None:
    """Try a source live, with a few polite requests: robots.txt, each way, a nonsense search, one article."""
    from app.check_table import print_probe
    from crawler.probe import probe
    from crawler.sources import chosen
    from entities.wire import dumps

    chosen((name,))
    found = probe(name, _proven(name, index))
    if json:
        print(dumps(found.json()))
    else:
        print_probe(found)
    raise typer.Exit(0 if found.sound else TROUBLE)


# ---------------------------------------------------------------- what the commands do


def run_sources(*, index: str, as_json: bool) -> int:
    """Print the sources with their health and what the index holds of each; the exit status."""
    from app.health_table import print_sources
    from app.searching import source_rows
    from entities.wire import dumps

    found = health(index)
    rows = [row | health_json(one) for row, one in zip(source_rows(index=index), found, strict=True)]
    if as_json:
        print("\n".join(dumps(row) for row in rows))
    else:
        print_sources(rows, found)
    return TROUBLE if any(one.trouble for one in found) else 0


def health(index: str) -> "Sequence[Any]":
    """The health of every source by what is remembered beside an index; without that all are unknown."""
    state = _state(index)
    try:
        return health_of(state, datetime.now(UTC))
    finally:
        if state is not None:
            state.close()


def health_of(state: Any, now: datetime) -> "Sequence[Any]":
    """The health of every source, by name, at a moment; without a state all are unknown."""
    from crawler.health import History, conditions, judge
    from crawler.sources import sources as known

    if state is None:
        return [judge(History(source=name), now) for name in sorted(known())]
    return conditions(state, now)


def run_notify(index: str) -> int:
    """Tell changes of state and print what was told; the exit status: 3 where a source is in trouble."""
    told, found = _tell(index)
    for one in told:
        print(one.sentence)
    return TROUBLE if any(one.trouble for one in found) else 0


def _tell(index: str) -> tuple[Sequence[Any], Sequence[Any]]:
    """Tell changes of state; what was told, and how all sources are."""
    from app.delivery import configured
    from app.notify import notify
    from crawler.health import conditions
    from state.state import open_state, state_url

    configured()
    now = datetime.now(UTC)
    state = open_state(state_url(index))
    try:
        found = conditions(state, now)
        return notify(state, found, now), found
    finally:
        state.close()


def notify_after_crawl(index: str) -> int:
    """The end of a crawl: tell changes of state where a mail or webhook is configured; 1 where nobody could be told."""
    from app.delivery import wanted
    from entities.errors import PantauError

    if not wanted():
        return 0
    try:
        _tell(index)
    except PantauError as error:
        complain(str(error))
        return UNDELIVERED
    return 0


def _proven(name: str, index: str) -> set[str]:
    """The ways of a source that gave links in some crawl that the ledger knows."""
    state = _state(index)
    known = state.runs(name) if state else ()
    return {way for run in known for way, told in run.ways.items() if told.get("links")}


def health_json(one: Any) -> dict[str, Any]:
    """The health of a source as a line."""
    moments = {name: getattr(one, name) for name in ("last_article", "last_run", "since")}
    rhythm = one.rhythm and round(one.rhythm.total_seconds())
    return {
        "state": one.state,
        "cause": one.cause,
        "why": one.why,
        "advice": one.advice,
        **{name: when and when.isoformat() for name, when in moments.items()},
        "last_seen": one.newest and one.newest.isoformat(),
        "rhythm_seconds": rhythm,
    }


def _state(index: str) -> Any:
    from crawler.duty import held_state
    from state.state import state_url

    return held_state(state_url(index))


def _switch(name: str, index: str, why: str | None) -> None:
    from crawler.sources import chosen
    from state.state import open_state, state_url

    chosen((name,))
    state = open_state(state_url(index))
    state.switch(name, why)
    state.close()
