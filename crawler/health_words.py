"""What is said of a source's health, in Indonesian: lengths of time, days, causes, and what to do about them."""

import tomllib
from datetime import datetime, timedelta
from importlib.resources import files

from entities.almanac import day_in_wib

MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LENGTHS = ((365 * DAY, "tahun", 2), (30 * DAY, "bulan", 2), (7 * DAY, "minggu", 2), (DAY, "hari", 2))
WORDS = tomllib.loads((files("crawler") / "health.toml").read_text("utf-8"))
FIELDS: dict[str, str] = WORDS["fields"]


def lasting(length: timedelta) -> str:
    """ "3 jam", "2 hari", "5 minggu": a length of time in one unit, as people say it."""
    for unit, name, least in LENGTHS:
        if length >= least * unit:
            return f"{round(length / unit)} {name}"
    return f"{max(1, round(length / HOUR))} jam"


def rhythm_words(usual: timedelta | None) -> str:
    """How often a source publishes: "beberapa kali sehari", "tiap hari", "tiap 3 minggu"; None is not known."""
    if usual is None:
        return "belum diketahui"
    if usual <= 6 * HOUR:
        return "beberapa kali sehari"
    return "tiap hari" if usual < 2 * DAY else f"tiap {lasting(usual)}"


def day(moment: datetime) -> str:
    """The day of a moment in WIB, as "20 Desember 2021"."""
    when = day_in_wib(moment)
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def says(cause: str, key: str = "says") -> str:
    """What a cause of a broken source is called; key: "english" for that language."""
    return str(WORDS["broken"][cause][key])


def advice(source: str, state: str, cause: str | None) -> str:
    """What to do about a source in trouble; empty where nothing need be done."""
    told = WORDS["broken"][cause]["do"] if cause else WORDS["otherwise"].get(state, "")
    return str(told).format(source=source)
