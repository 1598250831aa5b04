"""The command that suggests names."""

from entities.wire import dumps
from indexer.index import open_index


def run_suggest(prefix: str, *, limit: int, index: str, as_json: bool) -> None:
    """Print the names in the index that have a word beginning so, commonest first, a line each."""
    for name in open_index(index).suggest(prefix, limit):
        print(dumps({"name": name}) if as_json else name)
