"""Records as JSON and back: the article line, the annotation line and the story line of the data contract.

`dumps` is the one place that knows how Decimal and datetimes print: amounts are JSON numbers with exactly the
digits of the Decimal, datetimes ISO 8601 with offset. `loads` reads every number with a fraction as Decimal.
"""

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from entities.correction_wire import correction_from, correction_json
from entities.errors import BadInput
from entities.rated import rated
from entities.records import (
    Article,
    Copy,
    DateRead,
    Mention,
    Money,
    PartialDate,
    Program,
    Quantity,
    Release,
    Story,
)
from entities.worth import day_of

Json = dict[str, Any]


# ---------------------------------------------------------------- values


def number(amount: Decimal) -> int | float:
    """A Decimal as a JSON number; a float's repr keeps up to 15 significant digits as they were."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def plain(value: Any) -> Any:
    """A Decimal, a day or a moment as JSON has it; TypeError for anything else."""
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


_ENCODER = json.JSONEncoder(ensure_ascii=False, default=plain, allow_nan=False, check_circular=False)


def dumps(value: Any) -> str:
    """One JSON line; text stays readable (no \\u escapes), but line separators never break the line."""
    line = encoded(value)
    return line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")


def encoded(value: Any) -> str:
    """As `dumps`, for where only a newline ends a line."""
    return _ENCODER.encode(value)


def loads(line: str | bytes) -> Any:
    """The value of one JSON line; numbers with a fraction as Decimal. BadInput says what is wrong."""
    try:
        return json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"not JSON: {error}") from error


# ---------------------------------------------------------------- articles


def article_json(article: Article) -> Json:
    """The article line: every field of Article under its own name."""
    line = {f.name: getattr(article, f.name) for f in fields(Article)}
    line["date"] = date_json(article.date)
    for key in ("published_at", "fetched_at", "changed_at"):
        line[key] = line[key] and line[key].isoformat()
    for key in ("authors", "tags", "captions"):
        line[key] = list(line[key])
    return line


def date_json(read: DateRead | None) -> Json | None:
    if read is None:
        return None
    return {"raw": read.raw, "source": read.source, "precision": read.precision, "flags": list(read.flags)}


def article_from(line: Any) -> Article:
    """The Article of an article line; id, title and body are required, unknown keys are left alone."""
    if not isinstance(line, dict):
        raise BadInput("an article line must be a JSON object")
    for key in ("id", "title", "body"):
        if not isinstance(line.get(key), str):
            raise BadInput(f'article without a usable "{key}"')
    for key in ("source", "url", "summary", "editor", "section", "dateline", "page"):
        if not isinstance(line.get(key), str | None):
            raise BadInput(f'article with an unusable "{key}"')
    read = line.get("date")
    return Article(
        id=line["id"],
        source=line.get("source") or "",
        url=line.get("url") or "",
        title=line["title"],
        body=line["body"],
        published_at=moment(line, "published_at"),
        date=date_from(read) if isinstance(read, dict) else None,
        summary=line.get("summary"),
        authors=strings(line, "authors"),
        editor=line.get("editor"),
        section=line.get("section"),
        tags=strings(line, "tags"),
        captions=strings(line, "captions"),
        dateline=line.get("dateline"),
        premium=bool(line.get("premium")),
        fetched_at=moment(line, "fetched_at"),
        changed_at=moment(line, "changed_at"),
        page=line.get("page"),
        sample=bool(line.get("sample")),
    )


def date_from(read: Json) -> DateRead:
    return DateRead(
        raw=str(read.get("raw") or ""),
        source=str(read.get("source") or ""),
        precision=read.get("precision"),
        flags=strings(read, "flags"),
    )


def moment(line: Json, key: str) -> datetime | None:
    """An aware datetime from ISO 8601; None where absent, BadInput where it cannot be used."""
    text = line.get(key)
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise BadInput(f'"{key}" is not an ISO 8601 time: {text!r}') from error
    if read.tzinfo is None:
        raise BadInput(f'"{key}" has no time zone: {text!r}')
    return read


def strings(line: Json, key: str) -> tuple[str, ...]:
    found = line.get(key) or []
    if not isinstance(found, list) or not all(isinstance(x, str) for x in found):
        raise BadInput(f'"{key}" must be a list of strings')
    return tuple(found)


# ---------------------------------------------------------------- what was read from an article


def amounts(value: Money | Quantity) -> Iterator[Json]:
    """An amount as the contract prints it: a range gives its two ends, which name each other."""
    unit: Json = {"currency": value.currency} if isinstance(value, Money) else {"unit": value.unit}
    if value.approximate:
        unit["approximate"] = True
    if isinstance(value, Money) and value.deal is not None:
        unit["deal"] = value.deal
    if value.upto is None:
        yield {"amount": number(value.amount), **unit}
    else:
        low, high = number(value.amount), number(value.upto)
        yield {"amount": low, "upto": high, **unit}
        yield {"amount": high, "from": low, **unit}


def mention_json(mention: Mention) -> Iterator[Json]:
    """A mention as the contract prints it; a range is two mentions over the same span."""
    line: Json = {"kind": mention.kind, "text": mention.text, "name": mention.name}
    if mention.role is not None:
        line["role"] = mention.role
    line |= {"field": mention.field, "start": mention.start, "end": mention.end, "rule": mention.rule}
    value = mention.value
    if isinstance(value, Money | Quantity):
        yield from ({**line, **amount} for amount in amounts(value))
    elif isinstance(value, PartialDate):
        yield {**line, "year": value.year, "month": value.month, "day": value.day}
    elif mention.kind in ("city", "province", "country"):
        yield {**line, "code": value}
    else:
        yield line


def release_json(release: Release, on: date | None = None) -> Json:
    """A release, its values converted at the rates of the day `on` (see `day_of`); without a day none is."""
    return {
        "date": release.date and release.date.isoformat(),
        "origins": list(release.origins),
        "destinations": list(release.destinations),
        "products": list(release.products),
        "values": [amount for value in release.values for amount in amounts(value)],
        **rated(release.values, on),
        "quantities": [amount for quantity in release.quantities for amount in amounts(quantity)],
        "exporter": release.exporter,
        "evidence": [line for mention in release.evidence for line in mention_json(mention)],
        **_edited(release),
    }


def _edited(record: Release | Program) -> Json:
    """The fields that an editor set; no key where none was."""
    return {"edited": list(record.edited)} if record.edited else {}


def program_json(program: Program, on: date | None = None) -> Json:
    """A programme, its values converted as those of a release."""
    return {
        "name": program.name,
        "agency": program.agency,
        "kind": program.kind,
        "places": list(program.places),
        "start": program.start and program.start.isoformat(),
        "end": program.end and program.end.isoformat(),
        "values": [amount for value in program.values for amount in amounts(value)],
        **rated(program.values, on),
        "participants": program.participants,
        "evidence": [line for mention in program.evidence for line in mention_json(mention)],
        **_edited(program),
    }


def annotation_json(story: Story) -> Json:
    """The annotation line of the data contract: what was read from the article, without the article."""
    article = story.article
    return {
        "id": article.id,
        "topics": list(story.topics),
        "mentions": [line for mention in story.mentions for line in mention_json(mention)],
        "releases": [release_json(release, day_of(article, release)) for release in story.releases],
        "programs": [program_json(program, day_of(article, program)) for program in story.programs],
    }


def story_json(story: Story) -> Json:
    """The story line of `pantau dump`: article fields, then annotation, when it was learnt, what it is a copy of."""
    learnt = story.learnt_at and story.learnt_at.isoformat()
    own: Json = {"learnt_at": learnt, "copy_of": copy_json(story.copy_of)}
    if story.corrections:
        own["corrections"] = [correction_json(one) for one in story.corrections]
    return {**article_json(story.article), **annotation_json(story), **own}


def copy_json(copy: Copy | None) -> Json | None:
    if copy is None:
        return None
    return {"id": copy.id, "by": copy.by, "similarity": number(copy.similarity)}


# ---------------------------------------------------------------- and back


def story_from(line: Json) -> Story:
    """The Story of a story line, equal to the one printed: the ends of a range are one value again."""
    return Story(
        article=article_from(line),
        topics=strings(line, "topics"),
        mentions=_mentions(line.get("mentions")),
        releases=tuple(release_from(r) for r in line.get("releases") or []),
        programs=tuple(program_from(p) for p in line.get("programs") or []),
        learnt_at=moment(line, "learnt_at"),
        copy_of=_copy(line.get("copy_of")),
        corrections=tuple(correction_from(one) for one in line.get("corrections") or []),
    )


def _copy(line: Json | None) -> Copy | None:
    if line is None:
        return None
    return Copy(id=line["id"], by=line["by"], similarity=_decimal(line["similarity"]))


def _decimal(amount: Any) -> Decimal:
    return amount if isinstance(amount, Decimal) else Decimal(str(amount))


def money_from(line: Json) -> Money:
    """The Money of an amount as printed, a range by its lower end."""
    upto = line.get("upto")
    return Money(
        amount=_decimal(line["amount"]),
        currency=line["currency"],
        upto=None if upto is None else _decimal(upto),
        approximate=line.get("approximate", False),
        deal=line.get("deal"),
    )


def quantity_from(line: Json) -> Quantity:
    """The Quantity of an amount as printed, a range by its lower end."""
    upto = line.get("upto")
    return Quantity(
        amount=_decimal(line["amount"]),
        unit=line["unit"],
        upto=None if upto is None else _decimal(upto),
        approximate=line.get("approximate", False),
    )


def _value(line: Json) -> str | Money | Quantity | PartialDate:
    kind = line["kind"]
    if kind == "value":
        return money_from(line)
    if kind == "quantity":
        return quantity_from(line)
    if kind == "date":
        return PartialDate(year=line["year"], month=line["month"], day=line["day"])
    value: str = line["code"] if "code" in line else line["name"]
    return value


def _mentions(lines: list[Json] | None) -> tuple[Mention, ...]:
    return tuple(
        Mention(
            kind=line["kind"],
            field=line["field"],
            start=line["start"],
            end=line["end"],
            text=line["text"],
            value=_value(line),
            name=line["name"],
            role=line.get("role"),
            rule=line["rule"],
        )
        for line in lines or []
        if "from" not in line
    )


def day_from(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def release_from(line: Json) -> Release:
    """The Release of a line, equal to the one printed."""
    return Release(
        date=day_from(line["date"]),
        origins=strings(line, "origins"),
        destinations=strings(line, "destinations"),
        products=strings(line, "products"),
        values=tuple(money_from(v) for v in line["values"] if "from" not in v),
        quantities=tuple(quantity_from(q) for q in line["quantities"] if "from" not in q),
        exporter=line.get("exporter"),
        evidence=_mentions(line.get("evidence")),
        edited=strings(line, "edited"),
    )


def program_from(line: Json) -> Program:
    """The Program of a line, equal to the one printed."""
    return Program(
        name=line["name"],
        agency=line["agency"],
        kind=line["kind"],
        places=strings(line, "places"),
        start=day_from(line["start"]),
        end=day_from(line["end"]),
        values=tuple(money_from(v) for v in line["values"] if "from" not in v),
        participants=line["participants"],
        evidence=_mentions(line.get("evidence")),
        edited=strings(line, "edited"),
    )
