"""What is written into a file, as an answer that flows while it is written: no more than a few parts are ever held.

The writer has a thread of its own. What fails before the first row is the answer; where it fails later, the
connection is cut, so that nobody takes a part for the whole.
"""

import io
import queue
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Event
from typing import Any, BinaryIO, TypeVar, cast

from starlette.concurrency import run_in_threadpool

PART = 64 * 1024  # bytes
PARTS = 8  # held at once
PATIENCE = 60.0  # seconds that a reader may leave a part untaken
LOOK = 0.5  # seconds between two looks at whether the writer has ended

Row = TypeVar("Row")


class Left(OSError):
    """The reader has gone, or takes nothing any more."""


class Stream(io.RawIOBase):
    """A file for `fill`, read from its other side by `parts`. Not for several readers."""

    def __init__(self, fill: Callable[[BinaryIO, "Stream"], None], *, patience: float = PATIENCE) -> None:
        self._parts: queue.Queue[bytes | None] = queue.Queue(PARTS)
        self._gone, self._patience, self._at = Event(), patience, 0
        worker = ThreadPoolExecutor(1, "download")
        self._done: Future[None] = worker.submit(self._run, fill)
        self._done.add_done_callback(self._end)
        worker.shutdown(wait=False)

    def start(self) -> "Stream":
        """Wait until the answer has begun; what fails before is raised."""
        self._first = self._next()
        if self._first is None:
            self._done.result()
        return self

    def _next(self) -> bytes | None:
        """The part that follows; None where the writer has ended."""
        while True:
            try:
                return self._parts.get(timeout=LOOK)
            except queue.Empty:
                if self._done.done() and self._parts.empty():
                    return None

    async def parts(self) -> AsyncIterator[bytes]:
        """The content, part by part; ends with the writer's failure, if it has one."""
        part = self._first
        try:
            while part is not None:
                if part:
                    yield part
                part = await run_in_threadpool(self._next)
            self._done.result()
        finally:
            self._gone.set()
            with suppress(queue.Empty):
                while True:
                    self._parts.get_nowait()

    # ------------------------------------------------------------ the writer's side

    def begun(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The rows; with the first of them the answer has begun, though nothing is written yet."""
        for number, row in enumerate(rows):
            if number == 0:
                self._put(b"")
            yield row

    def write(self, data: Any) -> int:
        """Hand on a part; waits while the reader is behind."""
        self._put(bytes(data))
        self._at += len(data)
        return len(data)

    def writable(self) -> bool:
        """True."""
        return True

    def tell(self) -> int:
        """Bytes written."""
        return self._at

    def _run(self, fill: Callable[[BinaryIO, "Stream"], None]) -> None:
        file = io.BufferedWriter(self, PART)
        fill(cast(BinaryIO, file), self)
        file.flush()

    def _end(self, _: Future[None]) -> None:
        with suppress(Left):
            self._put(None)

    def _put(self, part: bytes | None) -> None:
        if self._gone.is_set():
            raise Left("the reader has gone")
        try:
            self._parts.put(part, timeout=self._patience)
        except queue.Full:
            self._gone.set()
            raise Left("the reader takes nothing") from None
