"""An index on a server is checked, made anew, copied either way and taken back, behind aliases that always serve."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from entities.errors import BadInput, IndexUnusable
from entities.wire import story_json
from indexer import elastic_keep, elastic_search, words
from indexer.copying import copy
from indexer.elastic import ElasticIndex, drain
from indexer.elastic_admin import block, held, make
from indexer.elastic_checking import check
from indexer.elastic_mapping import FOLDER, KINDS, body, mapping, synonyms
from indexer.elastic_upkeep import backup, dropped, figures, rebuild, restore
from indexer.index import Query
from indexer.sqlite import SQLiteIndex
from tests.contracts.copying import first_of, report
from tests.contracts.making import DAY, sale, scheme, story
from tests.inside import pantau
from tests.test_upkeep import STORIES

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def filled(elastic_url):
    """An index with three stories and a tombstone."""
    index = ElasticIndex(elastic_url)
    index.put(STORIES)
    index.forget("https://example.com/gone")
    yield index
    index.close()


def stories(index):
    return [hit.story for hit in index.hits()]


def generations(index):
    return sorted({int(name[-6:]) for name in held(index.server).indices})


def serving(index):
    return {int(name[-6:]) for names in held(index.server).serving.values() for name in names}


# ---------------------------------------------------------------- fields


@pytest.mark.parametrize("kind", KINDS)
def test_an_index_takes_no_field_that_its_file_does_not_name(kind):
    assert mapping(kind)["dynamic"] == "strict"
    assert json.loads((FOLDER / f"{kind}.json").read_text("utf-8"))["mappings"] == mapping(kind)


def test_fields_of_one_name_are_alike_in_all_indices():
    for name, field in mapping("articles")["properties"].items():
        for kind in ("releases", "programs"):
            other = mapping(kind)["properties"].get(name, field)
            assert other == field or name in ("releases", "programs", "date"), (kind, name)


def test_every_fact_of_an_article_has_a_field_of_its_own():
    """A new field of a record comes along in the line at once; whether people can search it is decided here."""
    line = story_json(STORIES[0])
    assert line.keys() - mapping("articles")["properties"].keys() == set()
    (release,) = line["releases"]
    assert release.keys() - mapping("releases")["properties"].keys() == {"evidence"}
    mention = {key for one in line["mentions"] for key in one}
    assert mention - mapping("articles")["properties"]["mentions"]["properties"].keys() == set()


def test_other_names_are_synonyms_of_the_native_search():
    assert "jateng, jawa tengah" in synonyms()
    assert body("articles")["settings"]["analysis"]["filter"]["nama_lain"]["synonyms"] == list(synonyms())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"match": {"body": "ekspor"}}, ["a"]),
        ({"match": {"title": "surakarta"}}, ["a"]),
        ({"match": {"body": "DIJUAL"}}, ["b"]),
        ({"nested": {"path": "mentions", "query": {"term": {"mentions.code": "JP"}}}}, ["a"]),
        ({"nested": {"path": "releases", "query": {"range": {"releases.rupiah": {"gte": 5e6}}}}}, ["a"]),
        ({"range": {"published_at": {"gte": "2021-12-20", "time_zone": "+07:00"}}}, ["a", "b", "c"]),
        ({"geo_distance": {"distance": "30km", "origin_points": {"lat": -7.56, "lon": 110.83}}}, ["a"]),
        ({"term": {"terms.province": "33"}}, ["a"]),
    ],
    ids=lambda value: json.dumps(value)[:60] if isinstance(value, dict) else " ".join(value),
)
def test_people_find_with_the_server_alone(filled, asked, found):
    filled.count()  # lets searches see what was put
    rows = filled.server.client.search(index=filled.server.index("articles"), query=asked)["hits"]["hits"]
    assert sorted(row["_id"] for row in rows) == found


def test_amounts_are_exact_beside_their_number_and_names_complete(filled):
    filled.put(
        [story("x", releases=(sale("IDR 1234567890123456789"),), programs=(scheme("Sekolah Ekspor"),))]
    )
    filled.count()
    client, index = filled.server.client, filled.server.index
    asked = {"nested": {"path": "values", "query": {"term": {"values.amount.exact": "1234567890123456789"}}}}
    assert [row["_id"] for row in client.search(index=index("releases"), query=asked)["hits"]["hits"]] == [
        "x/0"
    ]
    completing = {"s": {"prefix": "sekolah e", "completion": {"field": "completion.programs"}}}
    told = client.search(index=index("articles"), suggest=completing)["suggest"]["s"][0]["options"]
    assert [option["text"] for option in told] == ["Sekolah Ekspor"]


# ---------------------------------------------------------------- check


def test_an_index_in_use_checks_clean(elastic_url, filled):
    filled.put(
        [story("a", body="lain", learnt_at=DAY), story("z", releases=(sale("USD 1234567890123456.78"),))]
    )
    assert list(check(elastic_url)) == []


def test_a_link_to_nothing_is_told(elastic_url):
    index = ElasticIndex(elastic_url)
    index.put([report("asli"), report("ulang", 1)])
    assert first_of(index) == {"asli": None, "ulang": "asli"}
    index.server.client.delete(index=index.server.index("articles"), id="asli", refresh=True)
    said = "ulang is a copy of asli, which is not held; `pantau index rebuild` mends it"
    assert said in list(check(elastic_url))
    rebuild(elastic_url)
    assert list(check(elastic_url)) == []


def spoil(index, kind, key, **fields):
    index.server.client.update(index=index.server.index(kind), id=key, doc=fields, refresh=True)


WRONG = {
    "a line": (lambda i: spoil(i, "articles", "a", line="{"), "a: its line cannot be read"),
    "a field": (lambda i: spoil(i, "articles", "b", source="x"), "b: source do not agree"),
    "words": (lambda i: spoil(i, "articles", "c", words={"body": "kopi"}), "c: words do not agree"),
    "a release": (lambda i: spoil(i, "releases", "a/0", exporter="x"), "a: releases a/0 do not agree"),
    "an event": (lambda i: spoil(i, "events", "a/0", exporter="x"), "does not agree with its releases"),
    "a lost event": (
        lambda i: i.server.client.delete(index=i.server.index("events"), id="a/0", refresh=True),
        "is missing; `pantau index rebuild` mends it",
    ),
    "a lost release": (
        lambda i: i.server.client.delete(index=i.server.index("releases"), id="a/0"),
        "a: releases a/0 do not agree",
    ),
    "an orphan": (
        lambda i: i.server.client.delete(index=i.server.index("articles"), id="b"),
        "1 documents in programs belong to no article",
    ),
    "a tombstone": (
        lambda i: i.bury({"c": "2021-12-20T00:00:00.000000+00:00"}),
        "c was forgotten and is still held",
    ),
    "a mapping": (
        lambda i: i.server.client.indices.put_mapping(
            index=i.server.index("articles"), properties={"warna": {"type": "keyword"}}
        ),
        "warna not mapped as it should",
    ),
    "an alias": (
        lambda i: i.server.client.indices.delete(index=held(i.server).serving["programs"][0]),
        "programs: 0 indices serve",
    ),
    "a block": (lambda i: block(i.server, held(i.server).serving["articles"], on=True), "writing is blocked"),
    "an outbox": (lambda i: i.outbox.add([STORIES[0]]), "1 articles wait"),
    "a refusal": (lambda i: i.outbox.refuse(STORIES[0], "why"), "1 articles were refused"),
}


@pytest.mark.parametrize(("spoiling", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named(elastic_url, filled, spoiling, said):
    spoiling(filled)
    assert said in " ".join(check(elastic_url))


def test_an_index_of_another_version_is_told_and_mended(elastic_url, filled, monkeypatch):
    monkeypatch.setattr(words, "VERSION", words.VERSION + 1)
    with pytest.raises(IndexUnusable, match="another version"):
        ElasticIndex(elastic_url)
    assert "pantau index rebuild" in next(check(elastic_url))
    assert rebuild(elastic_url).stories == 3
    assert stories(ElasticIndex(elastic_url)) == STORIES


def test_an_index_of_another_kind_is_refused_and_kept(elastic_url):
    from indexer.elastic_server import server

    client, name = server(elastic_url).client, server(elastic_url).index("articles")
    client.indices.create(index=name)
    with pytest.raises(IndexUnusable, match="not one of Pantau"):
        ElasticIndex(elastic_url)
    client.indices.delete(index=name)


def test_no_index_is_made_by_asking(elastic_url):
    for ask in (lambda url: ElasticIndex(url, create=False), rebuild, lambda url: list(check(url))):
        with pytest.raises(IndexUnusable, match="no index"):
            ask(elastic_url)


# ---------------------------------------------------------------- rebuild


def test_a_rebuilt_index_holds_the_same_and_the_old_one_stays_until_told(elastic_url, filled):
    done = rebuild(elastic_url)
    assert (done.stories, stories(filled), filled.forgotten()) == (3, STORIES, {"https://example.com/gone"})
    assert (generations(filled), serving(filled)) == ([1, 2], {2})
    assert len(dropped(elastic_url)) == len(KINDS)
    assert (generations(filled), list(check(elastic_url))) == ([2], [])


def test_todays_rules_may_be_run_again(elastic_url, filled):
    done = rebuild(elastic_url, extract=True)
    assert (done.stories, done.changed) == (3, 3)
    assert filled.get("a").mentions != STORIES[0].mentions
    assert filled.get("a").learnt_at == DAY


def test_a_line_that_cannot_be_read_is_made_anew_from_the_text(elastic_url, filled):
    spoil(filled, "articles", "a", line="{")
    assert rebuild(elastic_url).mended == 1
    assert filled.get("a").article.body == STORIES[0].article.body


def test_a_rebuild_that_fails_leaves_the_old_index_and_lets_writers_in(elastic_url, filled, monkeypatch):
    def fail(*told):
        raise IndexUnusable("broke")

    with monkeypatch.context() as broken:
        broken.setattr(elastic_keep, "write", fail)
        with pytest.raises(IndexUnusable, match="broke"):
            rebuild(elastic_url)
    assert (serving(filled), filled.put([story("d")]), filled.count()) == ({1}, 1, 4)
    assert rebuild(elastic_url).stories == 4
    assert generations(filled) == [1, 2]


def test_a_refused_or_lost_story_stops_a_rebuild(elastic_url, filled, monkeypatch):
    write = elastic_keep.write
    monkeypatch.setattr(elastic_keep, "write", lambda server, batch, clock: write(server, batch[1:], clock))
    with pytest.raises(IndexUnusable, match="only 2 of 3"):
        rebuild(elastic_url)
    assert serving(filled) == {1}


KILLED = """
import os, signal, sys
from indexer import elastic_upkeep
elastic_upkeep.serve = lambda *told: os.kill(os.getpid(), signal.SIGKILL)
elastic_upkeep.rebuild(sys.argv[1])
"""


def test_a_rebuild_that_is_killed_leaves_the_old_index_serving_and_can_be_run_again(elastic_url, filled):
    done = subprocess.run([sys.executable, "-c", KILLED, elastic_url], cwd=ROOT, check=False, env=os.environ)
    assert done.returncode == -signal.SIGKILL
    assert (stories(filled), generations(filled), serving(filled)) == (STORIES, [1, 2], {1})
    assert "writing is blocked" in " ".join(check(elastic_url))
    assert rebuild(elastic_url).stories == 3
    assert (stories(filled), serving(filled), filled.put([story("d")])) == (STORIES, {2}, 1)


def test_what_is_put_while_an_index_is_made_anew_waits_and_comes_in(elastic_url, filled, monkeypatch):
    monkeypatch.setattr("indexer.elastic_write.PAUSES", (0.0,))
    monkeypatch.setattr("indexer.elastic.REST", 0.0)
    make_next, put = make, []

    def making(server, generation):
        make_next(server, generation)
        put.append(filled.put([story("d"), story("a", body="baru")]))

    monkeypatch.setattr("indexer.elastic_upkeep.make", making)
    assert rebuild(elastic_url).stories == 3
    assert (put, filled.left().waiting) == ([0], 2)
    assert filled.put([story("e")]) == 1
    assert {s.article.id for s in stories(filled)} == set("abcde")
    assert (filled.get("a").article.body, filled.left().waiting) == ("baru", 0)


def test_there_is_no_moment_without_answers(elastic_url, filled):
    done, totals = threading.Event(), set()

    def ask():
        index = ElasticIndex(elastic_url, create=False)
        while not done.is_set():
            totals.add(index.search(Query(text="kopi OR keripik OR teh")).total)
            totals.add(len(list(index.hits())))

    reader = threading.Thread(target=ask)
    reader.start()
    for _ in range(3):
        rebuild(elastic_url)
        dropped(elastic_url)
    done.set()
    reader.join()
    assert totals == {3}


# ---------------------------------------------------------------- copies


def test_an_index_is_copied_either_way_equal_field_by_field(elastic_url, filled, tmp_path):
    with_all = SQLiteIndex(tmp_path / "p.db")
    assert copy(filled, with_all) == 3
    assert (stories(with_all), with_all.buried()) == (STORIES, filled.buried())
    dropped(elastic_url, everything=True)
    back = ElasticIndex(elastic_url)
    assert copy(with_all, back) == 3
    assert (stories(back), back.buried()) == (STORIES, with_all.buried())


def test_nothing_is_copied_over_what_is_held(filled, tmp_path):
    other = SQLiteIndex(tmp_path / "p.db")
    other.put([story("z")])
    with pytest.raises(BadInput, match="holds 3 articles"):
        copy(other, filled)


def test_a_copy_that_lacks_something_is_told(filled, tmp_path, monkeypatch):
    other = SQLiteIndex(tmp_path / "p.db")
    put = other.put
    monkeypatch.setattr(other, "put", lambda batch: put(batch[:-1]))
    with pytest.raises(IndexUnusable, match="c is not the same"):
        copy(filled, other)


def test_a_backup_is_an_embedded_index_and_can_be_taken_back(elastic_url, filled, tmp_path):
    file = tmp_path / "copy.db"
    assert backup(elastic_url, file) == 3
    with pytest.raises(BadInput, match="exists already"):
        backup(elastic_url, file)
    filled.put([story("later")])
    filled.forget("a")
    assert restore(elastic_url, file) == (3, False)
    assert (stories(filled), serving(filled)) == (STORIES, {2})
    assert filled.forgotten() == {"https://example.com/gone"}


def test_a_backup_is_of_one_moment_beside_a_crawl_that_writes(elastic_url, filled, tmp_path, monkeypatch):
    put = SQLiteIndex.put

    def crawling(self, batch):
        filled.put([story("later"), story("c", body="lain")])
        filled.count()
        return put(self, batch)

    monkeypatch.setattr(SQLiteIndex, "put", crawling)
    assert backup(elastic_url, tmp_path / "copy.db") == 3
    assert stories(SQLiteIndex(tmp_path / "copy.db")) == STORIES


def test_a_backup_is_taken_back_where_nothing_is(elastic_url, filled, tmp_path):
    backup(elastic_url, tmp_path / "copy.db")
    dropped(elastic_url, everything=True)
    other = ElasticIndex(f"{elastic_url}-lain")
    assert restore(elastic_url, tmp_path / "copy.db") == (3, False)
    assert stories(ElasticIndex(elastic_url, create=False)) == STORIES
    assert (other.put([story("z")]), other.count()) == (1, 1)  # nothing was done to the neighbour's
    dropped(f"{elastic_url}-lain", everything=True)


# ---------------------------------------------------------------- pages


def test_pages_go_beyond_what_a_server_gives_at_once_and_are_of_one_moment(filled, monkeypatch):
    """The server's limit is set to 20 instead of 10,000, and a crawl writes between the pages."""
    for module in ("indexer.elastic_search.MOST", "indexer.elastic_search.TOGETHER"):
        monkeypatch.setattr(module, 20)
    filled.server.client.indices.put_settings(
        index=filled.server.index("articles"), settings={"index.max_result_window": 20}
    )
    filled.put(story(f"{n:03}", body="gula semut", source="side") for n in range(90))
    seen, query = [], Query(text="gula", limit=15)
    while True:
        results = filled.search(query)
        assert results.total == 90
        seen += [hit.story.article.id for hit in results.hits]
        if results.next is None:
            break
        query = Query(text="gula", limit=15, after=results.next)
        filled.put([story(f"new{len(seen)}", body="gula gula gula"), story("000", body="gula baru")])
    assert seen == [f"{n:03}" for n in range(90)]
    assert len(filled.search(Query(sources=("side",), limit=70)).hits) == 70
    assert len(list(filled.hits(Query(sources=("side",))))) == 90  # without 000, with one from before


def test_a_moment_that_is_given_up_is_no_failure(filled, monkeypatch):
    filled.put(story(f"{n}", body="gula") for n in range(6))
    first = filled.search(Query(text="gula", limit=4))
    monkeypatch.setattr(elastic_search, "_is_alive", lambda *told: False)
    later = filled.search(Query(text="gula", limit=4, after=first.next))
    assert [hit.story.article.id for hit in (*first.hits, *later.hits)] == list("012345")


def test_facets_are_never_capped(filled, monkeypatch):
    monkeypatch.setattr("indexer.elastic_facets.VALUES", 3)
    filled.put(story(f"{n}", source=f"s{n % 10}") for n in range(25))
    facets = filled.search(Query()).facets["source"]
    assert (len(facets), sum(facets.values())) == (12, 28)


# ---------------------------------------------------------------- commands


def test_an_index_is_looked_after_by_commands(elastic_url, tmp_path):
    at, file = ["--index", elastic_url], tmp_path / "copy.db"
    assert "0 berita" in pantau("index", "create", *at).out
    SQLiteIndex(tmp_path / "p.db").put(STORIES)
    dropped(elastic_url, everything=True)
    done = pantau("index", "copy", f"sqlite:///{tmp_path / 'p.db'}", elastic_url)
    assert (done.returncode, "3 berita" in done.out) == (0, True), done.err
    assert pantau("index", "check", *at).out.endswith(": utuh\n")
    assert "3 berita disusun ulang" in pantau("index", "rebuild", *at).out
    told = json.loads(pantau("index", "stats", "--json", *at).out)
    assert (told["stories"], told["releases"], told["waiting"], told["bytes_idle"] > 0) == (3, 1, 0, True)
    assert pantau("index", "drop", *at).out.count("dihapus") == len(KINDS)
    assert pantau("index", "backup", str(file), *at).returncode == 0
    assert pantau("index", "restore", str(file), *at).returncode == 0
    assert "Keripik Solo" in pantau("search", "keripik", *at).out
    assert pantau("index", "drop", "--everything", *at, input="n\n").returncode == 130
    assert pantau("index", "drop", "--everything", "--yes", *at).out.count("dihapus") == 2 * len(KINDS)
    assert pantau("index", "check", *at).returncode == 3


def test_what_waits_is_written_by_a_command(elastic_url, filled):
    filled.outbox.add([story("z")])
    done = pantau("index", "drain", "--index", elastic_url)
    assert (done.returncode, "1 berita ditulis" in done.out, filled.get("z") is not None) == (
        0,
        True,
        True,
    )


def test_what_was_refused_may_be_tried_again(elastic_url, filled):
    filled.outbox.refuse(story("z"), "a mapping that has been mended")
    assert drain(elastic_url).written == 0
    assert (drain(elastic_url, refused=True).written, filled.outbox.refusals(), filled.count()) == (1, 0, 4)


def test_figures_of_the_indices(elastic_url, filled):
    told = figures(elastic_url)
    assert (told["forgotten"], told["waiting"], told["refused"], told["words"]) == (1, 0, 0, words.VERSION)
    assert str(told["learnt"]).startswith("2021-12-20")
