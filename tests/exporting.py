"""Rows to export, and how to read a file back."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

from app import export
from app.export_about import About
from entities.records import Article, Mention, Money, Program, Quantity, Release, Story
from indexer.index import Hit, Query

DAY = datetime(2021, 12, 20, 3, tzinfo=UTC)
BODY = "Sebanyak 18 ton kopi senilai Rp1,5 miliar dilepas ke Jepang.\n\nKalimat lain yang tidak dikutip."


def article(id: str = "solopos-1", **more) -> Article:
    known = {
        "source": "solopos",
        "url": f"https://example.com/{id}",
        "title": "Kopi dilepas ke Jepang",
        "body": BODY,
    }
    return Article(id=id, **{**known, "published_at": DAY, **more})


def mention(value: Money | Quantity, text: str) -> Mention:
    at = BODY.index(text)
    kind = "value" if isinstance(value, Money) else "quantity"
    return Mention(
        kind=kind, field="body", start=at, end=at + len(text), text=text, value=value, name=text, rule="test"
    )


DEAL = Money(amount=Decimal("1.5E+9"), currency="IDR", approximate=True)
TONS = Quantity(amount=Decimal(18000), unit="kg")
RELEASE = Release(
    date=date(2021, 12, 20),
    origins=("33.23", "33.10"),
    destinations=("JP", "NA"),
    products=("kopi", "gula; semut"),
    values=(DEAL,),
    quantities=(TONS, Quantity(amount=Decimal(1), unit="container")),
    evidence=(mention(DEAL, "Rp1,5 miliar"), mention(TONS, "18 ton")),
)
PROGRAM = Program(name="Kredit Usaha Rakyat", kind="financing", places=("33.72",), participants=50)


def found(of: str = "releases", release: Release = RELEASE, **more) -> Hit:
    story = Story(article=article(**more), releases=(release,), programs=(PROGRAM,), learnt_at=DAY)
    record = {"releases": {"release": release}, "programs": {"program": PROGRAM}, "stories": {}}
    return Hit(story=story, **record[of])


def written(format: str, hits, query: Query | None = None, **more) -> bytes:
    about = About(query=query or Query(of="releases", text="kopi"), at=DAY)
    out = io.BytesIO()
    export.writer(format, **more)(out, about.rows(hits), about)
    return out.getvalue()


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def sheets(data: bytes) -> dict[str, list[dict[str, str]]]:
    """The cells of a workbook by sheet: place -> text, of each row."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        listed = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{main}sheet")
        return {
            sheet.get("name"): [
                {re.sub(r"\d", "", c.get("r")): "".join(c.itertext()) for c in row}
                for row in ElementTree.fromstring(book.read(f"xl/worksheets/sheet{n}.xml")).iter(f"{main}row")
            ]
            for n, sheet in enumerate(listed, 1)
        }


def named(data: bytes) -> list[dict[str, str]]:
    """The rows of the first sheet under the names of its header."""
    head, *rows = next(iter(sheets(data).values()))
    return [{head[place]: text for place, text in row.items()} for row in rows]
