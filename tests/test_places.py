"""What the whole article decides about its places; phrases and sentences are in corpus/places.toml."""

from collections import Counter
from itertools import pairwise

import pytest

from app.labels import reasons
from entities.gazetteer import table
from entities.places import aliases, find_places, label, places, province_of
from entities.records import Article
from entities.regions import bearers, labels
from entities.trace import listening

HEADS = {
    "kabupaten": "Kabupaten,Kab.,Bupati,Wakil Bupati,Wabup,Pemkab,Pemerintah Kabupaten,DPRD Kabupaten",
    "kota": "Kota,Wali Kota,Walikota,Wakil Wali Kota,Pemkot,Pemko,Pemerintah Kota,DPRD Kota",
    "provinsi": "Provinsi,Prov.,Gubernur,Wakil Gubernur,Wagub,Pemprov,Pemerintah Provinsi",
}
BEARERS = Counter(name for name, _ in labels().values())
OFTEN_ELSE = {"Batu Bara"}  # coal; only a level word makes it the kabupaten
EVERY = [pytest.param(code, name, level, id=label(code)) for code, (name, level) in labels().items()]


def in_article(title: str, body: str) -> list[tuple[str, str]]:
    article = Article(id="a", source="s", url="u", title=title, body=body)
    return [(mention.text, str(mention.value)) for mention in places(article)]


def test_title_follows_the_kabupaten_that_the_body_establishes() -> None:
    mentions = in_article("Kopi Bandung Berangkat", "SOREANG - Pemkab Bandung melepas kopi.")
    assert mentions == [("Bandung", "32.04"), ("Bandung", "32.04")]


def test_seat_of_the_kabupaten_decides_but_is_no_mention() -> None:
    assert in_article("Kopi Malang", "KEPANJEN - Perajin Malang gembira.") == [
        ("Malang", "35.07"),
        ("Malang", "35.07"),
    ]
    assert in_article("Gula Kelapa", "Purwokerto - Bupati melepas gula ke Bandung.") == [("Bandung", "32.73")]


def test_stated_level_outweighs_a_hint() -> None:
    assert in_article("Kopi", "Kecamatan Pangalengan. Pemkot Bandung membeli; warga Bandung suka.") == [
        ("Bandung", "32.73"),
        ("Bandung", "32.73"),
    ]


def test_both_levels_can_be_named() -> None:
    body = "Pemkab Malang dan Pemkot Malang bertemu. Warga Malang gembira."
    assert [code for _, code in in_article("", body)] == ["35.07", "35.73", "35.73"]


def test_headline_word_counts_when_the_body_names_the_place() -> None:
    assert in_article("Malang Kirim Keripik", "Perajin di Malang gembira.")[0] == ("Malang", "35.73")
    assert in_article("Malang Nian Nasib Perajin", "Perajin gembira.") == []


def test_every_mention_says_which_rule_fired_and_where() -> None:
    article = Article(id="a", source="s", url="u", title="Kab. Lahat", body="UMKM Sumsel dan Pagaralam.")
    found = [(m.kind, m.field, m.start, m.end, m.rule, m.name) for m in places(article)]
    assert found == [
        ("city", "title", 0, 10, "name", "Kabupaten Lahat"),
        ("province", "body", 5, 11, "abbreviation", "Sumatera Selatan"),
        ("city", "body", 16, 25, "spelling", "Kota Pagar Alam"),
    ]


def test_regions_have_a_label_and_a_province() -> None:
    assert [label(code) for code in ("33.72", "32.04", "33")] == [
        "Kota Surakarta",
        "Kabupaten Bandung",
        "Jawa Tengah",
    ]
    assert province_of("33.72") == "33"


def test_aliases_lead_to_canonical_names() -> None:
    known = aliases()
    assert [known[name] for name in ("solo", "tangsel", "jateng", "deliserdang")] == [
        "surakarta",
        "tangerang selatan",
        "jawa tengah",
        "deli serdang",
    ]


def codes(text: str) -> list[str]:
    return [str(span.value) for span in find_places(text)]


@pytest.mark.parametrize(("code", "name", "level"), EVERY)
def test_every_region_is_found_after_its_level_and_office(code: str, name: str, level: str) -> None:
    heads = HEADS[level].split(",")
    assert {head: codes(f"Menurut dia, {head} {name} melepas ekspor kopi.") for head in heads} == {
        head: [code] for head in heads
    }


@pytest.mark.parametrize(("code", "name", "level"), EVERY)
def test_every_region_is_found_by_its_bare_name(code: str, name: str, level: str) -> None:
    found = [
        codes(f"Kopi dari {name} laku."),
        codes(f"UMKM asal {name}."),
        codes(f"{name.upper()} - Kopi laku."),
    ]
    if name in OFTEN_ELSE:
        assert found == [[], [], []]
    elif BEARERS[name] == 1:
        assert found == [[code]] * 3
    else:
        assert all(each in [[bearer] for bearer in bearers()[name.lower()].values()] for each in found)


def spellings(name: str) -> set[str]:
    """Printed together, with hyphens, with spaces, in capitals."""
    words = name.replace("-", " ").split()
    together = {
        " ".join([*words[:i], one + other.lower(), *words[i + 2 :]])
        for i, (one, other) in enumerate(pairwise(words))
        if "dan" not in (one, other)
        and other not in ("Barat", "Selatan", "Tengah", "Tenggara", "Timur", "Utara")
    }
    return together | {" ".join(words), "-".join(words), name.upper()}


@pytest.mark.parametrize(("code", "name", "level"), EVERY)
def test_every_region_is_found_as_papers_spell_it(code: str, name: str, level: str) -> None:
    wrong = {spelling: codes(f"Warga {level.title()} {spelling} gembira.") for spelling in spellings(name)}
    assert {spelling: found for spelling, found in wrong.items() if found != [code]} == {}


@pytest.mark.parametrize(("code", "name", "level"), EVERY)
def test_every_long_name_stands_a_slip_of_the_pen_after_its_level(code: str, name: str, level: str) -> None:
    if len(name.replace(" ", "")) >= 9:
        middle = len(name) // 2
        slips = [name[:middle] + name[middle + 1 :], name[:middle] + name[middle] + name[middle:]]
        got = [codes(f"Warga {level.title()} {slip} gembira.") for slip in slips if slip[middle - 1] != " "]
        assert [found for found in got if found not in ([code], [])] == []


def test_an_abbreviation_of_two_regions_is_the_one_whose_province_is_named() -> None:
    assert codes("Bupati Mura di Kalteng bicara.") == ["62.12", "62"]
    assert codes("Bupati Mura di Sumsel bicara.") == ["16.05", "16"]
    assert codes("Bupati Mura bicara.") == ["16.05"]


def test_what_is_left_out_says_why() -> None:
    text = "Jalan Jambi, Bank Jatim, Pulau Buru. Malang nasibnya. Perajin Depok, Sleman; Kota Kembang."
    with listening() as heard:
        codes(text)
    left = [
        (text[one.start : one.end], one.kind, one.reason) for one in sorted(heard, key=lambda one: one.start)
    ]
    assert left == [
        ("Jambi", "province", "street"),
        ("Jatim", "province", "bank"),
        ("Buru", "city", "island"),
        ("Malang", "city", "doubtful"),
        ("Depok", "city", "district"),
        ("Kota Kembang", "city", "elsewhere"),
    ]
    assert {one.reason for one in heard} <= reasons("reasons.csv").keys()


def test_every_guard_has_its_reason_in_the_words_of_the_reader() -> None:
    for name in ("place_context.toml", "country_context.toml"):
        guards = {guard for part in ("before", "after", "run") for guard in table(name)[part]}
        assert guards <= reasons("reasons.csv").keys()
