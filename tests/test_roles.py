"""Which role a mention plays: one line of news each, the thing named, and the role the article as a whole gives it.

The release line stands before every case, so that the article has a shipment to tell; cases say what comes after.
"""

from datetime import datetime

import pytest

from entities import news, topics
from entities.cues import cues_in, table
from entities.extract import annotate
from entities.homes import FALLBACK, SEATS
from entities.records import Article, Story

RELEASE = "Bupati Sikka melepas ekspor 12 ton kakao asal Sikka ke Belgia, Rabu (6/3/2024)."
COUNTRIES = [
    ("Barang serupa rutin dikirim ke Oman.", "OM", "destination"),
    ("Kiriman berikutnya dijadwalkan berangkat ke Kanada bulan depan.", "CA", "destination"),
    ("Negara tujuannya Jerman, Polandia, serta Italia.", "PL", "destination"),
    ("Pembeli asal Korea Selatan memesan dua kontainer.", "KR", "destination"),
    ("Cokelat itu juga diekspor ke pasar Eropa seperti Belanda dan Jerman.", "DE", "destination"),
    (
        "Kakao itu sudah dijual ke belasan negara. Di antaranya Lebanon, Maroko, dan Brasil.",
        "MA",
        "destination",
    ),
    ("Produk koperasi telah menyasar pasar ekspor ke Pakistan dan India.", "PK", "destination"),
    ("Kopra, potensi terbesar daerah itu, sudah diekspor ke Norwegia.", "NO", "destination"),
    ("Petani berharap produknya bisa masuk Jepang.", "JP", "mention"),
    (
        "Cara itu sudah dipakai sejumlah negara yang lebih maju. Di antaranya Lebanon dan Maroko.",
        "MA",
        "mention",
    ),
    ("Koperasi menjajaki sejumlah negara. Di antaranya Lebanon dan Maroko.", "MA", "mention"),
    ("Dinas tengah menjajaki pasar Turki.", "TR", "mention"),
    ("Calon pembeli dari Yordania sudah meminta sampel.", "JO", "mention"),
    ("Harganya kalah bersaing dengan kakao dari Ghana.", "GH", "mention"),
    ("Ekspor kita masih tertinggal dibanding Vietnam.", "VN", "mention"),
    ("Mesin pengering didatangkan dari Tiongkok.", "CN", "mention"),
    ("Seorang mantan pekerja migran di Arab Saudi ikut membantu.", "SA", "mention"),
    ("Ekuador dan Kamerun masih mendominasi pasar dunia.", "CM", "mention"),
    ("Pasar dunia masih dikuasai Ekuador.", "EC", "mention"),
    ("Pasar terbesar kakao kabupaten itu masih Amerika Serikat.", "US", "destination"),
    ("Jerman dan Italia menjadi langganan sejak 2019.", "IT", "destination"),
    ("Mereka sedang mengurus izin masuk Arab Saudi.", "SA", "mention"),
    ("Kapal singgah di Singapura sebelum melanjutkan perjalanan.", "SG", "mention"),
    ("Harga di bursa London sedang naik.", "GB", "mention"),
    ("Barang dibawa kapal berbendera Panama.", "PA", "mention"),
    ("Indonesia memasok separuh kebutuhan dunia, di atas Ghana dan Pantai Gading.", "GH", "mention"),
    ("Petani kakao di Ekuador, misalnya, menjual biji kering.", "EC", "mention"),
    ("Pertemuan daring itu dibantu KJRI Melbourne.", "AU", "mention"),
    ("Selain Jepang, kakao juga dikirim ke Oman.", "JP", "destination"),
    ("Dari Belgia barang tidak diteruskan ke Australia.", "AU", "mention"),
    ("Kalau dari Sikka langsung ke Darwin, kapal hanya perlu tiga hari.", "AU", "mention"),
    ("Pembeli di pameran itu kebanyakan datang dari Nigeria.", "NG", "mention"),
    ("Kakao yang dulu dikirim ke Malaysia dikembalikan karena berjamur.", "MY", "destination"),
    ("Jerman dan Polandia tujuan terbesarnya.", "PL", "destination"),
    ("Sebanyak 3 ton cokelat batang siap diekspor ke Oman.", "OM", "destination"),
    ("Kakao itu siap masuk pasar Oman.", "OM", "mention"),
    ("Bukan hanya Belgia, kelak kakao bisa sampai ke Thailand.", "TH", "mention"),
    ("Kakao sudah seringkali diekspor. Sebut saja Denmark dan Swedia.", "DK", "destination"),
    ("Bubuk kakao kerap digunakan untuk minuman di Korea dan Jepang.", "JP", "mention"),
]
PLACES = [
    ("Sebagian biji dihasilkan petani Kabupaten Ende.", "53.08", "origin"),
    ("Biji dibeli dari 40 petani di Kabupaten Ende dan sebagian dari Ngada.", "53.09", "origin"),
    ("Kabupaten Ende lebih dahulu mengekspor mete ke India.", "53.08", "origin"),
    ("Kelompok kakao di Ende lebih cepat karena pembelinya dari Jerman.", "53.08", "origin"),
    ("Biji kakao dikirim ke Belgia dari Surabaya.", "35.78", "mention"),
    ("Seluruh kontainer diberangkatkan langsung dari Surabaya menuju pasar dunia.", "35.78", "mention"),
    ("Baru kali ini mereka berdagang tanpa perantara eksportir di Medan.", "12.71", "mention"),
    ("Barang diberangkatkan melalui Pelabuhan Tanjung Perak, Surabaya.", "35.78", "mention"),
    ("Dokumennya diurus Bea Cukai Kupang.", "53.71", "mention"),
    ("Bahan bakunya dibeli dari petani Ngada.", "53.09", "mention"),
    ("Presiden menyaksikan secara virtual dari Bogor.", "32.71", "mention"),
    ("Pengapalan dilakukan dari Surabaya.", "35.78", "mention"),
    ("Narasumber didatangkan dari Surabaya.", "35.78", "mention"),
    ("Menteri Koperasi di Surabaya menyebut ekspor kakao itu penting.", "35.78", "mention"),
    ("Sertifikatnya diterbitkan laboratorium di Jember.", "35.09", "mention"),
    ("Cokelat itu karya perajin dari Kabupaten Ende yang dibina lima tahun.", "53.08", "origin"),
    ("“Mutunya bagus,” kata kepala balai di Kupang, Kamis.", "53.71", "mention"),
    ("Balai Karantina Hewan Kupang melakukan ekspor itu lewat satu pintu.", "53.71", "mention"),
    ("Kakao dari Ende juga ikut dikirim dalam kontainer yang sama.", "53.08", "origin"),
    ("Kepala Dinas Perdagangan di Maumere dan di Kupang, Kamis, menyebut nilainya naik.", "53.71", "mention"),
    ("Pelepasan itu didampingi Wali Kota Kupang.", "53.71", "mention"),
    ("Hadir pula Kepala Cabang Bank Mandiri Kupang.", "53.71", "mention"),
    (
        "Kontrak lain diteken di Trade Expo Indonesia yang berlangsung di Kabupaten Tangerang.",
        "36.03",
        "mention",
    ),
    ("Gudangnya di Kabupaten Sikka, Provinsi Nusa Tenggara Timur.", "53", "mention"),
    ("“Mutunya bagus,” kata ketua perajin di Ende, Sabtu.", "53.08", "origin"),
    ("Rinciannya, Ende 2 perusahaan, Ngada 1 perusahaan, dan Kota Kupang 3 perusahaan.", "53.09", "origin"),
    ("Ada pula songket Palembang di gerai koperasi.", "16.71", "origin"),
    ("Kementerian mengumumkan pelepasan kakao itu di Jakarta.", "31", "mention"),
    ("Acara usai siang.\n\nPemiliknya memberdayakan petani dari Detusoko Ende.", "53.08", "origin"),
    ("Kemiri itu didatangkan dari Kabupaten Ende dan Ngada.", "53.09", "origin"),
    ("Acara usai siang.\n\nKubis dari Kabupaten Ende 3 ton ke Jepang.", "53.08", "origin"),
    ("“Kakao yang diekspor hari ini bagus,” ujar ketua panitia di Kupang.", "53.71", "mention"),
    (
        "“Semua sudah siap,” ujar ketua koperasi, di kantor perusahaan, Kecamatan Golewa, Kabupaten Ngada, Provinsi NTT, Kamis.",
        "53.09",
        "mention",
    ),
]
PRODUCTS = [
    ("Selain kakao, kopi dan kemiri juga sudah diekspor ke Jepang.", "kemiri", "exported"),
    ("Tahun depan giliran vanili yang akan menyusul.", "vanili", "mention"),
    ("Petani berharap madu dilirik pembeli asing.", "madu", "mention"),
    ("Ini ekspor perdana kakao, semoga kelak ada vanili yang ikut.", "vanili", "mention"),
    ("Produk yang diekspor didominasi keranjang berbahan pandan.", "keranjang", "exported"),
    (
        "Produk yang dikirim antara lain masker, microfiber (cloth, pad), dan alas kaki.",
        "alas kaki",
        "exported",
    ),
    ("Pelepasan berlanjut pekan ini dengan kemiri, dan diharapkan laris.", "kemiri", "exported"),
    ("Ekspor kabupaten setahun Rp90 miliar. Kemiri dan vanili cuma Rp5 miliar.", "kemiri", "exported"),
    ("Produk kemiri telah menyasar pasar Jepang dan diminati di sana.", "kemiri", "exported"),
    ("Kepala Bidang Promosi, Ekspor, dan Kerja Sama membagikan kemiri.", "kemiri", "mention"),
]
VALUES = [
    ("Nilai ekspor itu Rp1,2 miliar.", 1_200_000_000, "transaction"),
    ("Kontraknya senilai US$75.000.", 75_000, "transaction"),
    ("Harga di kebun Rp45.000 per kilogram.", 45_000, "other"),
    ("Koperasi meminjam modal Rp300 juta dari bank.", 300_000_000, "other"),
    ("Sepanjang 2023 ekspor kabupaten mencapai Rp90 miliar.", 90_000_000_000, "other"),
    ("Omzet koperasi Rp2 miliar setahun.", 2_000_000_000, "other"),
    ("Angka itu memakai kurs Rp15.700 per dolar AS.", 15_700, "other"),
    ("Kakao kering di petani kini Rp98 ribu.", 98_000, "other"),
    ("Kiriman di bawah USD 1.500 boleh lewat pos.", 1_500, "other"),
    ("Cokelatnya dikirim dengan harga Rp750 ribu per dus.", 750_000, "other"),
    ("Bank menyerahkan KUR kepada lima petani senilai Rp425 juta.", 425_000_000, "other"),
    ("Pada acara serupa daerah ini mengirim kakao senilai Rp431 juta.", 431_000_000, "other"),
    ("Dengan negara itu Indonesia mengalami defisit Rp29 miliar.", 29_000_000_000, "other"),
    ("Ekspor itu mampu menghasilkan devisa sebesar US$75.000.", 75_000, "transaction"),
    ("Total nilai ekspor kakao itu diperkirakan mencapai Rp1,2 miliar.", 1_200_000_000, "transaction"),
]


def story(line: str) -> Story:
    body = f"{RELEASE}\n\nAcara digelar di halaman kantor koperasi.\n\n{line}"
    published = datetime.fromisoformat("2024-03-07T08:00:00+08:00")
    return annotate(
        Article(id="a", source="s", url="", title="Kakao Sikka Dilepas", body=body, published_at=published)
    )


def roles(told: Story, kinds: set[str], wanted: object) -> set[str | None]:
    def value(mention_value: object) -> object:
        return getattr(mention_value, "amount", mention_value)

    return {m.role for m in told.mentions if m.kind in kinds and value(m.value) == wanted}


@pytest.mark.parametrize(("line", "code", "role"), COUNTRIES, ids=[line for line, *_ in COUNTRIES])
def test_role_of_a_country(line: str, code: str, role: str) -> None:
    assert roles(story(line), {"country"}, code) == {role}


@pytest.mark.parametrize(("line", "code", "role"), PLACES, ids=[line for line, *_ in PLACES])
def test_role_of_a_place(line: str, code: str, role: str) -> None:
    assert roles(story(line), {"city", "province"}, code) == {role}


@pytest.mark.parametrize(("line", "name", "role"), PRODUCTS, ids=[line for line, *_ in PRODUCTS])
def test_role_of_a_product(line: str, name: str, role: str) -> None:
    assert roles(story(line), {"product"}, name) == {role}


@pytest.mark.parametrize(("line", "amount", "role"), VALUES, ids=[line for line, *_ in VALUES])
def test_role_of_a_sum(line: str, amount: int, role: str) -> None:
    assert roles(story(line), {"value"}, amount) == {role}


def test_a_place_first_told_of_late_is_background() -> None:
    told = story("Acara selesai siang.\n\nCara serupa dijalankan petani di Kabupaten Ende.")
    assert roles(told, {"city"}, "53.08") == {"mention"}


def test_the_home_of_makers_who_export_is_an_origin_without_a_release() -> None:
    body = "Desa Jambukulon, Klaten, dikenal sebagai sentra mebel.\n\nPembeli dari Australia rutin memesan."
    told = annotate(Article(id="a", source="s", url="", title="Perajin Mebel Rutin Ekspor", body=body))
    assert told.releases == ()
    assert roles(told, {"city"}, "33.10") == {"origin"}


TRADED = [
    ("Jatim menjual senilai Rp158 miliar dan membeli Rp56 miliar.", 56_000_000_000, "transaction"),
    (
        "Pembelian 200 ton jagung senilai Rp1,2 miliar menjadi kesepakatan terbesar.",
        1_200_000_000,
        "transaction",
    ),
    ("Penjualan eceran di stan mencapai Rp118 juta.", 118_000_000, "other"),
    ("Sepanjang 2022 transaksi serupa mencapai Rp689 miliar.", 689_000_000_000, "other"),
    ("Peserta mengajukan pembiayaan dengan jumlah Rp1,3 miliar untuk membeli mesin.", 1_300_000_000, "other"),
]


@pytest.mark.parametrize(("line", "amount", "role"), TRADED, ids=[line for line, *_ in TRADED])
def test_what_a_trade_mission_sells_is_a_transaction(line: str, amount: int, role: str) -> None:
    lead = "Misi dagang Jawa Timur di Ambon mempertemukan penjual dan pembeli, Rabu (6/3/2024)."
    told = annotate(
        Article(
            id="a", source="s", url="", title="Misi Dagang Jatim di Ambon", body=f"{lead}\n\n{line}",
            published_at=datetime.fromisoformat("2024-03-07T08:00:00+07:00"),
        )
    )  # fmt: skip
    assert roles(told, {"value"}, amount) == {role}


def test_an_article_on_imports_has_no_origin() -> None:
    lead = "Perajin tahu di Kota Kediri mengecilkan ukuran karena harga kedelai impor naik."
    told = annotate(
        Article(id="a", source="s", url="", title="Kedelai Impor Mahal, Perajin Kediri Resah", body=lead)
    )
    assert roles(told, {"city"}, "35.71") == {"mention"}


def test_every_mention_of_a_country_carries_the_stronger_role() -> None:
    told = story("Pesaing dari Belgia juga menanam kakao di Ghana.")
    assert roles(told, {"country"}, "BE") == {"destination"}


def test_a_role_names_the_finder_rule_and_the_role_rule() -> None:
    told = story("Dinas tengah menjajaki pasar Turki.")
    assert {m.rule.split("/")[-1] for m in told.mentions if m.value == "TR"} == {"wished"}


def test_every_label_of_a_rule_is_a_cue_and_every_cue_is_used() -> None:
    groups = {name: rows for name, rows in table().items() if name != "cues"}
    asked = {
        label
        for rows in groups.values()
        for row in rows
        for part in ("if", "unless")
        for window, labels in row.get(part, {}).items()
        if window not in ("article", "carried")
        for label in labels
    }
    in_code = {
        "apart",
        "break",
        "hopes",
        "void",
        "imported",
        "aside",
        "said",
        "amid",
        "ceremony",
        "court",
        "exhibited",
        "number",
        "ordinal",
        "sendoff",
        "shipped",
        "took-place",
    }
    cues = set(table()["cues"])
    assert {label for label in asked if not label.startswith("@")} <= cues
    assert cues <= asked | in_code


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("begitu lepas dari pelatihan", set()),
        ("truk itu lepas Rabu", {"sendoff"}),
        ("tamu undangan hadir", {"attending"}),
        ("pala menyusul dengan", set()),
        ("kemasan berorientasi ekspor", set()),
        ("ekspor kopi", {"export"}),
    ],
)
def test_words_that_mean_something_else_together_are_no_cues(words, labels):
    found = {cue.label for cue in cues_in(words.split())}
    assert found & {"sendoff", "import", "attending", "plan", "later", "export"} == labels


@pytest.mark.parametrize("group", ["scene", "place", "country", "product", "value"])
def test_no_two_rules_of_a_group_share_a_name(group: str) -> None:
    names = [row["name"] for row in table()[group]]
    assert len(names) == len(set(names))


def test_every_rule_that_the_code_asks_for_by_name_is_in_the_table():
    named = {*news.LATER, *news.DATED, news.PASSING, *topics.STRONG, *topics.COUNTED, *FALLBACK, *SEATS}
    known = {row["name"] for group in ("scene", "place") for row in table()[group]}
    assert named <= known


SERVED = [
    (
        "KUR paling banyak diserap Gianyar Rp482 miliar, lalu Bangli Rp201 miliar dan Tabanan Rp503 miliar.",
        "51.06",
        "origin",
    ),
    (
        "Penyaluran KUR terbesar ada di Kabupaten Gianyar Rp202 miliar diikuti Bangli Rp77 miliar.",
        "51.06",
        "origin",
    ),
    ("Bank itu juga membina Desa Devisa Tenun Gresik.", "35.25", "origin"),
    ("Penyaluran berikutnya menyasar nelayan di Kabupaten Jembrana.", "51.01", "origin"),
]


@pytest.mark.parametrize(("line", "code", "role"), SERVED, ids=[line for line, *_ in SERVED])
def test_a_programme_is_at_home_where_it_serves(line: str, code: str, role: str) -> None:
    lead = "Bank menyalurkan Kredit Usaha Rakyat (KUR) bagi pelaku UMKM di Bali hingga September."
    told = annotate(
        Article(
            id="a",
            source="s",
            url="",
            title="Penyaluran KUR di Bali",
            body=f"{lead}\n\nAcara ramai.\n\n{line}",
        )
    )
    assert roles(told, {"city"}, code) == {role}


def test_goods_of_a_programme_are_exported_only_where_a_shipment_is_told() -> None:
    lead = "Lembaga pembiayaan meresmikan program Desa Devisa bagi petani di Kabupaten Jembrana agar siap ekspor."
    tail = "Mete desa itu sudah dikirim ke Jepang."
    told = annotate(
        Article(
            id="a",
            source="s",
            url="",
            title="Desa Devisa Diresmikan",
            body=f"{lead}\n\nPetani kakao dilatih ekspor.\n\n{tail}",
        )
    )
    assert roles(told, {"product"}, "kakao") == {"mention"}
    assert roles(told, {"product"}, "mete") == {"exported"}


COUNTED = [
    (
        "Dari tiga negara tujuan utama, Thailand mendominasi dengan US$99 juta.",
        {"country"},
        "TH",
        "destination",
    ),
    ("India membeli 84 persen, sebagian besar dari Kabupaten Takalar.", {"city"}, "73.05", "origin"),
]


@pytest.mark.parametrize(("line", "kinds", "wanted", "role"), COUNTED, ids=[line for line, *_ in COUNTED])
def test_what_statistics_of_exports_name_was_exported(
    line: str, kinds: set[str], wanted: str, role: str
) -> None:
    lead = "Badan Pusat Statistik mencatat total ekspor Sulawesi Selatan pada Mei 2023 sebesar US$900 juta."
    told = annotate(
        Article(id="a", source="s", url="", title="Ekspor Sulsel Turun 4 Persen", body=f"{lead} {line}")
    )
    assert roles(told, kinds, wanted) == {role}


def test_those_who_join_a_fair_elsewhere_are_at_home_in_their_own_town() -> None:
    told = annotate(
        Article(
            id="a",
            source="s",
            url="",
            title="Perajin Asal Gianyar Ikuti Pameran UMKM di Surabaya",
            body="Sebanyak 20 perajin asal Gianyar mengikuti Pameran Karya Nusantara di Surabaya.",
        )
    )
    assert roles(told, {"city"}, "51.04") == {"origin"}
    assert roles(told, {"city"}, "35.78") == {"mention"}
