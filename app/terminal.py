"""What people see in a terminal. All web text passes `text`, so that no page steers the terminal or its colours."""

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from app import wording
from app.facts import ProgramFacts, ReleaseFacts, program_facts, release_facts
from entities import countries, regions
from entities.records import Mention, Story
from entities.sentences import sentences
from indexer.index import MARK_END, MARK_START, Hit

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)
KIND_STYLE = {
    "city": "green",
    "province": "green",
    "country": "cyan",
    "product": "yellow",
    "value": "magenta",
    "quantity": "blue",
    "program": "bold",
    "date": "dim",
}


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


def print_releases(rows: Iterable[ReleaseFacts]) -> None:
    """Date, origin → destination, products, value in rupiah and dollars, link: whole at any width."""
    for row in rows:
        way = f"{wording.listing(row.origins)} → {wording.listing(row.destinations, 8)}"
        console.print(
            Text.assemble((f"{wording.day(row.day):<18}", "bold"), text(way, "green")), soft_wrap=True
        )
        console.print(_indented(wording.listing(row.products, 8), "yellow"), soft_wrap=True)
        console.print(_indented(f"{_amount(row, 'IDR')} · {_amount(row, 'USD')}", "magenta"))
        console.print(_indented(row.article.url, "dim"), soft_wrap=True)


def _amount(row: ReleaseFacts, currency: str) -> str:
    amount = {"IDR": row.rupiah, "USD": row.dollars}[currency]
    if amount is None:
        return wording.NOTHING
    converted = any(how.startswith(currency) for how in row.converted)
    return wording.money(amount, currency) + ("*" if converted else "")


def print_programs(rows: Iterable[ProgramFacts]) -> None:
    """Name and kind, agency, places and days, link."""
    for row in rows:
        console.print(Text.assemble(text(row.name, "bold"), f" ({row.kind})"), soft_wrap=True)
        days = dict.fromkeys(wording.day(d) for d in (row.program.start, row.program.end) if d)
        about = [
            row.program.agency or "",
            wording.listing(row.places, 4) if row.places else "",
            " – ".join(days),
        ]
        if any(about):
            console.print(_indented(" · ".join(filter(None, about)), "green"), soft_wrap=True)
        console.print(_indented(row.article.url, "dim"), soft_wrap=True)


def _indented(words: str, style: str = "") -> Text:
    return Text(" " * 18) + text(words, style)


# ---------------------------------------------------------------- hits and one story


def print_hit(hit: Hit) -> None:
    article = hit.story.article
    console.print(marked(hit.title, "bold yellow underline"), style="bold")
    sample = "  CONTOH" if article.sample else ""
    console.print(
        text(f"{article.id}  {article.source}  {wording.moment(article.published_at)}{sample}", "dim")
    )
    for release in release_facts(hit.story):
        console.print(_release_line(release))
    for program in program_facts(hit.story):
        console.print(text(f"  program: {program.name} ({program.kind})", "bold"))
    console.print(Padding(marked(" ".join(hit.snippet.split())), (0, 0, 0, 2)))
    console.print(text(f"  {article.url}", "dim"), soft_wrap=True)
    console.print()


def _release_line(facts: ReleaseFacts) -> Text:
    value = wording.listing(facts.printed, 3)
    line = (
        f"  {wording.listing(facts.origins)} → {wording.listing(facts.destinations, 8)}"
        f"  {wording.listing(facts.products, 6)}  {value}  {wording.day(facts.day)}"
    )
    return text(line, "green")


def print_story(story: Story) -> None:
    """Headline, facts, evidence sentences with coloured mentions, link; never the whole text (docs/policy.md)."""
    article = story.article
    if article.sample:
        sample_banner()
    console.print(text(article.title, "bold"))
    for label, value in _about(story):
        console.print(Text.assemble((f"{label:<14}", "dim"), text(value)), soft_wrap=True)
    if rows := list(release_facts(story)):
        console.print("\nPelepasan ekspor", style="bold")
        print_releases(rows)
    if programs := list(program_facts(story)):
        console.print("\nProgram", style="bold")
        print_programs(programs)
    console.print("\nBukti", style="bold")
    for line in evidence_sentences(story):
        console.print(Padding(line, (0, 0, 0, 2)))


def _about(story: Story) -> Iterable[tuple[str, str]]:
    article = story.article
    yield "id", article.id
    yield "sumber", article.source
    yield "tautan", article.url
    yield "terbit", wording.moment(article.published_at)
    if article.date and (article.date.flags or not article.published_at):
        yield (
            "tanggal asli",
            f"{article.date.raw} ({article.date.source}; {wording.listing(article.date.flags)})",
        )
    yield "kami ketahui", wording.moment(story.learnt_at)
    if article.authors or article.editor:
        yield "penulis", wording.listing([*article.authors, *([article.editor] if article.editor else [])])
    if article.tags:
        yield "tag", wording.listing(article.tags)
    yield "topik", wording.listing(story.topics)
    for kind, name in (("city", regions.label), ("province", regions.label), ("country", countries.label)):
        found = {str(m.value): m.role for m in story.mentions if m.kind == kind}
        if found:
            yield kind, wording.listing([f"{name(code)} ({role})" for code, role in found.items()])


def evidence_sentences(story: Story) -> Iterable[Text]:
    """The sentences that releases and programmes rest on, mentions in the colour of their kind."""
    evidence = {m for record in (*story.releases, *story.programs) for m in record.evidence}
    for field, words in (("title", story.article.title), ("body", story.article.body)):
        chosen = [m for m in evidence if m.field == field]
        for start, end in sentences(words):
            inside = sorted((m for m in chosen if start <= m.start and m.end <= end), key=lambda m: m.start)
            if inside:
                yield _coloured(words, start, end, inside)


def _coloured(words: str, start: int, end: int, mentions: list[Mention]) -> Text:
    line, at = Text(), start
    for mention in mentions:
        if mention.start < at:  # a mention within another one
            continue
        line.append(wording.safe(words[at : mention.start]))
        line.append(wording.safe(mention.text), KIND_STYLE[mention.kind])
        at = mention.end
    return line.append(wording.safe(words[at:end]))
