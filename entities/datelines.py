"""Datelines: the place and paper that open a lead, in the forms that Indonesian outlets print."""

import re

BRAND = (
    r"(?:[A-Za-z][\w-]{1,25}(?:\.[A-Za-z]{2,12}){1,3}|[A-Z][\w]{2,20}\s?(?:News|NEWS|Newsroom|Indonesia|INDONESIA)|"
    r"[A-Z]\w{2,15} \d{2,3}[.,]\d FM|[A-Z]{3,}news|"
    r"ANTARA|Antara|KBRN|VIVA|InfoPublik|INFOPUBLIK|KOMPAS|RMOL|iNews|SINDOnews)"
)
WORD = r"[A-Z][\w.'’-]{1,20}"
PLACE = rf"{WORD}(?: {WORD}){{0,3}}"
DAY = r"(?:\w{4,7}, )?\d{1,2}(?: \w{3,9} |[/.-]\d{1,2}[/.-])\d{4}|\w{4,7} \(\d{1,2}/\d{1,2}(?:/\d{2,4})?\)"
PART = rf"(?:{BRAND}|{PLACE}|{DAY})"
AGENCY = r"\s?\([\w./ -]{2,40}\)"
PRESS = rf"\s?\({BRAND}(?: News)?\)"  # other brackets may follow a name: "Palang Merah Indonesia (PMI) Solo"
DOMAIN = r"[A-Z][A-Z-]{2,25}\.(?:COM|ID|NET|CO\.ID)"
OUTLET = (
    r"[A-Za-z][\w-]{1,25}(?:\.[a-z]{2,12}){1,3}|[A-Z]\w{2,15} \d{2,3}[.,]\d FM"  # set tight against its dash
)
DASH = r"\s?(?:-{1,2}|[–—]{1,2})\s?"
START = r"(?=[-–—\"“”‘’'«(\[A-Z0-9])"  # a lead begins like a sentence
DATELINES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\((?P<head>[A-Z]\w{{3,25}}\s?[–—-]\s?{PLACE})\)\s*[-–—]?\s*",
        rf"(?P<head>{BRAND}(?:,? ?[-–—|]|,) ?{PLACE})\s?\.\s+(?=[A-Z“\"])",
        rf"(?P<head>{BRAND}{DASH}{PLACE}){DASH}{START}",
        rf"(?P<head>(?:{PART}\s?[,|]\s?){{0,3}}{PART}(?:{AGENCY})?)(?:\s?[-–—]{{1,2}}\s+|\s+[-–—]{{1,2}}\s?|\s?[–—]\s?){START}",
        rf"(?P<head>(?:{PLACE}, )?(?:{OUTLET}))-{START}",
        r"(?P<head>[A-Z][a-z]{3,20}|[A-Z]{4,20}) [-–—] (?=[a-z]+ )(?!.*\s[-–—]\s)",
        rf"(?P<head>{BRAND}, {PLACE}|{BRAND})\s?[:|]\s+(?=[A-Z“\"])",
        rf"(?P<head>{PLACE}(?:, {PLACE})?(?:{AGENCY}\s?(?=[:-])|{PRESS}))\s?[:-]?\s*(?=[A-Z“\"])",
        rf"(?P<head>{PLACE}, {DOMAIN})\s+(?=[A-Z“\"])",
    )
)
MAX_HEAD = 90
STRONG = re.compile(rf"{BRAND}|\(|^[A-Z .,]{{3,}}$")
# In a head, what is no place: the paper ("VIVA Bisnis", "TribunSolo"), its brackets, the day.
PAPER = re.compile(rf"(?:{BRAND})(?: [A-Z]\w+)?|[A-Z][a-z]+[A-Z]\w+|{DAY}|.*\d.*")
TIGHT = re.compile(r"(?:Berita|Kabar|Warta|Suara|Radar|Media|Tribun|Info|Koran)\w{3,20}-(?=[A-Z])")
BRACKETS = re.compile(r"\([^()]{0,60}\)")
WEB = re.compile(r"\S+\.(?:com|co|id|net|org|news|tv)\b\S*", re.I)
PREFIX = re.compile(r"[A-Za-z][\w-]{1,25}(?:\.[A-Za-z]{2,5}){1,2}\s?[-–—]\s?(?=\S)")


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


def is_branded(head: str) -> bool:
    """Whether a head names its outlet or sets its place in capitals, as no other line of a text does."""
    return bool(STRONG.search(head))


def place_of(head: str) -> str | None:
    """The place words of a head, as printed: "SOLO, KABARKITA.COM" is "SOLO"; None where it only names the paper."""
    named = re.split(r"\s*(?:[|–—]|\s-{1,2}\s)\s*", BRACKETS.sub("", TIGHT.sub("", head)))
    for part in reversed(named):  # the paper comes first: "Kabar Daerah – Solo"
        places = [" ".join(WEB.sub("", word).split()) for word in part.split(",")]
        if found := ", ".join(p for p in places if p and not PAPER.fullmatch(p)):
            return found
    return None


def without_paper(caption: str) -> str:
    """A caption without the paper's address before it: "KABARKITA.COM - Perajin batik" is "Perajin batik"."""
    return caption[found.end() :] if (found := PREFIX.match(caption)) else caption
