"""Reads the short reports: `@ id source published events [like id]`, a title, then the body.

events: `name`, or `name:DESTINATION` where a report tells of several, joined by blanks; `-` for a report of no shipment
of its own. `like`: a republished article, with `< words` before its text, `> words` after it, and `- n` paragraphs kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from entities.records import Article, DateRead

HERE = Path(__file__).parent
HALVES = {name: HERE / f"{name}_half.txt" for name in ("first", "second")}
WIB = timezone(timedelta(hours=7), "WIB")


@dataclass(frozen=True, kw_only=True)
class Written:
    """A report and the events that it tells of: name -> destination that tells it from the others, "" for one alone."""

    article: Article
    events: dict[str, str]


def reports(half: str) -> list[Written]:
    """The reports of a half, in the order they are written."""
    known: dict[str, Written] = {}
    for block in HALVES[half].read_text(encoding="utf-8").split("@ ")[1:]:
        head, title, *body = block.strip().split("\n")
        id, source, at, *told = head.split()
        like = told[told.index("like") + 1] if "like" in told else None
        names = told[: told.index("like")] if like else told
        text = republished(known[like].article.body, body) if like else "\n".join(body)
        known[id] = Written(article=article_of(id, source, at, title, text), events=_events(names))
    return list(known.values())


def _events(names: list[str]) -> dict[str, str]:
    pairs = (name.partition(":") for name in names if name != "-")
    return {name: destination for name, _, destination in pairs}


def article_of(id: str, source: str, at: str, title: str, body: str) -> Article:
    return Article(
        id=f"{source}-{id}",
        source=source,
        url=f"https://{source}.example/{id}",
        title=title,
        body=body,
        published_at=datetime.fromisoformat(at).replace(tzinfo=WIB),
        date=DateRead(raw=at, source="meta", precision="minute"),
    )


def republished(body: str, edits: list[str]) -> str:
    kept = body.split("\n\n")
    for edit in edits:
        sign, words = edit.split(" ", 1)
        if sign == "-":
            kept = kept[: int(words)]
        elif sign == "<":
            kept[0] = f"{words} {kept[0]}"
        else:
            kept.append(words)
    return "\n\n".join(kept)


def undated(written: Written) -> Written:
    """The report as a site without dates would give it."""
    return replace(written, article=replace(written.article, published_at=None, date=None))


def both() -> Iterator[Written]:
    """The reports of both halves."""
    for half in HALVES:
        if HALVES[half].exists():
            yield from reports(half)
