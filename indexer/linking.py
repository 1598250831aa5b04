"""Which story is a copy of which while stories come, change and go, for every backend.

A story is linked to the first one held that came out before it and is like it (entities/copies.py). That is a property
of the stories held and not of the order in which they came: whatever may have changed by what is put or forgotten is
found out anew.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from entities.copies import WINDOW, Seen, came_out, likeness, original
from entities.records import Copy, Story


class Held(Protocol):
    """What a backend holds of stories, as they are compared."""

    def sharing(
        self, keys: Collection[int], since: datetime, until: datetime, but: Collection[str]
    ) -> Iterable[Seen]:
        """Those that have one of these keys and came out within these moments, both included; but for these ids."""
        ...

    def linked_to(self, ids: Collection[str]) -> Iterable[Seen]:
        """Those that are held to be copies of one of these."""
        ...


def links(new: Iterable[Seen], gone: Collection[str], held: Held) -> dict[str, Copy | None]:
    """What each of these that are put is a copy of now, and each story held of which that may have changed.

    gone: ids of stories that are held no more.
    """
    fresh = {one.id: one for one in new}
    left = {one.id: one for one in held.linked_to({*fresh, *gone}) if one.id not in gone}
    asked = {**left, **fresh}
    near = {**_near(asked, gone, held), **asked}
    later = {one.id: one for one in _overtaken(fresh, near) if one.id not in asked}
    asked |= later
    near = {**_near(later, gone, held), **near}
    by_key = _by_key(near.values())
    return {one.id: original(one, _sharing(one, by_key)) for one in asked.values()}


def _near(asked: Mapping[str, Seen], gone: Collection[str], held: Held) -> dict[str, Seen]:
    """All held that may be copies of these, or they of them."""
    if not asked:
        return {}
    moments = [one.moment for one in asked.values()]
    keys = {key for one in asked.values() for key in one.keys}
    found = held.sharing(keys, min(moments) - WINDOW, max(moments) + WINDOW, {*asked, *gone})
    return {one.id: one for one in found}


def _overtaken(fresh: Mapping[str, Seen], near: Mapping[str, Seen]) -> Iterable[Seen]:
    """Those that came out after one that is put, and are copies of it as far as they are of nothing before it."""
    by_key = _by_key(near.values())
    for one in fresh.values():
        for other in _sharing(one, by_key):
            known = near.get(other.copy_of or "")
            behind = other.order > one.order and not (known and known.order < one.order)
            if behind and likeness(one, other):
                yield other


def _by_key(all_seen: Iterable[Seen]) -> dict[int, list[Seen]]:
    by_key: dict[int, list[Seen]] = defaultdict(list)
    for one in all_seen:
        for key in one.keys:
            by_key[key].append(one)
    return by_key


def _sharing(one: Seen, by_key: Mapping[int, list[Seen]]) -> Iterable[Seen]:
    """The others that have a key in common with one, each once."""
    return {
        other.id: other for key in one.keys for other in by_key.get(key, ()) if other.id != one.id
    }.values()


# ---------------------------------------------------------------- groups


class Stories(Protocol):
    """What is asked of a backend for a group."""

    def get(self, id: str) -> Story | None: ...

    def linked(self, ids: Collection[str]) -> Iterable[Story]:
        """Stories that are held to be copies of one of these."""
        ...


def group(id: str, stories: Stories) -> tuple[Story, ...]:
    """The first publication of a story and all that were republished of it, in the order they came out.

    Links are followed to their end both ways: a copy of a copy is in the group. Empty where the story is not held.
    """
    held: dict[str, Story] = {}
    found = stories.get(id)
    while found and found.article.id not in held:
        held[found.article.id] = found
        found = stories.get(found.copy_of.id) if found.copy_of else None
    newest = dict(held)
    while newest:
        newest = {s.article.id: s for s in stories.linked(list(newest)) if s.article.id not in held}
        held |= newest
    return tuple(sorted(held.values(), key=lambda story: (came_out(story), story.article.id)))
