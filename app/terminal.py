"""What people see in a terminal. All web text passes `text`, so that no page steers the terminal or its colours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from app import wording
from app.facts import (
    ProgramFacts,
    ReleaseFacts,
    facts_of_program,
    facts_of_release,
    program_facts,
    release_facts,
)
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
KIND_NAMES = {
    "city": "tempat",
    "country": "negara",
    "product": "produk",
    "value": "nilai",
    "quantity": "jumlah",
    "program": "program",
    "date": "tanggal",
}
SHARE = 0.6  # of an article's text at most is shown for mentions that no record rests on


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
    """Date, origin → destination, products, value as printed and in rupiah and dollars, link: whole at any width."""
    for row in rows:
        way = f"{wording.listing(row.origins)} → {wording.listing(row.destinations, 8)}"
        console.print(
            Text.assemble((f"{wording.day(row.day):<18}", "bold"), text(way, "green")), soft_wrap=True
        )
        console.print(_indented(wording.listing(row.products, 8), "yellow"), soft_wrap=True)
        console.print(_indented(" · ".join(_worth(row)), "magenta"), soft_wrap=True)
        if link:
            console.print(_indented(row.article.url, "dim"), soft_wrap=True)


def _worth(row: ReleaseFacts) -> Iterable[str]:
    if row.printed:
        yield wording.listing(row.printed, 3)
    yield f"{_amount(row, 'IDR')} / {_amount(row, 'USD')}"
    if row.quantities:
        yield wording.listing(row.quantities, 3)


def _amount(row: ReleaseFacts, currency: str) -> str:
    amount = {"IDR": row.rupiah, "USD": row.dollars}[currency]
    if amount is None:
        return wording.NOTHING
    converted = any(how.startswith(currency) for how in row.converted)
    return wording.money(amount, currency) + ("*" if converted else "")


def print_programs(rows: Iterable[ProgramFacts], *, link: bool = True) -> None:
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
        if link:
            console.print(_indented(row.article.url, "dim"), soft_wrap=True)


def _indented(words: str, style: str = "") -> Text:
    return Text(" " * 18) + text(words, style)


# ---------------------------------------------------------------- hits and one story


def print_hit(hit: Hit) -> None:
    """A story, or one release or programme with the sentence it rests on; headline and link to the original."""
    if hit.release is not None:
        print_releases([facts_of_release(hit.story, hit.release)], link=False)
        _print_ground(hit.story, hit.release.evidence)
    elif hit.program is not None:
        print_programs([facts_of_program(hit.story, hit.program)], link=False)
        _print_ground(hit.story, hit.program.evidence)
    _print_headline(hit)
    if hit.release is None and hit.program is None:
        _print_facts(hit.story)
        console.print(Padding(marked(" ".join(hit.snippet.split())), (0, 0, 0, 2)))
    console.print(text(f"  {hit.story.article.url}", "dim"), soft_wrap=True)
    console.print()


def _print_headline(hit: Hit) -> None:
    article = hit.story.article
    console.print(Padding(marked(hit.title, "bold yellow underline"), (0, 0, 0, 0)), style="bold")
    sample = "  CONTOH" if article.sample else ""
    console.print(
        text(f"{article.id}  {article.source}  {wording.moment(article.published_at)}{sample}", "dim")
    )


def _print_facts(story: Story) -> None:
    for release in story.releases:
        console.print(_release_line(facts_of_release(story, release)), soft_wrap=True)
        _print_ground(story, release.evidence)
    for program in story.programs:
        facts = facts_of_program(story, program)
        console.print(text(f"  program: {facts.name} ({facts.kind})", "bold"))
        _print_ground(story, program.evidence)


def _print_ground(story: Story, evidence: tuple[Mention, ...]) -> None:
    if ground := ground_of(story, evidence):
        console.print(Padding(ground, (0, 0, 0, 4)))


def _release_line(facts: ReleaseFacts) -> Text:
    parts = [
        f"  {wording.listing(facts.origins)} → {wording.listing(facts.destinations, 8)}",
        wording.listing(facts.products, 6),
        wording.listing(facts.printed, 3),
        *([f"({_amount(facts, 'IDR')} / {_amount(facts, 'USD')})"] if facts.printed else []),
        wording.day(facts.day),
    ]
    return text("  ".join(parts), "green")


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
    shown, left_out = evidence_sentences(story)
    console.print(Text("  ").join([Text(), *(Text(n, KIND_STYLE[k]) for k, n in KIND_NAMES.items())]))
    for line in shown:
        console.print(Padding(line, (0, 0, 0, 2)))
    if left_out:
        console.print(f"  … {left_out} kalimat lain dengan sebutan; baca di tautan", style="dim")


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


def ground_of(story: Story, evidence: Iterable[Mention]) -> Text | None:
    """The one sentence that most of a record rests on, mentions coloured; of the body where it can be."""
    found = list(_sentences(story, evidence))
    best = max(
        found, key=lambda s: (s.field == "body", len({m.kind for m in s.mentions}), -s.start), default=None
    )
    return best and _coloured(best)


def evidence_sentences(story: Story) -> tuple[list[Text], int]:
    """The sentences that hold mentions, in their order, and how many of them are left out.

    Those that releases and programmes rest on come first in choosing; never more than SHARE of the text is shown.
    """
    rests = {m for record in (*story.releases, *story.programs) for m in record.evidence}
    found = list(_sentences(story, {*story.mentions, *rests}))
    left = SHARE * len(story.article.body)
    chosen = []
    for sentence in sorted(found, key=lambda s: not rests & set(s.mentions)):
        left -= len(sentence) if sentence.field == "body" else 0
        if left >= 0 or rests & set(sentence.mentions):
            chosen.append(sentence)
    return [_coloured(s) for s in found if s in chosen], len(found) - len(chosen)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a title or body with the mentions in it, in order."""

    field: str
    words: str
    start: int
    end: int
    mentions: tuple[Mention, ...]

    def __len__(self) -> int:
        return self.end - self.start


def _sentences(story: Story, mentions: Iterable[Mention]) -> Iterator[Sentence]:
    ordered = sorted(mentions, key=lambda m: (m.start, -m.end))
    for field, words in (("title", story.article.title), ("body", story.article.body)):
        chosen = [m for m in ordered if m.field == field]
        for start, end in sentences(words) if chosen else ():
            if inside := tuple(m for m in chosen if start <= m.start and m.end <= end):
                yield Sentence(field, words, start, end, inside)


def _coloured(sentence: Sentence) -> Text:
    line, at, words = Text(), sentence.start, sentence.words
    for mention in sentence.mentions:
        if mention.start < at:  # a mention within another one
            continue
        line.append(wording.safe(words[at : mention.start]))
        line.append(wording.safe(mention.text), KIND_STYLE[mention.kind])
        at = mention.end
    return line.append(wording.safe(words[at : sentence.end]))
