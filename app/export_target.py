"""Where an export goes: a file appears under its name only when it is whole.

Rows go to a temporary file beside it, which is then renamed.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import BinaryIO

from entities.errors import BadInput, PantauError

BINARY = ("xlsx", "parquet")  # formats that are no text


@contextmanager
def target(to: Path | None, format: str) -> Iterator[BinaryIO]:
    """Where to write: standard output, a device as it is, or a file that appears whole or not at all."""
    if to is None and format in BINARY and sys.stdout.isatty():
        raise BadInput(f"{format} is no text for a terminal; name a file with --to")
    try:
        if to is None:
            with _output(format) as file:
                yield file
        elif to.exists() and not to.is_file() and not to.is_dir():
            with to.open("wb") as file:
                yield file
        else:
            with _whole(to.resolve()) as file:
                yield file
    except BrokenPipeError:
        raise
    except OSError as error:
        where = to or "standard output"
        raise PantauError(f"the export cannot be written to {where}: {error.strerror or error}") from error


@contextmanager
def _output(format: str) -> Iterator[BinaryIO]:
    """Standard output; a format that is no stream is made in a temporary file first."""
    out = sys.stdout.buffer
    if format not in BINARY:
        yield out
    else:
        with TemporaryFile() as file:
            yield file
            file.seek(0)
            shutil.copyfileobj(file, out)
    out.flush()


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    if path.is_dir():
        raise IsADirectoryError(0, "it is a folder; name a file in it")
    with NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".part", delete=False
    ) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            os.chmod(file.name, _mode(path))
            os.replace(file.name, path)
        finally:
            Path(file.name).unlink(missing_ok=True)  # gone already where all went well


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, else those that a new file gets."""
    if path.exists():
        return S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
