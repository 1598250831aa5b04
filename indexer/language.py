"""The query language, read once for every backend: a reader's text becomes a small tree and plain notes.

    keripik singkong        both words, anywhere; each finds its family and aliases (indexer/words.py)
    "keripik singkong"      side by side
    -solo  -"kota solo"     must not occur
    kopi OR teh             one of them; OR in capitals, binding tighter than the space between words
    tujuan:jepang           a field; also asal: kota: provinsi: produk: judul: ... (FIELDS), each may be excluded

Small words ("ke", "di", "dan") are searched only in quotation marks, or where there is nothing else.
There is no other syntax, so nothing can be malformed: what is not understood is searched as plain words and told.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from indexer import names
from indexer.index import Query
from indexer.words import plain, search_words, small_words

MAX_TEXT, MAX_TERMS = 2_000, 64  # characters read, terms searched; the rest is told

FIELDS = {
    "title": ("title", "judul"),
    "body": ("body", "text", "teks", "isi"),
    "source": ("source", "sumber"),
    "topic": ("topic", "topik"),
    "place": ("place", "tempat", "daerah"),
    "city": ("city", "kota", "kabupaten"),
    "province": ("province", "provinsi"),
    "origin": ("origin", "asal"),
    "country": ("country", "negara"),
    "destination": ("destination", "tujuan"),
    "product": ("product", "produk"),
    "group": ("group", "kelompok"),
    "program": ("program", "programme"),
    "exporter": ("exporter", "eksportir"),
    "id": ("id",),
}
LOOSENED = "tidak ada yang memuat semua kata; ini yang memuat sebagian"
FIELD_OF = {written: field for field, all_written in FIELDS.items() for written in all_written}
SAME_AS = {"city": "place", "province": "place"}  # read on a level of their own, matched as places

TERM = re.compile(
    r'(?P<minus>(?<!\S)[-–−])?(?:(?P<field>[^\W\d_]{1,20}):(?=[^\s:]))?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)|(?P<lone>"))'
)
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


@dataclass(frozen=True, kw_only=True)
class Words:
    """Words side by side, in the title, the body or anywhere (None)."""

    text: str
    field: Literal["title", "body"] | None = None


@dataclass(frozen=True, kw_only=True)
class Is:
    """One of these values under a name of FACETS, or "place" (city or province) or "id"."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Not:
    """All that `node` does not match."""

    node: "Words | Is"


@dataclass(frozen=True, kw_only=True)
class Or:
    """What one or more of the nodes match."""

    nodes: "tuple[Words | Is | Not, ...]"


Node = Words | Is | Not | Or


@dataclass(frozen=True, kw_only=True)
class Asked:
    """All nodes must match; notes tell, in the reader's language, what was not understood as asked."""

    nodes: tuple[Node, ...] = ()
    notes: tuple[str, ...] = ()


def parse(text: str) -> Asked:
    """The tree of a reader's text; any text has one."""
    notes: list[str] = []
    terms = _terms(_clean(text, notes), notes)
    if len(terms) > MAX_TERMS:
        notes.append(f"hanya {MAX_TERMS} kata pertama yang dicari")
    return Asked(nodes=tuple(_joined(terms[:MAX_TERMS])), notes=tuple(dict.fromkeys(notes)))


def loosened(tree: Asked) -> Asked | None:
    """A tree that is content with any of the single words where all were asked for; None where that is no difference.

    For a text no story holds all words of. Phrases, fields, exclusions and filters stay as they are.
    """
    single = tuple(n for n in tree.nodes if isinstance(n, Words) and n.field is None and " " not in n.text)
    if len(single) < 2:
        return None
    rest = tuple(node for node in tree.nodes if node not in single)
    return Asked(nodes=(Or(nodes=single), *rest), notes=(*tree.notes, LOOSENED))


def asked(query: Query) -> Asked:
    """The tree of a query: its text, and each of its filters of names and codes."""
    read = parse(query.text)
    filters = tuple(Is(name=name, values=values) for name, values in _filters(query) if values)
    return replace(read, nodes=read.nodes + filters)


def _filters(query: Query) -> Iterable[tuple[str, tuple[str, ...]]]:
    yield "source", query.sources
    yield "topic", query.topics
    yield "place", query.places
    yield "origin", query.origins
    yield "country", query.countries
    yield "destination", query.destinations
    yield "product", query.products
    yield "group", query.groups
    yield "program", query.programs
    yield "exporter", query.exporters


# ---------------------------------------------------------------- reading


def clean(text: str) -> str:
    """Text without control characters and halves of characters, which no page holds and engines choke on."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)


def _clean(text: str, notes: list[str]) -> str:
    if len(text) > MAX_TEXT:
        notes.append(f"hanya {MAX_TEXT} huruf pertama yang dicari")
        text = text[:MAX_TEXT].rpartition(" ")[0] or text[:MAX_TEXT]
    return clean(text).translate(QUOTES)


def _terms(text: str, notes: list[str]) -> list["Words | Is | Not | str"]:
    """Leaves in order; an OR that stands between two of them is the string "OR"."""
    read = [(match, leaf) for match in TERM.finditer(text) if (leaf := _term(match, notes)) is not None]
    found = [leaf for match, leaf in read if not _is_small(match)] or [leaf for _, leaf in read]
    terms: list[Words | Is | Not | str] = []
    for at, term in enumerate(found):
        if term == "OR" and (not terms or terms[-1] == "OR" or at + 1 == len(found)):
            notes.append('"OR" tanpa kata di kedua sisinya dicari sebagai kata biasa')
            term = Words(text="OR")
        terms.append(term)
    return terms


def _term(match: re.Match[str], notes: list[str]) -> "Words | Is | Not | str | None":
    minus, field, phrase, word = match["minus"], match["field"], match["phrase"], match["word"]
    if match["lone"]:
        notes.append("tanda kutip tanpa pasangan diabaikan; kata-katanya dicari satu per satu")
        return None
    if word == "OR" and not (minus or field):
        return "OR"
    written = phrase if phrase is not None else word or ""
    if not _words(written) and not field:
        if minus or (written and written in "-–−"):
            notes.append("pengecualian tanpa kata diabaikan")
        return None
    leaf = _leaf(field, written, notes)
    return Not(node=leaf) if minus and leaf else leaf


def _is_small(match: re.Match[str]) -> bool:
    return not (match["minus"] or match["field"]) and plain(match["word"] or "") in small_words()


def _leaf(field: str | None, written: str, notes: list[str]) -> "Words | Is | None":
    if field is None:
        return Words(text=written)
    known = FIELD_OF.get(field.casefold())
    if known in ("title", "body") and _words(written):
        return Words(text=written, field="title" if known == "title" else "body")
    values = names.READ[known](written) if known in names.READ else ()
    if known and values:
        return Is(name=SAME_AS.get(known, known), values=values)
    notes.append(_unknown(field, written, known))
    plain = written if known else f"{field} {written}"
    return Words(text=plain) if _words(plain) else None


def _unknown(field: str, written: str, known: str | None) -> str:
    if known is None:
        return f'tidak ada bidang "{field}"; "{field}:{written}" dicari sebagai kata biasa'
    near = ", ".join(names.near(written, known))
    return f'"{written}" tidak dikenal sebagai {field}; dicari sebagai kata biasa' + (
        f" (mungkin {near}?)" if near else ""
    )


def _words(text: str) -> bool:
    return any(word for _, _, found in search_words(text) for word in found)


def _joined(terms: list["Words | Is | Not | str"]) -> Iterable[Node]:
    """Terms between which an OR stands, together; a term cut off at the end leaves its OR without meaning."""
    group: list[Words | Is | Not] = []
    joining = False
    for term in terms:
        if isinstance(term, str):
            joining = True
            continue
        if group and not joining:
            yield _one(group)
            group = []
        group.append(term)
        joining = False
    if group:
        yield _one(group)


def _one(group: list[Words | Is | Not]) -> Node:
    return group[0] if len(group) == 1 else Or(nodes=tuple(group))
