"""How several workers share the tests: a file stays together, and all that ask the one server are one unit.

pytest-xdist asks for this (`make test`, or `pytest -n 2`). The units that take longest begin first, so that no worker
stands idle at the end while another has a long one before it.
"""

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadFileScheduling

ROOT = Path(__file__).resolve().parents[1]
SERVER = "elasticsearch"  # the unit of the tests that ask the server of tests/conftest.py
ASKS = ("own_node", "server_url", "elastic_url")
LONGEST = (
    SERVER,
    *(
        f"tests/test_{name}.py"
        for name in "web_browser editor_browser resume operator crawl running watching scrapyd linear replay index_safety faults seeing".split()
    ),
)


class Units(LoadFileScheduling):
    """A worker gets a unit at a time, in the order in which the tests were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)


@cache
def _unit_of(file: str) -> str:
    text = (ROOT / file).read_text("utf-8")
    return SERVER if any(name in text for name in ASKS) else file


def unit(nodeid: str) -> str:
    """The unit of a test: its file, or the server that it or its file asks (the half of `backend` that does)."""
    file, _, test = nodeid.partition("::")
    return SERVER if "[server" in test else _unit_of(file)


def turn(nodeid: str) -> int:
    """Smaller for what begins earlier."""
    name = unit(nodeid)
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)
