"""What a digest says: events once each, by province, with honest sums; firsts, programmes, late finds; both languages."""

from datetime import UTC, date, datetime

import pytest

from app.digests.document import plain
from app.digests.telling import subject, summary, tell
from app.digests.text import text
from entities.errors import BadInput
from indexer.index import Query
from indexer.sqlite import SQLiteIndex
from tests.digests import MONDAY, WEEK, days, idr, kg, made, program, release, story, usd

MILIAR = 1_500_000_000
SOLO = ("33.72",)


@pytest.fixture
def index(tmp_path):
    return SQLiteIndex(tmp_path / "p.db")


def figures(digest):
    value = digest.value
    held = {one.figure.measure: one.figure.value for one in (digest.events, *digest.headlines)}
    left = (value.valued, value.unvalued, value.unconverted) if value else ()
    return held | {one.measure: one.value for one in left}


def sections(digest):
    """Key -> all its words."""
    return {one.key: " ".join(_words(one)) for one in tell(digest).sections}


def _words(section):
    for block in section.blocks:
        for line in _lines(block):
            yield plain(line)


def _lines(block):
    match type(block).__name__:
        case "Paragraph":
            yield block.line
        case "Tiles":
            for tile in block.tiles:
                yield ((tile.number,), *tile.lines)[0]
                yield from tile.lines
        case "Items":
            yield block.heading
            for item in block.items:
                yield item.head
                yield from (told.line for told in item.lines)
        case "Chart":
            yield block.parts


# ---------------------------------------------------------------- events and sums


def test_an_event_that_three_papers_tell_of_counts_once(index):
    told = release(idr(MILIAR), products=("kopi",), printed=("Rp1,5 miliar",))
    index.put([story(id, told, source=id) for id in ("solopos", "side", "kedirikota")])
    digest = made(index)
    assert figures(digest)["events"] == 1
    assert figures(digest)["stories"] == 3
    assert "3 sumber: kedirikota, side, solopos" in sections(digest)["events"].replace(
        "solopos, side, kedirikota", "kedirikota, side, solopos"
    ).replace("solopos, kedirikota, side", "kedirikota, side, solopos")
    assert figures(digest)["rupiah"] == MILIAR


def test_the_same_deal_in_two_currencies_counts_once(index):
    index.put([story("a", release(usd(100_000, deal=1), idr(MILIAR, deal=1)))])
    assert (figures(made(index))["rupiah"], figures(made(index))["dollars"]) == (MILIAR, 100_000)


def test_a_value_that_nobody_told_is_in_no_sum_and_said_to_be_left_out(index):
    index.put(
        [
            story("a", release(idr(MILIAR))),
            story("b", release(origins=("51.71",), products=("kopi",))),
            story("c", release(Money_of("XAU"), origins=("18.71",), products=("lada",))),
        ]
    )
    digest = made(index)
    assert [figures(digest)[name] for name in ("events", "valued", "unvalued", "unconverted")] == [3, 1, 1, 1]
    assert figures(digest)["rupiah"] == MILIAR
    told = sections(digest)["figures"]
    assert "Jumlah nilai dari 1 peristiwa bernilai" in told
    assert "1 peristiwa tanpa nilai tidak terhitung." in told
    assert "1 peristiwa bernilai tanpa kurs yang diketahui tidak terhitung." in told


def Money_of(currency):
    from decimal import Decimal

    from entities.records import Money

    return Money(amount=Decimal(100), currency=currency)


def test_no_value_at_all_is_told_and_not_summed_to_nothing(index):
    index.put([story("a", release())])
    told = sections(made(index))["figures"]
    assert "Tidak satu pun peristiwa bernilai" in told
    assert "Rp0" not in text(made(index))


def test_an_event_is_told_with_all_that_is_known_of_it(index):
    index.put(
        [
            story(
                "a",
                release(
                    usd(42_800),
                    printed=("US$42.800",),
                    destinations=("NL", "DE"),
                    products=("gula semut",),
                    quantities=(kg(18_000),),
                    exporter="Koperasi Tunas",
                ),
                title="Gula Semut Berangkat",
            )
        ]
    )
    told = sections(made(index))["events"]
    for words in (
        "Jawa Tengah · 1",
        "Kota Surakarta → Belanda, Jerman · 20 Desember 2021",
        "gula semut · 18 ton · Koperasi Tunas",
        "“US$42.800” = Rp616,74 juta",
        "(kurs 20 Desember 2021) / US$42.800",
        "Gula Semut Berangkat · 1 sumber: solopos · EV-2021-33.72-",
    ):
        assert words in told, words


def test_events_stand_under_their_province_the_fullest_first(index):
    index.put(
        [
            story("a", release(products=("kopi",))),
            story("b", release(products=("batik",), origins=("33.10",), date=date(2021, 12, 23))),
            story("c", release(products=("lada",), origins=("51.71",), destinations=("US",))),
            story("d", release(products=("teh",), origins=(), destinations=("FR",), date=date(2021, 12, 22))),
        ]
    )
    digest = made(index)
    assert [(group.code, len(group.entries)) for group in digest.groups] == [("33", 2), ("51", 1), (None, 1)]
    assert "Asal tidak disebut" in sections(digest)["events"]


def test_an_event_of_two_provinces_stands_in_both_and_that_is_said(index):
    index.put([story("a", release(origins=("33.72", "34.71")))])
    digest = made(index)
    assert [group.code for group in digest.groups] == ["33", "34"]
    assert figures(digest)["events"] == 1
    assert "tercantum pada keduanya" in sections(digest)["events"]


def test_two_values_of_one_deal_that_do_not_fit_are_pointed_out_beside_the_sum_and_at_the_event(index):
    index.put([story("a", release(usd(80_000_000, deal=1), idr(MILIAR, deal=1)))])
    told = sections(made(index))
    assert "Dua nilai satu transaksi tidak cocok pada EV-2021-33.72-" in told["figures"]
    assert "US$80 juta setara Rp1,15 triliun (kurs 20 Desember 2021), bukan Rp1,5 miliar" in told["events"]


def test_sources_that_differ_are_pointed_out(index):
    told = {"products": ("kopi arabika",), "exporter": "CV Kopi"}
    index.put(
        [
            story("a", release(idr(MILIAR), **told), source="side"),
            story("b", release(idr(3 * MILIAR), **told), source="solopos"),
        ]
    )
    digest = made(index)
    assert figures(digest)["events"] == 1
    assert "Sumber berbeda tentang nilai: Rp1,5 miliar, Rp4,5 miliar" in sections(digest)["events"]


def test_the_biggest_values_come_first_and_only_those_that_are_in_the_sum(index):
    several = [
        story(f"s{n}", release(idr(n * MILIAR), origins=(f"33.{10 + n}",), products=(f"barang {n}",)))
        for n in range(1, 8)
    ]
    index.put([*several, story("u", release(Money_of("XAU"), origins=("51.71",)))])
    worth = [one.worth.rupiah for one in made(index).biggest]
    assert worth == [n * MILIAR for n in (7, 6, 5, 4, 3)]


# ---------------------------------------------------------------- firsts, late finds


def test_a_first_is_told_with_what_it_was_checked_against(index):
    index.put(
        [
            story("old", release(date=date(2021, 12, 1), products=("kopi",)), published=MONDAY - days(19)),
            story("new", release(destinations=("AU",), products=("kopi",))),
        ]
    )
    told = sections(made(index))["firsts"]
    assert "Pertama kali dari Kota Surakarta ke Australia" in told
    assert "dibanding 1 peristiwa sebelumnya, 1 sumber tercakup sejak 1 Desember 2021" in told


def test_what_was_learnt_this_week_and_happened_earlier_is_a_late_find(index):
    index.put(
        [
            story(
                "late",
                release(date=date(2021, 11, 3)),
                published=datetime(2021, 11, 4, tzinfo=UTC),
                learnt=MONDAY,
            ),
            story("own", release(origins=("51.71",), products=("kopi",))),
        ]
    )
    digest = made(index)
    assert [one.origins for one in digest.late] == [("33.72",)]
    assert [group.code for group in digest.groups] == ["51"]
    assert figures(digest)["events"] == 2
    assert "1 di antara peristiwa pekan ini terjadi sebelum 20 Desember 2021." in sections(digest)["figures"]
    assert "3 November 2021" in sections(digest)["late"]
    assert figures(made(index, by="published"))["events"] == 1


def test_an_event_told_again_this_week_is_not_new_again(index):
    first = release(products=("kopi",), exporter="CV Kopi")
    index.put([story("first", first, published=MONDAY - days(4)), story("again", first, source="side")])
    digest = made(index)
    assert figures(digest)["events"] == 0
    assert figures(digest)["stories"] == 1


# ---------------------------------------------------------------- programmes


def test_a_programme_that_several_articles_name_is_told_once(index):
    known = {"places": SOLO, "start": date(2021, 12, 20), "end": date(2021, 12, 23), "participants": 60}
    index.put(
        [
            story("a", programs=(program("Klinik Ekspor Laweyan", agency="Dinas Perdagangan", **known),)),
            story("b", programs=(program("Klinik Ekspor Laweyan", **known),), source="side"),
            story("c", programs=(program(None),)),
        ]
    )
    digest = made(index)
    assert figures(digest)["programs"] == 2
    told = sections(digest)["programmes"]
    assert told.count("Klinik Ekspor Laweyan") == 1
    for words in ("(pelatihan) · PR-2021-33.72-", "20 Desember 2021 – 23 Desember 2021 · 60 peserta"):
        assert words in told
    assert "(tanpa nama) pelatihan" in told


ENDS = {
    "Segera": date(2021, 12, 27),
    "Nanti": date(2022, 1, 9),
    "Sudah": date(2021, 12, 26),
    "Jauh": date(2022, 1, 10),
}


def test_a_programme_that_ends_in_the_two_weeks_after_is_closing_soon(index):
    index.put(
        [
            story(
                name,
                programs=(program(f"Klinik {name}", start=date(2021, 12, 1), end=end, places=(f"33.{n}",)),),
                published=MONDAY - days(25),
            )
            for n, (name, end) in enumerate(ENDS.items(), 10)
        ]
    )
    digest = made(index)
    assert [one.entry.name for one in digest.closing] == ["Klinik Segera", "Klinik Nanti"]
    assert "ditutup 27 Desember 2021" in sections(digest)["closing"]
    assert not digest.is_empty
    assert summary(digest) == "2 program segera ditutup"
    of_one = made(index, Query(text="segera"))
    assert [one.entry.name for one in of_one.closing] == ["Klinik Segera"]


def test_a_programme_told_of_earlier_that_opens_this_week_is_told_again(index):
    known = {"start": date(2021, 12, 22), "end": date(2022, 3, 1), "places": SOLO}
    index.put([story("a", programs=(program("Klinik Ekspor Laweyan", **known),), published=MONDAY - days(9))])
    digest = made(index)
    assert figures(digest)["programs"] == 0
    assert "Klinik Ekspor Laweyan" in sections(digest)["programmes"]
    assert summary(digest) == "1 program dibuka"


# ---------------------------------------------------------------- the search, the language


def test_a_digest_of_a_search_holds_what_the_search_finds_and_names_it(index):
    index.put(
        [
            story("a", release(products=("kopi",))),
            story("b", release(products=("batik",), destinations=("US",), origins=("51.71",))),
        ]
    )
    digest = made(index, Query(text="produk:kopi", destinations=("JP",)))
    assert figures(digest)["events"] == 1
    assert "semua yang cocok dengan pencarian: produk:kopi --destination JP" in sections(digest)["why"]


def test_a_search_that_only_some_words_match_finds_nothing(index):
    index.put([story("a", release(products=("kopi",)), body="Kopi berangkat ke Jepang.")])
    assert made(index, Query(text="kopi")).events.figure.value == 1
    digest = made(index, Query(text="kopi zzyzx"))
    assert digest.is_empty
    assert figures(digest)["stories"] == 0


def test_a_search_with_days_of_its_own_is_refused(index):
    with pytest.raises(BadInput, match="days of its week"):
        made(index, Query(since=MONDAY))


def test_both_languages_say_the_same_numbers(index):
    index.put(
        [
            story("a", release(idr(1_234_500_000), printed=("Rp1,2345 miliar",), quantities=(kg(18_500),))),
            story("b", programs=(program("Klinik"),)),
        ]
    )
    here, there = (text(made(index, language=code)) for code in ("id", "en"))
    for one in (
        "1 peristiwa ekspor",
        "Rp1,23 miliar",
        "18,5 ton",
        "20 Desember 2021",
        "→ Jepang",
        "pelatihan",
    ):
        assert one in here, one
    for one in ("1 export event", "Rp1.23 billion", "18.5 tonnes", "20 December 2021", "→ Japan", "training"):
        assert one in there, one
    assert "“Rp1,2345 miliar”" in there  # as printed
    assert "Desember" not in there


def test_every_word_is_there_in_both_languages():
    from app.digests.language import language

    def keys(words, before=""):
        for name, value in words.items():
            yield from keys(value, f"{before}{name}.") if isinstance(value, dict) else [f"{before}{name}"]

    assert set(keys(language("id").words)) == set(keys(language("en").words))


def test_the_subject_states_the_true_count(index):
    index.put(
        [
            story(
                f"s{n}",
                release(origins=(f"33.{10 + n}",), products=(f"barang {n}",)),
                programs=(program(f"P{n}"),),
            )
            for n in range(9)
        ]
    )
    digest = made(index, most=3)
    assert len({one.id for group in digest.groups for one in group.entries}) == 3
    assert subject(digest) == "Pantau 2021-W51: 9 peristiwa ekspor, 9 program"
    assert subject(made(index, language="en")) == "Pantau 2021-W51: 9 export events, 9 programmes"


# ---------------------------------------------------------------- nothing new, too much


def test_a_week_without_anything_new_is_empty_and_one_line(index):
    digest = made(index)
    assert digest.is_empty
    assert subject(digest) == "Pantau 2021-W51: tidak ada yang baru"
    assert "Tidak ada yang baru pekan 2021-W51" in text(digest)


def test_a_crowded_week_is_cut_to_what_matters_and_says_so(index):
    many = [
        story(f"s{n}", release(idr(n * 1_000_000), origins=(f"{11 + n % 5}.71",), products=(f"barang {n}",)))
        for n in range(1, 41)
    ]
    index.put(many)
    digest = made(index, most=10)
    named = {one.id: one for group in digest.groups for one in group.entries}
    assert len(named) == 10
    assert {group.code for group in digest.groups if group.entries} == {g.code for g in digest.groups}
    assert max(one.worth.rupiah for one in named.values()) == 40_000_000
    told = sections(digest)["events"]
    assert "disebut 10 dari 40 peristiwa" in told
    assert figures(digest)["events"] == 40


def test_samples_are_called_contoh(index):
    index.put([story("a", release(), sample=True)])
    assert "CONTOH" in text(made(index))
    assert "SAMPLE" in text(made(index, language="en"))


def test_the_order_of_arrival_changes_nothing(tmp_path):
    told = [
        story(f"s{n}", release(idr(n * MILIAR), origins=(f"33.{10 + n % 4}",), products=(f"barang {n}",)))
        for n in range(1, 9)
    ]
    both = []
    for name, stories in (("a", told), ("b", told[::-1])):
        index = SQLiteIndex(tmp_path / f"{name}.db")
        for one in stories:
            index.put([one])
        both.append(text(made(index)))
    assert both[0] == both[1]
    assert WEEK.name in both[0]
