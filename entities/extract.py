"""What an article says, as records: the finders, then scenes, roles, releases, programmes and topics."""

from collections.abc import Callable

from entities import cues
from entities.countries import countries
from entities.dates import day_mentions
from entities.money import values
from entities.places import places
from entities.quantity import quantities
from entities.records import Article, Mention, Story
from entities.release import releases
from entities.roles import assign
from entities.scenes import scenes, staged
from entities.topics import reports_release, topics

Finder = Callable[[Article], list[Mention]]
FINDERS: tuple[Finder, ...] = (places, countries, values, quantities, day_mentions)


def annotate(article: Article) -> Story:
    """The Story of an article. Pure: the same article always gives the same story."""
    return tell(article, [mention for find in FINDERS for mention in find(article)])


def tell(article: Article, found: list[Mention]) -> Story:
    """The Story over what the finders found: roles, then the records that rest on them.

    Dates are no mentions of the data contract; those a record rests on are in its evidence.
    """
    read = cues.read(article)
    told = scenes(found, read)
    is_release = reports_release(read, told)
    mentions = assign(article, found, staged(read, told), about(read, is_release))
    sent = releases(article, mentions, read, told) if is_release else ()
    kept = tuple(m for m in mentions if m.kind != "date")
    return Story(article=article, topics=topics(sent, ()), mentions=kept, releases=sent)


def about(read: list[cues.Sentence], is_release: bool) -> cues.Labels:
    """What the article is about, for the roles: "release", "exports" where exporting is spoken of at all."""
    spoken = any("export" in sentence.labels for sentence in read)
    headline = any("export" in sentence.labels for sentence in read if sentence.field == "title")
    program = any("programword" in s.labels for s in read if s.field == "title" or s.paragraph < cues.LEAD)
    flags = {
        "release": is_release,
        "program": program and not is_release,
        "exports": spoken,
        "statistics": headline and not is_release,
    }
    return frozenset(label for label, holds in flags.items() if holds)
