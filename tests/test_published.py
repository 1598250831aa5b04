"""Publication dates as sites print them: every seen form gives its instant, nothing is taken from today."""

from datetime import UTC, datetime

import pytest

from entities.dates import WIB, WITA, day_mentions, read_published
from entities.records import Article

FETCHED = datetime(2026, 4, 20, 12, tzinfo=WIB)
SEEN = [
    ("Kamis, 02 Nov 2023 20:59 WIB", "2023-11-02T20:59:00+07:00", "minute"),
    ("Kamis, 05/11/2015 10:08 WIB", "2015-11-05T10:08:00+07:00", "minute"),
    ("02/11/2023, 21:34 WIB", "2023-11-02T21:34:00+07:00", "minute"),
    ("Kompas.com - 02/11/2023, 21:34 WIB Diperbarui 03/11/2023", "2023-11-02T21:34:00+07:00", "minute"),
    (
        "diperbarui 04 Okt 2013, 08:00 WIB Diterbitkan 03 Okt 2013, 17:25 WIB",
        "2013-10-03T17:25:00+07:00",
        "minute",
    ),
    ("Rabu, 4 November 2015 | 21:04 WIB", "2015-11-04T21:04:00+07:00", "minute"),
    ("Senin, 15 Februari 2016, 16:15 WIB", "2016-02-15T16:15:00+07:00", "minute"),
    ("Kamis, 5 November 2015 - 15:56 wib", "2015-11-05T15:56:00+07:00", "minute"),
    ("Jum'at, 17 Februari 2017 - 13:30 wib", "2017-02-17T13:30:00+07:00", "minute"),
    ("Jum’at, 8 Januari 2021", "2021-01-08T00:00:00+07:00", "day"),
    ("Ahad 13 Aug 2023 05:55 WIB", "2023-08-13T05:55:00+07:00", "minute"),
    ("Senin 27 Des 2021 16:12 WIB", "2021-12-27T16:12:00+07:00", "minute"),
    ("Sabtu, 13 Mei 2023 – 00:21 WIB", "2023-05-13T00:21:00+07:00", "minute"),
    ("MINGGU, 02 JANUARI 2022 | 17:23 WIB", "2022-01-02T17:23:00+07:00", "minute"),
    ("22 January 2021 15:11 WIB", "2021-01-22T15:11:00+07:00", "minute"),
    ("29 Juli 2019 10:40 WIB Redaksi Solo Share :", "2019-07-29T10:40:00+07:00", "minute"),
    ("20 Jumadil Awwal 1438 / 17 February 2017", "2017-02-17T00:00:00+07:00", "day"),
    ("20 Des 2021, 09.30 WITA", "2021-12-20T09:30:00+08:00", "minute"),
    ("Kamis 2 November 2023 pukul 10.00 WIT", "2023-11-02T10:00:00+09:00", "minute"),
    ("3 Ags 2021", "2021-08-03T00:00:00+07:00", "day"),
    ("3 Agust 2021", "2021-08-03T00:00:00+07:00", "day"),
    ("12 Nopember 2020", "2020-11-12T00:00:00+07:00", "day"),
    ("Kamis (7/9/23)", "2023-09-07T00:00:00+07:00", "day"),
    ("Kamis, 11/05/2015", "2015-11-05T00:00:00+07:00", "day"),  # only month-first is a Thursday
    ("2023-11-02T20:59:53+07:00", "2023-11-02T20:59:53+07:00", "second"),
    ("2023-11-02T20:59:53+0700", "2023-11-02T20:59:53+07:00", "second"),
    ("2023-11-02T13:59:53.123Z", "2023-11-02T13:59:53+00:00", "second"),
    ("2023-11-02", "2023-11-02T00:00:00+07:00", "day"),
    ("Thu, 02 Nov 2023 13:59:00 +0000", "2023-11-02T13:59:00+00:00", "second"),
    ("1698933593000", "2023-11-02T20:59:53+07:00", "second"),
    ("1698933593", "2023-11-02T20:59:53+07:00", "second"),
    ("12 jam lalu", "2026-04-20T00:00:00+07:00", "hour"),
    ("10 menit yang lalu", "2026-04-20T11:50:00+07:00", "minute"),
    ("satu jam lalu", "2026-04-20T11:00:00+07:00", "hour"),
    ("dua hari lalu", "2026-04-18T00:00:00+07:00", "day"),
    ("2 hari lalu", "2026-04-18T00:00:00+07:00", "day"),
    ("Kemarin, 10:00 WIB", "2026-04-19T10:00:00+07:00", "minute"),
    ("hari ini", "2026-04-20T00:00:00+07:00", "day"),
    ("Senin, 20/4", "2026-04-20T00:00:00+07:00", "day"),
]
ODD = [
    ("2021-08-19WIB10:11:12+00:00", "2021-08-19T10:11:12+07:00", ("false-zone",)),
    ("2023-11-02T20-59-53Z", "2023-11-02T20:59:53+07:00", ("false-zone",)),
    ("20/1/2026 18:30", "2026-01-20T18:30:00+07:00", ("no-zone",)),
    ("01 August 2023 | 14:00:00", "2023-08-01T14:00:00+07:00", ("no-zone",)),
    ("Senin, 2 November 2023 10:00 WIB", "2023-11-02T10:00:00+07:00", ("weekday",)),
    ("Selasa, 21 April 2026 10:00 WIB", "2026-04-21T10:00:00+07:00", ("future",)),
]
UNREADABLE = [
    "", "Redaksi", "Juni 2023", "tahun 2023", "31 Februari 2021", "0000-00-00 00:00:00", "Selasa (12/1/20210", "12/13",
    "2 minggu lalu", "5000 hari lalu x", "bulan lalu", "1 Januari 1970", "9" * 400, "2023-13-45T99:99:99Z",
]  # fmt: skip


@pytest.mark.parametrize(("raw", "instant", "precision"), SEEN, ids=[raw for raw, _, _ in SEEN])
def test_a_seen_form_gives_its_instant(raw, instant, precision):
    read, how_exact, flags = read_published(raw, fetched_at=FETCHED)
    assert (read and read.isoformat(), how_exact, flags) == (instant, precision, ())


@pytest.mark.parametrize(("raw", "instant", "flags"), ODD, ids=[raw for raw, _, _ in ODD])
def test_what_is_odd_is_flagged(raw, instant, flags):
    read, _, odd = read_published(raw, fetched_at=FETCHED)
    assert (read and read.isoformat(), odd) == (instant, flags)


@pytest.mark.parametrize("raw", UNREADABLE, ids=lambda raw: raw[:30] or "(empty)")
def test_the_unreadable_is_never_guessed(raw):
    assert read_published(raw, fetched_at=FETCHED) == (None, None, ("unreadable",))


@pytest.mark.parametrize("raw", ["12 jam lalu", "hari ini", "kemarin", "baru saja", "Senin, 20/12"])
def test_without_the_fetch_a_relative_date_is_unreadable(raw):
    assert read_published(raw) == (None, None, ("unreadable",))


def test_the_sites_own_zone_is_taken_where_none_is_printed():
    assert read_published("20 Desember 2021 09:30", zone=WITA)[0] == datetime(2021, 12, 20, 1, 30, tzinfo=UTC)


def test_an_instant_in_utc_belongs_to_the_day_of_its_readers():
    late = datetime(2021, 12, 21, 23, 30, tzinfo=UTC)  # Wednesday morning in Jakarta
    article = Article(id="a", source="s", url="u", title="", body="Dilepas hari ini.", published_at=late)
    assert [mention.name for mention in day_mentions(article)] == ["2021-12-22"]
