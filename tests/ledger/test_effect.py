"""New rules show what they do to events before they are applied, and the ids that were cited still find theirs."""

import json
from dataclasses import replace

import pytest

from app.replay import run_replay
from crawler import replay as replaying
from crawler.archive_place import folder_of
from entities import ledger_pairs
from entities.extract import annotate
from entities.ledger import signs
from entities.records import Release
from indexer.index import Query, open_index
from tests.crawls import BD, ONE, THREE, TWO, go, index
from tests.inside import pantau
from tests.ledger.making import DAY, later
from tests.tiny_press import LEAD, MORE, article, feed

__all__ = ["index"]  # the fixture
TITLES = {"Satu": ONE, "Dua": TWO, "Tiga": THREE}
TEXTS = {
    "Satu": (LEAD, MORE),
    "Dua": (LEAD.replace("dua", "tiga"),),
    "Tiga": (MORE, LEAD.replace("dua", "lima")),
}
CRISPS = {"date": DAY, "origins": ("33.72",), "destinations": ("JP",), "products": ("keripik",)}
COFFEE = {"date": later(40), "origins": ("18.01",), "destinations": ("DE",), "products": ("kopi",)}
OLD = {"Satu": [CRISPS], "Dua": [CRISPS], "Tiga": [COFFEE]}
RULES = {  # what the rules of today read -> what becomes of events, in how many they end
    "as before": ({}, {}, 2),
    "a field": ({"Tiga": [{**COFFEE, "destinations": ("US",)}]}, {"changed": 1}, 2),
    "a split": ({"Dua": [{**CRISPS, "destinations": ("AU",)}]}, {"split": 1}, 3),
    "a join": ({"Tiga": [CRISPS]}, {"joined": 1}, 1),
    "one that went over": ({"Dua": [COFFEE]}, {"regrouped": 1}, 2),
    "one more": ({"Tiga": [COFFEE, {**CRISPS, "date": later(90)}]}, {"new": 1}, 3),
    "none any more": ({"Tiga": []}, {"gone": 1}, 1),
}


def reading(told):
    """Rules that read these releases from an article, by a word of its title."""

    def read(article):
        story = annotate(article)
        word = next(word for word in TITLES if word in article.title)
        return replace(story, releases=tuple(Release(**fields) for fields in told[word]), mentions=())

    return read


@pytest.fixture
def crawled(index, monkeypatch):
    """An index of three articles as the old rules read them, with its archive."""
    pages = {path: article(f"Keripik UMKM {word} Diekspor", *TEXTS[word]) for word, path in TITLES.items()}
    go({"/feed/": feed(*(BD + path for path in TITLES.values())), **pages}, "beritadaerah", index)
    monkeypatch.setattr(replaying, "annotate", reading(OLD))
    assert run_replay([], index=index, archive=folder_of(index), apply=True, as_json=True) == 0
    return index


def events(url):
    held = open_index(url)
    found = {hit.event.id: hit.event for hit in held.hits(Query(of="events"))}
    held.close()
    return found


def replayed(capsys, url, **how):
    """The changes of events that a replay tells, and its summary."""
    capsys.readouterr()
    assert run_replay([], index=url, archive=folder_of(url), as_json=True, **how) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [line["event"] for line in lines if "event" in line], lines[-1]["summary"]


@pytest.mark.parametrize("kind", RULES)
def test_rules_show_what_becomes_of_events_and_ids_survive(crawled, monkeypatch, capsys, kind):
    otherwise, expected, number = RULES[kind]
    before = events(crawled)
    assert len(before) == 2
    cited = {id: reports for id, one in before.items() for reports in [[r.key for r in one.event.reports]]}
    monkeypatch.setattr(replaying, "annotate", reading(OLD | otherwise))

    changes, summary = replayed(capsys, crawled)
    assert {kind: n for kind, n in summary["events"]["changes"].items() if n} == expected
    assert len(changes) == sum(expected.values())
    assert events(crawled) == before, "only shown"

    applied, _ = replayed(capsys, crawled, apply=True)
    assert applied == changes, "what was shown is what was done"
    after = events(crawled)
    assert len(after) == number
    assert {id for change in changes for id in change["after"]} <= set(after)
    held = open_index(crawled)
    for id, reports in cited.items():
        still = [
            key for key in reports if any(key == r.key for one in after.values() for r in one.event.reports)
        ]
        found = held.event(id)
        if reports[0] in still:
            assert reports[0] in [r.key for r in found.event.reports]
            assert signs(reports[0]) in {one.rpartition("-")[2] for one in (found.id, *found.event.aliases)}
        else:
            assert found is None
    held.close()
    assert replayed(capsys, crawled)[0] == []


def test_people_read_what_becomes_of_events(crawled, monkeypatch, capsys):
    monkeypatch.setattr(replaying, "annotate", reading(OLD | {"Tiga": [{**COFFEE, "destinations": ("US",)}]}))
    capsys.readouterr()
    run_replay([], index=crawled, archive=folder_of(crawled))
    told = capsys.readouterr().out
    assert "peristiwa: 1 berubah" in told
    assert "destination_codes: - DE; + US" in told
    run_replay([], index=crawled, archive=folder_of(crawled), events=False)
    assert "peristiwa:" not in capsys.readouterr().out


def test_a_decision_that_new_rules_leave_without_its_report_is_told(crawled, monkeypatch, capsys):
    second = [COFFEE, {**CRISPS, "date": later(90)}]
    monkeypatch.setattr(replaying, "annotate", reading(OLD | {"Tiga": second}))
    replayed(capsys, crawled, apply=True)
    first, _, third = sorted(events(crawled), key=lambda id: events(crawled)[id].when)
    assert pantau("ledger", "join", first, third, "--index", crawled).returncode == 0
    kept, summary = replayed(capsys, crawled)
    assert (kept, summary["events"]["decisions_lost"]) == ([], [])
    monkeypatch.setattr(replaying, "annotate", reading(OLD | {"Tiga": second[::-1]}))
    _, summary = replayed(capsys, crawled)
    assert [lost["decision"] for lost in summary["events"]["decisions_lost"]] == [1]


def test_a_copy_for_trying_is_deleted(crawled, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(replaying, "annotate", reading(OLD | {"Tiga": [CRISPS]}))
    assert replayed(capsys, crawled)[0]
    assert list((tmp_path / "tmp").iterdir()) == []


# ---------------------------------------------------------------- index rebuild


def test_rules_of_joining_show_in_a_rebuild_what_they_do_before_they_are_applied(crawled, monkeypatch):
    before = events(crawled)
    with monkeypatch.context() as stricter:
        stricter.setattr(ledger_pairs, "join_at", lambda _="": 500)
        dry = pantau("index", "rebuild", "--dry-run", "--index", crawled)
        assert (dry.returncode, dry.err) == (0, "")
        assert "peristiwa: 1 dipisah" in dry.out
        assert events(crawled) == before
        done = pantau("index", "rebuild", "--index", crawled)
        assert "peristiwa: 1 dipisah" in done.out
        assert len(events(crawled)) == 3
        held = open_index(crawled)
        assert all(held.event(id) for id in before)
        held.close()


def test_a_rebuild_that_reads_articles_again_shows_its_effect_first(crawled):
    """The index was filled by old rules; those of today read its articles otherwise."""
    before = events(crawled)
    dry = pantau("index", "rebuild", "--extract", "--dry-run", "--index", crawled)
    assert dry.returncode == 0
    assert "akan berubah menurut aturan hari ini" in dry.out
    assert "peristiwa: " in dry.out
    assert events(crawled) == before
