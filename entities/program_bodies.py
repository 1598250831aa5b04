"""Names of institutions: ministries, offices, banks, firms and boards, from their head to their natural end."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from entities.gazetteer import Words, table
from entities.program_words import Sentence, listed, words
from entities.regions import gazetteer as regions
from entities.spans import Span

CAPITAL = r"[A-Z][\w.&/’'-]*"
BRACKETS = r"(?: ?\([A-Za-z][\w/ -]{1,24}\))?"
WEEKDAY = re.compile(r",? (?:Senin|Selasa|Rabu|Kamis|Jumat|Jum['’]at|Sabtu|Minggu|Ahad)\b.*", re.S)
TAIL = re.compile(r",[^,]*$")
SIDES = "Barat|Timur|Utara|Selatan|Tengah|Tenggara|Daya"
SHORT_NAME = re.compile(r" ?\([A-Z][\w-]+\)")  # of the region before it
AND_SHORT = re.compile(r"(.+?\([A-Z][\w -]+\)) [A-Z]")
ONE_WORD = re.compile(r"\S+(?: (?:Kota|Kabupaten|Kab\.|Provinsi))?(?: [A-Z][\w.]+)?")
# "Pemkab Berau, Kalimantan Timur, menggelar"
PLACE_AFTER = re.compile(
    r" (?:\([A-Z]\w+\) )?(?:Kota|Kabupaten|Kab\.|Provinsi) [A-Z]\w+" + rf"(?: (?:{SIDES}))*"
)


def find_institutions(text: str) -> list[Span]:
    """The institutions named in a text, in order, never overlapping; of a list joined by "dan" the first.

    One of an unknown form counts where something is told to be held by it: "digagas oleh Rumah Digital Pesisir".
    """
    return list(_institutions(text))


@lru_cache(maxsize=256)  # the same sentences are asked for each programme, and for what they tell
def _institutions(text: str) -> tuple[Span, ...]:
    found = known_forms(text)
    taken = [(span.start, span.end) for span in found]
    told = [*held_by().finditer(text), *(foundations().finditer(text) if ends_as_one(text) else ())]
    for match in told:
        name, start = match.group(1).rstrip(".,"), match.start(1)
        end = start + len(name)
        free = not any(a < end and start < b for a, b in [*taken, *((s.start, s.end) for s in found)])
        if free and not listed("officials") & set(words(name)[:2]):
            found.append(Span(start=start, end=end, value=name, name=name, rule="institution"))
    return tuple(sorted(found, key=lambda span: span.start))


def ends_as_one(text: str) -> bool:
    """Whether a text holds a word that institutions from abroad end with."""
    return any(word in text for word in table("program_words.toml")["agencies"]["ends"].split())


@cache
def foundations() -> re.Pattern[str]:
    """Institutions of which the last word tells that they are one: "The Teluk Biru Foundation"."""
    ends = "|".join(table("program_words.toml")["agencies"]["ends"].split())
    return re.compile(rf"\b((?:{CAPITAL} ){{1,3}}(?:{ends}))\b")


@cache
def held_by() -> re.Pattern[str]:
    """Two capitalised words or more after "diselenggarakan oleh" and the like."""
    verbs = "|".join(sorted(listed("held_by")))
    return re.compile(rf"\b(?:{verbs}) (?:langsung )?oleh ({CAPITAL}(?: (?:dan |& )?{CAPITAL}){{1,6}})")


@cache
def holding() -> re.Pattern[str]:
    """Two capitalised words or more right before "menggelar" and the like."""
    verbs, between = ("|".join(sorted(listed(key))) for key in ("organising", "already"))
    return re.compile(
        rf"\b({CAPITAL}(?: (?:dan |& )?{CAPITAL}){{1,5}})(?: \([^)]{{2,30}}\))?(?: dengan)?"
        rf"(?: (?:{between}))* (?:{verbs})\b"
    )


def unknown_holder(text: str) -> str | None:
    """Who is told to hold something though no word tells that it is an institution: "JML Organizer mengadakan"."""
    taken = [(m.start(), m.end()) for m in institutions().finditer(text)]
    for match in holding().finditer(text):
        start, end = match.span(1)
        named = listed("officials") | listed("levels")
        if not any(a < end and start < b for a, b in taken) and not named & set(words(match.group(1))):
            return match.group(1).rstrip(".,")
    return None


def known_forms(text: str) -> list[Span]:
    """The institutions of which the head tells that they are one."""
    found, at = [], 0
    while match := institutions().search(text, at):
        name = trimmed(match.group(), titled=is_official(text[: match.start()]))
        end = match.start() + len(name)
        bare = name in bare_heads()  # "dari Kementerian/Lembaga"
        bare = bare or in_brackets(text, match.start(), end)
        at = end if bare or text[end : end + 1] == "," else match.end()
        if not bare:
            found.append(Span(start=match.start(), end=end, value=name, name=name, rule="institution"))
    return found


def in_brackets(text: str, start: int, end: int) -> bool:
    """Whether a name is no more than the short form of the one before it: "Kasudin Perdagangan (PPKUKM)"."""
    return (
        text[end : end + 1] == ")"
        and re.search(r"[A-Z]\w+ \($", text[max(0, start - 40) : start]) is not None
    )


@cache
def institutions() -> re.Pattern[str]:
    """Names of institutions, the longest form: head, more capitals, an acronym in brackets, a place."""
    voc = table("program_words.toml")["agencies"]
    long, short, stems = ("|".join(voc[key].split()) for key in ("long", "short", "stems"))
    more = rf"(?:(?:,? (?:dan|serta|&)|,)? {CAPITAL})"
    return re.compile(
        rf"\b(?:(?:{long}){more}{{1,10}}(?:{BRACKETS}{more}{{1,8}}){{0,3}}{BRACKETS}|"
        rf"(?:(?:{stems})\w*|(?:{short})(?!\w))(?:[-/ ](?:UKM|UMKM|UM|Naker))?{BRACKETS}{more}{{0,6}}{BRACKETS}|"
        rf"(?:pemkot|pemkab|pemprov|pemda)\b(?: {CAPITAL}){{0,3}})",
    )


@cache
def bare_heads() -> frozenset[str]:
    """Words that name no institution without another behind them."""
    return frozenset(re.findall(r"(?<!\S)[A-Z]\w+", table("program_words.toml")["agencies"]["long"]))


@cache
def another() -> re.Pattern[str]:
    """Where one institution ends and another begins: "Bank Indonesia dan Kadin"."""
    voc = table("program_words.toml")["agencies"]
    heads = "|".join(
        [*voc["long"].split(), *voc["short"].split(), *(stem + r"\w*" for stem in voc["stems"].split())]
    )
    return re.compile(rf",? (?:dan|serta|&) (?=(?:{heads})\b)|[,/] ?(?=(?:{heads})\b)")


def trimmed(name: str, *, titled: bool) -> str:
    """A name without the weekday, the verb of a headline or the province that follows it.

    After the title of an official a person may follow: "Ketua Dekranasda Jawa Timur Arumi".
    """
    name = another().split(WEEKDAY.sub("", name), maxsplit=1)[0]
    name = unpersoned(name) if titled else name
    pieces = name.split(" ")
    ends = listed("headline_verbs") | listed("fairs")
    verbs = (n for n, piece in enumerate(pieces) if n and piece.casefold() in ends)
    name = " ".join(pieces[: next(verbs, len(pieces))]).rstrip(" ,.&")
    while (tail := TAIL.search(name)) and not re.search(r" (?:dan|serta|&) ", tail.group()):
        name = name[: tail.start()]
    return re.sub(r" (?:dan|serta|&)$", "", name)


@lru_cache(maxsize=256)
def unpersoned(name: str) -> str:
    """The name of an institution behind the title of its head, without the person: "Dekranasda Provinsi Lampung Ani".

    It ends with the first region in it; of a short one without, no more than one word stays, which may be a place.
    """
    for match in regions().find(Words(name)):
        if match.start:
            short = SHORT_NAME.match(name, match.end)
            return name[: short.end() if short else match.end]
    short = AND_SHORT.match(name)
    if short and not name.startswith("PT"):  # "Kementerian Koperasi (Kemenkop) Ani"
        return short.group(1)
    if name.split()[0] not in listed("own_heads"):
        return name
    one = ONE_WORD.match(name)
    return name if one is None or one.group() == name else name.split()[0]


def without_partner(after: str) -> str:
    """What follows an institution, without the one named beside it: " dan Kadin menggelar"."""
    joint = another().match(after)
    partner = institutions().match(after, joint.end()) if joint else None
    return after[partner.end() :] if partner else after


def is_official(before: str) -> bool:
    """Whether the capitalised words right before an institution are the title of one of its people."""
    if listed("persons") & set(words(before[-60:])[-3:]):
        return True
    for word in reversed(before.split()[-8:]):
        if word.casefold().strip(".,") in listed("officials"):
            return True
        if not (word[:1].isupper() or word in ("dan", "&", "pada", "di")) or word[-1:] in ",;:":
            return False
    return False


def is_general(word: str) -> bool:
    """Whether a word stands for the government of a town or province, which is named behind it: "pemkot"."""
    return word.casefold() in listed("general")


@lru_cache(maxsize=256)  # of each programme the same sentences are asked
def untitled(text: str) -> tuple[str, ...]:
    """The institutions of a text, without the person who may follow the title of an official."""
    return tuple(trimmed(match.group(), titled=True) for match in institutions().finditer(text))


def initials(form: str) -> str:
    """The first letters of a name, without what tells that it is a firm: "PT Kapal Tani Negara (Persero)" is "KTN"."""
    bare = re.sub(r"\([^)]*\)|^PT\b", "", form)
    return "".join(word[0] for word in bare.split() if word[0].isupper())


def in_full(name: str, near: Sequence[Sentence]) -> str:
    """The name in its fullest printed form: "LPEI" after "Lembaga Pembiayaan Ekspor Indonesia (LPEI)"."""
    forms = (form for s in near for form in untitled(s.text))
    first, _, rest = name.partition(" ")
    for form in forms if "(" not in name else ():
        if not rest and form.casefold().startswith(f"{first.casefold()} ") and is_general(first):
            return form
        if f"({name})" in form or (f"({first})" in form and form.endswith(rest)):
            return form
        if form.startswith(f"PT {name}") or (name.isupper() and name == initials(form)):
            return form
        if form.startswith(name) and (place := PLACE_AFTER.match(form[len(name) :])):
            return name + place.group()
    return name
