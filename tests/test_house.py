"""The house keeps its arrows: who may import whom, read from the imports themselves."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "entities": set(),
    "indexer": {"entities"},
    "state": {"indexer", "entities"},
    "crawler": {"indexer", "state", "entities"},
    "spiders": {"crawler", "entities"},
    "app": {"crawler", "indexer", "state", "entities"},
}
# entities are pure functions: no network, no clock, no database.
IMPURE = {
    "scrapy",
    "twisted",
    "requests",
    "urllib.request",
    "socket",
    "http",
    "sqlite3",
    "apsw",
    "elasticsearch",
    "time",
}
FILES = sorted(path for room in MAY_IMPORT for path in (ROOT / room).rglob("*.py"))


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=name)
def test_imports_follow_the_arrows(path):
    room = name(path).split("/")[0]
    ours = {module.split(".")[0] for module in imports(path)} & MAY_IMPORT.keys()
    assert ours <= MAY_IMPORT[room] | {room}


# A port opens the backend that a URL names, and so knows them by name.
OPENING = {
    ("indexer.index", "indexer.sqlite"),
    ("indexer.index", "indexer.elastic"),
    ("state.state", "state.sqlite"),
}


def test_no_file_imports_itself_by_a_detour():
    """Imports within functions and those for types count too: whoever reads a file need not know what is above it."""
    modules = {
        name(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__"): path for path in FILES
    }
    arrows = {one: (imports(path) & modules.keys()) - {one} for one, path in modules.items()}
    below = {
        one: {other for other in others if (one, other) not in OPENING} for one, others in arrows.items()
    }
    TopologicalSorter(below).prepare()  # a CycleError names the files


@pytest.mark.parametrize("path", [p for p in FILES if name(p).startswith("entities/")], ids=name)
def test_entities_touch_no_network_clock_or_database(path):
    assert not {m for m in imports(path) if m in IMPURE or m.split(".")[0] in IMPURE}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    assert not calls & {"now", "today", "utcnow"}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_failure_is_swallowed_whole(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            caught = (
                {n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)}
                if node.type
                else {"everything"}
            )
            assert not caught & {"everything", "Exception", "BaseException"}, f"line {node.lineno}"


def test_the_top_level_is_as_the_readme_draws_it():
    for part in "crawler spiders indexer state entities app samples docs bench tests".split():
        assert (ROOT / part).is_dir()
    files = "scrapy.cfg requirements.txt pyproject.toml Makefile README.md CHANGELOG.md LICENSE NOTICE"
    for file in files.split():
        assert (ROOT / file).is_file()
