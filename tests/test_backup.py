"""Index and state are copied and taken back together; a history is shown; the forgotten leaves the state too."""

import json

import pytest

from app import cli
from crawler.lock import only_crawl
from crawler.run import UNPACED, crawl
from indexer.index import open_index
from state.state import open_state, state_url
from tests.crawls import BD, ONE, PAGES, TWO, go
from tests.tiny_press import LEAD, MORE, article, feed

LATER = "2021-12-22T05:00:00+00:00"


@pytest.fixture
def index(tmp_path):
    return f"sqlite:///{tmp_path / 'in' / 'pantau.db'}"


@pytest.fixture
def filled(index, tmp_path):
    """An index of two articles of which one was changed."""
    (tmp_path / "in").mkdir()
    go({"/feed/": feed(BD + ONE, BD + TWO), **PAGES}, "beritadaerah", index)
    edited = article("Keripik UMKM Satu Diekspor", LEAD.replace("dua", "tiga"), MORE)
    go({"/feed/": feed(BD + ONE, BD + TWO, at=LATER), **PAGES, ONE: edited}, "beritadaerah", index)
    return index


def pantau(monkeypatch, *words):
    """The exit status of a command."""
    monkeypatch.setattr("sys.argv", ["pantau", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code or 0


def held(index):
    return {hit.story.article.id for hit in open_index(index).hits()}


def test_backup_and_restore_take_index_and_state(monkeypatch, capsys, filled, tmp_path):
    assert pantau(monkeypatch, "backup", tmp_path / "backups", "--index", filled) == 0
    ids = held(filled)
    story = min(ids)
    assert pantau(monkeypatch, "forget", story, "--index", filled) == 0
    open_state(state_url(filled)).switch("side", "asked to stop")
    assert pantau(monkeypatch, "restore", tmp_path / "backups", "--index", filled) == 0
    state = open_state(state_url(filled))
    assert held(filled) == ids
    assert (state.tally("beritadaerah"), state.switched_off()) == ({"stored": 2}, {})
    assert "2 berita" in capsys.readouterr().out


def test_after_a_restore_nothing_is_asked_for_twice(monkeypatch, filled, tmp_path):
    pantau(monkeypatch, "backup", tmp_path / "backups", "--index", filled)
    elsewhere = f"sqlite:///{tmp_path / 'new' / 'pantau.db'}"
    (tmp_path / "new").mkdir()
    assert pantau(monkeypatch, "restore", tmp_path / "backups", "--index", elsewhere) == 0
    report, _, _ = go({"/feed/": feed(BD + ONE, BD + TWO, at=LATER)}, "beritadaerah", elsewhere)
    assert (report.known, report.fetched, report.ok) == (2, 0, True)


def test_old_backups_make_room(monkeypatch, filled, tmp_path):
    folder = tmp_path / "backups"
    for day in (1, 2, 3):
        (folder / f"pantau-2021-12-0{day}T050000Z").mkdir(parents=True)
    (folder / "mine").mkdir()
    pantau(monkeypatch, "backup", folder, "--keep", 2, "--index", filled)
    left = sorted(path.name for path in folder.iterdir())
    assert left[:2] == ["mine", "pantau-2021-12-03T050000Z"]
    assert len(left) == 3


def test_what_is_no_backup_is_named(monkeypatch, capsys, filled, tmp_path):
    assert pantau(monkeypatch, "restore", tmp_path, "--index", filled) == 2
    assert "is no backup and holds none" in capsys.readouterr().err


def test_no_restore_below_a_crawl(monkeypatch, capsys, filled, tmp_path):
    import subprocess
    import sys

    pantau(monkeypatch, "backup", tmp_path / "backups", "--index", filled)
    words = [sys.executable, "-m", "app", "restore", str(tmp_path / "backups"), "--index", filled]
    with only_crawl(filled):
        ended = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 4
    assert "another crawl is writing" in ended.stderr


def test_a_history_is_shown(monkeypatch, capsys, filled):
    (changed,) = [h.story.article.id for h in open_index(filled).hits() if "tiga" in h.story.article.body]
    (same,) = held(filled) - {changed}
    assert pantau(monkeypatch, "history", changed, "--index", filled) == 0
    out = capsys.readouterr().out
    assert f"- {LEAD}" in out.replace("\n", " ").replace("    ", "")
    assert "WIB" in out
    pantau(monkeypatch, "history", changed, "--index", filled, "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["fields"]["body"]["before"] == LEAD
    pantau(monkeypatch, "history", same, "--index", filled)
    assert "tidak ada perubahan" in capsys.readouterr().out
    assert pantau(monkeypatch, "history", "no-such", "--index", filled) == 2


def test_the_forgotten_leaves_the_state_and_is_not_asked_for(monkeypatch, filled):
    story = min(held(filled))
    pantau(monkeypatch, "forget", story, "--index", filled)
    state = open_state(state_url(filled))
    assert state.tally("beritadaerah") == {"stored": 1}
    assert state.changes(story) == ()
    report, stories, _ = go({"/feed/": feed(BD + ONE, BD + TWO), **PAGES}, "beritadaerah", filled, full=True)
    assert (report.dropped, len(stories)) == ({"forgotten": 1}, 1)


def test_two_sources_are_crawled_into_one_index_at_once(index, tmp_path):
    import os
    import subprocess
    import sys

    from app.press import press

    (tmp_path / "in").mkdir()
    with press() as served:
        env = os.environ | {"PANTAU_PRESS": served.address, "PANTAU_DELAY": "0"}
        words = [sys.executable, "-m", "app", "crawl", "--quiet", "--index", index]
        crawls = [subprocess.Popen([*words, name], env=env) for name in ("side", "solopos")]
        assert [each.wait(timeout=60) for each in crawls] == [0, 0]
        alone = f"sqlite:///{tmp_path / 'alone.db'}"
        crawl(["side", "solopos"], index=alone, press=served.address, settings=UNPACED)
    assert held(index) == held(alone)
