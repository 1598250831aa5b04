"""The data dictionary of exports, as Markdown: docs/data-dictionary.md is what this prints."""

from collections.abc import Iterator

from app.export_columns import TABLE
from app.export_table import rows_of
from app.schemes_export import TABLE as SCHEMES

HEAD = """# Data dictionary of exports

Made from `app/data/columns.csv` and `app/data/schemes.csv` by `pantau export --dictionary`; edit those tables, not this
page. The columns of events (`--of events`) are those of the [ledger](ledger-dictionary.md).

- One row is one article (`--of stories`), release (`releases`), programme of an article (`programs`) or programme
  however many articles tell of it (`schemes`). An article with two releases gives two rows; never add up `rupiah` of
  rows without a look at `values_printed` and `evidence`: two articles may report one deal.
- Empty (`null` in JSON and Parquet) means what the last column says, never zero.
- Lists are joined by `; ` in CSV and XLSX (no item holds a semicolon) and are lists in JSON Lines, GeoJSON and Parquet.
- Amounts have all their digits in CSV, JSON and Parquet. Excel keeps 15: beside every number a column `NAME_exact` has
  them as text. Parquet holds decimals of 38 digits; an amount that needs more is null there, and whole in `values`.
- Days are `YYYY-MM-DD`, times ISO 8601 with offset, in WIB (`+07:00`).
- A text cell of CSV that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, blanks before it
  or not) has an apostrophe in front; take one away where the rest begins so. XLSX marks such cells as text instead, the
  other formats need neither. Control characters are removed everywhere.
- CSV is RFC 4180 in UTF-8 without a byte order mark; `--bom` adds one. For Excel take `--format xlsx`: Excel with
  Indonesian settings expects semicolons and decimal commas in CSV, and reads the code 33.10 as a number.
  In pandas: `read_csv(file, dtype=str, keep_default_na=False)`; in R: `read.csv(file, colClasses = "character")`.
- GeoJSON puts a row at the points of its origins (a programme at its places, an article at its origins, else at all
  places it names), WGS 84, from `entities/data/centroids.csv`: a seat, not a boundary; `null` where none is known.
- `edited` says that a person had a word in a row, and on which fields: what an editor set or added
  ([corrections](corrections.md)); nobody is named.
- RIS and BibTeX hold one reference a row, with the facts in its notes; for one reference an article take stories.
- What was asked, when, and how many rows came stands in the file (XLSX sheet "Tentang", GeoJSON `about`, BibTeX at the
  end, Parquet metadata `pantau`) or beside it in `FILE.about.txt` (CSV, JSON Lines, RIS), and on standard error.

| column | in | kind | unit | meaning | arti | example | empty means |
|---|---|---|---|---|---|---|---|
"""


def markdown() -> str:
    """The whole page."""
    return HEAD + "".join(_lines())


def _lines() -> Iterator[str]:
    for table, of in ((TABLE, ""), (SCHEMES, "schemes")):
        for row in rows_of(table):
            cells = [f"`{row['name']}`", of or ", ".join(row["of"].split())]
            cells += [row[name] for name in ("kind", "unit", "meaning", "arti", "example", "empty")]
            yield "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |\n"
