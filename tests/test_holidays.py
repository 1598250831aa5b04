"""The calendar of days on which little is published."""

from datetime import date, datetime, timedelta

import pytest

from entities.almanac import WIB
from entities.holidays import free_between, free_days, holidays

DAYS = {
    "1 January": (date(2026, 1, 1), "Tahun Baru Masehi"),
    "Imlek": (date(2026, 2, 17), "Tahun Baru Imlek"),
    "Nyepi": (date(2024, 3, 11), "Hari Suci Nyepi"),
    "Idul Fitri, second day": (date(2026, 3, 22), "Hari kedua dari Hari Raya Idul Fitri"),
    "cuti bersama": (date(2026, 3, 23), "Cuti Bersama Hari Raya Idul Fitri"),
    "Kenaikan": (date(2026, 5, 14), "Kenaikan Yesus Kristus"),
    "Idul Adha": (date(2026, 5, 27), "Hari Raya Idul Adha"),
    "Waisak": (date(2026, 5, 31), "Hari Raya Waisak"),
    "Pancasila": (date(2026, 6, 1), "Hari Lahir Pancasila"),
    "1 Muharam": (date(2026, 6, 16), "Tahun Baru Islam"),
    "Maulid": (date(2026, 8, 25), "Maulid Nabi Muhammad"),
    "Isra Mikraj": (date(2026, 1, 16), "Isra Mikraj Nabi Muhammad"),
    "Natal": (date(2015, 12, 25), "Hari Raya Natal"),
}


@pytest.mark.parametrize("kind", DAYS)
def test_a_day_off_is_known(kind):
    day, name = DAYS[kind]
    assert name in [holiday.name for holiday in holidays() if holiday.day == day]


@pytest.mark.parametrize("year", range(2015, 2029))
def test_every_year_is_whole(year):
    names = {holiday.name for holiday in holidays() if holiday.day.year == year}
    for feast in "Idul Fitri", "Idul Adha", "Nyepi", "Waisak", "Imlek", "Natal", "Buruh", "Kemerdekaan":
        assert any(feast in name for name in names), feast


def test_what_no_decree_fixed_is_marked():
    estimated = {holiday.day.year for holiday in holidays() if holiday.estimated}
    assert estimated == {2027, 2028}


FREE = {
    "Lebaran, with days before and after": (date(2026, 3, 29), "Lebaran"),
    "weekend after a Friday off": (date(2015, 4, 4), "Wafat Yesus Kristus"),
    "weekend before a Monday off": (date(2024, 5, 25), "Cuti Bersama Hari Raya Waisak"),
    "plain weekend": (date(2026, 11, 21), None),
    "plain day": (date(2026, 11, 26), None),
}


@pytest.mark.parametrize("kind", FREE)
def test_a_free_day_says_why(kind):
    day, name = FREE[kind]
    assert free_days().get(day) == name


def test_free_time_is_measured_by_the_clock_of_jakarta():
    eve = datetime(2025, 12, 31, 12, tzinfo=WIB)
    assert free_between(eve, eve + timedelta(days=1)) == (timedelta(hours=12), "Tahun Baru Masehi")
    assert free_between(eve - timedelta(hours=9), eve) == (timedelta(0), "")
