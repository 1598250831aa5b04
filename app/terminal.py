"""What people see in a terminal. All web text passes `text`, so that no page steers the terminal or its colours."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from app import wording
from app.facts import ProgramFacts, ReleaseFacts
from indexer.index import MARK_END, MARK_START

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def text(words: str, style: str = "") -> Text:
    """Web text for the terminal: no control characters, no markup."""
    return Text(wording.safe(words), style=style)


def marked(words: str, style: str = "bold yellow") -> Text:
    """A title or snippet with the reader's words in colour."""
    shown = Text()
    for at, part in enumerate(words.replace(MARK_END, MARK_START).split(MARK_START)):
        shown.append(wording.safe(part), style=style if at % 2 else "")
    return shown


def sample_banner() -> None:
    console.print(" CONTOH: data rekaan dari pers contoh, bukan berita ", style="bold white on red")


# ---------------------------------------------------------------- releases and programmes


def print_releases(rows: Iterable[ReleaseFacts], *, link: bool = True) -> None:
    """Date, origin → destination, products, value as printed and in rupiah and dollars, warnings, link; never cut."""
    for row in rows:
        way = f"{wording.listing(row.origins)} → {wording.listing(row.destinations, 8)}"
        console.print(
            Text.assemble((f"{wording.day(row.day):<18}", "bold"), text(way, "green")), soft_wrap=True
        )
        console.print(_indented(wording.listing(row.products, 8), "yellow"), soft_wrap=True)
        console.print(_indented(" · ".join(_worth(row)), "magenta"), soft_wrap=True)
        for warning in row.warnings:
            console.print(_indented(warning, "red"), soft_wrap=True)
        if link:
            console.print(_indented(row.article.url, "dim"), soft_wrap=True)


def _worth(row: ReleaseFacts) -> Iterable[str]:
    if row.printed:
        yield wording.listing(row.printed, 3)
    yield f"{amount(row, 'IDR')} / {amount(row, 'USD')}"
    if row.quantities:
        yield wording.listing(row.quantities, 3)


def amount(row: ReleaseFacts, currency: str) -> str:
    """The worth in a currency; a star marks what was converted."""
    amount = {"IDR": row.rupiah, "USD": row.dollars}[currency]
    if amount is None:
        return wording.NOTHING
    converted = any(how.startswith(currency) for how in row.converted)
    return wording.money(amount, currency) + ("*" if converted else "")


def print_programs(rows: Iterable[ProgramFacts], *, link: bool = True) -> None:
    """Name and kind, agency, places and days, link."""
    for row in rows:
        console.print(Text.assemble(text(row.name, "bold"), f" ({row.kind})"), soft_wrap=True)
        days = (row.program.start, row.program.end)
        about = [
            row.program.agency or "",
            wording.listing(row.places, 4) if row.places else "",
            wording.span(*days) if any(days) else "",
        ]
        if any(about):
            console.print(_indented(" · ".join(filter(None, about)), "green"), soft_wrap=True)
        if link:
            console.print(_indented(row.article.url, "dim"), soft_wrap=True)


def _indented(words: str, style: str = "") -> Text:
    return Text(" " * 18) + text(words, style)
