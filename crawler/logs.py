"""Logs of crawls and runs: a line an event, as text or JSON, without secrets, and without what a page could forge.

PANTAU_LOG says in which form ("text" or "json"; none: no log), PANTAU_LOG_LEVEL from which level on (INFO).
"""

import base64
import json
import logging
import os
import re
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from entities.errors import BadInput

FORMS = ("text", "json")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
HIDDEN = "***"
SHORT = 4  # characters; a shorter secret is hidden where it stands as one only, else half of every log were hidden
SECRET_NAME = re.compile(r"PASSWORD|PASSWD|API_KEY|SECRET|TOKEN|WEBHOOK", re.I)
STANDING = (  # secrets by where they stand
    re.compile(r"(//[^/\s:@\"']{0,200}:)[^/\s@\"']{1,500}(?=@)"),
    re.compile(r"(authorization\W{1,6}(?:(?:basic|bearer|apikey)\s+)?)[^\s\"',;]+", re.I),
)
# Control characters, line ends and marks of direction: in a log they would forge lines or what stands in them.
STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")

_known: set[str] = set()


# ---------------------------------------------------------------- secrets


def hide_secrets(*urls: str, environment: Mapping[str, str] = os.environ) -> None:
    """From now on no log of this process shows the secrets of these URLs or of the environment."""
    _known.update(secrets_of(urls, environment))
    logging.setLogRecordFactory(Record)


def secrets_of(urls: Iterable[str], environment: Mapping[str, str]) -> Iterator[str]:
    """Passwords and keys, each in the forms in which it may be written."""
    named = [value for name, value in environment.items() if name.startswith(("PANTAU_", "ELASTICSEARCH_"))]
    for name, value in environment.items():
        if name.startswith("PANTAU_") and SECRET_NAME.search(name):
            yield from _forms(value, environment.get(name.rpartition("_")[0] + "_USER", ""))
    for url in (*urls, *named):
        with suppress(ValueError):  # no URL at all
            parts = urlsplit(url)
            if parts.password:
                yield from _forms(parts.password, parts.username or "")


def _forms(secret: str, user: str) -> Iterator[str]:
    plain = unquote(secret)
    basic = (base64.b64encode(f"{unquote(user)}:{word}".encode()).decode() for word in (plain, secret))
    forms = (secret, plain, quote(plain), quote(plain, safe=""), json.dumps(plain)[1:-1], *basic)
    return (form for form in forms if len(form) >= SHORT)


def hidden(text: str) -> str:
    """A text without secrets."""
    for secret in sorted(_known, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    for form in STANDING:
        text = form.sub(rf"\1{HIDDEN}", text)
    return text


class Record(logging.LogRecord):
    """A record of any logger and for any handler, Scrapy's too, that does not tell secrets."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.exc_info, tuple) and self.exc_info[0]:
            self.exc_text = hidden("".join(traceback.format_exception(*self.exc_info)).rstrip())

    def getMessage(self) -> str:
        return hidden(super().getMessage())


# ---------------------------------------------------------------- forms


def escaped(text: str) -> str:
    """Text whose control characters are written as such: it stays on its line."""
    return STEERING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def source_of(record: logging.LogRecord) -> str | None:
    """The source that a record speaks of; Scrapy names it by its spider."""
    return getattr(record, "source", None) or getattr(getattr(record, "spider", None), "name", None)


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, source, event, message; figures and error where there are."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": _utc(record).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "source": source_of(record),
            "event": getattr(record, "event", None),
            "message": record.getMessage(),
        }
        told |= {"figures": figures} if (figures := getattr(record, "figures", None)) else {}
        told |= {"error": record.exc_text} if record.exc_text else {}
        return json.dumps(told, default=str)  # ASCII: whatever could steer a reader is escaped


class TextLines(logging.Formatter):
    """Time in UTC, level, source where there is one, message; what follows of an error is indented."""

    def format(self, record: logging.LogRecord) -> str:
        source = source_of(record)
        about = f"{escaped(source)}: " if source else ""
        line = f"{_utc(record):%Y-%m-%dT%H:%M:%SZ} {record.levelname} {about}{escaped(record.getMessage())}"
        error = (record.exc_text or "").splitlines()
        return "\n".join([line, *(f"  {escaped(part)}" for part in error)])


def _utc(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


# ---------------------------------------------------------------- a process


def log_form(environment: Mapping[str, str] = os.environ) -> str | None:
    """The form that PANTAU_LOG asks for; BadInput for one that there is not."""
    return _one_of("PANTAU_LOG", environment.get("PANTAU_LOG", "").lower(), FORMS)


def log_level(environment: Mapping[str, str] = os.environ) -> str:
    """The level that PANTAU_LOG_LEVEL asks for, INFO without; BadInput for one that there is not."""
    return _one_of("PANTAU_LOG_LEVEL", environment.get("PANTAU_LOG_LEVEL", "").upper(), LEVELS) or "INFO"


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str | None:
    if value and value not in known:
        raise BadInput(f"{name} is {value!r}; known are {', '.join(known)}")
    return value or None


def log_to(handler: logging.Handler, form: str, level: str) -> None:
    """Send what this process logs from a level on to a handler, in a form."""
    handler.setFormatter({"text": TextLines, "json": JsonLines}[form]())
    handler.setLevel(level)
    logging.root.addHandler(handler)
    if logging.root.level > handler.level:
        logging.root.setLevel(handler.level)


def start_logs(*urls: str, default: str | None = None) -> str | None:
    """Log to standard error as the environment asks, else in the form `default`; which form, None for no log."""
    hide_secrets(*urls)
    if form := log_form() or default:
        log_to(logging.StreamHandler(sys.stderr), form, log_level())
    return form


def complain(sentence: str, source: str | None = None) -> None:
    """Tell standard error what went wrong: as a log event where logs are JSON, else as "pantau: SOURCE: SENTENCE"."""
    if any(isinstance(handler.formatter, JsonLines) for handler in logging.root.handlers):
        logging.getLogger("pantau").error(sentence, extra={"source": source, "event": "problem"})
    else:
        about = f"{source}: " if source else ""
        print(hidden(f"pantau: {about}{escaped(sentence)}"), file=sys.stderr)
