"""What differs between a story as the index holds it and as today's rules read it, field by field, as JSON values."""

from collections import Counter
from dataclasses import replace
from typing import Any, get_args

from entities.records import Kind, Mention, Story
from entities.wire import article_json, program_json, release_json

# What rules read from a page; every other field of an article is the crawl's or the index's and stays as it is held.
READ = (
    "url title body published_at date summary authors editor section tags captions dateline premium changed_at"
).split()
EXTRACTED = ("topics", "mentions", "releases", "programs", "corrections")
RELEASE = "date origins destinations products values quantities exporter".split()
PROGRAM = "name agency kind places start end values participants".split()
Changes = dict[str, tuple[Any, Any]]


def over(held: Story, fresh: Story) -> Story:
    """The held story with what was read anew; when it was learnt, and fields that no rule reads, stay."""
    read = {name: getattr(fresh.article, name) for name in (*READ, "fetched_at", "page")}
    said = {name: getattr(fresh, name) for name in EXTRACTED}
    return replace(held, article=replace(held.article, **read), **said)


def changes(old: Story, new: Story) -> Changes:
    """field -> what it was, what it would be; of mentions, by kind, only those that one of both lacks.

    "evidence" is told where all that is the same, but where or by which rule it was found is not.
    """
    found: Changes = {}
    before, after = article_json(old.article), article_json(new.article)
    for name in READ:
        _put(found, name, before[name], after[name])
    _put(found, "topics", list(old.topics), list(new.topics))
    for kind in get_args(Kind):
        _put(found, f"mentions.{kind}", *_unlike(old.mentions, new.mentions, kind))
    for name, fields, told in (("releases", RELEASE, release_json), ("programs", PROGRAM, program_json)):
        pair = [[told(one) for one in getattr(story, name)] for story in (old, new)]
        _records(found, name, fields, *pair)
    if not found and any(getattr(old, name) != getattr(new, name) for name in EXTRACTED):
        found["evidence"] = (_grounds(old), _grounds(new))
    return found


def _put(found: Changes, name: str, old: Any, new: Any) -> None:
    if old != new:
        found[name] = (old, new)


def _unlike(old: tuple[Mention, ...], new: tuple[Mention, ...], kind: str) -> tuple[list[str], list[str]]:
    """The mentions of a kind that only one of both has, wherever they stand."""
    one, other = (Counter(_said(m) for m in mentions if m.kind == kind) for mentions in (old, new))
    return list((one - other).elements()), list((other - one).elements())


def _said(mention: Mention) -> str:
    """A mention without where it stands and which rule fired: its words, what they mean, its role."""
    role = f", {mention.role}" if mention.role else ""
    value = mention.value if isinstance(mention.value, str) else mention.name
    return f"{mention.text} ({value}{role})"


def _records(found: Changes, name: str, fields: list[str], old: list[Any], new: list[Any]) -> None:
    """Releases or programmes: each field by itself where their number is the same, else all of them."""
    before, after = ([{f: record[f] for f in fields} for record in records] for records in (old, new))
    if len(before) != len(after):
        _put(found, name, before, after)
        return
    for field in fields:
        _put(found, f"{name}.{field}", [r[field] for r in before], [r[field] for r in after])


def _grounds(story: Story) -> list[str]:
    """Where each mention stands, and the rule that read it."""
    return [f"{m.field} {m.start}-{m.end} {m.text} ({m.rule})" for m in story.mentions]
