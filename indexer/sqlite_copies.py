"""What the embedded index knows of copies; within a transaction."""

import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import apsw

from entities.copies import Seen
from entities.prints import unpacked
from entities.records import Copy, Story
from entities.wire import loads, story_from
from indexer import sqlite_rows as rows
from indexer.bounds import utc
from indexer.linking import group

SEEN = "SELECT id, came_out, print, copy_of FROM stories WHERE"


class Copies:
    """The stories of a file as indexer/linking.py asks for them."""

    def __init__(self, db: apsw.Connection) -> None:
        self.db = db

    def sharing(
        self, keys: Collection[int], since: datetime, until: datetime, but: Collection[str]
    ) -> Iterator[Seen]:
        """See linking.Held."""
        found = self._seen(
            "number IN (SELECT story FROM json_each(?) AS asked CROSS JOIN prints "
            "ON prints.key = asked.value AND prints.came_out BETWEEN ? AND ?)",
            json.dumps(sorted(keys)),
            utc(since),
            utc(until),
        )
        yield from (one for one in found if one.id not in but)

    def linked_to(self, ids: Collection[str]) -> Iterator[Seen]:
        """See linking.Held."""
        yield from self._seen("copy_of IN (SELECT value FROM json_each(?))", json.dumps(sorted(ids)))

    def _seen(self, condition: str, *bound: str) -> Iterator[Seen]:
        rows: list[Any] = self.db.execute(f"{SEEN} {condition}", bound).fetchall()
        for id, at, held, first in rows:
            yield Seen(id=id, moment=datetime.fromisoformat(at), print=unpacked(held), copy_of=first)

    def get(self, id: str) -> Story | None:
        """See linking.Stories."""
        return next(self._stories("id = ?", id), None)

    def linked(self, ids: Collection[str]) -> Iterator[Story]:
        """See linking.Stories."""
        return self._stories("copy_of IN (SELECT value FROM json_each(?))", json.dumps(sorted(ids)))

    def _stories(self, condition: str, bound: str) -> Iterator[Story]:
        for (line,) in self.db.execute(f"SELECT line FROM stories WHERE {condition}", (bound,)).fetchall():
            yield story_from(loads(str(line)))

    def group(self, id: str) -> tuple[Story, ...]:
        """See Index.copies."""
        return group(id, self)

    def count(self, ids: Collection[str]) -> int:
        """How many of these are held to be copies."""
        sql = "SELECT count(copy_of) FROM stories WHERE id IN (SELECT value FROM json_each(?))"
        return int(self.db.execute(sql, (json.dumps(sorted(ids)),)).get)

    def keep(self, number: int, one: Seen) -> None:
        """Let a story be found by those that share a key with it."""
        found = [(key, utc(one.moment), number) for key in sorted(one.keys)]
        self.db.executemany("INSERT INTO prints VALUES (?, ?, ?)", found)

    def link(self, links: dict[str, Copy | None]) -> None:
        """Write what held stories are copies of now."""
        for id, copy in links.items():
            if (story := self.get(id)) and story.copy_of != copy:
                row = rows.link_row(replace(story, copy_of=copy))
                self.db.execute("UPDATE stories SET copy_of = ?, line = ? WHERE id = ?", (*row.values(), id))
