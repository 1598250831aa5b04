"""Who exports: the firm, cooperative or group that the sentences of a release name."""

import re
from collections.abc import Iterator

from entities.cues import Sentence
from entities.records import Article, Mention

Told = list[tuple[Sentence, list[Mention]]]
# A legal form or a word for a group, then up to six words with a capital.
FIRM = re.compile(
    r"(?<![\w.])(?:(?:UMKM|UKM|IKM)\s(?=(?:PT|CV|UD)\b))?(?P<name>(?:PT|CV|UD|PD|KUD|KSU|KWT|KUB|Koperasi|Kopwan|Kopontren|Gapoktan|Poktan|"
    r"Kelompok(?:\s(?:Tani|Nelayan|Usaha|Wanita)){0,2}(?:\sBersama)?|BUMDes|Bumdes|BUMDesa|UMKM|UKM|IKM)\.?"
    r"(?:\s(?:\([A-Z][A-Za-z]{2,12}\)(?=\s[A-Z])|(?!(?:Kabupaten|Kecamatan|Kota|Desa|Kelurahan|Kalurahan)\b)[\"“]?[A-Z][\w'’&-]{0,24}|"
    r"(?:dan|of|de|&)(?=\s[A-Z]))){1,6})"
)
NOT_FIRMS = re.compile(
    r"^(?:UMKM|UKM|IKM|Koperasi)\s(?:dan|Jawa|Kota|Kabupaten|Provinsi|Kementerian|Perdagangan|Binaan|Indonesia)\b"
    r"|\b(?:Bank|Pelindo|Pelabuhan Indonesia|Angkasa Pura|Garuda|Pos Indonesia|Pertamina|Telkom|Astra"
    r"|PLN|Sucofindo|Surveyor)\b"
)
HELPER = re.compile(
    r"\b(?:(?:difasilitasi|dilepas|dibina|didukung|disaksikan|dibeli|dipesan|diborong|diangkut|didampingi)(?:\soleh)?"
    r"|melalui|lewat|bersama|[Dd]in(?:as|kop)\w*|Dis\w{2,20}|Kadin\w*|Kadis\w*|Diskop\w*|Kementerian|Menteri|Deputi"
    r"|buyer|pembeli|importir|pemesan)\s$"
)
BUYER = re.compile(
    r"(?:(?!\b(?:PT|CV|UD)\b)[^.;]){0,60}\b(?:sebagai|selaku)\s(?:buyer|pembeli|importir)\b|\s(?:membeli|memesan|memborong)\b"
)
# What makes a firm the exporter wherever another is named.
SENDER = re.compile(
    r"\b(?:eksportir|milik|dilakukan(?:\soleh)?|diekspor(?:\soleh)?|dikirim(?:\soleh)?|dari|buatan|produksi|diproduksi(?:\soleh)?|karya|asal)\s(?:\w+\s)?$"
)
SENDS = re.compile(r"[^.;]{0,40}\b(?:meng(?:ekspor|apalkan|irim\w*)|mem(?:berangkatkan|asok)|eksportir)\b")
CROWD = 2  # a release that names more firms belongs to none of them
ALIKE = 0.5  # share of the words of the shorter name that make two names one firm


def exporter(article: Article, told: Told) -> str | None:
    """The exporter named as printed, the body before the title; None where there is none, or a crowd.

    Of several firms it is the one that is said to send the goods.
    """
    bodies = sorted(told, key=lambda piece: piece[0].field == "title")
    firms = [firm for sentence, inside in bodies for firm in _firms(article, sentence, inside)]
    senders = [name for name, sends in firms if sends]
    named = senders or [name for name, _ in firms]
    others = {name for name in named[1:] if not _same(named[0], name)}
    return named[0] if named and len(others) < CROWD else None


def named_firm(article: Article, sentence: Sentence, inside: list[Mention]) -> str | None:
    """The first exporter a sentence names."""
    return next((name for name, _ in _firms(article, sentence, inside)), None)


def _firms(article: Article, sentence: Sentence, inside: list[Mention]) -> Iterator[tuple[str, bool]]:
    """The firms of a sentence that may export, and whether it says that they do."""
    # In a headline every word has a capital: "UMKM Merasa Senang" is no name.
    headline = sentence.field == "title"
    text = article.title if headline else article.body
    for firm in FIRM.finditer(text, sentence.start, sentence.end):
        if _may_export(firm, text, inside, headline):
            before = max(sentence.start, firm.start() - 40)
            sends = SENDER.search(text, before, firm.start()) or SENDS.match(text, firm.end(), sentence.end)
            yield firm["name"].rstrip('"“ '), bool(sends)


def _may_export(firm: re.Match[str], text: str, inside: list[Mention], headline: bool) -> bool:
    if HELPER.search(text, max(0, firm.start() - 24), firm.start()) or BUYER.match(text, firm.end()):
        return False
    placed = any(m.kind in ("city", "province") and firm.start() < m.start < firm.end() for m in inside)
    by_form = firm["name"].startswith(("UMKM", "UKM", "IKM"))
    return not (NOT_FIRMS.search(firm["name"]) or (by_form and (placed or headline)))


def _same(one: str, other: str) -> bool:
    """True for two prints of one name: "Koperasi Nira Lestari" and "Koperasi Primer Nira Lestari Golden"."""
    first, second = ({word.strip(".") for word in name.split()[1:]} for name in (one, other))
    shared = len(first & second)
    return shared >= ALIKE * max(1, min(len(first), len(second)))
