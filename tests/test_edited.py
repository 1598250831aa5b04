"""What a person corrected or decided says so wherever it is taken away: files, the ledger, the API, the terminal."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import rispy

from app.correcting import editor, spot_of
from app.desk import desk
from app.export_columns import columns
from app.ledger_changes import compare
from app.schemes_export import GET
from entities.extract import annotate
from entities.records import Correction, Program, Release, Story
from entities.schema import schema
from indexer.index import Query, open_index
from tests.crawls import stories
from tests.exporting import PROGRAM, RELEASE, Hit, article, found, table, written
from tests.inside import pantau
from tests.schemes.press import notices
from tests.test_cli import lines
from tests.web import made_index, reader

EDITED = replace(RELEASE, edited=("destinations", "values"))
AT = datetime(2021, 12, 23, tzinfo=UTC)


def corrections(*told):
    """Corrections of an article; told: (kind, kind of mention) of each."""
    return tuple(Correction(article="solopos-1", kind=k, at=AT, why="Budi", mention=m) for k, m in told)


def test_a_release_names_the_fields_that_an_editor_set_in_every_format():
    hits = [found(release=EDITED), found()]
    assert [row["edited"] for row in table(written("csv", hits))] == ["destinations; values", ""]
    told = [json.loads(line)["edited"] for line in written("jsonl", hits).decode().splitlines()]
    assert told == [["destinations", "values"], []]
    shapes = json.loads(written("geojson", hits))["features"]
    assert [one["properties"]["edited"] for one in shapes] == told
    notes = [one["notes"] for one in rispy.loads(written("ris", hits).decode())]
    assert ["Dikoreksi penyunting: destinations; values." in " ".join(one) for one in notes] == [True, False]


def test_a_workbook_has_the_column_and_says_what_it_means():
    assert b"xl/workbook.xml" in (book := written("xlsx", [found(release=EDITED)]))
    from tests.exporting import named, sheets

    assert named(book)[0]["edited"] == "destinations; values"
    assert any("edited" in row.values() for row in sheets(book)["Kolom"])


def test_parquet_has_it_as_a_list():
    parquet = pytest.importorskip("pyarrow.parquet")
    import io

    read = parquet.read_table(io.BytesIO(written("parquet", [found(release=EDITED), found()])))
    assert read["edited"].to_pylist() == [["destinations", "values"], []]


def test_a_programme_names_its_fields_and_an_article_what_was_corrected_in_it():
    program = replace(PROGRAM, edited=("end",))
    story = Story(
        article=article(), programs=(program,),
        corrections=corrections(
            ("set-mention", "country"), ("add-mention", "country"), ("reject-release", None), ("add-program", None)
        ),
    )  # fmt: skip
    query = Query(of="programs")
    assert table(written("csv", [Hit(story=story, program=program)], query))[0]["edited"] == "end"
    (row,) = table(written("csv", [Hit(story=story)], Query(of="stories")))
    assert row["edited"] == "country; releases; programs"
    assert "Budi" not in written("csv", [Hit(story=story)], Query(of="stories")).decode()


@pytest.mark.parametrize("of", ["releases", "programs", "stories", "events", "schemes"])
def test_every_table_has_the_column(of):
    (column,) = (one for one in columns(of) if one.name == "edited")
    assert column.kind == "list"
    assert column.empty == "nobody corrected it"


def test_every_column_of_programmes_is_given():
    assert {one.name for one in columns("schemes")} == set(GET)


# ---------------------------------------------------------------- events and programmes


@pytest.fixture(scope="module")
def index():
    """Programmes of many notices: of one a field is set, of another a decision is made; and an added release."""
    url = made_index(annotate(one.article) for one in notices("first"))
    held = stories(url)
    id, second = [id for id, story in held.items() if story.programs][:2]
    with editor(url) as here:
        here.set_record(held[id], Program, 0, {"agency": "Dinas Contoh", "participants": "77"}, "salah baca")
        spot = spot_of(held[second], held[second].article.title)
        given = {"destinations": "FJ", "date": "2024-02-01", "origins": "63.05"}
        here.add_record(held[second], Release, spot, given, "terlewat")
    with desk(url) as here:
        joined = next(one for one in map(here.of, keys(url)) if one and len(one.reports) > 1)
        here.decide("split", joined.reports[:1], joined.reports[1:], "dua program")
    return url


def keys(url):
    return [f"{id}-p1" for id, story in stories(url).items() if story.programs]


def exported(index, *words):
    return lines(pantau("export", "--format", "jsonl", *words, "--index", index))


def test_events_and_programmes_say_what_was_corrected_and_decided(index):
    schemes = exported(index, "--of", "schemes")
    assert [row["edited"] for row in schemes if row["edited"]] == [["agency", "participants"]]
    assert {tuple(row["decisions"]) for row in schemes} == {(), ("split 1",)}
    (event,) = exported(index, "--of", "events")
    assert event["edited"] == ["date", "origins", "destinations"]
    (row,) = lines(pantau("ledger", "export", "--format", "jsonl", "--index", index))
    assert row["edited"] == event["edited"]


def test_the_api_says_it_of_programmes_and_downloads_do(index):
    jsonschema = pytest.importorskip("jsonschema")
    with reader(index) as web:
        listed = web.get("/api/v1/schemes?limit=50").json()["items"]
        (edited,) = (one for one in listed if "edited" in one)
        assert list(edited["edited"].values()) == [["agency", "participants"]]
        jsonschema.validate(edited, schema("scheme"))
        assert web.get(f"/api/v1/schemes/{edited['id']}").json()["edited"] == edited["edited"]
        (event,) = web.get("/api/v1/events").json()["items"]
        assert list(event["edited"].values()) == [["date", "origins", "destinations"]]
        (id,) = {key.rpartition("-")[0] for key in event["edited"]}
        (told,) = web.get(f"/api/v1/articles/{id}").json()["corrections"]
        assert (told["kind"], told["field"]) == ("add-release", "title")
        assert "agency; participants" in web.get("/api/v1/export/schemes.csv").text


def test_the_terminal_says_it_of_events_and_programmes(index):
    store = open_index(index)
    ids = [hit.event.id for hit in store.hits(Query(of="events")) if hit.event]
    ids += [hit.scheme.id for hit in store.hits(Query(of="schemes")) if hit.scheme]
    store.close()
    told = [pantau("ledger", "show", id, "--index", index).out for id in ids]
    assert ["hari, asal, tujuan" in one for one in told].count(True) == 1
    assert ["penyelenggara, peserta" in one for one in told].count(True) == 1


def test_why_says_that_an_editor_set_a_field_and_not_that_it_was_read(index):
    id = next(id for id, story in stories(index).items() if any(one.edited for one in story.programs))
    told = pantau("why", id, "programs.0.participants", "--index", index).out
    assert "penyunting, bukan aturan" in told
    assert "sebagai keseluruhan" not in told
    (line,) = lines(pantau("why", id, "programs.0.kind", "--json", "--index", index))
    assert line["note"] is None


def test_a_table_of_before_that_lacks_the_column_is_no_change_of_every_event():
    old = {"id": "EV-1-abcdefgh", "aliases": [], "rupiah": 1}
    assert compare([old], [{**old, "edited": []}]) == []
    (change,) = compare([old], [{**old, "edited": ["values"]}])
    assert [(one.name, one.before, one.after) for one in change.fields] == [("edited", None, ["values"])]
