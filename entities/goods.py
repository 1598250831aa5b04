"""The lexicon of goods and the words around them, loaded once from entities/data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from entities.gazetteer import Gazetteer, keys, rows, swallow, table


@dataclass(frozen=True, slots=True)
class Good:
    """A row of products.csv.

    hs: the HS 2022 chapter ("09"), or the heading ("0901") where it is certain; empty where neither is.
    commodity: the commodity group, a code of commodities.csv; empty for goods of any kind ("hasil bumi").
    rank: "good" anywhere in trade news, "weak" only beside other goods or an announcing word; "kind" as "good",
    "category" as "weak", and "vague" only beside other goods, all three unless a concrete list replaces them;
    "head" only together with the word after it.
    """

    name: str
    hs: str
    commodity: str
    rank: str
    open: bool


@cache
def goods() -> dict[str, Good]:
    """Every good by its name, in every spelling."""
    return {name: good(name, row) for row in rows("products.csv") for name in spelt(row["name"])}


def good(name: str, row: dict[str, str]) -> Good:
    commodity = row["commodity"] or _commodity_of(row["hs"])
    return Good(name, row["hs"], commodity, row["class"], row["open"] == "yes")


def spelt(name: str) -> Iterator[str]:
    """A name in all its spellings: "biji mente" too for "biji mete"."""
    choices = [_spellings().get(word, (word,)) for word in name.split()]
    return (" ".join(words) for words in product(*choices))


@cache
def _spellings() -> dict[str, list[str]]:
    return {words[0]: words for words in table("product_words.toml")["spellings"]}


@cache
def standard() -> dict[str, str]:
    """The first spelling of every word that has several: "mete" by "mente"."""
    return {word: words[0] for words in _spellings().values() for word in words}


@cache
def lexicon() -> Gazetteer[Good | None]:
    """Every good by its words, and None by the words of an idiom that seems to name one."""
    found: Gazetteer[Good | None] = Gazetteer((good.name, good, "any") for good in goods().values())
    swallow(found, table("product_words.toml")["idioms"], "any")
    return found


@cache
def vocabulary() -> frozenset[str]:
    """Every word that occurs in the name of a good."""
    return frozenset(key for name in goods() for key in keys(name))


@cache
def categories() -> frozenset[str]:
    """Names of whole classes of goods."""
    return _ranked("category")


@cache
def replaceable() -> frozenset[str]:
    """The classes of goods that a concrete list replaces."""
    return _ranked("category", "kind", "vague")


def _ranked(*ranks: str) -> frozenset[str]:
    return frozenset(name for name, good in goods().items() if good.rank in ranks)


# ---------------------------------------------------------------- how trade statistics group a good


@dataclass(frozen=True, slots=True)
class Commodity:
    """A row of commodities.csv: a commodity group and its names."""

    code: str
    label: str
    english: str


@cache
def commodities() -> dict[str, Commodity]:
    """The commodity groups by code."""
    return {r["code"]: Commodity(r["code"], r["label"], r["english"]) for r in rows("commodities.csv")}


@cache
def _commodity_of_hs() -> dict[str, str]:
    return {row["hs"]: row["commodity"] for row in rows("hs_commodities.csv")}


def _commodity_of(hs: str) -> str:
    """The commodity group of a heading, else of its chapter."""
    return _commodity_of_hs().get(hs) or _commodity_of_hs().get(hs[:2], "")


@cache
def chapters() -> dict[str, str]:
    """HS chapter by name, for the goods whose chapter is certain."""
    return {name: good.hs[:2] for name, good in goods().items() if good.hs}


def chapter(name: str) -> str | None:
    """The HS 2022 chapter of a product name, read from its longest known beginning; None where unknown."""
    return _hs(name)[:2] or None


def heading(name: str) -> str | None:
    """The HS 2022 heading of a product name, read likewise; None where unknown or not certain."""
    return hs if len(hs := _hs(name)) == 4 else None


def commodity(name: str) -> str | None:
    """The commodity group of a product name, read likewise; None where unknown."""
    return _of_beginning(name, lambda good: good.commodity) or None


@lru_cache(maxsize=1 << 12)  # the same goods are asked for article after article
def _hs(name: str) -> str:
    return _of_beginning(name, lambda good: good.hs)


def _of_beginning(name: str, field: Callable[[Good], str]) -> str:
    """What the longest known beginning of a name that has the field says; empty where none has."""
    words = name.split()
    known = (goods().get(" ".join(words[:end])) for end in range(len(words), 0, -1))
    return next((found for good in known if good and (found := field(good))), "")


@cache
def words_of(key: str) -> frozenset[str]:
    """A word list of product_words.toml."""
    listed = table("product_words.toml")[key]
    return frozenset(listed if isinstance(listed, list) else listed.split())
