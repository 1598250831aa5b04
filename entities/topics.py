"""Topics of an article: export_release, program."""

from collections.abc import Sequence

from entities.cues import Sentence
from entities.records import Program, Release
from entities.scenes import Scenes, is_event

OTHER_NEWS = frozenset(
    {"imported", "court"}
)  # in the title or the first paragraph: the article tells of that
NEWS_PARAGRAPHS = 4  # a release that is news is told in the title or the first paragraphs


def reports_release(read: list[Sentence], scenes: Scenes) -> bool:
    """True where the title or an early paragraph reports a shipment or a concluded sale, no import and no trial."""
    if any(s.labels & OTHER_NEWS for s in read if s.field == "title" or s.paragraph == 0):
        return False
    return any(
        is_event(scene) and (sentence.field == "title" or sentence.paragraph < NEWS_PARAGRAPHS)
        for sentence, scene in zip(read, scenes, strict=True)
    )


def topics(releases: Sequence[Release], programs: Sequence[Program]) -> tuple[str, ...]:
    """The topics by what was found, in the order of the data contract."""
    return ("export_release",) * bool(releases) + ("program",) * bool(programs)
