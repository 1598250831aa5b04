"""Releases: what one shipment is, field by field, and when an article tells of none or of several."""

from datetime import date, datetime

import pytest

from entities.extract import annotate
from entities.records import Article, Money, Release, Story

PUBLISHED = "2023-08-18T10:00:00+07:00"


def story(title: str, *paragraphs: str) -> Story:
    published = datetime.fromisoformat(PUBLISHED)
    body = "\n\n".join(paragraphs)
    return annotate(Article(id="a", source="s", url="", title=title, body=body, published_at=published))


def only(told: Story) -> Release:
    assert len(told.releases) == 1
    return told.releases[0]


SHIPMENT = story(
    "Gambir Limapuluh Kota Dilepas ke India",
    "Wakil Bupati Limapuluh Kota melepas ekspor gambir ke India, Rabu (16/8).",
    "Sebanyak 18 ton gambir milik CV Bukik Sago senilai US$54 ribu atau sekitar Rp820 juta dimuat di Harau.",
    "“Semoga disusul pengiriman ke Jepang,” kata kepala dinas perdagangan, Kamis (17/8).",
    "Sepanjang 2022 ekspor gambir kabupaten mencapai 4.000 ton senilai Rp60 miliar, terbanyak ke Pakistan.",
)


def test_a_figure_of_the_headline_stays_half_of_the_pair_in_the_text() -> None:
    told = story(
        "Gambir Senilai Rp820 Juta Dilepas ke India",
        "Wakil Bupati Limapuluh Kota melepas ekspor 18 ton gambir ke India, Rabu (16/8).",
        "Muatan itu senilai US$54 ribu atau Rp820 juta.",
    )
    assert [(v.currency, v.deal) for v in only(told).values] == [("IDR", 1), ("USD", 1)]


def test_deals_of_headline_and_text_are_numbered_apart() -> None:
    told = story(
        "Gambir Senilai US$54 Ribu (Rp820 Juta) Dilepas ke India",
        "Wakil Bupati Limapuluh Kota melepas ekspor gambir ke India, Rabu (16/8).",
        "Harganya US$3 atau Rp45 ribu per kilogram.",
    )
    deals = [(m.field, m.value.deal) for m in told.mentions if isinstance(m.value, Money)]
    assert deals == [("title", 1), ("title", 1), ("body", 2), ("body", 2)]


def test_topic_follows_the_release() -> None:
    assert SHIPMENT.topics == ("export_release",)


def test_origin_is_the_most_specific_place() -> None:
    assert only(SHIPMENT).origins == ("13.07",)


def test_hoped_for_and_earlier_buyers_are_no_destinations_of_the_release() -> None:
    assert only(SHIPMENT).destinations == ("IN",)


def test_both_currencies_of_the_deal_are_its_value_and_the_yearly_total_is_not() -> None:
    assert [(v.amount, v.currency) for v in only(SHIPMENT).values] == [(54_000, "USD"), (820_000_000, "IDR")]


def test_quantity_is_the_shipment_s() -> None:
    assert [(q.amount, q.unit) for q in only(SHIPMENT).quantities] == [(18_000, "kg")]


def test_day_is_the_send_off_s_and_not_the_speaker_s() -> None:
    assert only(SHIPMENT).date == date(2023, 8, 16)


def test_exporter_is_named_as_printed() -> None:
    assert only(SHIPMENT).exporter == "CV Bukik Sago"


def test_every_value_of_a_release_has_its_evidence() -> None:
    release = only(SHIPMENT)
    shown = {m.value for m in release.evidence}
    assert {
        *release.origins,
        *release.destinations,
        *release.products,
        *release.values,
        *release.quantities,
    } <= shown
    assert any(m.kind == "date" for m in release.evidence)


NONE = [
    (
        "only wishes",
        "Bupati Ingin Kopi Tembus Jepang",
        "Bupati Bener Meriah berharap kopi bisa diekspor ke Jepang.",
    ),
    (
        "yearly total",
        "Ekspor Jambi Naik",
        "Sepanjang semester I 2023 ekspor pinang Jambi ke India mencapai 20 ribu ton.",
    ),
    (
        "a plan",
        "Keripik Disiapkan Ekspor",
        "Pemkot Malang akan mengekspor 5 ton keripik ke Oman tahun depan.",
    ),
    (
        "an import",
        "Bawang Tiba",
        "Sebanyak 20 ton bawang putih impor dari China dikirim ke Belawan, Rabu (16/8).",
    ),
    ("no trade", "Merpati Dilepas", "Bupati melepas 77 ekor merpati di alun-alun, Rabu (16/8)."),
    (
        "no send-off",
        "Pelatihan Ekspor Ditutup",
        "Begitu lepas dari pelatihan ekspor, peserta di Kutai Timur berusaha sendiri, Rabu (16/8).",
    ),
    (
        "smuggled",
        "Benih Lobster Digagalkan",
        "Petugas menggagalkan pengiriman 50 ribu ekor benih lobster ke Singapura, Rabu (16/8).",
    ),
    ("workers", "Pekerja Dilepas", "Bupati melepas 50 calon pekerja migran ke Korea Selatan, Rabu (16/8)."),
    (
        "still to come",
        "Kopra Akan Diekspor",
        "Menjelang ekspor perdana kopra ke Bangladesh, bupati meninjau gudang di Indragiri Hilir, Rabu (16/8).",
    ),
    (
        "a boast",
        "Tas Anyam Keliling Dunia",
        "Perajin Ponorogo berhasil mengekspor tas ke sejumlah negara. Seperti Malaysia dan Jepang.",
    ),
    (
        "a boast of one market",
        "Bambu Purworejo Laku",
        "Perajin Purworejo berhasil menjual tampah hingga luar negeri, seperti Jerman dan Denmark.",
    ),
    (
        "shown at a fair",
        "Produk Tangerang Berhasil Diekspor ke Dubai",
        "Kampus mengirimkan 30 jenis produk asal Kabupaten Tangerang ke Dubai untuk dipamerkan, Rabu (16/8).",
    ),
    (
        "a boast of an office",
        "UMKM Jateng Tembus Jepang",
        "Sejumlah UMKM Jawa Tengah berhasil merambah Jepang lewat pendampingan, kata kepala dinas.",
    ),
]


@pytest.mark.parametrize(("title", "body"), [case[1:] for case in NONE], ids=[case[0] for case in NONE])
def test_no_release_where_nothing_leaves(title: str, body: str) -> None:
    assert story(title, body).releases == ()


DAYS = [
    ("send-off", "Ekspor 3 ton madu ke Malaysia dilepas bupati, Selasa (15/8).", date(2023, 8, 15)),
    (
        "year not printed, last December",
        "Ekspor 3 ton madu ke Malaysia dilepas Selasa (27/12).",
        date(2022, 12, 27),
    ),
    ("yesterday", "Bupati melepas ekspor 3 ton madu ke Malaysia, kemarin.", date(2023, 8, 17)),
    ("only the speaker's", "“Ekspor 3 ton madu ke Malaysia dilepas,” kata bupati, Selasa (15/8).", None),
    ("weekday contradicts", "Ekspor 3 ton madu ke Malaysia dilepas Senin (15/8/2023).", None),
    (
        "agency copy",
        "Kupang (WARTA) - Ekspor 3 ton madu ke Malaysia dilepas, kata bupati, Rabu.",
        date(2023, 8, 16),
    ),
    ("none", "Bupati melepas ekspor 3 ton madu ke Malaysia.", None),
]


@pytest.mark.parametrize(("body", "day"), [case[1:] for case in DAYS], ids=[case[0] for case in DAYS])
def test_day_of_a_release(body: str, day: date | None) -> None:
    assert only(story("Madu Kupang Dilepas ke Malaysia", body)).date == day


def test_one_ceremony_with_many_buyers_is_one_release() -> None:
    told = story(
        "Gubernur Lepas Ekspor UMKM",
        "Gubernur Sulawesi Utara melepas ekspor UMKM, Rabu (16/8).",
        "CV Karya Esa mengirim tepung kelapa ke Jerman. CV Tomohon Jaya mengirim bunga krisan ke Jepang.",
    )
    assert set(only(told).destinations) == {"DE", "JP"}


def test_deals_of_several_firms_are_several_releases() -> None:
    told = story(
        "Tiga UKM Catat Ekspor",
        "Dari Kabupaten Maros, PT Butta Salewangang menjual rumput laut ke Vietnam senilai US$12.000.",
        "CV Lontara Rasa menjual kopi ke Mesir senilai US$9.000.",
    )
    assert [r.destinations for r in told.releases] == [("VN",), ("EG",)]
    assert [r.exporter for r in told.releases] == ["PT Butta Salewangang", "CV Lontara Rasa"]


def test_firms_of_different_places_are_several_releases_in_one_ceremony_too() -> None:
    told = story(
        "Bea Cukai Lepas Dua Ekspor UMKM",
        "Bea Cukai melepas ekspor dua UMKM, Rabu (16/8).",
        "CV Daun Wangi mengekspor cerutu asal Kabupaten Jember ke Jerman senilai Rp600 juta. Sementara PT Rimba Ijen "
        "mengekspor kayu olahan asal Kabupaten Bondowoso ke China senilai Rp850 juta.",
    )
    assert [(r.origins, r.destinations, r.products) for r in told.releases] == [
        (("35.09",), ("DE",), ("cerutu",)),
        (("35.11",), ("CN",), ("kayu olahan",)),
    ]


def test_shipments_of_different_days_are_several_releases() -> None:
    told = story(
        "Dua Koperasi Bergantian Kirim Barang",
        "Koperasi Lumbung Rasa di Kabupaten Lahat mengirim 3 ton kopi ke Oman, Senin (14/8).",
        "Dua hari kemudian, Rabu (16/8), giliran Koperasi Sari Nira di Kabupaten Rejang Lebong melepas 8 ton gula "
        "aren ke Kamboja.",
    )
    assert [(r.destinations, r.date) for r in told.releases] == [
        (("OM",), date(2023, 8, 14)),
        (("KH",), date(2023, 8, 16)),
    ]


def test_contracts_signed_apart_are_several_releases() -> None:
    told = story(
        "Pengusaha Rotan Teken Dua Kontrak",
        "UD Rimba Halus menandatangani kontrak enam kontainer kursi dengan pembeli Spanyol, Selasa (15/8), sedangkan "
        "CV Ukir Sejati meneken pesanan 120 buah lemari dari pembeli Prancis, Rabu (16/8).",
    )
    assert [(r.destinations, r.exporter) for r in told.releases] == [
        (("ES",), "UD Rimba Halus"),
        (("FR",), "CV Ukir Sejati"),
    ]


def test_the_shipment_of_an_earlier_day_is_a_release_of_its_own() -> None:
    told = story(
        "Gurita Banggai Berangkat ke Meksiko",
        "Koperasi nelayan melepas 24 ton gurita beku ke Meksiko dari Banggai, Rabu (16/8), senilai Rp1,3 miliar.",
        "Dua hari sebelumnya, Senin (14/8), 3 ton kerapu hidup juga diberangkatkan ke Hong Kong. Nilainya US$48 ribu.",
    )
    assert [(r.date, r.destinations) for r in told.releases] == [
        (date(2023, 8, 16), ("MX",)),
        (date(2023, 8, 14), ("HK",)),
    ]


def test_contracts_of_two_days_with_buyers_of_one_country_are_two_releases() -> None:
    told = story(
        "Dua UKM Bawa Pulang Pesanan dari Seoul",
        "Dua usaha kecil pulang membawa kontrak ekspor.",
        "CV Tenun Ende meneken kontrak penjualan 500 helai tenun ikat dengan toko di Seoul, Senin (14/8).",
        "Sehari kemudian, Selasa (15/8), PT Anyam Bantul menandatangani kontrak 900 set keranjang pandan "
        "dengan importir di Busan.",
    )
    assert [r.date for r in told.releases] == [date(2023, 8, 14), date(2023, 8, 15)]
    assert [r.products for r in told.releases] == [("tenun ikat",), ("keranjang pandan",)]


def test_the_day_of_the_paper_is_not_the_send_off_s() -> None:
    told = story(
        "Dua Ekspor Perdana Dilepas",
        "JAKARTA, 17 Agustus 2023 – Dua ekspor perdana usaha kecil dilepas pekan ini.",
        "Di Pamekasan, Senin (14/8), PT Larangan memberangkatkan 9 ton sapu ijuk ke Turki.",
    )
    assert [r.date for r in told.releases] == [date(2023, 8, 14)]


def test_the_day_may_stand_in_the_sentence_before_the_send_off() -> None:
    told = story(
        "Minyak dari Akar",
        "Dapur penyulingan itu sepi.",
        "Petani menunggu lama.",
        "Jumat (11/8) mereka bisa tersenyum. Sebanyak 2 ton minyak nilam diberangkatkan menuju Prancis.",
    )
    assert [r.date for r in told.releases] == [date(2023, 8, 11)]


def test_goods_that_leave_from_the_only_place_named_are_its_own() -> None:
    told = story("Kopi Dikirim ke Taiwan", "Sebanyak 12 ton kopi dikirim ke Taiwan dari Malang, Rabu (16/8).")
    assert only(told).origins == ("35.73",)


def test_a_place_of_departure_yields_to_the_home_of_the_goods() -> None:
    lead = (
        "Koperasi dari Kabupaten Bondowoso melepas ekspor 12 ton kopi ke Taiwan dari Surabaya, Rabu (16/8)."
    )
    assert only(story("Kopi ke Taiwan", lead)).origins == ("35.11",)


def test_a_feature_s_only_place_is_the_origin() -> None:
    told = story(
        "Minyak dari Akar",
        "Dapur itu berdiri di tepi jalan, satu jam dari pusat Kabupaten Garut.",
        "Sebanyak 2 ton minyak nilam diberangkatkan menuju Prancis, Jumat (11/8).",
    )
    assert only(told).origins == ("32.05",)


@pytest.mark.parametrize(
    "lead",
    [
        "BPS mencatat ekspor kopi Lampung naik 5 persen. Kopi itu diberangkatkan ke Jepang dan Mesir.",
        "Nilai ekspor Jawa Timur turun. Sebanyak 40 ribu ton diberangkatkan ke Tiongkok.",
        "Petani Jembrana butuh tiga tahun sebelum pengiriman pertama kakao ke Belanda.",
    ],
)
def test_statistics_and_looks_back_are_no_release(lead: str) -> None:
    assert story("Ekspor Daerah", lead).releases == ()


def test_what_was_lost_is_no_quantity_of_the_shipment() -> None:
    told = story(
        "Koi Terbang ke Singapura",
        "Sebanyak 1.150 ekor koi asal Blitar diterbangkan ke Singapura, Rabu (16/8). Yang mati cuma tujuh ekor.",
    )
    assert [q.amount for q in only(told).quantities] == [1150]


def test_a_bare_weekday_is_the_day_where_no_date_is_printed_at_all() -> None:
    first = "Bupati Bantul melepas ekspor dua kontainer kerajinan ke Belanda."
    agency = story("Bantul Ekspor", first, '"Nilainya Rp2 miliar," katanya di Bantul, Rabu.')
    daily = story("Bantul Ekspor", first, '"Nilainya Rp2 miliar," katanya di Bantul, Kamis (17/8).')
    assert (only(agency).date, only(daily).date) == (date(2023, 8, 16), None)


def test_the_opening_leaves_a_later_deal_its_place() -> None:
    told = story(
        "Dua Ekspor Perdana Dilepas",
        "Dua ekspor perdana dilepas di bawah Bea Cukai Madura dan Bea Cukai Nunukan.",
        "Di Kabupaten Pamekasan, Senin (14/8), PT Larangan memberangkatkan 9 ton sapu ijuk ke Turki.",
        "Rabu (16/8) giliran ekspor rumput laut kering milik Koperasi Mamolo, Kabupaten Nunukan. "
        "Sebanyak 32 ton komoditas tersebut dimuat ke kapal tujuan Malaysia.",
    )
    assert [r.origins for r in told.releases] == [("35.28",), ("65.03",)]


def test_the_price_of_the_container_that_left_is_the_deal_and_best_sellers_are_no_cargo() -> None:
    told = story(
        "Mebel Rotan Sukoharjo Dilepas ke Italia",
        "Bupati melepas kontainer mebel rotan ke Italia, Rabu (16/8).",
        "Satu kontainer yang berangkat hari itu dihargai US$ 20 ribu.",
        "“Biasanya dua kontainer seminggu,” ucapnya. Lemari dan meja paling laku.",
        "Pembelinya sebenarnya sudah belasan negara, antara lain Qatar dan Maroko.",
    )
    assert [v.amount for v in only(told).values] == [20000]
    assert only(told).products == ("mebel rotan",)
    assert only(told).destinations == ("IT",)


def test_a_trial_over_a_contract_is_no_release() -> None:
    told = story(
        "Direktur Eksportir Kopi Divonis Tiga Tahun",
        "Terdakwa meneken kontrak ekspor kopi 20 ton ke Jerman yang ternyata palsu.",
    )
    assert told.releases == ()


def test_a_sum_belongs_to_the_contract_of_its_number() -> None:
    told = story(
        "Dua Usaha Mebel Jepara Teken Kontrak",
        "UD Rimba Kartini menandatangani penjualan kursi taman kepada pembeli Amerika Serikat, Rabu (16/8), "
        "sedangkan CV Ukir Mantingan meneken pesanan lemari ukir dari pembeli Prancis, Kamis (17/8).",
        "Kontrak pertama bernilai US$240.000. Kontrak kedua bernilai 85.000 euro.",
    )
    assert [[v.amount for v in r.values] for r in told.releases] == [[240_000], [85_000]]


def test_a_class_of_goods_gives_way_to_the_goods_named() -> None:
    told = story(
        "Camilan Kediri Dikirim ke Taiwan",
        "UMKM Kota Kediri mengirim 1.200 bungkus keripik gadung dan emping jagung ke Taiwan, Rabu (16/8).",
    )
    assert only(told).products == ("keripik gadung", "emping jagung")


def test_a_sample_is_no_quantity_of_the_shipment() -> None:
    told = story(
        "Kopi Liwa Dilepas ke Mesir",
        "Bupati Lampung Barat melepas ekspor 19 ton kopi robusta ke Mesir, Rabu (16/8).",
        "Semua bermula dari contoh kopi seberat 5 kilogram yang dikirim pada Februari.",
    )
    assert [q.amount for q in only(told).quantities] == [19_000]


def test_capitals_of_a_headline_make_no_exporter() -> None:
    told = story(
        "Mebel Dilepas ke Belgia, Pelaku UMKM Merasa Senang",
        "Bupati Klaten melepas mebel ke Belgia, Rabu (16/8).",
    )
    assert only(told).exporter is None


BEGINNINGS = [
    "Bupati Temanggung memukul gong tanda dimulainya ekspor 20 ton kopi ke Mesir, Rabu (16/8).",
    "Bupati Temanggung menggunting pita ekspor 20 ton kopi ke Mesir, Rabu (16/8).",
    "Ekspor kopi Temanggung ke Mesir dimulai. Dua puluh ton kopi naik kapal Rabu (16/8).",
    "Temanggung ekspor 20 ton kopi ke Mesir. “Hari ini kita lepas,” kata Bupati, Rabu (16/8).",
    "Bupati Temanggung menyaksikan pemuatan 20 ton kopi ke kontainer tujuan Mesir, Rabu (16/8).",
    "Eksportir Temanggung mengantongi kontrak 20 ton kopi dari importir Mesir, Rabu (16/8).",
    "Bupati Temanggung melepas 20 ton kopi ke Mesir, Rabu (16/8), bersama Duta Besar Mesir.",
    "“Kopi kita masih dicari,” ujar Bupati Temanggung di sela pelepasan 20 ton kopi ke Mesir, Rabu (16/8).",
    "Petani Temanggung berhasil mengirim 20 ton kopi ke Mesir, Rabu (16/8).",
]


@pytest.mark.parametrize("body", BEGINNINGS)
def test_a_release_begins_in_many_ways(body: str) -> None:
    release = only(story("Kopi Temanggung untuk Mesir", body))
    assert (release.date, release.origins, release.destinations) == (date(2023, 8, 16), ("33.23",), ("EG",))
    assert [q.amount for q in release.quantities] == [20_000]


NOT_YET = [
    (
        "statistics of a quarantine office",
        "Karantina mencatat kinerja ekspor Sambas sepanjang Juli 2023.",
        "Sebanyak 96 ton pisang diekspor ke Malaysia melalui 21 kali pengiriman.",
    ),
    (
        "a festival of exports still to come",
        "Pelepasan ekspor serentak akan digelar di Makassar pada Kamis, 24 Agustus 2023.",
        "Mete dan kakao akan dikirim ke Vietnam dan India, katanya.",
    ),
    (
        "goods made ready",
        "Dinas mendata kopi yang dipersiapkan untuk diekspor ke Amerika Serikat sebanyak dua kontainer.",
        "Pada 2021 bupati sudah pernah melepas ekspor 40 ton kopi ke Jerman.",
    ),
    (
        "a profile",
        "Sejak 2009 perajin Plered mengirim kursi rotan ke Jepang.",
        "Kalau ada pesanan dari Italia, mereka siap.",
    ),
]


@pytest.mark.parametrize("paragraphs", [case[1:] for case in NOT_YET], ids=[case[0] for case in NOT_YET])
def test_no_release_where_exports_are_counted_planned_or_usual(paragraphs: tuple[str, ...]) -> None:
    assert story("Geliat Ekspor Daerah", *paragraphs).releases == ()


def test_a_send_off_told_among_statistics_is_a_release() -> None:
    told = story(
        "Ekspor Kopi Lampung Naik",
        "Total ekspor kopi Lampung periode Januari-Juli 2023 mencapai 90 ribu ton.",
        "Angka itu tumbuh 12 persen.",
        "Malaysia dan Italia menjadi pengimpor terbesar.",
        "“Kita jaga mutunya,” kata kepala karantina.",
        "Ia hadir dalam pelepasan ekspor 38 ton kopi biji tujuan Aljazair, Rabu (16/8/2023).",
    )
    assert only(told).destinations == ("DZ",)
    assert [q.amount for q in only(told).quantities] == [38_000]


def test_goods_that_quarantine_clears_are_a_release() -> None:
    told = story(
        "Kerapu Tual Terbang ke Hong Kong",
        "Karantina Maluku memfasilitasi ekspor 9.200 ekor kerapu asal Kota Tual ke Hong Kong.",
    )
    assert (only(told).origins, only(told).destinations) == (("81.72",), ("HK",))


def test_details_of_the_shipment_count_wherever_they_stand() -> None:
    told = story(
        "Gula Semut Kulon Progo Dilepas",
        "Wakil menteri melepas ekspor gula semut Kulon Progo, Rabu (16/8).",
        *["“Petani kita hebat,” kata wakil menteri."] * 6,
        "Menurut ketua koperasi, gula semut yang diekspor 21 ton dengan nilai Rp1,2 miliar.",
        "Ekspor kali ini dilakukan ke dua negara.\n\nAntara lain Malaysia dan Kanada.",
    )
    assert [v.amount for v in only(told).values] == [1_200_000_000]
    assert [q.amount for q in only(told).quantities] == [21_000]


def test_the_lines_of_a_list_belong_to_the_sentence_before_it() -> None:
    told = story(
        "Ekspor Sulut Dilepas",
        "Wakil Gubernur Sulut melepas ekspor tepung kelapa di Bitung, Rabu (16/8).",
        "Berikut negara tujuan ekspor itu:",
        *["• Italia", "• Belgia", "• Rusia", "• India", "• Tiongkok"],
        "Total volume ekspor kali ini 213 ton.",
    )
    assert only(told).destinations == ("IT", "BE", "RU", "IN", "CN")
    assert [q.amount for q in only(told).quantities] == [213_000]


def test_what_a_shipment_is_part_of_is_not_its_value() -> None:
    told = story(
        "Rumput Laut NTB Dilepas",
        "Kepala dinas melepas ekspor rumput laut Kabupaten Bima ke Tiongkok senilai US$44.000, Rabu (16/8).",
        "“Ini bagian dari pelepasan ekspor senilai Rp35 triliun dari sejumlah provinsi,” katanya.",
    )
    assert [v.amount for v in only(told).values] == [44_000]


def test_the_buyer_before_is_no_destination_of_the_release() -> None:
    told = story(
        "Setelah Korea, Bontang Ekspor Perdana Rumput Laut ke China",
        "Wali Kota Bontang melepas ekspor perdana rumput laut ke China, Rabu (16/8).",
    )
    assert only(told).destinations == ("CN",)
    assert {m.role for m in told.mentions if m.value == "KR"} == {"destination"}


def test_firms_of_one_sentence_are_told_apart() -> None:
    told = story(
        "Dua UKM Tembus Pasar Ekspor",
        "Dua UKM berhasil melakukan ekspor perdana. PT Rempah Losari dari Makassar mengekspor cengkih ke "
        "Singapura senilai US$90 ribu; CV Arang Cimanuk dari Garut mengekspor briket ke Yordania senilai US$60 ribu.",
    )
    assert [(r.destinations, r.exporter, r.values[0].amount) for r in told.releases] == [
        (("SG",), "PT Rempah Losari", 90_000),
        (("JO",), "CV Arang Cimanuk", 60_000),
    ]


def test_shipments_told_by_offices_come_from_their_cities() -> None:
    told = story(
        "Bea Cukai Antar UMKM ke Luar Negeri",
        "Bea Cukai Madura melepas ekspor terasi bikinan UD Camplong Segara, Kabupaten Sampang, ke Malaysia, Senin (14/8).",
        "Bea Cukai Jember memfasilitasi dua kontainer edamame milik Koperasi Argopuro. "
        "Barang itu diberangkatkan ke Jepang pada Rabu (16/8) lewat Surabaya.",
    )
    assert [(r.origins, r.destinations, r.exporter) for r in told.releases] == [
        (("35.27",), ("MY",), "UD Camplong Segara"),
        (("35.09",), ("JP",), "Koperasi Argopuro"),
    ]


def test_a_day_of_last_year_s_end_is_no_history_in_spring() -> None:
    article = Article(
        id="a",
        source="s",
        url="",
        title="Jengkol Jabar ke Arab",
        body="Pada 13 Desember 2021, Gubernur Jawa Barat melepas ekspor 50 kg jengkol ke Uni Emirat Arab.",
        published_at=datetime.fromisoformat("2022-03-02T10:00:00+07:00"),
    )
    assert only(annotate(article)).date == date(2021, 12, 13)


EXPORTERS = [
    ("songkok buatan UMKM CV Sorban Mas", "CV Sorban Mas"),
    ("gula semut milik Koperasi Wanita (Kopwan) Melati Bagelen", "Koperasi Wanita (Kopwan) Melati Bagelen"),
    ("madu produksi KWT Sekar Wangi Kabupaten Lebak", "KWT Sekar Wangi"),
    ("kendang buatan BUMDes Karya Mulia", "BUMDes Karya Mulia"),
    (
        "vanili yang dikirim UD. Rempah Lereng Rinjani kepada PT Vanilla Abadi sebagai buyer",
        "UD. Rempah Lereng Rinjani",
    ),
]


@pytest.mark.parametrize(("goods", "name"), EXPORTERS)
def test_exporters_have_many_forms(goods: str, name: str) -> None:
    told = story("Ekspor Dilepas", f"Bupati melepas ekspor {goods} ke Brunei Darussalam, Rabu (16/8).")
    assert only(told).exporter == name


def test_goods_that_an_agency_tells_of_on_the_day_itself_are_sent() -> None:
    told = story(
        "Karantina Lepas Ekspor Lada",
        "“Hari ini kami akan melepas 25 ton lada ke India,” kata kepala karantina di Bandar Lampung.",
    )
    assert (only(told).date, only(told).destinations, only(told).products) == (
        date(2023, 8, 18),
        ("IN",),
        ("lada",),
    )


def test_where_the_goods_stem_from_is_their_home_though_it_is_told_late() -> None:
    told = story(
        "Pemprov Sultra Lepas Ubur-ubur",
        "Pemerintah Provinsi Sulawesi Tenggara melepas ekspor 15 ton ubur-ubur ke Tiongkok, Rabu (16/8).",
        "Pelepasan digelar di Pelabuhan Murhum, Kota Baubau.",
        "“Ini hasil proses panjang,” kata wakil gubernur.",
        "Ubur-ubur tersebut berasal dari perairan Sampolawa, Kabupaten Buton Selatan.",
    )
    assert only(told).origins == ("74.15",)


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        (
            "Sulawesi Barat Ekspor Bungkil Kopra ke Tiga Negara",
            "Bungkil kopra itu dibeli Vietnam, Filipina, dan Sri Lanka karena permintaannya tinggi.",
        ),
        (
            "Kadin Parepare Teken MoU dengan Pembeli Selandia Baru",
            "Kadin Parepare menandatangani nota kesepahaman penjualan kopi senilai US$210.000 dengan pembeli Selandia Baru.",
        ),
        (
            "Hari Pertama Pameran Dagang Bukukan Transaksi Rp40 Miliar",
            "Misi pembelian membukukan transaksi sebesar Rp40 miliar dengan importir Mesir dan Italia.",
        ),
    ],
)
def test_an_export_in_the_headline_a_memorandum_with_its_sum_and_a_booked_deal_are_releases(
    title, lead
) -> None:
    assert story(title, lead).topics == ("export_release",)


@pytest.mark.parametrize(
    "title",
    [
        "Ekspor Kopi Sumatera Barat ke India Turun",
        "Nilai Ekspor Kakao Polewali ke Malaysia Naik",
        "Harga Lada Ekspor ke India Anjlok",
    ],
)
def test_a_headline_about_exports_at_large_is_no_release(title: str) -> None:
    assert story(title, "Pedagang menunggu panen berikutnya.").topics == ()


def test_goods_that_will_leave_with_this_shipment_are_its_goods() -> None:
    told = only(
        story(
            "Barru Kembali Ekspor ke Tiongkok",
            "Bupati Barru melepas ekspor ke Tiongkok dari Pelabuhan Garongkong, Rabu (16/8).",
            "Komoditas yang akan berlayar itu yakni rumput laut, cengkih, dan mete.",
            "Selain itu, ada juga kopra serta lada.",
        )
    )
    assert set(told.products) == {"rumput laut", "cengkih", "mete", "kopra", "lada"}


def test_goods_of_a_later_shipment_are_not_of_this_one() -> None:
    told = only(
        story(
            "Barru Lepas Rumput Laut ke Tiongkok",
            "Bupati Barru melepas ekspor 20 ton rumput laut ke Tiongkok, Rabu (16/8).",
            "Bulan depan akan dikirim mete dan kopra ke Jepang.",
        )
    )
    assert (told.products, told.destinations) == (("rumput laut",), ("CN",))


def test_an_exchange_rate_and_a_price_by_weight_are_no_worth_of_the_shipment() -> None:
    told = only(
        story(
            "Briket Subang Dilepas ke Irak",
            "Bupati Subang melepas ekspor 26 ton briket ke Irak senilai Rp316 juta, Rabu (16/8).",
            "Kiriman itu dihitung dengan nilai tukar Rp14.200 per dolar AS dan dibeli seharga Rp3.500 per kg.",
        )
    )
    assert [v.amount for v in told.values] == [316_000_000]


def test_sums_agreed_on_a_trade_mission_are_transactions() -> None:
    told = story(
        "Misi Dagang Jatim ke Maluku Membukukan Transaksi Rp215 Miliar",
        "Misi dagang Jawa Timur di Ambon, Rabu (16/8), membukukan transaksi sebesar Rp215 miliar.",
    )
    assert {m.role for m in told.mentions if m.kind == "value"} == {"transaction"}


def test_a_yearly_total_of_send_offs_and_a_first_export_that_failed_are_no_part_of_the_news() -> None:
    told = only(
        story(
            "Sambal Kediri Dilepas ke Arab Saudi",
            "Wali Kota Kediri melepas ekspor 21 ton sambal pecel ke Arab Saudi senilai Rp1,2 miliar, Rabu (16/8).",
            "Sepanjang tahun ini dinas mencatat lima kali pelepasan produk dengan nilai keseluruhan Rp2,1 miliar.",
            "Ekspor pertama dua tahun lalu gagal karena botol kaca pecah di perjalanan.",
        )
    )
    assert ([v.amount for v in told.values], told.products) == ([1_200_000_000], ("sambal pecel",))


def test_goods_said_to_be_ready_are_of_the_shipment_that_left() -> None:
    told = only(
        story(
            "Keripik Apel Batu Siap Diekspor",
            "Lebih dari 1 ton keripik apel Kota Batu siap diekspor ke Malaysia dan Brunei.",
            "Wali Kota memberangkatkan 20 ribu bungkus pertama pada Rabu (16/8).",
        )
    )
    assert (told.date, set(told.destinations)) == (date(2023, 8, 16), {"MY", "BN"})


def test_a_hope_at_the_end_of_a_sentence_leaves_its_figures_to_the_shipment() -> None:
    told = only(
        story(
            "Tempe Bogor Dilepas ke Jepang",
            "Wali Kota Bogor melepas ekspor tempe ke Jepang, Rabu (16/8).",
            "Tempe 4,8 ton itu dikirim ke Jepang senilai Rp187 juta dan diharapkan terus bertambah.",
        )
    )
    assert [v.amount for v in told.values] == [187_000_000]


def test_what_a_buying_mission_is_after_are_its_goods_and_its_running_total_is_not_its_value() -> None:
    told = only(
        story(
            "Pameran Dagang Raup Transaksi Rp40 Miliar",
            "Misi pembelian membukukan transaksi sebesar Rp40 miliar dengan importir Mesir dan Italia.",
            "Produk yang diminati pada misi pembelian itu antara lain kopi, lada, dan furnitur.",
            "Nilai misi pembelian hari pertama dan kedua mencapai Rp90 miliar.",
        )
    )
    assert set(told.products) == {"kopi", "lada", "furnitur"}
    assert [v.amount for v in told.values] == [40_000_000_000]


LARGER = [
    "Adapun kontraknya mencapai 2.500 ton.",
    "Kiriman ini bagian dari total volume 150 ton.",
    "Pembeli itu membutuhkan sekitar 300 ton kopi.",
    "Kopi ini dikirim ke pembeli yang menyerap 15 kontainer per bulan.",
    "Kopi ini dikirim 90 ton setahun.",
    "Jumlah kopi tersebut dari asumsi satu tamu mengonsumsi 2 kilogram.",
    "Pengiriman kali ini masih kecil, dalam satu bulan 30 ton.",
    "Total permintaan tersebut mencapai 600 ton.",
    "Pengiriman kali ini dikemas dalam seberat 2 kilogram.",
    "Pengiriman kali ini disusul 15 ton setiap bulannya.",
    "Pengiriman kali ini disusul 2.500 ton sesuai permintaan.",
    "Perusahaan tersebut sudah 3 kali melakukan ekspor kopi dengan total 366 ton.",
]


@pytest.mark.parametrize("line", LARGER)
def test_what_a_contract_or_a_month_comes_to_is_no_quantity_of_the_shipment(line: str) -> None:
    lead = "Bupati Temanggung melepas ekspor 25 ton kopi ke Mesir, Rabu (16/8)."
    told = only(story("Kopi Temanggung untuk Mesir", lead, line))
    assert [(q.amount, q.unit) for q in told.quantities] == [(25_000, "kg")]


def test_a_sum_too_small_for_a_shipment_is_not_its_value() -> None:
    told = only(
        story(
            "Manggis Bogor Dilepas ke China",
            "Bupati Bogor melepas ekspor manggis Kabupaten Bogor ke China, Rabu (16/8).",
            "“Manggis ini kami kirim dengan nilai Rp32.000 dan Rp20.000 menurut mutunya,” ujarnya.",
        )
    )
    assert told.values == ()


def test_goods_have_a_home_where_only_offices_and_the_paper_s_line_name_it_again_and_again() -> None:
    told = only(
        story(
            "Kerapu Dikirim ke Hong Kong",
            "Bintan – Petugas mengawasi 3.000 ekor kerapu yang diekspor ke Hong Kong, Rabu (16/8).",
            "Bea Cukai Bintan ikut memeriksa.",
        )
    )
    assert told.origins == ("21.01",)


def test_the_capital_s_ministry_is_no_home_of_the_goods() -> None:
    told = only(
        story(
            "Kontrak Dagang Makanan Diteken",
            "JAKARTA, Kabar – Kementerian mencatat kontrak makanan dengan importir Australia diteken Rabu (16/8).",
            "“Kontrak senilai Rp9 miliar diteken importir Australia,” ujarnya di Jakarta.",
        )
    )
    assert told.origins == ()


def test_the_cities_that_a_release_starts_from_are_origins_wherever_an_office_names_them() -> None:
    told = story(
        "Bea Cukai Antar Ekspor Perdana",
        "Bea Cukai Sampang melepas ekspor kerupuk UD Segara ke Malaysia, Rabu (16/8).",
        "Di tempat terpisah, Bea Cukai Jember memfasilitasi dua kontainer edamame milik Koperasi Hijau ke Jepang, "
        "Kamis (17/8).",
    )
    codes = {code for release in told.releases for code in release.origins}
    assert codes
    assert {m.role for m in told.mentions if m.kind == "city" and m.value in codes} == {"origin"}


def test_a_number_straight_before_goods_counts_them() -> None:
    told = only(
        story(
            "Tikar Tasikmalaya",
            "Dinas memfasilitasi pengiriman 2.000 tikar mendong Tasikmalaya ke Belanda, Rabu (16/8).",
        )
    )
    assert (told.destinations, told.products) == (("NL",), ("tikar mendong",))


def test_sacks_that_are_counted_are_no_size_of_a_pack() -> None:
    told = only(
        story(
            "Pala Ambon Dilepas ke Belanda",
            "Wali Kota Ambon melepas ekspor pala dan fuli ke Belanda, Rabu (16/8).",
            "Sebanyak 7.300 kg pala dalam 292 karung dan 1.250 kg fuli dalam 50 karung dimuat ke kontainer.",
        )
    )
    assert {(q.amount, q.unit) for q in told.quantities} == {
        (7_300, "kg"),
        (292, "bag"),
        (1_250, "kg"),
        (50, "bag"),
    }


def test_a_class_with_a_word_of_praise_gives_way_to_its_members() -> None:
    told = only(
        story(
            "Rempah Asli Ambon Dilepas ke Belanda",
            "Wali Kota Ambon melepas ekspor rempah asli ke Belanda, Rabu (16/8).",
            "Karung berisi pala dimuat siang itu.",
        )
    )
    assert told.products == ("pala",)


NOT_NEWS = [
    (
        "rules of exports",
        "Karantina Pastikan Persyaratan Ekspor Vanili Alor ke China",
        ["Petugas meninjau gudang vanili."],
    ),
    (
        "goods once brought in, for the home market",
        "Lima Komoditas Andalan Papua",
        [
            "Lima komoditas andalan Papua dikirim ke Tiongkok.",
            "“Vanili eks impor dari PNG sebanyak 58 ton tujuan Bali senilai Rp35 miliar,” katanya.",
        ],
    ),
    (
        "a potential market",
        "Timor Leste Pasar Potensial Kopi",
        [
            "Dinas menyebut Timor Leste pasar potensial bagi kopi.",
            "Timor Leste juga bisa mendatangkan kopi dari Kupang yang kemudian diekspor lagi ke negara lain.",
        ],
    ),
]


@pytest.mark.parametrize(
    ("title", "told"), [case[1:] for case in NOT_NEWS], ids=[case[0] for case in NOT_NEWS]
)
def test_what_tells_of_no_shipment_is_no_release(title: str, told: list[str]) -> None:
    assert story(title, *told).releases == ()


DAYS = [
    (
        "the day it was held, within what someone says",
        "Kepala dinas menambahkan, ekspor kopi ke Mesir itu berlangsung Selasa (15/8) dan dilepas di gudang.",
        date(2023, 8, 15),
    ),
    (
        "the day after the word for sending before the day once planned",
        "Ekspor kopi ke Mesir yang jadwalnya Senin (14/8) akhirnya dilepas Rabu (16/8).",
        date(2023, 8, 16),
    ),
    (
        "no day of a speaker, however long the office",
        "Ekspor kopi ke Mesir dilepas. “Ekspor ini penting,” ujar ketua koperasi, di kantor perusahaan, Jalan Melati,"
        " Kecamatan Pringsurat, Kabupaten Temanggung, Provinsi Jawa Tengah, Kamis (17/8).",
        None,
    ),
]


@pytest.mark.parametrize(("line", "day"), [case[1:] for case in DAYS], ids=[case[0] for case in DAYS])
def test_day_is_that_of_the_send_off(line: str, day: date | None) -> None:
    assert only(story("Kopi Temanggung Dilepas ke Mesir", line)).date == day


def test_a_total_told_after_a_year_s_growth_is_no_value_of_the_shipment() -> None:
    told = only(
        story(
            "Kopi Garut Dilepas ke Belanda",
            "Koperasi di Garut melepas ekspor kopi ke Belanda senilai Rp4 miliar, Rabu (16/8).",
            "Pada 2022 volume ekspor kopi nasional naik 1,2 persen. Sedangkan nilai ekspor kopi US$842 juta.",
        )
    )
    assert [v.amount for v in told.values] == [4_000_000_000]


MEMORANDA = [
    "Misi pembelian itu membukukan kontrak dagang US$40 juta, hasil pertemuan dengan perusahaan dari Mesir.",
    "Importir dari Mesir menandatangani MoU pembelian kopi senilai US$40 juta per tahun.",
    "Sebanyak 18 MoU antara importir mancanegara dan eksportir bernilai US$40 juta, tiga dengan Mesir.",
]


@pytest.mark.parametrize("line", MEMORANDA)
def test_what_buyers_sign_at_a_buying_mission_is_a_release(line: str) -> None:
    told = only(
        story("Misi Pembelian Catat Transaksi", line, "Produk yang diminati antara lain kopi dan lada.")
    )
    assert [v.amount for v in told.values] == [40_000_000]
    assert "EG" in told.destinations


def test_the_one_port_is_the_home_of_goods_that_have_no_other() -> None:
    told = only(
        story(
            "Kementerian Ekspor Ubur-Ubur ke Malaysia",
            "Jakarta – Kementerian melakukan ekspor 9 ton ubur-ubur ke Malaysia, Rabu (16/8).",
            "Pengiriman tersebut dilakukan melalui pos lintas batas di Kabupaten Sambas, Kalimantan Barat.",
        )
    )
    assert told.origins == ("61.01",)


def test_the_paper_s_town_in_front_of_a_full_stop_is_no_home() -> None:
    told = only(
        story(
            "Kopi Siap ke Mesir",
            "TANGERANG. Hari ini kementerian resmi melepas ekspor 19 ton kopi Kabupaten Liwa ke Mesir, Rabu (16/8).",
        )
    )
    assert told.origins == ()


def test_other_goods_that_a_region_has_are_not_of_the_shipment() -> None:
    told = only(
        story(
            "Kelapa Kendari Dilepas ke Tiongkok",
            "Wali Kota Kendari melepas ekspor kelapa ke Tiongkok, Rabu (16/8).",
            "Daerah itu memiliki komoditas andalan lain seperti mete dan tuna.",
        )
    )
    assert told.products == ("kelapa",)


def test_markets_listed_by_the_way_are_no_destinations_of_the_shipment() -> None:
    told = only(
        story(
            "Kursi Jepara Dilepas ke Belgia",
            "Kursi Jepara dilepas ke Belgia, Rabu (16/8).",
            "“Kami sudah ke sejumlah negara, misalnya Prancis dan Spanyol,” katanya di sela pelepasan ekspor ke Belgia.",
        )
    )
    assert told.destinations == ("BE",)


def test_exports_told_of_as_this_time_s_are_a_release_whose_figures_come_later() -> None:
    told = only(
        story(
            "Tempe Bogor Dinikmati di Jepang",
            "Tempe olahan Kota Bogor diekspor ke Jepang. Menteri menyebut ekspor kali ini yang terbesar.",
            "Ekspor kali ini sebanyak 4,8 ton atau senilai US$13.000.",
        )
    )
    assert [q.amount for q in told.quantities] == [4_800]
    assert [v.amount for v in told.values] == [13_000]


def test_a_sum_up_to_a_day_is_no_deal_of_that_day() -> None:
    told = only(
        story(
            "Kopi Temanggung Dilepas ke Mesir",
            "Petani Temanggung melakukan ekspor 34 ton kopi ke Mesir, Rabu (16/8). Eksportirnya PT Sari Kopi, Malang.",
            "Hingga 1 Agustus 2023 nilai transaksi kopi lewat PT Sari Kopi mencapai Rp1,6 miliar.",
        )
    )
    assert told.date == date(2023, 8, 16)
    assert told.values == ()
