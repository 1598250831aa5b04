"""Names, editions and offices of programmes levelled, so that two prints of one are equal. Words: data/schemes.toml."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from entities import regions
from entities.gazetteer import Words, fold, table
from entities.program_known import known
from entities.records import Article, Program

TABLE = "schemes.toml"
WORD = re.compile(r"[^\W_]+")
YEAR = re.compile(r"\b(20\d\d)\b")
BEHIND = re.compile(r"(?:\s?\([^()\n]{1,20}\))?[\s,(\"“”']{0,3}(?:tahun\s+)?(20\d\d)\b", re.IGNORECASE)
SIGNING = re.compile(r"\b(?:pendaftaran|seleksi|peserta|penerima|program)\s", re.IGNORECASE)
ORDINALS = {"pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5, "keenam": 6, "ketujuh": 7}
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
OFFICES = frozenset({"dinas", "kementerian", "pemerintah"})
NATIONAL = "ID"  # the scope of what is run for the whole country


@dataclass(frozen=True, slots=True)
class Name:
    """words: those that tell it from others, all where none does (general). known: its row in programs.csv."""

    words: frozenset[str] = frozenset()
    general: bool = False
    known: str | None = None
    grows: bool = False

    @property
    def single(self) -> bool:
        """True for a known name that stands for one programme, and not for one in each place."""
        return self.known is not None and not self.grows


@cache
def listed(key: str) -> frozenset[str]:
    """A word list of schemes.toml."""
    return frozenset(table(TABLE)["words"][key].split())


@cache
def scope_pattern(key: str) -> re.Pattern[str]:
    return re.compile("|".join(table(TABLE)["scope"][key]), re.IGNORECASE)


@lru_cache(maxsize=4096)
def name_of(printed: str | None, places: frozenset[str], by: frozenset[str]) -> Name:
    """The name of a programme levelled: no year, no batch, no office or place of its own; that of an office is none."""
    if not printed or set(office(printed).split()) & OFFICES:
        return Name()
    row = next((match.values[0] for match in known().find(Words(printed)) if match.first <= 1), None)
    said = [word for word in _without_batch(printed) if not word.isdigit()]
    own = frozenset(said) - listed("name") - places - by
    words = own or frozenset(said) - places or frozenset(said)
    return Name(words, not own, row.name if row else None, bool(row and row.grows))


def plain_name(printed: str) -> tuple[str, ...]:
    """The words of a name without year, batch and "program": what makes two prints of it one."""
    words = [word for word in _without_batch(printed) if not YEAR.fullmatch(word)]
    return tuple(word for word in words if word not in {"program", "programme"})


def _without_batch(printed: str) -> list[str]:
    words = [fold(word) for word in WORD.findall(printed)]
    kept, skip = [], False
    for word in words:
        if skip and number(word) is not None:
            skip = False
            continue
        skip = word in listed("batch")
        if not skip:
            kept.append(word)
    return kept


def initials(printed: str | None) -> str:
    """The capitals of a name, as KKI; "" for less than three."""
    words = WORD.findall(YEAR.sub("", printed or ""))
    found = "".join(word[0] for word in words if word[0].isupper())
    return found if len(found) > 2 else ""


# ---------------------------------------------------------------- editions


def years(program: Program, article: Article) -> frozenset[int]:
    """The year in the name, or right behind it where the article names it first; none where several are printed."""
    if found := YEAR.findall(program.name or ""):
        return frozenset({int(found[-1])})
    behind = {int(match[1]) for text in _behind(program, article) if (match := BEHIND.match(text))}
    return frozenset(behind) if len(behind) == 1 else frozenset()


def batches(program: Program, article: Article, *, alone: bool) -> frozenset[int]:
    """The number of the batch in the name or right behind it: "tahap II", "angkatan ke-4".

    Else, where the article tells of no other programme, that in the headline or behind "pendaftaran".
    """
    named = {n for text in (program.name or "", *_behind(program, article)) for n in _numbers(text)}
    told = (
        {n for text in (article.title, *_signing(article.body)) for n in _numbers(text)} if alone else set()
    )
    found = named or told
    return frozenset(found) if len(found) == 1 else frozenset()


def _signing(body: str) -> list[str]:
    """What stands behind "pendaftaran" and its like: "Pendaftaran gelombang II dibuka"."""
    return [body[match.end() : match.end() + 30].partition(".")[0] for match in SIGNING.finditer(body)]


def _numbers(text: str) -> Iterable[int]:
    words = [fold(word) for word in WORD.findall(text)]
    for at, word in enumerate(words[:-1]):
        if word in listed("batch"):
            after = words[at + 2] if words[at + 1] == "ke" and len(words) > at + 2 else words[at + 1]
            if (read := number(after)) is not None and read < 100:
                yield read


def number(word: str) -> int | None:
    """The number of an edition: "4", "II", "kedua"; None for any other word."""
    if word.isdecimal():
        return int(word)
    if word in ROMAN:
        return ROMAN.index(word) + 1
    return ORDINALS.get(word)


def _behind(program: Program, article: Article) -> list[str]:
    """The few words behind each mention of the name."""
    texts = {"title": article.title, "body": article.body}
    named = (m for m in program.evidence if m.kind == "program")
    return [texts[m.field][m.end : m.end + 30].partition(".")[0] for m in named]


# ---------------------------------------------------------------- offices


@cache
def _prints() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(row["printed"]), row["means"]) for row in table(TABLE)["office"]]


@lru_cache(maxsize=4096)
def office(printed: str | None) -> str:
    """An office with its short forms written out, in small letters."""
    name = (printed or "").casefold()
    for pattern, means in _prints():
        name = pattern.sub(means, name)
    return " ".join(name.split())


@lru_cache(maxsize=4096)
def office_words(printed: str | None, places: frozenset[str]) -> frozenset[str]:
    """The words that tell an office from another, places left out."""
    return frozenset(map(fold, WORD.findall(office(printed)))) - listed("office") - places


def scope(program: Program, name: Name) -> str | None:
    """For whom a programme is run: NATIONAL, the code of a province, that of a city; None where nothing tells.

    A known programme whose name does not grow by a place is national where its office does not say otherwise.
    """
    printed = office(program.agency)
    names = [(code, _own_words(code)) for code in program.places]
    local = scope_pattern("local").search(printed) is not None
    cities = [code for code, words in names if len(code) > 2 and words and words <= set(printed.split())]
    provinces = [code[:2] for code, _ in names if _own_words(code[:2]) <= set(printed.split())]
    anywhere = not (local or cities or provinces or _somewhere(program.agency))
    if anywhere and scope_pattern("national").search(printed):
        return NATIONAL
    if provinces and (not cities or scope_pattern("province").search(printed)):
        return provinces[0]
    if cities:
        return cities[0]
    if not printed:
        return NATIONAL if name.single else None
    return program.places[0] if len(program.places) == 1 and local_office(printed) else None


@lru_cache(maxsize=4096)
def _somewhere(printed: str | None) -> bool:
    """True where the name of an office has that of a city or province: Bea Cukai Denpasar."""
    return any(True for _ in regions.gazetteer().find(Words(printed or "")))


def local_office(printed: str) -> bool:
    """True for an office of a city or province that does not say of which."""
    return bool(listed("government") & set(printed.split())) and not scope_pattern("national").search(printed)


@cache
def _own_words(code: str) -> frozenset[str]:
    """The words of the name of a region without its kind."""
    if code not in regions.codes():
        return frozenset({""})
    words = (fold(word) for word in WORD.findall(regions.label(code)))
    return frozenset(
        word
        for word in words
        if word not in {"kota", "kabupaten", "provinsi", "daerah", "khusus", "istimewa"}
    )
