"""A page of search results in the terminal: hits, then facets, series and totals that say what they leave out."""

from collections.abc import Iterable
from itertools import groupby

from app import wording
from app.empty import CALLED
from app.found import Found
from app.labels import facet_label
from app.terminal import console, sample_banner, text
from app.terminal_story import print_hit
from entities import regions
from indexer.index import Bucket, Query, Totals
from indexer.language import LOOSENED

FACET_NAMES = {
    "source": "Sumber",
    "topic": "Topik",
    "province": "Provinsi",
    "city": "Kota/kabupaten",
    "origin": "Asal",
    "country": "Negara",
    "destination": "Tujuan",
    "product": "Produk",
    "group": "Kelompok HS",
    "program": "Program",
    "kind": "Jenis program",
    "exporter": "Eksportir",
    "year": "Tahun",
}
BY = {"published": "tanggal terbit", "learnt": "tanggal kami ketahui", "release": "tanggal pelepasan"}
UNITS = {"week": "pekan", "year": "tahun"}
MOST = 8  # values of a facet that are shown; the rest are counted
BAR = 30
QUIET = 3  # more empty periods than these are told in one line


def print_found(found: Found) -> None:
    """All of it; what was not understood comes first, how to go on last."""
    results = found.results
    if any(hit.story.article.sample for hit in results.hits):
        sample_banner()
    console.print(f"{_counted(found)}\n", style="bold")
    for note in results.notes:
        console.print(text(f"Catatan: {note}", "yellow"), soft_wrap=True)
    if results.meant:
        console.print(text(f"Mungkin maksud Anda: {results.meant}", "yellow"), soft_wrap=True)
    for line in found.advice:
        console.print(text(line), soft_wrap=True)
    for hit in results.hits:
        print_hit(hit)
    if results.total:
        print_facets(results.facets)
    print_series(found.series, found.query)
    if found.totals and found.totals.releases:
        print_totals(found.totals)
    if LOOSENED in results.notes and (found.series or found.totals):
        console.print(text(f"Semua angka di atas: {LOOSENED}", "yellow"), soft_wrap=True)
    if results.next:
        console.print(f"Halaman berikutnya: --after {results.next}", style="dim", soft_wrap=True)


def _counted(found: Found) -> str:
    total = f"{wording.number(found.results.total)} {CALLED[found.query.of]}"
    part = found.results.next or found.query.after
    told = f"{len(found.results.hits)} dari {total}" if part else total
    return told if not found.events else f"{told} · {wording.number(found.events)} {CALLED['events']}"


# ---------------------------------------------------------------- facets


def print_facets(facets: dict[str, dict[str, int]]) -> None:
    """One line a facet; provinces show their kabupaten and kota beneath."""
    for name, counted in facets.items():
        if not counted or (name == "city" and facets.get("province")):
            continue
        lines = [wording.listing(_values(name, counted), MOST, "; " if name == "group" else ", ")]
        if name in ("province", "origin"):
            lines = list(_with_cities(counted, facets.get("city", {}) if name == "province" else counted))
        for at, line in enumerate(lines):
            head = FACET_NAMES[name] if not at else ""
            console.print(text(f"{head:<15} {line}", "dim"), soft_wrap=True)


def _values(facet: str, counted: dict[str, int]) -> list[str]:
    return [f"{facet_label(facet, value)} {wording.number(number)}" for value, number in counted.items()]


def _with_cities(counted: dict[str, int], cities: dict[str, int]) -> Iterable[str]:
    provinces = [code for code in counted if regions.province_of(code) == code]
    for code in provinces[:MOST]:
        yield f"{facet_label('province', code)} {wording.number(counted[code])}"
        inside = {c: n for c, n in cities.items() if c != code and regions.province_of(c) == code}
        if inside:
            yield f"    {wording.listing(_values('city', inside), MOST)}"
    if rest := provinces[MOST:]:
        yield f"dan {len(rest)} lainnya"


# ---------------------------------------------------------------- series and totals


def print_series(series: tuple[Bucket, ...], query: Query) -> None:
    """A line a period with a bar; many empty ones are told in one."""
    if not series:
        return
    unit = UNITS["week" if "W" in series[0].period else "year"]
    console.print(f"\n{CALLED[query.of].capitalize()} per {unit}, menurut {BY[query.by]}", style="bold")
    most = max(bucket.count for bucket in series)
    for empty, run in groupby(series, key=lambda bucket: not bucket.count):
        buckets = list(run)
        if empty and len(buckets) > QUIET:
            console.print(f"{'…':<9}{len(buckets)} {unit} tanpa {CALLED[query.of]}", style="dim")
            continue
        for bucket in buckets:
            console.print(text(_bucket_line(bucket, most)), soft_wrap=True)


def _bucket_line(bucket: Bucket, most: int) -> str:
    bar = "█" * max(1, BAR * bucket.count // most) if bucket.count else ""
    value = (
        f"  {wording.money(bucket.rupiah, 'IDR')} dari {wording.number(bucket.valued)}"
        if bucket.valued
        else ""
    )
    return f"{bucket.period:<9}{wording.number(bucket.count):>7} {bar}{value}".rstrip()


def print_totals(totals: Totals) -> None:
    """What the sums count and what they leave out."""
    console.print("\nJumlah", style="bold")
    for line in told(totals):
        console.print(text(f"  {line}"), soft_wrap=True)


def told(totals: Totals) -> Iterable[str]:
    """The totals in sentences."""
    number = wording.number
    if totals.reports > totals.releases:
        yield f"{number(totals.releases)} peristiwa ekspor dari {number(totals.reports)} laporan, masing-masing sekali."
    else:
        yield f"{number(totals.releases)} pelepasan ekspor."
    if totals.valued:
        rupiah, dollars = wording.money(totals.rupiah, "IDR"), wording.money(totals.dollars, "USD")
        yield f"Nilai {rupiah} ({dollars}) dari {number(totals.valued)} pelepasan, masing-masing satu angka."
    yield from _left_out(totals)
    if totals.weighed:
        yield f"Berat {wording.quantity(totals.kilograms, 'kg')} dari {number(totals.weighed)} pelepasan."
    if totals.unweighed:
        yield f"{number(totals.unweighed)} pelepasan tanpa berat tidak terhitung dalam berat."


def _left_out(totals: Totals) -> Iterable[str]:
    number = wording.number
    if totals.unvalued:
        yield f"{number(totals.unvalued)} pelepasan tanpa nilai tidak terhitung dalam nilai."
    if totals.unconverted:
        yield f"{number(totals.unconverted)} pelepasan bernilai tanpa kurs yang diketahui tidak terhitung dalam nilai."
    if totals.restated:
        yield f"{number(totals.restated)} angka lain dari pelepasan yang sama tidak ditambahkan."
