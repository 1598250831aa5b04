"""The pages as a reader sees them, over the sample press: search, events, programmes, articles; every state an address."""

import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import urlsplit

import pytest

from app.web.asked import PAGE_OF
from tests.web import PART, Page, ledger_index, links, reader, words


@pytest.fixture(scope="module")
def web(backend):
    with reader() as one:
        yield one


@pytest.fixture(scope="module")
def ledger(backend):
    with reader(ledger_index()) as one:
        yield one


@pytest.fixture(scope="module")
def event(web):
    return links(web.get("/events?sort=value").text, "/events/EV")[0].removesuffix("/evidence?field=day")


@pytest.fixture(scope="module")
def addresses(web, event):
    article = links(web.get("/").text, "/articles/")[0]
    programme = links(web.get("/programmes").text, "/programmes/PR")[0].split("/evidence")[0]
    return [
        "/",
        "/?q=kopi+ekspor",
        "/?q=zzz&origin=Solo",
        "/?limit=3",
        "/facets?q=ekspor",
        "/events",
        event,
        f"{event}/evidence?field=values",
        "/programmes",
        "/programmes/open",
        programme,
        f"{programme}/evidence?field=history",
        article,
    ]


FAILING = ["/nowhere", "/?colour=red"]


# ---------------------------------------------------------------- every page


NO_LANGUAGE = ("/static/", "/healthz", "/api/v1/")  # what is the same to every reader


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_is_whole_html_with_its_landmarks_in_its_language(web, addresses, language):
    for address in addresses + FAILING:
        answer = web.get(address, params={**dict(parts(address)), "bahasa": language})
        page = Page(answer.text)
        assert page.wrong == [], address
        assert page.all("html") == [{"lang": language}]
        for landmark in ("header", "main", "footer", "h1"):
            assert len(page.all(landmark)) == 1, (address, landmark)
        ids = [a["id"] for _, a in page.tags if "id" in a]
        assert len(ids) == len(set(ids)), address
        named = [a["for"] for a in page.all("label")] + [
            a["href"][1:] for a in page.all("a", **{"class": "skip"})
        ]
        assert set(named) <= set(ids)
        for field in page.all("input") + page.all("select"):
            assert field.get("type") == "hidden" or field["id"] in named, address
        assert len(page.all("caption")) == len(page.all("table")), address


def parts(address):
    return [pair.split("=") for pair in urlsplit(address).query.split("&") if pair]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_link_on_every_page_leads_somewhere_and_keeps_the_language(web, addresses, language):
    followed = set()
    for address in addresses:
        text = web.get(address, params={**dict(parts(address)), "bahasa": language}).text
        for href in set(links(text, "/")) - followed:
            followed.add(href)
            assert web.get(href).status_code in (200, 303), (address, href)
            assert href.startswith(NO_LANGUAGE) or "bahasa=" in href, (address, href)
    assert len(followed) > 100


def test_no_page_asks_for_anything_elsewhere(web, addresses):
    for address in addresses:
        page = Page(web.get(address).text)
        loaded = [
            a.get("src") or a.get("href")
            for t, a in page.tags
            if t in ("script", "link", "img", "iframe") and a.get("rel") != "alternate"
        ]
        assert loaded
        assert all(one.startswith("/static/") for one in loaded)


def test_a_first_view_is_less_than_60_kilobytes(web, addresses):
    for address in addresses:
        page = web.get(address)
        loaded = [
            a for t, a in Page(page.text).tags if t in ("script", "link") and a.get("rel") != "alternate"
        ]
        files = {a.get("src") or a["href"] for a in loaded}
        sent = [int(answer.headers["content-length"]) for answer in (page, *map(web.get, files))]
        assert len(sent) == 5
        assert sum(sent) < 60_000, (address, sent)


def test_a_file_of_ours_is_sent_packed_or_plain_and_kept(web):
    plain = web.get("/static/style.css", headers={"accept-encoding": "identity"})
    assert web.get("/static/style.css").content == plain.content
    assert "content-encoding" not in plain.headers
    assert "immutable" in plain.headers["cache-control"]


def test_no_page_has_script_or_style_within(web, addresses):
    for address in addresses:
        text = web.get(address).text
        page = Page(text)
        assert all(a.get("src") for a in page.all("script")), address
        assert not page.all("style")
        assert not [a for _, a in page.tags if "style" in a or any(name.startswith("on") for name in a)]
        assert "javascript:" not in text


def test_the_language_is_that_of_the_address_else_of_the_browser(web):
    assert 'lang="id"' in web.get("/").text
    assert 'lang="en"' in web.get("/", headers={"accept-language": "en-US"}).text
    assert 'lang="id"' in web.get("/?bahasa=id", headers={"accept-language": "en"}).text
    assert 'lang="en"' in reader(language="en").get("/", headers={"accept-language": "id"}).text


# ---------------------------------------------------------------- search


def test_rows_show_headline_source_day_passage_and_what_was_read(web):
    text = web.get("/?q=kopi+bondowoso").text
    row = words(text[text.index('<li class="row">') :])
    for shown in (
        "Kopi Arabika Ijen",
        "beritadaerah",
        "17 Desember 2021 14.40 WIB",
        "CONTOH",
        "Kabupaten Bondowoso",
    ):
        assert shown in row
    assert "Korea Selatan" in row
    assert "115.200 dolar AS" in row
    assert "<mark>Kopi</mark>" in text
    english = words(web.get("/?q=kopi+bondowoso&bahasa=en").text)
    assert "17 December 2021 14:40 WIB" in english
    assert "South Korea" in english


def test_results_come_without_facets_and_ask_for_them(web):
    text = web.get("/?q=ekspor").text
    assert 'class="facet"' not in text
    assert 'hx-get="/facets?q=ekspor" hx-trigger="load"' in text
    part = web.get("/facets?q=ekspor", headers=PART).text
    assert "<html" not in part
    assert "Jawa Tengah" in part
    assert 'id="jumlah-events" hx-swap-oob="true"' in part


def test_a_facet_is_an_address_that_narrows_and_one_that_lifts(web):
    facets = web.get("/facets?q=ekspor").text
    narrow = next(href for href in links(facets, "/?") if "place=33" in href and "33." not in href)
    number = re.search(r"(\d+) berita", words(web.get(narrow).text))[1]
    assert f"Jawa Tengah {number}" in words(facets)
    lift = [href for href in links(web.get(narrow).text, "/?") if href == "/?q=ekspor"]
    assert lift


def test_only_the_list_is_sent_where_it_is_put_into_a_page(web):
    part = web.get("/?q=kopi&sort=newest&since=", headers=PART)
    assert part.text.lstrip().startswith('<div id="hasil"')
    assert part.headers["hx-push-url"] == "/?q=kopi&sort=newest"
    assert "HX-Request" in part.headers["vary"]
    whole = web.get("/?q=kopi", headers={**PART, "hx-history-restore-request": "true"})
    assert "<html" in whole.text


@pytest.mark.parametrize("page", PAGE_OF.values())
def test_pages_of_results_join_without_gap_or_repeat(web, page):
    rows = {"/": r'<h3><a href="(/articles/[^"]+)'}.get(
        page, r'<a href="(/(?:events|programmes)/[EP][VR]-[^"/]+)" aria'
    )
    whole = re.findall(rows, web.get(f"{page}?limit=100").text)
    found, address = [], f"{page}?limit=5"
    while address:
        text = web.get(address).text
        found += re.findall(rows, text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        address = following and unescape(following[1])
    assert len(whole) > 7
    assert found == whole


def test_nothing_found_says_which_part_emptied_it_with_links_that_lift_each(web):
    text = web.get("/?q=kopi&origin=Kota+Kediri&destination=Mesir").text
    told = words(text)
    assert "0 berita" in told
    assert "Yang mengosongkan hasil" in told
    lifted = re.findall(r'<li><a href="([^"]+)">(Tanpa [^<]+)</a>: ([^<]+)</li>', text)
    assert lifted
    for href, _, count in lifted:
        assert f"{count}" in words(web.get(unescape(href)).text)
    assert "What emptied the results" in words(
        web.get("/?q=kopi&origin=Kota+Kediri&destination=Mesir&bahasa=en").text
    )


def test_a_slip_is_answered_with_what_may_be_meant_and_notes_in_the_language(web):
    assert "Mungkin maksud Anda" in words(web.get("/?q=ekspr").text)
    assert "there is no field" in words(web.get("/?q=warna:merah&bahasa=en").text)
    assert "tidak ada bidang" in words(web.get("/?q=warna:merah").text)


def test_names_are_suggested_for_the_end_of_what_stands_in_the_box(web):
    text = web.get("/suggest?q=ekspor+sol").text
    assert 'data-text="ekspor &#34;Kota Surakarta&#34;"' in text
    assert web.get("/suggest?q=").text.strip() == ""
    assert web.get("/suggest?q=s").text.strip() == ""


def test_the_form_keeps_what_was_asked(web):
    page = Page(web.get("/?q=%22a%26b%22&origin=Solo&since=2021-01-01&min_value=USD+1000&sort=value").text)
    values = {a["name"]: a.get("value") for a in page.all("input")}
    assert values["q"] == '"a&b"'
    assert (values["origin"], values["since"], values["min_value"]) == ("33.72", "2021-01-01", "USD 1000")
    assert next(a["value"] for a in page.all("option") if "selected" in a) == "value"


def test_single_reports_are_listed_too(web):
    told = words(web.get("/?of=releases&q=bondowoso").text)
    assert "1 laporan pelepasan ekspor" in told
    assert "Kabupaten Bondowoso" in told


# ---------------------------------------------------------------- events


def test_events_stand_once_with_totals_that_say_what_they_leave_out(web):
    told = words(web.get("/events").text)
    assert re.search(r"Nilai Rp[\d,]+ miliar atau US\$[\d,]+ juta, dari \d+ peristiwa", told)
    assert re.search(r"Tidak ikut dihitung: .*\d+ tanpa berat", told)
    assert "Left out:" in words(web.get("/events?bahasa=en").text)


@pytest.mark.parametrize("field", ["day", "origins", "products", "destinations", "values"])
def test_each_cell_opens_its_sentence_its_source_and_its_rule(web, event, field):
    part = web.get(f"{event}/evidence?field={field}", headers=PART).text
    assert "<html" not in part
    assert "<mark>" in part
    assert "/articles/" in part
    assert re.search(r"aturan [\w/-]+", words(part))


def test_the_page_of_an_event_has_every_claim_and_why_its_reports_are_one(ledger):
    web = ledger
    found = links(web.get("/events?limit=100").text, "/events/EV")
    several = next(
        text
        for href in dict.fromkeys(found)
        if "poin" in (text := web.get(href).text) and "/evidence" not in href
    )
    told = words(several)
    for shown in (
        "Yang diberitakan",
        "ditampilkan",
        "sumber mandiri",
        "Mengapa satu peristiwa",
        "Nomor lama",
    ):
        assert shown in told
    alias = re.search(r"Nomor lama (EV-\S+)", told)[1]
    moved = web.get(f"/events/{alias}?bahasa=en")
    assert moved.status_code == 303
    assert moved.headers["location"].startswith("/events/EV-")
    assert moved.headers["location"].endswith("?bahasa=en")


def test_what_was_first_is_told_after_the_page(ledger):
    event = links(ledger.get("/events?sort=oldest&by=release").text, "/events/EV")[-1].split("?")[0]
    assert f'hx-get="{event}/firsts" hx-trigger="load"' in ledger.get(event).text
    part = words(ledger.get(f"{event}/firsts?bahasa=en", headers=PART).text)
    assert re.search(
        r"First (from|of) .+ to .+ \(against \d+ earlier events?, \d+ sources covered since", part
    )


def test_a_conflict_is_flagged_in_its_cell_and_told_in_words(ledger):
    text = ledger.get("/events?limit=100").text
    row = next(
        row for row in text.split("<tbody>") if "sumber bertentangan" in row and 'class="values"' in row
    )
    flagged = re.search(
        r'<td class="(\w+)"[^>]*><a[^>]*href="([^"]+)"(?:(?!</td>).)*sumber bertentangan', row, re.DOTALL
    )
    told = words(ledger.get(unescape(flagged[2]) + "&bahasa=en").text)
    assert re.search(r"(differs|has nothing in common|times apart): .+ / ", told)


def test_the_events_tab_of_search_is_the_page_of_events(web):
    moved = web.get("/?of=events&q=kopi")
    assert (moved.status_code, moved.headers["location"]) == (303, "/events?q=kopi")


def test_events_are_ordered_by_value_and_by_day(web):
    text = web.get("/events?sort=value&limit=100").text
    assert 'aria-sort="descending"' in text
    oldest = words(web.get("/events?sort=oldest&by=release").text)
    newest = words(web.get("/events?sort=newest&by=release").text)
    assert re.search(r"\d+ \w{3} \d{4}", oldest)[0] != re.search(r"\d+ \w{3} \d{4}", newest)[0]


# ---------------------------------------------------------------- programmes


def test_programmes_say_what_is_open_on_the_day_of_the_reader():
    with reader(today=datetime(2021, 12, 29, 3, tzinfo=UTC)) as web:
        opened = words(web.get("/programmes/open").text)
        assert "Terbuka hari ini, 29 Desember 2021" in opened
        assert "Pasar Akhir Tahun Sragen" in opened
        assert "sampai 31 Desember 2021" in opened
        assert 'hx-get="/programmes/open" hx-trigger="load"' in web.get("/programmes").text
    with reader(today=datetime(2031, 1, 1, tzinfo=UTC)) as web:
        assert "Tidak ada yang diketahui terbuka" in words(web.get("/programmes/open").text)


def test_a_programme_has_its_history_its_claims_and_each_cell_its_sentences(web):
    address = links(web.get("/programmes?q=%22Pasar+Akhir+Tahun%22").text, "/programmes/PR")[0].split(
        "/evidence"
    )[0]
    told = words(web.get(address).text)
    for shown in (
        "Pasar Akhir Tahun Sragen",
        "Riwayat",
        "dibuka",
        "Yang diberitakan",
        "Kabupaten Sragen",
        "Berita",
    ):
        assert shown in told
    for field in ("history", "agency", "places", "participants"):
        part = web.get(f"{address}/evidence?field={field}", headers=PART).text
        assert "<html" not in part
        assert "/articles/" in part
    assert web.get(address.replace("PR-", "pr-")).status_code == 303
    assert web.get("/programmes/PR-2021-00-aaaaaaaa").status_code == 404


# ---------------------------------------------------------------- articles


def test_an_article_shows_facts_evidence_and_the_link_but_not_its_text(web):
    text = web.get("/articles/solopos-2034417").text
    told = words(text)
    for shown in (
        "Kabupaten Wonogiri",
        "Irak , Lebanon",  # each a link to its dossier
        "US$61.000",
        "3 Desember 2024",
        "EV-2024-33.12",
        "tujuan",
    ):
        assert shown in told
    assert 'rel="noopener nofollow noreferrer"' in text
    page = Page(text)
    tips = {a["id"] for a in page.all("span", role="tooltip")}
    mentions = [a for a in page.all("span") if "mention" in a.get("class", "").split()]
    assert mentions
    assert {a["aria-describedby"] for a in mentions} == tips
    assert all(a["tabindex"] == "0" for a in mentions)


def test_the_whole_text_is_shown_only_where_a_setting_allows(web):
    from indexer.index import open_index
    from tests.web import sample_index

    index = open_index(sample_index())
    body = index.get("solopos-2034417").article.body
    index.close()
    hidden = [p for p in body.split("\n\n") if p not in words(web.get("/articles/solopos-2034417").text)]
    assert hidden
    full = reader(full_text=True).get("/articles/solopos-2034417").text
    plain = words(re.sub(r'<span class="tip".*?</span></span>', "", full)).replace(" ", "")
    assert all(p.replace(" ", "") in plain for p in body.split("\n\n"))


def test_an_article_tells_where_else_it_came_out(ledger):
    copy = re.search(r'terbitan ulang dari <a href="(/articles/[^"]+)"', ledger.get("/?limit=100").text)
    first = words(ledger.get(copy[1]).text)
    assert "Terbit juga di" in first
    assert "% isi sama" in first
