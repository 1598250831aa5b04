"""One index into another, whatever their backends."""

from itertools import zip_longest

from entities.errors import BadInput, IndexUnusable
from indexer.batches import batches
from indexer.index import Index
from indexer.rebuilding import BATCH, Step


def copy(source: Index, target: Index, on_step: Step = lambda _: None) -> int:
    """Copy all stories and tombstones, and read both again: equal field by field. How many stories it were.

    BadInput where the target holds something already; IndexUnusable where not all arrived.
    """
    if held := target.count():
        raise BadInput(f"the index to copy into holds {held} articles already; name an empty one")
    target.bury(source.buried())
    done = 0
    for batch in batches((hit.story for hit in source.hits()), BATCH):
        target.put(batch)
        if told := target.left().told:
            raise IndexUnusable("; ".join(told))
        on_step(done := done + len(batch))
    compare(source, target)
    return done


def compare(source: Index, target: Index) -> None:
    """IndexUnusable where the two do not hold the same."""
    for one, other in zip_longest(source.hits(), target.hits()):
        if one is None or other is None or one.story != other.story:
            id = (one or other).story.article.id if one or other else ""
            raise IndexUnusable(
                f"{id} is not the same in both indices; was one of them written to meanwhile?"
            )
    if source.buried() != target.buried():
        raise IndexUnusable("the two indices do not refuse the same articles")
