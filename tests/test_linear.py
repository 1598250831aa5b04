"""Cost grows with the length of the text, whatever the text: four times as much of it takes about four times as long.

A quadratic step would take sixteen times as long. Processor time is measured, and measured again where it looks bad,
so that a busy machine fails nothing.
"""

import time
from collections.abc import Callable
from datetime import datetime
from itertools import count

import pytest

from entities import countries, regions
from entities.extract import annotate
from entities.gazetteer import rows
from entities.records import Article
from entities.text import clean

BASE, TIMES = 10_000, 4
WORST = 8  # times as long; linear is 4, quadratic 16
TRIES = 4
SECONDS = 30  # for the longer text, on any machine
PUBLISHED = datetime.fromisoformat("2024-03-07T08:00:00+07:00")
LEAD = "Bupati melepas ekspor perdana ke Jepang, Rabu (6/3/2024). "
CITIES = [regions.label(code) for code in sorted(regions.codes())]
COUNTRIES = [countries.label(code) for code in sorted(countries.codes())]
GOODS = sorted({row["name"] for row in rows("products.csv") if row["class"] != "category"})


def varied(form: str, lead: str = "") -> Callable[[int], str]:
    """A text of sentences that all differ: another number, place, country, good, day and word in each."""

    def text(size: int) -> str:
        told, at = [lead], 0
        for n in count(1):
            told.append(form.format(**_names(n)))
            at += len(told[-1])
            if at >= size:
                return "".join(told)[:size]
        raise AssertionError

    return text


def _names(n: int) -> dict[str, object]:
    letters = "".join("bdgklmnprs"[int(digit)] + "aiueoaiueo"[int(digit)] for digit in str(n))
    return {
        "n": n,
        "city": CITIES[n % len(CITIES)],
        "country": COUNTRIES[n % len(COUNTRIES)],
        "good": GOODS[n * 7 % len(GOODS)],
        "day": f"{n % 28 + 1}/{n // 28 % 12 + 1}/{2000 + n // 336 % 24}",
        "word": letters,
        "name": letters.title(),
    }


def repeated(unit: str) -> Callable[[int], str]:
    return lambda size: (unit * (size // len(unit) + 1))[:size]


TEXTS = {
    **{
        repr(unit)[1:-1]: repeated(unit)
        for unit in (
            "Rp", "Rp ", "1.", "1. ", "1.1.1.1", "1 ", "1234567890", "kopi, ", ",", "“", '"', "(", "([", "(a) ", "-", "—", "/",
            "ke Jepang, ", "PT A B C ", "KUR ", "program ", "program X ", "pameran Solo ", "dua puluh dua ", "kopi arabika gayo, ",
            "Rabu (6/3/2024), ", "1/1/", "1 x ", "2 x 20 feet ", "Rp1-2 juta ", "US$1 juta atau Rp1 miliar ", "1 ton ", "sekitar ",
            "\n", " \n\n", "Kota Solo ", "Kabupaten ", "SOLO - ", "kata Bupati ", "dan ", "yakni kopi, ", "Dr. ", "kopi-", "e\u0301",
            "\u00ad", "k\u00ado", "\0", "\u202e", "🎉", "出口", "Expo ", "ekspor ",
        )
    },
    "one sentence": varied("mengekspor {good} asal {city} ke {country} senilai Rp{n} miliar dan "),
    "news": varied("PT {name} melepas ekspor {n} ton {good} asal {city} ke {country}, {day}, senilai Rp{n} miliar. "),
    "shipments": varied("Perusahaan kedua CV M{n} mengekspor {good} ke {country} pada {day}.\n\n"),
    "contracts": varied("CV {name} meneken kontrak {good} senilai US${n} ribu dengan pembeli asal {country}. "),
    "goods that are made up": varied("keripik {word}, dan kerajinan {word}i ", f"{LEAD}Ekspor berupa "),
    "programmes": varied("Dinas Koperasi {city} membuka program “{name} Jaya” diikuti {n} peserta ({day}). "),
    "programmes in paragraphs": varied("Pemkot menggelar Festival {name} di {city} dengan dana Rp{n} juta.\n\n"),
    "places": varied("Kecamatan {city}, {city}, "),
    "speakers": varied("“Kami mengekspor {good} ke {country},” kata Bupati {city}. ", LEAD),
    "pairs of one deal": varied("Nilainya US${n}.000 atau Rp{n} juta, ", LEAD),
    "days": varied("({day}) ", LEAD),
}  # fmt: skip
PAGES = {
    "short lines": repeated("kopi\n"),
    "lines that differ": varied("kopi {word}\n"),
    "prose": varied(
        "Bupati {city} melepas ekspor {good} ke {country} pada hari Rabu di pelabuhan, {n} ton.\n"
    ),
    "read also": repeated("Baca juga: kopi\n"),
    "lists of links": varied(
        "Artikel terkait\nBerita terkait\nBupati melepas {good} ke {country} di pelabuhan, {n} ton.\n"
    ),
    "bylines": repeated("Penulis: Redaksi\nEditor:\n"),
    "datelines": repeated("SOLO, WARTA -\n"),
    "captions": repeated("Foto: Redaksi\n"),
    "an article printed twice": lambda size: 2 * PAGES["prose"](size // 2),
}


def article(body: str, title: str = "Kopi dilepas ke Jepang") -> Article:
    return Article(id="a", source="s", url="", title=title, body=body, published_at=PUBLISHED)


def cost(work: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    work(text)
    return time.process_time() - begun


def grows_in_proportion(work: Callable[[str], object], make: Callable[[int], str], base: int = BASE) -> None:
    """Each try keeps the least times so far; the first that looks linear is enough."""
    work(make(500))  # the tables are read
    short = long = float("inf")
    for _ in range(TRIES):
        short, long = min(short, cost(work, make(base))), min(long, cost(work, make(base * TIMES)))
        if long < WORST * short:
            break
    assert long < max(WORST * short, 0.02)
    assert long < SECONDS


@pytest.mark.parametrize("make", TEXTS.values(), ids=TEXTS)
def test_extracting_costs_in_proportion_to_the_text(make: Callable[[int], str]) -> None:
    grows_in_proportion(lambda text: annotate(article(text)), make)


@pytest.mark.parametrize("name", ["news", "shipments", "goods that are made up"])
def test_what_shows_only_in_long_texts(name: str) -> None:
    grows_in_proportion(lambda text: annotate(article(text)), TEXTS[name], 50_000)


@pytest.mark.parametrize("name", ["Rp", "ke Jepang, ", "news", "goods that are made up", "programmes"])
def test_a_headline_may_be_long_too(name: str) -> None:
    grows_in_proportion(lambda text: annotate(article(LEAD, text)), TEXTS[name])


@pytest.mark.parametrize("make", PAGES.values(), ids=PAGES)
def test_cleaning_costs_in_proportion_to_the_page(make: Callable[[int], str]) -> None:
    grows_in_proportion(lambda text: clean([text], title="Kopi dilepas ke Jepang"), make)
