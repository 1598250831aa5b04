"""The index that the tests of pages and API ask: in a file, or the same on a server. The fixture `backend` says which.

Whoever asks for `backend` runs once over each. sample_index, ledger_index and made_index (tests/web.py) and still_index
(tests/api.py) give the URL of an index there.
"""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from indexer.copying import copy
from indexer.index import open_index
from state.state import state_url

_servers: list[str] = []  # the one in use, if any
_copies: dict[str, str] = {}  # URL of a file -> URL of its copy on the server


@contextmanager
def on_server(url: str) -> Iterator[None]:
    """Meanwhile indices stand on a server."""
    _servers.append(url)
    try:
        yield
    finally:
        _servers.remove(url)


def standing(file: str) -> str:
    """The URL of an index of a file, or of its copy on the server in use, which is made once, with its state."""
    if not _servers:
        return file
    if file not in _copies:
        _copies[file] = f"{_servers[-1]}/uji-{uuid.uuid4().hex[:12]}"
        _copy(file, _copies[file])
    return _copies[file]


def _copy(file: str, url: str) -> None:
    with closing(open_index(file)) as here, closing(open_index(url, create=True)) as there:
        copy(here, there)
    state, place = (Path(state_url(one).removeprefix("sqlite:///")) for one in (file, url))
    place.parent.mkdir(parents=True, exist_ok=True)
    if state.exists():
        shutil.copy(state, place)


def drop_copies() -> None:
    """Delete from the server what was copied to it."""
    from tests.elasticsearch.emptying import drop

    while _copies:
        drop(_copies.popitem()[1])
