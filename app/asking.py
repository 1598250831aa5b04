"""The options that ask for stories, releases or programmes: one table for every command that takes a query.

A filter takes a code or a name; an unknown one is a sentence that names what is near.
"""

import inspect
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from difflib import get_close_matches
from functools import wraps
from typing import Annotated, Any, Literal, cast

import typer

from app import wording
from app.suggesting import completed
from entities.errors import BadInput
from indexer.index import FACETS, Between, Query

Of = Literal["stories", "releases", "programs", "events", "schemes"]
ONCE: dict[Of, Of] = {"releases": "events", "programs": "schemes"}  # reports -> what they tell of, once
MORE = ("sort", "limit", "after", "facets")  # options that some commands have
LOOSE = {"ignore_unknown_options": True}  # context settings that let `-solo` through as a word

FILTERS = {  # option -> (field of Query, help)
    "source": ("sources", "Only this source; every filter is repeatable."),
    "topic": ("topics", "export_release or program."),
    "place": ("places", "A province, kabupaten or kota that is named: code or name, as 33.72 or Solo."),
    "origin": ("origins", "Where the goods come from: code or name."),
    "country": ("countries", "A country that is named: code or name, as JP or Jepang."),
    "destination": ("destinations", "Where the goods go: code or name."),
    "product": ("products", "A product by its name or a part of it, as kopi."),
    "group": ("groups", "A commodity group: HS chapter, as 09, or a product of it."),
    "program": ("programs", "A programme by its name or a part of it, as KUR."),
    "exporter": ("exporters", "An exporter by its name or a part of it."),
}
HINTS = {
    "topic": "known are export_release and program",
    "group": "groups are HS chapters, as 09, or a product, as kopi",
}
CODES = {
    "place": "region codes are as 33 (Jawa Tengah) or 33.72 (Kota Surakarta)",
    "origin": "region codes are as 33 (Jawa Tengah) or 33.72 (Kota Surakarta)",
    "country": "country codes are ISO 3166-1 alpha-2, as JP",
    "destination": "country codes are ISO 3166-1 alpha-2, as JP",
}


def _day(help: str) -> Any:
    return typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=help)


PLAIN: dict[str, tuple[Any, Any]] = {  # option -> (annotation, default)
    "min_value": (
        Annotated[str | None, typer.Option(help="At least this value: 1500000000, 'USD 100 ribu'.")],
        None,
    ),
    "max_value": (Annotated[str | None, typer.Option(help="At most this value; rupiah if not said.")], None),
    "min_weight": (
        Annotated[str | None, typer.Option(help='At least this weight: 500 (kg), "18 ton".')],
        None,
    ),
    "max_weight": (Annotated[str | None, typer.Option(help="At most this weight.")], None),
    "since": (Annotated[datetime | None, _day("On this day or later.")], None),
    "until": (Annotated[datetime | None, _day("On this day or earlier.")], None),
    "by": (
        Annotated[
            Literal["published", "learnt", "release"],
            typer.Option(help="Which day --since and --until mean."),
        ],
        "published",
    ),
    "copies": (
        Annotated[bool, typer.Option(help="With republished articles, or first publications only.")],
        True,
    ),
}
WORDS: tuple[Any, Any] = (
    Annotated[
        list[str] | None,
        typer.Argument(
            help='Words, "phrases", -exclusions, OR, tujuan:jepang; see docs/search.md.',
            autocompletion=completed,
        ),
    ],
    None,
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was asked on the command line, before it is checked."""

    given: dict[str, Any] = field(default_factory=dict)

    def query(self, of: Of = "stories", **more: Any) -> Query:
        """The query; BadInput in one sentence for what cannot be asked."""
        days = {name: self.given.get(name) for name in ("since", "until")}
        if days["since"] and days["until"] and days["since"] > days["until"]:
            raise BadInput(f"--since {days['since']:%Y-%m-%d} is after --until {days['until']:%Y-%m-%d}")
        return Query(
            of=of,
            text=text_of(self.given.get("words") or ()),
            **{known[0]: _codes(name, self.given.get(name) or ()) for name, known in FILTERS.items()},
            value=_between(self.given.get("min_value"), self.given.get("max_value"), read_money),
            volume=_between(self.given.get("min_weight"), self.given.get("max_weight"), read_weight),
            since=days["since"] and _midnight(days["since"].date()),
            until=days["until"] and _midnight(days["until"].date() + timedelta(days=1)),
            by=self.given.get("by") or "published",
            originals=not self.given.get("copies", True),
            **more,
        )


def asks(run: Callable[..., None], without: Collection[str] = ()) -> Callable[..., None]:
    """A command that takes words and every filter, and hands them to `run` as its `asked`; its own options follow.

    without: options of PLAIN that the command has no use for, or has in another form.
    """
    own = [p for name, p in inspect.signature(run).parameters.items() if name != "asked"]
    plain = {name: option for name, option in PLAIN.items() if name not in without}
    shared = {"words": WORDS, **{n: (_repeatable(h), None) for n, (_, h) in FILTERS.items()}, **plain}

    @wraps(run)
    def command(**given: Any) -> None:
        run(asked=Asked(given={n: given.pop(n) for n in shared}), **given)

    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [inspect.Parameter(n, keyword, default=d, annotation=a) for n, (a, d) in shared.items()]
    parameters += [parameter.replace(kind=keyword) for parameter in own]
    cast(Any, command).__signature__ = inspect.Signature(parameters)
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    return command


def _repeatable(help: str) -> Any:
    return Annotated[list[str] | None, typer.Option(help=help)]


# ---------------------------------------------------------------- words


def text_of(words: Sequence[str]) -> str:
    """The query text of the words that the shell passed; what it passed as one word stands together."""
    for word in words:
        if word.startswith("--"):
            raise BadInput(_no_option(word.partition("=")[0]))
    return " ".join(map(_together, words))


def _together(word: str) -> str:
    if " " not in word.strip() or '"' in word or any(sign in word for sign in (" OR ", " -")):
        return word
    minus = "-" if word.startswith("-") else ""
    name, colon, rest = word.removeprefix("-").partition(":")
    if colon and name.isalpha():
        return f'{minus}{name}:"{rest}"'
    return f'{minus}"{word.removeprefix("-")}"'


def _no_option(written: str) -> str:
    known = [f"--{name.replace('_', '-')}" for name in (*FILTERS, *PLAIN, "no_copies", *MORE)]
    near = get_close_matches(written, known, 3, cutoff=0.75)
    return f"no option {written}" + (
        f"; perhaps {' or '.join(near)}" if near else "; --help lists all of them"
    )


# ---------------------------------------------------------------- filters


def _codes(name: str, written: Sequence[str]) -> tuple[str, ...]:
    from indexer.names import READ

    if name == "source" and written:
        return _sources(written)
    found = [code for one in written for code in READ[name](one) or _unknown(name, one)]
    return tuple(dict.fromkeys(found))


def _unknown(name: str, written: str) -> tuple[str, ...]:
    from indexer.names import near

    known = near(written, name)
    told = f"perhaps {' or '.join(known)}" if known else HINTS.get(name) or CODES.get(name) or "name one"
    raise BadInput("unknown {name} {written!r}; {told}", name=name, written=written, told=told)


def _sources(written: Sequence[str]) -> tuple[str, ...]:
    from crawler.sources import sources

    for one in written:
        if one not in sources():
            known = ", ".join(sorted(sources()))
            raise BadInput("unknown source {written!r}; known are {known}", written=one, known=known)
    return tuple(written)


def facets_of(written: Sequence[str]) -> tuple[str, ...]:
    """The facets named, by comma or repeated; all or none for every one or no one."""
    names = [name.strip() for one in written for name in one.split(",") if name.strip()]
    if "all" in names:
        return FACETS
    for name in names:
        if name not in (*FACETS, "none"):
            raise BadInput(f"unknown facet {name!r}; known are {', '.join(FACETS)}, all and none")
    return tuple(dict.fromkeys(name for name in names if name != "none"))


# ---------------------------------------------------------------- amounts and days


def _between(low: str | None, high: str | None, read: Callable[[str], tuple[str, Decimal]]) -> Between | None:
    ends = [read(end) if end else None for end in (low, high)]
    units = {end[0] for end in ends if end}
    if len(units) > 1:
        raise BadInput("{low!r} and {high!r} are in two currencies; name one", low=low, high=high)
    amounts = [end and end[1] for end in ends]
    return Between(unit=units.pop(), low=amounts[0], high=amounts[1]) if units else None


def read_money(written: str) -> tuple[str, Decimal]:
    """IDR or USD and the amount of "1500000000", "1,5 miliar", "USD 100 ribu"; BadInput for anything else."""
    from entities.money import find_money

    for text in (written, f"Rp{written}"):
        for span in find_money(text):
            if (span.start, span.end) == (0, len(text)) and span.value.currency in ("IDR", "USD"):
                return span.value.currency, span.value.amount
    raise BadInput(
        'unknown value {written!r}; write rupiah or dollars, as 1500000000, "1,5 miliar" or "USD 100 ribu"',
        written=written,
    )


def read_weight(written: str) -> tuple[str, Decimal]:
    """kg and the amount of "500" or "18 ton"; BadInput for anything else."""
    from entities.quantity import find_quantities

    for text in (written, f"{written} kg"):
        for span in find_quantities(text):
            if (span.start, span.end) == (0, len(text)) and span.value.unit == "kg":
                return "kg", span.value.amount
    raise BadInput('unknown weight {written!r}; write kilograms, as 500, or "18 ton"', written=written)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), wording.WIB)
