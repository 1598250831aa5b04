"""The day of a send-off or signing: which of the dates in the news it is, and when there is none."""

from datetime import date

from entities.cues import Sentence
from entities.dates import resolve, weekday_in
from entities.records import Article, Mention, PartialDate

CONTRADICTED = "weekday-contradicts"
SPOKEN_DAY = frozenset({"bare-weekday"})  # agency copy: the day of the speech is the day of the event
Told = list[tuple[Sentence, list[Mention]]]


def release_day(article: Article, news: Told, events: Told) -> tuple[date | None, tuple[Mention, ...]]:
    """The day and the mention it rests on: event sentences first, then the news around them; else None."""
    for told, allowed in ((events, _own), (news, _own), (news, _of_agency)):
        for sentence, inside in told:
            for mention in inside:
                if mention.kind == "date" and allowed(sentence, mention):
                    if CONTRADICTED in mention.rule:
                        return None, ()
                    if day := day_of(mention, article):
                        return day, (mention,)
    return None, ()


def _own(sentence: Sentence, mention: Mention) -> bool:
    """A date beside "kata" or "ujar" is the speaker's."""
    at = sentence.word_at(mention.start)
    said = [c for c in sentence.cues if c.label == "said"]
    return not said or any(c.label == "sendoff" and abs(c.first - at) < 25 for c in sentence.cues)


def _of_agency(sentence: Sentence, mention: Mention) -> bool:
    return any(rule in mention.rule for rule in SPOKEN_DAY)


def day_of(mention: Mention, article: Article) -> date | None:
    """The past day a date mention means; None where any part is missing or it lies after publication."""
    value, published = mention.value, article.published_at
    if not isinstance(value, PartialDate) or "range" in mention.rule:
        return None
    if published is None:
        return value.as_date()
    return resolve(value, weekday_in(mention.text), published.date(), future=False)
