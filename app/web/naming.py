"""The address of the dossier of a place, country, product, group, exporter or programme, for every name on a page."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

from app.web.language import Speech

CITY = 5  # letters of the code of a kabupaten or kota; a province's has two
NAME = 200  # letters of a product, a firm, a programme


class Named(NamedTuple):
    """A name as a reader knows it, and the page that tells of it; "" where there is none."""

    words: str
    page: str = ""


def dossier(kind: str, code: str) -> str:
    """The address of a dossier, without the reader's language."""
    return f"/dossier/{kind}/{quote(code, safe='')}"


def place(code: str) -> str:
    """The address of the dossier of a province, kabupaten or kota."""
    return dossier("city" if len(code) == CITY else "province", code)


def places(codes: Iterable[str], t: Speech) -> tuple[Named, ...]:
    """Regions by name."""
    return tuple(Named(t.region(code), place(code)) for code in codes)


def countries(codes: Iterable[str], t: Speech) -> tuple[Named, ...]:
    """Countries by name."""
    return tuple(Named(t.country(code), dossier("country", code)) for code in codes)


def products(names: Iterable[str]) -> tuple[Named, ...]:
    """Products as they are printed."""
    return tuple(named("product", name) for name in names)


def named(kind: str, name: str) -> Named:
    """A product or firm; one whose name is too long for an address has no dossier."""
    if len(name) > NAME:
        return Named(name[:NAME] + "…")
    return Named(name, dossier(kind, name))
