"""A digest as HTML: a page of the archive, and the part of a mail. Everything is escaped; nothing remote is loaded."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from app.digests.document import Chart
from app.digests.language import language
from app.digests.pointing import Pointer
from app.digests.records import Digest
from app.digests.telling import tell
from app.drawing.draw import draw, png
from app.drawing.style import stylesheet

WIDE = 480  # of a drawing, in which its text is of its true size
HEIGHT = re.compile(r'^<svg[^>]* height="([\d.]+)"')


@dataclass(frozen=True, kw_only=True)
class MailLinks:
    """Where a mail's own links lead. public: the address of the page, which every number leads to. page: this digest in
    the archive; manage: where the subscription is changed or paused; unsubscribe: where it ends. None is left out.
    note: a sentence to this reader, above all else."""

    public: str | None = None
    page: str | None = None
    manage: str | None = None
    unsubscribe: str | None = None
    note: str | None = None


def page(digest: Digest, public: str | None = None) -> str:
    """The page of an issue, with its charts drawn in."""
    return _rendered(digest, MailLinks(public=public), is_mail=False)


def mail(digest: Digest, links: MailLinks) -> str:
    """The HTML of a mail, before its styles are inlined; charts are images by Content-ID."""
    return _rendered(digest, links, is_mail=True)


def footer(digest: Digest, links: MailLinks) -> list[tuple[str, str]]:
    """The sentences at the end of a mail, each with the address that it ends with."""
    says = language(digest.language)
    asked = (("page", links.page), ("manage", links.manage), ("unsubscribe", links.unsubscribe))
    return [(says.text(f"reasons.{key}"), address) for key, address in asked if address]


def _rendered(digest: Digest, links: MailLinks, *, is_mail: bool) -> str:
    return (
        environment()
        .get_template("digest.html")
        .render(
            d=digest,
            doc=tell(digest),
            is_mail=is_mail,
            links=links,
            footer=footer(digest, links) if is_mail else [],
            pointer=Pointer(public=links.public, language=digest.language),
            says=language(digest.language),
            stylesheet="" if is_mail else Markup(stylesheet()),
        )
    )


def _kind(block: object) -> str:
    return type(block).__name__.lower()


def _drawn(chart: Chart) -> Markup:
    """A drawing of ours, which needs no escaping; its colours are those of `stylesheet`."""
    return Markup(draw(chart.drawing, id=chart.name, width=WIDE))


@lru_cache(maxsize=64)
def picture(chart: Chart) -> tuple[bytes, int]:
    """A drawing as PNG for a mail, and the height of what it shows; its width is WIDE."""
    svg = draw(chart.drawing, id=chart.name, standalone=True, width=WIDE)
    found = HEIGHT.search(svg)
    return png(svg), round(float(found[1])) if found else WIDE


@cache
def environment() -> Environment:
    """The templates; what they print is escaped."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals |= {"kind": _kind, "drawn": _drawn, "height": lambda chart: picture(chart)[1], "wide": WIDE}
    return made
