"""A correction of the editor in Indonesian words."""

from entities.records import Correction

KINDS = {
    "reject-mention": "penyebutan ditolak",
    "set-mention": "penyebutan diubah",
    "add-mention": "penyebutan ditambahkan",
    "reject-release": "pelepasan ditolak",
    "set-release": "pelepasan diubah",
    "add-release": "pelepasan ditambahkan",
    "reject-program": "program ditolak",
    "set-program": "program diubah",
    "add-program": "program ditambahkan",
    "hide": "artikel disembunyikan",
}
LONGEST = 160  # code points of a sentence


def about(one: Correction) -> str:
    """What a correction is about: words of the article, its how manieth release or programme, or its sentence."""
    if one.text:
        return one.text
    if one.place is not None:
        return str(one.place + 1)
    return one.sentence if len(one.sentence) <= LONGEST else one.sentence[:LONGEST] + "…"


def correction_words(one: Correction) -> str:
    """A correction in one line for people: what, of which article, what is set, why."""
    told = f"ke-{about(one)}" if one.place is not None and not one.text else about(one)
    sets = f" -> {one.sets}" if one.sets else ""
    return f"{one.article}: {KINDS[one.kind]} {told}{sets} ({one.why})".replace("  ", " ")
