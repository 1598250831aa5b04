"""What a tree of the query language asks of an engine, for every backend: which words decide, rank and are marked."""

from dataclasses import dataclass
from itertools import pairwise

from indexer.language import Asked, Node, Not, Or, Words

PAIRS = 8  # neighbours in a query whose nearness is looked at
Texts = Words | Or  # words, or alternatives of words


@dataclass(frozen=True, kw_only=True)
class Plan:
    """wanted: words that all must occur; they rank. unwanted: words that must not.
    pairs: neighbours of single words, which rank higher side by side. conditions: all else that must be so.
    spoken: where no word is wanted of every match, the words that rank those that hold them.
    """

    wanted: tuple[Texts, ...]
    unwanted: tuple[Texts, ...]
    pairs: tuple[Words, ...]
    conditions: tuple[Node, ...]
    spoken: tuple[Words, ...]

    @property
    def marked(self) -> tuple[Words, ...]:
        """The words to be marked in a hit."""
        return (*words_in(self.wanted), *self.pairs, *self.spoken)


def plan(tree: Asked) -> Plan:
    """The plan of a tree; all its nodes are in it."""
    texts = [node for node in tree.nodes if _is_text(node)]
    wanted = tuple(node for node in texts if isinstance(node, Words | Or))
    if not wanted:
        return Plan(wanted=(), unwanted=(), pairs=(), conditions=tree.nodes, spoken=words_in(tree.nodes))
    single = [node.text if isinstance(node, Words) and node.field is None else None for node in texts]
    pairs = tuple(Words(text=f"{a} {b}") for a, b in pairwise(single) if a and b)[:PAIRS]
    return Plan(
        wanted=wanted,
        unwanted=tuple(node.node for node in texts if isinstance(node, Not) and isinstance(node.node, Words)),
        pairs=pairs,
        conditions=tuple(node for node in tree.nodes if node not in texts),
        spoken=(),
    )


def words_in(nodes: tuple[Node, ...]) -> tuple[Words, ...]:
    """The words among nodes and their alternatives, without those that are excluded."""
    parts = [part for node in nodes for part in (node.nodes if isinstance(node, Or) else (node,))]
    return tuple(part for part in parts if isinstance(part, Words))


def _is_text(node: Node) -> bool:
    """True for words, exclusions of words, and alternatives of words; what a full-text engine can decide alone."""
    if isinstance(node, Or):
        return all(isinstance(part, Words) for part in node.nodes)
    return isinstance(node.node if isinstance(node, Not) else node, Words)
