"""The JSON Schemas of the records hold for all that Pantau prints, and for nothing else."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from typer.testing import CliRunner

from app.cli import cli
from app.ledger import book
from entities.errors import BadInput
from entities.extract import annotate
from entities.ledger_decisions import Decision
from entities.ledger_wire import entry_json
from entities.records import Article, Kind, Program, Release
from entities.schema import KINDS, RECORDS, definitions, schema
from entities.scheme_wire import scheme_json
from entities.wire import amounts, article_from, article_json, dumps, mention_json, story_json
from indexer.index import Query
from indexer.sqlite import SQLiteIndex
from tests.exporting import DEAL, TONS, found
from tests.test_wire import STORY

ROOT = Path(__file__).resolve().parents[1]


FORMATS = FormatChecker()


@FORMATS.checks("date-time", ValueError)
def is_instant(written: object) -> bool:
    """An ISO 8601 time with an offset, as the data contract promises."""
    return not isinstance(written, str) or datetime.fromisoformat(written).tzinfo is not None


def valid(record: str) -> Draft202012Validator:
    return Draft202012Validator(schema(record), format_checker=FORMATS)


def wrong(record: str, line) -> list[str]:
    """What a line, read back as JSON, breaks."""
    return [error.message for error in valid(record).iter_errors(json.loads(dumps(line)))]


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """The articles of the sample press and of the annotated set, annotated and indexed."""
    files = sorted((ROOT / "samples").glob("*/*.json"))
    lines = [json.loads(file.read_text("utf-8")) for file in files]
    articles = [{"id": f"x-{n}", **line} for n, line in enumerate(lines) if line.get("body")]
    for file in sorted((ROOT / "tests" / "gold").glob("*.jsonl")):
        articles += [json.loads(line) for line in file.read_text("utf-8").splitlines()[:15]]
    usable = [line for line in articles if {"id", "title", "body"} <= line.keys()]
    index = SQLiteIndex(tmp_path_factory.mktemp("schema") / "p.db")
    index.put([annotate(article_from(line)) for line in usable])
    yield index
    index.close()


@pytest.mark.parametrize("record", RECORDS)
def test_every_schema_is_a_schema(record):
    Draft202012Validator.check_schema(schema(record))


def test_every_line_of_a_dump_holds(held):
    lines = [story_json(hit.story) for hit in held.hits()]
    assert len(lines) > 40
    assert [(line["id"], told) for line in lines if (told := wrong("story", line))] == []
    assert {mention["kind"] for line in lines for mention in line["mentions"]} >= set(get_args(Kind)) - {
        "date"
    }


def test_every_record_within_a_story_holds_alone(held):
    for hit in held.hits():
        line = story_json(hit.story)
        assert wrong("article", article_json(hit.story.article)) == []
        for name in ("mention", "release", "program"):
            assert [told for one in line[f"{name}s"] if (told := wrong(name, one))] == []


def test_every_line_of_the_ledger_holds(held):
    read = book(held)
    lines = [entry_json(one, read.firsts.get(one.id, ())) for one in read.entries]
    assert len(lines) > 10
    assert [(line["id"], told) for line in lines if (told := wrong("event", line))] == []
    assert any(line["firsts"] for line in lines)


def test_every_programme_of_the_ledger_holds(held):
    entries = [hit.scheme for hit in held.hits(Query(of="schemes"))]
    lines = [scheme_json(one, on) for one in entries if one for on in (None, date(2021, 12, 31), one.start)]
    assert len(lines) > 10
    assert [(line["id"], told) for line in lines if (told := wrong("scheme", line))] == []
    assert any(line["history"] for line in lines)


def test_what_people_decided_holds(held):
    decision = Decision(
        kind="split", one=("a-r1",), other=("b-r1",), at=datetime(2021, 12, 31, tzinfo=UTC), why="x"
    )
    line = entry_json(book(held).entries[0], (), (decision,))
    assert line["decisions"][0]["kind"] == "split"
    assert wrong("event", line) == []


def test_every_kind_of_value_and_time_holds():
    assert wrong("story", story_json(STORY)) == []
    assert wrong("story", story_json(found().story)) == []
    for record, value in (("money", DEAL), ("quantity", TONS)):
        assert [told for one in amounts(value) if (told := wrong(record, one))] == []
    assert [told for one in mention_json(STORY.mentions[0]) if (told := wrong("mention", one))] == []


@pytest.mark.parametrize(
    ("record", "change"),
    [
        ("article", {"premium": "yes"}),
        ("article", {"published_at": "kemarin"}),
        ("article", {"published_at": "2021-12-20T10:00:00"}),
        ("article", {"subtitle": "tambahan"}),
        ("article", {"authors": [1]}),
        ("story", {"mentions": [{"kind": "city", "text": "Solo"}]}),
        ("story", {"mentions": [{"kind": "colour"}]}),
        ("story", {"copy_of": {"id": "x", "by": "guess", "similarity": 1}}),
        ("story", {"releases": [{"date": "2021-12-20"}]}),
    ],
)
def test_what_is_no_such_record_is_refused(record, change):
    line = story_json(STORY) if record == "story" else article_json(STORY.article)
    assert wrong(record, line) == []
    assert wrong(record, line | change)


@pytest.mark.parametrize("record", ["article", "story", "release", "program", "money", "event"])
def test_no_key_may_be_missing_that_is_always_printed(record):
    assert definitions()[record]["required"]
    assert wrong(record, {})


def test_schemas_follow_the_code():
    """A field that is added to a record is in its schema."""
    for record, name in ((Article, "article"), (Release, "release"), (Program, "program")):
        assert {field.name for field in fields(record)} <= definitions()[name]["properties"].keys()
    assert {kind for kinds in KINDS for kind in kinds} == set(get_args(Kind))


def test_the_command_prints_one_schema_or_their_names():
    run = CliRunner().invoke
    assert run(cli, ["schema"]).output.split() == list(RECORDS)
    assert json.loads(run(cli, ["schema", "release"]).output) == schema("release")
    with pytest.raises(BadInput, match="unknown record 'x'; known are article"):
        schema("x")
