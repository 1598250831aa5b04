"""`pantau index …`: check, make anew, measure and copy the index; `pantau forget`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from entities.errors import BadInput

FAILED = 1

index_commands = typer.Typer(
    no_args_is_help=True,
    help="Look after the index: check, rebuild, stats, backup, restore.",
    epilog="Examples: pantau index check · pantau index backup pantau-2021-12-24.db",
)

DEFAULT = "sqlite:///pantau.db"
IndexUrl = Annotated[
    str,
    typer.Option("--index", envvar="PANTAU_INDEX", help="The index to use.", metavar="sqlite:///PATH"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON lines for machines.")]


@index_commands.command(epilog="Example: pantau index check")
def check(index: IndexUrl = DEFAULT) -> None:
    """Read the whole index and name what is wrong, a sentence each; also while a crawl writes."""
    from indexer.checking import check as problems

    sound = True
    for problem in problems(_file(index)):
        sound = False
        print(f"pantau: {index}: {_safe(problem)}", file=sys.stderr)
    if sound:
        print(f"{index}: utuh")
    raise typer.Exit(0 if sound else FAILED)


@index_commands.command(epilog="Examples: pantau index rebuild · pantau index rebuild --extract")
def rebuild(
    extract: Annotated[
        bool, typer.Option("--extract", help="Read the stored articles again by today's rules.")
    ] = False,
    index: IndexUrl = DEFAULT,
) -> None:
    """Make the index anew from its stories, as after an upgrade; searches go on, a crawl must wait."""
    from crawler.lock import only_crawl
    from indexer import upkeep

    path = _file(index)
    with only_crawl(index):
        done = upkeep.rebuild(path, extract=extract, on_step=_progress())
    print(f"{index}: {done.stories} berita disusun ulang")
    if done.mended:
        print(f"{done.mended} berita dibaca ulang dari teksnya, karena catatannya rusak")
    if extract:
        print(f"{done.changed} berita berubah menurut aturan hari ini")
        for kind in upkeep.COUNTED:
            print(f"  {kind}: {done.before[kind]} -> {done.after[kind]}")


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
    """Copy the index, as it is at one moment, into one file and verify it; also while a crawl writes."""
    from indexer import upkeep

    held = upkeep.backup(_file(index), file, force=force)
    print(f"{file}: {held} berita")


@index_commands.command(epilog="Example: pantau index restore pantau-2021-12-24.db")
def restore(
    file: Annotated[Path, typer.Argument(help="A copy that backup made.")], index: IndexUrl = DEFAULT
) -> None:
    """Put a copy in the place of the index, all of it or nothing; what the index holds now is replaced."""
    from crawler.lock import only_crawl
    from indexer import upkeep

    path = _file(index)
    with only_crawl(index):
        held, older = upkeep.restore(path, file)
    print(f"{index}: {held} berita")
    if older:
        print(
            f"pantau: {file} was made by another version of Pantau; `pantau index rebuild` mends it",
            file=sys.stderr,
        )


def run_forget(targets: list[str], *, index: str) -> None:
    """Remove articles by URL or id; a URL is refused from now on even where nothing was held of it."""
    from indexer.index import open_index

    held = open_index(index)
    for target in targets:
        keys = _keys(target)
        known = "://" in target or held.get(target) or target in held.forgotten()
        if not known:
            raise BadInput(f"no article {target!r} in {index}; give its URL to refuse it from now on")
        removed = sum(held.forget(key) for key in keys)
        print(f"{_safe(target)}: {'dihapus' if removed else 'tidak ada di indeks'}, tidak akan disimpan lagi")


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


def _file(index: str) -> Path:
    """The file of an embedded index; a server looks after its own."""
    from indexer.index import sqlite_path

    if not (path := sqlite_path(index)):
        raise BadInput(f"{index!r} is no embedded index; use {DEFAULT} or the like")
    return path


def _figures(index: str) -> dict[str, Any]:
    from indexer.index import Query, open_index
    from indexer.upkeep import figures

    path, held = _file(index), open_index(index)
    found = held.search(Query(sort="newest", limit=1, facets=("source", "topic", "year")))
    newest = found.hits[0].story.article.published_at if found.hits else None
    return {
        "index": index,
        "stories": found.total,
        "releases": held.search(Query(of="releases", limit=0, facets=())).total,
        "programs": held.search(Query(of="programs", limit=0, facets=())).total,
        "newest": newest and newest.isoformat(),
        **figures(path),
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
