"""`pantau index …`: make, check, make anew, measure, copy and drop the index; `pantau forget`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.options import DEFAULT, FAILED, AsJson, IndexUrl
from entities.errors import BadInput
from indexer.index import is_server, shown

if TYPE_CHECKING:
    from indexer.upkeep import Upkeep

index_commands = typer.Typer(
    no_args_is_help=True,
    help="Look after the index: create, check, rebuild, stats, backup, restore, copy, drain, drop.",
    epilog="Examples: pantau index check · pantau index backup pantau-2021-12-24.db",
)


@index_commands.command(epilog="Example: pantau index create --index https://localhost:9200/pantau")
def create(index: IndexUrl = DEFAULT) -> None:
    """Make an empty index where there is none, as the first crawl does too."""
    from indexer.index import open_index

    made = open_index(index, create=True)
    print(f"{shown(index)}: {made.count()} berita")
    made.close()


@index_commands.command(epilog="Example: pantau index check")
def check(index: IndexUrl = DEFAULT) -> None:
    """Read the whole index and name what is wrong, a sentence each; also while a crawl writes."""
    sound = True
    for problem in _upkeep(index).check():
        sound = False
        print(f"pantau: {shown(index)}: {_safe(problem)}", file=sys.stderr)
    if sound:
        print(f"{shown(index)}: utuh")
    raise typer.Exit(0 if sound else FAILED)


@index_commands.command(epilog="Examples: pantau index rebuild · pantau index rebuild --extract")
def rebuild(
    extract: Annotated[
        bool, typer.Option("--extract", help="Read the stored articles again by today's rules.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, in a copy of the index.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show every event that changes.")] = False,
    index: IndexUrl = DEFAULT,
) -> None:
    """Make the index anew from its stories, as after an upgrade; searches go on, a crawl must wait.

    What becomes of events is told. On a server the indices before it stay until `pantau index drop`.
    """
    from app.rebuilding import run_rebuild

    run_rebuild(index, extract=extract, dry_run=dry_run, every=verbose, on_step=_progress())


@index_commands.command(epilog="Example: pantau index stats --json")
def stats(index: IndexUrl = DEFAULT, json: AsJson = False) -> None:
    """Count what the index holds: by source, topic and year; its size, versions, newest story and tombstones."""
    from entities.wire import dumps

    told = _figures(index)
    if json:
        print(dumps(told))
        return
    for name, value in told.items():
        if isinstance(value, dict):
            print(f"{name}:")
            for key, number in value.items():
                print(f"  {_safe(key)}: {number}")
        else:
            print(f"{name}: {'–' if value is None else value}")


@index_commands.command(epilog="Example: pantau index backup pantau-2021-12-24.db")
def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite FILE.")] = False,
    index: IndexUrl = DEFAULT,
) -> None:
    """Copy the index, as it is at one moment, into one file and verify it; also while a crawl writes.

    The copy of a server's index is an embedded index, which can be searched as it is.
    """
    print(f"{file}: {_upkeep(index).backup(file, force=force)} berita")


@index_commands.command(epilog="Example: pantau index restore pantau-2021-12-24.db")
def restore(
    file: Annotated[Path, typer.Argument(help="A copy that backup made.")], index: IndexUrl = DEFAULT
) -> None:
    """Put a copy in the place of the index, all of it or nothing; what the index holds now is replaced."""
    from app.desk import settle
    from crawler.lock import only_crawl

    target = _upkeep(index)
    with only_crawl(index):
        held, older = target.restore(file)
        if not older:
            settle(index)
    print(f"{shown(index)}: {held} berita")
    if older:
        print(
            f"pantau: {file} was made by another version of Pantau; `pantau index rebuild` mends it",
            file=sys.stderr,
        )


@index_commands.command(epilog="Example: pantau index copy sqlite:///pantau.db https://localhost:9200/pantau")
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The index to read.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="An empty index, or where none is.")],
) -> None:
    """Copy a whole index, tombstones too, between a file and a server either way, and read it again to compare."""
    from crawler.lock import only_crawl
    from indexer import copying
    from indexer.index import open_index

    if shown(source) == shown(target):
        raise BadInput("an index cannot be copied into itself")
    held = open_index(source)
    with only_crawl(source), only_crawl(target):
        done = copying.copy(held, made := open_index(target, create=True), _progress())
    made.close()
    print(f"{shown(target)}: {done} berita, sama dengan {shown(source)}")


@index_commands.command(epilog="Examples: pantau index drain · pantau index drain --refused")
def drain(
    refused: Annotated[
        bool, typer.Option("--refused", help="Try those too that the server refused, as after a rebuild.")
    ] = False,
    index: IndexUrl = DEFAULT,
) -> None:
    """Write what waits in the outbox because a server was away; the next crawl does so too."""
    from crawler.lock import only_crawl

    if not is_server(index):
        raise BadInput(f"{shown(index)} has no outbox; only a server's index has one")
    from indexer.elastic import drain as drain_outbox

    with only_crawl(index):
        done = drain_outbox(index, refused=refused)
    print(f"{shown(index)}: {done.written} berita ditulis")
    if done.refused:
        print(f"pantau: {done.refused} articles were refused; {done.aside} has the reasons", file=sys.stderr)
        raise typer.Exit(FAILED)


@index_commands.command(epilog="Examples: pantau index drop · pantau index drop --everything --yes")
def drop(
    everything: Annotated[
        bool, typer.Option("--everything", help="The index itself, with all it holds.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    index: IndexUrl = DEFAULT,
) -> None:
    """Delete what a rebuild left behind on a server; with --everything the index itself."""
    from crawler.lock import only_crawl

    if everything and not yes:
        typer.confirm(f"{shown(index)}: hapus seluruh indeks?", abort=True)
    target = _upkeep(index)
    with only_crawl(index):
        for name in target.drop(everything=everything):
            print(f"{name}: dihapus")


def run_forget(targets: list[str], *, index: str) -> None:
    """Remove articles by URL or id, from index and archive; a URL is refused from now on even where none was held."""
    from entities.ledger_decisions import Decisions
    from indexer.index import open_index
    from state.state import open_state, state_url

    held, remembered = open_index(index), open_state(state_url(index))
    for target in targets:
        keys, story = _keys(target), held.get(target)
        known = "://" in target or story or target in held.forgotten() | remembered.hidden()
        if not known:
            raise BadInput(f"no article {target!r} in {shown(index)}; give its URL to refuse it from now on")
        if story:
            keys.append(story.article.url)
        removed = sum(held.forget(key) for key in keys)
        remembered.forget(keys)
        held.decide(Decisions(remembered.decisions()))
        print(f"{_safe(target)}: {'dihapus' if removed else 'tidak ada di indeks'}, tidak akan disimpan lagi")
        _forget_pages(keys, index)


def _forget_pages(keys: list[str], index: str) -> None:
    """The same of the archived pages."""
    from app.archive import forget_pages

    done = forget_pages(keys, index)
    if done.records:
        print(f"{done.records} rekaman dihapus dari arsip")
    for file in done.waiting:
        said = "is being written by a crawl; what it holds of the article goes when that crawl ends"
        print(f"pantau: {file.name} {said}", file=sys.stderr)


def _keys(target: str) -> list[str]:
    """What an article is known by: as it was named, and its canonical URL and id as its source's spider makes them."""
    from crawler.links import article_id, article_url
    from crawler.sources import source_of, sources

    if "://" not in target:
        return [target]
    if source := source_of(target):
        spider = sources()[source]()
        return list(dict.fromkeys((target, spider.clean(target), spider.key(target))))
    return list(dict.fromkeys((target, article_url(target), article_id("", target))))


# ---------------------------------------------------------------- helpers


def _upkeep(index: str) -> "Upkeep":
    from indexer.upkeep import Upkeep

    return Upkeep(index)


def _figures(index: str) -> dict[str, Any]:
    from indexer.index import Query, open_index

    held = open_index(index)
    found = held.search(Query(sort="newest", limit=1, facets=("source", "topic", "year")))
    newest = found.hits[0].story.article.published_at if found.hits else None
    return {
        "index": shown(index),
        "stories": found.total,
        "releases": held.search(Query(of="releases", limit=0, facets=())).total,
        "programs": held.search(Query(of="programs", limit=0, facets=())).total,
        "newest": newest and newest.isoformat(),
        **_upkeep(index).figures(),
        **{f"by_{name}": counts for name, counts in found.facets.items()},
    }


def _progress() -> Callable[[int], None]:
    """Shows on a terminal how many stories are done."""
    if not sys.stderr.isatty():
        return lambda done: None
    return lambda done: print(f"\r{done} berita …\r", end="", file=sys.stderr, flush=True)


def _safe(text: str) -> str:
    from app.wording import safe

    return safe(text)
