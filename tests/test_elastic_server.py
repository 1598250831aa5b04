"""How a server is reached and what is said of one that cannot serve.

The test node has neither TLS nor credentials nor roles: here a local HTTP server stands in for one that has them, so
what is shown is what Pantau sends and says, not what Elasticsearch checks.
"""

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.lock import lock_path
from entities.errors import BadInput, IndexUnusable
from indexer import elastic_write
from indexer.elastic import ElasticIndex
from indexer.index import open_index, shown
from tests.contracts.making import sale, story
from tests.elasticsearch.standin import StandIn, authority

ROOT = Path(__file__).resolve().parents[1]
SECRET = "r4hasia"
OLD = {"version": {"number": "7.17.9"}}
CLOUD_ID = "x:bG9jYWxob3N0JGFiYw=="  # "localhost$abc"


@pytest.fixture(autouse=True)
def quick(outbox, monkeypatch):
    """No pauses, an outbox of its own, and nothing of the environment of whoever runs the tests."""
    monkeypatch.setattr(elastic_write, "PAUSES", (0.0, 0.0))
    for name in ("API_KEY", "USER", "PASSWORD", "CA_FILE", "CLOUD_ID"):
        monkeypatch.delenv(f"PANTAU_ELASTICSEARCH_{name}", raising=False)
    return outbox


# ---------------------------------------------------------------- who and where


def test_user_and_password_of_the_url_are_sent():
    with StandIn() as server:
        ElasticIndex(server.url(user=f"rani:{SECRET}@"))
        assert {told for _, _, told in server.asked} == {"Basic cmFuaTpyNGhhc2lh"}


@pytest.mark.parametrize(
    ("variables", "sent"),
    [
        ({"API_KEY": "abc=="}, "ApiKey abc=="),
        ({"USER": "rani", "PASSWORD": SECRET}, "Basic cmFuaTpyNGhhc2lh"),
        ({}, None),
    ],
)
def test_credentials_may_stand_in_the_environment(monkeypatch, variables, sent):
    for name, value in variables.items():
        monkeypatch.setenv(f"PANTAU_ELASTICSEARCH_{name}", value)
    with StandIn() as server:
        ElasticIndex(server.url())
        assert {told for _, _, told in server.asked} == {sent}


def test_a_certificate_is_verified_by_the_file_of_its_authority(tmp_path, monkeypatch):
    certificate, key = authority(tmp_path)
    with StandIn().secured(certificate, key) as server:
        with pytest.raises(IndexUnusable, match=r"certificate.*PANTAU_ELASTICSEARCH_CA_FILE"):
            ElasticIndex(server.url())
        monkeypatch.setenv("PANTAU_ELASTICSEARCH_CA_FILE", str(certificate))
        assert ElasticIndex(server.url()).is_open


def test_a_missing_file_of_the_authority_is_named(monkeypatch):
    monkeypatch.setenv("PANTAU_ELASTICSEARCH_CA_FILE", "/nowhere/ca.pem")
    with pytest.raises(BadInput, match="nowhere"):
        ElasticIndex("https://127.0.0.1:1/uji")


def test_a_cloud_id_names_the_server(monkeypatch):
    from indexer.elastic_server import server

    with pytest.raises(BadInput, match="CLOUD_ID"):
        server("elasticsearch:///pantau")
    monkeypatch.setenv("PANTAU_ELASTICSEARCH_CLOUD_ID", CLOUD_ID)
    found = server("elasticsearch:///pantau")
    assert (found.options, found.prefix) == ({"cloud_id": CLOUD_ID}, "pantau")


@pytest.mark.parametrize(
    "url",
    [
        "http://h:9200",
        "http://h:9200/",
        "http://h:9200/Besar",
        "http://h:9200/a/b",
        "http://h:9200/a?b",
        "http://h:x/a",
        "http:///a",
    ],
)
def test_a_url_that_names_no_prefix_is_bad_input(url):
    with pytest.raises(BadInput):
        open_index(url)


# ---------------------------------------------------------------- what cannot serve


@pytest.mark.parametrize(
    ("answer", "product", "said"),
    [
        ((200, OLD), "Elasticsearch", "Elasticsearch 7.17.9; Pantau needs 8 or 9"),
        ((200, {"version": {"number": "10.0.0"}}), "Elasticsearch", "10.0.0; Pantau needs"),
        ((200, {"version": {"number": "2.11.0", "distribution": "opensearch"}}), None, "no Elasticsearch"),
        ((200, "hello"), None, "no Elasticsearch"),
        ((401, {"error": {"type": "security_exception", "reason": "no"}}), "Elasticsearch", "credentials"),
        ((403, {"error": {"type": "security_exception", "reason": "no"}}), "Elasticsearch", "do not allow"),
    ],
)
def test_a_server_that_cannot_serve_is_told_in_one_sentence(answer, product, said):
    with StandIn(lambda *asked: answer, product=product) as server:
        with pytest.raises(IndexUnusable) as told:
            ElasticIndex(server.url(user=f"rani:{SECRET}@"))
        assert said in str(told.value)
        assert str(told.value).startswith(shown(server.url()))
        assert SECRET not in str(told.value)


def test_a_server_that_is_away_is_told_to_a_reader_and_spared_a_writer():
    url = "http://127.0.0.1:1/uji"
    with pytest.raises(IndexUnusable, match="cannot be reached"):
        open_index(url)
    index = open_index(url, create=True)
    assert (index.put([story("a")]), index.left().waiting) == (0, 1)
    assert "pantau index drain" in index.left().told[0]
    assert index.forgotten() == frozenset()


def test_rights_that_are_taken_away_meanwhile_lose_nothing(outbox):
    denied = []
    with StandIn(
        lambda m, path, b: (
            (403, {"error": {"type": "security_exception"}}) if denied and "_bulk" in path else None
        )
    ) as server:
        index = ElasticIndex(server.url())
        denied.append(True)
        assert (index.put([story("a")]), index.left().waiting, len(index.outbox)) == (0, 1, 1)
        assert "docs/elasticsearch.md" in index.left().told[0]


# ---------------------------------------------------------------- secrets


def test_no_credential_reaches_a_log_a_sentence_or_a_file(caplog, outbox, monkeypatch):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("PANTAU_ELASTICSEARCH_API_KEY", SECRET)
    with StandIn(lambda m, path, b: (503, {}) if "_bulk" in path else None) as server:
        for user in ("", f"rani:{SECRET}@"):
            index = ElasticIndex(server.url(user=user))
            index.put([story("a")])
            told = [
                *index.left().told,
                repr(index.server),
                str(lock_path(server.url(user=user))),
                caplog.text,
            ]
            told += [str(path) + path.read_text() for path in outbox.iterdir()]
            assert SECRET not in "\n".join(told)


def test_two_ways_to_log_in_share_one_lock_and_one_outbox():
    assert lock_path("https://a:b@host:9200/p") == lock_path("https://host:9200/p")


@pytest.mark.parametrize(
    "command", [["search", "kopi"], ["index", "check"], ["show", "x"], ["crawl", "side"], ["schedule"]]
)
def test_no_command_prints_a_password(command, tmp_path):
    url = f"http://rani:{SECRET}@127.0.0.1:1/uji"
    done = subprocess.run(
        [sys.executable, "-m", "app", *command, "--index", url],
        capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin", "HOME": str(tmp_path), "PANTAU_PRESS": "127.0.0.1:1", "PANTAU_OUTBOX": str(tmp_path)},
    )  # fmt: skip
    assert SECRET not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_client_is_imported_only_for_a_server(tmp_path):
    code = (
        "import sys; from indexer.index import open_index; from app import cli, upkeep; from crawler import pipelines;"
        "open_index(sys.argv[1], create=True).count(); sys.exit('elasticsearch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, f"sqlite:///{tmp_path / 'p.db'}"], check=False, cwd=ROOT
    )
    assert done.returncode == 0


# ---------------------------------------------------------------- bulks


def bulks(server: StandIn) -> int:
    return sum("_bulk" in path for _, path, _ in server.asked)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again(status):
    turns = iter([(status, {}), None, None])
    with StandIn(lambda m, path, b: next(turns, None) if "_bulk" in path else None) as server:
        index = ElasticIndex(server.url())
        assert (index.put([story("a")]), index.left().waiting) == (1, 0)


def test_only_what_a_busy_server_left_is_sent_again():
    sent = []

    def answer(method, path, body):
        if "_bulk" not in path:
            return None
        keys = [json.loads(line)["index"]["_id"] for line in body.splitlines()[::2]]
        sent.append(keys)
        first = len(sent) == 1
        items = [{"index": {"status": 429 if first and key == "b" else 201}} for key in keys]
        return 200, {"errors": first, "items": items}

    with StandIn(answer) as server:
        assert ElasticIndex(server.url()).put([story("a"), story("b"), story("c")]) == 3
    assert sent == [["a", "b", "c"], ["b"]]


def test_a_bulk_that_is_too_large_is_halved_and_one_article_that_is_goes_aside(outbox):
    def answer(method, path, body):
        return (413, {}) if "_bulk" in path and (b"gajah" in body or body.count(b'"_id"') > 2) else None

    with StandIn(answer) as server:
        index = ElasticIndex(server.url())
        assert index.put([story(str(n)) for n in range(7)] + [story("besar", body="gajah")]) == 7
        assert (index.left().refused, index.outbox.refusals()) == (1, 1)
    told = json.loads(index.outbox.refused.read_text())
    assert (told["reason"][:3], told["story"]["id"]) == ("413", "besar")


def test_bulks_are_bounded_by_number_and_size(monkeypatch):
    sizes = []

    def answer(method, path, body):
        if "_bulk" in path:
            sizes.append((body.count(b'"_id"'), len(body)))

    monkeypatch.setattr(elastic_write, "MOST_ACTIONS", 10)
    monkeypatch.setattr(elastic_write, "MOST_BYTES", 50_000)
    with StandIn(answer) as server:
        index = ElasticIndex(server.url())
        index.put([story(str(n)) for n in range(25)])
        index.put([story(str(n), body="kata " * 1_000, releases=(sale("IDR 1"),)) for n in range(10)])
    assert max(number for number, _ in sizes) == 10
    assert max(size for _, size in sizes) < 60_000


def test_what_a_mapping_refuses_goes_aside_with_the_reason():
    error = {
        "type": "document_parsing_exception",
        "reason": "failed",
        "caused_by": {"type": "x", "reason": "not a date"},
    }

    def answer(method, path, body):
        if "_bulk" in path:
            return 200, {"errors": True, "items": [{"index": {"status": 400, "error": error}}]}

    with StandIn(answer) as server:
        index = ElasticIndex(server.url())
        assert index.put([story("a")]) == 0
    assert "not a date" in json.loads(index.outbox.refused.read_text())["reason"]
    assert "refused" in index.left().told[0]
