"""Each printed number of a digest, taken anew: its address or command is read back into a search and asked again.

What gives a number here is counted from the hits of that search; the digest takes most of them from totals and facets.
"""

import json
import re
import shlex
from datetime import UTC, date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
import typer
from typer.testing import CliRunner

from app import asking, wording
from app.cli import cli
from app.digests.document import Chart, Items, Paragraph, Tiles
from app.digests.html import MailLinks, mail, page
from app.digests.language import language
from app.digests.pointing import Pointer
from app.digests.telling import tell
from app.digests.text import text
from app.ledger import book
from app.web.asked import read
from entities.ledger_claims import Entry
from entities.worth import day_of, worth
from indexer.index import Query
from indexer.sqlite import SQLiteIndex
from tests.digests import MONDAY, PUBLIC, WEEK, days, idr, kg, made, program, release, story, usd

CITIES = "33.72 33.10 34.01 35.71 51.71 18.71 32.73 36.74 12.71 73.71".split()
COUNTRIES = "JP US NL DE AU FR SA AE CN SG".split()
GOODS = "kopi;keripik;rotan;batik;lada;gula semut;teh;kakao;vanila;udang".split(";")
OF = {"/": "stories", "/events": "events", "/programmes": "schemes"}
COMMAND_OF = {
    "search": "stories",
    "releases": "events",
    "releases --reports": "releases",
    "ledger programs": "schemes",
}
NAMES = {"stories": "articles", "events": "events", "schemes": "schemes"}
DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")
OTHER = re.compile(r"\d{4}-W\d{2}|(?:EV|PR)-\d{4}-[\d.]+-\w{8}|pos HS \d+|HS heading \d+|pekan 53|week 53")


def several(number, at, first=0, source="solopos", **more):
    """Articles of as many events, told apart by day, city and goods."""
    for n in range(first, first + number):
        values = {0: (idr(Decimal(1_000_000_007) * (n + 1)),), 1: (usd(12_345 * (n + 1)),), 2: ()}[n % 3]
        yield story(
            f"{source}-{at:%Y%m%d}-{n}",
            release(
                *values,
                date=at.date() if n % 4 else None,
                origins=(CITIES[n % 10],) if n % 7 else (CITIES[n % 10], CITIES[(n + 1) % 10]),
                destinations=(COUNTRIES[n * 3 % 10], COUNTRIES[(n + 1) % 10]),
                products=(f"{GOODS[n * 7 % 10]} jenis{chr(97 + n)}",),
                quantities=(kg(1_500 * (n + 1)),) if n % 2 else (),
                exporter=f"CV Niaga {chr(65 + n)}{chr(97 + n)}ngka" if n % 2 else None,
            ),
            published=at,
            source=source,
            **more,
        )


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    held = SQLiteIndex(tmp_path_factory.mktemp("digest") / "p.db")
    year_ago = datetime(2020, 12, 15, 3, tzinfo=UTC)
    xau = release(*[idr(5)], origins=(), destinations=(), products=("emas hias",))
    held.put(
        [
            *several(3, year_ago - days(40)),
            *several(4, year_ago),
            *several(3, MONDAY - days(60)),
            *several(6, MONDAY - days(7)),
            *several(16, MONDAY),
            *several(2, MONDAY + days(1), first=16, source="side"),
            *several(2, MONDAY - days(20), first=3, source="kedirikota", learnt=MONDAY),
            story("emas", xau, published=MONDAY + days(2)),
            story("copy", *[r for s in several(1, MONDAY) for r in s.releases], source="side"),
            story("p1", programs=(program("Klinik Ekspor", end=date(2022, 1, 3), participants=1_250),)),
            story("p2", programs=(program("Klinik Ekspor"), program(None)), source="side"),
            story("p3", programs=(program("Temu Bisnis"),), published=MONDAY - days(6)),
        ]
    )
    return held


WAYS = {
    "everything": (Query(), {}),
    "English": (Query(), {"language": "en"}),
    "by publication": (Query(), {"by": "published"}),
    "cut": (Query(), {"most": 4}),
    "words and filters": (
        Query(text="-jenisb", destinations=("JP", "US", "NL"), origins=("33", "34", "51", "18")),
        {},
    ),
    "a source": (Query(sources=("solopos",)), {}),
    "reports": (Query(), {"reports": True}),
}


@pytest.fixture(params=WAYS, scope="module")
def digest(request, index):
    query, how = WAYS[request.param]
    return made(index, query, **how)


def parts(digest):
    for section in tell(digest).sections:
        for block in section.blocks:
            for line in lines(block):
                yield from line


def lines(block):
    if isinstance(block, Paragraph):
        yield block.line
    elif isinstance(block, Chart):
        yield block.parts
    elif isinstance(block, Tiles):
        for tile in block.tiles:
            yield (tile.number,)
            yield from tile.lines
    elif isinstance(block, Items):
        yield block.heading
        for item in block.items:
            yield item.head
            yield from (told.line for told in item.lines)


# ---------------------------------------------------------------- taken anew


def counted(index, measure, query, digest):
    """A measure counted from the hits of a search, without what the digest used."""
    hits = list(index.hits(query))
    if measure == "stories":
        return len(hits)
    if measure == "programs":
        return len({hit.scheme.id for hit in hits})
    if measure == "reports":
        return len(hits)
    found = [hit.event or of_report(hit) for hit in hits]
    amounts = [(one.worth.rupiah, one.worth.dollars) for one in found]
    valued = [pair for pair in amounts if None not in pair]
    return {
        "events": lambda: len(found),
        "late": lambda: sum(one.when is not None and one.when < WEEK.monday for one in found),
        "shown": lambda: len({one.id for group in digest.groups for one in group.entries}),
        "valued": lambda: len(valued),
        "unvalued": lambda: sum(one.worth.stated is None for one in found),
        "unconverted": lambda: sum(
            o.worth.stated is not None and None in p for o, p in zip(found, amounts, strict=True)
        ),
        "rupiah": lambda: sum((rupiah for rupiah, _ in valued), Decimal(0)),
        "dollars": lambda: sum((dollars for _, dollars in valued), Decimal(0)),
        "provinces": lambda: len(
            {code[:2] for one in found for r in one.event.reports for code in r.release.origins}
        ),
        "destinations": lambda: len(
            {c for one in found for r in one.event.reports for c in r.release.destinations}
        ),
    }[measure]()


def of_report(hit):
    """What one article tells of a shipment, as an event of one report looks."""
    day = day_of(hit.story.article, hit.release)
    alone = SimpleNamespace(reports=[SimpleNamespace(release=hit.release)])
    return SimpleNamespace(worth=worth(hit.release.values, day), event=alone)


def as_printed(measure, value, digest):
    says = language(digest.language)
    currency = {"rupiah": "IDR", "dollars": "USD"}.get(measure)
    return says.money(value, currency) if currency else says.number(value)


def of_address(address):
    parts = urlsplit(address)
    path = parts.path.removeprefix(urlsplit(PUBLIC).path)
    return read(parse_qsl(parts.query), of=NAMES[OF[path]])


def of_command(command):
    """What the command line makes of a command that the digest prints."""
    for name in ("ledger programs", "releases --reports"):
        command = command.replace(name, f"'{name}'")
    program, name, *words = shlex.split(command)
    assert program == "pantau"
    heard = []
    app = typer.Typer()
    app.command(context_settings=asking.LOOSE)(
        asking.asks(lambda asked: heard.append(asked.query(COMMAND_OF[name])))
    )
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, (command, done.output)
    return heard[0]


def test_each_number_is_what_the_address_behind_it_gives(index, digest):
    pointer = Pointer(public=PUBLIC, language=digest.language)
    tried = [part for part in parts(digest) if part.figure]
    assert len(tried) > 15
    for part in tried:
        value = counted(index, part.figure.measure, of_address(pointer.address(part)), digest)
        assert part.text == as_printed(part.figure.measure, value, digest), (part.figure.measure, part.text)


def test_each_number_is_what_the_command_behind_it_gives(index, digest):
    pointer = Pointer(language=digest.language)
    for part in parts(digest):
        if part.figure:
            asked = of_command(pointer.told(part.figure.query))
            value = counted(index, part.figure.measure, asked, digest)
            assert part.text == as_printed(part.figure.measure, value, digest), part


def test_the_commands_themselves_give_the_numbers(index, tmp_path):
    told = text(made(index))
    url = f"sqlite:///{index.path}"
    commands = dict(re.findall(r"^  \[(\d+)\] pantau (.*)$", told.partition("ASAL SETIAP ANGKA")[2], re.M))
    for words, measure in (("peristiwa ekspor", "events"), ("berita", "stories")):
        number, mark = re.search(rf"(\d+) {words} \[(\d+)\]", told).groups()
        done = CliRunner().invoke(cli, [*shlex.split(commands[mark]), "--json", "--summary", "--index", url])
        assert json.loads(done.stdout.splitlines()[-1])["summary"]["total"] == int(number), measure


def test_each_amount_of_an_event_is_what_the_event_says(index, digest):
    says, firsts = language(digest.language), book(index).firsts
    tried = 0
    for part in parts(digest):
        if part.event and part.field:
            tried += 1
            one = index.event(part.event) or index.scheme(part.event)
            assert part.text in set(told_by(one, part.field, firsts.get(one.id, ()), says)), part
    assert tried > 10


def told_by(one: Entry, field, firsts, says):
    name, _, rest = field.partition(".")
    if name == "firsts":
        yield from (says.number(getattr(first, rest.split(".")[0])) for first in firsts)
    elif name in ("rupiah", "dollars"):
        yield says.money(getattr(one.worth, name), {"rupiah": "IDR", "dollars": "USD"}[name])
    elif name == "printed":
        yield f"“{one.printed or says.stated(one.worth.stated)}”"
    elif name == "quantities":
        yield ", ".join(map(says.stated, one.quantities))
    elif name == "participants":
        yield says.number(one.participants)
    elif name == "sources":
        yield says.number(one.sources)
    else:
        for conflict in one.conflicts:
            yield ", ".join(
                says.country(v) if conflict.field == "destinations" else says.stated(v)
                for v in conflict.values
            )


def test_no_digit_is_printed_that_is_no_number_of_a_search_or_event_no_day_and_no_name(digest):
    for part in parts(digest):
        if part.figure or (part.event and part.field) or part.url:
            continue
        left = OTHER.sub("", DAY.sub("", part.text))
        if digest.search and digest.search in left:
            continue
        assert not re.search(r"\d", left), part


# ---------------------------------------------------------------- in the page and in the mail


class Links(HTMLParser):
    """(address, text) of every link, and the text outside of links."""

    def __init__(self):
        super().__init__()
        self.links, self.outside, self.open, self.skip = [], [], None, 0

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.open = [dict(attrs).get("href"), ""]
        self.skip += tag in ("style", "title", "svg")

    def handle_endtag(self, tag):
        if tag == "a":
            self.links.append(tuple(self.open))
            self.open = None
        self.skip -= tag in ("style", "title", "svg")

    def handle_data(self, data):
        if self.open:
            self.open[1] += data
        elif not self.skip:
            self.outside.append(data)


@pytest.mark.parametrize("made_by", ["page", "mail"])
def test_every_number_of_the_page_and_of_the_mail_is_a_link_to_what_gives_it(digest, made_by):
    html = page(digest, PUBLIC) if made_by == "page" else mail(digest, MailLinks(public=PUBLIC))
    read_links = Links()
    read_links.feed(html)
    pointer = Pointer(public=PUBLIC, language=digest.language)
    wanted = {(pointer.address(p), p.text) for p in parts(digest) if p.figure}
    assert wanted <= set(read_links.links)


def test_without_a_page_each_number_has_a_mark_and_each_mark_a_command(index):
    digest = made(index)
    told = text(digest)
    body, _, checks = told.partition("ASAL SETIAP ANGKA")
    marks = {int(n) for n in re.findall(r"\[(\d+)\]", body)}
    commands = dict(re.findall(r"^  \[(\d+)\] (pantau .*)$", checks, re.M))
    assert marks == {int(n) for n in commands} == set(range(1, len(commands) + 1))
    first = re.search(r"(\d+) peristiwa ekspor \[(\d+)\]", body)
    assert counted(index, "events", of_command(commands[first[2]]), digest) == int(first[1])
    html = page(digest)
    assert {int(n) for n in re.findall(r"<small>\[(\d+)\]</small>", html)} == marks


def test_addresses_hold_nothing_but_the_search(digest):
    pointer = Pointer(public=PUBLIC, language=digest.language)
    for part in parts(digest):
        if part.figure:
            address = pointer.address(part)
            assert address.startswith(f"{PUBLIC}/")
            assert not set(unquote(address)) & set('\r\n<>"')
    assert wording.WIB.utcoffset(None).seconds == 7 * 3600
