"""The query language: what a reader's text becomes, whatever backend answers it."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.index import Query
from indexer.language import MAX_TERMS, Is, Not, Or, Words, asked, parse

KOPI, TEH = Words(text="kopi"), Words(text="teh")
SOLO = Is(name="origin", values=("33.72",))
TREES = {
    "": (),
    "kopi teh": (KOPI, TEH),
    '"kopi teh"': (Words(text="kopi teh"),),
    "kopi -teh": (KOPI, Not(node=TEH)),
    "kopi – teh": (KOPI, TEH),
    '-"kopi teh"': (Not(node=Words(text="kopi teh")),),
    "kopi OR teh OR asal:solo": (Or(nodes=(KOPI, TEH, SOLO)),),
    "kopi OR -asal:solo teh": (Or(nodes=(KOPI, Not(node=SOLO))), TEH),
    "kopi or teh": (KOPI, Words(text="or"), TEH),
    "judul:kopi isi:teh": (Words(text="kopi", field="title"), Words(text="teh", field="body")),
    "ASAL:Solo": (SOLO,),
    'origin:"kota surakarta"': (SOLO,),
    "asal:33.72": (SOLO,),
    "kota:bandung": (Is(name="place", values=("32.73", "32.04")),),
    'kota:"kab. bandung"': (Is(name="place", values=("32.04",)),),
    "provinsi:gorontalo": (Is(name="place", values=("75",)),),
    "provinsi:solo": (Words(text="solo"),),
    "negara:china tujuan:cn": (Is(name="country", values=("CN",)), Is(name="destination", values=("CN",))),
    'negara:"united states"': (Is(name="country", values=("US",)),),
    "kelompok:kopi": (Is(name="group", values=("09",)),),
    "topik:ekspor": (Is(name="topic", values=("export_release",)),),
    "sumber:Solopos id:a-1": (Is(name="source", values=("solopos",)), Is(name="id", values=("a-1",))),
    'program:"Rumah Kemasan"': (Is(name="program", values=("Rumah Kemasan",)),),
    "tujuan:": (Words(text="tujuan:"),),
    'tujuan:""': (),
    "warna:merah": (Words(text="warna merah"),),
    "https://solopos.com": (Words(text="https //solopos.com"),),
    "10:30": (Words(text="10:30"),),
    'ko"pi': (Words(text="ko"), Words(text="pi")),
    "*** ??? kopi": (KOPI,),
}


@pytest.mark.parametrize(("text", "nodes"), TREES.items(), ids=list(TREES))
def test_a_text_becomes_a_tree(text, nodes):
    assert parse(text).nodes == nodes


def test_filters_stand_in_the_same_tree():
    assert asked(Query(text="kopi", origins=("33.72",))).nodes == (KOPI, SOLO)


def test_a_note_is_told_once():
    assert len(parse("warna:merah warna:merah").notes) == 1


@given(text=st.text(st.characters() | st.sampled_from('"-: OR'), max_size=300))
@settings(deadline=None, max_examples=200)
def test_any_text_is_read(text):
    tree = parse(text)
    assert len(tree.nodes) <= MAX_TERMS
    assert parse(text) == tree


@pytest.mark.parametrize("sign", ['"', "-", ":", "a:", "OR ", '-a:"', "a", "\0", "é"])
def test_a_long_text_is_read_as_quickly_as_a_short_one(sign):
    started = time.process_time()
    parse(sign * 100_000)
    assert time.process_time() - started < 1
