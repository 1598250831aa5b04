"""A command run in this process: quicker than `tests.test_cli.pantau`, for tests that run many."""

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from types import SimpleNamespace
from unittest.mock import patch

from app import cli


def pantau(*words, **environment):
    """Run a command as a user would; its exit status, and what it printed."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    told = {"COLUMNS": "200", **{name: str(value) for name, value in environment.items()}}
    status = None
    with (
        patch.dict(os.environ, told),
        patch.object(sys, "argv", ["pantau", *map(str, words)]),
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
