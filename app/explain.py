"""`pantau explain`: an article with every mention, the rules that fired, and what was left out and why."""

import sys
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.evidence import KIND_NAMES
from app.lines import lines_of, page_line
from app.wording import WIB
from entities.errors import BadInput
from entities.explain import Explanation, Ground, explain
from entities.records import Article
from entities.wire import Json, annotation_json, article_from, dumps, loads
from indexer.index import open_index, shown

STDIN = "-"


def run_explain(
    what: str,
    *,
    index: str,
    id: str | None,
    kinds: Collection[str],
    published: datetime | None,
    as_json: bool,
) -> None:
    """Print how articles were read; kinds limits the mentions told, no kind means all. BadInput where none is found."""
    if unknown := sorted(set(kinds) - KIND_NAMES.keys()):
        raise BadInput(f"no kind of mention: {', '.join(unknown)}; there are {', '.join(KIND_NAMES)}")
    found = [a for a in articles(what, index) if id is None or a.id == id]
    if not found:
        raise BadInput(f"no article {id!r} in {what}" if id else f"no article in {what}")
    from app.terminal_explain import print_explanation

    for article in found:
        dated = replace(article, published_at=published.replace(tzinfo=WIB)) if published else article
        told = of_kinds(explain(dated), kinds)
        print(dumps(explanation_json(told))) if as_json else print_explanation(told)


def of_kinds(told: Explanation, kinds: Collection[str]) -> Explanation:
    """The explanation with the decisions and rejections of some kinds only."""
    if not kinds:
        return told
    return replace(
        told,
        decisions=tuple(d for d in told.decisions if d.mention.kind in kinds),
        rejected=tuple(r for r in told.rejected if r.kind in kinds),
    )


# ---------------------------------------------------------------- what is explained


def articles(what: str, index: str) -> Iterator[Article]:
    """The articles of a file, of standard input, or the one that the index holds under an id."""
    if what == STDIN:
        yield from _of_lines(sys.stdin.buffer, "standard input")
    elif read := BY_SUFFIX.get(Path(what).suffix.lower()):
        yield from read(Path(what))
    elif story := open_index(index).get(what):
        yield story.article
    else:
        kinds = ", ".join(BY_SUFFIX)
        raise BadInput(f"{what!r} is no article of {shown(index)}, and no file that ends in {kinds}")


def _of_lines(lines: Any, where: str) -> Iterator[Article]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield article_from(loads(line.decode("utf-8")))
            except (BadInput, UnicodeDecodeError) as error:
                raise BadInput(f"{where}, line {number}: {error}") from error


def _of_json(path: Path) -> Iterator[Article]:
    return _of_lines(lines_of([path]), str(path))


def _of_page(path: Path) -> Iterator[Article]:
    yield article_from(page_line(str(path)))


def _of_text(path: Path) -> Iterator[Article]:
    """A plain text: its first line is the headline, blank lines part the paragraphs."""
    try:
        title, _, body = path.read_text("utf-8").strip().partition("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: {getattr(error, 'strerror', None) or 'not UTF-8 text'}") from error
    yield Article(id=path.stem, source="file", url="", title=title.strip(), body=body.strip())


BY_SUFFIX: dict[str, Callable[[Path], Iterator[Article]]] = {
    ".txt": _of_text,
    ".html": _of_page,
    ".htm": _of_page,
    ".jsonl": _of_json,
    ".json": _of_json,
}


# ---------------------------------------------------------------- JSON


def explanation_json(told: Explanation) -> Json:
    """The annotation line, with about, sentences, decisions (mentions with the rule that held there) and rejected."""
    decisions = [
        {
            **{key: getattr(d.mention, key) for key in ("kind", "field", "start", "end", "text", "role")},
            "finder": d.mention.rule.partition("/")[0],
            "decided": d.mention.rule.partition("/")[2] or None,
            "here": d.rule,
            "because": [_ground_json(ground) for ground in d.grounds],
        }
        for d in told.decisions
    ]
    sentences = [
        {**asdict(scene), "grounds": [_ground_json(g) for g in scene.grounds]} for scene in told.scenes
    ]
    return {
        **annotation_json(told.story),
        "about": list(told.about),
        "sentences": sentences,
        "decisions": decisions,
        "rejected": [asdict(one) for one in told.rejected],
    }


def _ground_json(ground: Ground) -> Json:
    return {
        "window": ground.window,
        "label": ground.label,
        "words": list(ground.words) if ground.words else None,
    }
