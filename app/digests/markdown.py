"""A digest as Markdown: WEEK.md, for wikis, chats and repositories. Text of the web never becomes markup."""

import re
from collections.abc import Iterator
from functools import singledispatch

from app.digests.document import Block, Chart, Document, Item, Items, Line, Paragraph, Part, Tiles, plain
from app.digests.language import language
from app.digests.pointing import Pointer
from app.digests.records import Digest
from app.digests.telling import tell

SIGNS = re.compile(r"([\\`*_{}\[\]()#+!|~@:$^=-])")
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
UNSAFE = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C", '"': "%22", "`": "%60"}


def markdown(digest: Digest, public: str | None = None) -> str:
    """The digest in CommonMark."""
    pointer = Pointer(public=public, language=digest.language)
    document = tell(digest)
    lines = [*_head(document), *_body(document, pointer), *_checks(digest, pointer)]
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    """Text as it stands, whatever signs it holds."""
    return SIGNS.sub(r"\\\1", re.sub("[&<>]", lambda sign: ENTITIES[sign[0]], text))


def _head(document: Document) -> Iterator[str]:
    if document.banner:
        yield from (f"> **{escaped(document.banner)}**", "")
    yield from (f"# {escaped(document.title)}", "", escaped(plain(document.lead)), "")


def _body(document: Document, pointer: Pointer) -> Iterator[str]:
    for section in document.sections:
        yield from (f"## {escaped(section.heading)}", "")
        for block in section.blocks:
            yield from _block(block, pointer)
            yield ""


@singledispatch
def _block(block: Block, pointer: Pointer) -> Iterator[str]:
    raise TypeError(f"{type(block).__name__} has no Markdown form")


@_block.register
def _paragraph(block: Paragraph, pointer: Pointer) -> Iterator[str]:
    mark = "⚠ " if block.tone == "alert" else ""
    yield mark + _line(block.line, pointer)


@_block.register
def _tiles(block: Tiles, pointer: Pointer) -> Iterator[str]:
    for tile in block.tiles:
        told = f"- {_line((tile.number,), pointer)} {escaped(tile.label)}"
        compared = "; ".join(_line(line, pointer) for line in tile.lines)
        yield f"{told}: {compared}" if compared else told


@_block.register
def _items(block: Items, pointer: Pointer) -> Iterator[str]:
    if block.heading:
        yield from (f"### {_line(block.heading, pointer)}", "")
    for item in block.items:
        yield from _item(item, pointer)


@_block.register
def _chart(block: Chart, pointer: Pointer) -> Iterator[str]:
    yield _line(block.parts, pointer)


def _item(item: Item, pointer: Pointer) -> Iterator[str]:
    yield f"- {_line(item.head, pointer)}"
    for told in item.lines:
        mark = "⚠ " if told.tone == "alert" else ""
        yield f"  {mark}{_line(told.line, pointer)}  "


def _line(line: Line, pointer: Pointer) -> str:
    return "".join(_part(part, pointer) for part in line)


def _part(part: Part, pointer: Pointer) -> str:
    told = escaped(part.text)
    if part.strong and part.text.strip():
        told = f"**{told}**"
    if address := pointer.address(part):
        return f"[{told}]({''.join(UNSAFE.get(sign, sign) for sign in address)})"
    mark = pointer.mark(part)
    return told if mark is None else f"{told} \\[{mark}\\]"


def _checks(digest: Digest, pointer: Pointer) -> Iterator[str]:
    says = language(digest.language)
    if pointer.marks:
        yield from (f"## {escaped(says.text('checks'))}", "")
        yield from (escaped(says.text("checked_by", how=pointer.event("EV-…"))), "")
    for told, mark in pointer.marks.items():
        yield f"{mark}. `{told.replace('`', chr(39))}`"
