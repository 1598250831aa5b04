"""`pantau correct`: state and index in accord, through crawls, replays, rebuilds, backups; hidden articles; examples."""

import json

import pytest

from app.backup import run_backup, run_restore
from app.rebuilding import run_rebuild
from app.replay import run_replay
from app.upkeep import run_forget
from indexer.index import Query, open_index
from state.state import open_state, state_url
from tests.crawls import BD, ONE, PAGES, TWO, go, index
from tests.inside import pantau
from tests.test_cli import lines
from tests.tiny_press import LEAD, MORE, article, feed

__all__ = ["index"]  # the fixture
ROUTES = {"/feed/": feed(BD + ONE, BD + TWO), **PAGES}


@pytest.fixture
def crawled(index):
    """An index of two articles that say the same of their shipments."""
    go(ROUTES, "beritadaerah", index)
    return index


def held(index):
    store = open_index(index)
    try:
        return {hit.story.article.url.removeprefix(BD): hit.story for hit in store.hits()}
    finally:
        store.close()


def idof(index, path=ONE):
    return held(index)[path].article.id


def correct(index, *words, why="salah baca"):
    return pantau("correct", idof(index), *words, "--why", why, "--index", index)


def test_a_mention_is_rejected_and_the_rest_of_the_index_with_it(crawled):
    assert correct(crawled, "reject", "Jepang").returncode == 0
    story = held(crawled)[ONE]
    assert not [m for m in story.mentions if m.kind == "country"]
    assert (story.releases[0].destinations, story.releases[0].edited) == ((), ("destinations",))
    store = open_index(crawled)
    assert store.search(Query(of="releases", destinations=("JP",))).total == 1
    assert store.search(Query(of="events", destinations=("JP",))).total == 1


def test_a_crawl_that_stores_the_article_again_keeps_what_was_corrected(crawled):
    correct(crawled, "set-release", "1", "destinations=SG")
    report, *_ = go(ROUTES, "beritadaerah", crawled, full=True)
    assert (report.stored, held(crawled)[ONE].releases[0].destinations) == (2, ("SG",))


def test_a_rebuild_that_reads_again_keeps_what_was_corrected(crawled, capsys):
    correct(crawled, "set-release", "1", "destinations=SG")
    run_rebuild(crawled, extract=True, dry_run=False, every=False, on_step=lambda _: None)
    assert held(crawled)[ONE].releases[0].destinations == ("SG",)
    assert "0 berita berubah" in capsys.readouterr().out


def test_a_correction_can_be_taken_back(crawled):
    before = held(crawled)[ONE]
    correct(crawled, "set-release", "1", "destinations=SG", "date=2021-12-20")
    assert held(crawled)[ONE] != before
    assert pantau("corrections", "undo", "1", "--index", crawled).returncode == 0
    assert held(crawled)[ONE] == before


def test_what_the_rules_missed_is_added_and_found_in_the_index(crawled):
    words = ["add", "kontainer", "--kind", "product", "name=peti kemas", "role=exported"]
    assert correct(crawled, *words, why="terlewat").returncode == 0
    story = held(crawled)[ONE]
    (mention,) = (m for m in story.mentions if m.value == "peti kemas")
    assert (mention.text, mention.rule) == ("kontainer", "editor/editor")
    store = open_index(crawled)
    assert store.search(Query(of="releases", products=("peti kemas",))).total == 1
    shown = pantau("show", idof(crawled), "--index", crawled).out
    assert "penyebutan ditambahkan kontainer" in shown


def test_a_release_and_a_programme_are_added_of_a_sentence_and_their_fields_set(crawled):
    before = held(crawled)
    correct(crawled, "add-release", "dua kontainer", "destinations=FJ", "date=2021-12-01", why="kapal kedua")
    correct(crawled, "add-program", "dua kontainer", "name=Klinik Ekspor", "kind=training")
    assert correct(crawled, "set-program", "1", "end=2021-12-31", "agency=Dinas").returncode == 0
    story = held(crawled)[ONE]
    assert [r.destinations for r in story.releases] == [("JP",), ("FJ",)]
    assert (story.programs[0].name, story.programs[0].agency) == ("Klinik Ekspor", "Dinas")
    assert story.topics == ("export_release", "program")
    store = open_index(crawled)
    assert store.search(Query(of="events", destinations=("FJ",))).total == 1
    assert [hit.scheme.name for hit in store.hits(Query(of="schemes")) if hit.scheme] == ["Klinik Ekspor"]
    correct(crawled, "reject-program", "1")
    for number in "4321":
        assert pantau("corrections", "undo", number, "--index", crawled).returncode == 0
    assert held(crawled) == before


def test_what_was_added_outlives_a_crawl_a_rebuild_and_is_told_where_the_words_are_gone(crawled, capsys):
    correct(crawled, "add", "kontainer", "--kind", "product", "name=peti kemas", "role=exported")
    correct(crawled, "add-release", "dua kontainer", "destinations=FJ", "date=2021-12-01")
    kept = held(crawled)[ONE]
    go(ROUTES, "beritadaerah", crawled, full=True)
    run_rebuild(crawled, extract=True, dry_run=False, every=False, on_step=lambda _: None)
    assert held(crawled)[ONE].releases == kept.releases
    other = {
        **ROUTES,
        ONE: article("Keripik UMKM Satu Diekspor", LEAD.replace("dua kontainer", "dua truk"), MORE),
    }
    go(other, "beritadaerah", crawled, full=True)
    assert not [m for m in held(crawled)[ONE].mentions if m.value == "peti kemas"]
    found = lines(pantau("corrections", "--json", "--index", crawled))
    assert [one["state"] for one in found] == ["lost", "lost"]
    assert "2 di antaranya tidak berlaku" in pantau("corrections", "--index", crawled).out


def test_a_hidden_article_is_nowhere_and_crawls_count_it(crawled):
    hidden = idof(crawled)
    assert correct(crawled, "hide", why="diminta penerbit").returncode == 0
    assert set(held(crawled)) == {TWO}
    report, stories, asked = go(ROUTES, "beritadaerah", crawled, full=True)
    assert (report.dropped, [s.article.url for s in stories]) == ({"hidden": 1}, [BD + TWO])
    assert not any(request.endswith(ONE) for request in asked)
    assert open_index(crawled).forgotten() == frozenset()
    assert open_state(state_url(crawled)).hidden() == {hidden}


def test_a_hidden_article_returns_as_it_was(crawled):
    before = held(crawled)
    correct(crawled, "set-release", "1", "destinations=SG")
    corrected = held(crawled)
    correct(crawled, "hide", why="diminta penerbit")
    pantau("corrections", "undo", "2", "--index", crawled)
    assert held(crawled) == corrected
    pantau("corrections", "undo", "1", "--index", crawled)
    assert held(crawled) == before


def test_what_is_restored_from_a_copy_holds_what_the_state_says(crawled, tmp_path, capsys):
    copy = tmp_path / "lama.db"
    assert pantau("index", "backup", str(copy), "--index", crawled).returncode == 0
    two = idof(crawled, TWO)
    correct(crawled, "hide", why="diminta penerbit")
    pantau("correct", two, "set-release", "1", "destinations=SG", "--why", "w", "--index", crawled)
    assert pantau("index", "restore", str(copy), "--index", crawled).returncode == 0
    assert {path: s.releases[0].destinations for path, s in held(crawled).items()} == {TWO: ("SG",)}


def test_a_forgotten_article_takes_its_corrections_along_a_hidden_one_too(crawled):
    id = idof(crawled)
    correct(crawled, "set-release", "1", "destinations=SG")
    correct(crawled, "hide", why="diminta penerbit")
    run_forget([id], index=crawled)
    assert open_state(state_url(crawled)).corrections() == ()
    assert id in open_index(crawled).forgotten()


def test_corrections_are_listed_with_when_what_why_and_whether_they_hold(crawled):
    correct(crawled, "set-release", "1", "destinations=SG", why="hanya Singapura")
    correct(crawled, "hide", why="diminta penerbit")
    told = pantau("corrections", "--index", crawled).out
    assert "hanya Singapura" in told
    assert "2 koreksi" in told
    found = lines(pantau("corrections", "--json", "--index", crawled))
    assert [(one["number"], one["kind"], one["state"]) for one in found] == [
        (1, "set-release", "hidden"),
        (2, "hide", "hidden"),
    ]
    assert "held" not in found[1]


def test_a_corrected_article_says_so_on_the_terminal_and_in_json(crawled):
    correct(crawled, "set-release", "1", "destinations=SG", why="hanya Singapura")
    assert "hanya Singapura" in pantau("show", idof(crawled), "--index", crawled).out
    (line,) = lines(pantau("show", idof(crawled), "--json", "--index", crawled))
    assert [one["why"] for one in line["corrections"]] == ["hanya Singapura"]
    assert line["releases"][0]["edited"] == ["destinations"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["reject", "Mars"], "no such mention"),
        (["reject-release", "2"], "it has 1"),
        (["reject-release", "x"], "no number"),
        (["set-release", "1", "destinations=Jepang"], "no code"),
        (["set-release", "1", "JP"], "KEY=VALUE"),
        (["set-release", "1"], "not nothing"),
        (["set-program", "1", "kind=training"], "it has 0"),
        (["add", "UMKM", "--kind", "country", "code=JP"], "--nth: 1 “"),
        (["add", "UMKM", "--kind", "country", "code=JP", "--nth", "99"], "there is no 99"),
        (["add", "UMKM", "--kind", "country", "code=JP", "--nth", "0"], "there is no 0"),
        (["add", "Wakanda", "--kind", "country", "code=JP"], "does not stand in"),
        (["add", "kontainer"], "--kind"),
        (["add", "kontainer", "--kind", "country"], "give its code"),
        (["add", "Jepang", "--kind", "country", "--nth", "1"], "set or reject that"),
        (["add-release", "dua kontainer", "destinations=JP"], "release 1 of"),
        (["add-program", "dua kontainer"], "at least one field"),
    ],
)
def test_what_cannot_be_corrected_is_one_sentence_and_changes_nothing(crawled, words, said):
    before = held(crawled)
    result = correct(crawled, *words)
    assert (result.returncode, said in result.err) == (2, True)
    assert (held(crawled), open_state(state_url(crawled)).corrections()) == (before, ())


def test_a_correction_needs_a_reason(crawled):
    assert "--why" in correct(crawled, "reject", "Jepang", why=" ").err


def test_corrected_articles_are_exported_as_annotated_examples(crawled, tmp_path):
    correct(crawled, "set-release", "1", "destinations=SG", "values=USD 100000")
    file = tmp_path / "contoh.jsonl"
    assert pantau("corrections", "export", "--to", str(file), "--index", crawled).returncode == 0
    (line,) = map(json.loads, file.read_text("utf-8").splitlines())
    assert line["gold"]["releases"][0]["destinations"] == ["SG"]
    assert line["gold"]["releases"][0]["values"] == [{"amount": 100000, "currency": "USD"}]
    assert [one["number"] for one in line["corrections"]] == [1]
    assert "exists already" in pantau("corrections", "export", "--to", str(file), "--index", crawled).err


def test_what_was_added_stands_in_the_examples_as_gold_has_it(crawled, tmp_path):
    correct(crawled, "add", "kontainer", "--kind", "product", "name=peti kemas", "role=exported")
    correct(crawled, "add-program", "dua kontainer", "name=Klinik Ekspor", "kind=training", "participants=50")
    file = tmp_path / "contoh.jsonl"
    pantau("corrections", "export", "--to", str(file), "--index", crawled)
    (line,) = map(json.loads, file.read_text("utf-8").splitlines())
    added = {"kind": "product", "text": "kontainer", "name": "peti kemas", "role": "exported"}
    assert added in line["gold"]["mentions"]
    assert line["gold"]["programs"] == [
        {
            "name": "Klinik Ekspor", "agency": None, "kind": "training", "places": [],
            "start": None, "end": None, "values": [], "participants": 50,
        }
    ]  # fmt: skip
    assert [one["kind"] for one in line["corrections"]] == ["add-mention", "add-program"]


def test_the_examples_agree_with_their_own_text(crawled, tmp_path):
    correct(crawled, "reject", "Jepang")
    file = tmp_path / "contoh.jsonl"
    pantau("corrections", "export", "--to", str(file), "--index", crawled)
    (line,) = map(json.loads, file.read_text("utf-8").splitlines())
    mentions = line["gold"]["mentions"]
    assert mentions
    assert all(one["text"] in line["title"] + line["body"] for one in mentions)
    assert not [one for one in mentions if one["kind"] == "country"]
    assert {key for one in mentions for key in one} <= {
        "kind", "text", "code", "name", "amount", "currency", "unit", "role"
    }  # fmt: skip


def test_a_backup_takes_the_corrections_along(crawled, tmp_path):
    state = state_url(crawled)
    correct(crawled, "hide", why="diminta penerbit")
    run_backup(tmp_path / "b", index=crawled, state=state, keep=None)
    pantau("corrections", "undo", "1", "--index", crawled)
    assert set(held(crawled)) == {ONE, TWO}
    run_restore(tmp_path / "b", index=crawled, state=state)
    assert set(held(crawled)) == {TWO}


def test_a_replay_keeps_what_was_corrected_and_leaves_the_hidden_hidden(index, tmp_path, capsys):
    go(ROUTES, "beritadaerah", index, settings={"PANTAU_ARCHIVE": str(tmp_path / "arsip")})
    two = idof(index, TWO)
    correct(index, "set-release", "1", "destinations=SG")
    correct(index, "add", "kontainer", "--kind", "product", "name=peti kemas")
    pantau("correct", two, "hide", "--why", "diminta penerbit", "--index", index)
    for apply in (False, True):
        capsys.readouterr()
        assert run_replay([], index=index, archive=tmp_path / "arsip", apply=apply, as_json=True) == 0
        summary = json.loads(capsys.readouterr().out.splitlines()[-1])["summary"]
        assert summary["outcomes"] == {"same": 1, "hidden": 1}
    assert {path: s.releases[0].destinations for path, s in held(index).items()} == {ONE: ("SG",)}
    assert [m.text for m in held(index)[ONE].mentions if m.value == "peti kemas"] == ["kontainer"]
