"""Dossiers: a page for every place, country, product, group, exporter and programme, whose numbers are the index's."""

import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from app import export
from app.web.dossier_kinds import KINDS, of_dossier, query_of
from entities.extract import annotate
from indexer.index import Query, open_index
from tests.ledger.press import reports
from tests.web import PART, Page, ledger_index, links, made_index, reader, sample_index, words

OF = {  # kind -> code, of the ledger's index
    "city": "33.72",
    "province": "33",
    "country": "JP",
    "product": "kopi robusta",
    "group": "09",
    "exporter": "",
}
EVIL = "UD \"><script>alert('x')</script>/../\u202eLaba & <b>Rugi</b>?a=1#b%"


@contextmanager
def index_of(url):
    held = open_index(url, write=False)
    try:
        yield held
    finally:
        held.close()


@pytest.fixture(scope="module")
def ledger(backend):
    with reader(ledger_index()) as one:
        yield one


@pytest.fixture(scope="module")
def sample(backend):
    with reader(today=datetime(2021, 12, 29, 5, tzinfo=UTC)) as one:
        yield one


@pytest.fixture(scope="module")
def exporter(backend):
    with index_of(ledger_index()) as held:
        return next(iter(held.search(Query(of="events", limit=0, facets=("exporter",))).facets["exporter"]))


@pytest.fixture(params=OF)
def subject(request, exporter):
    """(kind, code) of each kind that has events."""
    return request.param, OF[request.param] or exporter


@pytest.fixture(scope="module")
def schemes():
    with index_of(sample_index()) as held:
        return [hit.scheme for hit in held.hits(Query(of="schemes"))]


def at(kind, code):
    return f"/dossier/{kind}/{quote(code, safe='')}"


def count(text):
    """The first number of a text."""
    return int(re.search(r"\d[\d.,]*", text)[0].replace(".", "").replace(",", ""))


# ---------------------------------------------------------------- every kind


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_kind_is_a_whole_page_in_both_languages_without_script_or_style(ledger, subject, language):
    answer = ledger.get(at(*subject), params={"bahasa": language})
    page = Page(answer.text)
    assert answer.status_code == 200
    assert page.wrong == []
    assert page.all("html") == [{"lang": language}]
    assert [len(page.all(name)) for name in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert not [
        tag for tag, a in page.tags if tag == "style" or "style" in a or any(k[:2] == "on" for k in a)
    ]
    assert all("src" in a for a in page.all("script"))
    assert len(page.all("caption")) == len(page.all("table")) > 1
    inside = [href for href in links(answer.text, "/") if not href.startswith(("/static/", "/api/"))]
    assert all("bahasa=" in href for href in inside)


def test_every_drawing_has_its_table_and_its_own_page(ledger, subject):
    text = ledger.get(at(*subject)).text
    figures = re.findall(r'<figure class="drawing".*?</figure>', text, re.S)
    assert len(figures) == 2
    for figure in figures:
        assert "<svg" in figure
        assert "<tbody>" in figure
        for address in links(figure, "/lihat"):
            assert ledger.get(address).status_code == 200, address


# ---------------------------------------------------------------- numbers


def test_the_number_of_events_articles_and_the_totals_are_those_of_the_index(ledger, subject):
    told = words(ledger.get(at(*subject)).text)
    with index_of(ledger_index()) as held:
        query = query_of(*subject)
        total, totals = held.search(query).total, held.totals(query)
        articles = held.search(query_of(*subject, "stories")).total
    assert total
    assert f"{total} peristiwa · {articles} berita" in told
    assert f"dari {totals.valued} peristiwa yang menyebut nilai" in told
    left = re.search(r"Tidak ikut dihitung: (.*?)\.", told)
    for name, said in (("unvalued", "tanpa nilai"), ("unweighed", "tanpa berat")):
        number = getattr(totals, name)
        assert (f"{number} {said}" in left[1]) if number else (left is None or said not in left[1])


def test_every_partner_is_counted_as_its_search_counts_and_has_a_dossier(ledger, subject):
    text = ledger.get(at(*subject)).text
    partners = re.search(r'<div class="partners">.*?</section>', text, re.S)[0]
    rows = re.findall(r"<li>(.*?)</li>", partners, re.S)
    assert rows
    for row in rows:
        (search,), (dossier,) = links(row, "/events"), links(row, "/dossier/")
        found = re.search(r'class="found"[^>]*>(.*?)<', ledger.get(search).text)[1]
        assert count(re.search(r'class="count"[^>]*>(.*?)<', row)[1]) == count(found) > 0, search
        assert ledger.get(dossier).status_code == 200, dossier


def test_the_table_holds_all_events_page_by_page(ledger, subject):
    address, found = at(*subject) + "?limit=2&sort=oldest", []
    while address:
        text = ledger.get(address, headers=PART).text
        assert text.lstrip().startswith('<div id="hasil"')
        found += list(dict.fromkeys(re.findall(r'href="/events/(EV-[^/"?]+)"', text)))
        address = next((h for h in links(text, "/dossier/") if "after=" in h and 'rel="next"' in text), None)
    with index_of(ledger_index()) as held:
        wanted = [hit.event.id for hit in held.hits(query_of(*subject, sort="oldest"))]
    assert found == wanted


def test_firsts_are_those_of_the_ledger_with_what_they_were_checked_against(ledger, subject):
    address = at(*subject).replace("/dossier/", "/dossier-firsts/")
    assert address in links(ledger.get(at(*subject)).text, "/dossier-firsts/")
    text = ledger.get(address, headers=PART).text
    with index_of(ledger_index()) as held:
        wanted = [one for found in export.firsts_of(held).values() for one in found]
    wanted = of_dossier(*subject, wanted)
    assert re.findall(r'href="/events/(EV-[^"]+)"', text) == [one.event for one in reversed(wanted)][:60]
    assert text.count("dibanding") == len(wanted[-60:])
    assert Page(ledger.get(address).text).wrong == []


def test_firsts_of_a_city_are_its_own():
    with index_of(ledger_index()) as held:
        all_firsts = [one for found in export.firsts_of(held).values() for one in found]
    for code in ("33.72", "35.07"):
        own = of_dossier("city", code, all_firsts)
        assert own
        assert {one.what for one in own} == {code}
    assert {one.country for one in of_dossier("country", "JP", all_firsts)} == {"JP"}


# ---------------------------------------------------------------- nothing, unknown, moved


def test_a_dossier_without_events_says_so_and_who_covers_the_place(ledger):
    told = words(ledger.get("/dossier/city/91.71", follow_redirects=True).text)
    with index_of(ledger_index()) as held:
        assert held.search(query_of("city", "91.71")).total == 0
    assert "0 peristiwa · 0 berita · 0 program" in told
    assert "Belum ada peristiwa ekspor yang diberitakan" in told
    assert "tidak tercakup sumber daerah mana pun" in told
    assert "Tidak ada peristiwa." in told


MOVED = [
    ("/dossier/city/Solo", "/dossier/city/33.72"),
    ("/dossier/city/33", "/dossier/province/33"),
    ("/dossier/province/Jawa Tengah", "/dossier/province/33"),
    ("/dossier/country/jepang?bahasa=en", "/dossier/country/JP?bahasa=en"),
    ("/dossier/country/jp", "/dossier/country/JP"),
    ("/dossier/product/Kopi  Robusta", "/dossier/product/kopi%20robusta"),
    ("/dossier/group/kopi", "/dossier/group/09"),
    ("/dossier-firsts/city/Solo", "/dossier-firsts/city/33.72"),
]


@pytest.mark.parametrize(("written", "address"), MOVED)
def test_a_name_leads_to_the_stable_address(ledger, written, address):
    answer = ledger.get(written)
    assert (answer.status_code, answer.headers["location"]) == (303, address)


UNKNOWN = [
    ("/dossier/city/Surakrta", "Kota Surakarta"),
    ("/dossier/province/Jawa Tengh", "Jawa Tengah"),
    ("/dossier/city/Bandung", "Kabupaten Bandung"),  # which of two
    ("/dossier/country/Jepan", "Jepang"),
    ("/dossier/product/kopi robustaa", "kopi robusta"),
    ("/dossier/city/99.99", ""),
    ("/dossier/country/XX", ""),
    ("/dossier/group/00", ""),
    ("/dossier/exporter/%20", ""),
    ("/dossier/exporter/%3F%3F%3F", ""),
    ("/dossier/exporter/" + "a" * 300, ""),
    ("/dossier/program/PR-2021-33.72-zzzzzzzz", ""),
    ("/dossier/program/%E2%80%AE", ""),
]


@pytest.mark.parametrize(("address", "near"), UNKNOWN)
def test_an_unknown_code_is_a_page_of_one_sentence_with_near_names(ledger, address, near):
    answer = ledger.get(address)
    page = Page(answer.text)
    assert answer.status_code == 404
    assert page.wrong == []
    assert len(page.all("h1")) == 1
    sentences = re.findall(
        r"<p>(.*?)</p>", re.search(r'class="code".*?</section>', answer.text, re.S)[0], re.S
    )
    assert near in words(sentences[0])
    assert words(sentences[0]).endswith(".")
    for href in links(sentences[0], "/dossier/"):
        assert ledger.get(href).status_code == 200
    assert bool(links(sentences[0], "/dossier/")) == bool(near)


def test_a_near_exporter_and_programme_are_named(ledger, sample, exporter, schemes):
    assert words(exporter) in words(ledger.get(at("exporter", exporter + "x")).text)
    one = next(one for one in schemes if one.name)
    assert at("program", one.id) in links(sample.get(at("program", one.name + "x")).text, "/dossier/")


@pytest.mark.parametrize("address", ["/dossier/nothing/1", "/dossier-firsts/program/1", "/dossier/city/"])
def test_what_is_no_kind_is_no_page(ledger, address):
    assert ledger.get(address).status_code == 404


def test_a_dossier_takes_no_filter(ledger):
    assert ledger.get("/dossier/city/33.72?origin=Kediri").status_code == 400
    assert ledger.get("/dossier/city/33.72?after=zzz").status_code == 400


# ---------------------------------------------------------------- programmes


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_programme_has_a_dossier_with_its_stages_claims_and_articles(sample, schemes, language):
    for one in schemes:
        answer = sample.get(at("program", one.id), params={"bahasa": language})
        page = Page(answer.text)
        assert answer.status_code == 200
        assert page.wrong == []
        assert page.all("html") == [{"lang": language}]
        told = words(answer.text)
        assert (one.name or one.id) in told
        for report in one.scheme.reports:
            assert any(f"/articles/{report.article}" in href for href in links(answer.text, "/articles/"))
        assert told.count("●") + told.count("○") == len(one.history)
        assert f"/programmes/{one.id}?bahasa={language}" in links(answer.text, "/programmes/")
        with index_of(sample_index()) as held:
            total = held.search(Query(of="events", programs=(one.name,))).total if one.name else 0
        said = {"id": f"Semua peristiwa: {total} peristiwa", "en": f"All events: {total} event"}
        assert said[language] in told


def test_an_id_in_another_case_leads_to_the_programme(sample, schemes):
    answer = sample.get(at("program", schemes[0].id[-8:]))
    assert answer.headers["location"] == at("program", schemes[0].id)


def test_programmes_open_now_are_those_open_by_the_clock(schemes):
    one = next(one for one in schemes if one.start and one.end and one.places)
    code = one.places[0]
    kind = "city" if len(code) == 5 else "province"
    for day, is_open in ((one.start, True), (one.end.replace(year=one.end.year + 3), False)):
        noon = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
        assert (one.status(day).state == "open") == is_open
        with reader(today=noon) as web:
            text = web.get(at(kind, code)).text
        listed = re.search(r'id="terbuka".*?</table>', text, re.S)
        assert bool(listed and f"/programmes/{one.id}" in listed[0]) == is_open
        assert f"/programmes/{one.id}" in links(text, "/programmes/")
        assert at("program", one.id) in links(web.get(f"/programmes/{one.id}").text, "/dossier/program/")


# ---------------------------------------------------------------- hostile names


@pytest.fixture(scope="module")
def hostile(backend):
    """A press that writes markup where a firm's name should be."""
    stories = [annotate(one.article) for one in reports("first")[:3]]
    stories = [
        replace(one, releases=tuple(replace(r, exporter=EVIL, products=(EVIL,)) for r in one.releases))
        for one in stories
    ]
    with reader(made_index(stories)) as one:
        yield one


@pytest.mark.parametrize("kind", ["exporter", "product"])
def test_a_hostile_name_stays_text_and_its_dossier_is_found(hostile, kind):
    name = EVIL if kind == "exporter" else EVIL.casefold()
    for address in (at(kind, name), at(kind, name).replace("/dossier/", "/dossier-firsts/")):
        answer = hostile.get(address, follow_redirects=True)
        assert answer.status_code == 200
        assert Page(answer.text).wrong == []
        assert "<script>alert" not in answer.text
        assert "<b>" not in answer.text
        assert "\u202e" not in answer.text
    with_links = links(hostile.get("/events").text, "/events/EV")[0].removesuffix("/evidence?field=day")
    hrefs = links(hostile.get(with_links).text, f"/dossier/{kind}/")
    assert hrefs
    assert all(hostile.get(href, follow_redirects=True).status_code == 200 for href in hrefs)


# ---------------------------------------------------------------- the way in


def test_every_chip_of_search_event_and_article_leads_to_a_dossier(sample):
    start = sample.get("/?q=ekspor").text
    event = links(sample.get("/events").text, "/events/EV")[0].removesuffix("/evidence?field=day")
    for text in (start, sample.get(event).text, sample.get(links(start, "/articles/")[0]).text):
        hrefs = set(links(text, "/dossier/"))
        assert {href.split("/")[2] for href in hrefs} & set(KINDS)
        for href in hrefs:
            assert sample.get(href, follow_redirects=True).status_code == 200, href
