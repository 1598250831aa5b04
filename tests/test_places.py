"""What the whole article decides about its places; phrases and sentences are in corpus/places.toml."""

from entities.places import aliases, label, places, province_of
from entities.records import Article


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
