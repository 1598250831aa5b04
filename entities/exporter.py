"""Who exports: the firm, cooperative or group that the sentences of a release name."""

import re

from entities.cues import Sentence
from entities.records import Article, Mention

CROWD = 2  # a release that names more firms belongs to none of them
Told = list[tuple[Sentence, list[Mention]]]
# A legal form or a word for a group, then up to six words with a capital.
FIRM = re.compile(
    r"(?<![\w.])(?:PT|CV|UD|PD|KUD|KSU|KWT|Koperasi|Kopwan|Gapoktan|Poktan|Kelompok(?:\s(?:Tani|Nelayan|Usaha)){0,2}|"
    r"BUMDes|UMKM|UKM|IKM)\.?(?:\s(?:[A-Z][\w'’&-]{0,24}|(?:dan|of|de|&)(?=\s[A-Z]))){1,6}"
)
NOT_FIRMS = re.compile(
    r"^(?:UMKM|UKM|IKM|Koperasi)\s(?:dan|Jawa|Kota|Kabupaten|Provinsi|Kementerian|Perdagangan|Binaan|Indonesia)\b"
    r"|\b(?:Bank|Pelindo|Pelabuhan Indonesia|Angkasa Pura|Garuda|Pos Indonesia|Pertamina|Telkom)\b"
)
HELPER = re.compile(
    r"\b(?:(?:difasilitasi|dilepas|dibina|didukung|disaksikan|dibeli|dipesan|diborong|diangkut|didampingi)(?:\soleh)?"
    r"|melalui|lewat|bersama|[Dd]in(?:as|kop)\w*|Dis\w{2,20}|Kadin\w*|Kadis\w*|Diskop\w*|Kementerian|Menteri|Deputi)\s$"
)


def exporter(article: Article, told: Told) -> str | None:
    """The first exporter named as printed, the body before the title; None where there is none, or a crowd."""
    bodies = sorted(told, key=lambda piece: piece[0].field == "title")
    firms = [firm for sentence, inside in bodies if (firm := named_firm(article, sentence, inside))]
    return firms[0] if 0 < len(set(firms)) <= CROWD else None


def named_firm(article: Article, sentence: Sentence, inside: list[Mention]) -> str | None:
    """The first exporter a sentence names."""
    # In a headline every word has a capital: "UMKM Merasa Senang" is no name.
    headline = sentence.field == "title"
    text = article.title if headline else article.body
    firms = FIRM.finditer(text, sentence.start, sentence.end)
    return next((firm.group() for firm in firms if _exports(firm, text, inside, headline)), None)


def _exports(firm: re.Match[str], text: str, inside: list[Mention], headline: bool) -> bool:
    helped = HELPER.search(text, max(0, firm.start() - 24), firm.start())
    placed = any(m.kind in ("city", "province") and firm.start() < m.start < firm.end() for m in inside)
    by_form = firm.group().startswith(("UMKM", "UKM", "IKM"))
    return not (helped or NOT_FIRMS.search(firm.group()) or (by_form and (placed or headline)))
