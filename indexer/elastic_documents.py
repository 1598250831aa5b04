"""A story as documents of a server's indices: its wire JSON where an index has a field for it, and what Pantau adds.

Every document carries the whole story as its line: a hit is of one moment, and nothing is lost that has no field.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

import orjson

from entities import countries, regions
from entities.copies import seen
from entities.records import Story
from entities.wire import encoded, loads, plain, story_from, story_json
from indexer import terms
from indexer.bounds import utc
from indexer.elastic_mapping import LISTED, Json, mapping, projected
from indexer.facts import facts
from indexer.stated import Stated, by_program, by_release
from indexer.words import tokens

LONGEST_ID = 500  # bytes; a server takes 512
AMOUNTS = ("rupiah", "dollars", "kilograms")
OF_STORY = ("id", "source", "url", "title", "published_at", "learnt_at", "sample", "topics", "copy_of")
WRITTEN = frozenset({*OF_STORY, "mentions"})  # before the rest of an article's document is


class Document(NamedTuple):
    """kind: of its index. key: what the server knows it by. json: its body."""

    kind: str
    key: str
    json: bytes


Documents = tuple[list[Document], Document]  # those of the releases and programmes, and that of the article


def key(id: str) -> str:
    """What a server knows an article, a URL or a tombstone by: itself, or a hash where it is too long or empty."""
    told = id.encode("utf-8", "replace")
    return id if 0 < len(told) <= LONGEST_ID else f"sha256:{hashlib.sha256(told).hexdigest()}"


def part_key(id: str, place: int) -> str:
    """What a server knows the release or programme of this place in a story by."""
    return f"{key(id)}/{place}"


def documents(story: Story) -> Documents:
    """The documents of the releases and programmes of a story, and that of the article; learnt_at must be known."""
    id, line, known_by = story.article.id, story_json(story), terms.story_terms(story)
    sold = [by_release(story, release) for release in story.releases]
    of_story = placed("articles", _of_story(story, line))
    parts = [*_releases(story, line, sold, known_by), *_programs(story, line, sold, known_by)]
    article = placed("articles", _article(story, line, sold, known_by))
    return (
        [
            Document(kind, part_key(id, place), packed(of_story | placed(kind, own)))
            for kind, place, own in parts
        ],
        Document("articles", key(id), packed(of_story | article | _mentioned(line))),
    )


def story_of(body: Json) -> Story:
    """The story that a document carries."""
    return story_from(loads(body["line"]))


def packed(value: Json) -> bytes:
    """JSON as a server takes it."""
    try:
        return orjson.dumps(value, default=plain)
    except TypeError:  # as a number of more than 64 bits
        return encoded(value).encode()


def placed(kind: str, body: Json) -> Json:
    """Of a document what the index of its kind has a field for."""
    return projected(body, mapping(kind))


# ---------------------------------------------------------------- parts


def _of_story(story: Story, line: Json) -> Json:
    """What every document has of the article."""
    told = facts(story)
    article = story.article
    return {
        **{name: line[name] for name in OF_STORY},
        "told": bool(told),
        "words": {
            "title": _words(article.title),
            "body": _words(article.body),
            "facts": _words(told),
        },
        "line": packed(line).decode(),
    }


def _mentioned(line: Json) -> Json:
    """The mentions as the index of articles takes them: its file names all that one has."""
    return {"mentions": line["mentions"][:LISTED]} if line["mentions"] else {}


def _article(story: Story, line: Json, sold: list[Stated], known_by: terms.Terms) -> Json:
    """What the document of the article has beside its mentions."""
    days = [each.day for each in sold if each.day]
    return {
        **{name: told for name, told in line.items() if name not in WRITTEN},
        "releases": [{**told, **_amounts(s)} for told, s in zip(line["releases"], sold, strict=True)],
        "place": 0,
        "counts": {"releases": len(story.releases), "programs": len(story.programs)},
        "origin_points": _points(code for release in story.releases for code in release.origins),
        **{name: _largest(sold, name) for name in AMOUNTS},
        **_known(known_by),
        "moments": _moments(story, max(days, default=None)),
        "completion": _completion(known_by),
        "stated": [_told(place, each) for place, each in enumerate(sold)],
        "seen": _seen(story),
    }


def _releases(
    story: Story, line: Json, sold: list[Stated], known_by: terms.Terms
) -> Iterator[tuple[str, int, Json]]:
    for place, (release, stated) in enumerate(zip(story.releases, sold, strict=True)):
        own = {
            "place": place,
            **line["releases"][place],
            "origin_points": _points(release.origins),
            **_stated(story, stated),
            **_known(terms.release_terms(story, release, known_by)),
        }
        yield "releases", place, own


def _programs(
    story: Story, line: Json, sold: list[Stated], known_by: terms.Terms
) -> Iterator[tuple[str, int, Json]]:
    for place, program in enumerate(story.programs):
        own = {
            "place": place,
            **line["programs"][place],
            **_stated(story, by_program(story, program)),
            **_known(terms.program_terms(story, program, known_by)),
            "sold": [_told(n, each) for n, each in enumerate(sold)],
        }
        yield "programs", place, own


def _stated(story: Story, stated: Stated) -> Json:
    return {**told_of(stated), "moments": _moments(story, stated.day)}


def told_of(stated: Stated) -> Json:
    """The amounts of what is stated, and all of it as one value."""
    return {**_amounts(stated), "stated": [_told(0, stated)]}


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
    told = ("" if part is None else str(part) for part in stated)
    return "|".join([str(place), *told])


def stated_of(told: str) -> Stated:
    """What `_told` told."""
    _, day, statements, *amounts, reports = told.split("|")
    rupiah, dollars, kilograms = (amount or None for amount in amounts)
    return Stated(day or None, int(statements), rupiah, dollars, kilograms, int(reports))
