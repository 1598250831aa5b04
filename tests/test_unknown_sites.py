# markup reads better in long lines
"""Pages of sites that no rule knows: forms of themes and systems that regional media and town halls use, with text of our own."""

from contextlib import suppress
from datetime import date, timedelta
from time import perf_counter

import pytest

from crawler.reader import SiteRule, read
from entities.errors import Unreadable
from tests.test_reader import (
    ABOUT,
    FOOTER,
    H1,
    LIST,
    NAV,
    OTHERS,
    SHOWN,
    TEASER,
    TEXT,
    TITLE,
    br,
    p,
    page,
)

URL = "https://kabardesa.example/berita/keripik-solo-ke-jepang"
BODY = "\n\n".join(TEXT)
PICTURE = "Bupati melepas kontainer keripik di halaman balai kota, Selasa (7/3/2023)"
LONG = [
    f"{t} Kegiatan itu diikuti puluhan pelaku usaha dari lima kecamatan dan berlangsung sampai sore."
    for t in TEXT
]


def teasers(n: int, text: str = TEASER) -> str:
    return "".join(
        f"<article><h2><a href='/c{i}'>{OTHERS[i % 8]} {i}</a></h2><span>7 Maret 2023</span><p>{text} Bagian {i}.</p></article>"
        for i in range(n)
    )


# ---------------------------------------------------------------- the text

TALK = f"<div class='comments-area'>{p(*[f'{t} Salam dari pembaca.' for t in LONG * 2])}</div>"  # more than the article
WIDGET = "<div class='elementor-element elementor-widget elementor-widget-text-editor'><div class='elementor-widget-container'>{}</div></div>"
PIECE = "<div class='baris kolom-teks'>{}</div>"
SAID = "Semoga makin banyak produk lokal yang berangkat, kami dari kelurahan sebelah ikut bangga."
THEMES = {
    "town hall's system of old": page(
        f"<table><tr><td>{LIST}</td><td><span class=date>Selasa, 07 Maret 2023 - 20:59:10 WIB</span><br><span class=judul>{TITLE}</span>"
        f"<br><span class=posting>Diposting oleh : <b>Rina Sari</b><br>Kategori: <a href='/k'>Ekonomi</a> - Dibaca: <b>12</b> kali</span>"
        f"<br><p><span class=image><img src='x'></span></p>{br(*TEXT)}<br><ul><li><a href='/b'>{OTHERS[0]}</a></li></ul>"
        f"<span class=judul><b>2</b> Komentar : </span><hr><span class=komentar>Pembaca</span><br><span class=date>08 Maret 2023 - "
        f"10:02 WIB</span><br><br>{SAID}<hr>{SAID}<b>Isi Komentar :</b></td></tr></table>"
    ),
    "date and time in a calendar leaf": page(
        f"<h2 class='article-title'>{TITLE}</h2><div class='date'><div class='calendar-date'>07 Maret 2023</div><div class='"
        f"calendar-time'><font>20:59:10 WIB</font></div></div><div class='shortcode-content'>{p(*TEXT)}</div>"
    ),
    "name and month run together": page(
        f"{H1}<span><a href='/a'>Rina Sari</a></span><span>Maret 7, 2023</span><div class='entry-content'>{p(*TEXT)}</div>"
    ),
    "class of a picture plugin on <body>": page(f"{H1}{SHOWN}<div class='entry-content'>{p(*TEXT)}</div>").replace(
        "<body>", "<body class='single single-post wp-featherlight-captions'>"
    ),
    "credits between the paragraphs": page(
        f"{H1}{SHOWN}<div class='isi'>{p(*TEXT[:2])}<p>© Kabar Kita | Rina Sari</p>{p(*TEXT[2:4])}"
        f"<p>©2023 kabarkita.example/Rina Sari</p>{p(*TEXT[4:])}<p>© 2023 Kabar Kita</p><p>{ABOUT}</p></div>"
    ),
    "page builder's widgets": page(
        WIDGET.format(f"{H1}{SHOWN}") + WIDGET.format(p(*TEXT[:3])) + WIDGET.format("<img>") + WIDGET.format(p(*TEXT[3:])),
        after=TALK,
    ),
    "field without a shown label": page(
        f"{H1}{SHOWN}<div class='field field-name-body field-label-hidden'><div class='field-items'>{p(*TEXT)}</div></div>",
        after=TALK,
    ),
    "blog in a widget": page(
        f"<div class='main section'><div class='widget Blog' id='Blog1'><div class='post hentry'><h3 class='post-title'>{TITLE}</h3>"
        f"{SHOWN}<div class='post-body entry-content'>{br(*TEXT)}</div></div></div></div>",
        side="",
        after=TALK,
    ),
    "clipped corners, hidden on telephones": page(
        f"<div class='rounded-lg overflow-hidden'>{H1}{SHOWN}<div class='hidden md:block'>{p(*TEXT)}</div></div>",
        after=TALK,
    ),
    "text cut into like pieces": page(
        f"<main>{H1}{SHOWN}<div class='kolom'>" + PIECE.format(p(*TEXT[:5])) + "<div class='x'><img></div>" + PIECE.format(p(TEXT[5]))
        + "</div></main>"
    ),
    "inserts with headlines of others": page(
        f"{H1}{SHOWN}<div class='isi'>{p(*TEXT[:2])}<div class='newsticker'><ul><li>{OTHERS[0]}</li><li>{OTHERS[1]}</li></ul></div>"
        f"{p(*TEXT[2:4])}<marquee>{OTHERS[2]}</marquee>{p(*TEXT[4:])}</div>"
    ),
    "theme of regional media": page(
        f"<article class='post type-post'><h1 class='entry-title'><strong>{TITLE}</strong></h1>{SHOWN}<div class='single-wrap'>"
        f"<div class='entry-content entry-content-single have-share'>{p(*TEXT[:2])}<div class='gmr-related-post-onlytitle'><div "
        f"class='related-text-onlytitle'>Berita Terkait</div><div class='list-gallery-title'><a href='/b'>{OTHERS[0]}</a></div></div>"
        f"{p(*TEXT[2:])}</div></div></article><div class='gmr-related-post'><h3>Baca Juga</h3><div class='list-gallery-title'>"
        f"<a href='/b'>{OTHERS[2]}</a></div></div>"
    ),
    "insert in a quotation": page(
        f"{H1}{SHOWN}<div>{p(*TEXT[:3])}<blockquote><h3><strong>Baca Juga</strong></h3><p><a href='/x'>{OTHERS[0]}</a></p>"
        f"</blockquote>{p(*TEXT[3:])}</div>"
    ),
    "line breaks that show": page(f"{H1}{SHOWN}<div style='white-space: pre-line'>" + "\n".join(TEXT) + "</div>"),
    "typed text": page(f"{H1}{SHOWN}<pre>" + "\n\n".join(TEXT).replace("pemerintah kota", "pemerintah\nkota") + "</pre>"),
    "village site": page(
        f"<div class='artikel'><h2 class='judul'><a href='/artikel/x'>{TITLE}</a></h2><h3 class='kecil'>Administrator 07 Maret 2023 "
        f"20:59:10 320 Kali Dibaca</h3><div class='teks'>{p(*TEXT)}</div><div class='box'><h3>Kirim Komentar</h3><p>Komentar baru"
        "</p></div></div>"
    ),
    "updates with their time of day": page(
        f"{H1}{SHOWN}<div class='live'>" + "".join(f"<div><time>{10 + n}:15 WIB</time><p>{t}</p></div>" for n, t in enumerate(TEXT))
        + "</div>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", THEMES)
def test_text_is_read_whole_and_alone(form):
    article = read(THEMES[form], URL)
    assert (article.title, article.body) == (TITLE, BODY)


@pytest.mark.parametrize("form", THEMES)
def test_day_is_read_in_every_form(form):
    article = read(THEMES[form], URL)
    assert article.published_at is not None
    assert article.published_at.date() == date(2023, 3, 7)


@pytest.mark.parametrize("name", ["promosi-produk", "iklan-dan-tags", "komentar-pembeli"])
def test_heading_is_not_judged_by_its_anchor(name):
    html = page(f"{H1}<div class='isi'>{p(*LONG[:3])}<h2 id='{name}'>Yang Dijual</h2>{p(*LONG[3:])}</div>")
    assert "Yang Dijual" in read(html, URL).body


def test_sections_with_headings_are_the_text():
    parts = "".join(f"<section><h2>Langkah ke-{n}</h2><p>{t}</p></section>" for n, t in enumerate(LONG, 1))
    body = read(page(f"{H1}{SHOWN}<div class='entry-content'>{p(LONG[0])}<div>{parts}</div></div>"), URL).body
    assert body.count("Langkah ke-") == 6
    assert all(text in body for text in LONG)


def test_paragraph_that_outweighs_a_list_does_not_stand_for_all():
    points = "".join(f"<li>Kelompok {n} kirim {n} ton</li>" for n in range(2, 8))
    html = page(
        f"{H1}{SHOWN}<div class='isi'><p>{LONG[0]}</p><ul>{points}</ul><p>Demikian rinciannya.</p></div>"
    )
    body = read(html, URL).body
    assert body.startswith(LONG[0])
    assert "Kelompok 2 kirim 2 ton" in body


def test_title_that_only_a_list_below_the_text_repeats_has_its_text_above():
    cards = "".join(
        f"<article><h3><a href='/c{n}'>{t}</a></h3><p>{TEASER}</p></article>"
        for n, t in enumerate([TITLE, *OTHERS[:5]])
    )
    html = page(
        f"<div class='judul'>Kabar Ekspor Hari Ini</div><div>{p(*LONG)}</div>", after=f"<div>{cards}</div>"
    )
    assert read(html, URL).body == "\n\n".join(LONG)


# ---------------------------------------------------------------- pictures


@pytest.mark.parametrize(
    "picture",
    [
        f"<div class='post-thumbnail'><img src='x'><p>{PICTURE}</p></div>",
        f"<div class='foto-berita'><a href='/x.jpg'><img src='x'></a><div>{PICTURE}</div></div>",
        f"<p>{PICTURE}. Foto: Humas</p>",
    ],
    ids=["box of a thumbnail", "box of a photo", "plain paragraph"],
)
@pytest.mark.parametrize("place", ["above", "within"])
def test_caption_is_no_text_and_dates_nothing(picture, place):
    texts = (picture, p(*TEXT)) if place == "above" else (p(*TEXT[:3]), picture, p(*TEXT[3:]))
    article = read(page(f"{H1}<div class='isi'>{''.join(texts)}</div>"), URL)
    assert article.body == BODY
    assert article.captions[0].startswith(PICTURE)
    assert article.published_at is None


def test_date_laid_over_a_picture_is_no_caption():
    html = page(
        f"{H1}<div class='post-image'><img src='x'><span>Selasa, 7 Maret 2023</span></div><div>{p(*TEXT)}</div>"
    )
    assert read(html, URL).published_at is not None


# ---------------------------------------------------------------- the date

SHOWN_AS = {
    "run into the section": "<div><span>7 Maret 2023</span><span>Ekonomi</span></div>",
    "run into the name": "<div><a href='/a'>Rina Sari</a><span>7 Maret 2023</span></div>",
    "without blanks": "<div><span>07</span><span>Mar</span><span>2023</span></div>",
    "day above the month": "<div><div>07</div><div>Maret 2023</div></div>",
    "three lines": "<div><div>7</div><div>Mar</div><div>2023</div></div>",
    "with a label": "<div>Diposting pada : 7 Maret 2023 | Oleh : Admin | Dilihat : 302 Kali</div>",
    "in a heading among facts": "<h4>Rina Sari Dewanti | 7 Maret 2023 | Ekonomi</h4>",
}


@pytest.mark.parametrize("form", SHOWN_AS)
def test_shown_day_is_read(form):
    article = read(page(f"{H1}{SHOWN_AS[form]}<div class='isi'>{p(*TEXT)}</div>"), URL)
    assert article.published_at is not None
    assert article.date is not None
    assert (article.published_at.date(), article.date.precision) == (date(2023, 3, 7), "day")


@pytest.mark.parametrize(
    "told",
    [
        "<h2>Pameran dibuka 12 Agustus 2022 di Solo</h2>",
        "<p>Pengiriman ini menyusul pelepasan pertama yang berlangsung pada 12 Agustus 2022.</p>",
    ],
    ids=["subtitle", "sentence"],
)
def test_day_that_a_subtitle_or_sentence_tells_of_is_no_publication(told):
    html = page(f"{H1}{told}<div class='isi'>{p(*TEXT)}</div>")
    assert read(html, URL).published_at is None


def test_time_of_an_update_is_no_part_of_a_date_that_has_its_own():
    assert read(THEMES["updates with their time of day"], URL).date.raw == "Selasa, 07 Mar 2023 20:59 WIB"


# ---------------------------------------------------------------- the summary


@pytest.mark.parametrize("name", ["lead", "entry-summary", "post-intro", "artikel_ringkasan"])
def test_introduction_above_the_text_is_the_summary(name):
    told = "Keripik singkong buatan warga menembus pasar luar negeri untuk pertama kali."
    article = read(page(f"{H1}{SHOWN}<div class='{name}'>{told}</div><div class='isi'>{p(*TEXT)}</div>"), URL)
    assert (article.summary, article.body) == (told, BODY)


# ---------------------------------------------------------------- no article


def listing(head: str, items: str) -> str:
    return (
        f"<html><head><title>{head} | Kabar Kita</title></head><body><header>{NAV}</header><main><h1>{head}</h1>"
        f"{items}</main><aside>{LIST}</aside><footer>{FOOTER}</footer></body></html>"
    )


WHOLE = "".join(
    f"<article><h2 class='entry-title'><a href='/c{n}'>{OTHERS[n]} {n}</a></h2><div class='entry-content'>"
    f"{p(*[f'{t} Edisi {n}.' for t in LONG])}</div></article>"
    for n in range(4)
)
LISTS = {
    "teasers": listing("Ekonomi", teasers(10)),
    "two teasers": listing("Ekonomi", teasers(2)),
    "archive of a theme": listing("Kategori: Ekonomi", teasers(10, TEASER * 2)),
    "headlines": listing("Indeks Berita", LIST * 3),
    "cards in links": listing(
        "Kabar Kita",
        "".join(
            f"<div><a href='/c{n}'><h5>{t} {n}</h5></a><p>{TEASER}</p></div>" for n, t in enumerate(OTHERS)
        ),
    ),
    "whole articles": listing("Kabar Kita", WHOLE),
}
NOTICES = {
    "not found": listing("Halaman Tidak Ditemukan", p("Maaf, halaman yang anda cari tidak ditemukan atau sudah dipindahkan.")),
    "number": listing("404 - Kabar Kita", p("Maaf, halaman yang anda cari sudah tidak ada di sini atau dipindahkan.")),
    "search": listing("Hasil Pencarian: ekspor", p("Tidak ada yang cocok dengan kata kunci. Coba kata kunci lain.")),
    "guard": "<title>Just a moment...</title><h1>Just a moment...</h1><p>We are checking whether you are human. This takes a moment.</p>",
}  # fmt: skip


@pytest.mark.parametrize("form", LISTS)
def test_list_of_articles_is_refused(form):
    with pytest.raises(Unreadable, match=r"^https://\S+ is a list of articles, no article itself$"):
        read(LISTS[form], "https://kabardesa.example/kategori/ekonomi")


@pytest.mark.parametrize("form", NOTICES)
def test_notice_instead_of_an_article_is_refused(form):
    with pytest.raises(Unreadable, match=r"^https://\S+ is a notice that there is nothing to read$"):
        read(NOTICES[form], URL)


def test_short_article_beside_headlines_is_one():
    html = page(f"<div>{H1}{SHOWN}{p(*TEXT[:2])}</div>", side=LIST * 2)
    assert read(html, URL).body == "\n\n".join(TEXT[:2])


def test_short_article_below_headlines_is_one_if_the_page_calls_itself_so():
    html = page(
        f"{H1}{LIST}<div>{p(*TEXT[:2])}</div>",
        head="<meta property='og:type' content='article'>",
        side="",
        after="",
    )
    assert TEXT[0] in read(html, URL).body


def test_text_below_headings_that_lead_to_themselves_is_one_article():
    parts = "".join(
        f"<h2><a href='#b{n}'>Bagian nomor {n} dari seluruh uraian ini</a></h2><p>{t}</p>"
        for n, t in enumerate(LONG)
    )
    assert LONG[3] in read(page(f"{H1}<div>{parts}</div>"), URL).body


def test_article_about_what_was_not_found_is_one():
    title = "Artikel Sejarah Keripik Tidak Ditemukan di Perpustakaan Kota, Perajin Menulis Sendiri"
    html = page(f"<h1>{title}</h1>{SHOWN}<div>{p(*LONG)}</div>").replace(f"<title>{TITLE}", f"<title>{title}")
    assert read(html, URL).title == title


def test_text_of_a_footer_is_no_article():
    with pytest.raises(Unreadable, match="holds no article text"):
        read(
            f"<title>Kabar Kita</title><p>Tidak ada berita.</p><div class='footer-bawah'>{p(ABOUT)}</div>",
            URL,
        )


def test_count_of_comments_above_the_text_ends_nothing():
    html = page(f"{H1}{SHOWN}<div class='isi'>{p(TEXT[0])}<span>3 Komentar</span>{p(*TEXT[1:])}</div>")
    assert read(html, URL).body == BODY


def test_rule_of_the_site_is_believed_over_the_look_of_a_list():
    assert read(LISTS["whole articles"], URL, rule=SiteRule(body="article:first-of-type p")).body


# ---------------------------------------------------------------- hostile pages

HEAD = f"<html><title>{TITLE}</title><body>{H1}"
HUGE = {
    "bold words": HEAD + "<p>" + "<b>kata</b> " * 500_000,
    "breaks": HEAD + "<div>" + "kata kunci<br>" * 350_000,
    "breaks that show": HEAD + "<pre>" + "kata kunci\n" * 450_000,
    "classes of all kinds": HEAD
    + "".join(f"<div class='tag-{n} photo-{n}'>x{n}</div>" for n in range(60_000)),
    "captions": HEAD + "<figure class='foto'><img><figcaption>Foto: X</figcaption></figure>" * 60_000,
    "headlines": HEAD
    + "".join(f"<h2><a href='/{n}'>Berita nomor {n} dari kota ini</a></h2>" for n in range(60_000)),
    "dates": HEAD + "<time>7 Maret 2023 20:59 WIB</time>" * 90_000 + p(*TEXT),
    "boxes of one class": HEAD
    + "".join(f"<div class='k'><p>{LONG[n % 6]} {n}</p></div>" for n in range(2_500)),
}


@pytest.mark.parametrize("kind", HUGE)
def test_huge_page_is_read_or_refused_in_time(kind):
    started = perf_counter()
    with suppress(Unreadable):
        read(HUGE[kind], URL)
    assert timedelta(seconds=perf_counter() - started) < timedelta(seconds=20)
