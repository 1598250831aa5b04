"""What stands around an article's text: which lines of a page are captions of pictures, which an introduction."""

import re
from itertools import islice

from crawler.lines import Line, Page
from crawler.names import HEADINGS, INTRO
from entities.junk import junk_of

NO_LETTERS = re.compile(r"[\W\d_]+")
MIN_LETTERS, MAX_LETTERS = 25, 250  # of a caption: a date laid over a picture has fewer, a paragraph more


def with_captions(page: Page) -> Page:
    """The page, its captions marked by what they are beside the names that said so."""
    _doubt_captions(page)
    _see_captions(page)
    return page


def is_captioned(text: str) -> bool:
    """Whether a line says by its own form that it is a photograph's caption."""
    return bool(junk_of("").caption.match(text))


def is_intro(page: Page, line: Line) -> bool:
    """Whether a line stands in an element named as an article's introduction."""
    names = (page.nodes[n].element for n in islice(page.above(line.node), 3))
    return any(INTRO.search(f"{e.get('class') or ''} {e.get('id') or ''}") for e in names)


def _doubt_captions(page: Page) -> None:
    """What is named a caption and holds three long paragraphs or more is none."""
    held: dict[int, list[Line]] = {}
    for line in page.lines:
        if line.caption:
            outermost = [n for n in page.above(line.node) if page.nodes[n].caption][-1]
            held.setdefault(outermost, []).append(line)
    for lines in held.values():
        if sum(len(line.text) >= 100 for line in lines) >= 3:
            for line in lines:
                line.caption = False


def _see_captions(page: Page) -> None:
    """A line or two beside a picture, in an element named for it, is the picture's caption."""
    boxes = {i for i, node in enumerate(page.nodes) if node.picture}
    held: dict[int, list[Line]] = {}
    for line in page.lines if boxes else ():
        if box := next((n for n in islice(page.above(line.node), 4) if n in boxes), None):
            held.setdefault(box, []).append(line)
    for box, lines in held.items():
        told = all(
            MIN_LETTERS <= len(NO_LETTERS.sub("", line.text)) <= MAX_LETTERS and not line.linked
            for line in lines
        )
        shown = next(page.nodes[box].element.iter("img", "amp-img", "picture"), None) is not None
        if told and shown and len(lines) <= 2 and all(line.tag not in HEADINGS for line in lines):
            for line in lines:
                line.caption = True
