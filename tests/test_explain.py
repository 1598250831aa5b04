"""`pantau explain` tells how an article was read, and reads it exactly as `pantau extract` does."""

import json
import subprocess
import sys

import pytest

from app.explain import run_explain
from app.labels import reasons
from entities.errors import BadInput
from entities.explain import explain
from entities.extract import annotate
from entities.records import Article
from tests.gold import FILES, stories

TEXT = (
    "Kopi Temanggung Dilepas ke Belanda\n\n"
    "Bupati Temanggung melepas ekspor 12 ton kopi robusta ke Belanda, Jumat (12/5). Nilainya Rp1,2 miliar.\n\n"
    "Kopi itu dinilai tidak kalah dibanding kopi Brasil."
)


def article(**more: str) -> Article:
    title, _, body = TEXT.partition("\n\n")
    return Article(**{"id": "1", "source": "warta", "url": "", "title": title, "body": body, **more})


@pytest.mark.parametrize("name", ["a", "b"])
def test_the_explained_story_is_the_extracted_one(name):
    for _, story in stories(FILES[name]):
        assert explain(story.article).story == story


def test_every_mention_has_a_decision_and_every_sentence_a_scene():
    told = explain(article())
    assert [d.mention for d in told.decisions] == list(told.story.mentions)
    assert [s.field for s in told.scenes] == ["title", "body", "body", "body"]


def test_a_role_names_the_words_that_gave_it():
    told = explain(article())
    brazil = next(d for d in told.decisions if d.mention.text == "Brasil")
    words = {told.story.article.body[slice(*g.words)] for g in brazil.grounds if g.words}
    assert brazil.mention.role == "mention"
    assert brazil.rule == "compared"
    assert "dibanding" in words


def test_the_sentence_of_the_release_is_an_event_and_says_why():
    scene = next(s for s in explain(article()).scenes if s.field == "body")
    words = {article().body[slice(*g.words)] for g in scene.grounds if g.words}
    assert scene.gives == "event"
    assert "melepas" in words


def test_explaining_leaves_no_listener_behind():
    explain(article())
    assert annotate(article()) == explain(article()).story


REJECTED = [
    ("Bank Jateng ikut membina.", "Jateng", "bank"),
    ("Mereka lulusan Universitas Surabaya.", "Surabaya", "university"),
    ("Toko di Jalan Jambi itu tutup.", "Jambi", "street"),
    ("Kurs dolar Singapura menguat.", "Singapura", "currency"),
    ("Tulisannya dalam bahasa Jepang.", "Jepang", "language"),
    ("Grup G20 dolar bertemu.", "20 dolar", "part-of-name"),
    ("Ada 200 ribu pelanggan.", "200 ribu", "no-currency"),
    ("Ada 60 unit usaha batik.", "60 unit", "no-goods"),
    ("Keranjang itu berbahan baku rotan.", "rotan", "material"),
    ("Mereka baru tahu bahwa pasarnya ada.", "tahu", "other-sense"),
    ("Lampu hias dari batok dijual ke Jepang.", "batok", "material"),
    ("Dinas menyerahkan bantuan berupa panci.", "panci", "given"),
]


@pytest.mark.parametrize(("body", "words", "reason"), REJECTED, ids=[r for _, _, r in REJECTED])
def test_what_was_left_out_is_told_with_its_reason(body, words, reason):
    assert (words, reason) in {(one.text, one.reason) for one in explain(article(body=body)).rejected}


@pytest.mark.parametrize("name", ["a", "b"])
def test_every_reason_is_told_in_words_and_none_contradicts_a_mention(name):
    for _, story in stories(FILES[name]):
        told = explain(story.article)
        assert {one.reason for one in told.rejected} <= reasons("reasons.csv").keys()
        read = {(m.kind, m.field, m.start) for m in told.story.mentions}
        assert not {(one.kind, one.field, one.start) for one in told.rejected} & read


# ---------------------------------------------------------------- the command


@pytest.fixture
def text_file(tmp_path):
    path = tmp_path / "kopi.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def told(capsys, what, **more) -> str:
    given = {"index": "sqlite:///none.db", "id": None, "kinds": (), "published": None, "as_json": False}
    run_explain(str(what), **{**given, **more})
    return capsys.readouterr().out


def test_it_marks_mentions_and_names_rules(text_file, capsys):
    out = told(capsys, text_file)
    assert "[12 ton]" in out
    assert "peristiwa" in out
    assert "compared (compare “dibanding”)" in out


def test_a_programme_only_mentioned_is_told_apart_from_a_subject(tmp_path, capsys):
    path = tmp_path / "kelas.txt"
    path.write_text(
        "Dinas Koperasi Kudus Buka Kelas Ekspor Muria\n\nDinas Koperasi Kabupaten Kudus membuka Kelas Ekspor Muria, diikuti "
        "40 pelaku UMKM.\n\nSebagian peserta pernah ikut Trade Expo Indonesia.",
        encoding="utf-8",
    )
    out = told(capsys, path, kinds=["program"])
    assert "pokok berita, ada catatannya" in out
    assert "hanya disebut, bukan pokok berita" in out


def test_kinds_limit_what_is_told(text_file, capsys):
    out = told(capsys, text_file, kinds=["country"])
    assert "[Belanda]" in out
    assert "[12 ton]" not in out


def test_json_is_the_annotation_line_and_more(text_file, capsys):
    line = json.loads(told(capsys, text_file, as_json=True))
    decided = {d["text"]: d for d in line["decisions"] if d["kind"] == "country"}
    assert decided["Brasil"]["here"] == "compared"
    assert {"topics", "mentions", "releases", "programs", "about", "sentences", "rejected"} <= line.keys()


def test_one_of_many_articles_is_chosen_by_its_id(tmp_path, capsys):
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps({"id": n, "title": n, "body": "Isi."}) + "\n" for n in "abc"))
    assert json.loads(told(capsys, path, id="b", as_json=True))["id"] == "b"


@pytest.mark.parametrize(
    ("what", "more", "says"),
    [
        ("nothing.txt", {}, "No such file"),
        ("nothing.jsonl", {}, "No such file"),
        ("nothing.html", {}, "No such file"),
        ("{text}", {"id": "z"}, "no article 'z'"),
        ("{text}", {"kinds": ["town"]}, "no kind of mention: town"),
    ],
)
def test_what_cannot_be_explained_is_told_in_one_sentence(text_file, capsys, what, more, says):
    with pytest.raises(BadInput, match=says):
        told(capsys, what.format(text=text_file), **more)


def test_a_hostile_text_cannot_steer_the_terminal(tmp_path):
    path = tmp_path / "bad.txt"
    path.write_text(
        "Judul \x1b[31m\n\nEkspor \x1b]0;x\x07 [bold]12 ton[/bold] kopi ke Jepang.", encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "app", "explain", str(path)], capture_output=True, check=True
    )
    assert b"\x1b" not in done.stdout
    assert b"[bold]" in done.stdout
