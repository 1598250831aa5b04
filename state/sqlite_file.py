"""The SQLite file of the state: made, brought to today's schema, its transactions, and its failures in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import apsw

from entities.errors import StateUnusable
from indexer.database import reason, transaction, use_wal

APPLICATION_ID = 0x50535441  # "PSTA"
WAIT = 20_000  # milliseconds that a writer waits for another one
SCHEMAS = sorted((files("state") / "schema").iterdir(), key=lambda file: file.name)
REASONS = {
    apsw.NotADBError: "this is no SQLite file, so no state of Pantau; name another file",
    apsw.CantOpenError: "the state cannot be opened or made there",
    apsw.FullError: "the disk is full; what was kept before stays",
    apsw.CorruptError: "the state is damaged; `pantau restore` takes back a copy",
    apsw.ReadOnlyError: "the state may be read here but not written",
    apsw.PermissionsError: "no permission to use the state",
    apsw.BusyError: "another process is writing to the state and did not finish in time",
    apsw.IOError: "the disk failed while the state was read or written",
}


class StateFile:
    """A state's file, made where there is none and brought to today's schema. StateUnusable where it cannot serve."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._make_room()
        with self.telling():
            self.db = apsw.Connection(str(path))
            self.db.set_busy_timeout(WAIT)
            self._open()

    def _make_room(self) -> None:
        """A state of a server's index stands in the user's folder for state, which may not be there yet."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StateUnusable(f"{self.path.parent} cannot be made ({error.strerror})") from error

    def _open(self) -> None:
        made = self.db.execute("SELECT 1 FROM sqlite_schema").get  # asked first: another may be making it
        if int(self.db.pragma("application_id")) not in ((APPLICATION_ID,) if made else (0, APPLICATION_ID)):
            raise StateUnusable(f"{self.path} is an SQLite file but no state of Pantau; name another file")
        use_wal(self.db, WAIT)
        self.db.execute("PRAGMA synchronous = NORMAL")
        self.db.execute("PRAGMA secure_delete = ON")
        if int(self.db.pragma("user_version")) < len(SCHEMAS):
            self._upgrade()
        if int(self.db.pragma("user_version")) > len(SCHEMAS):
            raise StateUnusable(f"{self.path} was made by a later version of Pantau; use that one")

    def _upgrade(self) -> None:
        with transaction(self.db, "IMMEDIATE"):
            done = int(self.db.pragma("user_version"))  # another process may have been first
            for file in SCHEMAS[done:]:
                self.db.execute(file.read_text("utf-8"))
            self.db.execute(f"PRAGMA user_version = {len(SCHEMAS)}; PRAGMA application_id = {APPLICATION_ID}")

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Failures of the file as StateUnusable."""
        try:
            yield
        except apsw.Error as error:
            raise StateUnusable(f"{self.path}: {reason(error, REASONS, 'state')}") from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction; nothing of it stays where it fails."""
        with self.telling(), transaction(self.db, "IMMEDIATE"):
            yield
            if not self.path.exists():  # SQLite would go on writing into the void
                raise StateUnusable(f"{self.path} has been removed")
