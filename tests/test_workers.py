"""How several workers share the tests: what belongs together is run by one of them, and what takes long begins first."""

import re
from pathlib import Path

import pytest

from tests.workers import ASKS, LONGEST, SERVER, turn, unit

TESTS = Path(__file__).resolve().parent
FILES = sorted(str(path.relative_to(TESTS.parent)) for path in TESTS.rglob("test_*.py"))


@pytest.mark.parametrize("file", FILES)
def test_a_file_is_one_unit_and_all_that_ask_the_server_are_one(file):
    asks = re.search(rf"\b(?:{'|'.join(ASKS)})\b", (TESTS.parent / file).read_text("utf-8"))
    assert {unit(f"{file}::test_a"), unit(f"{file}::TestB::test_c[d::e]")} == {SERVER if asks else file}


def test_what_takes_longest_begins_first():
    assert set(LONGEST) <= {SERVER, *FILES}
    units = sorted(FILES, key=turn)
    assert unit(units[0]) == SERVER
    assert unit(units[-1]) not in LONGEST


def test_of_what_runs_over_both_backends_the_half_on_the_server_is_with_the_server():
    assert unit("tests/test_api.py::test_a[server-events]") == SERVER
    assert unit("tests/test_api.py::test_a[file-events]") == "tests/test_api.py"
