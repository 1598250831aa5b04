"""The ledger in the terminal: a few lines an event, and one event with every claim and its sentence."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from rich.padding import Padding
from rich.text import Text

from app import wording
from app.export_row import country_names, region_names
from app.terminal import console, sample_banner, text
from entities.ledger import Join
from entities.ledger_claims import Claim, Conflict, Entry, Telling
from entities.ledger_decisions import Decision
from entities.ledger_firsts import First
from entities.ledger_pairs import told
from entities.ledger_told import Told, Value
from entities.records import Money, Quantity

FIELDS = {
    "day": "hari",
    "origins": "asal",
    "destinations": "tujuan",
    "products": "barang",
    "values": "nilai",
    "quantities": "jumlah",
    "exporter": "eksportir",
}
KINDS = {"split": "dipisah", "join": "disatukan"}
INDENT = " " * 18


def print_entry(one: Entry) -> None:
    """Day, id, origin → destinations, goods, value as printed and in rupiah and dollars, reports, conflicts."""
    sample = "  CONTOH" if one.sample else ""
    console.print(Text.assemble((f"{_when(one):<18}", "bold"), (f"{one.id}{sample}", "dim")), soft_wrap=True)
    way = f"{wording.listing(region_names(one.origins))} → {wording.listing(country_names(one.destinations), 8)}"
    for words, style in (
        (way, "green"),
        (wording.listing(one.products, 8), "yellow"),
        (" · ".join(_worth(one)), "magenta"),
        (_counts(one), ""),
    ):
        console.print(Text(INDENT) + text(words, style), soft_wrap=True)
    for conflict in one.conflicts:
        console.print(Text(INDENT) + text(conflict_words(conflict), "red"), soft_wrap=True)


def print_tellers(reports: Sequence[Told], id: str, most: int = 4) -> None:
    """Headline, source and link of the reports, the first one first."""
    for report in reports[:most]:
        again = " (terbitan ulang)" if report.first != report.article else ""
        console.print(Text(INDENT) + text(f"{report.title} · {report.source}{again}"), soft_wrap=True)
        console.print(Text(INDENT) + text(report.url, "dim"), soft_wrap=True)
    if (rest := len(reports) - most) > 0:
        console.print(Text(INDENT) + text(f"dan {rest} laporan lain: pantau ledger show {id}", "dim"))


def _when(one: Entry) -> str:
    return (
        wording.day(one.day)
        if one.day
        else f"≤ {wording.day(one.told_on)}"
        if one.told_on
        else wording.NOTHING
    )


def _worth(one: Entry) -> Iterator[str]:
    if one.printed:
        yield one.printed
    yield f"{_amount(one, 'IDR', one.worth.rupiah)} / {_amount(one, 'USD', one.worth.dollars)}"
    if one.quantities:
        yield wording.listing([value_words(quantity) for quantity in one.quantities], 3)


def _amount(one: Entry, currency: str, amount: Decimal | None) -> str:
    """The worth in a currency; a star marks what was converted."""
    if amount is None:
        return wording.NOTHING
    star = "*" if any(rate.currency == currency for rate in one.worth.rates) else ""
    return wording.money(amount, currency) + star


def _counts(one: Entry) -> str:
    return f"{len(one.event.reports)} berita, {one.sources} sumber mandiri"


def conflict_words(conflict: Conflict) -> str:
    """ "nilai berbeda 1,38 kali: US$146.000 / Rp2,9 miliar"."""
    values = " / ".join(map(value_words, conflict.values))
    how = {"disjoint": "tidak sama sekali sama", "differ": "berbeda"}.get(conflict.kind)
    return (
        f"{FIELDS[conflict.field]} {how or f'berbeda {wording.number(conflict.factor or 0)} kali'}: {values}"
    )


def value_words(value: Value) -> str:
    """A claimed value for reading: names for codes."""
    if isinstance(value, Money | Quantity):
        return wording.amount(value)
    if not isinstance(value, str):
        return wording.day(value)
    return (*region_names([value]), value)[0] if value[:1].isdigit() else (*country_names([value]), value)[0]


# ---------------------------------------------------------------- one event


def print_book_entry(
    one: Entry, firsts: Iterable[First], asked: str, decisions: Iterable[Decision] = ()
) -> None:
    """One event with its claims, what was first, its reports, why they were joined and what people decided of it."""
    print_asked(one, asked)
    print_entry(one)
    print_claims(one.claims, _claim_words)
    print_section("Pertama kali dan kembali", map(first_words, firsts))
    print_section("Berita", report_lines(one.event.reports))
    print_section("Mengapa satu peristiwa", join_words(one.event.joins))
    print_section("Diputuskan orang", map(decision_words, decisions))
    print_section("Dikoreksi penyunting", edited_lines(one.event.reports, FIELDS))


class Shown(Protocol):
    """An event or a programme as the ledger shows it."""

    @property
    def id(self) -> str: ...

    @property
    def sample(self) -> bool: ...


def print_asked(one: Shown, asked: str) -> None:
    """Before one that was asked for: that it is of a sample press, and its id where it has another now."""
    if one.sample:
        sample_banner()
    if asked.strip().upper() != one.id.upper():
        console.print(text(f"{asked} kini {one.id}", "dim"))


def print_claims(claims: Iterable[Claim], words: Callable[[Claim], str]) -> None:
    """Every claim with who makes it; words: its field and value for reading."""
    console.print("\nYang diberitakan", style="bold")
    for claim in claims:
        by = f"  ({claim.sources} sumber{', dari pemerintah' if claim.official else ''})"
        print_told(words(claim), by, claim.tellings, shown=claim.shown)


def print_told(words: str, by: str, tellings: Iterable[Telling], *, shown: bool) -> None:
    """What is told, marked where it is not what is shown, by whom, and the sentences."""
    line = text(f"{'•' if shown else '○'} {words}", "green" if shown else "red")
    console.print(Text.assemble(line, (by, "dim")), soft_wrap=True)
    for sentence in sentences_of(tellings):
        console.print(Padding(text(sentence), (0, 0, 0, 4), expand=False))


def _claim_words(claim: Claim) -> str:
    return f"{FIELDS[claim.field]}: {value_words(claim.value)}"


def sentences_of(tellings: Iterable[Telling]) -> Iterator[str]:
    """Each sentence once, with all who print it."""
    by: dict[str, list[str]] = {}
    for telling in tellings:
        by.setdefault(" ".join(telling.sentence.split()), []).append(telling.source)
    for sentence, sources in by.items():
        yield f"{', '.join(dict.fromkeys(sources))}: {f'“{sentence}”' if sentence else wording.NOTHING}"


def print_section(title: str, lines: Iterable[str]) -> None:
    """Lines under a heading; nothing where there are none."""
    held = list(lines)
    if held:
        console.print(f"\n{title}", style="bold")
    for line in held:
        console.print(text(f"  {line}"), soft_wrap=True)


def first_words(first: First) -> str:
    """What was first in a sentence, with what it was checked against."""
    since = f"sejak {wording.day(first.since)}" if first.since else "tanpa awal cakupan yang diketahui"
    against = f"dibanding {first.checked} peristiwa sebelumnya, {first.sources} sumber tercakup {since}"
    if first.kind == "exporter-returns":
        return f"{first.what} mengekspor lagi setelah {first.before} ({against})"
    unsure = f"; {first.unsure} di antaranya tidak menyebut kabupaten asalnya" if first.unsure else ""
    what = f"dari {value_words(first.what)}" if first.kind == "origin-country" else _goods(first.what)
    return f"pertama kali {what} ke {value_words(first.country or '')} ({against}{unsure})"


def _goods(what: str) -> str:
    return f"barang pos HS {what}" if what.isdigit() else what


def decision_words(decision: Decision) -> str:
    """ "keputusan 4, 26 November 2026 18.40 WIB: dipisah (dua kapal)"."""
    why = f" ({decision.why})" if decision.why else ""
    return f"keputusan {decision.number}, {wording.moment(decision.at)}: {KINDS[decision.kind]}{why}"


def report_lines(reports: Iterable[Told]) -> Iterator[str]:
    """Key, source, moment, headline and link of each report; of a copy the article that it is one of."""
    for report in reports:
        copy = f"  (salinan {report.first})" if report.first != report.article else ""
        yield f"{report.key}  {report.source}  {wording.moment(report.published_at)}{copy}"
        yield f"  {report.title}"
        yield f"  {report.url}"


def edited_lines(reports: Iterable[Told], fields: Mapping[str, str]) -> Iterator[str]:
    """Which fields an editor set in which report."""
    for report in reports:
        if report.edited:
            yield f"{report.key}: {', '.join(fields.get(name, FIELDS['day']) for name in report.edited)}"


def join_words(joins: Iterable[Join]) -> Iterator[str]:
    """Why reports are one: each pair with its points and rules."""
    for join in joins:
        yield f"{join.one} + {join.other}: {join.compared.points} ({', '.join(told(join.compared))})"
