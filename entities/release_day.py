"""The day of a send-off or signing: which of the dates in the news it is, and when there is none."""

import re
from datetime import date

from entities.almanac import local_day
from entities.cues import LEAD, Cue, Sentence
from entities.dates import resolve, weekday_in
from entities.records import Article, Mention, PartialDate

CONTRADICTED = "weekday-contradicts"
SENDS = frozenset({"said", "sendoff", "shipped", "amid"})
DECIDES = SENDS | {"took-place"}  # the nearest before a date says whose day it is
TODAY = "hari ini"
REACH = 20  # words over which "kata" still governs a date: offices and addresses are long
CLOSE = 2  # words that may stand between a date and the word it belongs to
AGENCY = re.compile(r"[^\n(]{2,60}\([A-Z][\w .]{1,24}\)\s?(?:[-–—]|$)")
DATED_LINE = re.compile(r"[A-Z][\w .]{2,40}, (?:\w{4,7},? )?\(?\d{1,2}[^\n–—-]{3,20}\)?\s?[–—-]{1,2}\s")
PLACE_LINE = re.compile(r"[A-Z][A-Z .,]{2,40}\s?[–—-]")  # a dateline that names no agency
BARE_DAY = re.compile(
    r",\s(?:Senin|Selasa|Rabu|Kamis|Jumat|Jum'at|Sabtu|Minggu|Ahad)(?:\s(?:pagi|siang|sore|malam))?[.,]"
)
FULL_DAY = re.compile(r"\(\d{1,2}[/.-]\d|\b(?:Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu),?\s\(?\d{1,2}\b")
Told = list[tuple[Sentence, list[Mention]]]


def release_day(
    article: Article, events: Told, news: Told, lead: Told
) -> tuple[date | None, tuple[Mention, ...]]:
    """The day and the mention it rests on: event sentences first, then the news around them; else None."""
    near = [(s, inside) for s, inside in news if s.paragraph <= LEAD]
    paragraphs = {s.paragraph for s, _ in events if s.field == "body"}
    beside = [(s, inside) for s, inside in news if s.field == "body" and s.paragraph in paragraphs]
    rounds = [(events, is_of_event), (near, is_of_event), (beside, is_of_event), (news, _beside_sending)] + [
        (lead, _spoken)
    ] * is_agency_copy(article)
    for told, allowed in rounds:
        dates = [
            (s, m)
            for s, inside in told
            for m in inside
            if m.kind == "date" and (allowed(s, m) or _said_on_the_day(m, inside))
        ]
        for _, mention in sorted(dates, key=lambda d: _rank(article, *d)):
            if CONTRADICTED in mention.rule:
                return None, ()
            if day := day_of(mention, article):
                return day, (mention,)
    return None, ()


def _rank(article: Article, sentence: Sentence, mention: Mention) -> tuple[bool, bool, bool]:
    """Of two days the one after the word for sending comes first: "jadwalnya Senin (14/8), dilepas Rabu (16/8)"."""
    today = TODAY in mention.text.casefold()
    return in_dateline(article, mention), today, not _beside_sending(sentence, mention)


def is_agency_style(article: Article) -> bool:
    """True where the agency's dateline was cut off: no day of the text has its date, its lead closes on a weekday."""
    lead = article.body[: article.body.find("\n\n", 600) if len(article.body) > 600 else None]
    bare = BARE_DAY.search(lead) is not None and not PLACE_LINE.match(lead)
    return bare and not FULL_DAY.search(article.body)


def in_dateline(article: Article, mention: Mention) -> bool:
    """True for the day of the paper: "JAKARTA, 22 Juni 2023 – "."""
    line = DATED_LINE.match(article.body)
    return line is not None and mention.field == "body" and mention.end <= line.end()


def is_agency_copy(article: Article) -> bool:
    """True at the agency, or under "Surabaya (ANTARA) -": a bare weekday there is the day of the event."""
    signed = "antaranews." in article.url or "antara" in article.source.casefold()
    return signed or AGENCY.match(article.body) is not None or is_agency_style(article)


def is_of_event(sentence: Sentence, mention: Mention) -> bool:
    """Not the day of the speaker: "kata Bupati, Jumat (18/6)" or "Bupati, Jumat (18/6), mengatakan"."""
    end, nearest = sentence.word_after(mention.end), _decider(sentence, mention)
    if _beside_sending(sentence, mention):
        return True
    spoken_after = any(c.label == "said" and 0 <= c.first - end <= CLOSE for c in sentence.cues)
    return not spoken_after and (nearest is None or nearest.label != "said")


def _decider(sentence: Sentence, mention: Mention, labels: frozenset[str] = DECIDES) -> Cue | None:
    """The nearest word before a date that says whose day it is."""
    at = sentence.word_at(mention.start)
    before = [c for c in sentence.cues if c.label in labels and 0 <= at - c.last <= REACH]
    return max(before, key=lambda c: (c.last, c.label == "said"), default=None)


def _beside_sending(sentence: Sentence, mention: Mention) -> bool:
    """True for a day right after the word for sending: "pengiriman mulai Selasa (28/11)"."""
    nearest = _decider(sentence, mention, SENDS)
    return (
        nearest is not None
        and nearest.label != "said"
        and sentence.word_at(mention.start) - nearest.last <= CLOSE
    )


def _said_on_the_day(mention: Mention, inside: list[Mention]) -> bool:
    """The day of a speaker who says "hari ini" of it: "Hari ini kita lepas," kata Bupati, Selasa (15/8)."""
    today = (m for m in inside if m.kind == "date" and TODAY in m.text.casefold())
    return any(m is not mention for m in today)


def _spoken(sentence: Sentence, mention: Mention) -> bool:
    return "bare-weekday" in mention.rule or "near-day" in mention.rule


def day_of(mention: Mention, article: Article) -> date | None:
    """The past day a date mention means; None where any part is missing or it lies after publication."""
    value, published = mention.value, article.published_at
    if not isinstance(value, PartialDate) or "range" in mention.rule:
        return None
    if published is None:
        return value.as_date()
    return resolve(value, weekday_in(mention.text), local_day(published), future=False)
