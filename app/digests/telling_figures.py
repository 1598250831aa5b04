"""The head of a digest in words: figures, how they compare, what the sums leave out."""

from collections.abc import Iterator

from app.digests.document import Block, Line, Paragraph, Part, Tile, Tiles
from app.digests.language import Language
from app.digests.numbers import CURRENCIES, number
from app.digests.records import Baseline, Comparison, Digest, Headline
from app.digests.telling_events import doubtful

CHANGES = {-1: "down", 0: "still", 1: "up"}


def figures(digest: Digest, says: Language) -> Iterator[Block]:
    """The tiles, then the sentences on sums, late finds and comparisons."""
    headlines = (digest.events, *digest.headlines)
    yield Tiles(tiles=tuple(_tile(one, says) for one in headlines if not _is_no_sum(one, digest)))
    for line in (*_sums(digest, says), *_late(digest, says)):
        yield Paragraph(line=line)
    if found := doubtful(digest, says):
        yield Paragraph(line=found, tone="alert")
    for baseline in digest.baselines:
        for line in _against(baseline, says):
            yield Paragraph(line=line, tone="quiet")


def _tile(one: Headline, says: Language) -> Tile:
    figure = one.figure
    return Tile(
        number=number(figure, says, strong=True),
        label=says.text(f"figure_{figure.measure}"),
        lines=tuple(_compared(other, says) for other in one.comparisons),
    )


def _compared(one: Comparison, says: Language) -> Line:
    """ "naik dari 9 (pekan lalu)"; where sources are left out, both figures."""
    sign = (one.now.value > one.then.value) - (one.now.value < one.then.value)
    when = (Part(text=_when(one.baseline, says)),)
    change = says.line(CHANGES[sign], then=number(one.then, says))
    if not one.baseline.sources:
        return says.line("change", change=change, when=when)
    return says.line("of_compared", now=number(one.now, says), change=change, when=when)


def _when(baseline: Baseline, says: Language) -> str:
    return says.text(baseline.kind, week=baseline.week.name if baseline.week else "")


def _is_no_sum(one: Headline, digest: Digest) -> bool:
    """True for a sum of nothing: no value is told as zero."""
    return one.figure.measure in CURRENCIES and not (digest.value and digest.value.valued.value)


def _sums(digest: Digest, says: Language) -> Iterator[Line]:
    value = digest.value
    if value is None:
        return
    n, kind = value.valued.value, "_reports" if digest.reports else ""
    yield says.line(f"sum_of{kind}", n, n=number(value.valued, says)) if n else says.line("no_sum")
    for key, left in (("unvalued", value.unvalued), ("unconverted", value.unconverted)):
        if left.value:
            yield says.line(f"{key}{kind}", left.value, n=number(left, says))


def _late(digest: Digest, says: Language) -> Iterator[Line]:
    if digest.late_count and digest.late_count.value:
        n, day = digest.late_count, says.day(digest.week.monday)
        yield says.line("late_of", n.value, n=number(n, says), day=Part(text=day))


def _against(one: Baseline, says: Language) -> Iterator[Line]:
    if one.week is None:
        yield says.line("no_week")
        return
    when = Part(text=_when(one, says))
    if not one.comparable:
        yield says.line("not_comparable", when=when)
        return
    for key, names in (("missing", one.missing), ("unseen", one.unseen)):
        if names:
            yield says.line(key, when=when, sources=Part(text=says.listing(names)))
