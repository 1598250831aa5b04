"""Clean-up of an article's paragraphs: what is not the article goes, what names its makers or place becomes a field.

Pure functions over text. The words of junk are in data/junk.toml; what has a form of its own (a byline, a
dateline, an article printed twice) is here.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

SPACES = re.compile(r"\s+")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
PROSE = 40  # characters from which a paragraph with a full stop counts as prose
ENDED = re.compile(r"[.!?…:;]['\"”’»)\]]{0,3}$")


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """Paragraphs without junk, and what their junk told; see `clean`."""

    paragraphs: tuple[str, ...] = ()
    dateline: str | None = None
    summary: str | None = None
    authors: tuple[str, ...] = ()
    editor: str | None = None
    captions: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True, kw_only=True)
class Junk:
    """The compiled patterns that hold for one source, the general ones and its own; keys as in data/junk.toml."""

    marker: re.Pattern[str]
    drop: re.Pattern[str]
    cut: re.Pattern[str]
    inline: re.Pattern[str]
    caption: re.Pattern[str]
    credit: re.Pattern[str]
    lead: re.Pattern[str] | None = None


@cache
def _table() -> dict[str, object]:
    return tomllib.loads(files("entities").joinpath("data/junk.toml").read_text("utf-8"))


@cache
def junk_of(source: str, drop: tuple[str, ...] = (), cut: tuple[str, ...] = ()) -> Junk:
    """The patterns for a source; `drop` and `cut` are further ones, those of its spider."""
    table = _table()
    sites = table.get("site")
    site = sites.get(source, {}) if isinstance(sites, dict) else {}

    def union(key: str, more: Sequence[str] = ()) -> re.Pattern[str]:
        general = table.get(key)
        patterns = [*(general if isinstance(general, list) else []), *site.get(key, []), *more]
        return re.compile("|".join(f"(?:{p})" for p in patterns), re.I)

    return Junk(
        marker=re.compile(rf"(?:{union('markers').pattern})\s*(?::|$|[»>|–-])", re.I),
        drop=union("drop", drop),
        cut=union("cut", cut),
        inline=union("inline"),
        caption=union("caption"),
        credit=union("credit"),
        lead=union("lead") if "lead" in site else None,
    )


@cache
def stock_tags() -> frozenset[str]:
    """Keywords that sites print on every page."""
    tags = _table()["stock_tags"]
    return frozenset(tags if isinstance(tags, list) else [])


# ---------------------------------------------------------------- small words


def tidy(text: str) -> str:
    """One line in NFC, without invisible characters; quotation marks and dashes stay as the site wrote them."""
    return SPACES.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def normal(text: str) -> str:
    """A form for comparing two prints of a paragraph: letters and digits only, in lower case."""
    return "".join(c for c in text.casefold() if c.isalnum())


def is_prose(text: str) -> bool:
    return len(text) >= 100 or (len(text) >= PROSE and bool(ENDED.search(text)))


# ---------------------------------------------------------------- names of those who made it

ROLES = {
    "author": r"pewarta|penulis|reporter|wartawan|jurnalis|kontributor|rep|laporan|oleh|writer|author|teks|naskah|liputan",
    "editor": r"editor|redaktur(?: ?pelaksana)?|penyunting|red|redaksi|penyelaras",
    "nobody": r"uploader|pengunggah|sumber|copyright|fotografer|grafis|videografer|kameramen|cop|publisher|source|tim",
}
NAME = (
    r"[A-Z][\w.'’`-]{0,25}(?:,? [A-Z][\w.'’`-]{0,25}| (?:bin|binti|van|de|dan|&) [A-Z][\w.'’`-]{0,25}){0,5}"
)
LABEL = re.compile(
    rf"(?<![\w])(?:{'|'.join(f'(?P<{role}>{words})' for role, words in ROLES.items())})"
    rf"(?: ?(?:&|dan|/) ?(?:{'|'.join(ROLES.values())}))?(?: [a-z]{{4,12}})?\s?[:;]\s*",
    re.I,
)
BARE_NAME = re.compile(rf"(?:[Oo]leh\s*:?\s+)?({NAME})\.?$")
SLASHED = re.compile(
    r"(?P<name>[A-Z][\w.' -]{2,50}?)\s?/\s?(?:Journalist|Jurnalis|Reporter|Wartawan|Kontributor)\s?(?:/\s?\w{1,12})?(?=$|\s)"
)
NOT_A_NAME = re.compile(
    r"(?:baca|foto|sumber|berita|indonesia|kota|kabupaten|kementerian|dinas|umkm|ukm|promosi|iklan|redaksi|admin|tim|"
    r"humas|home|beranda|share|jakarta|kesimpulan|penutup|latar|profil|tips|video|advertorial|provinsi)\b",
    re.I,
)


def byline(text: str) -> dict[str, list[str]] | None:
    """Names by role from a line such as "Pewarta: A Editor: B"; None where the line is no byline."""
    line = text.strip(" -–—|()[]*")
    if len(line) > 220 or not (found := list(LABEL.finditer(line))) or found[0].start() > 0:
        return None
    names: dict[str, list[str]] = {"author": [], "editor": [], "nobody": []}
    for label, after in zip(found, [*found[1:], None], strict=True):
        value = line[label.end() : after.start() if after else len(line)]
        role = label.lastgroup or "nobody"
        if len(value) > 90 or value.count(".") > 4:
            return None
        names[role] += people(value)
    return names


def people(text: str) -> list[str]:
    """The names in what stands where names belong: "Jurnalis-A, B | C" is A, B and C."""
    text = re.sub(
        r"^(?:oleh|by|penulis|reporter|jurnalis|pewarta|wartawan|editor|rep|red)\b\s*[-:–|]?\s*",
        "",
        tidy(text),
        flags=re.I,
    )
    text = re.split(r"copyright|©|\||\bTribun\w*\.com", text, maxsplit=1, flags=re.I)[0]
    parts = re.split(
        r"\s*(?:[,;/|]|\bdan\b|&|\band\b)\s*", re.sub(r"\([^()]{0,40}\)|\[[^\]]{0,40}\]|@\S+", " ", text)
    )
    names = [
        tidy(part).strip(" -–—.:*") + ("." if re.search(r" [A-Z]\.$", part.strip()) else "") for part in parts
    ]
    return [
        n
        for n in names
        if 2 < len(n) <= 60 and len(n.split()) <= 6 and not n.startswith("http") and re.search(r"[^\W\d]", n)
    ]


def bare_name(text: str) -> str | None:
    """A name that stands alone: one to five capitalised words and nothing else."""
    found = BARE_NAME.fullmatch(text.strip(" ()[]*-–"))
    if not found or len(text) > 45 or NOT_A_NAME.match(found[1]) or len(found[1].split()) > 5:
        return None
    return found[1] + ("." if re.search(r" [A-Z]\.$", text.strip()) and not found[1].endswith(".") else "")


# ---------------------------------------------------------------- datelines

BRAND = (
    r"(?:[A-Za-z][\w-]{1,25}(?:\.[A-Za-z]{2,12}){1,3}|[A-Z][\w]{2,20}\s?(?:News|NEWS|Newsroom|Indonesia|INDONESIA)|"
    r"[A-Z]{3,}news|ANTARA|Antara|KBRN|VIVA|InfoPublik|INFOPUBLIK|KOMPAS|RMOL|iNews|SINDOnews)"
)
WORD = r"[A-Z][\w.'’-]{1,20}"
PLACE = rf"{WORD}(?: {WORD}){{0,3}}"
DAY = r"(?:\w{4,7}, )?\d{1,2} \w{3,9} \d{4}|\w{4,7} \(\d{1,2}/\d{1,2}(?:/\d{2,4})?\)"
PART = rf"(?:{BRAND}|{PLACE}|{DAY})"
AGENCY = r"\s?\([\w./ -]{2,40}\)"
DASH = r"\s?(?:-{1,2}|[–—]{1,2})\s?"
START = r"(?=[-–—\"“”‘’'«(\[A-Z0-9])"  # a lead begins like a sentence
DATELINES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\((?P<head>[A-Z]\w{{3,25}}\s?[–—-]\s?{PLACE})\)\s*[-–—]?\s*",
        rf"(?P<head>{BRAND}(?:,? ?[-–—|]|,) ?{PLACE})\s?\.\s+(?=[A-Z“\"])",
        rf"(?P<head>{BRAND}{DASH}{PLACE}){DASH}{START}",
        rf"(?P<head>(?:{PART}\s?[,|]\s?){{0,3}}{PART}(?:{AGENCY})?)(?:\s?[-–—]{{1,2}}\s+|\s+[-–—]{{1,2}}\s?|\s?[–—]\s?){START}",
        rf"(?P<head>{BRAND}, {PLACE}|{BRAND})\s?[:|]\s+(?=[A-Z“\"])",
        rf"(?P<head>{PLACE}(?:, {PLACE})?{AGENCY})\s?[:-]?\s*(?=[A-Z“\"])",
    )
)
MAX_HEAD = 90


def dateline(text: str, lead: re.Pattern[str] | None = None) -> tuple[str | None, str]:
    """The dateline at the start of a lead and the lead without it; None where there is none.

    "SOLO, KABARKITA.COM – Sebanyak" gives "SOLO, KABARKITA.COM". Every word of a head is capitalised, so a
    sentence with a dash in it is none.
    """
    found = lead.match(text) if lead else None
    if found:
        return found[0].strip(" ()-–—"), text[found.end() :].lstrip(" -–—")
    for pattern in DATELINES:
        found = pattern.match(text[: MAX_HEAD + 20])
        if found and len(found["head"]) <= MAX_HEAD and len(text) - found.end() > 20:
            return found["head"].strip(" ,"), text[found.end() :].lstrip(" -–—")
    return None, text


# ---------------------------------------------------------------- the steps of the clean-up


def clean(
    paragraphs: Iterable[str],
    *,
    title: str = "",
    source: str = "",
    drop: tuple[str, ...] = (),
    cut: tuple[str, ...] = (),
) -> Cleaned:
    """Paragraphs as a page prints them -> the article's own, with bylines, captions and dateline as fields.

    drop, cut: further patterns of the site, as in data/junk.toml. A summary is one that is printed above the dateline.
    """
    junk = junk_of(source, drop, cut)
    texts = [t for t in (tidy(junk.inline.sub(" ", tidy(p))) for p in _lines(paragraphs)) if t]
    texts = _without_copy(_unglued(_without_title(texts, title)))
    texts = _without_inserts(_until_cut(texts, junk), junk)
    texts, made = _without_bylines(texts)
    kept: list[str] = []
    captions: list[str] = []
    for text in texts:
        first = not any(is_prose(k) for k in kept)
        if junk.caption.match(text) or (first and junk.credit.match(text)):
            captions.append(text)
        elif not junk.drop.match(text):
            kept.append(text)
    kept, made = _signed(_trimmed(kept), made)
    return _led(kept, replace(made, captions=tuple(unique(captions))), junk)


def unique(values: Iterable[str]) -> list[str]:
    """The values in order, each once, compared without case and punctuation."""
    return list({normal(v): v for v in reversed(list(values)) if v}.values())[::-1]


def _lines(paragraphs: Iterable[str]) -> list[str]:
    return [line for paragraph in paragraphs for line in paragraph.split("\n")]


def _without_title(texts: list[str], title: str) -> list[str]:
    """The headline printed again, alone or at the end of a breadcrumb, above the first prose."""
    key = normal(title)
    if not key:
        return texts
    lead = next((i for i, t in enumerate(texts) if is_prose(t) and key not in normal(t)), len(texts))
    return [
        t
        for i, t in enumerate(texts)
        if not (normal(t) == key or (i < lead and normal(t).endswith(key) and len(t) < len(title) + 80))
    ]


def _without_copy(texts: list[str]) -> list[str]:
    """An article that the page prints twice, for two screens: its first complete print. Lone repeats go too."""
    keys = [normal(t) for t in texts]
    seen: dict[str, int] = {}
    again: dict[int, int] = {}
    for i, (key, text) in enumerate(zip(keys, texts, strict=True)):
        if len(text) >= PROSE and key in seen:
            again.setdefault(seen[key], i)
        seen.setdefault(key, i)
    if not again:
        return texts
    repeats = set(again.values())
    prose = [i for i, t in enumerate(texts) if is_prose(t) and i not in repeats]
    second = min(repeats)
    before = [i for i in prose if i < second]
    if len(again) >= 2 and before and sum(i in again for i in before) >= 0.6 * len(before):
        end = max(i for i in again if i < second) + 1
        tail = [t for t in texts[end:second] if len(t) < 60]
        return [*texts[:end], *tail]
    return [t for i, t in enumerate(texts) if i not in repeats]


def _unglued(texts: list[str]) -> list[str]:
    """A first paragraph that begins with what the page's header printed, as its second print below shows."""
    for i, text in enumerate(texts[:3]):
        for other in texts[i + 1 :]:
            if len(other) >= PROSE and len(other) < len(text) <= len(other) + 200 and text.endswith(other):
                return [*texts[:i], other, *texts[i + 1 :]]
    return texts


def _until_cut(texts: list[str], junk: Junk) -> list[str]:
    for i, text in enumerate(texts):
        if junk.cut.match(text) and any(is_prose(t) for t in texts[:i]):
            return texts[:i]
    return texts


def _without_inserts(texts: list[str], junk: Junk) -> list[str]:
    kept: list[str] = []
    waiting = False
    for text in texts:
        found = junk.marker.match(text)
        if found and len(text) <= 300:
            waiting = len(text) - found.end() < 3
        elif waiting and len(text) <= 160 and not ENDED.search(text):
            waiting = False
        else:
            waiting = False
            kept.append(text)
    return kept


def _without_bylines(texts: list[str]) -> tuple[list[str], Cleaned]:
    kept: list[str] = []
    authors: list[str] = []
    editors: list[str] = []
    waiting: list[str] | None = None
    for text in texts:
        names = byline(text)
        slashed = SLASHED.match(text) if len(text) < 160 else None
        if slashed:
            authors.append(tidy(slashed["name"]))
            names = byline(text[slashed.end() :].strip(" -–—|")) or {}
            editors += names.get("editor", [])
        elif names is not None:
            authors += names["author"]
            editors += names["editor"]
            label = text.lower()
            alone = not any(names.values()) and len(text) < 30
            waiting = (editors if label.startswith(("editor", "red")) else authors) if alone else None
        elif waiting is not None and (name := bare_name(text)):
            waiting.append(name)
            waiting = None
        else:
            kept.append(text)
            waiting = None
    return kept, Cleaned(authors=tuple(unique(authors)), editor=editors[0] if editors else None)


def _trimmed(texts: list[str]) -> list[str]:
    """Without the short unfinished lines above the first prose: dates, names, crumbs."""
    first = next((i for i, t in enumerate(texts) if is_prose(t) or (len(t) >= 20 and t.endswith("."))), None)
    return texts if first is None else texts[first:]


SIGN_OFF = re.compile(
    r"\s*(?:\((?P<round>[^()]{1,60})\)|\[(?P<square>[^\[\]]{1,40})\]|\*{1,3}|#{1,3})\s*\.?$"
)
INITIALS = re.compile(r"[*\w.]{1,12}(?:\s?[/,|-]\s?[*\w.]{1,12}){0,4}\*?$")
GLUED = re.compile(rf"^(?P<text>.{{40,}}[.!?][”\"’')]{{0,2}})\s?[-–—]?\s*(?P<name>{NAME})\.?$", re.S)


def _signed(texts: list[str], made: Cleaned) -> tuple[list[str], Cleaned]:
    """The makers' names and initials below the last sentence, on their own lines or glued to it."""
    texts, names = list(texts), []
    for _ in range(4):
        if not texts:
            break
        last = texts[-1]
        name = bare_name(last) if len(texts) > 1 else None
        if name and not is_prose(last):
            names.append(name)
            texts.pop()
        elif not is_prose(last) and len(last) < 60 and not ENDED.search(last) and len(texts) > 1:
            found = SIGN_OFF.fullmatch(last)
            names += _signatures(found)
            if not found and not _is_trailing(last):
                break
            texts.pop()
        elif (found := SIGN_OFF.search(last)) and found.start() > 0 and _is_signature(found, last):
            names += _signatures(found)
            texts[-1] = last[: found.start()].rstrip()
        elif (glued := GLUED.match(last)) and bare_name(glued["name"]) and len(glued["name"]) <= 30:
            names.append(glued["name"])
            texts[-1] = glued["text"]
        else:
            break
    return texts, replace(made, authors=tuple(unique([*made.authors, *reversed(names)])))


def _is_trailing(text: str) -> bool:
    """Whether a short last line without a full stop can only be litter; list items and headings cannot close."""
    return len(text) < 40


def _is_signature(found: re.Match[str], text: str) -> bool:
    inner = found["round"] or found["square"]
    if inner is None or ENDED.search(text[: found.start()].rstrip()):
        return True
    return bool(INITIALS.fullmatch(inner)) and not inner.isupper() and not found[0].endswith(".")


def _signatures(found: re.Match[str] | None) -> list[str]:
    """Full names of a sign-off; initials ("abc/def") and agencies name nobody."""
    inner = found and (found["round"] or found["square"])
    parts = [] if not inner else re.split(r"\s?[/,|]\s?", inner)
    return [p for p in parts if " " in p and bare_name(p)]


def _led(texts: list[str], made: Cleaned, junk: Junk) -> Cleaned:
    """Dateline and printed summary: a short paragraph above the one with the dateline is the summary."""
    for i, text in enumerate(texts[:3]):
        head, rest = dateline(text, junk.lead)
        if head:
            summary = " ".join(texts[:i]) or None
            if summary and (len(summary) > 400 or i > 1):
                continue
            return replace(made, paragraphs=(rest, *texts[i + 1 :]), dateline=head, summary=summary)
    return replace(made, paragraphs=tuple(texts))
