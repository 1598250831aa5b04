"""Names that begin so: the command that suggests them, and the shell's completion of what is searched for."""

import sys

import typer

from entities.errors import PantauError


def run_suggest(prefix: str, *, limit: int, index: str, as_json: bool) -> None:
    """Print the names in the index that have a word beginning so, commonest first, a line each."""
    from entities.wire import dumps
    from indexer.index import open_index

    names = open_index(index).suggest(prefix, limit)
    if not names:
        print(f"pantau: no name in the index has a word that begins with {prefix!r}", file=sys.stderr)
    for name in names:
        print(dumps({"name": name}) if as_json else name)


def completed(ctx: typer.Context, incomplete: str) -> list[str]:
    """Words of names for a shell that completes a word; none without an index, for there is no place to say why."""
    from indexer.index import DEFAULT_INDEX, open_index
    from indexer.words import plain

    try:
        names = open_index(ctx.params.get("index") or DEFAULT_INDEX).suggest(incomplete, 20)
    except PantauError:
        return []
    words = (word for name in names for word in plain(name).split() if word.startswith(plain(incomplete)))
    return list(dict.fromkeys(incomplete + word[len(incomplete) :] for word in words))
