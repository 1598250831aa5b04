"""The sample press as an index whose moments never change, and its readers: for the tests and examples of the API."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest
from fastapi.testclient import TestClient

from app.digests.links import Purpose, links
from indexer.index import open_index
from indexer.sqlite import SQLiteIndex
from state.mailing import Subscription
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


@dataclass(frozen=True)
class Office:
    """A reader of that index on a server that can send mail, with one subscription that waits for its confirmation."""

    reader: TestClient

    def tokens(self, address: str) -> str:
        """An address with {manage} and {confirm} as the links of the subscription have them."""
        purposes: tuple[Purpose, ...] = ("manage", "confirm")
        return address.format(**{name: links().link(name, "siti").rpartition("/")[2] for name in purposes})


@contextmanager
def post_office() -> Iterator[Office]:
    """Such a server for a while; nobody is at its mail server, so what it writes waits."""
    told = {
        "PANTAU_SECRET": "rahasia-sekali-" * 3,
        "PANTAU_PUBLIC_URL": "https://pantau.contoh.id",
        "PANTAU_SMTP_HOST": "127.0.0.1",
        "PANTAU_SMTP_PORT": "9",
        "PANTAU_SMTP_SECURITY": "none",
        "PANTAU_SMTP_FROM": "digest@pantau.contoh.id",
    }
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for name in ("PANTAU_SMTP_USER", "PANTAU_SMTP_PASSWORD", "PANTAU_SECRET_OLD"):
            patch.delenv(name, raising=False)
        for name, value in told.items():
            patch.setenv(name, value)
        url = f"sqlite:///{folder}/pantau.state.db"
        with closing(open_state(url)) as state:
            kept = {"text": "kopi", "origin": ["35"]}
            asked = {"address": "siti@contoh.go.id", "search": kept, "day": 4, "hour": 16}
            state.mailing.subscribe(
                Subscription(id="siti", asked_at=datetime.now(UTC), standing="unconfirmed", **asked)
            )
        yield Office(still(state=url))


def still(**settings):
    """A reader of it."""
    return reader(still_index(), breaking=False, today=NOW, **settings)
