"""What an article says, as records: the finders, then roles, releases, programmes and topics."""

from collections.abc import Callable

from entities.records import Article, Mention, Story

Finder = Callable[[Article], list[Mention]]
FINDERS: tuple[Finder, ...] = ()


def annotate(article: Article) -> Story:
    """The Story of an article. Pure: the same article always gives the same story."""
    mentions = [mention for find in FINDERS for mention in find(article)]
    return Story(article=article, mentions=tuple(mentions))
