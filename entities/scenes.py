"""What each sentence reports: the release itself, background to it, or neither."""

from collections.abc import Iterable
from datetime import date

from entities.cues import Labels, Sentence, by_sentence, mark
from entities.records import Mention, PartialDate
from entities.rules import Rule, first, rules

Scenes = list[Rule | None]
FIGURES = frozenset({"value", "quantity", "country"})
OPENING = 2  # words within which a sentence says that it goes on about the shipment


def scenes(mentions: Iterable[Mention], read: list[Sentence], published: date | None = None) -> Scenes:
    """The scene rule of each sentence, by the rules [[scene]] of data/roles.toml; published: the day of the article."""
    inside = by_sentence(mentions, read)
    seen = [
        _told(s, inside.get(at, ())) | _marks(inside.get(at, ()), published) | _counted(s, inside.get(at, ()))
        for at, s in enumerate(read)
    ]
    found: Scenes = []
    for at, sentence in enumerate(read):
        goes_on = (
            at > 0 and read[at - 1].field == sentence.field and read[at - 1].paragraph == sentence.paragraph
        )
        before = found[-1] if goes_on else None
        carried = frozenset({before.name.removesuffix("-on")} if before else ())
        found.append(first(rules("scene"), {**_windows(read, seen, at), "carried": carried}))
    return found


def _told(sentence: Sentence, inside: Iterable[Mention]) -> Labels:
    """The labels of a sentence, without the wish of its last clause: "12 ton dikirim ke Jepang dan diharapkan ..."."""
    hopes = min((c.first for c in sentence.cues if c.label == "hopes"), default=None)
    wishes = [c.first for c in sentence.cues if c.label == "wish"]
    if hopes is None or not wishes or min(wishes) < hopes:
        return sentence.labels
    end = sentence.words[hopes][0]
    told = any(m.kind in FIGURES and m.end <= end for m in inside)
    return sentence.labels - {"wish"} if told else sentence.labels


def _counted(sentence: Sentence, inside: Iterable[Mention]) -> Labels:
    """A number straight before goods tells how much there is of them: "1.500 songkok"."""
    ends = {c.last for c in sentence.cues if c.label == "number"}
    counted = any(m.kind == "product" and sentence.word_at(m.start) in ends for m in inside)
    return frozenset({"@quantity"}) if counted else frozenset()


def _marks(inside: Iterable[Mention], published: date | None) -> Labels:
    """The kinds of mention in a sentence, and whether its days lie before or after publication."""
    days = [m.value.as_date() for m in inside if isinstance(m.value, PartialDate)] if published else []
    times = {"@future" if day > published else "@past" for day in days if day and published}
    return frozenset({f"@{m.kind}" for m in inside} | times)


def _windows(read: list[Sentence], seen: list[Labels], at: int) -> dict[str, Labels]:
    beside = [n for n in (at - 1, at, at + 1) if 0 <= n < len(read) and read[n].field == read[at].field]
    near = frozenset[str]().union(*(seen[n] for n in beside))
    opening = frozenset(cue.label for cue in read[at].cues if cue.first < OPENING)
    again = dict.fromkeys(("sentence", "also", "with", "and"), seen[at])
    head = frozenset(cue.label for cue in read[at].cues if cue.first == 0)
    return {**again, "near": near, "opening": opening, "head": head}


def is_event(scene: Rule | None) -> bool:
    """True where the sentence reports a release."""
    return scene is not None and scene.gives == "event"


def is_detail(scene: Rule | None) -> bool:
    """True where the sentence goes on about a release told before."""
    return scene is not None and scene.gives in ("event", "detail")


def is_background(scene: Rule | None) -> bool:
    """True where the sentence tells of other times, wishes or yearly totals."""
    return scene is not None and scene.gives == "background"


def staged(read: list[Sentence], scenes: Scenes) -> list[Sentence]:
    """The sentences labelled with their scene: "@event" or "@background"."""
    return [mark(s, f"@{scene.gives}") if scene else s for s, scene in zip(read, scenes, strict=True)]
