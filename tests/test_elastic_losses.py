"""Nothing is lost: the real node is killed in mid-bulk and started again, is away for a whole crawl, or comes and goes."""

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from app.press import press
from indexer.elastic import ElasticIndex
from indexer.elastic_checking import check
from indexer.elastic_outbox import Outbox
from indexer.elastic_search import scanned
from indexer.index import Query, open_index
from tests.contracts.making import sale, story
from tests.elasticsearch.standin import StandIn

ROOT = Path(__file__).resolve().parents[1]
WORDS = "kopi robusta dijual petani ke luar negeri setelah panen raya " * 40


@pytest.fixture
def node_url(own_node, outbox, monkeypatch):
    """The URL of an index on the node of our own, which may be killed."""
    monkeypatch.setattr("indexer.elastic.REST", 0.0)
    yield f"{own_node.url}/hilang-{time.time_ns()}"
    own_node.start()


def keys(index, kind):
    """What the server knows its documents by, counted: more than once is a double."""
    asked = {"query": {"match_all": {}}, "sort": [{"id": "asc"}, {"place": "asc"}]}
    return Counter(row["_id"] for row in scanned(index.server, kind, asked, source=False))


def test_a_node_that_is_killed_in_mid_bulk_holds_every_article_once_in_the_end(
    own_node, node_url, monkeypatch
):
    monkeypatch.setattr("indexer.elastic_write.PAUSES", (0.1, 0.2))
    index = ElasticIndex(node_url)
    bulk, sent = index.server.client.bulk, []

    def killing(**asked):
        sent.append(asked)
        if len(sent) == 4:  # two batches are stored; this one dies while the node works on it
            threading.Timer(0.03, own_node.kill).start()
        return bulk(**asked)

    monkeypatch.setattr(index.server.client, "bulk", killing)
    stories = [story(f"{n:03}", body=f"{WORDS} {n}", releases=(sale(f"IDR {n}"),) * 2) for n in range(500)]
    acknowledged = [index.put(stories[at : at + 100]) for at in range(0, 500, 100)]
    assert own_node.process.poll() is not None
    assert 0 < index.left().waiting < 500
    assert sum(acknowledged) + index.left().waiting == 500
    own_node.start()
    assert index.put([story("500")]) == 1
    assert (index.left().waiting, index.left().refused, index.outbox.holds()) == (0, 0, False)
    assert index.count() == 501
    assert keys(index, "articles") == {f"{n:03}": 1 for n in range(501)}
    assert keys(index, "releases") == {f"{n:03}/{place}": 1 for n in range(500) for place in (0, 1)}
    assert list(check(node_url)) == []


def pantau(*words, **variables):
    command = [sys.executable, "-m", "app", *words]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | variables
    )


def test_a_node_that_is_away_for_a_whole_crawl_gets_all_of_it_later(own_node, node_url):
    open_index(node_url, create=True).close()
    own_node.kill()
    with press() as served:
        at = {"PANTAU_INDEX": node_url, "PANTAU_PRESS": served.address, "PANTAU_DELAY": "0"}
        done = pantau("crawl", "beritadaerah", "--since", "2018-01-01", "--json", **at)
        (told,) = map(json.loads, done.stdout.splitlines())
        assert done.returncode == 1
        assert (told["stored"], told["new"], told["dropped"]["waiting"] > 5) == (0, 0, True)
        assert "pantau index drain" in done.stderr
        waiting = told["dropped"]["waiting"]
        assert waiting == len(Outbox(node_url)) > 0
        own_node.start()
        drained = pantau("index", "drain", "--index", node_url)
        assert (drained.returncode, f"{waiting} berita ditulis" in drained.stdout) == (0, True)
        index = ElasticIndex(node_url)
        assert (index.count(), len(index.outbox)) == (waiting, 0)
        assert list(check(node_url)) == []
        again = pantau("crawl", "beritadaerah", "--since", "2018-01-01", **at)
        assert (again.returncode, index.count()) == (0, waiting)


# ---------------------------------------------------------------- outbox


@pytest.fixture
def away(outbox, monkeypatch):
    """A stand-in for a server that comes and goes: (index, switch)."""
    monkeypatch.setattr("indexer.elastic_write.PAUSES", ())
    monkeypatch.setattr("indexer.elastic.REST", 0.0)
    gone = threading.Event()
    with StandIn(lambda m, path, b: (503, {}) if gone.is_set() else None) as server:
        yield server, gone


def bodies(server):
    """The ids of the articles that were written, in their order."""
    return [key for keys in server.written for key in keys]


def test_what_waited_is_written_before_what_comes(away):
    server, gone = away
    index = ElasticIndex(server.url())
    gone.set()
    assert index.put([story("a"), story("b")]) == 0
    gone.clear()
    assert index.put([story("c")]) == 1
    assert bodies(server) == ["a", "b", "c"]
    assert index.left().waiting == 0


def test_a_reader_writes_nothing_and_a_writer_first_what_waits(away):
    server, _gone = away
    Outbox(server.url()).add([story("a")])
    with pytest.raises(Exception, match="no index"):
        ElasticIndex(server.url(), create=False)
    assert len(Outbox(server.url())) == 1
    ElasticIndex(server.url())
    assert (bodies(server), len(Outbox(server.url()))) == (["a"], 0)


def test_a_server_that_was_away_is_spared_for_a_while(away, monkeypatch):
    server, gone = away
    monkeypatch.setattr("indexer.elastic.REST", 60.0)
    index = ElasticIndex(server.url())
    gone.set()
    index.put([story("a")])
    asked = len(server.asked)
    index.put([story("b")])
    with pytest.raises(Exception, match="not ready"):
        index.get("a")
    assert (len(server.asked), len(index.outbox)) == (asked, 2)


def test_a_drain_that_is_broken_off_is_done_again(away):
    server, _gone = away
    box = Outbox(server.url())
    box.add([story("a"), story("b")])
    next(box.take())
    box.add([story("c")])
    assert (len(box), box.holds()) == (3, True)
    ElasticIndex(server.url())
    assert (bodies(server), len(box)) == (["a", "b", "c"], 0)


def test_a_line_that_a_kill_cut_off_costs_no_other(away):
    server, _gone = away
    box = Outbox(server.url())
    box.add([story("a")])
    with box.waiting.open("ab") as file:
        file.write(b'{"id": "half')
    box.add([story("b")])
    assert [s.article.id for s in box.take()] == ["a", "b"]
    assert "cannot be read" in box.refused.read_text()


def test_what_is_forgotten_leaves_the_outbox_too(outbox):
    box = Outbox("http://h/p")
    box.add([story("a"), story("b")])
    box.refuse(story("a"), "why")
    assert box.drop(frozenset({"https://example.com/a"})) == 2
    assert ([s.article.id for s in box.take()], box.refusals()) == (["b"], 0)


def test_an_outbox_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PANTAU_OUTBOX", str(tmp_path / "file"))
    with pytest.raises(Exception, match=r"the outbox .* cannot be written"):
        open_index("http://127.0.0.1:1/uji", create=True).put([story("a")])


def test_waiting_stories_keep_the_moment_they_were_learnt(outbox):
    index = open_index("http://127.0.0.1:1/uji", create=True)
    index.put([story("a")])
    (waiting,) = Outbox(index.server.name).take()
    assert waiting.learnt_at is not None


def test_an_article_is_kept_when_one_of_its_releases_is_refused(elastic_url):
    """The article and the other release are held, the reason is told."""
    index = ElasticIndex(elastic_url)
    index.server.client.indices.put_settings(
        index=index.server.index("releases"), settings={"index.mapping.nested_objects.limit": 3}
    )
    two = sale("IDR 1", "IDR 2", "IDR 3")
    assert index.put([story("a", releases=(sale("IDR 1"), two))]) == 0
    assert (index.left().refused, index.count(), index.search(Query(of="releases")).total) == (1, 1, 1)
    assert "nested" in json.loads(index.outbox.refused.read_text())["reason"]
