"""Names and other names of countries; phrases and sentences are in corpus/countries.toml."""

from entities.countries import aliases, countries, find_countries, label
from entities.records import Article
from entities.trace import listening


def test_city_abroad_counts_as_its_country() -> None:
    article = Article(
        id="a", source="s", url="u", title="Kopi ke Dubai", body="Dikirim lewat Rotterdam, Belanda."
    )
    found = [(m.kind, m.field, m.text, m.value, m.name, m.rule) for m in countries(article)]
    assert found == [
        ("country", "title", "Dubai", "AE", "Uni Emirat Arab", "city"),
        ("country", "body", "Rotterdam", "NL", "Belanda", "city"),
        ("country", "body", "Belanda", "NL", "Belanda", "name"),
    ]


def test_names_are_indonesian() -> None:
    assert [label(code) for code in ("JP", "GB", "CI", "HK")] == [
        "Jepang",
        "Inggris",
        "Pantai Gading",
        "Hong Kong",
    ]


def test_aliases_lead_to_the_name() -> None:
    known = aliases()
    assert [known[name] for name in ("perancis", "cina", "usa")] == ["prancis", "tiongkok", "amerika serikat"]


def test_what_is_left_out_says_why() -> None:
    text = "Dolar Singapura; batik Jepang; Eropa dan Amerika; Virginia Putri; negeri jiran, Timor Leste."
    with listening() as heard:
        find_countries(text)
    left = [(text[one.start : one.end], one.reason) for one in sorted(heard, key=lambda one: one.start)]
    assert left == [
        ("Singapura", "currency"),
        ("Jepang", "style"),
        ("Amerika", "region"),
        ("Virginia", "doubtful"),
        ("negeri jiran", "epithet"),
    ]
