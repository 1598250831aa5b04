"""Events in words: by province, firsts, biggest values and late finds."""

from collections.abc import Iterable, Iterator

from app.digests.document import Block, Item, Items, Line, Paragraph, Part
from app.digests.language import Language, shown
from app.digests.numbers import CURRENCIES, amount, number
from app.digests.records import Digest, Group
from entities.ledger_claims import Conflict, Entry
from entities.ledger_firsts import First
from entities.ledger_told import Value
from entities.records import Money, Quantity
from entities.worth import Disagreement, disagreements

SEVERAL = 5  # goods, countries, sources that are named of one event
NOVEL = 3  # of what was first in one event
NAME = 60  # letters of a product's or firm's name
TITLE = 120
DOUBTS = 5  # events named whose values do not fit
PLAIN_URL = 400  # letters of an address that are worth printing


def events(digest: Digest, says: Language) -> Iterator[Block]:
    """The events of the week by province; how many there are where not all are named."""
    if not digest.groups:
        if digest.late:
            yield Paragraph(line=says.line("no_events"), tone="quiet")
        return
    if digest.shown:
        n = digest.events.figure
        yield Paragraph(
            line=says.line("cut", shown=number(digest.shown, says), n=number(n, says)), tone="alert"
        )
    for group in digest.groups:
        items = tuple(item(one, digest, says) for one in group.entries)
        yield Items(heading=_heading(group, says), items=items)
    if sum(len(group.entries) for group in digest.groups) > len(
        {o.id for g in digest.groups for o in g.entries}
    ):
        yield Paragraph(line=says.line("twice"), tone="quiet")
    if digest.late:
        yield Paragraph(line=says.line("with_late"), tone="quiet")


def firsts(digest: Digest, says: Language) -> Iterator[Block]:
    """What happened for the first time, and who came back, by event, with what that was checked against."""
    if digest.firsts:
        yield Items(items=tuple(_first(one, found, says) for one, found in digest.firsts))
    if digest.more_firsts:
        yield Paragraph(line=says.line("more_firsts"), tone="quiet")


def biggest(digest: Digest, says: Language) -> Iterator[Block]:
    """The events of most value, the largest first."""
    if digest.biggest:
        yield Items(items=tuple(_value_item(one, says) for one in digest.biggest))


def late(digest: Digest, says: Language) -> Iterator[Block]:
    """Events that happened before the week."""
    if not digest.late or digest.late_count is None:
        return
    yield Paragraph(line=says.line("late_note"), tone="quiet")
    yield Items(items=tuple(item(one, digest, says) for one in digest.late))
    if len(digest.late) < digest.late_count.value:
        n = digest.late_count
        yield Paragraph(line=says.line("more_late", n=number(n, says)), tone="quiet")


def doubtful(digest: Digest, says: Language) -> Line:
    """The events whose sum rests on two values that do not fit; empty where there is none."""
    named = (*(one for group in digest.groups for one in group.entries), *digest.biggest, *digest.late)
    found = {one.id: one for one in named if any(_unlike(one))}
    links = [(_event(one),) for one in list(found.values())[:DOUBTS]]
    return says.line("doubt", events=_joined(links)) if links else ()


# ---------------------------------------------------------------- one event


def item(one: Entry, digest: Digest, says: Language) -> Item:
    """An event: origin → destinations, then goods, value, exporter, sources and link, and what to check."""
    day = Part(text=_day(one, says))
    head = (Part(text=way(one, says), strong=True), Part(text=" · "), day)
    lines = [_goods(one, says), value_line(one, says), _telling(one, says)]
    warnings = [Paragraph(line=line, tone="alert") for line in _warnings(one, says)]
    return Item(head=head, lines=(*(Paragraph(line=line) for line in lines if line), *warnings))


def way(one: Entry, says: Language) -> str:
    """ "Kota Surakarta → Jepang, Singapura"."""
    origins = says.listing((says.region(code) for code in one.origins), SEVERAL)
    return f"{origins} → {says.listing((says.country(code) for code in one.destinations), SEVERAL)}"


def value_line(one: Entry, says: Language) -> Line:
    """The value as printed, then in rupiah and in dollars; what was converted says at which day's rate."""
    if one.worth.stated is None:
        return says.line("no_value")
    printed = shown(one.printed) if one.printed else says.stated(one.worth.stated)
    line: Line = (Part(text=f"“{printed}”", event=one.id, field="printed", strong=True),)
    told = [_worth(one, field, says) for field in CURRENCIES if getattr(one.worth, field) is not None]
    return (*line, Part(text=" = "), *_joined(told, " / ")) if told else (*line, *says.line("no_rate"))


def _worth(one: Entry, field: str, says: Language) -> Line:
    """The value in one currency, with the rate's day where it was converted."""
    rate = next((rate for rate in one.worth.rates if rate.currency == CURRENCIES[field]), None)
    when = (Part(text=f" ({says.text('rate', day=says.day(rate.rate_date))})"),) if rate else ()
    return (amount(one, field, says), *when)


def _goods(one: Entry, says: Language) -> Line:
    """The goods, how much of them, and whose they are."""
    parts: list[Line] = [(Part(text=goods(one, says)),)]
    if one.quantities:
        told = says.listing(map(says.stated, one.quantities), SEVERAL)
        parts.append((Part(text=told, event=one.id, field="quantities"),))
    if one.exporter:
        parts.append((Part(text=shown(one.exporter, NAME)),))
    return _joined(parts, " · ")


def goods(one: Entry, says: Language) -> str:
    """The goods by name."""
    return says.listing((shown(name, NAME) for name in one.products), SEVERAL)


def _telling(one: Entry, says: Language) -> Line:
    """The first report's headline and link, the sources, and where all claims stand."""
    first = one.event.reports[0]
    names = list(dict.fromkeys(report.source for report in one.event.reports))
    n = Part(text=says.number(one.sources), event=one.id, field="sources")
    counted = says.line("sources_n", one.sources, n=n)
    sources = (Part(text=f": {says.listing(map(shown, names), SEVERAL)}"),)
    return _joined([(article(first.title, first.url),), (*counted, *sources), (_event(one),)], " · ")


def article(title: str, url: str) -> Part:
    """A headline that leads to its article; a page's own script: or data: link never becomes ours."""
    safe = (
        url.startswith(("https://", "http://"))
        and len(url) <= PLAIN_URL
        and url.isprintable()
        and " " not in url
    )
    return Part(text=shown(title, TITLE) or shown(url, TITLE), url=url if safe else None)


def _event(one: Entry) -> Part:
    return Part(text=one.id, event=one.id)


def _day(one: Entry, says: Language) -> str:
    if one.day:
        return says.day(one.day)
    return says.text("by_day", day=says.day(one.told_on)) if one.told_on else says.text("no_day")


def _warnings(one: Entry, says: Language) -> Iterator[Line]:
    """Where sources differ, and where one report's two values of a deal do not fit."""
    for conflict in one.conflicts:
        yield _conflict(conflict, one, says)
    for unlike in _unlike(one):
        yield says.line(
            "disagree",
            first=_checked(one, says.stated(unlike.first)),
            converted=_checked(one, says.money(unlike.rate.amount, unlike.rate.currency)),
            second=_checked(one, says.stated(unlike.second)),
            day=says.day(unlike.rate.rate_date),
        )


def _conflict(conflict: Conflict, one: Entry, says: Language) -> Line:
    values = says.listing((claimed(value, says) for value in conflict.values), SEVERAL)
    told = _checked(one, values, f"conflicts.{conflict.field}")
    return says.line("conflict", field=says.text(f"fields.{conflict.field}"), values=told)


def _checked(one: Entry, text: str, field: str = "conflicts") -> Part:
    return Part(text=text, event=one.id, field=field)


def _unlike(one: Entry) -> Iterator[Disagreement]:
    """Of the reports of an event the two statements of one deal that do not fit, each once."""
    seen: set[tuple[object, object]] = set()
    for report in one.event.reports:
        day = report.day or one.when
        for found in disagreements(report.release.values, day):
            if (found.first, found.second) not in seen:
                seen.add((found.first, found.second))
                yield found


def claimed(value: Value, says: Language) -> str:
    """A claimed value: names for codes."""
    if isinstance(value, Money | Quantity):
        return says.stated(value)
    if not isinstance(value, str):
        return says.number(value) if isinstance(value, int) else says.day(value)
    if value[:1].isdigit():
        return says.region(value)
    return says.country(value) if len(value) == 2 and value.isupper() else shown(value)


# ---------------------------------------------------------------- parts of sections


def _heading(group: Group, says: Language) -> Line:
    """The province with how many events it has, and how many of them are not named."""
    if group.code is None or group.figure is None:
        return (Part(text=says.text("no_province")),)
    return (Part(text=f"{says.region(group.code)} · "), number(group.figure, says))


def _value_item(one: Entry, says: Language) -> Item:
    about = Part(text=f"{way(one, says)} · {goods(one, says)} · ")
    return Item(head=value_line(one, says), lines=(Paragraph(line=(about, _event(one))),))


def _first(one: Entry, found: Iterable[First], says: Language) -> Item:
    """An event with all that was first in it."""
    held = list(found)
    head = (Part(text=way(one, says), strong=True), Part(text=f" · {goods(one, says)} · "), _event(one))
    together: dict[tuple[str, str], list[First]] = {}
    for first in held:
        together.setdefault((first.kind, first.what), []).append(first)
    lines = [_novelty(group, one, says) for group in list(together.values())[:NOVEL]]
    lines += [says.line("more_novel")] if len(together) > NOVEL else []
    return Item(
        head=head,
        lines=(
            *(Paragraph(line=line) for line in lines),
            Paragraph(line=_against(one, held[0], says), tone="quiet"),
        ),
    )


_WHICH = {
    "origin-country": "first_origin",
    "product-country": "first_product",
    "exporter-returns": "first_returns",
}


def _novelty(group: list[First], one: Entry, says: Language) -> Line:
    """ "Pertama kali dari Kabupaten Klaten ke Jepang, Prancis": of one origin, product or firm."""
    first = group[0]
    what = says.region(first.what) if first.kind == "origin-country" else shown(first.what, NAME)
    if first.kind == "exporter-returns":
        return says.line(
            _WHICH[first.kind], what=what, before=Part(text=first.before or "", event=first.before)
        )
    if first.kind == "product-country" and what.isdigit():
        what = says.text("heading", what=what)
    countries = _joined([_country(other, one, says) for other in group[:SEVERAL]])
    countries += (Part(text=f" {says.text('and_more')}"),) if len(group) > SEVERAL else ()
    return says.line(_WHICH[first.kind], what=what, country=countries)


def _country(first: First, one: Entry, says: Language) -> Line:
    """A country, with how many earlier events to it leave the first open."""
    name = Part(text=says.country(first.country or ""))
    if not first.unsure:
        return (name,)
    unsure = Part(text=says.number(first.unsure), event=one.id, field=f"firsts.unsure.{first.country}")
    return (name, Part(text=" ("), *says.line("unsure", first.unsure, unsure=unsure), Part(text=")"))


def _against(one: Entry, first: First, says: Language) -> Line:
    """What the firsts of an event were checked against: events, sources, since when."""
    names = ("checked", "sources") if first.since else ("checked",)
    counts = {
        name: Part(text=says.number(getattr(first, name)), event=one.id, field=f"firsts.{name}")
        for name in names
    }
    since = {"since": Part(text=says.day(first.since))} if first.since else {}
    return says.line("checked" if first.since else "checked_unknown", None, **counts, **since)


def _joined(lines: Iterable[Line], comma: str = ", ") -> Line:
    """Lines one after the other."""
    made: list[Part] = []
    for line in lines:
        made += [Part(text=comma)] if made else []
        made += line
    return tuple(made)
