"""The fields of a programme's record, each read from the sentences that tell of it."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from entities.numerals import numerals
from entities.program_words import LEAD, Sentence, listed, sentence_at, words
from entities.records import Mention, PartialDate

CAPITALS = r"(?:(?:,? (?:dan|serta)|,)? [A-Z][\w.]*)"
PLACED = r"(?: (?:Kota|Kabupaten|Provinsi))?(?: [A-Z]\w+){1,3}"
SHORT = r"(?: \([A-Z][\w-]{1,11}\)(?: (?:Kota|Kabupaten|Provinsi)(?: [A-Z]\w+){1,3})?)?"
OFFICE = re.compile(
    r"\b(?:Kantor (?:(?:Wilayah|Perwakilan|Pelayanan|Pengawasan dan Pelayanan) )?)?(?:"
    r"(?:Dinas|Kementerian|Badan|Balai(?: Besar)?|Lembaga|Direktorat Jenderal|Ditjen|Universitas)"
    rf"{CAPITALS}{{1,9}}{SHORT}|"
    rf"Bank Indonesia(?: \([A-Z][\w-]+\))?(?:(?: Kantor)? Perwakilan)?(?:{PLACED})?|"
    rf"(?:Bank|Bea Cukai|BPR|BPD|Asosiasi|Politeknik|Kanwil){CAPITALS}{{1,3}}|"
    rf"(?:Pemerintah (?:Kota|Kabupaten|Provinsi)(?: \(Pem\w+\))?|Kadin|Dekranas(?:da)?|Baznas|Pemkot?|Pemkab|Pemprov)"
    rf"(?:{PLACED})?|"
    rf"(?:Disperi|Disperd|Diskop|Diskum|Dinkop|Dinperin|Dindag|Disnak|Disdag|D(?:KU|KP|PPK)[A-Z])\w*"
    rf"(?:[ -][A-Z]{{2,4}}\b)?(?:{PLACED})?|UPTD?{CAPITALS}{{1,4}}|"
    r"Kemen[a-zKU]\w*(?: UKM)?|Indonesia Eximbank|Pertamina|Telkom|Bulog|LPEI|Barantin|OJK|BPJPH|BRI|BNI|PNM|PLN|"
    r"Apindo|Hipmi|HIMKI|ASEPHI|Apkasi|pemkot|pemkab|pemprov)"
)
NO_OFFICE = ("Bank Perkreditan Rakyat", "Bank Pembangunan Daerah", "Bank Umum")
WEEKDAY = re.compile(r",? (?:Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|Ahad)\b.*", re.S)
MAX_OWN = 100
MIN_SUM = 500_000
MIN_COUNT, MAX_COUNT = 10, 1_000_000
MANY = 1000  # what a region has is counted in thousands
BETWEEN = re.compile(r"\s*(?:,|,?\s*(?:dan|serta)|/)\s*(?:(?:Kota|Kabupaten|Kab\.)\s+)?")
YEAR = re.compile(r"20\d\d")
CLAUSE = re.compile(r"[,;:()]")


# ---------------------------------------------------------------- who


def offices(read: Iterable[Sentence]) -> Iterator[str]:
    """Offices that act in the sentences: named, and not merely in the title of an official."""
    for sentence in read:
        for match in OFFICE.finditer(sentence.text):
            before = words(sentence.text[max(0, match.start() - 60) : match.start()])[-2:]
            after = words(sentence.text[match.end() : match.end() + 60])[:6]
            name = WEEKDAY.sub("", match.group()).strip(" ,.")
            if after[:1] == ["expo"] or name.endswith("Expo") or name in NO_OFFICE:
                continue
            official = listed("officials") & set(before)
            cues = listed("launching") if name.casefold() in listed("general") else listed("runs")
            guest = "dihadiri" in sentence.before(sentence.start + match.start())[-9:]
            if (name.split()[0] in listed("own_heads") and not guest) or (
                not official and cues & {*before, *after}
            ):
                yield name


def agency(near: Sequence[Sentence], usual: Sequence[str]) -> str | None:
    """Who runs it, as printed, the most specific; None where only officials speak."""
    found = list(offices(near))
    specific = [name for name in found if name.split()[0].casefold() not in listed("general")]
    for name in usual:
        if any(name in sentence.text for sentence in near) and name not in specific[:1]:
            return name if not specific or specific[0] not in first_text(near) else specific[0]
    return next(iter([*specific, *found]), None)


def first_text(near: Sequence[Sentence]) -> str:
    return near[0].text if near else ""


# ---------------------------------------------------------------- where


def where(
    mentions: Sequence[Mention], own: Sequence[Mention], read: Sequence[Sentence], kind: str
) -> list[Mention]:
    """The places of a programme: where it is told to be held, else those it serves.

    The served are of the headline, the first paragraph, its own sentences, else the first. An event of a province
    named in the headline takes place in its town of the lead.
    """
    lead_end = max((s.end for s in read if s.paragraph == 0), default=0)
    placed = [m for m in mentions if m.kind in ("city", "province")]
    served = [m for m in placed if m.role == "origin"] or placed
    body = [m for m in served if m.field == "body"]
    told = [m for m in body if m.start < lead_end]
    title = [m for m in served if m.field == "title"]
    beside = [m for m in own if m in served] if len(own) < MAX_OWN else []
    chosen = next((cities_first(scope) for scope in (title, told, beside, body) if scope), [])
    if kind in AT_ONE_PLACE:
        at = [m for m in placed if m.field == "body" and m.start < lead_end]
        if chosen and chosen[0].kind == "province" and (inside := [m for m in at if within(m, chosen[0])]):
            return inside[:1]
        if kind in AT_A_HALL and (held := [m for m in at if located(m, read)]):
            return cities_first(held)
    here = {m.value for m in chosen}
    if any(m.value in here and located(m, read) for m in body):
        return chosen
    return in_list(chosen, [m for m in body if m.kind == "city"], read)


def in_list(chosen: list[Mention], cities: Sequence[Mention], read: Sequence[Sentence]) -> list[Mention]:
    """A town with those of its list: "UMKM dari Kota Tegal, Brebes, dan Pemalang"; only near the lead."""
    for sentence in read:
        if sentence.paragraph > LEAD or not chosen or chosen[0].kind != "city":
            break
        run: list[Mention] = []
        for city in cities:
            if not sentence.start <= city.start < sentence.end:
                continue
            gap = sentence.text[run[-1].end - sentence.start : city.start - sentence.start] if run else ""
            run = [*run, city] if run and BETWEEN.fullmatch(gap) else [city]
            if len(run) > 1 and chosen[0].value in {m.value for m in run}:
                chosen = [chosen[0], *(m for m in run if m.value != chosen[0].value)]
    return chosen


def located(mention: Mention, read: Sequence[Sentence]) -> bool:
    """Whether "di" stands shortly before a place: "di pintu Hall B Jakarta Convention Center"."""
    sentence = sentence_at(read, mention.start)
    left = sentence.before(mention.start)[-5:] if sentence else []
    return "di" in left and not {"dari", "asal"} & set(left[left.index("di") :])


GIVING = ("financing", "grant")  # what each receives is a sum of the programme
AT_A_HALL = ("exhibition", "matching")
ONE_DAY = ("grant", "matching")
AT_ONE_PLACE = ("exhibition", "matching", "training", "facility", "grant")


def cities_first(scope: Sequence[Mention]) -> list[Mention]:
    return ([m for m in scope if m.kind == "city"] or list(scope))[:1]


def within(city: Mention, province: Mention) -> bool:
    """Whether a city belongs to a province, by their codes."""
    return city.kind == "city" and str(city.value).startswith(f"{province.value}.")


# ---------------------------------------------------------------- when


def span_of_days(
    mentions: Sequence[Mention], read: Sequence[Sentence], near: Sequence[Sentence], kind: str, *, own: int
) -> tuple[dt.date | None, dt.date | None, list[Mention]]:
    """First and last day, with the mentions they rest on; the first `own` sentences name the programme."""
    dates: dict[int, list[Mention]] = {}
    for mention in mentions:
        held = sentence_at(read, mention.start) if mention.field == "body" and day(mention) else None
        if held:
            dates.setdefault(held.start, []).append(mention)
    ends: dict[str, Mention] = {}
    for n, sentence in enumerate(near):
        for mention in dates.get(sentence.start, ()):
            role = day_role(sentence, mention, own=n < own and kind == "matching")
            if role == "since":
                ends["start"] = mention
            elif role:
                ends.setdefault(role, mention)
    start, end = day(ends.get("start")), day(ends.get("end"))
    if start and not end and one_day(near[: own + 3], kind):
        end = start
    if start and end and end < start:
        end = None
    return start, end, list(ends.values())


def day(mention: Mention | None) -> dt.date | None:
    return mention.value.as_date() if mention and isinstance(mention.value, PartialDate) else None


def day_role(sentence: Sentence, mention: Mention, *, own: bool) -> str | None:
    """Whether a day begins or ends the programme, or is only that of a statement (None)."""
    if mention.rule in ("range-start", "range-end"):
        return mention.rule.removeprefix("range-")
    left, right = sentence.before(mention.start), sentence.after(mention.end)
    if set(left[-2:]) & listed("until"):
        return "end" if set(left) & listed("opening") else None
    if "sejak" in left[-2:]:
        return "since" if set(right[:4]) & listed("opening") or set(left) & listed("opening") else None
    cues = listed("opening") | listed("closing") | listed("speech")
    cue = next((w for w in [*reversed(left), *right] if w in cues), "")
    if cue in listed("closing"):
        return "end"
    return "start" if cue in listed("opening") or (own and not cue) else None


def one_day(near: Sequence[Sentence], kind: str) -> bool:
    """Whether a programme with one day ends on it."""
    if kind in ONE_DAY or any("sehari" in s.bag for s in near):
        return True
    return kind == "training" and not any(s.bag & listed("lasting") for s in near)


# ---------------------------------------------------------------- how much, how many


def budget(mentions: Sequence[Mention], near: Sequence[Sentence], kind: str, year: int) -> list[Mention]:
    """Sums the programme costs or gives, in rupiah of at least half a million or another currency.

    A sentence of an earlier year than that of the article tells of an earlier round; a house may be built over years.
    """
    told = sorted((s for s in near if kind == "facility" or not earlier(s, year)), key=lambda s: s.start)
    money = [m for m in mentions if m.kind == "value" and m.field == "body"]
    return [m for m in money if (held := sentence_at(told, m.start)) and is_budget(m, held, kind)]


def earlier(sentence: Sentence, year: int) -> bool:
    """Whether a sentence names years, all before the given one."""
    years = [int(word) for word in sentence.bag if YEAR.fullmatch(word)]
    return bool(years) and max(years) < year


def is_budget(mention: Mention, sentence: Sentence, kind: str) -> bool:
    """Whether the words around a sum call it a budget, a ceiling or a gift, and none a result or a target."""
    amount = getattr(mention.value, "amount", 0)
    if mention.role == "transaction" or amount < MIN_SUM or sentence.phrases & listed("elsewhere"):
        return False
    close = sentence.around(mention.start, mention.end, 12, 4)
    before = sentence.before(mention.start)
    if mention.text.startswith("di bawah") or set(before[-6:]) & listed("turned_over"):
        return False
    if kind not in GIVING and {"setiap", "tiap", "per"} & {*before[-3:], *sentence.after(mention.end)[:3]}:
        return False
    return bool(close & listed("budget")) and not close & listed("not_budget")


def participants(near: Sequence[Sentence], *, own: int) -> int | None:
    """The stated number of businesses or people who take part; a quota only where nothing else is given.

    The first `own` sentences name the programme; far from the lead a large number needs a word of taking part.
    """
    quota: int | None = None
    for n, sentence in enumerate(near):
        far = n >= own and sentence.paragraph > LEAD and not sentence.phrases & listed("part")
        for number, is_quota in counts(sentence):
            if far and number >= MANY:
                continue
            if not is_quota:
                return number
            quota = quota or number
    return quota


def counts(sentence: Sentence) -> Iterator[tuple[int, bool]]:
    """Numbers of those who take part, and whether each is a quota."""
    if sentence.bag & listed("owning"):
        return
    for numeral in numerals(sentence.text):
        after = words(sentence.text[numeral.end : numeral.end + 60])[:3]
        before = words(CLAUSE.split(sentence.text[max(0, numeral.start - 60) : numeral.start])[-1])[-2:]
        if not after or not (after[0] in listed("taking_part") or _of_people(after)):
            continue
        if before in (["dari"], ["dari", "total"], ["disaring", "dari"], ["dipilih", "dari"]):
            continue  # those they were picked from
        whole = (
            numeral.amount == numeral.amount.to_integral_value() and MIN_COUNT <= numeral.amount < MAX_COUNT
        )
        if whole and not listed("not_taking_part") & set(before):
            yield int(numeral.amount), bool(listed("quota") & set(before))


def _of_people(after: Sequence[str]) -> bool:
    """ "75 orang pelaku usaha", "15 lebih peserta"."""
    return after[0] in ("orang", "lebih", "an") and bool(set(after[1:]) & listed("taking_part"))
