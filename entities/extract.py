"""What an article says, as records: the finders, then scenes, roles, releases, programmes and topics."""

from collections.abc import Callable
from dataclasses import replace

from entities import cues
from entities.countries import countries
from entities.dates import day_mentions, local_day
from entities.invisible import restored, visible
from entities.money import values
from entities.places import places
from entities.products import products
from entities.programs import is_about_program, program_records, programs
from entities.quantity import quantities
from entities.records import Article, Mention, Program, Release, Story
from entities.release import releases
from entities.roles import assign
from entities.scenes import Scenes, scenes, staged
from entities.topics import reports_release, topics

AWAY = frozenset({"exhibition", "matching"})  # run where the buyers are, not where the businesses are
PLACES = frozenset({"city", "province"})
Finder = Callable[[Article], list[Mention]]
FINDERS: tuple[Finder, ...] = (places, countries, products, values, quantities, programs, day_mentions)


def annotate(article: Article) -> Story:
    """The Story of an article. Pure: the same article always gives the same story."""
    seen = visible(article)
    story = tell(seen, find(seen))
    return story if seen is article else restored(story, article)


def tell(article: Article, found: list[Mention]) -> Story:
    """The Story over what the finders found: roles, then the records that rest on them.

    Dates are no mentions of the data contract; those a record rests on are in its evidence.
    """
    read, told, flags = understand(article, found)
    read = staged(read, told)
    mentions, here = assign(article, found, read, flags)
    sent = releases(article, mentions, here, read, told) if "release" in flags else ()
    schemes = program_records(article, mentions, spans_of_body(read))
    kept = tuple(m for m in served(homes(mentions, sent), schemes) if m.kind != "date")
    return Story(
        article=article, topics=topics(sent, schemes), mentions=kept, releases=sent, programs=schemes
    )


def find(article: Article) -> list[Mention]:
    """What the finders see, without roles."""
    return [mention for finder in FINDERS for mention in finder(article)]


def understand(article: Article, found: list[Mention]) -> tuple[list[cues.Sentence], Scenes, cues.Labels]:
    """The sentences with their cues, what each reports, and what the article is about."""
    plain = cues.read(article)
    read = cues.masked(plain, found)
    told = scenes(found, read, article.published_at and local_day(article.published_at))
    return read, told, about(article, found, read, told) | trading(plain)


def homes(mentions: list[Mention], sent: tuple[Release, ...]) -> list[Mention]:
    """The mentions with the places that a release starts from as origins, also where only an office names them."""
    codes = {code for release in sent for code in release.origins}
    return [
        replace(m, role="origin", rule=f"{m.rule}+home")
        if m.role == "mention" and m.kind in PLACES and m.value in codes
        else m
        for m in mentions
    ]


def served(mentions: list[Mention], schemes: tuple[Program, ...]) -> list[Mention]:
    """The mentions with the towns that a programme serves as origins; a fair serves those who come to it.

    A province beside a programme is as often that of the office which runs it.
    """
    codes = {code for scheme in schemes if scheme.kind not in AWAY for code in scheme.places}
    return [
        replace(m, role="origin", rule=f"{m.rule}+served")
        if m.role == "mention" and m.kind == "city" and m.value in codes
        else m
        for m in mentions
    ]


def about(article: Article, found: list[Mention], read: list[cues.Sentence], told: Scenes) -> cues.Labels:
    """What the article is about, for the roles: a release, a programme, exports (spoken of), statistics, imports."""
    release = reports_release(read, told)
    headline = any("export" in s.labels for s in read if s.field == "title")
    brought_in = any("imported" in s.labels for s in read if s.field == "title" or s.paragraph == 0)
    flags = {
        "release": release,
        "imports": brought_in and not release,
        "program": not release and is_about_program(article, found),
        "exports": any("export" in s.labels for s in read),
        "statistics": headline and not release,
    }
    return frozenset(label for label, holds in flags.items() if holds)


def trading(plain: list[cues.Sentence]) -> cues.Labels:
    """Whether the title or first paragraph tells of a trade mission or a meeting of sellers and buyers."""
    lead = (s for s in plain if s.field == "title" or s.paragraph == 0)
    return frozenset({"matchmaking"}) if any("matchmaking" in s.labels for s in lead) else frozenset()


def spans_of_body(read: list[cues.Sentence]) -> list[tuple[int, int]]:
    """The sentences of the body as offsets."""
    return [(s.start, s.end) for s in read if s.field == "body"]
