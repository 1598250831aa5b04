"""Hits, and one story with all that was read from it, in the terminal."""

from collections.abc import Iterable

from rich.padding import Padding
from rich.text import Text

from app import labels, wording
from app.archive import Archived, archive_words
from app.correction_words import correction_words
from app.evidence import KIND_NAMES, KIND_STYLE, evidence_sentences, ground_of
from app.facts import ReleaseFacts, facts_of_program, facts_of_release, program_facts, release_facts
from app.terminal import amount, console, marked, print_programs, print_releases, sample_banner, text
from entities.records import Mention, Story
from indexer.index import Hit

HOW = {"url": "alamat sama", "title": "judul sama", "text": "dikenali dari isi"}


def print_hit(hit: Hit) -> None:
    """A story, or one release or programme with the sentence it rests on; headline and link to the original."""
    if hit.event is not None:
        _print_event(hit)
        return
    if hit.scheme is not None:
        _print_scheme(hit)
        return
    if hit.release is not None:
        print_releases([facts_of_release(hit.story, hit.release)], link=False)
        _print_ground(hit.story, hit.release.evidence)
    elif hit.program is not None:
        print_programs([facts_of_program(hit.story, hit.program)], link=False)
        _print_ground(hit.story, hit.program.evidence)
    _print_headline(hit)
    if hit.release is None and hit.program is None:
        _print_facts(hit.story)
        console.print(Padding(marked(" ".join(hit.snippet.split())), (0, 0, 0, 2), expand=False))
    console.print(text(f"  {hit.story.article.url}", "dim"), soft_wrap=True)
    console.print()


def _print_event(hit: Hit) -> None:
    """An event with the sentence of its first report, and who tells of it."""
    from app.ledger_terminal import print_entry, print_tellers

    assert hit.event is not None
    assert hit.release is not None
    print_entry(hit.event)
    _print_ground(hit.story, hit.release.evidence)
    print_tellers(hit.event.event.reports, hit.event.id)
    console.print()


def _print_scheme(hit: Hit) -> None:
    """A programme with its history, the sentence of its first report, and who tells of it."""
    from app.ledger_terminal import print_tellers
    from app.schemes_terminal import print_scheme

    assert hit.scheme is not None
    assert hit.program is not None
    print_scheme(hit.scheme, wording.today())
    _print_ground(hit.story, hit.program.evidence)
    print_tellers(hit.scheme.scheme.reports, hit.scheme.id)
    console.print()


def _print_headline(hit: Hit) -> None:
    article = hit.story.article
    console.print(
        Padding(marked(hit.title, "bold yellow underline"), (0, 0, 0, 0), expand=False), style="bold"
    )
    sample = "  CONTOH" if article.sample else ""
    sample += f"  terbitan ulang dari {hit.story.copy_of.id}" if hit.story.copy_of else ""
    console.print(
        text(f"{article.id}  {article.source}  {wording.moment(article.published_at)}{sample}", "dim"),
        soft_wrap=True,
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
        console.print(Padding(ground, (0, 0, 0, 4), expand=False))


def _release_line(facts: ReleaseFacts) -> Text:
    parts = [
        f"  {wording.listing(facts.origins)} → {wording.listing(facts.destinations, 8)}",
        wording.listing(facts.products, 6),
        wording.listing(facts.printed, 3),
        *([f"({amount(facts, 'IDR')} / {amount(facts, 'USD')})"] if facts.printed else []),
        wording.day(facts.day),
    ]
    return text("  ".join(parts), "green")


def print_story(story: Story, archive: Archived | None = None, group: tuple[Story, ...] = ()) -> None:
    """Headline, facts, evidence sentences with coloured mentions, link; never the whole text (docs/policy.md)."""
    article = story.article
    if article.sample:
        sample_banner()
    console.print(text(article.title, "bold"))
    kept = ("arsip", archive_words(article, archive))
    for label, value in (*_about(story), *_copies(story, group), kept):
        console.print(Text.assemble((f"{label:<15}", "dim"), text(value)), soft_wrap=True)
    if rows := list(release_facts(story)):
        console.print("\nPelepasan ekspor", style="bold")
        print_releases(rows)
    if programs := list(program_facts(story)):
        console.print("\nProgram", style="bold")
        print_programs(programs)
    if story.corrections:
        console.print("\nDikoreksi penyunting", style="bold")
        for one in story.corrections:
            console.print(text(f"  {correction_words(one)}, {wording.moment(one.at)}"), soft_wrap=True)
    console.print("\nBukti", style="bold")
    shown, left_out = evidence_sentences(story)
    console.print(Text("  ").join([Text(), *(Text(n, KIND_STYLE[k]) for k, n in KIND_NAMES.items())]))
    for line in shown:
        console.print(Padding(line, (0, 0, 0, 2), expand=False))
    if left_out:
        console.print(f"  … {left_out} kalimat lain dengan sebutan; baca di tautan", style="dim")


def _copies(story: Story, group: tuple[Story, ...]) -> Iterable[tuple[str, str]]:
    """Where else the article came out; group: its first publication and all that were republished of it."""
    if story.copy_of and group:
        shared = wording.number(story.copy_of.similarity * 100, 0)
        yield "terbitan ulang", f"dari {_publication(group[0])}; {HOW[story.copy_of.by]}, {shared}% isi sama"
    others = [other for other in group[bool(story.copy_of) :] if other.article.id != story.article.id]
    for n, other in enumerate(others):
        yield ("juga terbit di" if not n else "", _publication(other))


def _publication(story: Story) -> str:
    return f"{story.article.id} ({story.article.source}, {wording.moment(story.article.published_at)})"


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
    yield "topik", wording.listing([labels.facet_label("topic", topic) for topic in story.topics])
    for kind, called in (("city", "kota/kabupaten"), ("province", "provinsi"), ("country", "negara")):
        found = {str(m.value): m.role for m in story.mentions if m.kind == kind}
        if found:
            named = [f"{labels.facet_label(kind, code)} ({labels.role(r)})" for code, r in found.items()]
            yield called, wording.listing(named)
