"""A place between two hits of a query, as an opaque word that the next page begins after."""

import base64
import hashlib
import json
from dataclasses import replace

from entities.errors import BadInput
from indexer.index import Query
from indexer.language import clean

Key = tuple[float, str | float, str, int]  # score, key of the sort, id of the story, place in the story


def written(query: Query, key: Key, moment: str = "") -> str:
    """The cursor of the hit with this key; floats keep all their bits.

    moment: the backend's name for the state of the index that the pages are of, where it has one.
    """
    score, sort, id, place = key
    sort_key = sort if isinstance(sort, str) else [float(sort).hex()]
    told = json.dumps([_print(query), float(score).hex(), sort_key, id, place, moment], ensure_ascii=False)
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def read(query: Query) -> Key | None:
    """The key that `after` of a query holds; BadInput where it is none of this query."""
    found = read_with_moment(query)
    return found and found[0]


def read_with_moment(query: Query) -> tuple[Key, str] | None:
    """As `read`, with the moment that was written beside it."""
    if query.after is None:
        return None
    try:
        told = base64.urlsafe_b64decode(query.after + "=" * (-len(query.after) % 4)).decode()
        made_for, score, sort, id, place, moment = json.loads(told)
        key = (float.fromhex(score), sort if isinstance(sort, str) else float.fromhex(sort[0]), id, place)
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError) as error:
        raise BadInput("the cursor of the page is damaged; ask for the first page again") from error
    if made_for != _print(query) or not (isinstance(id, str) and isinstance(place, int) and id == clean(id)):
        raise BadInput("the cursor of the page belongs to another query; ask for the first page again")
    return key, str(moment)


def timeless(word: str) -> str:
    """A cursor without its moment, so the same whenever the same page is asked for; BadInput for what is none."""
    try:
        told = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
        return json.dumps(told[:-1], ensure_ascii=False) if told[-1] else word
    except (ValueError, TypeError, LookupError) as error:
        raise BadInput("the cursor of the page is damaged; ask for the first page again") from error


def _print(query: Query) -> str:
    """What distinguishes queries whose pages must not be mixed."""
    same = replace(query, after=None, limit=0, facets=())
    return hashlib.sha256(repr(same).encode("utf-8", "backslashreplace")).hexdigest()[:12]
