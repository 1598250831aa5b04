"""What `pantau sources check` found, for people."""

from rich.table import Table

from app.terminal import console, text
from crawler.probe import Probe
from crawler.probe_article import NAMES

MARKS = {"ok": ("baik", "green"), "warning": ("perhatikan", "yellow"), "bad": ("rusak", "bold red")}


def print_probe(found: Probe) -> None:
    """A line for each thing that was tried, the article field by field, and the verdict."""
    table = Table("Yang dicoba", "Hasil", "Keterangan")
    for check in found.checks:
        table.add_row(text(check.part), text(*MARKS[check.verdict]), text(check.seen))
    console.print(table)
    if found.fields:
        fields = Table("Bidang", "Hasil", "Nilai", "Berasal dari")
        for field in found.fields:
            value = text(field.value) if field.value else text("tidak ada", "dim")
            given = field.value or field.verdict != "ok"
            mark = text(*MARKS[field.verdict]) if given else text("–", "dim")
            fields.add_row(NAMES[field.name], mark, value, text(field.rests_on if given else ""))
        console.print(fields)
    asked = f"{found.requests} permintaan, {round(found.seconds)} detik"
    bad = [one.part for one in found.checks if one.verdict == "bad"]
    bad += [NAMES[one.name] for one in found.fields if one.verdict == "bad"]
    verdict = f"rusak: {', '.join(bad)}" if bad else "dapat dirayapi dan dibaca"
    console.print(
        text(f"{found.source}: {verdict} ({asked})", "bold red" if bad else "bold green"), soft_wrap=True
    )
