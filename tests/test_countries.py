"""Names and other names of countries; phrases and sentences are in corpus/countries.toml."""

from entities.countries import aliases, countries, label
from entities.records import Article


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
