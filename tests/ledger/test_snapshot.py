"""`pantau ledger snapshot` and `diff`: versions that can be cited, each whole, with what changed since the last."""

import csv
import json
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from app import snapshot as snapshots
from app.snapshot import Snapshot, next_name
from app.snapshot_making import run_snapshot, versions
from entities.errors import BadInput, PantauError
from entities.ledger import public_id
from indexer.index import Query, open_index
from tests.inside import pantau
from tests.ledger.making import DAY, LEARNT, idr, kg, later, put, report, story
from tests.test_cli import lines

CRISPS = {"date": DAY, "destinations": ("JP",), "products": ("keripik singkong",)}
COFFEE = {
    "date": later(40),
    "destinations": ("DE",),
    "products": ("kopi",),
    "values": idr(5_000_000),
    "quantities": kg(900),
}
TODAY = date(2026, 11, 26)
ALL = Query(of="releases")


def id_of(id, **fields):
    return public_id(report(id, **fields))


@pytest.fixture
def url(tmp_path):
    return put(f"sqlite:///{tmp_path / 'p.db'}", a=[CRISPS], b=[CRISPS], x=[COFFEE])


def take(url, to, today=TODAY, **how):
    run_snapshot(how.pop("query", ALL), to, index=url, today=today, anew=how.pop("anew", False))
    return sorted(path.name for path in to.iterdir())


def contents(folder: Path):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_snapshot_holds_table_dictionary_manifest_and_changes(url, tmp_path):
    assert take(url, tmp_path / "s") == ["ledger-2026-11-26.1"]
    held = contents(tmp_path / "s" / "ledger-2026-11-26.1")
    assert sorted(held) == [
        "CHANGELOG.md",
        "changes.jsonl",
        "dictionary.md",
        "ledger.csv",
        "ledger.jsonl",
        "manifest.json",
    ]
    told = json.loads(held["manifest.json"])
    assert (told["version"], told["previous"], told["query"]) == ("ledger-2026-11-26.1", None, "")
    assert told["counts"] == {
        "events": 2,
        "reports": 3,
        "with_conflicts": 0,
        "samples": 0,
        "summaries_left_out": 0,
    }
    assert (told["totals"]["rupiah"], told["totals"]["valued"], told["totals"]["unvalued"]) == (
        5_000_000,
        1,
        1,
    )
    assert (told["totals"]["kilograms"], told["totals"]["weighed"]) == (900, 1)
    assert told["coverage"]["a"] == {"articles": 1, "first": "2021-12-20", "last": "2021-12-20", "reports": 1}
    assert told["as_of"] == "2025-01-01T00:00:00+00:00"
    assert set(told["versions"]) == {"pantau", "extractor", "rules", "table", "schema"}
    for name, file in told["files"].items():
        assert file == {"bytes": len(held[name]), "sha256": sha256(held[name]).hexdigest()}, name
    assert set(told["files"]) == set(held) - {"manifest.json"}
    assert len(list(csv.DictReader(held["ledger.csv"].decode().splitlines()))) == 2
    assert "Versi pertama: 2 peristiwa dari 3 berita." in held["CHANGELOG.md"].decode()


def test_the_same_index_gives_the_same_bytes(url, tmp_path):
    again = put(f"sqlite:///{tmp_path / 'q.db'}", x=[COFFEE], b=[CRISPS], a=[CRISPS])
    for name, index in (("s", url), ("t", again)):
        take(index, tmp_path / name)
    name = "ledger-2026-11-26.1"
    assert contents(tmp_path / "s" / name) == contents(tmp_path / "t" / name)


def test_where_nothing_changed_no_version_is_made_unless_asked(url, tmp_path):
    take(url, tmp_path / "s")
    done = pantau("ledger", "snapshot", "--to", tmp_path / "s", "--index", url)
    assert (done.returncode, "tidak ada versi baru" in done.out) == (0, True)
    assert take(url, tmp_path / "s", today=later(9999)) == ["ledger-2026-11-26.1"]
    assert take(url, tmp_path / "s", anew=True)[1:] == ["ledger-2026-11-26.2"]


def test_a_version_tells_what_was_joined_split_changed_new_and_gone(url, tmp_path):
    take(url, tmp_path / "s")
    a, b, x = id_of("a", **CRISPS), id_of("b", **CRISPS), id_of("x", **COFFEE)
    assert pantau("ledger", "split", a, "b", "--why", "dua *kapal*", "--index", url).returncode == 0
    put(url, x=[{**COFFEE, "destinations": ("US",)}], y=[{**CRISPS, "date": later(90)}])
    take(url, tmp_path / "s")
    folder = tmp_path / "s" / "ledger-2026-11-26.2"
    changes = [json.loads(line) for line in (folder / "changes.jsonl").read_text("utf-8").splitlines()]
    assert [(c["kind"], c["before"], c["after"]) for c in changes] == [
        ("split", [a], sorted([a, b])),
        ("changed", [x], [x]),
        ("new", [], [id_of("y", **{**CRISPS, "date": later(90)})]),
    ]
    told = {f["field"]: (f["before"], f["after"]) for f in changes[1]["fields"]}
    assert told["destination_codes"] == (["DE"], ["US"])
    page = (folder / "CHANGELOG.md").read_text("utf-8")
    assert "Dibanding ledger-2026-11-26.1: 1 dipisah, 1 berubah, 1 baru." in page
    assert "keputusan 1 berlaku: split (dua \\*kapal\\*)" in page
    assert "y: 0 -> 1 berita di indeks" in page
    assert f"- {a} -> {' + '.join(sorted([a, b]))}" in page
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["decisions"][0]["why"] == "dua *kapal*"


def test_an_earlier_id_is_followed(url, tmp_path):
    take(url, tmp_path / "s")
    early = replace(story("0", {**CRISPS, "date": None}, published=later(-1)), learnt_at=LEARNT)
    held = open_index(url)
    held.put([early])
    held.close()
    take(url, tmp_path / "s")
    [change] = lines(
        pantau(
            "ledger", "diff", tmp_path / "s/ledger-2026-11-26.1", tmp_path / "s/ledger-2026-11-26.2", "--json"
        )
    )
    assert (change["kind"], change["before"]) == ("changed", [id_of("a", **CRISPS)])
    assert change["after"] == [id_of("0", **{**CRISPS, "date": None}, published=later(-1))]


def test_diff_prints_what_differs_between_any_two(url, tmp_path):
    take(url, tmp_path / "s")
    put(url, y=[{**CRISPS, "date": later(90)}])
    take(url, tmp_path / "s")
    old, new = (tmp_path / "s" / f"ledger-2026-11-26.{n}" for n in (1, 2))
    assert "ledger-2026-11-26.1 -> ledger-2026-11-26.2: 1 baru" in pantau("ledger", "diff", old, new).out
    assert "1 hilang" in pantau("ledger", "diff", new, old).out
    assert pantau("ledger", "diff", new, new).out.strip().endswith("tidak ada peristiwa yang berubah")


def test_filters_make_a_series_of_their_own(url, tmp_path):
    query = Query(of="releases", destinations=("DE",))
    take(url, tmp_path / "s", query=query)
    told = Snapshot(folder=tmp_path / "s" / "ledger-2026-11-26.1").manifest
    assert (told["query"], told["counts"]["events"]) == ("--destination DE", 1)
    with pytest.raises(BadInput, match=r"another query \(--destination DE\)"):
        take(url, tmp_path / "s")


def test_a_disk_that_fills_up_leaves_nothing_behind(url, tmp_path, monkeypatch):
    def full(number):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshots.os, "fsync", full)
    with pytest.raises(PantauError, match="No space left"):
        take(url, tmp_path / "s")
    assert list((tmp_path / "s").iterdir()) == []


def test_a_copy_that_was_changed_by_hand_is_named(url, tmp_path):
    take(url, tmp_path / "s")
    folder = tmp_path / "s" / "ledger-2026-11-26.1"
    with (folder / "ledger.jsonl").open("a", encoding="utf-8") as file:
        file.write("{}\n")
    done = pantau("ledger", "diff", folder, folder)
    assert (done.returncode, done.err.count("\n")) == (2, 1)
    assert "is not what its manifest says" in done.err
    assert "holds no ledger.jsonl" in pantau("ledger", "diff", tmp_path, tmp_path).err


NAMES = {
    "the first": (None, "ledger-2026-11-26.1"),
    "of another day": ("ledger-2026-10-01.7", "ledger-2026-11-26.1"),
    "of the same day": ("ledger-2026-11-26.9", "ledger-2026-11-26.10"),
    "of a day to come": ("ledger-2027-01-01.1", "ledger-2027-01-01.2"),
}


@pytest.mark.parametrize("kind", NAMES)
def test_names_of_versions_grow(kind, tmp_path):
    before, name = NAMES[kind]
    assert next_name(before and Snapshot(folder=tmp_path / before), TODAY) == name


def test_versions_are_in_the_order_of_their_numbers(tmp_path):
    for number in (9, 10, 1):
        (tmp_path / f"ledger-2026-11-26.{number}").mkdir()
    (tmp_path / ".ledger-2026-11-26.11.4").mkdir()
    assert [one.name for one in snapshots.snapshots(tmp_path)] == [
        f"ledger-2026-11-26.{n}" for n in (1, 9, 10)
    ]


def test_versions_of_extractor_and_rules_are_told_apart():
    told = versions()
    assert len({told["extractor"], told["rules"], told["table"]}) == 3
    assert versions() == told
