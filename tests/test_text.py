"""What the clean-up of an article's text promises. Own wording; the last part reads the real texts where present."""

import json
from pathlib import Path

import pytest

from entities.datelines import place_of, without_paper
from entities.text import bare_name, byline, clean, dateline, people, tidy

LEAD = (
    "Sebanyak tiga kontainer keripik singkong dilepas ke Jepang dari halaman balai kota, Selasa (7/3/2023)."
)
NEXT = "Kepala Dinas Koperasi mengatakan pengiriman itu yang pertama tahun ini dan akan disusul dua lagi."
LAST = "“Kami berharap pengrajin lain ikut menyusul tahun depan,” ujarnya."

DATELINES = [
    ("SOLO, KABARKITA.COM – Sebanyak", "SOLO, KABARKITA.COM"),
    ("Kabarkita.com, SOLO—Sebanyak", "Kabarkita.com, SOLO"),
    ("SOLO – Sebanyak", "SOLO"),
    ("SOLO— Sebanyak", "SOLO"),
    ("Kota Kediri - Sebanyak", "Kota Kediri"),
    ("(Beritakita – Surakarta) Sebanyak", "Beritakita – Surakarta"),
    ("Solo (ANTARA) - Sebanyak", "Solo (ANTARA)"),
    ("Mataram, NTB (ANTARA News) - Sebanyak", "Mataram, NTB (ANTARA News)"),
    ("SOLO, KABARKITA.COM Sebanyak", "SOLO, KABARKITA.COM"),
    ("Solo (ANTARA) Sebanyak", "Solo (ANTARA)"),
    ("REPUBLIKA.CO.ID, SOLO -- Sebanyak", "REPUBLIKA.CO.ID, SOLO"),
    ("SEMARANG, KOMPAS.com - Sebanyak", "SEMARANG, KOMPAS.com"),
    ("KOMPAS.com – Sebanyak", "KOMPAS.com"),
    ("TRIBUNSOLO.COM, SOLO - Sebanyak", "TRIBUNSOLO.COM, SOLO"),
    ("TRIBUN-BALI.COM, DENPASAR – Sebanyak", "TRIBUN-BALI.COM, DENPASAR"),
    ("jpnn.com, JAKARTA - Sebanyak", "jpnn.com, JAKARTA"),
    ("Bisnis.com, JAKARTA — Sebanyak", "Bisnis.com, JAKARTA"),
    ("KONTAN.CO.ID - JAKARTA. Sebanyak", "KONTAN.CO.ID - JAKARTA"),
    ("Liputan6.com, Jakarta - Sebanyak", "Liputan6.com, Jakarta"),
    ("Jakarta, CNN Indonesia -- Sebanyak", "Jakarta, CNN Indonesia"),
    ("Suara.com - Sebanyak", "Suara.com"),
    ("SuaraJawaTengah.id - Sebanyak", "SuaraJawaTengah.id"),
    ("Merdeka.com - Sebanyak", "Merdeka.com"),
    ("Jatim Newsroom - Sebanyak", "Jatim Newsroom"),
    ("KBRN, Surakarta: Sebanyak", "KBRN, Surakarta"),
    ("Sukoharjo, InfoPublik – Sebanyak", "Sukoharjo, InfoPublik"),
    ("VIVA – Sebanyak", "VIVA"),
    ("KABARKITA | SOLO – Sebanyak", "KABARKITA | SOLO"),
    (
        "JAKARTA, 23 Februari 2023 (Antara/PRNewswire) -- Sebanyak",
        "JAKARTA, 23 Februari 2023 (Antara/PRNewswire)",
    ),
    ("Tempo.co, Jakarta - Sebanyak", "Tempo.co, Jakarta"),
    ("JAKARTA, iNews.id - Sebanyak", "JAKARTA, iNews.id"),
    ("PURWOKERTO, iKabarPurwokerto.id-Sebanyak", "PURWOKERTO, iKabarPurwokerto.id"),
    ("Semarang, Gelora 92,6 FM-Sebanyak", "Semarang, Gelora 92,6 FM"),
    ("KOTA PEKALONGAN (KABARKITA.ID) – Sebanyak", "KOTA PEKALONGAN (KABARKITA.ID)"),
    ("Banyuwangi, 03-06-2024 – Sebanyak", "Banyuwangi, 03-06-2024"),
    ("warta.kabarkita.co - Sebanyak", "warta.kabarkita.co"),
    ("KOMPAS.TV, SEMARANG - Sebanyak", "KOMPAS.TV, SEMARANG"),
]
PLACES = {
    "SOLO, KABARKITA.COM": "SOLO",
    "Kabarkita.com, Solo": "Solo",
    "Kabar Daerah – Jawa Tengah": "Jawa Tengah",
    "KABAR.CO.ID - SOLO": "SOLO",
    "KABARKITA | SOLO": "SOLO",
    "Kabardaerah-Enrekang": "Enrekang",
    "Toli-Toli": "Toli-Toli",
    "Surabaya (ANTARA)": "Surabaya",
    "Malang (kabarkita.com)": "Malang",
    "KBRN, Surakarta": "Surakarta",
    "Sukoharjo, InfoPublik": "Sukoharjo",
    "Jakarta, CNN Indonesia": "Jakarta",
    "Jakarta, 14 September 2023": "Jakarta",
    "Banyuwangi, 03-06-2024": "Banyuwangi",
    "Kediri, Jawa Timur": "Kediri, Jawa Timur",
    "Semarang, Gelora 92,6 FM": "Semarang",
    "Jatim Newsroom": None,
    "VIVA Bisnis": None,
    "KabarSolo.id": None,
    "TribunSolo, Sragen": "Sragen",
}
NO_DATELINE = [
    "Produk UMKM Solo – yang dulu hanya dijual di pasar – kini dikirim ke Jepang setiap bulan.",
    "Wali Kota melepas tiga kontainer - semuanya ke Jepang - dari halaman balai kota pagi ini.",
    "“Ini bukti,” kata Kepala Dinas - yang hadir pagi itu - kepada wartawan di balai kota.",
    "Kopi – yang menjadi andalan warga lereng itu – kini dikirim ke Jepang setiap bulan.",
    "Go-Food dan GrabFood dipakai ribuan pelaku usaha kecil di kota itu untuk berjualan.",
    "Kota Solo, 12-14 Maret, menjadi tuan rumah pameran produk usaha kecil menengah.",
]


@pytest.mark.parametrize(("text", "head"), DATELINES, ids=[head for _, head in DATELINES])
def test_dateline_is_read_and_stripped(text, head):
    rest = LEAD.removeprefix("Sebanyak")
    assert dateline(text + rest) == (head, "Sebanyak" + rest)


@pytest.mark.parametrize(("head", "place"), PLACES.items(), ids=PLACES)
def test_dateline_holds_the_place_words_only(head, place):
    assert place_of(head) == place


def test_caption_loses_the_papers_address():
    assert without_paper("KABARKITA.COM - Perajin batik di Solo.") == "Perajin batik di Solo."
    assert without_paper("Perajin batik - dari Solo.") == "Perajin batik - dari Solo."


@pytest.mark.parametrize("text", NO_DATELINE)
def test_sentence_with_a_dash_is_no_dateline(text):
    assert dateline(text) == (None, text)


JUNK = [
    "Baca juga: Harga Kopi Naik Lagi di Pasar Legi",
    "Baca Juga :  Harga Kopi Naik Lagi di Pasar Legi",
    "BACA JUGA:Harga Kopi Naik Lagi",
    "Baca: Harga Kopi Naik Lagi",
    "Lihat juga: Harga Kopi Naik Lagi",
    "Simak juga: Harga Kopi Naik Lagi",
    "Baca Juga: Harga Kopi Naik Lagi, Petani Senang.",
    "Promosi Mobil Baru: Irit untuk Keluarga Muda",
    "ADVERTISEMENT",
    "SCROLL TO CONTINUE WITH CONTENT",
    "Scroll untuk membaca",
    "Share",
    "Bagikan artikel ini",
    "Facebook Twitter WhatsApp Telegram",
    "Ikuti berita terkini Kabar Kita di Google News, klik di sini.",
    "Dapatkan update berita pilihan setiap hari dari Kabar Kita di saluran WhatsApp.",
    "Simak Breaking News dan Berita pilihan kami langsung di ponselmu. Pilih saluran andalanmu akses berita "
    "Kabarkita.com WhatsApp Channel : https://kabarkita.example/wa",
    "Halaman Selanjutnya",
    "Halaman 2",
    "URL berhasil dicopy",
    "1.245 Dilihat",
    "1245",
    "Baca Juga Harga Kopi Naik Lagi di Pasar Legi",
    "Artikel ini bisa dilihat di : https://kabarkita.example/1",
    "#ekspor #umkm #solo",
    "Baca artikel selengkapnya di halaman selanjutnya",
    "Ilustrasi belanja keripik lewat gawai. (Shutterstock)",
    "[Gambas:Video 20detik]",
    "***",
]


@pytest.mark.parametrize("junk", JUNK)
def test_insert_between_paragraphs_goes(junk):
    assert clean([LEAD, junk, NEXT, LAST]).paragraphs == (LEAD, NEXT, LAST)


def test_marker_alone_takes_the_headline_on_the_next_line():
    assert clean([LEAD, "Baca Juga", "Harga Kopi Naik Lagi di Pasar Legi", NEXT]).paragraphs == (LEAD, NEXT)
    assert clean([LEAD, "Baca juga:", NEXT, LAST]).paragraphs == (LEAD, NEXT, LAST)


def test_insert_in_brackets_leaves_its_sentence():
    made = clean([LEAD, f"{NEXT} (baca juga: Harga Kopi Naik Lagi)", LAST])
    assert made.paragraphs == (LEAD, NEXT, LAST)


@pytest.mark.parametrize(
    "text",
    [
        "Baca juga tulisan di kemasan sebelum membeli, kata Kepala Dinas Perdagangan kepada warga.",
        "Simak saja pasar Legi setiap pagi, ramai oleh pembeli dari luar kota sejak subuh hingga siang.",
        "Bagikan pengalaman menjadi kunci pelatihan itu, kata Kepala Dinas Koperasi kepada para peserta.",
        "Promosi produk lewat pameran di Jepang menjadi andalan dinas tahun ini.",
        "Editor video menjadi salah satu pelatihan yang diminati peserta tahun ini.",
        "Sumber daya manusia menjadi perhatian utama dinas dalam program tahun ini.",
        "Copyright atau hak cipta motif batik didaftarkan oleh dinas pada bulan lalu.",
    ],
)
def test_sentence_that_begins_like_junk_stays(text):
    assert clean([LEAD, text, LAST]).paragraphs == (LEAD, text, LAST)


def test_lead_that_goes_on_in_lower_case_loses_its_place_too():
    text = (
        "dalam rangka hari jadi kota, pelaku usaha kecil mengikuti pelatihan ekspor selama tiga hari penuh."
    )
    assert dateline(f"Malang – {text}") == ("Malang", text)


def test_list_of_articles_in_the_middle_does_not_end_the_text():
    others = ["Harga Kopi Naik Lagi di Pasar Legi", "Petani Cabai Menjerit Jelang Lebaran"]
    more = "Menurut dia, pengiriman itu baru awal dari kerja sama dengan pembeli di Osaka."
    texts = [LEAD, "Berita Terkait", NEXT, more, LAST, "Berita Terkait", *others]
    assert clean(texts).paragraphs == (LEAD, NEXT, more, LAST)


CUTS = [
    "Leave a Reply",
    "Tinggalkan Balasan",
    "Berita Terkait",
    "Rekomendasi",
    "Copyright © KABARKITA 2023",
    "Tags: ekspor, umkm",
]


@pytest.mark.parametrize("cut", CUTS)
def test_everything_after_the_article_goes(cut):
    other = "Harga kopi naik lagi di pasar, kata para pedagang pada hari Senin."
    assert clean([LEAD, NEXT, cut, other]).paragraphs == (LEAD, NEXT)


def test_cut_word_above_the_article_cuts_nothing():
    assert clean(["Rekomendasi", LEAD, NEXT]).paragraphs == (LEAD, NEXT)


def test_article_printed_twice_is_kept_once():
    copy = [LEAD, NEXT, "Baca juga: Harga Kopi Naik Lagi", LAST]
    assert clean([*copy, "Kabar Kita", "Judul Berita", *copy], title="Judul Berita").paragraphs == (
        LEAD,
        NEXT,
        LAST,
    )


def test_paragraph_printed_many_times_is_kept_once():
    assert clean([LEAD, NEXT, LEAD, LEAD, LAST, LEAD]).paragraphs == (LEAD, NEXT, LAST)


def test_teaser_above_the_whole_article_costs_none_of_it():
    more = (
        "Koperasi itu menaungi 40 perajin dan memakai rumah kemasan milik pemerintah kota sejak tahun lalu."
    )
    assert clean([LEAD, NEXT, LEAD, NEXT, more, LAST]).paragraphs == (LEAD, NEXT, more, LAST)


def test_first_paragraph_glued_to_the_header_is_freed_by_its_second_print():
    made = clean(
        [f"22 January 2021 15:11 WIB Solo UMKM News{LEAD}", NEXT, LAST, "22 January 2021", LEAD, NEXT, LAST]
    )
    assert made.paragraphs == (LEAD, NEXT, LAST)


def test_repeated_title_and_breadcrumb_go():
    title = "Keripik Singkong Solo Terbang ke Jepang"
    assert clean([f"Beranda Daerah Solo {title}", title, LEAD, NEXT], title=title).paragraphs == (LEAD, NEXT)


BYLINES = [
    (["Pewarta: Rina Sari", "Editor: Budi Jaya", "Copyright © ANTARA 2023"], ("Rina Sari",), "Budi Jaya"),
    (["Pewarta : Rina Sari Editor : Budi Jaya Copyright © ANTARA 2023"], ("Rina Sari",), "Budi Jaya"),
    (["Reporter: Rina Sari | Editor: Budi Jaya"], ("Rina Sari",), "Budi Jaya"),
    (["Rep: Rina Sari / Red: Budi Jaya"], ("Rina Sari",), "Budi Jaya"),
    (["Penulis: Rina Sari"], ("Rina Sari",), None),
    (["Editor:", "Budi Jaya"], (), "Budi Jaya"),
    (["Rina Sari/Journalist/BD", "Editor: Budi Jaya"], ("Rina Sari",), "Budi Jaya"),
    (["Rina Sari"], ("Rina Sari",), None),
    (["RINA SARI"], ("RINA SARI",), None),
    (["(Rina Sari)"], ("Rina Sari",), None),
    (["(abc/def)"], (), None),
    (["(Kabar Network | Rina Sari – Kabarkita.id)"], ("Rina Sari",), None),
    (["Reporter:", "Editor:", "Budi Jaya"], (), "Budi Jaya"),
    (
        ["Facebook Comments Box", "Artikel ini telah dibaca 4 kali", "Penulis", "Rina Sari"],
        ("Rina Sari",),
        None,
    ),
    (["(*/jpnn)"], (), None),
    (["Rina S.", "[email protected]"], ("Rina S.",), None),
]


@pytest.mark.parametrize(("tail", "authors", "editor"), BYLINES, ids=[tail[0] for tail, _, _ in BYLINES])
def test_names_below_the_text_become_fields(tail, authors, editor):
    made = clean([LEAD, NEXT, LAST, *tail])
    assert (made.paragraphs, made.authors, made.editor) == ((LEAD, NEXT, LAST), authors, editor)


@pytest.mark.parametrize(
    ("glued", "authors"),
    [
        (" Rinasari", ("Rinasari",)),
        (" (abc/def)", ()),
        (" (Rina Sari)", ("Rina Sari",)),
        (" [abc]", ()),
        ("(*)", ()),
    ],
)
def test_byline_glued_to_the_last_sentence_is_freed(glued, authors):
    made = clean([LEAD, NEXT, LAST + glued])
    assert (made.paragraphs, made.authors) == ((LEAD, NEXT, LAST), authors)


def test_brackets_that_belong_to_a_sentence_stay():
    text = "Pameran itu dibuka oleh Kepala Dinas Koperasi dan Usaha Kecil Menengah (UKM)."
    assert clean([LEAD, text]).paragraphs == (LEAD, text)


CAPTIONS = [
    "Pelepasan ekspor keripik di halaman balai kota / Foto: Rina Sari",
    "SOLOPOS.COM - Pameran produk usaha kecil. (JIBI/Solopos/Dok.)",
    "Foto: Pelepasan ekspor keripik di halaman balai kota",
    "Pelepasan ekspor keripik di halaman balai kota. (Foto: Humas Kota)",
    "Ilustrasi pelepasan ekspor keripik",
]


@pytest.mark.parametrize("caption", CAPTIONS)
def test_caption_above_the_lead_becomes_a_field(caption):
    made = clean([caption, LEAD, NEXT], source="solopos")
    assert (made.captions, made.paragraphs) == ((caption,), (LEAD, NEXT))


@pytest.mark.parametrize(
    "end", ["Usaha Mikro dan Industri Kecil (UMKM/IKM).", "Badan Pengembangan (Sumber Daya Manusia)."]
)
def test_lead_that_ends_in_brackets_is_no_caption(end):
    lead = f"Pelatihan ekspor selama tiga hari di balai kota itu digelar untuk {end}"
    assert clean([lead, NEXT]).paragraphs == (lead, NEXT)


def test_short_paragraph_above_the_dateline_is_the_summary():
    made = clean(["Keripik Solo tembus pasar Jepang.", f"SOLO — {LEAD}", NEXT])
    assert (made.summary, made.dateline, made.paragraphs) == (
        "Keripik Solo tembus pasar Jepang.",
        "SOLO",
        (LEAD, NEXT),
    )


def test_place_in_capitals_below_the_lead_makes_no_summary_of_it():
    texts = (LEAD, NEXT, "SOLO – Kota itu mengirim tiga kontainer keripik lagi pada bulan depan.", LAST)
    assert clean(texts).paragraphs == texts


def test_lines_between_title_and_dateline_are_no_text():
    top = ["Keripik Solo tembus pasar Jepang.", "Editor: Budi Jaya", "Pelepasan ekspor di halaman balai kota"]
    made = clean([*top, f"KABAR-SOLO.COM, SOLO – {LEAD}", NEXT])
    assert (made.summary, made.editor, made.dateline) == (top[0], "Budi Jaya", "SOLO")
    assert (made.captions, made.paragraphs) == ((top[2],), (LEAD, NEXT))


def test_subheadings_and_list_items_inside_the_text_stay():
    texts = [LEAD, "Syarat peserta", "Memiliki izin usaha", "Berdomisili di Solo", NEXT]
    assert clean(texts).paragraphs == tuple(texts)


def test_text_is_one_line_without_invisible_characters():
    assert tidy(" Solo\u200b\xa0 dan\n Kediri\ufeff ") == "Solo dan Kediri"


def test_names_are_taken_apart():
    assert people("Oleh Rina Sari dan Budi Jaya | Kabar Kita") == ["Rina Sari", "Budi Jaya"]
    assert byline("Kepala Dinas Koperasi mengatakan: kami siap.") is None
    assert bare_name("Syarat dan ketentuan") is None


def test_hostile_paragraphs_end_in_time():
    for piece in ("(", "A", "A ", "Aa, ", "baca juga ", "Foto / ", "[email ", "Editor: ", "a/", ". A"):
        clean([LEAD, piece * 9000, NEXT, piece * 9000])


# ---------------------------------------------------------------- the five real texts, where they are

SEEDS = Path(__file__).resolve().parents[1].parent / "shared" / "seeds"
SEED_TEXT = (SEEDS / "expected.jsonl").read_text("utf-8") if SEEDS.is_dir() else ""
SEED_LINES = [json.loads(line) for line in SEED_TEXT.splitlines()]


@pytest.mark.skipif(not SEED_LINES, reason="needs the shared folder seeds beside the project")
@pytest.mark.parametrize("seed", SEED_LINES, ids=[line["source"] for line in SEED_LINES])
def test_real_text_is_cleaned(seed):
    title = seed["title"] or seed["serve_as"]["title"]
    made = clean((SEEDS / seed["file"]).read_text("utf-8").split("\n"), title=title, source=seed["source"])
    assert len(made.paragraphs) == seed["paragraphs"]
    assert [word for word in seed["absent"] if word in made.body] == []
    assert set(seed.get("authors", ())) <= set(made.authors)
    assert made.editor == seed.get("editor")
    assert made.summary == seed.get("summary")


def test_lead_that_ends_with_a_day_in_brackets_is_no_caption() -> None:
    lead = "Kontrak pertama diteken di Semarang, Rabu (22/12), sedangkan yang kedua di Jepara, Kamis (23/12)."
    made = clean([lead, NEXT, LAST])
    assert made.paragraphs == (lead, NEXT, LAST)
    assert made.captions == ()


def test_desk_glued_to_the_last_sentence_is_an_author() -> None:
    made = clean([LEAD, NEXT, f"{LAST} Redaksi Ekonomi"])
    assert made.paragraphs[-1] == LAST
    assert made.authors == ("Redaksi Ekonomi",)


def test_abbreviation_of_an_office_is_no_dateline() -> None:
    for lead in (
        "Badan Pusat Statistik (BPS) Jawa Tengah mencatat",
        "Palang Merah Indonesia (PMI) Solo menggelar",
    ):
        assert dateline(f"{lead} {NEXT}")[0] is None


@pytest.mark.parametrize(
    "header", ["28 December 2021 11:11 WIB Tangerang Selatan UMKM News", "28 Desember 2021 11.11 WIB", ""]
)
def test_header_glued_to_the_lead_goes(header: str) -> None:
    assert clean([header + LEAD, NEXT, LAST]).paragraphs == (LEAD, NEXT, LAST)
