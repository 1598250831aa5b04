"""How to cite a list of matches or one article: as text, RIS and BibTeX.

A list has no DOI; it is cited by what was asked, when, of what index, and how many rows came.
"""

import io
from collections.abc import Callable

from app import wording
from app.export_about import About
from app.export_references import ADDRESS, MEANT, write_bibtex, write_records, write_ris
from app.export_row import Row, clean, wib
from indexer.index import Hit

TEX = str.maketrans(MEANT)


def cite_list(about: About, format: str, url: str) -> str:
    """A list, whose rows `about` has counted, found under a URL; format: one of FORMATS."""
    return LISTS[format](about, url)


def cite_article(hit: Hit, about: About, format: str) -> str:
    """One article; about: the search that it was found by."""
    return ARTICLES[format](hit, about)


# ---------------------------------------------------------------- a list


def _list_text(about: About, url: str) -> str:
    return "".join(f"{clean(line)}\n" for line in (*about.lines(), url))


def _list_ris(about: About, url: str) -> str:
    day = f"{wib(about.at):%Y/%m/%d}/"
    record = {
        "type_of_reference": "DATA",
        "id": _key(about),
        "title": clean(about.titles()[0]),
        "authors": ["Pantau"],
        "year": day[:4],
        "date": day,
        "access_date": day,
        "urls": [clean(url)],
        "notes": [clean(line) for line in about.lines()],
        "language": "id",
        "name_of_database": "Pantau",
    }
    text = io.StringIO()
    write_records(text, [record])
    return text.getvalue()


def _list_bibtex(about: About, url: str) -> str:
    day = f"{wib(about.at):%Y-%m-%d}"
    fields = {
        "title": f"{{{clean(about.titles()[0]).translate(TEX)}}}",
        "author": "{Pantau}",
        "date": day,
        "year": day[:4],
        "month": str(int(day[5:7])),
        "url": clean(url).translate(ADDRESS),
        "urldate": day,
        "langid": "indonesian",
        "note": " ".join(map(clean, about.lines())).translate(TEX),
    }
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{_key(about)},\n{body}}}\n"


def _key(about: About) -> str:
    return f"pantau-{about.of}-{wib(about.at):%Y%m%d}"


# ---------------------------------------------------------------- an article


def _article_text(hit: Hit, about: About) -> str:
    article = hit.story.article
    by = "; ".join(filter(None, map(clean, article.authors)))
    sample = "CONTOH, bukan berita. " if article.sample else ""
    published = wording.day(wib(article.published_at).date()) if article.published_at else "tanpa tanggal"
    fetched = f", diambil {wording.day(wib(article.fetched_at).date())}" if article.fetched_at else ""
    return (
        f"{sample}{f'{by}. ' if by else ''}“{clean(article.title)}”. {clean(article.source)}, {published}. "
        f"{clean(article.url)}{fetched}; dibaca lewat Pantau, id {clean(article.id)}.\n"
    )


def _article_as(write: Callable[..., None]) -> Callable[[Hit, About], str]:
    def cited(hit: Hit, about: About) -> str:
        file = io.BytesIO()
        write(file, [Row(hit)], about)
        return file.getvalue().decode("utf-8")

    return cited


LISTS = {"text": _list_text, "ris": _list_ris, "bibtex": _list_bibtex}
ARTICLES = {"text": _article_text, "ris": _article_as(write_ris), "bibtex": _article_as(write_bibtex)}
FORMATS = tuple(LISTS)
