"""The docs are true: the walkthrough runs, and every command, setting, table and file named in them exists."""

import doctest
import re
from pathlib import Path

import pytest

from app.sources_page import sources_page
from crawler.sources import sources

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    *ROOT.glob("docs/**/*.md"),
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    ROOT / "samples" / "README.md",
]
DOCS = {path: path.read_text("utf-8") for path in PAGES}
VARIABLE = re.compile(r'environ(?:\.get\(|\[)"(PANTAU_\w+)"|envvar="(PANTAU_\w+)"')
FILE = re.compile(r"`((?:entities|crawler|spiders|indexer|app|samples|docs|tests|bench)/[\w./-]+)`")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
EXAMPLES = "kabarbaru", "kabarpelabuhan"  # sources that are to be added, in the how-to


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_walkthrough_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    page = str(ROOT / "docs" / "walkthrough.md")
    failed, tried = doctest.testfile(page, module_relative=False, globs={"folder": tmp_path})
    assert tried > 20
    assert failed == 0


def test_every_environment_variable_is_documented():
    code = [
        path.read_text("utf-8")
        for room in ("crawler", "app", "indexer")
        for path in (ROOT / room).rglob("*.py")
    ]
    named = {name for text in code for pair in VARIABLE.findall(text) for name in pair if name}
    assert "PANTAU_INDEX" in named
    told = DOCS[ROOT / "docs" / "commands.md"]
    assert {name for name in named if f"`{name}`" not in told} == set()


@pytest.mark.parametrize("path", DOCS, ids=name)
def test_every_link_within_the_docs_leads_somewhere(path):
    assert [target for target in LINK.findall(DOCS[path]) if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DOCS, ids=name)
def test_every_file_named_in_the_docs_exists(path):
    named = [file for file in FILE.findall(DOCS[path]) if not any(example in file for example in EXAMPLES)]
    assert [file for file in named if not (ROOT / file).exists()] == []


def test_every_table_has_its_origin():
    told = DOCS[ROOT / "docs" / "data-sources.md"]
    tables = [path.name for path in (ROOT / "entities" / "data").iterdir()] + ["words.toml"]
    assert {table for table in tables if f"`{table}`" not in told} == set()


def test_the_page_of_sources_is_what_the_spiders_say():
    assert DOCS[ROOT / "docs" / "sources.md"] == sources_page(sources()), (
        "run pantau sources --markdown > docs/sources.md"
    )


def test_every_source_says_what_it_rests_on():
    for name, spider in sources().items():
        known = {*spider.ways, *dir(spider)}
        assert spider.evidence, name
        assert {part for part in spider.unproven if part not in known and " " not in part} == set(), name
