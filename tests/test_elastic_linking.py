"""Copies on a server are looked for among many articles at once, and a killed writer leaves them to the next one."""

import pytest

from entities.errors import IndexUnusable
from indexer import elastic_keep
from indexer.elastic import ElasticIndex
from indexer.elastic_linking import Unlinked
from tests.contracts.copying import first_of, report


def test_what_a_killed_writer_did_not_link_the_next_one_does(elastic_url):
    killed = ElasticIndex(elastic_url)
    killed.put([report("asli"), report("ulang", 5)])
    assert killed.unlinked.holds()
    following = ElasticIndex(elastic_url)
    following.close()
    assert not following.unlinked.holds()
    assert first_of(ElasticIndex(elastic_url, create=False)) == {"asli": None, "ulang": "asli"}


def test_links_are_found_without_a_reader_when_enough_has_been_written(elastic_url, monkeypatch):
    monkeypatch.setattr(elastic_keep, "LINKED", 3)
    index = ElasticIndex(elastic_url)
    index.put([report("asli"), report("ulang", 5)])
    assert index.unlinked.holds()
    index.put([report("lagi", 6)])
    assert not index.unlinked.holds()
    assert index.republished() == 2


def test_a_link_that_cannot_be_found_now_is_found_later(elastic_url, monkeypatch):
    index = ElasticIndex(elastic_url)

    def fails(server, ids):
        raise IndexUnusable("the server is away")

    with monkeypatch.context() as broken:
        broken.setattr(elastic_keep, "linked", fails)
        broken.setattr(elastic_keep, "LINKED", 2)
        assert index.put([report("asli"), report("ulang", 5)]) == 2
        assert index.left().waiting == 0
    index.close()
    assert first_of(ElasticIndex(elastic_url, create=False)) == {"asli": None, "ulang": "asli"}


def test_half_a_line_is_passed_over(tmp_path):
    waiting = Unlinked(tmp_path / "x.unlinked")
    waiting.add(["a", 'b"c\nd', "a"])
    waiting.path.write_bytes(waiting.path.read_bytes() + b'"hal')
    with waiting.take() as ids:
        assert ids == ["a", 'b"c\nd']
    assert not waiting.holds()


def test_ids_stay_where_linking_fails(tmp_path):
    waiting = Unlinked(tmp_path / "x.unlinked")
    waiting.add(["a"])
    with pytest.raises(IndexUnusable), waiting.take():
        raise IndexUnusable("the server is away")
    assert waiting.holds()
