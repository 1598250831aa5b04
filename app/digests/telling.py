"""A Digest put into words: a Document of sections, in the language of the digest."""

from collections.abc import Callable, Iterable

from app.digests.charts import charts
from app.digests.document import Block, Document, Line, Paragraph, Section, plain
from app.digests.language import Language, language, shown
from app.digests.records import Digest
from app.digests.telling_events import biggest, events, firsts, late
from app.digests.telling_figures import figures
from app.digests.telling_more import closing, corrections, coverage, programmes, why

Maker = Callable[[Digest, Language], Iterable[Block]]
MAKERS: dict[str, Maker] = {
    "figures": figures,
    "trend": charts,
    "corrections": corrections,
    "biggest": biggest,
    "firsts": firsts,
    "events": events,
    "late": late,
    "programmes": programmes,
    "closing": closing,
    "coverage": coverage,
    "why": why,
}


def tell(digest: Digest) -> Document:
    """All that a digest says, in the order in which it is read; a section with nothing in it is left out."""
    says = language(digest.language)
    sections = ((key, tuple(make(digest, says))) for key, make in _makers(digest))
    return Document(
        language=digest.language,
        title=says.text("title", week=digest.name),
        lead=_lead(digest, says),
        preheader=plain(_lead(digest, says)) if digest.is_empty else summary(digest),
        sections=tuple(Section(key=k, heading=says.text(k), blocks=made) for k, made in sections if made),
        banner=says.text("sample") if digest.sample else "",
    )


def summary(digest: Digest) -> str:
    """What a digest has, counted: "12 peristiwa ekspor, 3 program"; the true counts, whatever is cut."""
    says = language(digest.language)
    counts = {
        "subject_events": int(digest.events.figure.value),
        "subject_programs": len(digest.programmes),
        "subject_opening": len(digest.opening),
        "subject_closing": len(digest.closing) if digest.is_bare else 0,
        "subject_corrections": digest.corrected if digest.is_bare else 0,
    }
    told = [says.text(key, n, n=says.number(n)) for key, n in counts.items() if n]
    return ", ".join(told) or says.text("subject_none")


def subject(digest: Digest) -> str:
    """The subject of the mail: the week and the true counts; no text of the web is in it."""
    says = language(digest.language)
    search = shown(digest.search, 40)
    told = says.text("subject", week=digest.name, what=summary(digest))
    return f"{told} · {search}" if search else told


def _makers(digest: Digest) -> list[tuple[str, Maker]]:
    """An empty digest is one line, how the sources were, and why it came."""
    if digest.is_empty:
        return [("figures", _nothing), *((key, MAKERS[key]) for key in ("coverage", "why"))]
    return list(MAKERS.items())


def _nothing(digest: Digest, says: Language) -> Iterable[Block]:
    yield Paragraph(line=says.line("nothing", week=digest.name))


def _lead(digest: Digest, says: Language) -> Line:
    week = digest.week
    first, last = says.day(week.monday), says.day(week.sunday)
    return says.line("span", first=first, last=last, by=says.text(digest.by))
