"""A story as documents: whole, each name once, and written to a server in an order that loses nothing."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities.records import Money, PartialDate, Quantity
from entities.wire import dumps, mention_json, story_json
from indexer import elastic_documents, elastic_keep, elastic_write
from indexer.elastic import ElasticIndex
from indexer.elastic_documents import documents, packed, story_of
from indexer.elastic_mapping import mapping
from indexer.words import search_words, tokens
from tests.contracts.making import DAY, mention, sale, scheme, story
from tests.elasticsearch.standin import StandIn

RANGE = {"amount": Decimal("1.5"), "upto": Decimal(2), "approximate": True}
MENTIONS = (
    mention("city", "33.72", "origin"),
    mention("country", "JP", "destination"),
    mention("product", "kopi"),
    mention("program", "Pasar Murah"),
    replace(mention("value", "IDR"), value=Money(currency="IDR", deal=1, **RANGE)),
    replace(mention("quantity", "kg"), value=Quantity(unit="kg", **RANGE)),
    replace(mention("date", "2021"), value=PartialDate(year=2021, month=12, day=20)),
)
FULL = story(
    "a",
    'Kata "dua" \\ tiga',
    "Satu\u2028dua\u2029tiga\x85\n\nempat “lima” 🌶",
    topics=("export_release",),
    mentions=MENTIONS,
    releases=(sale("IDR 100", weight="5", to="JP", evidence=MENTIONS), sale("USD 7", day=None)),
    programs=(scheme("Pasar Murah", "2021-12-20"),),
    learnt_at=DAY,
)
STORIES = {"full": FULL, "bare": replace(story("b", published_at=None), learnt_at=DAY)}


def once(pairs):
    """An object of JSON none of whose names comes twice."""
    told = dict(pairs)
    assert len(told) == len(pairs)
    return told


def bodies(of):
    parts, article = documents(of)
    return [(d.kind, json.loads(d.json, object_pairs_hook=once)) for d in (*parts, article)]


@pytest.mark.parametrize("name", STORIES)
def test_every_document_holds_the_whole_line_of_its_story(name):
    for _, body in bodies(STORIES[name]):
        assert json.loads(body["line"]) == json.loads(dumps(story_json(STORIES[name])))
        assert story_of(body) == STORIES[name]


@pytest.mark.parametrize("name", STORIES)
def test_a_document_has_only_what_its_index_has_a_field_for_and_nothing_empty(name):
    for kind, body in bodies(STORIES[name]):
        assert body.keys() <= mapping(kind)["properties"].keys()
        assert not [value for value in body.values() if value is None or value == []]


def test_an_index_has_a_field_for_all_that_a_mention_tells():
    fields = mapping("articles")["properties"]["mentions"]["properties"]
    assert {name for each in MENTIONS for line in mention_json(each) for name in line} == fields.keys()


def test_mentions_are_indexed_as_the_line_tells_them_up_to_a_number(monkeypatch):
    told = json.loads(dumps(story_json(FULL)["mentions"]))
    assert bodies(FULL)[-1][1]["mentions"] == told
    monkeypatch.setattr("indexer.elastic_mapping.LISTED", 2)
    monkeypatch.setattr(elastic_documents, "LISTED", 2)
    (_, cut) = bodies(FULL)[-1]
    assert (cut["mentions"], json.loads(cut["line"])["mentions"]) == (told[:2], told)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_reaches_a_document_as_it_is(text):
    of = replace(FULL, article=replace(FULL.article, title=text, body=text))
    for _, body in bodies(of):
        assert body["title"] == text
        assert story_of(body) == of


@given(st.text(st.sampled_from("aB1'’,. \n\u2028\x1féあ")))
def test_search_words_are_the_same_whether_a_text_is_read_whole_or_between_spaces(text):
    assert list(tokens(text)) == [word for _, _, found in search_words(text) for word in found if word]


def test_an_amount_of_more_than_64_bits_reaches_a_document_exactly():
    assert json.loads(packed({"amount": 10**20, "rate": Decimal("1.5")})) == {"amount": 10**20, "rate": 1.5}


# ---------------------------------------------------------------- order


SOLD = [replace(story(id, releases=(sale("IDR 1"),)), learnt_at=DAY) for id in "abc"]


@pytest.fixture
def bite(monkeypatch):
    """One story at a time, and a busy server is not asked again."""
    monkeypatch.setattr(elastic_keep, "BITE", 1)
    monkeypatch.setattr(elastic_write, "PAUSES", ())


def test_an_article_is_sent_when_its_parts_are_written_together_with_later_parts(bite):
    done, early = set(), []

    def answer(method, path, body):
        if "_bulk" in path:
            ids = {line["index"]["_id"] for line in map(json.loads, body.splitlines()) if "index" in line}
            early.extend(id for id in ids if "/" not in id and f"{id}/0" not in done)
            done.update(ids)

    with StandIn(answer) as server:
        assert ElasticIndex(server.url()).put(SOLD) == 3
    assert sorted(server.written) == [["a", "c/0"], ["a/0"], ["b"], ["b/0"], ["c"]]
    assert early == []


def test_an_article_whose_parts_are_not_written_is_not_written(bite, outbox):
    def answer(method, path, body):
        if "_bulk" in path and b'"b/0"' in body:
            return 200, {"errors": True, "items": [{"index": {"status": 429}}]}

    with StandIn(answer) as server:
        index = ElasticIndex(server.url())
        assert (index.put(SOLD), index.left().waiting) == (0, 3)
    written = {id for request in server.written for id in request}
    assert "a/0" in written
    assert not {"b", "b/0"} & written


def test_what_is_held_keeps_the_moment_it_was_learnt_in_every_document(bite):
    sent = []

    def answer(method, path, body):
        if "articles/_mget" in path:
            held = {"learnt_at": "2020-01-01T00:00:00+00:00", "counts": {"releases": 2}}
            return 200, {
                "docs": [{"_id": id, "found": True, "_source": held} for id in json.loads(body)["ids"]]
            }
        if "_bulk" in path:
            sent.extend(map(json.loads, body.splitlines()))
        return None

    with StandIn(answer) as server:
        assert ElasticIndex(server.url()).put(SOLD) == 0
    learnt = [line["learnt_at"][:4] for line in sent if "learnt_at" in line]
    gone = [line["delete"]["_id"] for line in sent if "delete" in line]
    assert (learnt, sorted(gone)) == (["2020"] * 6, ["a/1", "b/1", "c/1"])
