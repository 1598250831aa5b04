"""A test whose server or browser is missing skips with the reason; with PANTAU_TEST_ALL=1 it fails."""

from pathlib import Path

import pytest

TEST = """
import pytest

@pytest.mark.needs("no-such-program")
def test_with_it():
    pass

@pytest.mark.needs("python3")
def test_with_python():
    pass
"""


@pytest.fixture
def run(pytester, monkeypatch):
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text("utf-8"))
    pytester.makepyfile(TEST)

    def outcomes(everything: str):
        monkeypatch.setenv("PANTAU_TEST_ALL", everything)
        return pytester.runpytest().parseoutcomes()

    return outcomes


def test_a_missing_program_is_a_reason_to_skip(run):
    assert run("") == {"skipped": 1, "passed": 1}


def test_a_missing_program_fails_where_all_is_asked_for(run):
    found = run("1")
    assert found["passed"] == 1
    assert found.get("failed", 0) + found.get("errors", 0) == 1
