"""The lexicon of goods and the words around them, loaded once from entities/data."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from entities.gazetteer import Gazetteer, keys, rows, table

Class = Literal["good", "weak", "category", "head"]


@dataclass(frozen=True, slots=True)
class Good:
    """A row of products.csv; chapter is the HS 2022 chapter, empty where it is not certain.

    rank: "good" anywhere in trade news, "weak" only beside other goods or an announcing word, "category" a class
    of goods that a concrete list replaces, "head" only together with the word after it.
    """

    name: str
    chapter: str
    rank: str
    open: bool


@cache
def lexicon() -> Gazetteer[Good]:
    """Every good by its words."""
    goods = (
        Good(row["name"], row["chapter"], row["class"], row["open"] == "yes") for row in rows("products.csv")
    )
    return Gazetteer((good.name, good, "any") for good in goods)


@cache
def vocabulary() -> frozenset[str]:
    """Every word that occurs in the name of a good."""
    return frozenset(key for row in rows("products.csv") for key in keys(row["name"]))


@cache
def categories() -> frozenset[str]:
    """The goods that are only a class of goods."""
    return frozenset(row["name"] for row in rows("products.csv") if row["class"] == "category")


@cache
def chapters() -> dict[str, str]:
    """HS chapter by name, for the goods whose chapter is certain."""
    return {row["name"]: row["chapter"] for row in rows("products.csv") if row["chapter"]}


def chapter(name: str) -> str | None:
    """The HS 2022 chapter of a product name, read from its longest known beginning; None where unknown."""
    words = name.split()
    for end in range(len(words), 0, -1):
        if found := chapters().get(" ".join(words[:end])):
            return found
    return None


@cache
def words_of(key: str) -> frozenset[str]:
    """A word list of product_words.toml."""
    listed = table("product_words.toml")[key]
    return frozenset(listed if isinstance(listed, list) else listed.split())
