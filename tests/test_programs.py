"""Programmes of whole articles: which ones have a record, and what it says."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from entities.dates import day_mentions
from entities.extract import annotate
from entities.money import values
from entities.places import places
from entities.programs import is_about_program, program_records, programs
from entities.records import Article, Money, Program

OPENING = """MADIUN – Dinas Koperasi Kabupaten Madiun menggelar Festival Brem Lawu di alun-alun, Kamis (4/5/2023).

Sebanyak 80 UMKM memajang dagangan. Anggarannya Rp200 juta dari APBD.

Warga tetap boleh mengajukan KUR ke bank."""
HANDOVER = """BLORA – Dinas Perindustrian Blora menyerahkan bantuan mesin jahit kepada 40 penjahit, Senin (6/3/2023).

Bantuan hibah itu diserahkan di balai latihan. Para penjahit menerima satu unit tiap orang."""
SHIPMENT = """TUBAN – Bupati melepas ekspor 12 ton kacang tanah ke Jepang, Rabu (7/6/2023).

Ditemui di sela Tuban Expo 2023, ia berharap kiriman berlanjut."""


def article(title: str, body: str) -> Article:
    published = datetime(2023, 6, 8, tzinfo=UTC)
    return Article(id="a", source="", url="", title=title, body=body, published_at=published)


def read(title: str, body: str) -> tuple[Program, ...]:
    told = article(title, body)
    found = [*programs(told), *values(told), *day_mentions(told), *places(told)]
    return program_records(told, found)


def test_an_opened_festival_has_a_record_and_a_loan_in_passing_has_none():
    (record,) = read("Brem Madiun Dipamerkan", OPENING)
    assert record.name == "Festival Brem Lawu"
    assert record.agency == "Dinas Koperasi Kabupaten Madiun"
    assert record.kind == "exhibition"
    assert record.places == ("35.19",)
    assert (record.start, record.end) == (date(2023, 5, 4), None)
    assert record.values == (Money(amount=Decimal(200_000_000), currency="IDR"),)
    assert record.participants == 80


def test_a_programme_without_a_name_has_a_record():
    (record,) = read("Penjahit Blora Dapat Mesin", HANDOVER)
    assert (record.name, record.kind, record.participants) == (None, "grant", 40)
    assert (record.start, record.end) == (date(2023, 3, 6), date(2023, 3, 6))


def test_an_event_that_only_gives_the_occasion_has_no_record():
    assert read("Kacang Tuban ke Jepang", SHIPMENT) == ()


def test_the_topic_and_the_record_go_together():
    told = article("Brem Madiun Dipamerkan", OPENING)
    assert is_about_program(told, programs(told))


def test_an_acronym_and_an_edition_share_one_name():
    body = "Trade Expo Indonesia (TEI) dibuka. Peserta TEI 2022 datang dari banyak kota."
    assert {mention.name for mention in programs(article("TEI Dibuka", body))} == {"Trade Expo Indonesia"}


def test_a_headline_alone_makes_no_new_programme():
    assert programs(article("Gelar Produk Unggulan Desa Kami", "Tidak ada apa-apa.")) == []


def test_the_day_of_a_statement_is_not_that_of_the_programme():
    body = """NGAWI – Pemkab Ngawi mengadakan Pelatihan Kriya Jati bagi 30 perajin.

“Semoga berlanjut,” kata kepala dinas, Selasa (6/6/2023)."""
    (record,) = read("Perajin Ngawi Dilatih", body)
    assert (record.start, record.end, record.participants) == (None, None, 30)


def test_an_article_without_business_tells_of_no_programme():
    assert read("Film Daerah Diputar", "KLATEN – Festival Film Merapi 2023 dibuka, Sabtu (3/6/2023).") == ()


def test_kur_is_named_as_printed_and_known_under_its_full_name():
    body = "PATI – Bank menyalurkan KUR Rp3 miliar kepada 60 nelayan, Senin (5/6/2023)."
    told = article("KUR Nelayan Pati Cair", body)
    assert {m.name for m in programs(told)} == {"Kredit Usaha Rakyat"}
    (record,) = read("KUR Nelayan Pati Cair", body)
    assert (record.name, record.kind, record.participants) == ("KUR", "financing", 60)


FAIR_AND_MEETING = """MADIUN – Dinas Koperasi Kabupaten Madiun menggelar Festival Brem Lawu di alun-alun, Kamis (4/5/2023).

Sebanyak 80 UMKM memajang dagangan. Anggarannya Rp200 juta dari APBD. Panitia menargetkan transaksi Rp900 juta.

Di sela acara, Bank Indonesia Kediri mengadakan temu bisnis bertajuk Lawu Matching pada Jumat (5/5/2023). Pertemuan
itu diikuti 20 UMKM."""


def test_two_programmes_keep_their_own_sums_days_and_numbers():
    fair, meeting = read("Festival Brem Lawu Dibuka", FAIR_AND_MEETING)
    assert (fair.name, fair.participants, len(fair.values)) == ("Festival Brem Lawu", 80, 1)
    assert (meeting.name, meeting.participants, meeting.values) == ("Lawu Matching", 20, ())
    assert (meeting.start, meeting.end) == (date(2023, 5, 5), date(2023, 5, 5))


LOAN = """KEDIRI – Dinas Koperasi Kota Kediri meluncurkan Kredit Mesra bagi pedagang pasar, Senin (8/5/2023).

Setiap pedagang boleh meminjam maksimal Rp10 juta. Anggaran subsidi bunganya Rp2 miliar.

Di tingkat nasional, plafon KUR tahun ini Rp300 triliun. Pinjaman di bawah Rp100 juta tidak memerlukan agunan."""


def test_ceilings_count_and_sums_of_other_schemes_and_places_do_not():
    (loan,) = read("Pemkot Kediri Luncurkan Kredit Mesra", LOAN)
    assert [value.amount for value in loan.values] == [10_000_000, 2_000_000_000]


GROWN = """SEMARANG – Dinas Koperasi Jawa Tengah menyiapkan anggaran pelatihan bagi usaha mikro sebesar Rp15 miliar.

Jumlah itu naik dibandingkan tahun lalu yang senilai Rp10 miliar, kata kepala dinas, Selasa (2/5/2023). Dari 4.000
pelaku usaha yang mendaftar, 360 pelaku usaha dilatih. Peserta mendapat uang saku Rp600 ribu per orang."""


def test_last_year_s_budget_and_those_one_was_picked_from_do_not_count():
    (course,) = read("Pelatihan Usaha Mikro Ditambah", GROWN)
    assert [value.amount for value in course.values] == [15_000_000_000]
    assert course.participants == 360


HOUSE_AND_GRANT = """PALU – Wali Kota Palu meresmikan Rumah Kemasan Seruni, Senin (8/5/2023). Rumah itu
didirikan Dinas Koperasi Kota Palu dengan dana Rp1 miliar.

Pada kesempatan yang sama dinas menyerahkan hibah peralatan senilai Rp300 juta kepada 40 usaha mikro."""


def test_the_second_programme_of_a_headline_has_its_own_record():
    house, grant = read("Palu Resmikan Rumah Kemasan, 40 Usaha Terima Hibah Peralatan", HOUSE_AND_GRANT)
    assert (house.kind, grant.kind) == ("facility", "grant")
    assert (house.agency, grant.agency) == ("Dinas Koperasi Kota Palu", "Dinas Koperasi Kota Palu")
    assert [value.amount for value in grant.values] == [300_000_000]
    assert (grant.participants, grant.start) == (40, date(2023, 5, 8))


def test_a_list_of_towns_is_served_as_a_whole():
    body = """Bank Indonesia menggelar Gerakan Niaga Pantura bagi 90 UMKM dari Kota Tegal, Brebes, dan Pemalang, Senin
(8/5/2023)."""
    (record,) = read("Gerakan Niaga Pantura Dimulai", body)
    assert record.places == ("33.76", "33.29", "33.27")


def test_what_is_paid_back_is_a_loan_and_what_is_handed_out_a_gift():
    told = "{} – Pemkot {} menyalurkan bantuan modal kepada 60 pedagang, Senin (8/5/2023).\n\n{}"
    (loan,) = read(
        "Bantuan Modal Pedagang", told.format("BLITAR", "Blitar", "Angsurannya ringan, tanpa agunan.")
    )
    (gift,) = read(
        "Bantuan Modal Pedagang", told.format("BLITAR", "Blitar", "Uangnya dipakai membeli etalase.")
    )
    assert (loan.kind, gift.kind) == ("financing", "grant")


def test_the_first_institution_of_the_lead_runs_it_and_not_one_told_of_later():
    body = """SOLOK – Pemerintah Kota Solok membantu pemasaran UMKM melalui Galeri 17 di Kota Solok, Rabu (3/5/2023).

Galeri 17 menampung 40 UMKM.

Bangunannya dulu program dari Balai Prasarana Sumatera Barat."""
    (house,) = read("Pemkot Solok Buka Galeri 17", body)
    assert (house.name, house.agency, house.kind) == ("Galeri 17", "Pemerintah Kota Solok", "facility")


def test_an_office_whose_head_opens_a_fair_runs_it_where_none_other_does():
    body = """TEGAL – Kepala Dinas Perdagangan Kota Tegal membuka Bazar Bahari Pantura, Rabu (3/5/2023). Bazar
diikuti 45 pedagang."""
    (fair,) = read("Bazar Bahari Pantura Dibuka", body)
    assert fair.agency == "Dinas Perdagangan Kota Tegal"


def test_two_names_of_one_fair_make_one_record():
    body = """BREBES – Pemkab Brebes menggelar Pameran Industri dan Kerajinan (Inkrab), Rabu (3/5/2023).

Pameran Inkrab diikuti 37 UMKM."""
    (fair,) = read("37 UMKM Ikuti Pameran Inkrab", body)
    assert (fair.kind, fair.participants) == ("exhibition", 37)


def test_the_scene_of_a_statement_has_no_record():
    body = """MANADO – Cengkih banyak dikirim dari provinsi lain, kata Kepala Bea Cukai saat dialog pada Festival
Ekonomi Utara yang diselenggarakan Bank Indonesia Sulawesi Utara, Selasa (2/5/2023). Banyak UMKM merugi."""
    assert read("Devisa Cengkih Hilang", body) == ()


def test_the_towns_a_province_lists_are_served_by_its_course():
    body = """Dinas Koperasi Kalimantan Utara menggelar pelatihan kemasan bagi pelaku UMKM, Rabu (3/5/2023).

Pelatihan berlangsung di Kabupaten Bulungan (KTT), Nunukan, dan Malinau dengan 90 peserta."""
    (course,) = read("Pelatihan Kemasan Kalimantan Utara", body)
    assert course.places == ("65.01", "65.03", "65.02")


def test_deals_are_no_budget_of_a_meeting_and_paid_out_credit_is_no_sum():
    body = """PALU – Pemprov Sulawesi Tengah menggelar temu bisnis UMKM, Rabu (3/5/2023). Kesepakatan kopi senilai
Rp200 juta dicapai 40 UMKM dan bantuan pembeli Rp90 juta menyusul."""
    (meeting,) = read("Temu Bisnis UMKM di Palu", body)
    assert meeting.values == ()


def test_a_wish_of_a_headline_is_no_programme():
    body = "MALANG – Wali Kota Malang meminta pelaku UMKM terus berinovasi dan naik kelas, Senin (8/5/2023)."
    assert read("Wali Kota Dorong UMKM Naik Kelas", body) == ()
    assert programs(article("Wali Kota Dorong UMKM Go Digital", body)) == []


def test_a_sentence_that_announces_is_enough_where_the_headline_tells_of_something_else():
    body = """WATAMPONE – Dinas Koperasi dan UKM Kabupaten Bone menggelar pelatihan kemasan bagi pelaku usaha mikro.

Kegiatan itu diikuti 45 peserta, Selasa (6/6/2023)."""
    (course,) = read("Wajah Baru Jajanan Bone", body)
    assert (course.kind, course.agency) == ("training", "Dinas Koperasi dan UKM Kabupaten Bone")
    assert course.participants == 45


def test_what_an_institution_does_for_others_is_no_programme():
    body = """WATAMPONE – Dinas Pendidikan Kabupaten Bone menggelar pelatihan bagi guru.

Kegiatan itu diikuti 45 peserta, Selasa (6/6/2023)."""
    assert read("Wajah Baru Sekolah Bone", body) == ()


def test_a_headline_of_certificates_is_not_of_the_course_for_them():
    body = """KUDUS – Program Halal Muria diluncurkan Dinas Koperasi Kabupaten Kudus, Kamis (4/5/2023).

Lewat program ini 60 UMKM memperoleh sertifikat halal. Dananya dipakai untuk pelatihan penyelia."""
    (scheme,) = read("Enam Puluh UMKM Kudus Dapat Sertifikat Halal", body)
    assert (scheme.name, scheme.kind) == ("Program Halal Muria", "certification")


def test_an_office_serves_those_whose_goods_it_sends_off_and_not_its_own_town():
    body = """Kantor Bea Cukai Kudus menggelar Gerakan Ekspor Muria dengan melepas produk enam UMKM asal Jepara dan Pati, \
Kamis (4/5/2023). Dua kontainer berangkat ke Australia."""
    (scheme,) = annotate(article("Gerakan Ekspor Muria Lepas Produk UMKM ke Australia", body)).programs
    assert set(scheme.places) == {"33.20", "33.18"}


def fields(title: str, lead: str, *names: str) -> tuple[object, ...]:
    """Fields of the only record of an article."""
    (record,) = read(title, lead)
    return tuple(getattr(record, name) for name in names)


AGENCIES = {
    "an office through which a town is there for its traders": (
        "TEGAL – Pemkot Tegal melalui Dinas Koperasi (Dinkop) hadir di tengah warga kecil yang terdampak banjir "
        "dengan melatih 40 pelaku UMKM, Rabu (3/5/2023).",
        "Dinas Koperasi (Dinkop)",
    ),
    "whose step a guest praises": (
        "TEGAL – Wali Kota Tegal mengapresiasi langkah Bank Indonesia Tegal yang menginisiasi pelatihan UMKM.",
        "Bank Indonesia Tegal",
    ),
    "an organiser of an unknown form": (
        "TEGAL – Pelatihan UMKM Tegal digagas oleh Sanggar Bahari Muda bagi 40 perajin, Rabu (3/5/2023).",
        "Sanggar Bahari Muda",
    ),
    "whoever stands right before what is held": (
        "TEGAL – Sanggar Bahari Muda kembali menggelar pelatihan UMKM di Kota Tegal bagi 40 perajin, kata wali kota.",
        "Sanggar Bahari Muda",
    ),
    "two who work together": (
        "TEGAL – Pelatihan UMKM di Kota Tegal ini hasil kolaborasi antara Dinas Koperasi Kota Tegal dengan bank.",
        "Dinas Koperasi Kota Tegal",
    ),
    "no one who only gives support": (
        "TEGAL – Pemkot Tegal memberikan dukungan penuh. Kata wali kota, pelatihan UMKM diikuti 40 orang.",
        None,
    ),
    "no one who ought to do something": (
        "TEGAL – Wali kota membuka pelatihan UMKM di Tegal. Ia meminta agar Pemkot Tegal menggelar yang serupa.",
        None,
    ),
    "whoever supports by holding it": (
        "TEGAL – Pemkot Tegal memberikan dukungan bagi UMKM melalui penyelenggaraan pelatihan, kata wali kota.",
        "Pemkot Tegal",
    ),
    "the one who runs it in full, known by its initials": (
        "TEGAL – PT Bahari Niaga Istimewa (Persero) hadir di Tegal. BNI menggelar pelatihan UMKM bagi 40 perajin.",
        "PT Bahari Niaga Istimewa (Persero)",
    ),
    "the one of whom a clause tells more": (
        "TEGAL – Dinas Koperasi Kota Tegal, yang sejak tahun lalu punya gedung baru di tepi kota itu, menggelar pelatihan UMKM, Rabu (3/5/2023).",
        "Dinas Koperasi Kota Tegal",
    ),
    "the office told to have readied it, for its town": (
        "TEGAL – Pemkot Tegal menggelar pelatihan UMKM.\n\nRuangnya penuh.\n\nSenang.\n\n"
        "Meja-meja disiapkan oleh Dinas Koperasi Kota Tegal.",
        "Dinas Koperasi Kota Tegal",
    ),
    "no one who only put forward those who take part": (
        "TEGAL – Kata wali kota, pelatihan UMKM itu diikuti 40 perajin yang diusulkan oleh Dinas Koperasi Kota Tegal.",
        None,
    ),
    "no bank through which money is paid out": (
        "TEGAL – Kata wali kota, uang saku pelatihan UMKM dibayarkan melalui Bank Bahari kepada 40 perajin.",
        None,
    ),
    "no company with which a deal is made": (
        "TEGAL – Usai pelatihan UMKM di Tegal, kata wali kota, perajin bersepakat dengan PT Kapal Tani Raya.",
        None,
    ),
    "none of many offices of a kind": (
        "TEGAL – Kata wali kota, pelatihan UMKM itu diikuti seluruh Dekranasda Provinsi serta 40 perajin.",
        None,
    ),
    "no club that those who take part come from": (
        "TEGAL – Pelatihan UMKM dibuka wali kota. Ada 40 peserta dari Forum UMKM Tegal menggelar dagangan.",
        None,
    ),
}


@pytest.mark.parametrize(("lead", "agency"), AGENCIES.values(), ids=AGENCIES)
def test_who_runs_a_course(lead: str, agency: str | None):
    assert fields("Pelatihan UMKM di Tegal", lead, "agency") == (agency,)


def test_the_usual_organiser_of_a_fair_runs_it_and_not_an_office_that_shows_its_goods():
    body = """Dekranasda Kabupaten Alor membawa tenun ke Pameran Kriyanusa di Jakarta Convention Center, Rabu (3/5/2023).

Pameran itu diikuti 147 UMKM. Menurut Ketua Umum, Dekranas ingin tenun dikenal."""
    assert fields("Tenun Alor di Kriyanusa", body, "agency", "places") == ("Dekranas", ("31",))


def test_an_official_alone_does_not_make_the_usual_organiser_run_it():
    body = """JAKARTA – Transaksi Trade Expo Indonesia naik, kata Direktur Kementerian Perdagangan, Rabu (3/5/2023).

Trade Expo Indonesia dibuka bagi UMKM."""
    assert fields("Trade Expo Indonesia Ramai", body, "agency") == (None,)


DAYS = {
    "the coming round where the first one told of is over": (
        "Temu bisnis tahap satu pada 2-4 Mei 2023 ramai. Temu bisnis UMKM berikutnya digelar 20-23 Juni 2023.",
        (date(2023, 6, 20), date(2023, 6, 23)),
    ),
    "a handover told as symbolic": (
        "Bantuan untuk UMKM itu disampaikan secara simbolis oleh kepala dinas, Rabu (3/5/2023).",
        (date(2023, 5, 3), date(2023, 5, 3)),
    ),
    "so many days from the first": (
        "Pelatihan UMKM digelar selama empat hari mulai Rabu (3/5/2023).",
        (date(2023, 5, 3), date(2023, 5, 6)),
    ),
    "where it goes on, is not for how long": (
        "Pelatihan UMKM dibuka Rabu (3/5/2023) dan berlangsung di balai kota.",
        (date(2023, 5, 3), date(2023, 5, 3)),
    ),
    "a day and the next": (
        "Pelatihan UMKM digelar Rabu (3/5/2023) dan Kamis (4/5/2023).",
        (date(2023, 5, 3), date(2023, 5, 4)),
    ),
    "so many days of which it is told that it is held": (
        "Pelatihan UMKM dibuka Rabu (3/5/2023) dan digelar tiga hari.",
        (date(2023, 5, 3), date(2023, 5, 5)),
    ),
    "the first of more": ("Pelatihan UMKM berjalan mulai Rabu (3/5/2023).", (date(2023, 5, 3), None)),
    "a launch has no last day": ("Pelatihan UMKM diluncurkan Rabu (3/5/2023).", (date(2023, 5, 3), None)),
    "what goes on since a day": ("Pelatihan UMKM sudah berjalan sejak 3 Mei 2023.", (date(2023, 5, 3), None)),
    "not what was before": (
        "Setelah sebelumnya, pada Senin (1/5/2023), menggelar lomba, pelatihan UMKM digelar Rabu (3/5/2023).",
        (date(2023, 5, 3), date(2023, 5, 3)),
    ),
    "not when something must be done": (
        "Pelatihan UMKM digelar karena sertifikat wajib dimiliki per 17 Oktober 2024.",
        (None, None),
    ),
    "the day on which it went on when something was said": (
        "“Ini penting bagi UMKM,” kata kepala dinas di sela pelatihan UMKM itu, Rabu (3/5/2023).",
        (date(2023, 5, 3), date(2023, 5, 3)),
    ),
    "not the day on which something was said elsewhere": (
        "“Pelatihan itu penting bagi UMKM,” kata kepala dinas di kantornya, Rabu (3/5/2023).",
        (None, None),
    ),
    "no day of last week": ("Pelatihan UMKM digelar sejak Minggu lalu.", (None, None)),
}


@pytest.mark.parametrize(("told", "days"), DAYS.values(), ids=DAYS)
def test_the_days_of_a_programme(told: str, days: tuple[date | None, date | None]):
    noun = next(noun for noun in ("Temu Bisnis", "Bantuan", "Pelatihan") if noun.lower() in told.lower())
    body = f"TEGAL – Pemkot Tegal menyiapkan {noun.lower()} bagi UMKM. {told}"
    assert fields(f"{noun} UMKM di Tegal", body, "start", "end") == days


def test_a_loan_handed_out_in_a_ceremony_has_one_day_and_its_fund_is_a_sum():
    body = """TEGAL – Pemkot Tegal menyalurkan dana pinjaman bergulir sebesar Rp2 miliar untuk 45 kelompok UMKM.

Penyaluran pinjaman dilakukan secara simbolis, Rabu (3/5/2023)."""
    start, end, values = fields("Pinjaman Bergulir UMKM Tegal", body, "start", "end", "values")
    assert (start, end) == (date(2023, 5, 3), date(2023, 5, 3))
    assert values == (Money(amount=Decimal(2_000_000_000), currency="IDR"),)


COUNTS = {
    "persons who take part": ("Kegiatan itu diikuti oleh 33 orang dari tiga kelurahan.", 33),
    "those of whom it is told that they are there": ("Tercatat 30 pelaku usaha yang hadir.", 30),
    "those of now before all so far": (
        "Hingga hari ini sudah 4.400 UMKM menjadi mitra binaan. Ada 26 mitra di acara ini.",
        26,
    ),
    "those of a village who follow it": ("Sebanyak 20 warga Kelurahan Damai mengikuti kelas itu.", 20),
    "whoever follows": ("Kegiatan itu diikuti 27 penganyam.", 27),
    "no stalls that follow": ("Kegiatan itu diikuti 27 stan.", None),
    "all, and not a part of them": ("Ada 90 orang yang terdiri dari 60 pelaku UMKM dan 30 pemuda.", 90),
    "the part that got it, and not all": ("Baru 37 dari 63 pelaku UMKM mengikuti kelas itu.", 37),
    "all who take part, and not those of them that did well": (
        "Sebanyak 10 dari 25 peserta sudah menjual.",
        25,
    ),
    "those of whom a sum came": ("Transaksinya Rp3,4 miliar dari 140 UMKM.", 140),
    "those who borrow": ("Kini ada 45 debitur.", 45),
    "no target": ("Tahun ini ditargetkan sebanyak 500 UMKM.", None),
    "none that are only registered": ("Di kota itu terdaftar 12.089 UMKM.", None),
}


@pytest.mark.parametrize(("told", "count"), COUNTS.values(), ids=COUNTS)
def test_who_takes_part(told: str, count: int | None):
    body = f"TEGAL – Pemkot Tegal menggelar pelatihan bagi UMKM, Rabu (3/5/2023). {told}"
    assert fields("Pelatihan UMKM di Tegal", body, "participants") == (count,)


def test_each_cart_that_is_given_goes_to_one_trader():
    body = (
        "TEGAL – Baznas Kota Tegal menyerahkan bantuan 60 unit gerobak bagi pedagang kecil, Rabu (3/5/2023)."
    )
    assert fields("Baznas Tegal Serahkan Bantuan Gerobak", body, "participants") == (60,)


PLACES = {
    "the hall where it is told to be held": (
        "Pelatihan Kriya Anyam bagi UMKM Sumatera Selatan dilaksanakan di Hotel Musi Palembang.",
        ("16.71",),
    ),
    "a list with the number for each town": (
        "Dua pelatihan di Kabupaten Bulungan, tiga pelatihan untuk Nunukan, dan satu pelatihan bagi Malinau.",
        ("65.01", "65.03", "65.02"),
    ),
    "a list with short names behind the long ones": (
        "Pelatihan untuk Kabupaten Timor Tengah Utara (TTU), Timor Tengah Selatan (TTS), dan Alor.",
        ("53.03", "53.02", "53.05"),
    ),
}
PROVINCES = ("Sumatera Selatan", "Kalimantan Utara", "Nusa Tenggara Timur")


@pytest.mark.parametrize(
    ("told", "places", "province"),
    [(*case, province) for case, province in zip(PLACES.values(), PROVINCES, strict=True)],
    ids=PLACES,
)
def test_where_a_course_is_held(told: str, places: tuple[str, ...], province: str):
    body = f"Dinas Koperasi {province} menggelar pelatihan bagi UMKM, Rabu (3/5/2023).\n\n{told}"
    assert fields(f"Pelatihan UMKM {province}", body, "places") == (places,)


def test_a_hall_behind_the_days_goes_before_where_those_who_came_live():
    body = (
        "Sebanyak 40 UMKM di Sumatera Selatan mengikuti pelatihan Dinas Koperasi.\n\n"
        "Pelatihan berlangsung selama tiga hari, yaitu mulai tanggal 3-5 Mei 2023 di Hotel Musi, Palembang. "
        "Pesertanya berasal dari Kabupaten Banyuasin, Ogan Ilir, dan Muara Enim."
    )
    assert fields("UMKM Sumatera Selatan Ikuti Pelatihan", body, "places") == (("16.71",),)


def test_a_house_that_only_helps_is_no_programme():
    body = """MATARAM – Bank Rinjani menggelar program Warung Berseri di Rumah BUMN Mataram, Rabu (3/5/2023).

Kegiatan diikuti 250 warung dan UMKM. Pengelola Rumah BUMN Mataram menyambut baik. Rumah BUMN Mataram ramai."""
    (course,) = read("Bank Rinjani Gandeng Rumah BUMN Mataram, 250 Warung Dilatih", body)
    assert course.name == "Warung Berseri"


def test_a_headline_of_a_course_is_enough_where_its_lead_names_no_business():
    body = """PEKALONGAN – Pemkot Pekalongan kembali menggulirkan pelatihan menjahit bagi kader, mulai 14 Juni 2023.

Kader senang.

Wali kota ingin warga belajar.

Lulusannya menjadi pelaku UMKM."""
    assert fields("Kader Pekalongan Dapat Pelatihan", body, "kind", "agency") == (
        "training",
        "Pemkot Pekalongan",
    )


def test_a_programme_keeps_its_name_where_only_a_part_of_it_is_known():
    body = """GARUT – PNM memulai program Mekaar Juara bagi 30 UMKM. Menurut ketua, Mekaar Juara digelar 2-4 Mei 2023.

Mekaar membiayai."""
    told = article("PNM Latih UMKM Garut", body)
    assert [m.text for m in programs(told)] == ["Mekaar Juara", "Mekaar Juara", "Mekaar"]
    (record,) = read("PNM Latih UMKM Garut", body)
    assert (record.name, record.start, record.end) == ("Mekaar Juara", date(2023, 5, 2), date(2023, 5, 4))


TWO_TOWNS = """TERNATE – Baznas Kota Ternate menyerahkan bantuan gerobak kepada 60 pedagang di Kota Ternate, Senin (8/5/2023).

Gerobak itu dipilih pedagang.

Pada hari yang sama Dinas Koperasi Kota Tidore Kepulauan membuka pelatihan olahan pala bagi 40 pelaku usaha mikro.

Pala melimpah di pulau itu.

Kepala dinas berkata pelatihan itu memakai anggaran Rp142 juta."""


def test_a_second_programme_has_the_town_of_its_own_sentence_and_what_is_told_when_it_is_taken_up_again():
    gift, course = read("Baznas Ternate Serahkan Bantuan Gerobak, Tidore Latih Pengolah Pala", TWO_TOWNS)
    assert (gift.places, gift.values) == (("82.71",), ())
    assert (course.kind, course.places) == ("training", ("82.72",))
    assert [value.amount for value in course.values] == [142_000_000]


def test_the_hall_of_a_province_s_office_is_in_the_town_of_the_lead():
    body = """SEMARANG – Dekranasda Jawa Tengah memperkuat batik melalui pelatihan bagi perajin. Pelatihan berlangsung di \
Balai Disperindag Jateng pada 3-5 Mei 2023."""
    assert fields("Batik Jateng Butuh Penerus", body, "kind", "places", "end") == (
        "training",
        ("33.74",),
        date(2023, 5, 5),
    )


def test_practice_is_a_course_where_the_headline_says_so():
    body = """MAGELANG – Warga Kota Magelang belajar membatik di balai Dinas Perindustrian Kota Magelang.

Mereka berharap menjadi perajin."""
    assert fields("Warga Magelang Ikuti Latihan Membatik", body, "kind") == ("training",)


def test_a_target_of_the_body_is_no_number_of_the_headline():
    body = "TEGAL – Pemkot Tegal menggelar pelatihan bagi UMKM, Rabu (3/5/2023). Dinas menargetkan sebanyak 500 UMKM."
    (record,) = read("Pemkot Tegal Latih 500 UMKM", body)
    assert record.participants is None


def test_how_much_credit_was_taken_up_is_no_sum_of_the_scheme():
    body = """MATARAM – Penyaluran KUR di Kota Mataram mencapai Rp3,9 miliar bagi UMKM, kata kepala dinas, Rabu (3/5/2023).

Dana terbesar yakni Rp2 miliar tersalur di pasar. Debitur bisa meminjam dana Rp25 juta."""
    (values,) = fields("KUR Mataram Capai Rp3,9 Miliar", body, "values")
    assert values == (Money(amount=Decimal(25_000_000), currency="IDR"),)


def test_banks_that_lend_one_after_the_other_do_not_run_the_scheme():
    body = """MATARAM – Penyaluran KUR di Kota Mataram bagi UMKM naik, kata kepala dinas, Rabu (3/5/2023).

Bank Rinjani menyalurkan KUR bagi 40 UMKM.

Bank Bahari menyalurkan KUR bagi 30 UMKM."""
    assert fields("KUR Mataram Naik", body, "agency") == (None,)


def test_a_scheme_that_they_did_not_get_is_not_the_gift():
    body = """TEGAL – Pemkot Tegal menyerahkan bantuan modal bagi UMKM yang tidak mendapat BPUM, Rabu (3/5/2023)."""
    assert fields("Bantuan Modal UMKM Tegal", body, "name", "kind") == (None, "grant")


def test_the_hall_of_a_fair_is_told_after_the_first_paragraph():
    body = """KENDAL – Batik UMKM Kendal binaan Dekranasda Kabupaten Kendal dipajang dalam Pameran Kriya Bahari.

Kegiatan yang dipusatkan di balai kota, Surakarta, itu dibuka Rabu (3/5/2023)."""
    assert fields("Batik Kendal Dipamerkan", body, "name", "places") == ("Pameran Kriya Bahari", ("33.72",))


def test_a_fair_is_not_where_else_it_is_held():
    body = """SURAKARTA – Dinas Koperasi Kota Surakarta membuka Pameran Kriya Bahari bagi UMKM, Rabu (3/5/2023).

Selain di Surakarta, pameran itu juga diselenggarakan di Malang."""
    assert fields("Surakarta Buka Pameran UMKM", body, "places") == (("33.72",),)


def test_those_of_three_towns_of_a_province_are_served_where_the_province_is_named_as_the_place():
    body = """SEMARANG – UPTD Koperasi menyelenggarakan pelatihan bagi pengurus koperasi di Jawa Tengah.

Ada 45 peserta dari Brebes, Pemalang, dan Batang."""
    assert fields("UPTD Koperasi Jateng Latih Koperasi", body, "places") == (("33.29", "33.27", "33.25"),)


def test_a_programme_is_spread_over_the_provinces_that_the_lead_lists():
    body = """PONTIANAK – Yayasan Bahari melatih pelaku UMKM dalam program Niaga Rukun.

Pelatihan itu ada di empat provinsi, meliputi Jambi, Bengkulu, Aceh, dan Kalimantan Barat."""
    (places,) = fields("UMKM Dilatih Niaga Rukun", body, "places")
    assert set(places) == {"15", "17", "11", "61"}


def test_programmes_that_the_lead_counts_have_a_record_each():
    body = """TEGAL – Bank Bahari memiliki tiga program untuk UMKM, yakni Program Niaga Rukun, Program Tani Jaya, dan \
Program Kriya Muda di Tegal.

Kata wali kota, program itu membantu."""
    assert [r.name for r in read("Tiga Program Bank Bahari untuk UMKM Tegal", body)] == [
        "Program Niaga Rukun",
        "Program Tani Jaya",
        "Program Kriya Muda",
    ]


def test_a_common_name_far_from_the_headline_does_not_make_the_article_one_of_it():
    body = """TUBAN – Bupati melepas ekspor 12 ton kacang tanah ke Jepang, Rabu (7/6/2023).

Di halaman kantor digelar Bazar UMKM."""
    assert read("Kacang Tuban ke Jepang", body) == ()


def test_two_ways_to_write_a_known_fair_make_one_record():
    body = """BIMA – Dekranasda Kota Bima melibatkan 14 UMKM dalam Pameran Kriya Nusa 2022, Rabu (3/5/2023).

Ketua Dekranasda Kota Bima berkata 14 UMKM yang mengikuti pameran di Kriya Nusa 2022 sudah dikurasi.

Kota itu menjadi ikon Pameran Kriya Nusa Tahun 2022."""
    assert len(read("UMKM Bima di Pameran Kriya Nusa 2022", body)) == 1


def test_of_names_of_one_length_the_first_is_printed():
    body = """TEGAL – LPEI membuka desa devisa klaster di Tegal bagi UMKM, Rabu (3/5/2023).

Lewat Program Desa Devisa itu UMKM belajar."""
    assert fields("Desa Devisa Tegal Dibuka", body, "name") == ("desa devisa klaster",)


def test_the_word_before_a_movement_tells_that_it_is_a_course():
    body = """TEGAL – Pemkot Tegal menggelar bootcamp Gerakan Niaga Digital Bahari bagi 40 UMKM, Rabu (3/5/2023)."""
    assert fields("UMKM Tegal Ikut Bootcamp", body, "name", "kind") == (
        "Gerakan Niaga Digital Bahari",
        "training",
    )


def test_a_fair_told_of_far_from_the_lead_is_not_held_by_the_one_of_the_lead():
    body = """TEGAL – Dinas Koperasi Kota Tegal membuka Etalase Wolo bagi 210 UMKM, Rabu (3/5/2023).

Etalase Wolo ramai.

Wali kota senang.

Besok digelar Bazar Kopi Bahari, diikuti 30 kedai pada Sabtu (6/5/2023)."""
    shop, fair = read("Etalase Wolo Dibuka di Tegal", body)
    assert (fair.name, fair.agency, fair.participants) == ("Bazar Kopi Bahari", None, 30)
    assert shop.agency == "Dinas Koperasi Kota Tegal"


def test_the_day_at_the_head_of_a_text_is_not_that_of_what_is_to_come():
    body = (
        "Tegal, 3 Mei 2023 – Pelatihan Kriya Anyam bagi UMKM Tegal segera digelar Dinas Koperasi Kota Tegal."
    )
    assert fields("Pelatihan Kriya Anyam UMKM Tegal", body, "start") == (None,)


def test_the_clinic_where_a_course_is_held_is_not_the_course():
    body = """TEGAL – Dinas Koperasi Kota Tegal memfasilitasi pelatihan bagi 65 pelaku UMKM, Rabu (3/5/2023).

Pelatihan digelar di Klinik UMKM Bahari."""
    assert fields("UMKM Tegal Dilatih", body, "name", "kind") == (None, "training")
