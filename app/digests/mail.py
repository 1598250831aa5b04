"""A digest as a mail, complete but for what its sender adds: List-Unsubscribe headers and the way it goes.

multipart/alternative of plain text and HTML with its images (multipart/related). Deterministic: the moment and the
Message-ID are handed in, boundaries are made of the Message-ID.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from hashlib import blake2b

from css_inline import CSSInliner

from app import wording
from app.digests import html
from app.digests.cutting import cut
from app.digests.document import Chart, Document
from app.digests.html import MailLinks
from app.digests.language import language
from app.digests.records import Digest
from app.digests.telling import subject, tell
from app.digests.text import text
from entities.errors import BadInput

LIST = "pantau-digest"
HOST = re.compile(r"[A-Za-z0-9.-]{1,253}", re.ASCII)
HEADER = 150  # letters of a subject
LARGEST = 100_000  # bytes of the HTML
FEWER = (30, 20, 12, 8, 5, 3, 2)  # events named, until it fits


def message(
    digest: Digest, *, sender: str, recipient: str, links: MailLinks, message_id: str, date: datetime
) -> EmailMessage:
    """The mail of a digest. sender, recipient: "name <address>" or an address; BadInput for what is none.

    message_id: see `message_id`. date: aware; when it is sent.
    """
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = _address(sender), _address(recipient)
    made["Subject"] = header(subject(digest))
    made["Date"] = format_datetime(date)
    made["Message-ID"] = header(message_id)
    made["List-Id"] = f"Pantau <{LIST}.{_host(sender)}>"
    made["Auto-Submitted"] = "auto-generated"
    digest, page = fitting(digest, links)
    made.set_content(text(digest, links.public, _footer(digest, links)), cte="quoted-printable")
    made.add_alternative(page, subtype="html", cte="quoted-printable")
    made["Content-Language"] = digest.language
    related = list(made.iter_parts())[1]
    assert isinstance(related, EmailMessage)
    for chart in _charts(tell(digest)):
        related.add_related(
            html.picture(chart)[0],
            "image",
            "png",
            cid=f"<{chart.name}>",
            filename=f"{chart.name}.png",
            disposition="inline",
        )
    _bound(made, message_id)
    return made


def fitting(digest: Digest, links: MailLinks) -> tuple[Digest, str]:
    """The digest, cut as far as its page must be to stay below LARGEST bytes, and the page."""
    page = inlined(html.mail(digest, links))
    for most in FEWER:
        if len(page.encode()) < LARGEST:
            break
        digest = cut(digest, most)
        page = inlined(html.mail(digest, links))
    return digest, page


def message_id(subscriber: str, period: str, host: str) -> str:
    """The Message-ID of the digest of a period to a subscriber, the same at every try. Tells neither of them."""
    name = blake2b(f"{subscriber}\n{period}".encode(), digest_size=16).hexdigest()
    if not HOST.fullmatch(host):
        raise BadInput(f"{host[:60]!r} is no name of a host")
    return f"<{name}@{host.lower()}>"


def header(told: str) -> str:
    """Text as one line of a header: no line break or other sign that steers, cut where it is too long."""
    line = " ".join(wording.safe(re.sub(r"[\r\n\t\x00\u2028\u2029]", " ", told)).split())
    return line if len(line) <= HEADER else f"{line[: HEADER - 1].rstrip()}…"


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)


def inlined(page: str) -> str:
    """The same with each style at its element; what depends on the reader's screen (dark mode) stays in the head."""
    return _inliner().inline(page)


def _footer(digest: Digest, links: MailLinks) -> tuple[str, ...]:
    told = [f"{sentence}: {address}" for sentence, address in html.footer(digest, links)]
    reasons = [language(digest.language).text("reasons.subscribed"), *told] if told else []
    return tuple([links.note, *reasons] if links.note else reasons)


def _address(written: str) -> Address:
    """One address, with or without a name."""
    if set(written) & set("\r\n\x00"):
        raise BadInput("a mail address holds a line break")
    try:
        name, _, rest = written.rpartition("<")
        return Address(display_name=header(name.strip().strip('"')), addr_spec=rest.removesuffix(">").strip())
    except (ValueError, IndexError, HeaderParseError) as error:
        raise BadInput(f"{header(written)[:80]!r} is no mail address") from error


def _host(sender: str) -> str:
    return _address(sender).domain


def _charts(document: Document) -> Iterator[Chart]:
    for section in document.sections:
        yield from (block for block in section.blocks if isinstance(block, Chart))


def _bound(made: EmailMessage, message_id: str) -> None:
    """Boundaries that do not differ from one making to the next."""
    name = blake2b(message_id.encode(), digest_size=12).hexdigest()
    for number, part in enumerate(part for part in made.walk() if part.is_multipart()):
        part.set_boundary(f"=_pantau_{name}_{number}")
