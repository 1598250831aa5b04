"""Bytes or text of a page -> a tree that can be walked: charset, size, broken and endlessly nested markup."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup
from typing import Any

from bs4 import BeautifulSoup
from lxml import etree

from entities.errors import Unreadable

Element = Any  # lxml has no types of its own

MAX_CHARS = 12_000_000  # a page of news has 0.1 million; what is above is no article
DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{2,40})", re.I)
TAG = re.compile(r"<(?:!doctype|[a-z][a-z0-9]{0,20}[\s/>])", re.I)
NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
# Tags that nest without end in broken pages and say nothing of where a paragraph ends.
NESTING = re.compile(
    r"</?(?:div|span|font|b|i|u|em|strong|center|section|small|big|ins|del|a)\b[^>]{0,2000}>", re.I
)
MOJIBAKE = re.compile(r"(?:\xe2\u20ac.|\xc3[\x80-\xbf]|\xc2[\xa0-\xbf])")
CHUNK = re.compile(
    r"[\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2,40}"
)


def tree(page: str | bytes, *, encoding: str | None = None, name: str = "the page") -> Element:
    """The root element of a page; Unreadable, naming the page, where there is no page to read."""
    if len(page) > MAX_CHARS:
        raise Unreadable(f"{name} is larger than {MAX_CHARS // 1_000_000} MB, too large for an article")
    text = page if isinstance(page, str) else decode(page, encoding)
    if not text.strip():
        raise Unreadable(f"{name} is empty")
    if not TAG.search(text):
        raise Unreadable(f"{name} is not an HTML page")
    if len(NOT_TEXT.findall(text[:4000])) > 200:
        raise Unreadable(f"{name} is not an HTML page but binary data")
    return _parse(_mended(text).replace("\x00", ""), name)


def _parse(text: str, name: str) -> Element:
    root, whole = _try(text)
    if not whole:  # libxml2 stops below 256 levels: do without the tags that only nest
        root, _ = _try(NESTING.sub(" ", text))
    if root is None:
        raise Unreadable(f"{name} holds no markup that can be read")
    return root


def _try(text: str) -> tuple[Element, bool]:
    parser = etree.HTMLParser(
        recover=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, True
    return root, not any("depth" in entry.message.lower() for entry in parser.error_log)


def decode(page: bytes, encoding: str | None = None) -> str:
    """Text of a page: byte order mark, then UTF-8 if it is that, then what the server and the page declare.

    UTF-8 goes first because it cannot be mistaken: pages that call their UTF-8 "iso-8859-1" are common, the
    reverse fails to decode. A page cut off or broken in a few bytes is still UTF-8.
    """
    for mark, codec in ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16")):
        if page.startswith(mark):
            return page.decode(codec, "replace")
    if page[1:2] == b"\x00" and page[3:4] == b"\x00":
        return page.decode("utf-16-le", "replace")
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = [charset_of(encoding), charset_of(_declared(page))]
    lenient = page.decode("utf-8", "replace")
    broken, sound = lenient.count("\ufffd"), sum(ord(c) > 127 for c in lenient)
    if broken * 5 < sound and (not any(declared) or "utf-8" in declared):
        return lenient
    for stated in declared:
        if stated and stated != "utf-8":
            return page.decode(stated, "replace")
    return page.decode("cp1252", "replace")


def _declared(page: bytes) -> str | None:
    found = DECLARED.search(page[:4096])
    return found[1].decode("ascii", "replace") if found else None


def charset_of(name: str | None) -> str | None:
    """A Python codec for a declared name; None for no charset, as "hex". Latin-1 on the web means windows-1252."""
    try:
        found = lookup((name or "").strip()).name
        b"\x93".decode(found, "replace")
    except (LookupError, UnicodeError):
        return None
    return "cp1252" if found in ("iso8859-1", "ascii") else found


def _mended(text: str) -> str:
    """UTF-8 that somebody read as windows-1252 ("â€œ" for a quotation mark), read again as UTF-8."""
    if not any(mark in text for mark in ("â€", "Ã", "Â")) or len(MOJIBAKE.findall(text, 0, 400_000)) < 3:
        return text

    def again(found: re.Match[str]) -> str:
        try:
            return b"".join(_byte(c) for c in found[0]).decode("utf-8")
        except (UnicodeDecodeError, UnicodeEncodeError):
            return found[0]

    return CHUNK.sub(again, text)


def _byte(char: str) -> bytes:
    return bytes([ord(char)]) if ord(char) < 256 else char.encode("cp1252")


def plain(fragment: str) -> str:
    """The text of an HTML fragment (a feed's description, a value with tags or entities), on one line."""
    if "<" not in fragment and "&" not in fragment:
        return " ".join(fragment.split())
    soup = BeautifulSoup(fragment[:200_000], "lxml")
    for junk in soup(["script", "style", "img", "iframe"]):
        junk.decompose()
    text = soup.get_text(" ")
    if "&" in text and ";" in text:  # escaped twice, as feeds and JSON-LD often are
        text = BeautifulSoup(text, "lxml").get_text(" ")
    return " ".join(text.split())
