"""Programmes, corrections, coverage and why a digest comes, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from app.digests.cutting import few
from app.digests.document import Block, Item, Items, Line, Paragraph, Part
from app.digests.language import Language, shown
from app.digests.numbers import number, printed
from app.digests.records import Correction, Digest, Figure, Programme, Revision
from app.digests.telling_events import NAME, article
from entities.records import Money, Quantity

TROUBLED = ("broken", "silent", "unwatched", "never", "off", "quiet")  # the order in which states are told


# ---------------------------------------------------------------- programmes


def programmes(digest: Digest, says: Language) -> Iterator[Block]:
    """The programmes that were announced, and those told of earlier that opened."""
    found = (*digest.programmes, *digest.opening)
    if not found:
        return
    yield Items(items=tuple(_programme(one, says) for one in found[: digest.most // 2]))
    if len(found) > digest.most // 2:
        n = next(one.figure for one in digest.headlines if one.figure.measure == "programs")
        yield Paragraph(line=says.line("more_programmes", n=number(n, says)), tone="quiet")


def closing(digest: Digest, says: Language) -> Iterator[Block]:
    """The programmes that close in the two weeks after this one."""
    if digest.closing:
        yield Items(items=tuple(_programme(one, says) for one in digest.closing[: few(digest.most)]))
    if len(digest.closing) > few(digest.most):
        yield Paragraph(line=says.line("more_closing"), tone="quiet")


def _programme(one: Programme, says: Language) -> Item:
    entry, first = one.entry, one.entry.scheme.reports[0]
    kind = says.text(f"kinds.{entry.kind}")
    name = shown(entry.name, NAME) if entry.name else says.text("unnamed", kind=kind)
    head: Line = (
        Part(text=name, strong=True),
        Part(text=f" ({kind}) · "),
        Part(text=entry.id, event=entry.id),
    )
    if one.closes:
        head += (Part(text=" · "), Part(text=says.text("closes", day=says.day(one.closes)), strong=True))
    about = [shown(entry.agency, NAME)] if entry.agency else []
    about += [says.listing(says.region(code) for code in entry.places)] if entry.places else []
    about += [says.span(entry.start, entry.end)] if entry.start or entry.end else []
    line: Line = (Part(text=" · ".join(about)),) if about else ()
    if entry.participants is not None:
        told = Part(text=says.number(entry.participants), event=entry.id, field="participants")
        line += (
            *((Part(text=" · "),) if line else ()),
            *says.line("participants", entry.participants, n=told),
        )
    source = (article(first.title, first.url), Part(text=f" ({shown(first.source)})"))
    return Item(head=head, lines=tuple(Paragraph(line=told) for told in (line, source) if told))


# ---------------------------------------------------------------- corrections


def corrections(digest: Digest, says: Language) -> Iterator[Block]:
    """What earlier digests told and is different now."""
    items = [_correction(one, says) for one in digest.corrections]
    items += [_revision(one, says) for one in digest.revisions]
    if items:
        yield Items(items=tuple(items))
    if digest.more_corrections:
        yield Paragraph(line=says.line("more_corrections"), tone="quiet")


def _correction(one: Correction, says: Language) -> Item:
    week = Part(text=says.text("was_told", week=one.week), issue=one.week, strong=True)
    event = Part(text=one.id, event=one.id if one.entry else None)
    return Item(
        head=(week, Part(text=" · "), event),
        lines=tuple(Paragraph(line=line) for line in _what_changed(one, says)),
    )


def _what_changed(one: Correction, says: Language) -> Iterator[Line]:
    if one.change == "gone" or one.entry is None:
        yield says.line("gone")
    elif one.change == "joined":
        yield says.line("joined", now=Part(text=one.entry.id, event=one.entry.id))
    for found in one.differences:
        yield says.line(
            "changed",
            field=says.text(f"fields.{found.field}"),
            before=Part(text=kept(found.before, found.field, says), issue=one.week),
            after=Part(
                text=kept(found.after, found.field, says),
                event=one.entry.id if one.entry else None,
                field=found.field,
            ),
        )


def _revision(one: Revision, says: Language) -> Item:
    before = Part(text=printed(replace(one.now, value=one.before), says), issue=one.week)
    line = says.line(
        "revised", figure=says.text(f"figure_{one.measure}"), before=before, now=number(one.now, says)
    )
    return Item(
        head=(Part(text=says.text("was_told", week=one.week), issue=one.week, strong=True),),
        lines=(Paragraph(line=line),),
    )


def kept(value: Any, field: str, says: Language) -> str:
    """A value of the JSON of a digest for reading."""
    if not value:
        return says.text("untold")
    if isinstance(value, list):
        return says.listing(_one(part, field, says) for part in value)
    return _one(value, field, says)


def _one(value: Any, field: str, says: Language) -> str:
    if isinstance(value, Mapping):
        return says.stated(_stated(value))
    if field == "day":
        return says.day(date.fromisoformat(value))
    names = {"origins": says.region, "destinations": says.country}
    return names.get(field, shown)(str(value))


def _stated(value: Mapping[str, Any]) -> Money | Quantity:
    amount, upto = (
        None if value.get(key) is None else Decimal(str(value[key])) for key in ("amount", "upto")
    )
    about = bool(value.get("approximate"))
    if "currency" in value:
        return Money(
            amount=amount or Decimal(0), upto=upto, currency=shown(str(value["currency"])), approximate=about
        )
    return Quantity(amount=amount or Decimal(0), upto=upto, unit=shown(str(value["unit"])), approximate=about)


# ---------------------------------------------------------------- coverage, and why


def coverage(digest: Digest, says: Language) -> Iterator[Block]:
    """Which sources told something, which were silent, and what is counted how."""
    if digest.sources:
        told = _counted(digest.sources, says)
        yield Paragraph(line=says.line("by_source", list=told), tone="quiet")
    else:
        yield Paragraph(line=says.line("no_stories"), tone="quiet")
    yield from (Paragraph(line=line, tone="quiet") for line in _states(digest, says))
    for note in digest.notes:
        yield Paragraph(line=says.line("note", note=shown(note)), tone="quiet")
    yield Paragraph(line=says.line("counted"), tone="quiet")


def _counted(found: tuple[tuple[str, Figure], ...], says: Language) -> Line:
    line: Line = ()
    for name, figure in found:
        line += (Part(text=f"{', ' if line else ''}{shown(name)} "), number(figure, says))
    return line


def _states(digest: Digest, says: Language) -> Iterator[Line]:
    """The sources by how they were at the week's end, those in trouble first."""
    by_state: dict[str, list[str]] = {}
    for one in digest.health:
        by_state.setdefault(one.state, []).append(one.source)
    if not by_state.keys() - {"never"}:
        yield says.line("unknown_health")
        return
    if not by_state.keys() - {"ok"}:
        yield says.line("all_ok")
        return
    yield says.line("at_end")
    for state in TROUBLED:
        if names := by_state.get(state):
            listed = says.listing(map(shown, names), len(names))
            yield says.line("in_state", state=says.text(f"states.{state}"), sources=listed)


def why(digest: Digest, says: Language) -> Iterator[Block]:
    """The exact search, and by what its week goes."""
    search = Part(text=digest.search, strong=True)
    yield Paragraph(
        line=says.line("reasons.search", search=search) if digest.search else says.line("reasons.everything")
    )
    yield Paragraph(line=says.line("reasons.by", by=says.text(digest.by)), tone="quiet")
