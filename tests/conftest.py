"""What tests need beside Python: missing, they skip with the reason; with PANTAU_TEST_ALL=1, as in CI, they fail."""

import os
import shutil

import pytest

pytest_plugins = ["pytester"]


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "needs(program, ...): skip, or with PANTAU_TEST_ALL=1 fail, where one is missing"
    )


def pytest_runtest_setup(item):
    for mark in item.iter_markers("needs"):
        for program in mark.args:
            if shutil.which(program) is None:
                missing(f"{program} is not installed")


def missing(reason: str) -> None:
    """A server, browser or tool is not there: a reason to skip for a developer, a failure for CI."""
    if os.environ.get("PANTAU_TEST_ALL") == "1":
        pytest.fail(f"{reason}, and PANTAU_TEST_ALL=1 asks for all tests", pytrace=False)
    pytest.skip(reason)
