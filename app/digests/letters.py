"""Mail beside the digest: to confirm a subscription, and to tell its owner what became of it (data/letters.toml)."""

import tomllib
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from functools import cache
from importlib.resources import files
from typing import Any

from app import wording
from app.digests.links import CONFIRM, Links
from app.digests.mail import LIST, message_id
from app.digests.searches import told
from app.digests.subscribing import MOST
from app.wording import WIB, safe
from state.mailing import Letter, Subscription

NAME = "Pantau"
ALL = {"id": "semua berita", "en": "all articles"}


@cache
def words() -> dict[str, Any]:
    """Texts by kind and language."""
    return tomllib.loads((files("app.digests") / "data" / "letters.toml").read_text("utf-8"))


def write(letter: Letter, one: Subscription, links: Links, sender: str) -> EmailMessage:
    """The mail of a letter that is no digest."""
    text = words()[letter.kind][one.language]
    message = EmailMessage()
    message["From"] = formataddr((NAME, sender))
    message["To"] = one.address
    message["Subject"] = text["subject"]
    message["Date"] = format_datetime(letter.made_at)
    message["Message-ID"] = message_id(letter.subscription, letter.period, links.host)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        text["text"].lstrip("\n").format(**_values(letter, one, links)), cte="quoted-printable"
    )
    return message


def letter_headers(message: EmailMessage, letter: Letter, one: Subscription, links: Links) -> EmailMessage:
    """The same with what every digest has: how to leave with one click (RFC 8058), and that no answer is awaited."""
    wanted = {
        "List-Unsubscribe": f"<{links.link('unsubscribe', one.id)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"{NAME} <{LIST}.{links.host}>",
        "Auto-Submitted": "auto-generated",
        "Precedence": "bulk",
        "Message-ID": message_id(letter.subscription, letter.period, links.host),
    }
    for name, value in wanted.items():
        if name not in message:
            message[name] = value
    return message


def missed(letter: Letter, language: str) -> str:
    """Which weeks before were not sent, in a sentence."""
    told_of = {"weeks": ", ".join(letter.missed), "week": letter.period}
    return str(words()["missed"][language].format(**told_of))


def _values(letter: Letter, one: Subscription, links: Links) -> dict[str, Any]:
    return {
        "search": search_of(one),
        "day": words()["days"][one.language][one.day],
        "hour": f"{one.hour:02}",
        "until": _moment(one.asked_at + CONFIRM, one.language),
        "confirm": links.link("confirm", one.id, one.language),
        "manage": links.link("manage", one.id, one.language),
        "standing": words()["standing"][one.language][one.standing],
        "why": line(one.broken or ""),
        "most": MOST,
        "base": links.base,
    }


def search_of(one: Subscription) -> str:
    """The search of a subscription in one line."""
    return line(told(one.search)) or ALL[one.language]


def line(text: str) -> str:
    """Text as one line that steers nothing, in a mail or in a header."""
    return safe(" ".join(text.split()))


def _moment(when: datetime, language: str) -> str:
    local = when.astimezone(WIB)
    day = wording.day(local.date(), "id" if language == "id" else "en")
    return f"{day} {local:%H.%M} WIB"


def notice(suspended: Sequence[str], sender: str, to: Sequence[str], at: datetime) -> EmailMessage:
    """The mail that tells the operator whose subscription was suspended, a line each."""
    text = words()["suspended"]
    message = EmailMessage()
    message["From"], message["To"] = formataddr((NAME, sender)), ", ".join(to)
    message["Subject"] = text["subject"].format(number=len(suspended))
    message["Date"], message["Auto-Submitted"] = format_datetime(at), "auto-generated"
    message.set_content(text["text"].lstrip("\n").format(lines="\n".join(suspended)), cte="quoted-printable")
    return message
