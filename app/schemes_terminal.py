"""Programmes in the terminal: a few lines a programme, and one with its history and every claim."""

import datetime as dt
from collections.abc import Iterable, Iterator

from rich.text import Text

from app import wording
from app.export_row import region_names
from app.facts import KINDS
from app.ledger_terminal import (
    INDENT,
    decision_words,
    edited_lines,
    join_words,
    print_asked,
    print_claims,
    print_section,
    print_told,
    report_lines,
    value_words,
)
from app.terminal import console, text
from entities.ledger_claims import Claim, Conflict
from entities.ledger_decisions import Decision
from entities.ledger_told import Value
from entities.scheme_claims import SchemeEntry
from entities.scheme_history import Dated, Status

FIELDS = {
    "name": "nama",
    "agency": "penyelenggara",
    "kind": "jenis",
    "places": "tempat",
    "start": "mulai",
    "end": "selesai",
    "values": "nilai",
    "participants": "peserta",
}
STAGES = {
    "announced": "diumumkan",
    "opened": "dibuka",
    "extended": "diperpanjang",
    "closed": "ditutup",
    "results": "hasil",
}
STATES = {"announced": "akan datang", "open": "buka", "closed": "tutup", "unknown": "tidak diketahui"}
STYLES = {"announced": "yellow", "open": "green", "closed": "dim", "unknown": "dim"}
WHY = {
    "before opening": "dibuka {since}",
    "until": "sampai {closes}",
    "no last day": "hari terakhir tidak diberitakan",
    "last day over": "berakhir {closes}",
    "told closed": "ditutup {closes}",
    "results": "hasilnya sudah diberitakan {day}",
    "announced": "diumumkan {day}, hari bukanya belum diberitakan",
    "too long ago": "terakhir diberitakan {day}",
    "nothing told": "tahapannya tidak diberitakan",
}
OF = {"registration": "pendaftaran", "programme": "kegiatan", None: ""}


def print_scheme(one: SchemeEntry, on: dt.date) -> None:
    """Status, id, name, who runs it, where, when, how many notices; the stages in a line; conflicts."""
    status = one.status(on)
    sample = "  CONTOH" if one.sample else ""
    head = (STATES[status.state].ljust(len(INDENT)), STYLES[status.state])
    console.print(Text.assemble(head, (f"{one.id}{sample}", "dim")), soft_wrap=True)
    for words, style in (
        (one.name or f"({KINDS[one.kind]} tanpa nama)", "bold"),
        (" · ".join(_about(one)), "green"),
        (status_words(status), STYLES[status.state]),
        (" → ".join(map(_short, filter(lambda stage: stage.shown, one.history))), "yellow"),
        (f"{len(one.scheme.reports)} berita, {one.sources} sumber mandiri", ""),
    ):
        if words:
            console.print(Text(INDENT) + text(words, style), soft_wrap=True)
    for conflict in one.conflicts:
        console.print(Text(INDENT) + text(conflict_words(conflict), "red"), soft_wrap=True)


def _about(one: SchemeEntry) -> Iterator[str]:
    yield KINDS[one.kind]
    if one.agency:
        yield one.agency
    yield ("nasional, " if one.national else "") + wording.listing(region_names(one.places), 6)
    if one.start or one.end:
        yield wording.span(one.start, one.end)
    if one.printed:
        yield one.printed
    if one.participants is not None:
        yield f"{wording.number(one.participants)} peserta"


def _short(stage: Dated) -> str:
    """ "dibuka 4 Maret 2024", with a tilde where the day is only that of publication."""
    until = f" s.d. {wording.day(stage.until)}" if stage.until else ""
    return f"{STAGES[stage.kind]} {'' if stage.printed else '~'}{wording.day(stage.day)}{until}"


def status_words(status: Status) -> str:
    """Why it is open or not: "pendaftaran sampai 31 Mei 2024"."""
    day = status.rests.day if status.rests else None
    why = WHY[status.why].format(
        since=wording.day(status.since), closes=wording.day(status.closes), day=wording.day(day)
    )
    return f"{OF[status.of]} {why}".strip()


def conflict_words(conflict: Conflict) -> str:
    """ "peserta berbeda 1,3 kali: 300 / 390"."""
    values = " / ".join(map(_value, conflict.values))
    how = "berbeda" if conflict.factor is None else f"berbeda {wording.number(conflict.factor)} kali"
    return f"{FIELDS[conflict.field]} {how}: {values}"


def _value(value: Value) -> str:
    if isinstance(value, str):
        return KINDS.get(value) or value_words(value)
    return wording.number(value) if isinstance(value, int) else value_words(value)


def total(found: list[SchemeEntry], limit: int, on: dt.date) -> str:
    """How many programmes of how many notices, and how many of them are open on the day."""
    notices = sum(len(one.scheme.reports) for one in found)
    running = sum(one.status(on).state == "open" for one in found)
    shown = f", {limit} ditampilkan" if limit < len(found) else ""
    return f"{len(found)} program dari {notices} berita{shown}; {running} buka pada {wording.day(on)}"


# ---------------------------------------------------------------- one programme


def print_whole(one: SchemeEntry, on: dt.date, asked: str, decisions: Iterable[Decision] = ()) -> None:
    """One programme with its history, its claims, its notices, why they were joined and what people decided of it."""
    print_asked(one, asked)
    print_scheme(one, on)
    _print_history(one.history)
    print_claims(one.claims, _claim_words)
    print_section("Berita", report_lines(one.scheme.reports))
    print_section("Mengapa satu program", join_words(one.scheme.joins))
    print_section("Diputuskan orang", map(decision_words, decisions))
    print_section("Dikoreksi penyunting", edited_lines(one.scheme.reports, FIELDS))


def _print_history(stages: Iterable[Dated]) -> None:
    console.print("\nRiwayat", style="bold")
    for stage in stages:
        note = "" if stage.printed else ", hari terbit"
        by = (
            f"  ({OF[stage.of]}, {stage.sources} sumber{', dari pemerintah' if stage.official else ''}{note})"
        )
        print_told(_short(stage), by, stage.tellings, shown=stage.shown)


def _claim_words(claim: Claim) -> str:
    return f"{FIELDS[claim.field]}: {_value(claim.value)}"
