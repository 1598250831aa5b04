"""A story as documents of a server's indices: its wire JSON where an index has a field for it, and what Pantau adds.

Every document carries the whole story as its line: a hit is of one moment, and nothing is lost that has no field.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from entities import countries, regions
from entities.copies import seen
from entities.records import Program, Release, Story
from entities.wire import dumps, loads, story_from, story_json
from indexer import terms
from indexer.bounds import utc
from indexer.elastic_mapping import Json, mapping, projected
from indexer.facts import facts
from indexer.stated import Stated, by_program, by_release
from indexer.words import tokens

LONGEST_ID = 500  # bytes; a server takes 512
AMOUNTS = ("rupiah", "dollars", "kilograms")


class Document(NamedTuple):
    """kind: of its index. key: what the server knows it by."""

    kind: str
    key: str
    body: Json


def key(id: str) -> str:
    """What a server knows an article, a URL or a tombstone by: itself, or a hash where it is too long or empty."""
    told = id.encode("utf-8", "replace")
    return id if 0 < len(told) <= LONGEST_ID else f"sha256:{hashlib.sha256(told).hexdigest()}"


def part_key(id: str, place: int) -> str:
    """What a server knows the release or programme of this place in a story by."""
    return f"{key(id)}/{place}"


def documents(story: Story) -> tuple[list[Document], Document]:
    """The documents of the releases and programmes of a story, and that of the article; learnt_at must be known."""
    line = story_json(story)
    of_story = _of_story(story, line)
    return list(_parts(story, line, of_story)), _article(story, line, of_story)


def _parts(story: Story, line: Json, of_story: Json) -> Iterator[Document]:
    for place, release in enumerate(story.releases):
        own = {**of_story, "place": place, **line["releases"][place], **_release(story, release)}
        yield _document("releases", part_key(story.article.id, place), own)
    sold = [_told(n, by_release(story, release)) for n, release in enumerate(story.releases)]
    for place, program in enumerate(story.programs):
        own = {
            **of_story,
            "place": place,
            **line["programs"][place],
            **_program(story, program),
            "sold": sold,
        }
        yield _document("programs", part_key(story.article.id, place), own)


def _article(story: Story, line: Json, of_story: Json) -> Document:
    stated = [by_release(story, release) for release in story.releases]
    known_by = terms.story_terms(story)
    days = [each.day for each in stated if each.day]
    return _document(
        "articles",
        key(story.article.id),
        {
            **line,
            **of_story,
            "releases": [{**told, **_amounts(s)} for told, s in zip(line["releases"], stated, strict=True)],
            "place": 0,
            "counts": {"releases": len(story.releases), "programs": len(story.programs)},
            "origin_points": _points(code for release in story.releases for code in release.origins),
            **{name: _largest(stated, name) for name in AMOUNTS},
            **_known(known_by),
            "moments": _moments(story, max(days, default=None)),
            "completion": _completion(known_by),
            "stated": [_told(place, each) for place, each in enumerate(stated)],
            "seen": _seen(story),
        },
    )


def story_of(body: Json) -> Story:
    """The story that a document carries."""
    return story_from(loads(body["line"]))


def _document(kind: str, key: str, body: Json) -> Document:
    return Document(kind, key, projected(body, mapping(kind)))


# ---------------------------------------------------------------- parts


def _of_story(story: Story, line: Json) -> Json:
    """What every document has of the article."""
    told = facts(story)
    names = ("id", "source", "url", "title", "published_at", "learnt_at", "sample", "topics", "copy_of")
    article = story.article
    return {
        **{name: line[name] for name in names},
        "told": bool(told),
        "words": {
            "title": _words(article.title),
            "body": _words(article.body),
            "facts": _words(told),
        },
        "line": dumps(line),
    }


def _release(story: Story, release: Release) -> Json:
    stated = by_release(story, release)
    return {
        "origin_points": _points(release.origins),
        **_amounts(stated),
        **_known(terms.release_terms(story, release)),
        "moments": _moments(story, stated.day),
        "stated": [_told(0, stated)],
    }


def _program(story: Story, program: Program) -> Json:
    stated = by_program(story, program)
    return {
        **_amounts(stated),
        **_known(terms.program_terms(story, program)),
        "moments": _moments(story, stated.day),
        "stated": [_told(0, stated)],
    }


def _amounts(stated: Stated) -> Json:
    return {name: getattr(stated, name) for name in AMOUNTS}


def _largest(stated: list[Stated], name: str) -> str | None:
    told = [amount for each in stated if (amount := getattr(each, name)) is not None]
    return max(told, key=Decimal, default=None)


def _moments(story: Story, day: str | None) -> Json:
    """Moments as text of fixed width, for windows and order: exact, of any year, and the same as in the other index."""
    published, learnt = story.article.published_at, story.learnt_at
    return {"published": published and utc(published), "learnt": learnt and utc(learnt), "released": day}


def _known(known_by: terms.Terms) -> Json:
    by_name: dict[str, list[str]] = {}
    for name, value in sorted(known_by):
        by_name.setdefault(name, []).append(value)
    named = {name: [terms.folded(v) for v in by_name.get(name, ())] for name in sorted(terms.WORDED)}
    return {"terms": by_name, "named": named}


def _completion(known_by: terms.Terms) -> Json:
    """Names to complete as they are shown; a completion field takes no empty one."""
    told = {
        "places": [regions.label(v) for n, v in sorted(known_by) if n in ("city", "province")]
        + [countries.label(v) for n, v in sorted(known_by) if n == "country"],
        "products": [v for n, v in sorted(known_by) if n == "product"],
        "programs": [v for n, v in sorted(known_by) if n == "program"],
    }
    return {name: [v for v in values if v.strip()] for name, values in told.items()}


def _seen(story: Story) -> Json:
    """What an article is compared by to find copies, see indexer/elastic_copies.py."""
    one = seen(story)
    print = b64encode(one.print.packed()).decode()
    return {"at": utc(one.moment), "print": print, "keys": sorted(map(str, one.keys))}


def _points(codes: Iterable[str]) -> list[Json]:
    found = (regions.centroid(code) for code in dict.fromkeys(codes))
    return [{"lat": point.lat, "lon": point.lon} for point in found if point]


def _words(text: str) -> str:
    return " ".join(tokens(text))


# ---------------------------------------------------------------- what is stated


def _told(place: int, stated: Stated) -> str:
    """What a release states as one value, different from that of any other release of the story."""
    day, statements, *amounts = stated
    return "|".join([str(place), day or "", str(statements), *(amount or "" for amount in amounts)])


def stated_of(told: str) -> Stated:
    """What `_told` told."""
    _, day, statements, *amounts = told.split("|")
    rupiah, dollars, kilograms = (amount or None for amount in amounts)
    return Stated(day or None, int(statements), rupiah, dollars, kilograms)
