"""Exports for reference managers: RIS and BibTeX, one reference a row, the facts and the query in its notes."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, TextIO

from app.export_about import About
from app.export_columns import Of, columns
from app.export_row import Row, clean, wib
from app.export_table import joined, plain, utf8

SAMPLE = "CONTOH: data rekaan dari pers contoh, bukan berita."
FACTS = {
    "name": "Program",
    "kind_name": "Jenis",
    "agency": "Penyelenggara",
    "place_names": "Tempat",
    "start": "Mulai",
    "end": "Selesai",
    "participants": "Peserta",
    "date": "Dilepas",
    "origin_names": "Asal",
    "destination_names": "Tujuan",
    "products": "Barang",
    "exporter": "Pengekspor",
    "values_printed": "Nilai",
    "quantities_printed": "Jumlah",
    "edited": "Dikoreksi penyunting",
}
EVENT_FACTS = {name: FACTS[name] for name in FACTS if not name.endswith("_printed")}
EVENT_FACTS |= {"value_printed": FACTS["values_printed"], "quantities": FACTS["quantities_printed"]}


def facts_line(row: Any, of: Of) -> str:
    """The facts of a row in one line: "Asal: Kota Surakarta. Tujuan: Jepang."."""
    facts = EVENT_FACTS if of in ("events", "schemes") else FACTS
    cells = {c.name: c.of(row) for c in columns(of) if c.name in facts}
    said = {name: joined(v) if isinstance(v, str | tuple) else plain(v) for name, v in cells.items()}
    return " ".join(f"{label}: {said[name]}." for name, label in facts.items() if said.get(name))


def _notes(row: Row, about: About) -> list[str]:
    sample = [SAMPLE] if row.article.sample else []
    return [*sample, *filter(None, [facts_line(row, about.of)]), f"{about.source()[0]}."]


def _people(row: Row) -> list[str]:
    return [name for raw in row.article.authors if (name := clean(raw))]


# ---------------------------------------------------------------- RIS


def write_ris(file: BinaryIO, rows: Iterable[Row], about: About) -> None:
    """RIS records of type NEWS. Every value is one line, so no text of a page starts a tag of its own."""
    with utf8(file) as text:
        write_records(text, (ris(row, about) for row in rows))


def write_records(text: TextIO, records: Iterable[dict[str, Any]]) -> None:
    """Records under the names of rispy."""
    from rispy import RisWriter

    class Plain(RisWriter):
        """Without the running number that the library prints before each record."""

        def set_header(self, count: int) -> str:
            return ""

    writer = Plain()
    for record in records:
        writer.format_lines(text, [record])
        text.write("\n")


def ris(row: Row, about: About) -> dict[str, Any]:
    """One record under the names of rispy."""
    article, published, fetched = row.article, row.published_on, wib(row.article.fetched_at)
    record: dict[str, Any] = {
        "type_of_reference": "NEWS",
        "id": row.key,
        "title": clean(article.title),
        "authors": _people(row),
        "secondary_title": clean(article.source),
        "year": published and f"{published.year}",
        "date": published and f"{published:%Y/%m/%d}/",
        "access_date": fetched and f"{fetched:%Y/%m/%d}/",
        "section": clean(article.section),
        "urls": list(filter(None, [clean(article.url)])),
        "keywords": list(filter(None, map(clean, article.tags))),
        "abstract": row.quoted,
        "notes": _notes(row, about),
        "language": "id",
        "name_of_database": "Pantau",
    }
    return {name: value for name, value in record.items() if value}


# ---------------------------------------------------------------- BibTeX

MEANT = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces even where TeX escapes them
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
ESCAPE = str.maketrans(MEANT)
# Of a URL, which keeps % and _.
ADDRESS = str.maketrans({c: f"%{ord(c):02X}" for c in '\\{}^~"<>`|'} | {" ": "%20"})
KEY = re.compile(r"[^A-Za-z0-9.:_-]+")


def write_bibtex(file: BinaryIO, rows: Iterable[Row], about: About) -> None:
    """Entries of type article with entrysubtype newspaper, in UTF-8 (biber, or BibTeX 8); the citation at the end."""
    with utf8(file) as text:
        for row in rows:
            text.write("\n".join([f"@article{{{KEY.sub('-', row.key)},", *_fields(row, about), "}\n\n"]))
        for line in about.lines():
            text.write(f"% {line.replace('@', '(at)')}\n")  # an @ would start an entry even here


def _fields(row: Row, about: About) -> Iterator[str]:
    published, fetched = row.published_on, wib(row.article.fetched_at)
    yield from _field("title", f"{{{clean(row.article.title).translate(ESCAPE)}}}")
    yield from _field("author", " and ".join(f"{{{name.translate(ESCAPE)}}}" for name in _people(row)))
    yield from _field("journal", clean(row.article.source).translate(ESCAPE))
    yield from _field("entrysubtype", "newspaper")
    if published:
        yield from _field("date", published.isoformat())
        yield from _field("year", str(published.year))
        yield from _field("month", str(published.month))
    yield from _field("url", clean(row.article.url).translate(ADDRESS))
    yield from _field("urldate", fetched.date().isoformat() if fetched else "")
    yield from _field(
        "keywords", ", ".join(clean(t).replace(",", " ").translate(ESCAPE) for t in row.article.tags)
    )
    yield from _field("langid", "indonesian")
    yield from _field("abstract", row.quoted.translate(ESCAPE))
    yield from _field("note", " ".join(_notes(row, about)).translate(ESCAPE))


def _field(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"  {name} = {{{value}}},"
