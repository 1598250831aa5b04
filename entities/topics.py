"""Topics of an article: export_release, program."""

from collections.abc import Sequence

from entities.cues import Sentence
from entities.records import Program, Release
from entities.rules import Rule
from entities.scenes import Scenes, is_event

STRONG = frozenset({"sent-off", "ribbon", "contracted", "signed", "that-day", "in-turn"})
COUNTED = frozenset({"yearly", "grown"})
SENT = frozenset({"sendoff", "contracted", "transacted", "sold"})  # what goods at a fair need to be a release
NEWS_PARAGRAPHS = 4  # a release that is news is told in the title or the first paragraphs


def reports_release(read: list[Sentence], scenes: Scenes) -> bool:
    """True where the title or an early paragraph reports a shipment or a concluded sale, no import, trial or show."""
    lead = frozenset[str]().union(*(s.labels for s in read if s.field == "title" or s.paragraph == 0))
    if "court" in lead or ("imported" in lead and "exporting" not in lead):
        return False
    if "exhibited" in lead and lead.isdisjoint(SENT):
        return False
    counted = tells_statistics(read, scenes)
    told = zip(read, scenes, strict=True)
    return any(is_event(scene) and _is_news(sentence, scene, counted) for sentence, scene in told)


def _is_news(sentence: Sentence, scene: Rule | None, counted: bool) -> bool:
    early = sentence.field == "title" or sentence.paragraph < NEWS_PARAGRAPHS
    return (early and not counted) or _is_strong(scene)


def tells_statistics(read: list[Sentence], scenes: Scenes) -> bool:
    """True where the lead counts exports over a time instead of telling of one shipment."""
    told = list(zip(read, scenes, strict=True))
    lead = [scene for s, scene in told if s.field == "title" or s.paragraph == 0]
    if any(_is_strong(scene) or (scene and scene.name == "facilitated") for scene in lead):
        return False
    return any(_counts(s, scene) for s, scene in told if s.field == "body" and s.index == 0)


def _counts(sentence: Sentence, scene: Rule | None) -> bool:
    return (scene is not None and scene.name in COUNTED) or "exported-total" in sentence.labels


def _is_strong(scene: Rule | None) -> bool:
    return scene is not None and scene.name in STRONG


def topics(releases: Sequence[Release], programs: Sequence[Program]) -> tuple[str, ...]:
    """The topics by what was found, in the order of the data contract."""
    return ("export_release",) * bool(releases) + ("program",) * bool(programs)
