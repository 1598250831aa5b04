"""What is said of coverage, in Indonesian and English: the same sentences below a drawing, on the page, in a digest."""

from collections.abc import Iterable

from app.coverage import Coverage, Source
from app.drawing.words import say
from app.wording import Language, number
from crawler.health import TROUBLE
from entities import regions


def sentences(found: Coverage, language: Language) -> tuple[str, ...]:
    """Which sources told something of the period, which were silent and for how many days, which nobody watched."""
    kinds = {
        kind: [one for one in found.sources if one.said == kind] for kind in ("told", "quiet", "unwatched")
    }
    told = {
        "told": [f"{one.name} {number(one.held, language=language)}" for one in kinds["told"]],
        "silent": [_silence(one, language) for one in found.silent],
        "quiet": [one.name for one in kinds["quiet"] if one not in found.silent],
        "unwatched": [one.name for one in kinds["unwatched"] if one not in found.silent],
    }
    return tuple(
        say(language, f"coverage.{kind}", names=", ".join(names)) for kind, names in told.items() if names
    )


def _silence(one: Source, language: Language) -> str:
    """ "solopos (3 dari 7 hari)": on how many of the days that were judged; "now" where it is so at the end alone."""
    days = one.lost(*TROUBLE)
    said = say(language, "coverage.days", n=days, all=one.days) if days else say(language, "coverage.now")
    return f"{one.name} ({said})"


def national(found: Coverage, language: Language) -> tuple[str, ...]:
    """A sentence on sources that tell of the whole country, if any did."""
    names = ", ".join(found.national)
    return (say(language, "coverage.national", names=names),) if names else ()


def of_province(found: Coverage, code: str, language: Language) -> tuple[str, ...]:
    """Who covered a province, with the part of it, and who would have but was silent or not watched."""
    own = found.province(code)
    return (*(_named(found, name, code) for name in own.sources), *_lost(found, own.lost, language))


def _named(found: Coverage, name: str, code: str) -> str:
    part = ", ".join(regions.label(city) for city in found.part(name, code))
    return f"{name} ({part})" if part else name


def _lost(found: Coverage, names: Iterable[str], language: Language) -> Iterable[str]:
    kinds = {one.name: "lost" if one.said == "silent" else "unseen" for one in found.sources}
    return (say(language, f"coverage.{kinds[name]}", name=name) for name in names)
