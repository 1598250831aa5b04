"""What a replay promises: archived pages read again as a crawl would, by today's rules, and no site asked."""

import gzip
import json
import os
import socket
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import crawler.pages
import crawler.reader
from app.press import press
from app.replay import run_replay
from app.upkeep import run_forget
from crawler import archive_shelf
from crawler import replay as replaying
from crawler.archive_file import files
from crawler.archive_forget import Wanted, forget
from crawler.archive_index import beside
from crawler.archive_place import Limits, folder_of
from crawler.archive_scan import Record, records
from crawler.archive_shelf import Shelf
from crawler.archive_upkeep import prune
from crawler.replay import Replay
from crawler.replay_changes import changes
from crawler.run import UNPACED, crawl
from crawler.sources import sources
from entities.errors import BadInput, Busy, Unreadable
from entities.extract import annotate
from entities.wire import story_json
from indexer.index import open_index
from state.state import open_state, state_url
from tests.crawls import BD, KEDIRI_POST, ONE, PAGES, ROOT, SOLO, SP, TWO, go, index, kediri_api, run, stories
from tests.tiny_press import LEAD, MORE, Answer, article, feed, listing

__all__ = ["index"]  # the fixture
URL = BD + ONE
ROUTES = {"/feed/": feed(URL, BD + TWO), **PAGES}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """The sample press, crawled and archived once."""
    index = f"sqlite:///{tmp_path_factory.mktemp('sampel') / 'pantau.db'}"
    with press() as served:
        reports = crawl([], index=index, press=served.address, settings=UNPACED)
    assert all(report.ok for report in reports)
    return index


@pytest.fixture
def offline(monkeypatch):
    """A machine without any network."""

    def refuse(*_, **__):
        raise AssertionError("a replay asks no site")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def outcomes(index, names=(), *, archive=None, apply=False, **days):
    """What becomes of each article, by id, and what was damaged."""
    shelf, held = Shelf(archive or folder_of(index)), open_index(index, create=apply)
    found = {one.id: one for one in Replay(shelf, held, apply=apply).outcomes(names, **days)}
    held.close()
    damages = list(map(str, shelf.damages))
    shelf.close()
    return found, damages


def kinds(index, *names, **how):
    found, damages = outcomes(index, names, **how)
    assert damages == []
    return sorted(one.kind for one in found.values())


def told(capsys, index, *, status=0, archive=None, **how):
    """What `pantau replay --json` prints: a line for each article, and all counts."""
    said = run_replay([], index=index, archive=archive or folder_of(index), as_json=True, **how)
    assert said == status
    *lines, last = map(json.loads, capsys.readouterr().out.splitlines())
    return lines, last["summary"]


# ---------------------------------------------------------------- the same rules


def test_the_sample_press_read_again_changes_nothing(crawled, offline, capsys):
    lines, summary = told(capsys, crawled)
    assert (lines, summary["fields"], summary["problems"]) == ([], {}, [])
    assert summary["outcomes"]["same"] == len(stories(crawled)) > 40
    assert set(summary["outcomes"]) == {"same", "left"}


LATIN = article("Keripik UMKM Café Diekspor").replace("utf-8", "iso-8859-1").encode("latin-1")
PACKED = gzip.compress(article("Keripik UMKM Diekspor").encode())
READ_ALIKE = {
    "packed": ("beritadaerah", {"/feed/": feed(URL), ONE: Answer(PACKED, headers={"Content-Encoding": "gzip"})}),
    "in latin-1": (
        "beritadaerah",
        {"/feed/": feed(URL), ONE: Answer(LATIN, headers={"Content-Type": "text/html; charset=iso-8859-1"})},
    ),
    "in parts": (
        "beritadaerah",
        {
            "/feed/": feed(URL),
            ONE: article("Keripik UMKM", LEAD, tail=f'<a href="{ONE}2/">2</a>'),
            f"{ONE}2/": article("Keripik UMKM", MORE),
        },
    ),
    "on one page": (
        "beritadaerah",
        {
            "/feed/": feed(URL),
            ONE: article("Keripik UMKM", LEAD, tail=f'<a href="{ONE}?page=all">semua</a>'),
            f"{ONE}?page=all": article("Keripik UMKM", LEAD, MORE),
        },
    ),
    "moved": ("beritadaerah", {"/feed/": feed(BD + TWO), TWO: Answer(status=301, headers={"Location": ONE}), **PAGES}),
    "dated by the feed": ("beritadaerah", {"/feed/": feed(BD + "/kabar/keripik-umkm-ekspor-ke-jepang/"),
                                           "/kabar/keripik-umkm-ekspor-ke-jepang/": article(published=None)}),
    "titled by the list": ("side", {"/": listing("/makin-gacor-ekspor-produk-umkm-tangsel"),
                                    "/makin-gacor-ekspor-produk-umkm-tangsel": article("").replace("<h1", "<p")}),
    "in an API alone": ("kedirikota", {"/api/berita": kediri_api(KEDIRI_POST | {"deskripsi": f"<p>{LEAD}</p><p>{MORE}"})}),
}  # fmt: skip


@pytest.mark.parametrize("how", READ_ALIKE)
def test_an_article_is_read_as_the_crawl_did(how, index, tmp_path, offline_after):
    source, routes = READ_ALIKE[how]
    _, (story,), _ = go({path: routes[path] for path in routes}, source, index)
    offline_after()
    assert kinds(index) == ["same"]
    anew = f"sqlite:///{tmp_path / 'baru.db'}"
    assert kinds(anew, archive=folder_of(index), apply=True) == ["new"]
    (again,) = stories(anew).values()
    assert replace(again, learnt_at=None) == replace(story, learnt_at=None)


@pytest.fixture
def offline_after(request):
    return lambda: request.getfixturevalue("offline")


def test_a_second_crawl_of_unchanged_pages_changes_nothing(index):
    go(ROUTES, "beritadaerah", index)
    go(ROUTES, "beritadaerah", index, full=True)
    assert any(one.kind == "revisit" for file in files(folder_of(index)) for one in records(file))
    assert kinds(index) == ["same", "same"]


def test_an_article_at_two_addresses_is_the_one_that_was_stored(index):
    hosts = ["www.solopos.com", "soloraya.solopos.com"]
    routes = {
        "/feed": feed(*(f"https://{host}{SOLO}" for host in hosts)),
        f"www.solopos.com{SOLO}": article(),
    }
    routes[f"soloraya.solopos.com{SOLO}"] = article("Judul Lain di Alamat Lain")
    go(routes, "solopos", index)
    assert kinds(index) == ["same"]


def test_the_newest_page_counts(index):
    go(ROUTES, "beritadaerah", index)
    newer = ROUTES | {ONE: article("Keripik UMKM Satu Diekspor Lagi")}
    go(newer, "beritadaerah", index, settings={"PANTAU_ARCHIVE": "off"}, full=True)
    assert kinds(index) == ["newer", "newer"]
    go(newer, "beritadaerah", index, full=True)
    assert kinds(index) == ["same", "same"]


# ---------------------------------------------------------------- other rules


def test_a_changed_selector_shows_just_that(crawled, monkeypatch, capsys):
    tagged = {id for id, story in stories(crawled).items() if id.startswith("side-") and story.article.tags}
    monkeypatch.setattr(sources()["side"], "tags", "em.tidak-ada")
    monkeypatch.setattr(crawler.reader, "find_tags", lambda *_: [])
    monkeypatch.setattr(crawler.reader, "tags_beside_date", lambda *_: [])
    lines, summary = told(capsys, crawled)
    side = [line for line in lines if line["source"] == "side"]
    assert {line["id"] for line in side} == tagged != set()
    assert all(list(line["changes"]) == ["tags"] and line["changes"]["tags"]["new"] == [] for line in side)
    assert summary["sources"]["side"]["fields"] == {"tags": len(tagged)}


def without(kind, text):
    """Today's extraction, which has unlearnt a word."""

    def read(article):
        story = annotate(article)
        left = tuple(m for m in story.mentions if (m.kind, m.text.lower()) != (kind, text))
        releases = tuple(
            replace(r, products=tuple(p for p in r.products if p != text)) if kind == "product" else r
            for r in story.releases
        )
        return replace(story, mentions=left, releases=releases)

    return read


def test_a_word_that_was_removed_shows_in_mentions_and_releases(index, monkeypatch, capsys):
    go(ROUTES, "beritadaerah", index)
    monkeypatch.setattr(replaying, "annotate", without("product", "keripik"))
    lines, summary = told(capsys, index)
    assert summary["outcomes"] == {"changed": 2}
    assert summary["fields"] == {"mentions.product": 2, "releases.products": 2}
    change = lines[0]["changes"]["releases.products"]
    assert change == {"old": [["keripik"]], "new": [[]]}


def test_what_changes_is_written_and_what_was_learnt_when_stays(index, monkeypatch):
    go(ROUTES, "beritadaerah", index)
    before = stories(index)
    monkeypatch.setattr(replaying, "annotate", without("product", "keripik"))
    assert kinds(index) == ["changed", "changed"]
    assert stories(index) == before
    assert kinds(index, apply=True) == ["changed", "changed"]
    after = stories(index)
    for id, story in after.items():
        assert [m for m in story.mentions if m.kind == "product"] == []
        assert (story.learnt_at, story.article) == (before[id].learnt_at, before[id].article)
    assert kinds(index) == ["same", "same"]


def test_fields_that_no_rule_reads_stay(index, monkeypatch):
    go(ROUTES, "beritadaerah", index)
    held = open_index(index)
    for id, story in stories(index).items():
        held.put([replace(story, article=replace(story.article, sample=False, editor="Meja Contoh"))])
        assert held.get(id).article.sample is False
    held.close()
    found, _ = outcomes(index, apply=True)
    assert {tuple(one.changes) for one in found.values()} == {("editor",)}
    assert {story.article.sample for story in stories(index).values()} == {False}


def test_pages_that_could_not_be_read_are_rescued_by_better_rules(index, monkeypatch):
    with monkeypatch.context() as old:

        def unable(*_, **__):
            raise Unreadable("no article text")

        old.setattr(crawler.reader, "read_pages", unable)
        report, _, _ = go(ROUTES, "beritadaerah", index)
    assert report.dropped == {"unreadable": 2}
    assert kinds(index, apply=True) == ["new", "new"]
    assert len(stories(index)) == 2


def test_pages_that_were_not_relevant_are_rescued_too(index, monkeypatch):
    dull = ROUTES | {ONE: article("Pasar Contoh Ramai", "Pasar di kota ini ramai dikunjungi warga. " * 12)}
    report, _, _ = go(dull, "beritadaerah", index)
    assert report.dropped == {"not relevant": 1}
    assert kinds(index) == ["left", "same"]
    monkeypatch.setattr(replaying, "is_relevant", lambda *_: True)
    assert kinds(index) == ["new", "same"]


def test_what_todays_rules_drop_is_named_and_stays(index, monkeypatch, capsys):
    go(ROUTES, "beritadaerah", index)
    monkeypatch.setattr(replaying, "is_relevant", lambda title, body: "Dua" not in title)
    lines, summary = told(capsys, index, apply=True)
    assert [(line["outcome"], line["why"]) for line in lines] == [("gone", "not relevant")]
    assert (summary["outcomes"], len(stories(index))) == ({"gone": 1, "same": 1}, 2)


def test_another_id_by_todays_rules_is_told_as_moved(index, monkeypatch):
    go({"/feed": feed(SP + SOLO), SOLO: article()}, "solopos", index)
    (before,) = stories(index).values()
    monkeypatch.setattr(sources()["solopos"], "article", "")
    ((id, moved),) = outcomes(index)[0].items()
    assert (moved.kind, moved.why) == ("moved", before.article.id)
    assert moved.story.learnt_at == before.learnt_at
    assert kinds(index, apply=True) == ["moved"]
    assert set(stories(index)) == {id, before.article.id}


# ---------------------------------------------------------------- which articles


def test_an_index_is_made_anew_from_the_archive(crawled, tmp_path, offline):
    anew = f"sqlite:///{tmp_path / 'baru.db'}"
    found, damages = outcomes(anew, archive=folder_of(crawled), apply=True)
    assert (damages, {one.kind for one in found.values()}) == ([], {"new", "left"})
    old, new = stories(crawled), stories(anew)
    plain = [{id: story_json(replace(s, learnt_at=None)) for id, s in held.items()} for held in (old, new)]
    assert plain[0] == plain[1]
    for id, story in new.items():
        assert story.article.fetched_at <= story.learnt_at <= old[id].learnt_at


def test_what_lay_outside_the_days_of_a_crawl_stays_outside(index):
    late = article("Keripik UMKM Dua Diekspor", published="2021-12-25T09:00:00+07:00")
    routes = {"/tag/umkm/": listing(ONE, "/2021/12/keripik-umkm-dua-diekspor/"), **PAGES}
    routes["/2021/12/keripik-umkm-dua-diekspor/"] = late
    report, _, _ = go(routes, "beritadaerah", index, since="2021-12-20", until="2021-12-23")
    assert report.dropped == {"outside the window": 1}
    assert kinds(index) == ["left", "same"]
    go(routes, "beritadaerah", index, since="2021-12-20")
    assert kinds(index) == ["same", "same"]


def test_the_state_learns_what_was_written_and_no_crawl_asks_for_it(index, tmp_path):
    dull = ROUTES | {TWO: article("Pasar Contoh Ramai", "Pasar di kota ini ramai dikunjungi warga. " * 12)}
    go(dull, "beritadaerah", index)
    anew = f"sqlite:///{tmp_path / 'baru.db'}"
    run_replay([], index=anew, archive=folder_of(index), apply=True)
    state = open_state(state_url(anew))
    assert state.tally("beritadaerah") == {"stored": 1, "left": 1}
    state.close()
    _, _, asked = go(dull, "beritadaerah", anew)
    assert [path for path in asked if "/2021/12/22/" in path] == []


def test_only_the_sources_that_were_named(crawled):
    found, _ = outcomes(crawled, ["side", "solopos"])
    assert {one.source for one in found.values()} == {"side", "solopos"}


def test_only_the_days_that_were_named_in_wib(index):
    go(ROUTES, "beritadaerah", index)
    today = (datetime.now(UTC) + timedelta(hours=7)).date()
    day = timedelta(days=1)
    assert kinds(index, since=today, until=today) == ["same", "same"]
    assert kinds(index, since=today + day) == []
    assert kinds(index, until=today - day) == []


def test_a_source_without_a_spider_today_is_told(index, monkeypatch):
    go(ROUTES, "beritadaerah", index)
    monkeypatch.setattr(replaying, "spider", lambda name: None)
    assert kinds(index) == ["unknown", "unknown"]


def test_what_was_forgotten_does_not_come_back(index):
    go(ROUTES, "beritadaerah", index)
    held = open_index(index)
    held.forget(URL)
    held.close()
    assert kinds(index, apply=True) == ["forgotten", "same"]
    run_forget([BD + TWO], index=index)
    assert kinds(index, apply=True) == ["forgotten"]
    assert stories(index) == {}


def test_many_files_are_read_in_one_order(index, monkeypatch):
    small = {"PANTAU_ARCHIVE_FILE_MB": "0.002"}
    for number in range(3):
        changed = ROUTES | {ONE: article(f"Keripik UMKM Satu Diekspor Kali {number}")}
        go(changed, "beritadaerah", index, settings=small, full=True)
    monkeypatch.setattr(archive_shelf, "OPEN", 2)
    before = len(os.listdir("/proc/self/fd"))
    assert len(files(folder_of(index))) > 5
    assert kinds(index) == ["same", "same"]
    assert len(os.listdir("/proc/self/fd")) < before + 10


# ---------------------------------------------------------------- what is damaged


def reading(index):
    """The last reading of the archive, and its file."""
    for file in reversed(files(folder_of(index))):
        for one in reversed([r for r in records(file) if isinstance(r, Record)]):
            if one.kind == "metadata":
                return file, one
    raise AssertionError


def test_a_cut_off_record_is_skipped_and_told_with_file_and_byte(index, capsys):
    go(ROUTES, "beritadaerah", index)
    file, last = reading(index)
    os.truncate(file, last.offset + last.length - 3)
    beside(file).unlink()
    assert run_replay([], index=index, archive=folder_of(index)) == 1
    out = capsys.readouterr()
    assert out.err == f"pantau: {file}: cut off record at byte {last.offset}\n"
    assert kinds_of(index) == ["same"]


def kinds_of(index):
    return sorted(one.kind for one in outcomes(index)[0].values())


def test_a_damaged_page_costs_its_article_only(index, capsys):
    go(ROUTES, "beritadaerah", index)
    (file,) = files(folder_of(index))
    page = next(r for r in records(file) if r.kind == "response" and r.url == URL)
    with file.open("r+b") as out:
        out.seek(page.offset + page.length // 2)
        out.write(b"\xff" * 30)
    lines, summary = told(capsys, index, status=1)
    assert [line["outcome"] for line in lines] == ["damaged"]
    assert summary["outcomes"] == {"same": 1, "damaged": 1}
    (problem,) = summary["problems"]
    assert problem.startswith(f"{file}: damaged record")
    assert problem.endswith(f"at byte {page.offset}")


def test_an_index_that_leads_elsewhere_is_told(index, capsys):
    go(ROUTES, "beritadaerah", index)
    (file,) = files(folder_of(index))
    text = beside(file).read_text()
    page = next(r for r in records(file) if r.kind == "response" and r.url == URL)
    other = next(r for r in records(file) if r.kind == "response" and r.url == BD + TWO)
    beside(file).write_text(text.replace(f'"offset": "{page.offset}"', f'"offset": "{other.offset}"'))
    _, summary = told(capsys, index, status=1)
    assert summary["problems"] == [f"{file}: another record than its index says at byte {other.offset}"]


def test_pages_that_were_deleted_are_counted(index):
    go(ROUTES, "beritadaerah", index, settings={"PANTAU_ARCHIVE_FILE_MB": "0.009"})
    with_pages = [f for f in files(folder_of(index)) if URL in {r.url for r in records(f)}]
    file, _ = reading(index)
    assert file not in with_pages[:1]
    with_pages[0].unlink()
    beside(with_pages[0]).unlink()
    assert "missing" in kinds(index)


def test_a_fault_of_ours_costs_its_article_only(index, monkeypatch, capsys):
    go(ROUTES, "beritadaerah", index)

    def faulty(article):
        return annotate(article) if "Dua" in article.title else {}[article.id]

    monkeypatch.setattr(replaying, "annotate", faulty)
    _, summary = told(capsys, index, status=1)
    assert summary["outcomes"] == {"fault": 1, "same": 1}
    (problem,) = summary["problems"]
    assert problem.startswith(f"{URL} could not be read again (KeyError")


def test_an_empty_archive_is_no_failure(index, capsys):
    go(ROUTES, "beritadaerah", index)
    prune(folder_of(index), Limits(total=1))
    lines, summary = told(capsys, index)
    assert not any(summary.pop("events")["changes"].values())
    assert (lines, summary) == ([], {"articles": 0, "outcomes": {}, "fields": {}, "sources": {},
                                        "applied": False, "problems": []})  # fmt: skip


def test_forgetting_an_article_leaves_nothing_to_replay(index):
    go(ROUTES, "beritadaerah", index)
    id = next(id for id, story in stories(index).items() if story.article.url == URL)
    forget(folder_of(index), Wanted(source="beritadaerah", ids=(id,), urls=()))
    assert set(outcomes(index)[0]) == set(stories(index)) - {id}


# ---------------------------------------------------------------- the command


def pantau(*what):
    return run([sys.executable, "-m", "app", *what], COLUMNS="120")


def test_people_read_counts_fields_and_examples(index, monkeypatch, capsys):
    go(ROUTES, "beritadaerah", index)
    monkeypatch.setattr(replaying, "annotate", without("product", "keripik"))
    assert run_replay([], index=index, archive=folder_of(index)) == 0
    out = capsys.readouterr().out
    assert "beritadaerah: bidang: mentions.product 2, releases.products 2" in out
    assert 'releases.products: [["keripik"]] -> [[]]' in out
    assert "2 berita akan ditulis" in out
    run_replay([], index=index, archive=folder_of(index), apply=True, verbose=True)
    assert "2 berita ditulis ke indeks" in capsys.readouterr().out


def test_control_characters_of_a_page_never_reach_the_terminal(index, monkeypatch, capsys):
    go(ROUTES, "beritadaerah", index)
    original = crawler.pages.Pages.article_of

    def evil(self, pages, how):
        return replace(original(self, pages, how), title="Keripik \x1b[31mUMKM ekspor")

    monkeypatch.setattr(crawler.pages.Pages, "article_of", evil)
    run_replay([], index=index, archive=folder_of(index))
    assert "\x1b" not in capsys.readouterr().out


def test_the_command_in_a_process_of_its_own(index):
    go(ROUTES, "beritadaerah", index)
    done = pantau("replay", "beritadaerah", "--source", "side", "--index", index)
    assert (done.returncode, "tidak ada yang berubah" in done.stdout) == (0, True), done.stderr
    assert pantau("replay", "solopus", "--index", index).returncode == 2
    assert (
        pantau("replay", "--since", "2022-01-02", "--until", "2022-01-01", "--index", index).returncode == 2
    )
    assert pantau("replay", "--archive", "/tidak/ada", "--index", index).returncode == 2
    assert ROOT.is_dir()


def test_nothing_is_written_beside_a_crawl(index, tmp_path):
    go(ROUTES, "beritadaerah", index)
    code = "import sys, time\nfrom crawler.lock import only_crawl\nwith only_crawl(sys.argv[1]):\n print(flush=True)\n input()"
    import subprocess

    other = subprocess.Popen(
        [sys.executable, "-c", code, index],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        other.stdout.readline()
        assert run_replay([], index=index, archive=folder_of(index)) == 0
        with pytest.raises(Busy):
            run_replay([], index=index, archive=folder_of(index), apply=True)
    finally:
        other.communicate("\n", timeout=20)


def test_no_archive_is_bad_input(tmp_path):
    with pytest.raises(BadInput, match="there is no archive"):
        run_replay([], index=f"sqlite:///{tmp_path / 'p.db'}", archive=tmp_path / "tidak-ada")


# ---------------------------------------------------------------- differences


def test_places_and_rules_alone_are_one_field(index):
    go(ROUTES, "beritadaerah", index)
    story = next(iter(stories(index).values()))
    moved = replace(story, mentions=tuple(replace(m, rule="lain") for m in story.mentions))
    assert list(changes(story, moved)) == ["evidence"]
    assert changes(story, story) == {}


def test_another_number_of_releases_is_told_whole(index):
    go(ROUTES, "beritadaerah", index)
    story = next(iter(stories(index).values()))
    old, new = changes(story, replace(story, releases=()))["releases"]
    assert (len(old), new) == (1, [])
