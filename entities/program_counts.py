"""How many take part in a programme, and what it costs or gives."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from entities.numerals import Numeral, numerals
from entities.program_words import LEAD, Sentence, listed, sentence_at, words
from entities.records import Mention

GIVING = ("financing", "grant")  # what each receives is a sum of the programme
MIN_SUM = 500_000
MIN_COUNT, MAX_COUNT = 10, 1_000_000
MANY = 1000  # what a region has is counted in thousands
AHEAD = 150  # characters
YEAR = re.compile(r"20\d\d")
CLAUSE = re.compile(r"[,;:()]")
OF = re.compile(r"\s+dari\s+(?:(?:total|sekitar|sebanyak|jumlah)\s+)?")


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
    """Whether the words around a sum call it a budget, a ceiling or a gift, and none a result or a target.

    Where a sentence tells how much credit was taken up, only what is called a ceiling or a share is no result.
    """
    amount = getattr(mention.value, "amount", 0)
    if mention.role == "transaction" or amount < MIN_SUM or sentence.phrases & listed("elsewhere"):
        return False
    close = sentence.around(mention.start, mention.end, 18, 4)
    before = sentence.before(mention.start)
    if mention.text.startswith("di bawah") or set(became(before[-7:])) & listed("turned_over"):
        return False
    if {"telah", "sudah"} & set(before[-14:]) and listed("paid_out") & set(before[-14:]):
        return False
    lent = sentence.bag & listed("lent") and not sentence.bag & listed("may_borrow")
    if kind == "financing" and lent and not close & listed("ceiling"):
        return False
    if kind not in GIVING and {"setiap", "tiap", "per"} & {*before[-3:], *sentence.after(mention.end)[:3]}:
        return False
    told = listed("budget") if kind in GIVING else listed("budget") - listed("given")
    told -= {"senilai"} if kind == "matching" else set()  # so are deals
    return bool(close & told) and not close & listed("not_budget")


def became(left: Sequence[str]) -> Iterator[str]:
    """The words before a sum that may tell what became of it: "dana bergulir" is only what it is called."""
    funds = listed("funds")
    yield from (word for last, word in pairwise(left) if word != "bergulir" or last not in funds)


def participants(
    near: Sequence[Sentence], title: str = "", year: int = 0, kind: str = "", *, own: int
) -> int | None:
    """The stated number of businesses or people who take part; a quota only where nothing else is given.

    The first `own` sentences name the programme; far from the lead a large number needs a word of taking part. A
    number beside such a word goes before others, all that ever took part come late, the headline's last. Of carts
    that are given each receives one.
    """
    found = []
    for n, sentence in enumerate([*near, Sentence(MAX_COUNT, MAX_COUNT, title, 0)]):
        late = n >= own and sentence.paragraph > LEAD
        if late and earlier(sentence, year):
            continue
        for count in counts(sentence):
            if late and count.number >= MANY and not count.sure:
                continue
            rank = 4 * count.quota + 2 * count.so_far + (not count.sure)
            found.append(((rank, late, sentence.start), count.number))
    if [start for (_, _, start), _ in found] == [MAX_COUNT] and found[0][1] in set(aimed_at(near)):
        return None
    if not found and kind == "grant":
        return next((n for s in near if s.paragraph <= LEAD for n in one_each(s)), None)
    return min(found, key=itemgetter(0), default=(None, None))[1]


def aimed_at(near: Iterable[Sentence]) -> Iterator[int]:
    """The numbers that sentences call a target."""
    for sentence in near:
        for numeral in numerals(sentence.text) if sentence.bag & listed("aims") else ():
            if listed("aims") & set(words(sentence.text[max(0, numeral.start - 60) : numeral.start])[-4:]):
                yield int(numeral.amount)


def one_each(sentence: Sentence) -> Iterator[int]:
    """How many of what one business needs once are given: "menyerahkan 60 gerobak"."""
    for numeral in numerals(sentence.text):
        after = [word for word in words(sentence.text[numeral.end : numeral.end + 40])[:2] if word != "unit"]
        if after and after[0] in listed("one_each") and MIN_COUNT <= numeral.amount < MAX_COUNT:
            yield int(numeral.amount)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of businesses or people; sure where they are told to take part, so_far where all are counted that
    ever did.
    """

    number: int
    quota: bool
    sure: bool
    so_far: bool


def counts(sentence: Sentence) -> Iterator[Count]:
    """Numbers of those who take part in what a sentence tells of."""
    if sentence.phrases & listed("owning"):
        return
    found = numerals(sentence.text)
    parted = wholes(sentence.text, found) if len(found) > 1 and " dari " in sentence.text else found
    for numeral, last in zip(found, parted, strict=True):
        if last is None:
            continue
        after = words(sentence.text[last.end : last.end + 60])[:4]
        left = words(CLAUSE.split(sentence.text[max(0, numeral.start - 90) : numeral.start])[-1])
        amount = numeral.amount
        if amount != amount.to_integral_value() or not MIN_COUNT <= amount < MAX_COUNT:
            continue
        ahead = words(sentence.text[numeral.end : numeral.end + AHEAD])[:14]
        named = listed("owned") & set(left[-6:]) and not listed("attending") & set(ahead)
        follow = after[:1] in (["warga"], ["kader"]) and listed("following") & set(ahead)
        if (
            (are_people(after, left) or follow)  # "20 warga Kelurahan Damai mengikuti"
            and not listed("not_taking_part") & set(left[-2:])
            and not named
            and not is_part(left)
        ):
            quota = bool(listed("quota") & set(left[-9:]))
            sure, so_far = (bool(sentence.phrases & listed(key)) for key in ("part", "so_far"))
            yield Count(int(amount), quota, sure, so_far)


def wholes(text: str, found: Sequence[Numeral]) -> Iterator[Numeral | None]:
    """For each number the one whose noun is its own: of "12 dari 40 perajin" the 12 has that of the 40, which is only
    what they were taken from and has none; of "12 dari 40 peserta" it is the other way round.
    """
    part_of = {
        b: a for a, b in pairwise(found) if a.amount < b.amount and OF.fullmatch(text[a.end : b.start])
    }
    told = {b for b in part_of if "peserta" in words(text[b.end : b.end + 60])[:3]}
    owner: dict[Numeral, Numeral | None] = {}
    for whole, part in part_of.items():
        owner |= {part: None, whole: whole} if whole in told else {part: whole, whole: None}
    yield from (owner.get(numeral, numeral) for numeral in found)


def is_part(left: Sequence[str]) -> bool:
    """Whether the words before a number make it what others were picked from, or a part of the whole."""
    last = left[-2:]
    whole = last in (["dari", "total"], ["dari", "jumlah"]) or bool({"sisanya", "rinciannya"} & set(last))
    if whole or last[-1:] != ["dari"]:
        return whole
    return last[:-1] == ["dari"] or last[0] in listed("taking_part") | {"orang", "sebanyak"} or len(last) < 2


def are_people(after: Sequence[str], left: Sequence[str]) -> bool:
    """ "75 pelaku usaha", "75 orang pelaku usaha", "15 lebih peserta", "peserta mencapai 75 orang"."""
    if not after:
        return False
    if after[0] in listed("taking_part"):
        return True
    if after[:2] == ["kelompok", "yang"]:
        return True
    if "terdiri" in after[1:3] and after[0] not in listed(
        "no_people"
    ):  # "150 orang yang terdiri dari 100 UMKM"
        return True
    if left[-1:] == ["diikuti"] and after[0] not in listed("no_people"):
        return True
    if after[0] not in ("orang", "lebih", "an", "warga", "kelompok", "unit"):
        return False
    told = {"peserta", "pesertanya"} | (listed("quota") if after[0] == "orang" else frozenset())
    if after[0] == "orang" and listed("joined_by") & set(left[-4:]):
        return True
    return bool(set(after[1:3]) & listed("taking_part") or told & set(left[-8:]))
