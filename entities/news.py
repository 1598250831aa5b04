"""Which sentences tell the news of a release: the run of paragraphs around its events, and what is told of it later."""

from collections.abc import Iterator, Mapping

from entities.cues import Sentence
from entities.records import Mention
from entities.rules import Rule
from entities.scenes import Scenes, is_background, is_detail, is_event

REACH = 2  # paragraphs without an event that the news may run on between two events
FAR = 4  # as REACH, up to an event with a day of its own
DATED = frozenset({"that-day", "in-turn"})
AFTER = 2  # paragraphs after the last event that still tell of it
LATER = frozenset({"of-this", "listed", "facilitated"})  # of the shipment wherever they stand
PASSING = "listed"  # of this alone the news does not run on
Inside = Mapping[int, list[Mention]]


def zone(read: list[Sentence], scenes: Scenes, inside: Inside) -> list[int]:
    """Positions of the sentences that tell the news; inside: the mentions by the position of their sentence."""
    last = _last_paragraph(read, scenes)
    open_ones = [at for at, s in enumerate(read) if _tells(s, scenes[at])]
    run = [at for at in open_ones if read[at].field == "title" or read[at].paragraph <= last]
    bound, told = set(_destinations(inside, run)), set(run)
    later = [at for at in open_ones if at not in told]
    return run + [at for at in later if _is_later(scenes[at], set(_destinations(inside, [at])), bound)]


def _tells(sentence: Sentence, scene: Rule | None) -> bool:
    return sentence.field == "title" or not (is_background(scene) or "@aside" in sentence.labels)


def _destinations(inside: Inside, at: list[int]) -> Iterator[object]:
    return (m.value for position in at for m in inside.get(position, ()) if m.role == "destination")


def _is_later(scene: Rule | None, own: set[object], bound: set[object]) -> bool:
    """True for a detail of the shipment, and for an event that names no other destination than the news."""
    return scene is not None and (scene.name in LATER or (is_event(scene) and own <= bound))


def _last_paragraph(read: list[Sentence], scenes: Scenes) -> int:
    """The paragraph up to which the news runs on from its first event."""
    steps = [(s.paragraph, scene) for s, scene in zip(read, scenes, strict=True) if is_detail(scene)]
    told = [(paragraph, scene) for paragraph, scene in steps if scene and scene.name != PASSING]
    last = min((paragraph for paragraph, _ in told), default=0)
    for paragraph, scene in told:
        if paragraph > last + 1 + (FAR if scene.name in DATED else REACH):
            break
        last = max(last, paragraph)
    return last + AFTER
