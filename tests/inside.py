"""A command run in this process, and in one of its own, which costs a second of start each time."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from app import cli

ROOT = Path(__file__).resolve().parents[1]


def pantau(*words, input=b"", **environment):
    """Run a command as a user would; its exit status, and what it printed."""
    given = io.TextIOWrapper(io.BytesIO(input if isinstance(input, bytes) else input.encode()), "utf-8")
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    told = {"COLUMNS": "200", **{name: str(value) for name, value in environment.items()}}
    status = None
    with (
        patch.dict(os.environ, told),
        patch.object(sys, "argv", ["pantau", *map(str, words)]),
        patch.object(sys, "stdin", given),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            cli.main()
        except SystemExit as ended:
            status = ended.code
        for file in (out, err):
            file.flush()
    return SimpleNamespace(
        returncode=status or 0, out=out.buffer.getvalue().decode(), err=err.buffer.getvalue().decode()
    )


def process(*arguments, input=b"", **environment):
    """Run a command in a process of its own, as a user would; bytes in, text out."""
    done = subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)],
        input=input if isinstance(input, bytes) else input.encode(),
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200", **environment},
        timeout=120,
        check=False,
    )
    done.out, done.err = done.stdout.decode(), done.stderr.decode()
    return done
