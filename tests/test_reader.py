# markup reads better in long lines
"""What reading a page promises: outlets' kinds of markup, of all eras, with text of our own."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.links import article_id, article_url, canonical_url
from crawler.markup import decode, plain
from crawler.reader import Hints, SiteRule, read, read_pages
from entities.errors import Unreadable

WIB = timezone(timedelta(hours=7))
URL = "https://www.kabarkita.example/ekonomi/2023/03/07/keripik-solo-ke-jepang"
TITLE = "Keripik Singkong Solo Terbang ke Jepang"
TEXT = (
    "Sebanyak tiga kontainer keripik singkong dilepas ke Jepang dari halaman balai kota, Selasa (7/3/2023).",
    "Kepala Dinas Koperasi mengatakan pengiriman itu yang pertama tahun ini dan akan disusul dua lagi.",
    "“Pembeli di Osaka meminta rasa asin dan rumput laut, masing-masing satu kontainer,” katanya.",
    "Nilai transaksi mencapai Rp1,5 miliar, naik dua kali lipat dibanding pengiriman tahun lalu ke Korea.",
    "Koperasi itu menaungi 40 perajin di tiga kelurahan dan memakai rumah kemasan milik pemerintah kota.",
    "“Kami berharap pengrajin lain ikut menyusul tahun depan,” ujarnya.",
)
OTHERS = [f"Harga Cabai di Pasar Legi Naik Lagi Menjelang Hari Raya Bagian {n}" for n in range(8)]
TEASER = "Harga cabai di pasar naik lagi menjelang hari raya, dan pedagang mengaku stok dari petani berkurang jauh."

NAV = "<ul class='menu'>" + "".join(f"<li><a href='/k{n}'>Kanal {n}</a></li>" for n in range(12)) + "</ul>"
LIST = "<ul>" + "".join(f"<li><a href='/b{n}'>{t}</a></li>" for n, t in enumerate(OTHERS)) + "</ul>"
CARDS = "".join(
    f"<div><h4><a href='/c{n}'>{t}</a></h4><p>{TEASER}</p><span>3 jam yang lalu</span></div>"
    for n, t in enumerate(OTHERS[:4])
)
COMMENTS = "".join(
    f"<li><b>Pembaca {n}</b><p>Semoga makin maju usaha kecil kita dan makin banyak yang ikut serta.</p></li>"
    for n in range(3)
)
FOOTER = (
    "<p>Kabar Kita adalah media warga kota yang terbit sejak lama dan dibaca banyak orang setiap harinya.</p>"
)


def page(article: str, head: str = "", side: str = LIST, after: str = CARDS) -> str:
    """A whole page: menu, article, sidebar, teasers, comments and footer, as sites have them."""
    return f"""<!DOCTYPE html><html><head><title>{TITLE} | Kabar Kita</title>{head}</head><body>
<div id="wrap"><header>{NAV}<p>Senin, 23 Nov 2026</p></header><div class="row"><div class="col-8">{article}
<div class="bawah"><h3>Pilihan Redaksi</h3>{after}</div><div id="comments"><h3>3 Komentar</h3><ol>{COMMENTS}</ol></div></div>
<div class="col-4">{side}</div></div><footer>{FOOTER}</footer></div></body></html>"""


def p(*texts: str) -> str:
    return "".join(f"<p>{t}</p>" for t in texts)


def junky(*texts: str) -> str:
    """Paragraphs with an advert, an insert and a share box among them."""
    ad = "<div class='iklan'><script>x()</script>ADVERTISEMENT</div>"
    insert = f"<p><strong>Baca juga: <a href='/b1'>{OTHERS[1]}</a></strong></p>"
    return p(*texts[:2]) + ad + p(*texts[2:4]) + insert + p(*texts[4:])


def br(*texts: str) -> str:
    return "<br /><br />\n".join(texts)


SHOWN = "<span class='tanggal'>Selasa, 07 Mar 2023 20:59 WIB</span>"
H1 = f"<h1>{TITLE}</h1>"
MARKUP = {
    "paragraphs in an article": f"<article>{H1}{SHOWN}{junky(*TEXT)}</article>",
    "itemprop, text and breaks": f"{H1}{SHOWN}<div itemprop='articleBody'>{br(*TEXT)}<p>Editor: Rina Sari</p></div>",
    "single breaks": f"{H1}<div class='isi'>" + "<br>".join(TEXT) + "</div>",
    "a div for each paragraph": f"{H1}{SHOWN}<div class='x1'>"
    + "".join(f"<div>{t}</div>" for t in TEXT)
    + "</div>",
    "hashed classes": (
        f"<main class='sc-1f2a'><h1 class='sc-9e'>{TITLE}</h1><div class='sc-7b'>7 Maret 2023 | 20:59 WIB</div>"
        f"<div class='sc-a1'><div class='sc-b2'>{p(*TEXT[:3])}</div><div class='sc-b2'>{p(*TEXT[3:])}</div></div></main>"
    ),
    "tables of 2010": (
        f"<table width='100%'><tr><td>{LIST}</td><td><table><tr><td><font size=4><b>{TITLE}</b></font></td></tr>"
        f"<tr><td>Selasa, 07/03/2023 20:59 WIB</td></tr><tr><td>{br(*TEXT)}</td></tr></table></td></tr></table>"
    ),
    "first paragraph outside the rest": f"{H1}<div class='konten'>{TEXT[0]}<div>{'<br><br>'.join(TEXT[1:])}</div></div>",
    "detik": (
        f"<article class='detail'><div class='detail__header'><h1 class='detail__title'>{TITLE}</h1><div class='detail__author'>"
        "Rina Sari - <span class='detail__label'>kabarFinance</span></div><div class='detail__date'>Selasa, 07 Mar 2023 20:59"
        " WIB</div></div><div class='detail__media'><figure><img><figcaption class='detail__media-caption'>Pelepasan ekspor"
        " di balai kota. Foto: Rina Sari</figcaption></figure></div><div class='detail__body itp_bodycontent_wrapper'><div "
        f"class='detail__body-text itp_bodycontent'><strong>Solo</strong> - {p(*TEXT[:2])}<div class='parallaxindetail "
        f"scrollpage'>SCROLL TO CONTINUE WITH CONTENT</div>{p(TEXT[2])}<table class='linksisip'><tr><td><div class='lihatjg'>"
        f"<strong>Baca juga: </strong><a href='/b'>{OTHERS[2]}</a></div></td></tr></table>{p(*TEXT[3:5])}<p>{TEXT[5]}</p>"
        "<strong>(abc/def)</strong></div><div class='detail__body-tag'><a href='/tag/ekspor'>ekspor</a></div></div></article>"
    ),
    "kompas": (
        f"<h1 class='read__title'>{TITLE}</h1><div class='read__time'>Kabarkita.com - 07/03/2023, 20:59 WIB</div>"
        f"<div class='photo__caption'>Pelepasan ekspor di balai kota.(KABARKITA/RINA SARI)</div>"
        f"<div class='read__content'><div class='clearfix'><p><strong>SOLO, KABARKITA.com</strong> - {TEXT[0]}</p>{p(TEXT[1])}"
        f"<p class='inject-baca-juga'><strong>Baca juga: <a href='/b'>{OTHERS[3]}</a></strong></p>{p(*TEXT[2:])}"
        "<div id='EndOfArticle'></div></div></div><p>Simak breaking news dan berita pilihan kami langsung di ponselmu. Pilih "
        "saluran andalanmu akses berita Kabarkita.com WhatsApp Channel : https://wa.example/x.</p>"
    ),
    "kompas of 2016": (
        f"<h4 class='breadcrump'><a href='/'>Bola</a> / <a href='/l'>Liga</a></h4><h2>{TITLE}</h2><div class='social'><div "
        f"class='kcm-date'>Selasa, 7 Maret 2023 | 20:59 WIB</div><ul class='social__wrap'><li><a href='#'>komentar</a></li></ul>"
        "</div><div class='photo'><img><span class='pb_10 author'>KABARKITA/RINA SARI</span> Pelepasan ekspor di balai kota."
        f"</div><div class='read-text'><div class='span2'><div class='kcm-read-terkait'><h4>Berita Terkait</h4>{LIST}</div></div>"
        f"<div class='span6'><span class='kcmread'><br /><strong>SOLO, KABARKITA.com &mdash;</strong>&nbsp;{br(*TEXT)}</span>"
        "<table class='grey'><tr><td>Penulis</td><td>: Rina Sari</td></tr><tr><td>\n Editor\n</td><td>\n : Budi Jaya </td>"
        "</tr></table></div></div>"
    ),
    "tribun": (
        f"<div id='article'><h1 id='arttitle'>{TITLE}</h1><time>Selasa, 7 Maret 2023 20:59 WIB</time><div id='article_con'>"
        "<div class='side-article txt-article multi-fontsize editcontent'><p><strong>Laporan Wartawan KabarSolo.com, Rina Sari"
        f"</strong></p><p><strong>KABARSOLO.COM, SOLO - </strong>{TEXT[0]}</p>{p(TEXT[1])}<p class='baca'><strong>Baca juga: "
        f"<a href='/b'>{OTHERS[0]}</a></strong></p>{p(*TEXT[2:])}<p>(*)</p></div><div class='credit'><div id='penulis'>"
        "Penulis: <a href='/p'>Rina Sari</a></div><div id='editor'>Editor: <a href='/e'>Budi Jaya</a></div></div></div></div>"
    ),
    "jpnn": (
        f"<h1 class='judul'>{TITLE}</h1><span class='silver'>Selasa, 07 Maret 2023 – 20:59 WIB</span><div itemprop='articleBody'>"
        f"<p><strong>kabarkita.com, SOLO - </strong>{TEXT[0]}</p>{p(*TEXT[1:3])}<p class='baca-juga'>BACA JUGA:<a href='/b'>"
        f"{OTHERS[4]}</a></p>{p(*TEXT[3:5])}<p>{TEXT[5]} <strong>(rin/kita)</strong></p><p>Redaktur &amp; Reporter : Rina Sari</p></div>"
    ),
    "liputan6": (
        f"<header class='read-page--header'><h1 class='read-page--header--title'>{TITLE}</h1><p class='read-page--header--"
        "author__datetime-wrapper'>Diterbitkan 07 Maret 2023, 20:59 WIB</p></header><div class='article-content-body'><div class="
        f"'article-content-body__item-content'><p><b>Kabarkita.com, Solo </b>{TEXT[0]}</p>{p(TEXT[1])}<div class='baca-juga-"
        f"collections'><p>Baca Juga</p>{LIST}</div>{p(*TEXT[2:4])}<p>Baca Juga</p><ul><li><a href='/b'>{OTHERS[5]}</a></li></ul>"
        f"{p(*TEXT[4:])}</div></div>"
    ),
    "okezone": (
        f"<div class='title-article'><h1>{TITLE}</h1></div><div class='journalist'><span>Rina Sari, Jurnalis-Selasa 07 Maret 2023"
        f" 20:59 WIB</span></div><div class='c-detail read' id='contentx'><p><strong>SOLO</strong> - {TEXT[0]}</p>{p(*TEXT[1:3])}"
        f"<div class='detads'>Baca Juga: <a href='/b'>{OTHERS[6]}</a></div><p>Follow Berita Kabar Kita di Google News</p>"
        f"{p(*TEXT[3:5])}<p>{TEXT[5]}</p><p>(Rina Sari)</p></div>"
    ),
    "cnn": (
        f"<h1 class='mb-2 text-[32px]'>{TITLE}</h1><div class='text-cnn_grey text-sm mb-4'>Selasa, 07 Mar 2023 20:59 WIB</div>"
        f"<div class='detail-wrap flex gap-4'><div class='detail-text text-cnn_black min-w-0'><p><strong>Solo, Kabar Indonesia"
        f"</strong> -- {TEXT[0]}</p>{p(*TEXT[1:3])}<div class='paradetail'><p>ADVERTISEMENT</p></div><table class='linksisip'>"
        f"<tr><td><p>Pilihan Redaksi</p>{LIST}</td></tr></table>{p(*TEXT[3:5])}<p>{TEXT[5]} (abc/def)</p><p>[Gambas:Video Kita]"
        "</p></div></div>"
    ),
    "merdeka": (
        f"<h1 class='article-title'>{TITLE}</h1><p class='article-subtitle'>Selasa, 7 Mar 2023 20:59:00</p><div class='dt-article'>"
        f"<p><b>Merdekakita.com - </b>{TEXT[0]}</p>{p(*TEXT[1:4])}<p><b>BACA JUGA:<br><a href='/b'>{OTHERS[7]}</a><br>"
        f"<a href='/b2'>{OTHERS[6]}</a></b></p>{p(*TEXT[4:])}<p>[rin]</p></div>"
    ),
    "sindonews": (
        f"<h1 class='detail-title'>{TITLE}</h1><div class='detail-date-artikel'>Selasa, 07 Maret 2023 - 20:59 WIB</div>"
        f"<div class='detail-desc' id='detail-desc'><b>SOLO</b> - {TEXT[0]}<br><br>{TEXT[1]}<br><br><div class='baca-inline'>"
        f"Baca juga: <a href='/b'>{OTHERS[1]}</a></div><br>{br(*TEXT[2:])}<br><br></div><div class='editor'>(rin)</div>"
    ),
    "suara": (
        f"<h1>{TITLE}</h1><div class='date-article'>Selasa, 07 Maret 2023 | 20:59 WIB</div><article class='detail-content'>"
        f"<p><strong>Kabar.com -</strong> {TEXT[0]}</p>{p(*TEXT[1:3])}<p><strong>Baca Juga:<a href='/b'>{OTHERS[2]}</a></strong>"
        f"</p><p class='new-ads'>Scroll untuk membaca artikel</p>{p(*TEXT[3:])}</article>"
    ),
    "kontan": (
        f"<h1 class='detail-desk'>{TITLE}</h1><div class='fs14 font-gray'>Selasa, 07 Maret 2023 / 20:59 WIB</div><div class="
        f"'tmpt-desk-kon' itemprop='articleBody'><p>Reporter: <strong>Rina Sari</strong> | Editor: <strong>Budi Jaya</strong></p>"
        f"<p><strong>KABAR.CO.ID - SOLO.</strong> {TEXT[0]}</p>{p(*TEXT[1:3])}<p><strong>Baca Juga: <a href='/b' class='track-x'>"
        f"{OTHERS[3]}</a></strong></p>{p(*TEXT[3:])}<p>Cek Berita dan Artikel yang lain di Google News</p></div>"
    ),
    "republika": (
        f"<div class='max-card__title'><h1>{TITLE}</h1></div><div class='date date-item__headline'>Selasa 07 Mar 2023 20:59 WIB"
        "</div><div>Rep: Rina Sari/ Red: Budi Jaya</div><div class='max-card__caption'>Foto: Antara/Rina Sari</div><div class="
        f"'article-content'><article><p>KABARKITA.CO.ID, SOLO -- {TEXT[0]}</p>{p(TEXT[1])}<div><p>Baca Juga</p>{LIST}</div>"
        f"<p>Advertisement</p>{p(*TEXT[2:])}</article></div>"
    ),
    "tagDiv Newspaper": (
        "<div class='td-post-template-2'><div class='entry-crumbs'><span><a class='entry-crumb' href='/'>Beranda</a></span> <span>"
        f"<a class='entry-crumb' href='/d'>Daerah</a></span></div><h1 class='entry-title'>{TITLE}</h1><div class='td-post-author-"
        "name'>Oleh <a href='/a'>Rina Sari</a></div><time class='entry-date' datetime='2023-03-07T20:59:00+07:00'>Selasa 7 Mar 2023"
        " 20:59 WIB</time><div class='td-post-featured-image'><figure><img><figcaption class='wp-caption-text'>Pelepasan ekspor / "
        f"Foto: Rina Sari</figcaption></figure></div><div class='td-post-content tagdiv-type'>{p(*TEXT[:2])}<div class='td-a-rec'>"
        f"<span>- Advertisement -</span></div><div class='u1f2'><a href='/b' class='u1f2'><span class='ctaText'>Baca Juga :</span>"
        f"&nbsp; <span class='postTitle'>{OTHERS[4]}</span></a></div>{p(*TEXT[2:])}</div><ul class='td-tags'><li><span>LABEL</span>"
        "</li><li><a href='/tag/ekspor/'>ekspor</a></li></ul></div>"
    ),
    "JNews": (
        f"<div class='jeg_inner_content'><div class='entry-header'><h1 class='jeg_post_title'>{TITLE}</h1><div class='jeg_meta_date'>"
        f"<a href='/'>7 Maret 2023</a></div></div><div class='entry-content with-share'><div class='jeg_share_button share-float'>"
        f"<a href='#'>Share on Facebook</a></div><div class='content-inner'>{p(*TEXT[:3])}<div class='jnews_inline_related_post'>"
        f"<h3>Baca Juga</h3><article><h3><a href='/b'>{OTHERS[5]}</a></h3></article></div>{p(*TEXT[3:])}<div class='jeg_post_tags'>"
        "<span>Tags:</span> <a href='/tag/ekspor/' rel='tag'>ekspor</a></div></div></div></div>"
    ),
    "WordPress of old": (
        f"<div id='content'><div class='post-12 post type-post category-ekonomi tag-ekspor tag-terkini' id='post-12'><h2 class="
        f"'entry-title'>{TITLE}</h2><div class='entry-meta'>Posted on <a href='/'>7 Maret 2023</a> by <a href='/a'>admin</a></div>"
        f"<div class='entry-content'>{p(*TEXT)}<div class='sharedaddy'><h3>Share this:</h3><ul><li><a href='#'>Twitter</a></li></ul>"
        "</div><div id='jp-relatedposts'><h3>Related</h3></div></div></div><div id='respond'><h3>Leave a Reply</h3><p>Your email "
        "address will not be published. Required fields are marked *</p></div></div>"
    ),
    "AMP": (
        f"<article class='amp-wp-article'><h1 class='amp-wp-title'>{TITLE}</h1><amp-img src='x'></amp-img><div class='amp-wp-article-"
        f"content'>{p(*TEXT[:3])}<amp-ad width='300'>iklan besar sekali di sini untuk semua pembaca kami yang setia</amp-ad>"
        f"{p(*TEXT[3:])}</div></article>"
    ),
    "printed twice for two screens": (
        f"<div class='desktop'>{H1}{SHOWN}{p(*TEXT)}<p>Rina S.</p></div><div class='mobile'>{H1}{SHOWN}{p(*TEXT)}</div>"
    ),
    "Blogger": (
        f"<h2 class='date-header'>Selasa, 07 Maret 2023</h2><h3 class='post-title entry-title'>{TITLE}</h3><div class='post-body "
        f"entry-content'><div style='text-align: justify;'>{br(*TEXT)}</div></div><div class='post-footer'>Diposting oleh "
        "<a>Rina Sari</a> di 20.59</div>"
    ),
    "Joomla": (
        f"<div class='item-page'><h2 itemprop='headline'>{TITLE}</h2><dl class='article-info muted'><dd class='createdby'>Ditulis "
        f"oleh Rina Sari</dd><dd class='hits'>Dilihat: 120</dd></dl><div itemprop='articleBody'>{p(*TEXT)}</div></div>"
    ),
    "town hall": (
        f"<div class='row'><div class='col-md-8'><h3>{TITLE}</h3><small>07 Maret 2023 20:59 | Dilihat 231 kali | Admin</small><div "
        f"class='text-justify'>{p(*TEXT)}</div></div></div>"
    ),
    "upper case of the nineties": (
        f"<TABLE><TR><TD>{LIST}</TD><TD><H2>{TITLE}</H2><FONT SIZE=2>{'<BR><BR>'.join(TEXT)}</FONT></TD></TR></TABLE>"
    ),
    "paragraphs never closed": H1 + "".join(f"<p>{t}" for t in TEXT) + "<div></div>",
    "ASP.NET form around all": f"<form id='aspnetForm' class='form'>{H1}<div id='ctl00_isi'>{p(*TEXT)}</div></form>",
    "bold subheading and list": f"<article>{H1}{p(*TEXT)}</article>",
}


@pytest.mark.parametrize("kind", MARKUP)
def test_every_kind_of_markup_gives_title_and_text(kind):
    article = read(page(MARKUP[kind]), URL)
    assert article.title == TITLE
    assert article.body == "\n\n".join(TEXT)


@pytest.mark.parametrize("kind", [kind for kind in MARKUP if "20:59" in MARKUP[kind]])
def test_shown_date_is_read_in_every_kind_of_markup(kind):
    assert read(page(MARKUP[kind]), "").published_at == datetime(2023, 3, 7, 20, 59, tzinfo=WIB)


AUTHORED = {
    "detik": (("Rina Sari",), None),
    "kompas of 2016": (("Rina Sari",), "Budi Jaya"),
    "tribun": (("Rina Sari",), "Budi Jaya"),
    "okezone": (("Rina Sari",), None),
    "kontan": (("Rina Sari",), "Budi Jaya"),
    "republika": (("Rina Sari",), "Budi Jaya"),
    "tagDiv Newspaper": (("Rina Sari",), None),
    "printed twice for two screens": (("Rina S.",), None),
    "itemprop, text and breaks": ((), "Rina Sari"),
    "WordPress of old": ((), None),
    "Blogger": (("Rina Sari",), None),
    "Joomla": (("Rina Sari",), None),
}


@pytest.mark.parametrize("kind", AUTHORED)
def test_author_and_editor_are_persons(kind):
    article = read(page(MARKUP[kind]), URL)
    assert (article.authors, article.editor) == AUTHORED[kind]


DATELINED = {
    "detik": "Solo",
    "kompas": "SOLO",
    "kompas of 2016": "SOLO",
    "liputan6": "Solo",
    "cnn": "Solo",
    "kontan": "SOLO",
}


@pytest.mark.parametrize("kind", DATELINED)
def test_dateline_is_a_field(kind):
    assert read(page(MARKUP[kind]), URL).dateline == DATELINED[kind]


def test_credits_below_the_text_are_read_from_label_and_name():
    credit = (
        "<div class='credit'><div>Penulis</div><h6>Rina Sari</h6><div>Editor</div><h6>Budi Jaya</h6></div>"
    )
    article = read(page(f"<div class='baca'>{H1}<div>{p(*TEXT)}</div></div>{credit}"), URL)
    assert (article.authors, article.editor) == (("Rina Sari",), "Budi Jaya")


def test_keywords_of_the_site_are_no_tags():
    head = "<meta name='keywords' content='ekspor, umkm, berita terkini'><meta name='keywords' content='News,Bola,Video'>"
    assert read(page(f"<article>{H1}{p(*TEXT)}</article>", head), URL).tags == ("ekspor", "umkm")


def test_captions_tags_and_section_are_fields():
    article = read(page(MARKUP["tagDiv Newspaper"]), URL)
    assert article.captions == ("Pelepasan ekspor / Foto: Rina Sari",)
    assert article.tags == ("ekspor",)
    assert article.section == "Daerah"


def test_what_the_site_says_of_itself_is_no_summary():
    head = "<meta name='description' content='Website Resmi Pemerintah Kota Uji'>"
    assert read(page(MARKUP["Joomla"], head), URL).summary is None


def test_links_right_after_the_date_are_tags():
    links = "<a href='/k/umkm'>UMKM</a> <a href='/k/ekspor'>Ekspor</a>"
    html = page(f"<div>{H1}<div><span>7 March 2023 20:59 WIB</span>{links}</div>{p(*TEXT)}</div>")
    assert read(html, URL).tags == ("UMKM", "Ekspor")


def test_links_to_share_after_the_date_are_no_tags():
    links = "<a href='#f'>Facebook</a> <a href='#w'>WhatsApp</a>"
    html = page(f"<div>{H1}<div><span>7 March 2023 20:59 WIB</span>{links}</div>{p(*TEXT)}</div>")
    assert read(html, URL).tags == ()


def test_time_of_day_on_its_own_line_belongs_to_the_date_above():
    html = page(f"<div>{H1}<ul><li>Maret 7, 2023</li><li>8:59 pm</li></ul>{p(*TEXT)}</div>")
    assert read(html, URL).published_at == datetime(2023, 3, 7, 20, 59, tzinfo=WIB)


def test_date_beside_the_writers_name_is_no_part_of_it():
    box = "<div class='media-author'><strong>Rina Sari</strong><span>Selasa, 07 Maret 2023 - 20:59 WIB</span></div>"
    assert read(page(f"<div>{H1}{box}{p(*TEXT)}</div>"), URL).authors == ("Rina Sari",)


# ---------------------------------------------------------------- neighbours of the text that are like it

ABOUT = (
    "Kabar Kita lahir dari semangat warga untuk berbagi kabar tentang kota, dari pasar hingga balai kota. "
    * 6
)
ARTICLE = f"<article>{H1}{SHOWN}{p(*TEXT)}</article>"


def said(n: int) -> str:
    return f"Komentar pembaca nomor {n} yang panjang sekali tentang keripik dan harga singkong di pasar."


NEIGHBOURS = {
    "many comments": page(
        f"<div class='x'>{H1}{p(*TEXT)}</div><div class='komentar-list'>{p(*map(said, range(40)))}</div>"
    ),
    "comments without a name": page(
        f"<div class='x'>{H1}{p(*TEXT)}</div><h3>Komentar</h3><div class='k9'>"
        + "".join(
            f"<div><b>Pembaca {n}</b><span>2 jam lalu</span>{p(said(n))}<a href='#'>Balas</a></div>"
            for n in range(20)
        )
        + "</div>"
    ),
    "prose in a column to the left": (
        f"<html><head><title>{TITLE} - Kabar Kita</title></head><body><div class='kiri'>{p(ABOUT)}{LIST}</div><div class='kanan'>"
        f"{H1}{p(*TEXT)}</div></body></html>"
    ),
    "wrapper named like junk": page(
        f"<div class='share-wrap'>{H1}<div class='post-meta'>{p(*TEXT)}</div></div>"
    ),
    "keywords as links in the sentence": page(
        f"<div class='z'>{H1}{p(*TEXT)}</div>".replace(
            "keripik", "<a class='tag-link' href='/tag/keripik'>keripik</a>"
        )
    ),
    "share button inside a paragraph": page(
        f"<div class='z'>{H1}{p(*TEXT[:3])}<p>{TEXT[3]}<span class='share'>Share</span></p>{p(*TEXT[4:])}</div>"
    ),
    "hidden copy for print": page(f"{H1}<div>{p(*TEXT)}</div><div style='display:none'>{p(*TEXT)}</div>"),
    "teasers inside links": page(
        ARTICLE,
        after="".join(
            f"<a href='/x{n}'><div><h4>{t}</h4><p>{TEASER}</p></div></a>" for n, t in enumerate(OTHERS)
        ),
    ),
    "teasers without links": page(
        ARTICLE,
        side="".join(f"<div><h5>{t}</h5><p>{TEASER} Bagian {n}.</p></div>" for n, t in enumerate(OTHERS)),
    ),
    "text in sections with adverts between": page(
        f"<main>{H1}<section>{p(*TEXT[:2])}</section><section class='ads'>Iklan</section><section>{p(*TEXT[2:4])}</section>"
        f"<section>{p(*TEXT[4:])}</section></main>"
    ),
    "quotation set apart": page(
        f"{H1}<div>{p(*TEXT[:2])}<blockquote>{p(TEXT[2])}</blockquote>{p(*TEXT[3:])}</div>"
    ),
    "pull quote that repeats": page(
        f"{H1}<div>{p(*TEXT[:4])}<blockquote>{TEXT[3][:70]}</blockquote>{p(*TEXT[4:])}</div>"
    ),
    "inserts of several makes": page(
        f"{H1}<div>{p(*TEXT[:2])}<div><span>Baca juga :</span> <a href='/1'>{OTHERS[1]}</a></div>{p(TEXT[2])}<div><div>Baca Juga"
        f"</div><div><a href='/2'>{OTHERS[2]}</a></div></div>{p(TEXT[3])}<p>Baca Juga</p><p>{OTHERS[2]}</p>{p(*TEXT[4:])}</div>"
    ),
}


NEIGHBOURS |= {
    "digest that a machine made": page(
        f"{H1}<article><div><p>Ringkasan Berita</p><ul><li>Usaha kecil mengirim barang ke luar negeri.</li><li>Nilainya naik."
        f"</li></ul><p>* Ringkasan ini dibantu dengan menggunakan AI</p></div>{p(*TEXT)}</article>"
    ),
    "end of a press release": page(
        f"<div>{H1}{p(*TEXT)}<p>--selesai--</p><p>Informasi lebih lanjut hubungi:<br>Kepala Biro Humas</p></div>"
    ),
    "paging of a town's portal": page(
        f"<div>{H1}{p(*TEXT[:5])}<p>{TEXT[5]} (hms)</p><ul><li>&lt; Prev</li><li>Next &gt;</li></ul></div>"
    ),
    "invitation to a channel": page(
        f"<div>{H1}{p(*TEXT)}<p>Selalu update info terkini dari Kabar Kita di kanal Telegram. Klik https://t.me/kabar untuk "
        "bergabung.</p></div>"
    ),
    "note of the desk": page(f"<div>{H1}{p(*TEXT)}<p>**Kabar Kita mengajak pembaca berbagi.</p></div>"),
}


@pytest.mark.parametrize("kind", NEIGHBOURS)
def test_what_stands_around_the_text_stays_out(kind):
    assert read(NEIGHBOURS[kind], URL).body == "\n\n".join(TEXT)


def test_short_article_is_not_lost_beside_a_long_footer():
    html = page(f"<div class='q'>{H1}{p(*TEXT[:2])}</div>", side="").replace(FOOTER, p(ABOUT, ABOUT))
    assert read(html, URL).body == "\n\n".join(TEXT[:2])


def test_short_article_is_not_lost_beside_longer_snippets_without_links():
    snippets = "".join(
        f"<div><b>{t}</b><div>{TEASER} {TEASER} Bagian {n}.</div></div>" for n, t in enumerate(OTHERS)
    )
    html = page(
        f"<div class='teks'>{H1}{p(*TEXT[:3])}</div>", side=f"<div class='kabar'>{snippets}</div>", after=""
    )
    assert read(html, URL).body == "\n\n".join(TEXT[:3])


def test_list_and_subheading_inside_the_text_stay():
    html = page(
        f"{H1}<div>{p(*TEXT[:3])}<h3>Rasa yang dikirim</h3><ul><li>Asin</li><li>Pedas manis</li></ul>{p(*TEXT[3:])}</div>"
    )
    assert read(html, URL).body == "\n\n".join(
        (*TEXT[:3], "Rasa yang dikirim", "Asin", "Pedas manis", *TEXT[3:])
    )


def test_row_of_a_table_is_one_line():
    rows = "<table><tr><td>Keripik</td><td>3 ton</td></tr><tr><td>Kopi</td><td>18 ton</td></tr></table>"
    html = page(f"{H1}<div>{p(*TEXT[:3])}{rows}{p(*TEXT[3:])}</div>")
    assert read(html, URL).body == "\n\n".join((*TEXT[:3], "Keripik 3 ton", "Kopi 18 ton", *TEXT[3:]))


def test_list_that_ends_the_text_stays():
    html = page(f"{H1}<div>{p(*TEXT)}<ul><li>Asin</li><li>Pedas manis</li></ul></div>")
    assert read(html, URL).body == "\n\n".join((*TEXT, "Asin", "Pedas manis"))


def test_picture_story_is_read_by_its_captions():
    figures = "".join(f"<figure><img><figcaption>{t}</figcaption></figure>" for t in TEXT[:3])
    assert read(
        f"<html><head><title>{TITLE}</title></head><body>{H1}{figures}</body></html>", URL
    ).body == "\n\n".join(TEXT[:3])


# ---------------------------------------------------------------- what the page says to machines


def ld(**fields) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', **fields})}</script>"


def read_with(head: str, shown: str = "", url: str = URL, **more):
    return read(page(f"<article>{H1}{shown}{p(*TEXT)}</article>", head), url, **more)


def test_json_ld_gives_the_fields():
    article = read_with(
        ld(
            headline=TITLE,
            datePublished="2023-03-07T13:59:10Z",
            dateModified="2023-03-07T15:00:00Z",
            author=[{"@type": "Person", "name": "Rina Sari"}],
            editor={"@type": "Person", "name": "Budi Jaya"},
            articleSection="Ekonomi &amp; Bisnis",
            keywords=["ekspor", "umkm", "Editor:Budi Jaya"],
            description="Koperasi perajin di Solo mengirim tiga kontainer ke Osaka.",
            isAccessibleForFree="False",
        )
    )
    assert article.published_at == datetime(2023, 3, 7, 20, 59, 10, tzinfo=WIB)
    assert article.published_at.utcoffset() == timedelta(hours=7)
    assert article.changed_at == datetime(2023, 3, 7, 22, 0, tzinfo=WIB)
    assert (article.authors, article.editor, article.section) == (
        ("Rina Sari",),
        "Budi Jaya",
        "Ekonomi & Bisnis",
    )
    assert article.tags == ("ekspor", "umkm")
    assert article.summary == "Koperasi perajin di Solo mengirim tiga kontainer ke Osaka."
    assert article.premium


BROKEN = [
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","datePublished":"2023-03-07T20:59:00+07:00",}</script>',
    '<script type="application/ld+json">{"@type":"NewsArticle","description":"a\nb","datePublished":"2023-03-07T20:59:00+07:00"}</script>',
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"di "sini"","datePublished":"2023-03-07T20:59:00+07:00"</script>',
    '<script type="application/ld+json">{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;datePublished&quot;:&quot;2023-03-07T20:59:00+07:00&quot;}</script>',
    '<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":["Article","NewsArticle"],"datePublished":"2023-03-07T20:59:00+07:00"}]}</script>',
    '<script type="application/ld+json"><!-- [{"@type":"NewsArticle","datePublished":"2023-03-07T20:59:00+07:00"}] --></script>',
    '<meta property="article:published_time" content="2023-03-07T20:59:00+0700">',
    '<meta itemprop="datePublished" content="2023-03-07 20:59:00">',
]


@pytest.mark.parametrize("head", BROKEN)
def test_broken_metadata_is_still_read(head):
    assert read_with(head, url="").published_at == datetime(2023, 3, 7, 20, 59, tzinfo=WIB)


def test_json_ld_nested_without_end_is_left_alone():
    assert read_with("<script type='application/ld+json'>" + "[" * 100_000 + "</script>").title == TITLE


def test_article_body_of_json_ld_serves_a_page_that_scripts_would_draw():
    head = ld(headline=TITLE, articleBody="\n\n".join(TEXT), datePublished="2023-03-07T20:59:00+07:00")
    html = f"<html><head><title>{TITLE}</title>{head}</head><body><div id='__next'></div></body></html>"
    assert read(html, URL).body == "\n\n".join(TEXT)


def test_article_body_of_json_ld_is_believed_over_teasers_that_are_all_the_page_shows():
    head = ld(headline=TITLE, articleBody="\n\n".join(TEXT), datePublished="2023-03-07T20:59:00+07:00")
    teasers = "".join(f"<div><h4>{t}</h4><p>{TEASER} Bagian {n}.</p></div>" for n, t in enumerate(OTHERS))
    html = (
        f"<html><head><title>{TITLE}</title>{head}</head><body><div id='__next'>{teasers}</div></body></html>"
    )
    assert read(html, URL).body == "\n\n".join(TEXT)


def test_data_that_a_page_draws_itself_from_gives_title_text_and_date():
    others = [{"title": t, "content": f"<p>{TEASER}</p>"} for t in OTHERS]
    news = {"title": TITLE, "publishedAt": "2023-03-07T13:59:00.000Z", "content": p(*TEXT)}
    data = json.dumps({"props": {"pageProps": {"related": others, "news": news}}})
    html = f"<html><head><title>Kabar Kita</title></head><body><div id='__next'>Memuat...</div><script id='__NEXT_DATA__' type='application/json'>{data}</script></body></html>"
    article = read(html, URL)
    assert (article.title, article.body) == (TITLE, "\n\n".join(TEXT))
    assert article.published_at == datetime(2023, 3, 7, 20, 59, tzinfo=WIB)


def test_data_that_streams_into_a_page_gives_the_text():
    pushed = "".join(
        f"<script>self.__next_f.push({json.dumps([1, part])})</script>"
        for part in ('1:["$"]\n2:T5f0,', p(*TEXT[:3]), p(*TEXT[3:]) + '3:{"a":1}')
    )
    html = f"<html><head><title>{TITLE}</title></head><body><div>Memuat...</div>{pushed}</body></html>"
    assert read(html, URL).body == "\n\n".join(TEXT)


@pytest.mark.parametrize("piece", ["<p>", "<p>a</p>", "<p>a<b", "[", "]);", " "])
def test_hostile_data_of_a_drawn_page_is_left_in_time(piece):
    script = f"<script>self.__next_f.push([1,{json.dumps(piece * 100_000)}])</script>"
    data = f"<script id='__NEXT_DATA__' type='application/json'>{piece * 100_000}</script>"
    for held in (script, data):
        assert read(page(ARTICLE, held), URL).body == "\n\n".join(TEXT)


# ---------------------------------------------------------------- dates

FALSE_UTC = '<meta property="article:published_time" content="2023-03-07T20:59:12+00:00">'
TRUE_UTC = '<meta property="article:published_time" content="2023-03-07T13:59:12+00:00">'


def test_false_zone_yields_to_the_shown_time():
    article = read_with(FALSE_UTC, SHOWN)
    assert article.published_at == datetime(2023, 3, 7, 20, 59, tzinfo=WIB)
    assert "false-zone" in article.date.flags


def test_false_zone_corrects_the_change_too():
    head = FALSE_UTC + '<meta property="article:modified_time" content="2023-03-07T21:30:00+00:00">'
    assert read_with(head, SHOWN).changed_at == datetime(2023, 3, 7, 21, 30, tzinfo=WIB)


def test_true_utc_beside_local_time_is_believed():
    article = read_with(TRUE_UTC, SHOWN)
    assert article.published_at == datetime(2023, 3, 7, 20, 59, 12, tzinfo=WIB)
    assert article.date.flags == ()


def test_late_evening_in_utc_is_the_next_day_here():
    head = '<meta property="article:published_time" content="2023-03-07T20:30:00Z">'
    assert read_with(head).published_at.isoformat() == "2023-03-08T03:30:00+07:00"


def test_future_date_is_kept_as_printed_and_not_believed():
    article = read_with(
        "", "<time>7 Maret 2033 10:00 WIB</time>", url="", fetched_at=datetime(2023, 3, 8, tzinfo=UTC)
    )
    assert (article.published_at, article.date.flags) == (None, ("future",))
    assert article.date.raw == "7 Maret 2033 10:00 WIB"


def test_future_date_is_not_replaced_by_another_of_the_frame_or_the_address():
    head = '<meta property="article:published_time" content="2033-03-07T20:59:00+07:00">'
    article = read_with(head, fetched_at=datetime(2023, 3, 8, tzinfo=UTC))
    assert (article.published_at, article.date.source, article.date.flags) == (None, "meta", ("future",))


def test_false_zone_that_makes_a_fresh_article_future_is_seen():
    article = read_with(FALSE_UTC, SHOWN, fetched_at=datetime(2023, 3, 7, 14, 10, tzinfo=UTC))
    assert article.published_at == datetime(2023, 3, 7, 20, 59, tzinfo=WIB)
    assert "false-zone" in article.date.flags


def test_unreadable_date_is_kept_as_printed():
    article = read_with('<meta property="article:published_time" content="segera">', url="")
    assert (article.published_at, article.date.raw, article.date.flags) == (None, "segera", ("unreadable",))


def test_no_date_is_none():
    article = read_with("", url="")
    assert (article.published_at, article.date) == (None, None)


def test_address_gives_the_day_where_nothing_else_does():
    article = read_with("")
    assert (article.published_at, article.date.source) == (datetime(2023, 3, 7, tzinfo=WIB), "url")


@pytest.mark.parametrize(
    "path", ["2023/03/07/a", "read/20230307/9/1/a", "berita/x/23/03/07/o2l-a", "kota/07/03/2023/a"]
)
def test_day_of_the_address_is_read_in_every_form(path):
    assert str(read_with("", url=f"https://kabarkita.example/{path}").published_at)[:10] == "2023-03-07"


def test_clock_of_the_visit_above_the_title_yields_to_the_address():
    article = read(f"<p>Tuesday, August 9, 2022</p>{H1}{p(*TEXT)}", URL)
    assert str(article.published_at)[:10] == "2023-03-07"


def test_clock_in_the_header_of_the_page_is_no_publication():
    assert read_with("", url="").published_at is None


def test_feed_date_is_taken_where_the_page_is_silent():
    article = read_with("", url="", hints=Hints(published="Tue, 07 Mar 2023 13:59:00 +0000"))
    assert (article.published_at, article.date.source) == (datetime(2023, 3, 7, 20, 59, tzinfo=WIB), "feed")


# ---------------------------------------------------------------- titles


@pytest.mark.parametrize(
    "head",
    [
        f"<meta property='og:title' content='{TITLE} | Kabar Kita'>",
        f"<meta property='og:title' content='{TITLE} - Kabarkita.example'><meta property='og:site_name' content='Kabar Kita'>",
        "",
    ],
)
def test_title_without_heading_is_the_name_of_the_page_less_the_site(head):
    assert (
        read(
            page(
                f"<div class='logo'><h1><a href='/'>Kabar Kita</a></h1></div><article>{p(*TEXT)}</article>",
                head,
            ),
            URL,
        ).title
        == TITLE
    )


def test_title_is_the_heading_shown_not_the_logo_nor_a_teaser():
    article = f"<h1><a href='/'>Kabar Kita</a></h1><h2>{OTHERS[0]}</h2><h1>{TITLE}</h1>{p(*TEXT)}"
    assert read(page(article, f"<meta property='og:title' content='{TITLE}'>"), URL).title == TITLE


NAMELESS = {  # <title> says the site's name on every page
    "second heading": f"<div class='blog'><h2 class='t1'>{TITLE}</h2>{p(*TEXT)}</div>",
    "large type in a table": f"<table><tr><td><font size=5><b>{TITLE}</b></font></td></tr><tr><td>{p(*TEXT)}</td></tr></table>",
}


@pytest.mark.parametrize("kind", NAMELESS)
def test_title_is_what_the_text_tells_of_where_the_page_is_named_for_the_site(kind):
    html = page(NAMELESS[kind]).replace(f"<title>{TITLE} | Kabar Kita<", "<title>Dinas Kominfo Provinsi Uji<")
    assert read(html, URL).title == TITLE


# ---------------------------------------------------------------- rules and paging


def test_rule_of_the_site_comes_first():
    html = page(
        f"<h3 class='judul'>{TITLE}</h3><i class='terbit'>7 Maret 2023 20:59</i><b class='oleh'>Oleh Rina Sari</b><q class='ring'>Ringkas."
        f"</q><div class='isi'>{p(*TEXT)}<p class='iklan2'>Ini iklan panjang tentang kredit mobil baru untuk semua.</p></div>"
        f"<div class='lain'>{p(*[TEASER] * 9)}</div><a class='tg' href='/'>ekspor</a><a class='tg' href='/'>solo</a>"
    )
    rule = SiteRule(
        title="h3.judul", body="div.isi", drop="p.iklan2", date="i.terbit", author="b.oleh", tags="a.tg", summary="q.ring"
    )  # fmt: skip
    article = read(html, "https://kabarkita.example/x", rule=rule, source="kabarkita")
    assert (article.title, article.body) == (TITLE, "\n\n".join(TEXT))
    assert article.published_at == datetime(2023, 3, 7, 20, 59, tzinfo=WIB)
    assert (article.authors, article.tags, article.summary) == (
        ("Rina Sari",),
        ("ekspor", "solo"),
        "Ringkas.",
    )


def test_rule_that_matches_nothing_leaves_the_page_to_the_generic_reader():
    rule = SiteRule(title="h9.x", body="div.nicht", date="i.nicht", author="b.nicht")
    assert read(page(MARKUP["detik"]), URL, rule=rule).body == "\n\n".join(TEXT)


def test_pages_of_one_article_are_joined_without_repeats():
    parts = [f"<article>{H1}{p(*part)}</article>" for part in (TEXT[:3], TEXT[1:5], TEXT[4:])]
    article = read_pages([(page(part), f"{URL}?page={n}") for n, part in enumerate(parts, 1)])
    assert article.body == "\n\n".join(TEXT)
    assert article.url == URL


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("HTTPS://WWW.Kabar.example:443/a/b?utm_source=x&fbclid=1#top", "https://www.kabar.example/a/b"),
        ("https://kabar.example/a/amp", "https://kabar.example/a"),
        ("https://kabar.example/amp/read/a", "https://kabar.example/read/a"),
        ("https://amp.kabar.example/a", "https://kabar.example/a"),
        ("https://kabar.example/?p=12&utm_medium=y", "https://kabar.example/?p=12"),
        ("https://kabar.example/cari?q=ekspor+kopi", "https://kabar.example/cari?q=ekspor+kopi"),
        ("https://kabar.example/list?page=3", "https://kabar.example/list?page=3"),
        ("http://kabar.example/pelatihan-amp", "http://kabar.example/pelatihan-amp"),
    ],
)
def test_canonical_address(url, same):
    assert canonical_url(url) == same


def test_article_has_one_id_under_all_its_addresses():
    urls = [
        "https://www.kabar.example/a/b", "http://kabar.example/a/b/", "https://m.kabar.example/a/b?page=all",
        "https://kabar.example/amp/a/b", "https://www.kabar.example/a/b?utm_source=x#y", "https://kabar.example/a/b?page=2",
        "https://kabar.example/a/b?view=all", "https://kabar.example/a/b?showpage=2",
    ]  # fmt: skip
    assert len({article_id("kabar", url) for url in urls}) == 1
    assert article_id("kabar", urls[0]) != article_id("kabar", "https://kabar.example/a/c")
    assert article_id("kabar", urls[0]) != article_id("kabar", "https://kabar.example/a/b?view=article")
    assert article_id("", "https://www.kabar.example/a").startswith("kabar.example-")


def test_canonical_link_of_the_page_is_its_address_if_on_the_same_site():
    own = "<link rel='canonical' href='/a/b'>"
    assert read_with(own, url="https://m.kabar.example/a/b?page=2").url == "https://m.kabar.example/a/b"
    away = "<link rel='canonical' href='https://lain.example/a/b'>"
    assert read_with(away).url == article_url(URL)
    home = "<link rel='canonical' href='https://www.kabarkita.example/'>"
    assert read_with(home).url == article_url(URL)


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    "html",
    [
        "",
        "   \n",
        b"",
        "bukan halaman",
        b"%PDF-1.4 \x00\x01\x02",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        '{"a": 1}',
        "<html></html>",
        "<p></p>",
    ],
)
def test_what_is_no_article_is_told_in_one_sentence(html):
    with pytest.raises(Unreadable) as told:
        read(html, "https://kabar.example/x")
    assert "\n" not in str(told.value)
    assert "kabar.example" in str(told.value)


def test_gigantic_page_is_refused():
    with pytest.raises(Unreadable):
        read("<p>" + "a" * 50_000_000, URL)


def test_page_with_more_text_than_any_article_is_refused():
    with pytest.raises(Unreadable, match="more text"):
        read(page(f"{H1}<p>{'Keripik dari Solo. ' * 60_000}</p>"), URL)


@pytest.mark.parametrize("tag", ["div", "b", "ul", "table", "blockquote", "a"])
def test_endless_nesting_is_survived(tag):
    html = page(f"<article>{H1}<{tag}>" + f"<{tag}>" * 100_000 + p(*TEXT) + "</article>")
    assert TEXT[1] in read(html, URL).body if tag in ("div", "b", "a") else True


def test_hostile_pages_end_in_time():
    for piece in (
        "<p>",
        "<a href='x'>",
        "<div class='" + "share " * 50 + "'>a</div>",
        "&lt;",
        "<br>",
        "<td>a",
        "a-",
        "<!--",
    ):
        with suppress(Unreadable):
            read(f"<html><h1>{TITLE}</h1>{p(*TEXT)}" + piece * 20_000, URL)


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252", "ascii", "nonsense", ""])
def test_utf8_is_read_whatever_is_declared(declared):
    html = page(MARKUP["paragraphs in an article"], f"<meta charset='{declared}'>").encode()
    assert read(html, URL).body == "\n\n".join(TEXT)
    assert read(html, URL, encoding=declared).body == "\n\n".join(TEXT)


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "utf-8", ""])
def test_windows_1252_is_read_whatever_is_declared(declared):
    html = page(MARKUP["paragraphs in an article"], f"<meta charset='{declared}'>").encode("cp1252")
    assert read(html, URL).body == "\n\n".join(TEXT)


def test_text_decoded_wrongly_by_others_is_mended():
    html = page(MARKUP["paragraphs in an article"]).encode().decode("cp1252", "replace")
    assert "“Pembeli di Osaka" in read(html, URL).body


def test_utf16_and_marks_are_decoded():
    assert decode("héllo".encode("utf-16")) == "héllo"
    assert decode("\ufeffhéllo".encode()) == "héllo"


def test_fragment_is_plain_text():
    assert plain("<p>Kopi &amp;amp; <b>teh</b><img src=x></p>\n<script>x</script>") == "Kopi & teh"


@pytest.mark.parametrize(
    ("stated", "signed", "authors"),
    [("Redaksi", "Penulis: Rina Sari", ("Rina Sari",)), ("Redaksi", "", ("Redaksi",)), ("admin", "", ())],
)
def test_a_desk_is_the_author_only_where_no_person_is_named(stated: str, signed: str, authors: tuple) -> None:
    html = f'<html><head><meta name="author" content="{stated}"></head><body><h1>Judul berita yang panjang</h1><article>'
    html += f"{p(*TEXT)}<p>{signed}</p></article></body></html>"
    assert read(html, "https://kabarkita.example/satu").authors == authors


def test_header_run_into_the_first_paragraph_still_dates_the_article() -> None:
    html = f"<html><body><h1>Judul berita yang panjang</h1><article><p>28 December 2021 11:11 WIB <a>Bazar</a>{TEXT[0]}</p>"
    article = read(f"{html}{p(*TEXT[1:])}</article></body></html>", "https://kabarkita.example/satu")
    assert str(article.published_at) == "2021-12-28 11:11:00+07:00"
