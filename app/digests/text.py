"""A digest as plain text, complete: the part of a mail that every reader can show, and WEEK.txt."""

from collections.abc import Iterator
from functools import singledispatch
from textwrap import wrap

from app.digests.document import Block, Chart, Document, Item, Items, Line, Paragraph, Section, Tiles, plain
from app.digests.language import language
from app.digests.pointing import Pointer
from app.digests.records import Digest
from app.digests.telling import tell

WIDTH = 76
ALERT = "! "


def text(digest: Digest, public: str | None = None, footer: tuple[str, ...] = ()) -> str:
    """The digest in lines of at most 76 letters, but for addresses and commands. footer: sentences at its end."""
    pointer = Pointer(public=public, language=digest.language)
    document = tell(digest)
    lines = [*_head(document), *_body(document, pointer), *_checks(digest, pointer)]
    lines += ["", *(line for told in footer for line in _wrapped(told))] if footer else []
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _head(document: Document) -> Iterator[str]:
    if document.banner:
        yield from (f"*** {document.banner} ***", "")
    yield document.title.upper()
    yield from _wrapped(plain(document.lead))


def _body(document: Document, pointer: Pointer) -> Iterator[str]:
    for section in document.sections:
        yield from _section(section, pointer)


def _section(section: Section, pointer: Pointer) -> Iterator[str]:
    yield from ("", section.heading.upper())
    for block in section.blocks:
        yield from _block(block, pointer)


@singledispatch
def _block(block: Block, pointer: Pointer) -> Iterator[str]:
    raise TypeError(f"{type(block).__name__} has no text form")


@_block.register
def _paragraph(block: Paragraph, pointer: Pointer) -> Iterator[str]:
    yield from _wrapped((ALERT if block.tone == "alert" else "") + words(block.line, pointer))


@_block.register
def _tiles(block: Tiles, pointer: Pointer) -> Iterator[str]:
    for tile in block.tiles:
        told = f"{tile.number.text} {tile.label}{_marked(pointer.mark(tile.number))}"
        compared = "; ".join(words(line, pointer) for line in tile.lines)
        yield from _wrapped(f"{told}: {compared}" if compared else told, "  ")


@_block.register
def _items(block: Items, pointer: Pointer) -> Iterator[str]:
    if block.heading:
        yield from ("", words(block.heading, pointer))
    for item in block.items:
        yield from _item(item, pointer)


@_block.register
def _chart(block: Chart, pointer: Pointer) -> Iterator[str]:
    yield from _wrapped(words(block.parts, pointer), "  ")


def _item(item: Item, pointer: Pointer) -> Iterator[str]:
    yield from _wrapped(words(item.head, pointer), "  * ", "    ")
    for told in item.lines:
        yield from _wrapped((ALERT if told.tone == "alert" else "") + words(told.line, pointer), "    ")
    urls = (part.url for told in item.lines for part in told.line if part.url)
    yield from (f"    {url}" for url in dict.fromkeys(urls))


def words(line: Line, pointer: Pointer) -> str:
    """The words of a line, each figure with its mark."""
    return "".join(f"{part.text}{_marked(pointer.mark(part))}" for part in line)


def _marked(mark: int | None) -> str:
    return "" if mark is None else f" [{mark}]"


def _checks(digest: Digest, pointer: Pointer) -> Iterator[str]:
    """What gives each number."""
    says = language(digest.language)
    if pointer.marks:
        yield from ("", says.text("checks").upper())
        yield from _wrapped(says.text("checked_by", how=pointer.event("EV-…")))
    for told, mark in pointer.marks.items():
        yield f"  [{mark}] {told}"


def _wrapped(told: str, first: str = "", later: str | None = None) -> list[str]:
    """Lines of at most WIDTH letters; `first` before the first line, `later` before the others."""
    indent = first if later is None else later
    return wrap(
        told,
        WIDTH,
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
