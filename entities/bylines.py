"""Names of those who made an article, from labelled lines, bare names and sign-offs."""

import re

from entities.prose import ENDED, ITEM, tidy

ROLES = {
    "author": r"pewarta|penulis|reporter|wartawan|jurnalis|kontributor|rep|laporan|oleh|writer|author|teks|naskah",
    "editor": r"editor|redaktur(?: ?pelaksana)?|penyunting|red|redaksi|penyelaras",
    "nobody": r"pengunggah|uploader|sumber|copyright|fotografer|grafis|videografer|kameramen|source|tim",
}
NAME = (
    r"[A-Z][\w.'’`-]{0,25}(?:,? [A-Z][\w.'’`-]{0,25}| (?:bin|binti|van|de|dan|&) [A-Z][\w.'’`-]{0,25}){0,5}"
)
LABEL = re.compile(
    rf"(?<![\w])(?:{'|'.join(f'(?P<{role}>{words})' for role, words in ROLES.items())})"
    rf"(?: ?(?:&|dan|/) ?(?:{'|'.join(ROLES.values())}))?(?: [a-z]{{4,12}})?\s?[:;]\s*",
    re.I,
)
ALONE = re.compile(rf"(?:{'|'.join(f'(?P<{role}>{words})' for role, words in ROLES.items())})\s?:?", re.I)
NO_NAME = re.compile(r"\d|https?:|^(?:jurnalis|reporter|wartawan|editor|kontributor|penulis|tim)\b", re.I)
BARE_NAME = re.compile(rf"(?:[Oo]leh\s*:?\s+)?({NAME})\.?$")
REPORT = re.compile(
    r"(?i:laporan (?:wartawan|wartwan|kontributor|reporter|jurnalis)) [\w.]+(?: [\w.]+)?, "
    rf"(?P<reporter>{NAME})|(?i:di(?:tulis|posting|unggah|buat|kirim) oleh)\s?:? (?P<poster>{NAME})"
    r"(?: (?:di|pada)\b.{0,60})?"
)
SLASHED = re.compile(
    r"(?P<name>[A-Z][\w.' -]{2,50}?)\s?/\s?(?:Journalist|Jurnalis|Reporter|Wartawan|Kontributor)\s?"
    r"(?:/\s?\w{1,12})?(?=$|\s)"
)
OUTLET = re.compile(r"\b(?:network|media|news|group|grup|press|radar|tribun)\b|\.\w{2,3}$", re.I)
NOT_A_NAME = re.compile(
    r"(?:baca|foto|sumber|berita|indonesia|kota|kabupaten|kementerian|dinas|umkm|ukm|promosi|iklan|admin|tim|"
    r"kepala|direktur|tags?|komentar|humas|home|beranda|share|jakarta|kesimpulan|penutup|latar|profil|tips|video|advertorial|provinsi)\b",
    re.I,
)


def byline(text: str) -> dict[str, list[str]] | None:
    """Names by role from a line such as "Pewarta: A Editor: B"; None where the line is no byline."""
    line = text.strip(" -–—|()[]*")
    if told := REPORT.fullmatch(line):
        return {"author": [told["reporter"] or told["poster"]], "editor": [], "nobody": []}
    labelled = len(line) <= 220 and (":" in line or ";" in line)
    found = list(LABEL.finditer(line)) if labelled else []
    if not found or found[0].start() > 0:
        return None
    names: dict[str, list[str]] = {"author": [], "editor": [], "nobody": []}
    for label, after in zip(found, [*found[1:], None], strict=True):
        value = line[label.end() : after.start() if after else len(line)]
        role = label.lastgroup or "nobody"
        if len(value) > 90 or len(value.split()) > 12:
            return None
        names[role] += people(value)
    return names


def label_alone(text: str) -> str | None:
    """The role of a line that is a label and nothing else, its name being on the next line."""
    found = ALONE.fullmatch(text)
    return found.lastgroup if found else None


def people(text: str) -> list[str]:
    """The names in what stands where names belong: "Jurnalis-A, B | C" is A, B and C."""
    text = re.sub(
        r"^(?:di(?:tulis|posting|unggah|buat|kirim) oleh|posted by|oleh|by|penulis|reporter|jurnalis|pewarta|wartawan|"
        r"editor|rep|red)\b[-:–|\s]*",
        "",
        tidy(text),
        flags=re.I,
    )
    text = re.split(r"copyright|©|\||\bTribun\w*\.com", text, maxsplit=1, flags=re.I)[0]
    text = re.split(r"\s[-–—]\s", text.strip(" -–—"), maxsplit=1)[0]
    parts = re.split(
        r"\s*(?:[,;/|]|\bdan\b|&|\band\b)\s*", re.sub(r"\([^()]{0,40}\)|\[[^\]]{0,40}\]|@\S+", " ", text)
    )
    names = [
        tidy(part).strip(" -–—.:*") + ("." if re.search(r" [A-Z]\.$", part.strip()) else "") for part in parts
    ]
    return [n for n in names if 2 < len(n) <= 60 and len(n.split()) <= 6 and not NO_NAME.search(n)]


def bare_name(text: str) -> str | None:
    """A name that stands alone: one to five capitalised words and nothing else."""
    found = BARE_NAME.fullmatch(text.strip(" ()[]*-–"))
    if not found or len(text) > 45 or NOT_A_NAME.match(found[1]) or len(found[1].split()) > 5:
        return None
    return found[1] + ("." if re.search(r" [A-Z]\.$", text.strip()) and not found[1].endswith(".") else "")


SIGN_OFF = re.compile(
    r"\s*(?:\((?P<round>[^()]{1,100})\)|\[(?P<square>[^\[\]]{1,40})\]|\*{1,3}|#{1,3})\s*\.?$"
)
INITIALS = re.compile(r"[*\w.]{1,12}(?:\s?[/,|-]\s?[*\w.]{1,12}){0,4}\*?$")
GLUED = re.compile(rf"^(?P<text>.{{40,}}[.!?][”\"’')]{{0,2}})\s?[-–—]?\s*(?P<name>{NAME})\.?$", re.S)


def signed(texts: list[str]) -> tuple[list[str], list[str]]:
    """Texts without, and the names in, what stands below the last sentence or is glued to it: names, initials, litter.

    A short last line without a full stop can only be litter, unless it is a list item (ITEM).
    """
    texts, names = list(texts), []
    for _ in range(5):
        if len(texts) < 2:
            break
        last = texts[-1]
        found = SIGN_OFF.search(last)
        glued = GLUED.match(last)
        if (name := bare_name(last)) and not last.startswith(ITEM):
            names.append(name)
            texts.pop()
        elif (found and found.start() == 0) or (
            len(last) < 40 and not ENDED.search(last) and not last.startswith(ITEM)
        ):
            names += _signatures(found)
            texts.pop()
        elif found and _is_signature(found, last):
            names += _signatures(found)
            texts[-1] = last[: found.start()].rstrip()
        elif glued and bare_name(glued["name"]) and len(glued["name"]) <= 30:
            names.append(glued["name"])
            texts[-1] = glued["text"]
        else:
            break
    return texts, names[::-1]


def _is_signature(found: re.Match[str], text: str) -> bool:
    inner = found["round"] or found["square"]
    if inner is None or ENDED.search(text[: found.start()].rstrip()):
        return True
    return bool(INITIALS.fullmatch(inner)) and not inner.isupper() and not found[0].endswith(".")


def _signatures(found: re.Match[str] | None) -> list[str]:
    """Full names of a sign-off; initials ("abc/def") and agencies name nobody."""
    inner = found and (found["round"] or found["square"])
    parts = [] if not inner else re.split(r"\s?[/,|]\s?|\s[-–—]\s", inner)
    return [p for p in parts if " " in p and bare_name(p) and not OUTLET.search(p)]
