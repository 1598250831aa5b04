"""Which goods stand in one list: what may come between two of them."""

import re

from entities.gazetteer import Words
from entities.goods import words_of
from entities.product_words import Find

MAX_GAP = 80
NUMBER = r"(?:(?:Rp|US\$|USD) ?)?\d[\d.,]{0,15}"
UNITS = "|".join(sorted(words_of("measures") | words_of("scales")))
AMOUNT = rf"(?:(?:sebanyak|seberat|senilai|sejumlah) )?{NUMBER} ?(?:{UNITS})\b"
PLACE = r"[A-Z][\w-]{1,20}(?: [A-Z][\w-]{1,20}){0,2}"
WHENCE = rf"(?:(?:asal|dari|khas|produksi|buatan|karya) )?(?:(?:Kabupaten|Kota|Desa|Provinsi|Pulau) )?{PLACE}"
STATE = "|".join(sorted(words_of("praise")))
MANY = "|".join(sorted(words_of("many")))
JOINTS = "|".join(sorted(words_of("joints")))
BRACKET = re.compile(r" ?\([^()\n]{1,40}\)")
JOINT = re.compile(
    rf"(?: (?:{STATE}))?(?: {WHENCE})?(?: {AMOUNT})?"
    rf"\s*(?:[,;/&()]\s*)?(?:\b(?i:{JOINTS})\b)?\s*(?:dari\s|{AMOUNT}\s)?(?:(?:{MANY})\s){{0,2}}",
)


def linked(words: Words, left: Find, right: Find) -> bool:
    """Whether two goods are neighbours of one list: "dodol, ketupat Kandangan, 3 ton lada (bubuk), dan kopi"."""
    start, end = words.ends[left.last], words.starts[right.first]
    if not 0 < end - start < MAX_GAP or words.key(left.first - 1) == "selain":
        return False  # "Selain kopi, 3 ton lada dikirim"
    gap = words.text[start:end]
    if gap.isspace():
        return left.rank == right.rank == "category"  # "makanan minuman"
    if "\n" in gap:
        return False
    gap = BRACKET.sub("", gap, count=1).replace("\u00a0", " ")
    return bool(gap) and not gap.isspace() and bool(JOINT.fullmatch(gap))


def opening(words: Words, find: Find, after: int) -> int:
    """The first word of an item, from "aneka" on in "aneka kue kering"."""
    i = find.first
    while i > after + 1 and words.spaced(i) and words.key(i - 1) in words_of("many"):
        i -= 1
    return i
