"""Which of the goods that a release names are told apart."""

from datetime import datetime

import pytest

from entities.extract import annotate
from entities.records import Article
from entities.release_goods import same_good, says_less

PLACES = frozenset({"jombang", "lampung"})


def goods(*paragraphs: str) -> set[str]:
    article = Article(
        id="a", source="s", url="", title="Hasil Jombang Dilepas ke Malaysia", body="\n\n".join(paragraphs),
        published_at=datetime.fromisoformat("2023-08-18T10:00:00+07:00"),
    )  # fmt: skip
    (release,) = annotate(article).releases
    return set(release.products)


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("pala biji", "biji pala", True),
        ("kopi jombang", "kopi", True),
        ("kopi gayo", "kopi flores", False),
        ("lada putih", "lada hitam", False),
    ],
)
def test_two_names_of_one_good(name: str, other: str, same: bool) -> None:
    assert same_good(frozenset(name.split()), frozenset(other.split()), PLACES | {"gayo", "flores"}) is same


@pytest.mark.parametrize(
    ("name", "other", "less"),
    [
        ("biji kopi", "kopi robusta", True),
        ("sagu kering", "tepung sagu", True),
        ("kopi jombang", "kopi excelsa", True),
        ("biji pala", "bunga pala", False),
        ("nanas buah", "nanas irisan", False),
        ("kopi robusta", "kopi arabika", False),
    ],
)
def test_a_name_that_another_one_goes_on_from(name: str, other: str, less: bool) -> None:
    assert says_less(frozenset(name.split()), frozenset(other.split()), PLACES) is less


def test_the_goods_of_a_release_are_named_once() -> None:
    found = goods(
        "Bupati Jombang melepas ekspor 12 ton kopi excelsa ke Malaysia, Rabu (16/8).",
        "Kopi Jombang itu dikirim dari gudang koperasi.",
    )
    assert found == {"kopi excelsa"}


def test_a_class_gives_way_to_its_members_and_stays_in_a_list() -> None:
    lead = "Bupati Jombang melepas ekspor rempah-rempah ke Malaysia, Rabu (16/8)."
    assert goods(lead, "Rempah-rempah yang dikirim itu berupa lada putih dan bunga pala.") == {
        "lada putih",
        "bunga pala",
    }
    assert "rempah-rempah" in goods(
        "Bupati Jombang melepas ekspor kopi, rempah-rempah, dan mebel ke Malaysia, Rabu (16/8)."
    )


def test_goods_named_only_to_say_what_else_is_sold_are_not_of_the_shipment() -> None:
    found = goods(
        "Bupati Jombang melepas ekspor 12 ton lada hitam ke Malaysia, Rabu (16/8).",
        "Selain kopi, lada hitam itu menyumbang devisa ekspor.",
    )
    assert found == {"lada hitam"}
