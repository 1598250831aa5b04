"""The sample press as an index whose moments never change, and its readers: for the tests and examples of the API."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from indexer.index import open_index
from indexer.sqlite import SQLiteIndex
from state.state import Change, open_state, state_url
from tests.backends import standing
from tests.web import reader, sample_index

NOW = datetime(2021, 12, 31, 5, tzinfo=UTC)
CHANGED = "beritadaerah-4dec060b872b"
FIELDS = {
    "title": (
        "Kopi Ijen Bondowoso Dikapalkan ke Korea",
        "Kopi Arabika Ijen Bondowoso Dikapalkan ke Korea Selatan",
    ),
    "body": ("Kopi dalam 300 karung itu dibeli.", "Kopi dalam 320 karung itu dibeli."),
}


def still_index() -> str:
    """The URL of an index of the sample press that was read at one moment, beside a state that knows one change."""
    return standing(_still())


@cache
def _still() -> str:
    path = Path(mkdtemp(prefix="pantau-api-")) / "contoh.db"
    made, crawled = SQLiteIndex(path), open_index(sample_index())
    stories = [hit.story for hit in crawled.hits()]
    made.put(
        replace(one, learnt_at=NOW, article=replace(one.article, fetched_at=NOW, page=None))
        for one in stories
    )
    for index in (made, crawled):
        index.close()
    state = open_state(state_url(f"sqlite:///{path}"))
    state.changed(Change(source="beritadaerah", id=CHANGED, at=NOW, fields=FIELDS))
    state.close()
    return f"sqlite:///{path}"


def still(**settings):
    """A reader of it."""
    return reader(still_index(), breaking=False, today=NOW, **settings)
