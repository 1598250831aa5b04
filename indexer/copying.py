"""One index into another, whatever their backends."""

import hashlib

from entities.errors import BadInput, IndexUnusable
from entities.records import Story
from entities.wire import dumps, story_json
from indexer.batches import batches
from indexer.index import Index
from indexer.rebuilding import BATCH, Step


def copy(source: Index, target: Index, on_step: Step = lambda _: None) -> int:
    """Copy all stories and tombstones as they are at one moment, and read the copy again: equal field by field.

    How many stories it were. BadInput where the target holds something already; IndexUnusable where not all arrived.
    """
    if held := target.count():
        raise BadInput(f"the index to copy into holds {held} articles already; name an empty one")
    buried = source.buried()
    target.bury(buried)
    target.decide(source.decisions())
    read: dict[str, bytes] = {}
    for batch in batches((hit.story for hit in source.hits()), BATCH):
        read |= {story.article.id: _print(story) for story in batch}
        target.put(batch)
        if told := target.left().told:
            raise IndexUnusable("; ".join(told))
        on_step(len(read))
    _compare(read, target)
    if target.buried() != buried:
        raise IndexUnusable("the copy does not refuse the same articles; was it written to meanwhile?")
    return len(read)


def _compare(read: dict[str, bytes], target: Index) -> None:
    """IndexUnusable where the target does not hold what was read."""
    held = {hit.story.article.id: _print(hit.story) for hit in target.hits()}
    for id in sorted(read.keys() | held.keys()):
        if read.get(id) != held.get(id):
            raise IndexUnusable(f"{id} is not the same in the copy; was it written to meanwhile?")


def _print(story: Story) -> bytes:
    """What is the same for stories that are equal in every field."""
    return hashlib.sha256(dumps(story_json(story)).encode("utf-8", "replace")).digest()
