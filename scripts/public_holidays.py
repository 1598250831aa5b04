"""Rebuild entities/data/holidays.csv from the package `holidays` (MIT), in an environment of its own.

python -m venv /tmp/h && /tmp/h/bin/pip install holidays==0.109 && /tmp/h/bin/python scripts/public_holidays.py
"""

import csv
from pathlib import Path

import holidays

FILE = Path(__file__).resolve().parents[1] / "entities" / "data" / "holidays.csv"
YEARS = range(2015, 2029)
DECREED = 2027  # the last year whose joint decree of three ministers (SKB) the package has
GUESS = " (perkiraan)"
SPELLING = {GUESS: "", "Pegangti": "Pengganti"}


def kind(name: str) -> str:
    """What a day is to a newspaper: "leave" is cuti bersama, "lebaran" the two days of Idul Fitri."""
    if "Cuti Bersama" in name:
        return "leave"
    if "Pemilihan" in name:
        return "election"
    return "lebaran" if "Idul Fitri" in name else "holiday"


def source(estimated: bool) -> str:
    """Where a day comes from."""
    origin = "computed, not decreed yet" if estimated else "SKB 3 Menteri"
    return f"{origin}; holidays {holidays.__version__}"


def main() -> None:
    found = holidays.Indonesia(years=YEARS, categories=("public", "government"), language="id")
    with FILE.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["date", "name", "kind", "estimated", "source"])
        for day, names in sorted(found.items()):
            for name in names.split("; "):
                estimated = GUESS in name or day.year > DECREED
                for wrong, right in SPELLING.items():
                    name = name.replace(wrong, right)
                out.writerow(
                    [day.isoformat(), name, kind(name), "yes" if estimated else "", source(estimated)]
                )


if __name__ == "__main__":
    main()
