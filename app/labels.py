"""Names at the edge for the codes of topics, roles, programme kinds, HS chapters, regions and countries.

A code that is in no table stays as it is. The chapter titles are our own short wording of the Harmonized System 2022
(World Customs Organization), in app/data/chapters.csv.
"""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

from app.facts import KINDS
from app.wording import Language
from entities import countries, regions
from entities.gazetteer import rows

TOPICS = {"export_release": "pelepasan ekspor", "program": "program"}
ROLES = {
    "origin": "asal",
    "destination": "tujuan",
    "exported": "diekspor",
    "transaction": "nilai transaksi",
    "mention": "disebut",
    "other": "angka lain",
}
ABOUT = {
    "release": "pelepasan ekspor",
    "program": "program",
    "exports": "ekspor",
    "statistics": "statistik ekspor",
    "imports": "impor",
}
DATA = Path(__file__).with_name("data")
CHAPTERS = DATA / "chapters.csv"


@cache
def chapters(language: Language = "id") -> dict[str, str]:
    """Title by HS chapter of two digits; 77 is reserved and has none."""
    column = "title" if language == "id" else "english"
    with CHAPTERS.open(encoding="utf-8", newline="") as file:
        return {row["chapter"]: row[column] for row in csv.DictReader(file)}


@cache
def reasons(table: str) -> dict[str, str]:
    """What each reason means, in Indonesian: "dropped.csv" of articles let go, "reasons.csv" of words left out."""
    with (DATA / table).open(encoding="utf-8", newline="") as file:
        return {row["reason"]: row["told"] for row in csv.DictReader(file)}


def dropped(reason: str) -> str:
    """A reason of the crawl in the reader's words; any other stands as it is, as "HTTP 404"."""
    return reasons("dropped.csv").get(reason, reason)


def region(code: str) -> str:
    return regions.label(code) if code in regions.codes() else code


def country(code: str, language: Language = "id") -> str:
    if code not in countries.codes():
        return code
    return countries.label(code) if language == "id" else english_countries()[code]


@cache
def english_countries() -> dict[str, str]:
    """English name by code of ISO 3166-1."""
    return {row["code"]: row["english"] for row in rows("countries.csv")}


def group(code: str, language: Language = "id") -> str:
    """09 as "kopi, teh, rempah (09)" or "coffee, tea, spices (09)": the code is what --group takes."""
    return f"{chapters(language)[code]} ({code})" if code in chapters() else code


FACETS: dict[str, Callable[[str], str]] = {
    "topic": lambda code: TOPICS.get(code, code),
    "kind": lambda code: KINDS.get(code, code),
    "group": group,
    "province": region,
    "city": region,
    "origin": region,
    "country": country,
    "destination": country,
}


def facet_label(facet: str, value: str) -> str:
    """A value of a facet as a reader knows it."""
    return FACETS[facet](value) if facet in FACETS else value


def role(code: str | None) -> str:
    return ROLES.get(code or "", code or "")


def about(code: str) -> str:
    """What an article as a whole is taken to be of."""
    return ABOUT.get(code, code)
