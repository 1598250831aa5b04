"""Writing to a server: bounded bulks, asked again while it is busy, halved where too large, told where refused.

An article is sent when all that was read from it is written: what holds an article holds that too.
"""

import random
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from elasticsearch import ApiError

from entities.wire import dumps
from indexer.elastic_documents import Document
from indexer.elastic_server import PASSING, Away, Server

MOST_BYTES, MOST_ACTIONS = 5_000_000, 1_000  # of one request
HANDS = 2  # requests that a server takes at once
AHEAD = 4  # requests that are ready or on their way
# Of each line; the rest of an answer is as long as many a document.
TOLD = ("items.*.status", "items.*.error")
T = TypeVar("T")
LONGEST = 60.0  # seconds after which it is asked no more
PAUSES = (0.25, 0.5, 1.0, 2.0, 4.0)  # seconds before a busy server is asked again


class Action(NamedTuple):
    """One line to write, or without a body to delete. id: of the article that it is of."""

    id: str
    into: str
    key: str
    line: bytes | None

    @property
    def size(self) -> int:
        return len(self.line or b"") + len(self.key) + 100  # the line that says what to do, at most so long

    def lines(self) -> list[bytes]:
        act = "delete" if self.line is None else "index"
        told = dumps({act: {"_index": self.into, "_id": self.key}}).encode()
        return [told] if self.line is None else [told, self.line]


@dataclass
class Refused:
    """Ids of the articles of which something was refused for good, with the reasons."""

    by_id: dict[str, str] = field(default_factory=dict)


def writing(server: Server, id: str, document: Document) -> Action:
    return Action(id, server.index(document.kind), document.key, document.json)


def send_in_turn(server: Server, requests: Iterable[list[Action]], refused: Refused) -> None:
    """Each as `send` does, HANDS at once; what a request needs to be there came HANDS requests before it, or earlier.

    While the server takes some, the next ones are made ready. After one that failed no other is begun.
    """
    under_way: deque[Future[None]] = deque()
    last: deque[Future[None]] = deque(maxlen=HANDS)
    hands = ThreadPoolExecutor(HANDS)
    try:
        for request in requests:
            if len(under_way) == AHEAD:
                under_way.popleft().result()
            last.append(hands.submit(_send_after, tuple(last), server, request, refused))
            under_way.append(last[-1])
        for sent in under_way:
            sent.result()
    finally:
        hands.shutdown(cancel_futures=True)


def _send_after(
    last: tuple[Future[None], ...], server: Server, request: list[Action], refused: Refused
) -> None:
    """The first of the last ones is waited for; where one of them has failed, that is raised and nothing written."""
    for place, before in enumerate(last):
        if before.done() or (place == 0 and len(last) == HANDS):
            before.result()
    send(server, request, refused)


def send(server: Server, actions: Iterable[Action], refused: Refused) -> None:
    """Write all, in requests of bounded size. Away where the server stays busy or away: what came before is written."""
    for batch in _bounded(actions):
        _send(server, batch, refused)


def _bounded(actions: Iterable[Action]) -> Iterator[list[Action]]:
    batch: list[Action] = []
    size = 0
    for action in actions:
        if batch and (size + action.size > MOST_BYTES or len(batch) >= MOST_ACTIONS):
            yield batch
            batch, size = [], 0
        batch.append(action)
        size += action.size
    if batch:
        yield batch


def _send(server: Server, batch: list[Action], refused: Refused) -> None:
    """One request, again for what the server could not take just now."""
    left = batch

    def ask() -> None:
        nonlocal left
        if left := _once(server, left, refused):
            raise Away(f"{server.name}: the server is too busy")

    patiently(ask)


def patiently(ask: Callable[[], T]) -> T:
    """The answer of a server, asked again after growing pauses while it is busy or away."""
    ends = time.monotonic() + LONGEST
    for pause in PAUSES:
        try:
            return ask()
        except Away:
            if time.monotonic() > ends:
                raise
            time.sleep(pause * random.uniform(0.5, 1.0))
    return ask()


def _once(server: Server, batch: list[Action], refused: Refused) -> list[Action]:
    """Those that the server could not take just now."""
    try:
        with server.telling():
            return list(_unwritten(batch, _ask(server, batch), refused))
    except _TooLarge:
        if len(batch) == 1:
            refused.by_id.setdefault(batch[0].id, "413: larger than the server takes")
            return []
        middle = len(batch) // 2
        return _once(server, batch[:middle], refused) + _once(server, batch[middle:], refused)


class _TooLarge(Exception):
    pass


def _ask(server: Server, batch: list[Action]) -> list[dict[str, Any]]:
    lines: Any = [line for action in batch for line in action.lines()]
    try:
        reply = server.client.bulk(
            operations=lines, require_alias=server.generation is None, filter_path=TOLD
        )
    except ApiError as error:
        if error.status_code == 413:
            raise _TooLarge from error
        raise
    return [next(iter(item.values())) for item in reply["items"]]


def _unwritten(batch: list[Action], told: list[dict[str, Any]], refused: Refused) -> Iterator[Action]:
    for action, item in zip(batch, told, strict=True):
        status, error = item["status"], item.get("error") or {}
        if status in PASSING or error.get("type") == "cluster_block_exception":
            yield action
        elif status >= 400 and not (status == 404 and action.line is None):
            refused.by_id.setdefault(action.id, f"{status}: {_reason(error)}")


def _reason(error: dict[str, Any]) -> str:
    """What the server says, with the innermost cause, which names the field."""
    cause = error.get("caused_by") or {}
    told = [f"{part.get('type')}: {part.get('reason')}" for part in (error, cause) if part]
    return " · ".join(told)[:500]
