"""What the archive promises: all that was fetched, readable by others, whatever happens to the machine."""

import errno
import gzip
import json
import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from scrapy.http import Request, Response

from app.archive import archive_commands
from app.upkeep import run_forget
from crawler import archive_file, archive_index
from crawler.archive_file import Archive, files
from crawler.archive_forget import Wanted, forget, forget_waiting
from crawler.archive_index import beside, made, surt
from crawler.archive_place import Limits, folder_of, limits_of
from crawler.archive_scan import Damage, Record, records
from crawler.archive_shelf import Shelf
from crawler.archive_upkeep import check, prune
from crawler.archive_upkeep import index as make_indexes
from entities.errors import BadInput, PantauError
from tests.crawls import BD, KEDIRI_POST, ONE, PAGES, ROOT, TWO, go, index, kediri_api, run
from tests.tiny_press import LEAD, MORE, Answer, article, feed, listing, tiny_press

__all__ = ["index"]  # the fixture
ROUTES = {"/feed/": feed(BD + ONE, BD + TWO), **PAGES}
NOW = datetime(2021, 12, 22, 3, 0, tzinfo=UTC)
PAGE = article().encode()
URL = BD + ONE


def ticking(start=NOW):
    """A clock that goes on by a second each time it is read."""
    seconds = count()
    return lambda: start + timedelta(seconds=next(seconds))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pantau.archive"


def writer(folder, *, file=10**8, start=NOW):
    return Archive(folder, Limits(file=file), clock=ticking(start))


def answer(url=URL, body=PAGE, status=200, **headers):
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(url, status=status, headers={"Content-Type": "text/html"} | told, body=body)


def keep(archive, url=URL, body=PAGE, status=200, **headers):
    return archive.exchange(Request(url), answer(url, body, status, **headers))


def filled(folder, number=40):
    """An archive of so many pages, each unlike the other, in one closed file."""
    archive = writer(folder)
    noise = random.Random(7)
    for n in range(number):
        keep(archive, f"{BD}/halaman-{n}/", noise.randbytes(noise.randrange(50, 4000)))
    archive.close()
    return files(folder)[0]


def sound(file):
    return [one for one in records(file) if isinstance(one, Record)]


def damages(file):
    return [one for one in records(file) if isinstance(one, Damage)]


def of_kind(folder, kind):
    return [one for file in files(folder) for one in sound(file) if one.kind == kind]


def place(index):
    return folder_of(index)


# ---------------------------------------------------------------- what a crawl leaves


def test_every_exchange_is_archived_with_its_request(index):
    _, _, asked = go(ROUTES, "beritadaerah", index)
    answers, requests = of_kind(place(index), "response"), of_kind(place(index), "request")
    assert sorted(one.url for one in answers) == sorted(f"https://{path}" for path in asked)
    assert {one.concurrent_to for one in requests} == {one.id for one in answers}
    statuses = {one.url: one.status for one in answers}
    assert (statuses[f"{BD}/robots.txt"], statuses[URL]) == (404, 200)
    assert next(one.body for one in answers if one.url == URL) == PAGES[ONE].encode()


def test_redirects_are_archived_at_the_address_that_was_asked(index):
    routes = {"/feed/": feed(BD + TWO), TWO: Answer(status=301, headers={"Location": URL}), ONE: PAGES[ONE]}
    _, (story,), _ = go(routes, "beritadaerah", index)
    (moved,) = [one for one in of_kind(place(index), "response") if one.url == BD + TWO]
    (page,) = [one for one in of_kind(place(index), "response") if one.url == URL]
    assert (moved.status, dict(moved.headers)["Location"], story.article.page) == (301, URL, page.id)


def test_a_body_stays_as_the_site_encoded_it(index):
    packed = gzip.compress(PAGES[ONE].encode())
    routes = {"/feed/": feed(URL), ONE: Answer(packed, headers={"Content-Encoding": "gzip"})}
    _, (story,), _ = go(routes, "beritadaerah", index)
    (page,) = [one for one in of_kind(place(index), "response") if one.url == URL]
    assert (page.body, page.id) == (packed, story.article.page)
    assert dict(page.headers)["Content-Encoding"] == "gzip"


def test_what_an_article_was_read_from_is_noted_beside_its_pages(index):
    tail = f'<a href="{ONE}?page=2">lanjut</a>'
    routes = {
        "/feed/": feed(URL),
        ONE: article("Keripik UMKM", LEAD, tail=tail),
        ONE + "?page=2": article("x", MORE),
    }
    _, (story,), _ = go(routes, "beritadaerah", index)
    (noted,) = of_kind(place(index), "metadata")
    says = json.loads(noted.body)
    ids = {one.url: one.id for one in of_kind(place(index), "response")}
    assert noted.url == f"urn:pantau:beritadaerah:{story.article.id}"
    assert [page["id"] for page in says["pages"]] == [ids[URL], ids[f"{URL}?page=2"]]
    assert (says["link"]["title"], says["link"]["said_by"], says["readable"]) == ("Judul", "feed", True)
    assert (story.article.page, says["at"]) == (ids[URL], story.article.fetched_at.isoformat())


def test_text_of_an_api_is_noted_and_is_then_the_page(index):
    long_post = KEDIRI_POST | {"deskripsi": f"<p>{LEAD}</p><p>{MORE}</p>"}
    _, (story,), _ = go({"/api/berita": kediri_api(long_post)}, "kedirikota", index)
    (noted,) = of_kind(place(index), "metadata")
    says = json.loads(noted.body)
    assert (says["pages"], story.article.page) == ([], noted.id)
    assert MORE in says["link"]["text"]


def test_pages_that_were_not_kept_are_noted_too(index):
    routes = {
        "/": listing(ONE, TWO),
        ONE: "<html><title>Keripik UMKM</title></html>",
        TWO: article("Sepak Bola", "Bola. " * 60),
    }
    _, stories, _ = go(routes, "beritadaerah", index)
    noted = {
        json.loads(one.body)["url"]: json.loads(one.body)["readable"]
        for one in of_kind(place(index), "metadata")
    }
    assert (stories, noted) == ([], {URL: False, BD + TWO: True})


def test_an_article_at_two_addresses_is_noted_once(index):
    canonical = f'<link rel="canonical" href="{URL}">'
    routes = {"/feed/": feed(URL, BD + TWO), ONE: article(head=canonical), TWO: article(head=canonical)}
    _, (story,), _ = go(routes, "beritadaerah", index)
    (noted,) = of_kind(place(index), "metadata")
    assert json.loads(noted.body)["pages"][0]["id"] == story.article.page


def test_archiving_can_be_turned_off(index):
    _, stories, _ = go(ROUTES, "beritadaerah", index, settings={"PANTAU_ARCHIVE": "off"})
    assert not place(index).exists()
    assert {story.article.page for story in stories} == {None}


def test_one_page_that_is_read_by_hand_leaves_nothing(tmp_path):
    with tiny_press(PAGES) as press:
        where = {"PANTAU_PRESS": press.address, "PANTAU_INDEX": f"sqlite:///{tmp_path / 'p.db'}"}
        done = run([sys.executable, "-m", "app", "read", URL], **where)
    assert (done.returncode, json.loads(done.stdout)["title"]) == (0, "Keripik UMKM Satu Diekspor")
    assert list(tmp_path.iterdir()) == []


def test_pages_are_on_disk_before_their_articles_are_in_the_index(index, monkeypatch):
    order = []
    synced, put = Archive.sync, archive_file.os.fsync
    monkeypatch.setattr(Archive, "sync", lambda self: (order.append("archive"), synced(self)))
    from indexer.sqlite import SQLiteIndex

    stored = SQLiteIndex.put
    monkeypatch.setattr(
        SQLiteIndex, "put", lambda self, stories: (order.append("index"), stored(self, stories))[1]
    )
    go(ROUTES, "beritadaerah", index)
    assert put is os.fsync
    assert order == ["archive", "index"]


# ---------------------------------------------------------------- what goes in


def test_no_secret_is_written(folder):
    archive = writer(folder)
    headers = {
        "Authorization": "Basic cmFoYXNpYQ==",
        "Cookie": "sesi=rahasia",
        "Proxy-Authorization": "rahasia",
    }
    request = Request("https://orang:rahasia@www.side.id/x?a=1", headers=headers)
    archive.exchange(request, answer("https://orang:rahasia@www.side.id/x?a=1", Set_Cookie="sesi=rahasia"))
    archive.close()
    (file,) = files(folder)
    plain = gzip.decompress(file.read_bytes()) + beside(file).read_bytes()
    assert b"rahasia" not in plain
    assert b"cmFoYXNpYQ" not in plain
    assert {one.url for one in sound(file) if one.url} == {"https://www.side.id/x?a=1"}


def test_an_unchanged_payload_becomes_a_small_revisit_of_the_same_file(folder):
    archive = writer(folder)
    first, second = keep(archive), keep(archive)
    third = keep(archive, body=b"lain" * 300)
    archive.close()
    (again,) = of_kind(folder, "revisit")
    assert (again.id, again.refers_to, again.body) == (second, first, b"")
    assert third in {one.id for one in of_kind(folder, "response")}
    shelf = Shelf(folder)
    assert shelf.page(second, URL, files(folder)[0]).body == PAGE


def test_not_modified_is_a_revisit(folder):
    archive = writer(folder)
    first = keep(archive)
    keep(archive, body=b"", status=304)
    keep(archive, f"{BD}/feed/", body=b"", status=304)
    archive.close()
    known, unknown = of_kind(folder, "revisit")
    assert (known.status, known.refers_to, unknown.refers_to) == (304, first, None)


HOSTILE = {
    "CR LF in a header": answer(X_Titip="a\r\nSet-Cookie: x=1\r\n\r\n<html>"),
    "NUL and bells": answer(X_Titip=b"a\x00b\x07\x1b[31m"),
    "bytes of no encoding": answer(X_Titip=b"\xff\xfe; a=\xe9"),
    "status of no standard": answer(status=999),
    "header without a name": Response(URL, headers={"": "x", "a:b": "c"}, body=PAGE),
    "huge address": answer(f"{BD}/{'a' * 100_000}?q={'b' * 100_000}"),
    "huge header": answer(X_Titip="x" * 1_000_000),
    "8 MB of noise": answer(body=random.Random(1).randbytes(8 * 2**20)),
    "8 MB of nothing": answer(body=bytes(8 * 2**20)),
    "a body that looks like a record": answer(
        body=gzip.compress(b"WARC/1.1\r\nWARC-Type: metadata\r\n\r\n") * 3
    ),
    "empty": answer(body=b""),
}


@pytest.mark.parametrize("response", HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_site_answers_the_file_stays_sound(response, folder):
    archive = writer(folder)
    kept = archive.exchange(Request(response.url), response)
    keep(archive, f"{BD}/lain/")
    archive.close()
    (file,) = files(folder)
    found = {one.id: one for one in sound(file)}
    assert (damages(file), len(found)) == ([], 5)
    assert (found[kept].url, found[kept].status, found[kept].body) == (
        response.url,
        response.status,
        response.body,
    )
    assert "set-cookie" not in {name.lower() for name, _ in found[kept].headers}
    assert made(file)[0] == beside(file).read_bytes().splitlines()


def test_half_characters_in_the_words_of_an_api_do_no_harm(folder):
    archive = writer(folder)
    archive.reading("urn:pantau:side:side-1", {"title": "\ud800 rusak"})
    archive.close()
    (noted,) = of_kind(folder, "metadata")
    assert json.loads(noted.body) == {"title": "\ud800 rusak"}


# ---------------------------------------------------------------- files


PLACES = {
    ("sqlite:///x/pantau.db", None): "x/pantau.archive",
    ("sqlite:////var/lib/p.db", ""): "/var/lib/p.archive",
    ("sqlite:///x/p.sqlite", None): "x/p.sqlite.archive",
    ("sqlite:///x/pantau.db", "/arsip"): "/arsip",
    ("sqlite:///x/pantau.db", "Off"): None,
}


@pytest.mark.parametrize(("asked", "found"), PLACES.items(), ids=str)
def test_the_archive_stands_beside_its_index(asked, found):
    assert folder_of(*asked) == (found and Path(found).absolute())


def test_the_archive_of_an_index_on_a_server_stands_beside_its_state(monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", "/keadaan")
    assert folder_of("https://a:b@host:9200/berita") == Path("/keadaan/pantau/host_9200_berita.archive")


@pytest.mark.parametrize("said", ["banyak", "-1", "nan", "inf"])
def test_limits_that_are_no_numbers_are_bad_input(said):
    for name in ("PANTAU_ARCHIVE_FILE_MB", "PANTAU_ARCHIVE_DAYS", "PANTAU_ARCHIVE_GB"):
        with pytest.raises(BadInput, match=name):
            limits_of({name: said})


def test_a_limit_that_cannot_be_used_ends_the_crawl_before_it_starts(index):
    with pytest.raises(BadInput, match="PANTAU_ARCHIVE_DAYS"):
        go(ROUTES, "beritadaerah", index, settings={"PANTAU_ARCHIVE_DAYS": "lama"})


def test_a_full_file_is_followed_by_the_next(folder):
    archive = writer(folder, file=3000)
    ids = [keep(archive, f"{BD}/halaman-{n}/", os.urandom(900)) for n in range(12)]
    archive.close()
    assert len(files(folder)) > 3
    assert all(file.stat().st_size < 3000 + 2500 for file in files(folder))
    assert [one.id for one in of_kind(folder, "response")] == ids
    assert all(made(file)[0] == beside(file).read_bytes().splitlines() for file in files(folder))


def test_a_file_is_continued_within_a_day_and_then_no_more(folder):
    for hours, number in ((0, 1), (5, 1), (23, 1), (25, 2), (60, 3)):
        archive = writer(folder, start=NOW + timedelta(hours=hours))
        keep(archive)
        archive.close()
        assert len(files(folder)) == number
    assert len(of_kind(folder, "warcinfo")) == 3
    assert [len(sound(file)) for file in files(folder)] == [7, 3, 3]
    assert all(made(file)[0] == beside(file).read_bytes().splitlines() for file in files(folder))


def test_two_crawls_at_once_write_to_files_of_their_own(folder):
    one, other = writer(folder), writer(folder)
    keep(one), keep(other), keep(one)
    assert len(files(folder)) == 2
    one.close(), other.close()
    assert [damages(file) for file in files(folder)] == [[], []]
    assert len(of_kind(folder, "request")) == 3


def test_a_folder_that_is_removed_meanwhile_is_made_again(folder):
    archive = writer(folder)
    keep(archive)
    for file in folder.iterdir():
        file.unlink()
    keep(archive)
    archive.close()
    assert len(of_kind(folder, "request")) == 1


# ---------------------------------------------------------------- the index


KEYS = {  # as the indexer of the pywb project makes them
    "https://www.solopos.com/Tag/Ekspor/?b=2&a=1": "com,solopos)/tag/ekspor?a=1&b=2",
    "https://side.id/": "id,side)/",
    "http://x.co.id:8080/a//b?": "id,co,x:8080)/a/b",
    "urn:pantau:solopos:solopos-12": "urn:pantau:solopos:solopos-12",
    "https://a.id/robots.txt": "id,a)/robots.txt",
    "https://amp.a.id/x/": "id,a,amp)/x",
    "https://a.id?x=1": "id,a)/?x=1",
    "https://a.id/p?q=Ex%20por&A=%C3%A9": "id,a)/p?a=%c3%a9&q=ex%20por",
}


@pytest.mark.parametrize(("url", "key"), KEYS.items(), ids=KEYS)
def test_keys_are_those_of_other_readers(url, key):
    assert surt(url) == key


def test_the_index_is_sorted_and_leads_to_each_record(index):
    go(ROUTES, "beritadaerah", index)
    (file,) = files(place(index))
    lines = beside(file).read_bytes().splitlines()
    found = {one.offset: one for one in sound(file)}
    assert lines == sorted(lines)
    for entry in map(archive_index.entry, lines):
        assert (found[entry.offset].id, found[entry.offset].length) == (entry.id, entry.length)
        assert (surt(found[entry.offset].url), found[entry.offset].date) == (entry.key, entry.at)


def test_a_missing_index_is_made_again_byte_for_byte(index):
    go(ROUTES, "beritadaerah", index)
    (file,) = files(place(index))
    before = beside(file).read_bytes()
    beside(file).unlink()
    Shelf(place(index)).index(file)
    assert beside(file).read_bytes() == before


def test_a_file_that_is_being_written_gets_no_index_from_a_reader(folder):
    archive = writer(folder)
    keep(archive)
    shelf = Shelf(folder)
    assert len(list(shelf.lines(""))) == 1
    assert (list(folder.glob("*.cdxj")), shelf.damages) == ([], [])
    with (folder / files(folder)[0].name).open("ab") as half:
        half.write(b"\x1f\x8b\x08")
    shelf = Shelf(folder)
    assert (len(list(shelf.lines(""))), shelf.damages) == (1, [])


def test_a_damaged_index_is_told_with_what_mends_it_and_not_gone_on_with(folder):
    file = filled(folder)
    beside(file).write_bytes(beside(file).read_bytes()[:-40])
    with pytest.raises(PantauError, match="pantau archive index --all"):
        list(map(archive_index.entry, Shelf(folder).lines("")))
    archive = writer(folder)
    keep(archive)
    archive.close()
    assert len(files(folder)) == 2


@pytest.mark.parametrize("prefix", ["", "a", "b 1", "b", "c", "d", "e"])
def test_lines_are_found_by_their_beginning(prefix):
    lines = [b"a 1", b"b 1", b"b 1 2", b"b 2", b"bb", b"d"]
    found = list(archive_index.beginning(b"\n".join(lines) + b"\n", prefix.encode()))
    assert found == [line for line in lines if line.startswith(prefix.encode())]


# ---------------------------------------------------------------- what may happen


@pytest.mark.parametrize("seed", [*range(40), "between two records"])
def test_cut_off_anywhere_all_records_before_are_read(seed, folder):
    file = filled(folder)
    whole = sound(file)
    cut = random.Random(seed).randrange(1, file.stat().st_size) if isinstance(seed, int) else whole[9].offset
    os.truncate(file, cut)
    beside(file).unlink()
    left = [one for one in whole if one.offset + one.length <= cut]
    end = left[-1].offset + left[-1].length if left else 0
    torn = [(end, True)] if cut > end else []
    assert [one.id for one in sound(file)] == [one.id for one in left]
    assert [(one.offset, one.at_end) for one in damages(file)] == torn
    shelf = Shelf(folder)
    assert len(list(shelf.lines(""))) == sum(one.kind == "response" for one in left)
    assert [str(one) for one in shelf.damages] == [f"{file}: cut off record at byte {end}"] * len(torn)
    done = [one.cut for one in make_indexes(folder)]  # a whole file has its index from the shelf already
    assert (done, file.stat().st_size) == ([cut - end] * len(torn), end)
    assert (damages(file), made(file)[0]) == ([], beside(file).read_bytes().splitlines())


@pytest.mark.parametrize("seed", range(20))
def test_damage_in_the_middle_costs_no_other_record(seed, folder):
    file = filled(folder)
    whole = sound(file)
    noise = random.Random(seed)
    hit = noise.choice(whole[1:-1])
    with file.open("r+b") as out:
        out.seek(hit.offset + noise.randrange(0, hit.length - 20))
        out.write(noise.randbytes(20))
    beside(file).unlink()
    assert [one.id for one in sound(file)] == [one.id for one in whole if one.id != hit.id]
    assert [(one.offset, one.at_end) for one in damages(file)] == [(hit.offset, False)]


KILLED = """
import os, signal, sys
from pathlib import Path
from scrapy.http import Request, Response
from crawler import archive_file
from crawler.archive_place import Limits
pwrite, left = os.pwrite, int(sys.argv[2])
def dying(number, data, at):
    global left
    if len(data) > left:
        pwrite(number, bytes(data)[:left], at)
        os.kill(os.getpid(), signal.SIGKILL)
    left -= len(data)
    return pwrite(number, data, at)
archive_file.os.pwrite = dying
archive = archive_file.Archive(Path(sys.argv[1]), Limits())
for n in range(100):
    url = f"https://side.id/halaman-{n}"
    archive.exchange(Request(url), Response(url, body=str(n).encode() * 50))
"""


@pytest.mark.parametrize("after", [0, 3000, 8001])
def test_after_sigkill_the_next_crawl_begins_a_new_file(after, folder):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, folder, str(after)], cwd=ROOT, timeout=60, check=False
    )
    assert done.returncode == -signal.SIGKILL
    (torn,) = files(folder)
    assert not beside(torn).exists()
    archive = writer(folder, start=datetime.now(UTC))
    keep(archive)
    archive.close()
    assert len(files(folder)) == 2
    assert torn.stat().st_size == after
    assert len(damages(torn)) == (after > 0)
    assert list(prune(folder, Limits())) == []


def full_after(number, monkeypatch):
    """A disk with room for so many writes; the one after it writes a part and fails, as all that follow do."""
    pwrite, room = os.pwrite, iter(range(number))

    def failing(descriptor, data, at):
        if next(room, None) is None:
            pwrite(descriptor, bytes(data)[:7], at)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return pwrite(descriptor, data, at)

    monkeypatch.setattr(archive_file.os, "pwrite", failing)


@pytest.mark.parametrize("number", [0, 1, 4, 9])
def test_a_full_disk_is_told_once_and_the_crawl_goes_on(number, index, monkeypatch):
    full_after(number, monkeypatch)
    report, stories, _ = go(ROUTES, "beritadaerah", index)
    assert len(stories) == 2
    (problem,) = report.problems
    assert problem == (
        f"{place(index)} cannot be written to (No space left on device), "
        "so pages of this crawl are missing in the archive"
    )
    assert all(damages(file) == [] for file in files(place(index)))
    pages, notes = of_kind(place(index), "response"), of_kind(place(index), "metadata")
    assert len(pages) + len(notes) == max(0, number - 1)  # all that had room, beside the file's head
    noted = {
        json.loads(note.body)["pages"][0]["id"] for note in notes
    }  # the first page's, if it came before the second
    assert {story.article.page for story in stories} - {None} == noted <= {page.id for page in pages}


def test_a_disk_that_has_room_again_is_written_to_again(folder, monkeypatch):
    archive = writer(folder)
    keep(archive)
    with monkeypatch.context() as broken:
        full_after(0, broken)
        with pytest.raises(OSError, match="No space"):
            keep(archive)
    keep(archive)
    archive.close()
    (file,) = files(folder)
    assert (damages(file), len(of_kind(folder, "request"))) == ([], 2)


def test_a_folder_that_cannot_be_made_fails_the_crawl_but_not_the_articles(index, tmp_path):
    (tmp_path / "berkas").write_text("")
    where = {"PANTAU_ARCHIVE": str(tmp_path / "berkas" / "arsip")}
    report, stories, _ = go(ROUTES, "beritadaerah", index, settings=where)
    assert len(stories) == 2
    (problem,) = report.problems
    assert "berkas/arsip cannot be written to" in problem


# ---------------------------------------------------------------- other readers


def test_other_tools_read_it(index):
    go(ROUTES, "beritadaerah", index)
    go(ROUTES, "beritadaerah", index)
    (file,) = files(place(index))
    tool = str(Path(sys.executable).with_name("warcio"))
    checked = run([tool, "check", "-v", str(file)])
    assert checked.returncode == 0, checked.stdout
    assert "digest pass" in checked.stdout
    assert "failed" not in checked.stdout
    listed = run([tool, "index", "-f", "warc-type,warc-target-uri,http:status,offset", str(file)])
    theirs = [json.loads(line) for line in listed.stdout.splitlines()]
    ours = sound(file)
    assert [(one["warc-type"], int(one["offset"])) for one in theirs] == [
        (one.kind, one.offset) for one in ours
    ]


def test_a_second_reader_of_another_family_agrees(index):
    go(ROUTES, "beritadaerah", index)
    (file,) = files(place(index))
    theirs = []
    with file.open("rb") as stream:
        for one in ArchiveIterator(stream, parse_http=False):
            assert one.verify_block_digest()
            if one.record_type == WarcRecordType.response:
                one.parse_http()
                assert one.verify_payload_digest()
                theirs.append(
                    (one.headers["WARC-Target-URI"], one.http_headers.status_code, one.reader.read())
                )
    assert theirs == [(one.url, one.status, one.body) for one in of_kind(place(index), "response")]


# ---------------------------------------------------------------- how long


def test_files_go_when_their_last_record_may_be_too_old(folder):
    for days in (0, 3, 6):
        archive = writer(folder, start=NOW + timedelta(days=days))
        keep(archive)
        archive.close()
    old, middle, new = files(folder)
    week = Limits(age=timedelta(days=2))
    assert prune(folder, week, NOW + timedelta(days=2, hours=23)) == []
    assert prune(folder, week, NOW + timedelta(days=3, hours=1)) == [old]
    assert prune(folder, week, NOW + timedelta(days=7)) == [middle]
    assert (files(folder), beside(new).exists(), beside(old).exists()) == ([new], True, False)


def test_the_oldest_files_go_until_the_archive_is_small_enough(folder):
    archive = writer(folder, file=1000)
    for n in range(6):
        keep(archive, f"{BD}/halaman-{n}/", os.urandom(3000))
    archive.close()
    before = files(folder)
    gone = prune(folder, Limits(total=12_000))
    left = sum(path.stat().st_size for path in folder.iterdir())
    assert gone == before[: len(gone)]
    assert 12_000 - 5000 < left <= 12_000
    assert prune(folder, Limits(total=12_000)) == []


def test_a_file_that_is_being_written_is_never_deleted(folder):
    archive = writer(folder)
    keep(archive)
    assert prune(folder, Limits(age=timedelta(days=1), total=1), NOW + timedelta(days=99)) == []
    archive.close()
    assert len(prune(folder, Limits(age=timedelta(days=1)), NOW + timedelta(days=99))) == 1


def test_every_crawl_ends_by_deleting_what_is_too_much(index):
    go(ROUTES, "beritadaerah", index)
    old = files(place(index))[0]
    os.rename(old, old.with_name("pantau-20200101T000000Z-1-0001.warc.gz"))
    os.rename(beside(old), beside(old.with_name("pantau-20200101T000000Z-1-0001.warc.gz")))
    go(ROUTES, "beritadaerah", index, settings={"PANTAU_ARCHIVE_DAYS": "30"})
    assert [file.name[:15] for file in files(place(index))] == [f"pantau-{datetime.now(UTC):%Y%m%d}"]


# ---------------------------------------------------------------- forgetting


def words_of(folder):
    """All that the archive says, bodies unpacked."""
    plain = b"".join(gzip.decompress(file.read_bytes()) for file in files(folder))
    return plain + b"".join(beside(file).read_bytes() for file in files(folder) if beside(file).exists())


FORGOTTEN = {
    "by address": (f"{URL}?utm_source=surat", 1),
    "by id": (None, 1),
    "by another form of the address": (URL.replace("https://www.", "http://").rstrip("/"), 1),
}


@pytest.mark.parametrize("how", FORGOTTEN)
def test_forgetting_reaches_every_capture(how, index):
    secret = "Kalimat yang harus hilang dari arsip, kata Kepala Dinas Contoh di halaman kedua."
    other = f'<a href="{ONE}?page=2">2</a>'
    routes = {
        "/feed/": feed(BD + "/p/123-keripik-umkm-satu-pendek/", BD + TWO),
        "/p/123-keripik-umkm-satu-pendek/": Answer(status=301, headers={"Location": ONE}),
        ONE: article("Keripik UMKM Satu Diekspor", LEAD, secret, tail=other),
        f"{ONE}?page=2": article("Keripik UMKM Satu Diekspor", secret.upper()),
        TWO: PAGES[TWO],
    }
    for number in range(2):
        size = {"PANTAU_ARCHIVE_FILE_MB": "0.004" if number else "100"}
        go(routes, "beritadaerah", index, settings=size, full=True)
    _, stories, _ = go(routes, "beritadaerah", index, full=True)
    gone = next(story.article for story in stories if story.article.url == URL)
    assert secret.encode() in words_of(place(index))
    run_forget([FORGOTTEN[how][0] or gone.id], index=index)
    left = words_of(place(index))
    for word in (secret, secret.upper(), gone.id, "123-keripik-umkm-satu-pendek/\r\n", ONE + "?page=2"):
        assert word.encode() not in left
    assert (BD + TWO).encode() in left
    assert list(check(place(index))) == [len(sound(file)) for file in files(place(index))]


def test_forgetting_leaves_a_file_as_it_was_or_without_the_article(folder, monkeypatch):
    file = filled(folder)
    before = file.read_bytes()
    wanted = Wanted(source=None, ids=(), urls=(f"{BD}/halaman-3/",))
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    with pytest.raises(OSError, match="full"):
        forget(folder, wanted)
    assert file.read_bytes() == before
    monkeypatch.undo()
    assert forget(folder, wanted).records == 2
    assert {path.name for path in folder.iterdir()} == {file.name, beside(file).name}


def test_what_a_crawl_is_writing_is_forgotten_at_its_end(folder):
    archive = writer(folder)
    keep(archive)
    keep(archive, BD + TWO)
    wanted = Wanted(source="beritadaerah", ids=(), urls=(URL,))
    assert forget(folder, wanted).waiting == tuple(files(folder))
    assert forget_waiting(folder) == 0
    archive.close()
    assert forget_waiting(folder) == 2
    assert {one.url for one in of_kind(folder, "response")} == {BD + TWO}
    assert list(folder.glob("forget-*")) == []


def test_a_crawl_that_writes_does_not_keep_the_other_files_from_forgetting(folder):
    first = writer(folder)
    keep(first)
    first.close()
    done, open_file = files(folder)[0], writer(folder, start=NOW + timedelta(days=2))
    keep(open_file, BD + TWO)
    wanted = Wanted(source="beritadaerah", ids=(), urls=(URL,))
    forgot = forget(folder, wanted)
    assert (forgot.records, [file.name for file in forgot.waiting]) == (2, [files(folder)[1].name])
    assert URL.encode() not in gzip.decompress(done.read_bytes())
    keep(open_file, f"{BD}/lain/")
    open_file.close()
    assert (forget_waiting(folder), damages(files(folder)[1])) == (0, [])
    assert len(of_kind(folder, "request")) == 2


def test_forgetting_takes_the_torn_end_of_a_file_too(folder):
    file = filled(folder)
    os.truncate(file, file.stat().st_size - 9)
    beside(file).unlink()
    forget(folder, Wanted(source=None, ids=(), urls=(f"{BD}/halaman-3/",)))
    assert (damages(file), beside(file).exists()) == ([], True)


# ---------------------------------------------------------------- commands


@pytest.fixture
def pantau(index, capsys):
    """`pantau archive …` on the archive of two pages: status, output, errors."""
    go(ROUTES, "beritadaerah", index)

    def told(*what):
        status = archive_commands([*what, "--index", index], standalone_mode=False) or 0
        out = capsys.readouterr()
        return status, out.out, out.err

    return told


def test_list_names_files_records_and_sources(pantau, index):
    (file,) = files(place(index))
    status, out, _ = pantau("list", "--json")
    line = json.loads(out)
    assert (status, line["file"], line["articles"]) == (0, file.name, {"beritadaerah": 2})
    assert (line["records"], line["bytes"], line["written"]) == (
        len(made(file)[0]),
        file.stat().st_size,
        False,
    )
    assert "bacaan: 2 beritadaerah" in pantau("list")[1]


def test_check_names_file_and_byte(pantau, index):
    assert pantau("check")[0] == 0
    (file,) = files(place(index))
    hit = sound(file)[5]
    with file.open("r+b") as out:
        out.seek(hit.offset + hit.length // 2)
        out.write(b"\xff" * 9)
    status, _, err = pantau("check")
    assert status == 1
    assert f"{file}: damaged record" in err
    assert f"at byte {hit.offset}" in err


def test_check_names_an_index_that_does_not_tell_its_file(pantau, index):
    (file,) = files(place(index))
    lines = beside(file).read_bytes().splitlines(keepends=True)
    beside(file).write_bytes(b"".join(lines[1:]))
    status, _, err = pantau("check")
    assert (status, "pantau archive index" in err) == (1, True)
    assert pantau("index", "--all")[0] == 0
    assert pantau("check")[0] == 0


def test_index_cuts_off_what_was_never_finished(pantau, index):
    (file,) = files(place(index))
    os.truncate(file, file.stat().st_size - 5)
    beside(file).unlink()
    status, out, _ = pantau("index")
    assert (status, "bita yang tidak selesai dipotong" in out) == (0, True)
    assert pantau("check")[0] == 0


def test_prune_takes_its_limits_from_options_or_settings(pantau, monkeypatch):
    assert "0 berkas dihapus" in pantau("prune")[1]
    monkeypatch.setenv("PANTAU_ARCHIVE_GB", "0.000001")
    assert "0 berkas dihapus" in pantau("prune", "--gb", "0")[1]
    assert "1 berkas dihapus" in pantau("prune")[1]


def test_an_archive_that_is_not_there_is_bad_input(tmp_path):
    with pytest.raises(BadInput, match="there is no archive at"):
        archive_commands(["list", "--index", f"sqlite:///{tmp_path / 'p.db'}"], standalone_mode=False)


def test_why_and_show_name_the_archived_page(index, capsys):
    from app.searching import run_show
    from app.why import run_why

    _, stories, _ = go(ROUTES, "beritadaerah", index)
    id = stories[0].article.id
    (file,) = files(place(index))
    run_why(id, None, index=index, as_json=False)
    run_show(id, index=index, as_json=False)
    assert capsys.readouterr().out.count(file.name) == 2
    run_why(id, "published_at", index=index, as_json=True)
    assert json.loads(capsys.readouterr().out)["archive"]["file"] == file.name
    prune(place(index), Limits(total=1))
    run_why(id, None, index=index, as_json=False)
    assert "tidak lagi ada di arsip" in capsys.readouterr().out
