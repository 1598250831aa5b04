"""Where a programme runs, or whom it serves."""

import re
from collections.abc import Iterator, Sequence

from entities.program_words import LEAD, Sentence, listed, sentence_at
from entities.records import Mention

AT_ONE_PLACE = ("exhibition", "matching", "training", "facility", "grant")
AT_A_HALL = ("exhibition", "matching")
SPREAD = ("training", "grant")  # the town of the dateline is no more than where it was written
HELD = ("exhibition", "matching", "training")  # has a hall, which may be in another town
MAX_OWN = 100
HELD_NEAR = 12  # words
LEVEL = r"(?:(?:[Kk]ota|[Kk]abupaten|Kab\.)\s+)?"
BETWEEN = re.compile(rf"(?:\s*\([A-Z]\w*\))?\s*(?:,|,?\s*(?:dan|serta)|/)\s*{LEVEL}")
# "dua pelatihan di Nunukan, tiga pelatihan untuk Malinau"
EACH = re.compile(rf"{BETWEEN.pattern}(?:(?:dan|serta) )?(?:[a-z\d.]+ ){{1,4}}(?:di|untuk|dari|bagi) {LEVEL}")


def where(
    mentions: Sequence[Mention],
    own: Sequence[Mention],
    read: Sequence[Sentence],
    kind: str,
    runs: str | None = None,
    *,
    leads: bool = True,
) -> list[Mention]:
    """The places of a programme: where it is told to be held, else those it serves.

    The served are of the headline, of the name of the one who runs it, of the first paragraph, its own sentences,
    else the first. An event of a province named in the headline takes place in its town of the lead.
    """
    lead_end = max((s.end for s in read if s.paragraph == 0), default=0)
    placed = [m for m in mentions if m.kind in ("city", "province")]
    served = [m for m in placed if m.role == "origin"] or placed
    body = [m for m in served if m.field == "body"]
    told = [m for m in body if m.start < lead_end] or [
        m for m in placed if m.field == "body" and m.start < lead_end
    ]
    title = [m for m in served if m.field == "title"]
    beside = [m for m in own if m in served] if len(own) < MAX_OWN else []
    at = [m for m in placed if m.field == "body" and m.start < lead_end]
    apart = [m for m in own if m.kind == "city" and m.start >= lead_end]
    if not leads and apart:  # the headline and the first paragraph tell of another programme
        title, told, at = [], [m for m in apart if m in served] or apart, apart
    there = at if kind in HELD else []  # the dateline of an event is mostly where it is held
    of_office = [m for m in served if m.field == "body" and runs and m.text in runs]
    chosen = next(
        (cities_first(scope) for scope in (title, of_office, told, there, beside, body) if scope), []
    )
    if held := held_at(at, own, placed, read, kind):
        early = [m for m in placed if m.field == "body" and paragraph_of(m, read) <= LEAD]
        chosen = (
            inside(held, at, early, read, kind) if held[0].kind == "province" and kind in SPREAD else held
        )
        if len(chosen) > 1:
            return chosen
    elif whole := [m for m in at if sentence_before(m, read).endswith(" se-")]:
        chosen = whole[:1]
    elif chosen and chosen[0].kind == "province":
        return inside(chosen, at, placed, read, kind)
    here = next((m for m in body if chosen and m.value == chosen[0].value and located(m, read)), None)
    told_of = in_list([here] if here else chosen, body_cities(served), read)
    spread = provinces_listed(placed, read) if not held and leads and kind not in AT_A_HALL else []
    towns = [m for m in told_of if m.kind == "city"]
    return [*(towns if len(towns) > 1 else ()), *spread] if spread else told_of


def held_at(
    at: Sequence[Mention],
    own: Sequence[Mention],
    placed: Sequence[Mention],
    read: Sequence[Sentence],
    kind: str,
) -> list[Mention]:
    """Where a programme of a kind that has a hall is held; an office of a province is in the town of the lead."""
    early = [m for m in placed if m.field == "body" and paragraph_of(m, read) <= LEAD]
    beside_it = [m for m in own if m in (placed if kind in AT_A_HALL else early)]
    held: list[Mention] = []
    if kind in HELD:
        near = [m for m in at if located(m, read)] or [m for m in own if m in placed and located(m, read)]
        held = (
            told_venue([*at, *beside_it], read)
            or told_venue(about_it(early, read), read)
            or [m for m in early if is_hall(m, read)]
            or near
        )
    elif kind == "certification":  # mostly a service to a whole province
        held = [m for m in told_venue(at, read) if m.kind == "city" or of_an_office(m, read)]
    held = cities_first(held)
    if held and of_an_office(held[0], read):
        return [m for m in at if within(m, held[0])][:1] or held
    return held


def inside(
    chosen: list[Mention],
    at: Sequence[Mention],
    placed: Sequence[Mention],
    read: Sequence[Sentence],
    kind: str,
) -> list[Mention]:
    """The towns of a province where something is held or given, else the province itself."""
    inner = [m for m in body_cities(placed) if within(m, chosen[0])]
    several = longest_list(inner, read) if kind not in AT_A_HALL else []
    first = [m for m in at if within(m, chosen[0]) and (kind not in SPREAD or located(m, read))]
    return several or (first[:1] if kind in AT_ONE_PLACE else []) or chosen


def body_cities(placed: Sequence[Mention]) -> list[Mention]:
    return [m for m in placed if m.field == "body" and m.kind == "city"]


def longest_list(cities: Sequence[Mention], read: Sequence[Sentence]) -> list[Mention]:
    """The towns of a province that one sentence lists, three or more: "di Nunukan, Bulungan, dan Tarakan"."""
    found: list[Mention] = []
    run: list[Mention] = []
    for city in unrepeated(cities):
        sentence = sentence_at(read, city.start)
        if sentence and run and run[-1].end <= city.start and run[-1].start >= sentence.start:
            gap = sentence.text[run[-1].end - sentence.start : city.start - sentence.start]
            run = [*run, city] if goes_on(gap) else [city]
        else:
            run = [city]
        found = max(found, run, key=len)
    return found if len(found) > 2 else []


def provinces_listed(placed: Sequence[Mention], read: Sequence[Sentence]) -> list[Mention]:
    """The provinces over which the lead spreads a programme, three or more: "di Riau, Jambi, dan Bengkulu"."""
    told = [m for m in placed if m.kind == "province" and m.field == "body" and paragraph_of(m, read) <= LEAD]
    found = longest_list(told, read)
    return found if found and "provinsi" in (sentence_at(read, found[0].start) or read[0]).bag else []


def goes_on(gap: str) -> bool:
    """Whether a list of towns goes on over the text between two of them."""
    return bool(BETWEEN.fullmatch(gap) or EACH.fullmatch(gap))


def unrepeated(cities: Sequence[Mention]) -> Iterator[Mention]:
    """The towns without a short name in brackets behind the long one: "Timor Tengah Utara (TTU)"."""
    last: Mention | None = None
    for city in cities:
        if last is None or city.value != last.value or city.start > last.end + 2:
            yield city
            last = city


def in_list(chosen: list[Mention], cities: Sequence[Mention], read: Sequence[Sentence]) -> list[Mention]:
    """A town with those of its list: "UMKM dari Kota Tegal, Brebes, dan Pemalang"; only near the lead.

    Where it is told to be held in a town, the list must stand right there.
    """
    held = bool(chosen) and located(chosen[0], read)
    for sentence in read:
        if sentence.paragraph > LEAD or not chosen or chosen[0].kind != "city":
            break
        if "selain-di" in sentence.phrases:
            continue
        run: list[Mention] = []
        for city in cities:
            if not sentence.start <= city.start < sentence.end:
                continue
            gap = sentence.text[run[-1].end - sentence.start : city.start - sentence.start] if run else ""
            run = [*run, city] if run and goes_on(gap) else [city]
            if len(run) > 1 and (chosen[0] in run if held else chosen[0].value in {m.value for m in run}):
                chosen = [chosen[0], *(m for m in run if m.value != chosen[0].value)]
    return chosen


def located(mention: Mention, read: Sequence[Sentence]) -> bool:
    """Whether "di" stands shortly before a place: "di pintu Hall B Jakarta Convention Center"."""
    sentence = sentence_at(read, mention.start)
    left = sentence.before(mention.start)[-7:] if sentence else []
    return "di" in left and not {"dari", "asal"} & set(left[left.index("di") :])


def told_venue(placed: Sequence[Mention], read: Sequence[Sentence]) -> list[Mention]:
    """Those of the places where something is told to be held: "dilaksanakan di Hotel Sahid Solo"."""
    return [m for m in placed if is_venue(m, read) or is_hall(m, read)]


def about_it(placed: Sequence[Mention], read: Sequence[Sentence]) -> list[Mention]:
    """Those of the places that stand where the event itself is spoken of, and no other one or "selain"."""
    told = ((m, sentence_at(read, m.start)) for m in placed)
    return [m for m, s in told if s and s.bag & listed("it") and not s.bag & listed("aside_places")]


def is_hall(mention: Mention, read: Sequence[Sentence]) -> bool:
    """Whether a place is the first word of a hall: "Jakarta Convention Center"."""
    sentence = sentence_at(read, mention.start)
    return sentence is not None and sentence.after(mention.end)[:1] == ["convention"]


def of_an_office(mention: Mention, read: Sequence[Sentence]) -> bool:
    """Whether a province where something is held is only the last word of an office: "di balai Disperindag Jateng"."""
    left = sentence_before(mention, read).split()[-1:]
    office = bool(left) and left[0][:1].isupper() and left[0] not in ("Provinsi", "Propinsi", "Di")
    return office and mention.kind == "province" and is_venue(mention, read)


def paragraph_of(mention: Mention, read: Sequence[Sentence]) -> int:
    """The paragraph in which a mention of the body stands."""
    sentence = sentence_at(read, mention.start)
    return sentence.paragraph if sentence else LEAD + 1


def is_venue(mention: Mention, read: Sequence[Sentence]) -> bool:
    """Whether the words before a place say that something is held there."""
    sentence = sentence_at(read, mention.start)
    if sentence is None or not located(mention, read) or "selain-di" in sentence.phrases:
        return False
    left = sentence.before(mention.start)
    at = len(left) - 1 - left[::-1].index("di")
    return bool(set(left[max(0, at - HELD_NEAR) : at]) & listed("held_in"))


def sentence_before(mention: Mention, read: Sequence[Sentence]) -> str:
    """The text of the sentence before a mention."""
    sentence = sentence_at(read, mention.start)
    return sentence.text[: mention.start - sentence.start] if sentence else ""


def cities_first(scope: Sequence[Mention]) -> list[Mention]:
    return ([m for m in scope if m.kind == "city"] or list(scope))[:1]


def within(city: Mention, province: Mention) -> bool:
    """Whether a city belongs to a province, by their codes."""
    return city.kind == "city" and str(city.value).startswith(f"{province.value}.")
