"""What each sentence reports: the release itself, background to it, or neither."""

from collections.abc import Iterable

from entities.cues import Labels, Sentence, by_sentence, mark
from entities.records import Mention
from entities.rules import Rule, first, rules

Scenes = list[Rule | None]


def scenes(mentions: Iterable[Mention], read: list[Sentence]) -> Scenes:
    """The scene rule of each sentence, by the rules [[scene]] of data/roles.toml."""
    inside = by_sentence(mentions, read)
    return [_scene(read, at, frozenset(f"@{m.kind}" for m in inside.get(at, ()))) for at in range(len(read))]


def _scene(read: list[Sentence], at: int, kinds: Labels) -> Rule | None:
    within = read[at].labels | kinds
    previous = read[at - 1].labels if at else frozenset()
    return first(rules("scene"), {"sentence": within, "also": within, "with": within, "previous": previous})


def is_event(scene: Rule | None) -> bool:
    """True where the sentence reports a release."""
    return scene is not None and scene.gives == "event"


def is_background(scene: Rule | None) -> bool:
    """True where the sentence tells of other times, wishes or yearly totals."""
    return scene is not None and scene.gives == "background"


def staged(read: list[Sentence], scenes: Scenes) -> list[Sentence]:
    """The sentences labelled with their scene: "@event" or "@background"."""
    return [mark(s, f"@{scene.gives}") if scene else s for s, scene in zip(read, scenes, strict=True)]
