"""What has changed about sources, in words: a sentence a source, a mail of all of them, and the same for a program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any

from app.wording import safe
from crawler.health import Health
from crawler.health_words import day
from state.state import Condition

WELL = ("ok", "quiet")
TOLD = {"silent": "diam", "broken": "rusak", "unwatched": "tidak terpantau"}  # states worth telling
FOOT = "\n\n-- \n`pantau sources` menampilkan semua sumber.\n"


@dataclass(frozen=True, kw_only=True)
class News:
    """One source whose state has changed: what it is now, and whether that is a recovery."""

    health: Health
    recovered: bool

    @property
    def sentence(self) -> str:
        """Which source, since when, what was seen, what to do: one Indonesian sentence for a person."""
        one = self.health
        if self.recovered:
            return safe(f"{one.source} pulih: {one.why}.")
        since = f" sejak {day(one.since)}" if one.since else ""
        return safe(f"{one.source} {TOLD[one.state]}{since}: {one.why}. Yang dapat dilakukan: {one.advice}.")


def news(found: Sequence[Health], told: Mapping[str, Condition]) -> list[News]:
    """What is to be told, given what was told last: trouble that is firm, and the end of trouble that was told."""
    fresh = []
    for one in found:
        last = told[one.source].state if one.source in told else ""
        if one.state in TOLD and one.firm and one.state != last:
            fresh.append(News(health=one, recovered=False))
        elif one.state in WELL and last in TOLD:
            fresh.append(News(health=one, recovered=True))
    return fresh


def letter(fresh: Sequence[News], sender: str, to: Sequence[str]) -> EmailMessage:
    """The mail: what changed in its subject, a sentence for each source in its text."""
    message = EmailMessage()
    message["From"], message["To"] = sender, ", ".join(to)
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="pantau.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message["Subject"] = subject(fresh)
    message.set_content("\n\n".join(one.sentence for one in fresh) + FOOT)
    return message


def subject(fresh: Sequence[News]) -> str:
    """ "Pantau: 2 sumber bermasalah (side, solopos), 1 pulih (kedirikota)"."""
    bad = [one.health.source for one in fresh if not one.recovered]
    well = [one.health.source for one in fresh if one.recovered]
    parts = [f"{len(bad)} sumber bermasalah ({', '.join(bad)})"] if bad else []
    parts += [f"{len(well)} {'pulih' if bad else 'sumber pulih'} ({', '.join(well)})"] if well else []
    return safe(f"Pantau: {', '.join(parts)}")[:200]


def payload(fresh: Sequence[News]) -> dict[str, Any]:
    """What a webhook gets: `text` for a chat, and the fields for a program."""
    return {
        "text": "\n".join(one.sentence for one in fresh),
        "subject": subject(fresh),
        "sources": [
            {
                "source": one.health.source,
                "state": one.health.state,
                "cause": one.health.cause,
                "since": one.health.since and one.health.since.isoformat(),
                "why": safe(one.health.why),
                "advice": one.health.advice,
                "recovered": one.recovered,
            }
            for one in fresh
        ],
    }
