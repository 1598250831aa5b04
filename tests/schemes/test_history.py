"""The stages of a programme as its articles tell them, and whether it is open on a day."""

import datetime as dt

import pytest

from entities.extract import annotate
from entities.records import Article, Program
from entities.scheme_claims import scheme_entry
from entities.scheme_history import history
from entities.scheme_stages import stages_of
from entities.schemes import Schemes
from tests.ledger.making import WIB
from tests.schemes.making import DAY, later, notice

NAME = "Halal Ruai"
ON = dt.date(2024, 3, 6)


def stages(body, on=ON, program=None):
    """The stages of a text: kind, day and last day; `~` before a day that is only that of publication."""
    article = Article(id="a", source="a", url="", title="", body=body)
    if on:
        article = Article(
            id="a",
            source="a",
            url="",
            title="",
            body=body,
            published_at=dt.datetime.combine(on, dt.time(9), WIB),
        )
    told = program or Program(name=NAME, kind="certification")
    return [
        f"{s.kind} {'' if s.printed else '~'}{s.day:%m-%d}{f' {s.until:%m-%d}' if s.until else ''}"
        for s in stages_of(article, told, [told], on)
    ]


TEXTS = {  # published on 6 March 2024
    "Pendaftaran Halal Ruai dibuka mulai 4 Maret hingga 30 April 2024.": ["opened 03-04 04-30"],
    "Pendaftaran Halal Ruai dibuka 4-30 April 2024.": ["opened 04-04 04-30"],
    "Halal Ruai resmi dibuka Bupati, Senin (4/3/2024).": ["opened 03-04"],
    "Pemkab meluncurkan Halal Ruai bagi usaha mikro.": ["opened ~03-06"],
    "Usaha mikro masih bisa mendaftar Halal Ruai sampai 29 Maret 2024.": ["opened ~03-06 03-29"],
    "Dinas akan menggelar Halal Ruai bulan depan.": ["announced ~03-06"],
    "Halal Ruai akan dibuka mulai 1 April 2024.": ["announced ~03-06", "opened 04-01"],
    "Pendaftaran Halal Ruai diperpanjang sampai 31 Mei 2024.": ["extended ~03-06 05-31"],
    "Pendaftaran Halal Ruai diperpanjang. Semula ditutup 8 Maret, kini menjadi hingga 15 Maret 2024.": [
        "extended ~03-06 03-15"
    ],
    "Pendaftaran Halal Ruai 2024 sampai 15 Maret 2024 dibuka kembali.": ["opened ~03-06 03-15"],
    "Pendaftaran Halal Ruai sudah ditutup sejak 1 Maret 2024.": ["closed 03-01"],
    "Pendaftaran Halal Ruai dibuka Senin (19/2/2024) dan ditutup Jumat (1/3/2024).": [
        "opened 02-19 03-01",
        "closed 03-01",
    ],
    "Halal Ruai berakhir Selasa (5/3).": ["closed 03-05"],
    "Sebanyak 250 usaha mikro lolos seleksi Halal Ruai.": ["results ~03-06"],
    "Sertifikat Halal Ruai telah disalurkan kepada 250 usaha mikro, Selasa (5/3/2024).": ["results 03-05"],
    "Pameran Halal Ruai membukukan transaksi Rp2 miliar.": ["results ~03-06"],
    "Halal Ruai dibuka Bupati dan akan berlangsung hingga 8 Maret 2024.": ["opened ~03-06 03-08"],
    "Pendaftaran Halal Ruai akan ditutup Jumat (15/3/2024).": ["closed 03-15"],
    "Sehari setelah Halal Ruai diresmikan Selasa (5/3), loket ramai.": ["opened 03-05"],
    "Peserta Halal Ruai yang terpilih akan didampingi.": [],
    "Pendaftaran Halal Ruai belum dibuka.": [],
    "Setelah lulus, peserta mendapat pendampingan.": [],
    "Jalan di sekitar lokasi kegiatan Halal Ruai ditutup.": [],
    "Tahun sebelumnya 200 usaha mikro lolos Halal Ruai.": [],
    "Gedung kesenian diresmikan Gubernur. Di tempat lain orang berdagang.": ["opened ~03-06"],
    "Halal Ruai ramai.\n\nStadion baru di kota itu diresmikan Gubernur.": [],
}


@pytest.mark.parametrize(("body", "expected"), TEXTS.items())
def test_a_text_tells_stages(body, expected):
    assert stages(body) == expected


def test_without_a_day_of_publication_only_printed_days_count():
    assert stages("Halal Ruai resmi dibuka, Senin (4/3/2024). Pemkab menutup Halal Ruai.", on=None) == [
        "opened 03-04"
    ]


def test_the_name_of_a_programme_tells_no_stage():
    program = Program(name="Ruai Terpilih", kind="training")
    body = "Pendaftaran Ruai Terpilih dibuka hingga 30 Maret 2024."
    assert stages(body, program=program) == ["results ~03-06"]  # where nothing says that it is the name
    assert [s.kind for s in notice("a", name="Ruai Terpilih", body=body, published=ON).stages] == ["opened"]


def test_each_programme_of_an_article_has_the_sentences_on_it():
    body = (
        "KUPANG – Dinas Koperasi Kota Kupang menutup Pekan Kriya Sasando 2024, Minggu (3/3/2024).\n\n"
        "Dinas juga membuka program Fasilitasi Merek Sasando bagi 40 usaha mikro. Pendaftaran dibuka hingga 29 Maret 2024."
    )
    at = dt.datetime(2024, 3, 4, 9, tzinfo=WIB)
    from entities.scheme_report import notices_of

    article = Article(
        id="a", source="a", url="", title="Pekan Kriya Sasando Ditutup", body=body, published_at=at
    )
    told = {n.program.name: [s.kind for s in n.stages] for n in notices_of(annotate(article))}
    assert told["Pekan Kriya Sasando 2024"] == ["closed"]
    assert told["Fasilitasi Merek Sasando"] == ["opened"]


# ---------------------------------------------------------------- together


def told(*notices):
    return [
        f"{s.kind} {'' if s.printed else '~'}{s.day:%m-%d} x{s.sources}{'' if s.shown else ' outvoted'}"
        for s in history(notices)
    ]


def opening(id, body, on=ON, **given):
    return notice(id, body=body, published=on, **given)


def test_what_is_told_without_a_day_is_the_stage_that_was_told_before():
    printed = opening("a", "Pendaftaran Halal Ruai dibuka Senin (4/3/2024).")
    other = opening("b", "Pemkab membuka pendaftaran Halal Ruai.")
    assert told(printed, other) == told(other, printed) == ["opened 03-04 x2"]


def test_a_copy_is_no_second_source():
    printed = "Pendaftaran Halal Ruai dibuka Senin (4/3/2024)."
    assert told(opening("a", printed), opening("b", printed, first="a")) == ["opened 03-04 x1"]


def test_of_two_printed_days_that_dispute_one_opening_the_one_of_most_sources_is_shown():
    notices = [opening(id, "Pameran Halal Ruai dibuka Senin (4/3/2024).") for id in "ab"]
    notices.append(opening("c", "Pameran Halal Ruai dibuka Selasa (5/3/2024)."))
    assert told(*notices) == ["opened 03-04 x2", "opened 03-05 x1 outvoted"]
    [entry] = map(scheme_entry, Schemes(notices).events())
    assert [(c.field, c.values) for c in entry.conflicts] == [("start", (DAY, later(1)))]


def test_two_rounds_months_apart_are_two_openings():
    first = opening("a", "Pendaftaran Halal Ruai dibuka Senin (4/3/2024).")
    second = opening("b", "Pendaftaran Halal Ruai dibuka Senin (6/5/2024).", dt.date(2024, 5, 7))
    assert told(first, second) == ["opened 03-04 x1", "opened 05-06 x1"]


# ---------------------------------------------------------------- open or not

OPENED = opening(
    "a", "Pendaftaran Halal Ruai dibuka mulai 4 Maret hingga 30 April 2024.", dt.date(2024, 2, 20)
)
LONGER = opening("b", "Pendaftaran Halal Ruai diperpanjang sampai 31 Mei 2024.", dt.date(2024, 4, 29))
ENDED = opening("c", "Sebanyak 412 usaha mikro lolos Halal Ruai.", dt.date(2024, 8, 14))
LAUNCHED = opening("a", "Pemkab meluncurkan Halal Ruai.")
PLANNED = opening("a", "Pemkab akan menggelar Halal Ruai.")
FUND = opening("a", "Pemkab meluncurkan Halal Ruai.", kind="financing")
FAIR = opening("a", "Pameran Halal Ruai dibuka Senin (4/3/2024) dan berlangsung hingga Jumat (8/3/2024).")
CLOSING = opening("a", "Pendaftaran Halal Ruai ditutup 15 Maret 2024.")

STATES = {  # notices, day -> state, why, last day
    "before it opens": ([OPENED], dt.date(2024, 3, 3), "announced", "before opening", dt.date(2024, 4, 30)),
    "on the first day": ([OPENED], dt.date(2024, 3, 4), "open", "until", dt.date(2024, 4, 30)),
    "on the last day": ([OPENED], dt.date(2024, 4, 30), "open", "until", dt.date(2024, 4, 30)),
    "after the last day": ([OPENED], dt.date(2024, 5, 1), "closed", "last day over", dt.date(2024, 4, 30)),
    "extended": ([OPENED, LONGER], dt.date(2024, 5, 1), "open", "until", dt.date(2024, 5, 31)),
    "after the extension": ([OPENED, LONGER, ENDED], dt.date(2024, 9, 1), "closed", "last day over", dt.date(2024, 5, 31)),
    "only results": ([ENDED], dt.date(2024, 9, 1), "closed", "results", None),
    "only results, earlier": ([ENDED], dt.date(2024, 7, 1), "unknown", "nothing told", None),
    "opened without a last day": ([LAUNCHED], dt.date(2024, 4, 1), "open", "no last day", None),
    "long ago": ([LAUNCHED], dt.date(2024, 9, 1), "unknown", "too long ago", None),
    "a fund goes on": ([FUND], dt.date(2025, 9, 1), "open", "no last day", None),
    "a fund of which nobody speaks": ([FUND], dt.date(2027, 9, 1), "unknown", "too long ago", None),
    "announced": ([PLANNED], dt.date(2024, 4, 1), "announced", "announced", None),
    "announced long ago": ([PLANNED], dt.date(2025, 4, 1), "unknown", "too long ago", None),
    "a fair on its days": ([FAIR], dt.date(2024, 3, 8), "open", "until", dt.date(2024, 3, 8)),
    "a fair that is over": ([FAIR], dt.date(2024, 3, 9), "closed", "last day over", dt.date(2024, 3, 8)),
    "only the last day of signing up": ([CLOSING], dt.date(2024, 3, 10), "open", "until", dt.date(2024, 3, 15)),
    "the same, over": ([CLOSING], dt.date(2024, 3, 16), "closed", "told closed", dt.date(2024, 3, 15)),
}  # fmt: skip


@pytest.mark.parametrize(("notices", "on", "state", "why", "closes"), STATES.values(), ids=STATES)
def test_a_programme_is_open_on_a_day_or_not(notices, on, state, why, closes):
    [entry] = map(scheme_entry, Schemes(notices).events())
    status = entry.status(on)
    assert (status.state, status.why, status.closes) == (state, why, closes)
    assert (status.rests is None) == (why == "nothing told")


def test_a_standing_programme_goes_on_in_its_year_only():
    given = {
        "name": "Kredit Usaha Rakyat",
        "agency": None,
        "kind": "financing",
        "body": "KUR telah disalurkan.",
    }
    [entry] = map(scheme_entry, Schemes([notice("a", **given)]).events())
    assert entry.status(dt.date(2024, 12, 1)).state == "open"
    assert entry.status(dt.date(2025, 2, 1)).state == "closed"
