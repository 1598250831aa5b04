"""Goods that an article names, as the shortest phrase a trader would list."""

from collections.abc import Iterator
from dataclasses import replace

from entities.gazetteer import Words
from entities.goods import replaceable
from entities.product_finds import candidates, unknown
from entities.product_guards import standing
from entities.product_items import completed
from entities.product_lists import settle
from entities.product_names import unify
from entities.product_words import Find, cut, taken
from entities.records import Article, Mention
from entities.spans import Span, mentions

VARIETIES = {
    "robusta": "kopi robusta",
    "arabika": "kopi arabika",
    "arabica": "kopi arabika",
    "liberika": "kopi liberika",
    "migor": "minyak goreng",
}


def find_products(text: str) -> list[Span]:
    """Goods in a text, in order, none overlapping another."""
    words = cut(text)
    masked = taken(words)
    kept = settle(words, standing(words, candidates(words), masked))
    found = completed(words, kept, masked)
    known = {i for find in found for i in range(find.first, find.last + 1)}
    found = sorted([*found, *unknown(words, masked, known)], key=lambda find: find.first)
    return [span(words, find) for find in grown(words, found)]


def grown(words: Words, found: list[Find]) -> list[Find]:
    """The goods, two with nothing between them as the one that they name: "kerupuk kulit ikan" and "patin"."""
    joined: list[Find] = []
    for find in found:
        last = joined[-1] if joined else None
        if last and last.last + 1 == find.first and words.spaced(find.first) and goes_on(words, last, find):
            name = f"{last.name} {find.name}"
            joined[-1] = replace(last, last=find.last, name=name)
        else:
            joined.append(find)
    return joined


def goes_on(words: Words, left: Find, right: Find) -> bool:
    """Whether the second good says what the first is of: single goods both, the second one word in small letters."""
    return left.rank == right.rank == "good" and right.first == right.last and not words.capital(right.first)


def products(article: Article) -> list[Mention]:
    """Goods of an article without role; one name for all occurrences of one good."""
    return unify(listed_in_body(article, mentions(article, "product", find_products)))


def listed_in_body(article: Article, found: list[Mention]) -> Iterator[Mention]:
    """The mentions without a headline's class of goods ("camilan") that the body replaces by its list."""
    told = {mention.name for mention in found if mention.field == "body"}
    body = article.body.casefold()
    for mention in found:
        replaced = mention.field == "title" and mention.name not in told and mention.name in body
        if not (replaced and mention.name in replaceable()):
            yield mention


def span(words: Words, find: Find) -> Span:
    start, end = words.starts[find.first], words.ends[find.last]
    head, *rest = find.name.split(" ")
    name = " ".join([VARIETIES.get(head, head), *rest])
    return Span(start=start, end=end, value=name, name=name, rule=find.rule)
