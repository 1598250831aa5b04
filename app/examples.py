"""An article as an annotated example: the article line with what holds of it under "gold", as tests/gold has them.

Each mention once, as the scores compare them: a place or country by its code with the stronger of its roles, an amount
by figure and unit, goods and programmes by name.
"""

from entities.correction_wire import correction_json
from entities.records import Mention, Program, Release, Story
from entities.wire import Json, article_json, mention_json, program_json, release_json

ARTICLE = ("id", "source", "url", "title", "published_at", "body")
STRONG = ("origin", "destination", "exported", "transaction")
MENTION = ("kind", "text", "code", "name", "amount", "currency", "unit", "role")
RELEASE = "date origins destinations products values quantities".split()
PROGRAM = "name agency kind places start end values participants".split()
AMOUNT = ("amount", "currency", "unit")


def example_json(story: Story) -> Json:
    """One line: the article, "gold" (what the rules and the editor say together), and the corrections that hold."""
    article = article_json(story.article)
    gold = {
        "topics": list(story.topics),
        "mentions": list(_mentions(story.mentions)),
        "releases": [_release(one) for one in story.releases],
        "programs": [_program(one) for one in story.programs],
    }
    told = [correction_json(one) for one in story.corrections]
    return {**{key: article[key] for key in ARTICLE}, "gold": gold, "corrections": told}


def _mentions(mentions: tuple[Mention, ...]) -> list[Json]:
    found: dict[tuple[object, ...], Json] = {}
    for mention in mentions:
        for line in mention_json(mention):
            told = {key: line[key] for key in MENTION if key in line}
            if "code" in told or "amount" in told:
                told.pop("name", None)
            key = tuple(told.get(part) for part in ("kind", "code", "name", "amount", "currency", "unit"))
            if key not in found or told.get("role") in STRONG:
                found[key] = told
    return list(found.values())


def _release(release: Release) -> Json:
    return _plain(release_json(release), RELEASE)


def _program(program: Program) -> Json:
    return _plain(program_json(program), PROGRAM)


def _plain(line: Json, keys: list[str]) -> Json:
    """These keys, of amounts only figure and unit."""
    return {
        key: [_amount(one) for one in line[key]] if key in ("values", "quantities") else line[key]
        for key in keys
    }


def _amount(line: Json) -> Json:
    return {key: line[key] for key in AMOUNT if key in line}
