"""Reads the short notices: `@ id source published schemes [like id]`, a title, `! stage day [until]` lines, then the body.

schemes: `name`, or `name:kind` where a notice tells of several; `-` for a notice of no scheme. A stage line may name its
scheme: `! name: opened 2023-10-05 2023-10-08`. `like` is as in the ledger's press.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from entities.records import Article
from tests.ledger.press import article_of, republished

HERE = Path(__file__).parent
PARTS = {
    "first": HERE / "first_half.txt",
    "second": HERE / "second_half.txt",
    "third": HERE / "third_part.txt",
}
Stage = tuple[str, date, date | None]


@dataclass(frozen=True, kw_only=True)
class Written:
    """A notice, the schemes that it tells of (name -> kind that tells one from the others) and the stages of each."""

    article: Article
    schemes: dict[str, str]
    stages: dict[str, set[Stage]]


def notices(part: str) -> list[Written]:
    """The notices of a part, in the order they are written."""
    known: dict[str, Written] = {}
    for block in PARTS[part].read_text(encoding="utf-8").split("@ ")[1:]:
        head, title, *lines = block.strip().split("\n")
        id, source, at, *told = head.split()
        names = told[: told.index("like")] if "like" in told else told
        body = [line for line in lines if not line.startswith("! ")]
        text = republished(known[told[-1]].article.body, body) if "like" in told else "\n".join(body)
        schemes = dict(name.partition(":")[::2] for name in names if name != "-")
        known[id] = Written(
            article=article_of(id, source, at, title, text.strip()),
            schemes=schemes,
            stages=_stages(schemes, [line.removeprefix("! ") for line in lines if line.startswith("! ")]),
        )
    return list(known.values())


def _stages(schemes: dict[str, str], lines: list[str]) -> dict[str, set[Stage]]:
    found: dict[str, set[Stage]] = {name: set() for name in schemes}
    for line in lines:
        name, _, told = line.rpartition(": ")
        kind, *days = told.split()
        first, until = (*map(date.fromisoformat, days), None)[:2]
        assert first
        found[name or next(iter(schemes))].add((kind, first, until))
    return found


def everything() -> Iterator[Written]:
    """All notices."""
    for part in PARTS:
        yield from notices(part)
