"""A correction of the editor in Indonesian words."""

from entities.records import Correction

KINDS = {
    "reject-mention": "penyebutan ditolak",
    "set-mention": "penyebutan diubah",
    "reject-release": "pelepasan ditolak",
    "set-release": "pelepasan diubah",
    "reject-program": "program ditolak",
    "hide": "artikel disembunyikan",
}


def correction_words(one: Correction) -> str:
    """A correction in one line for people: what, of which article, what is set, why."""
    about = one.text or (f"ke-{one.place + 1}" if one.place is not None else "")
    sets = f" -> {one.sets}" if one.sets else ""
    return f"{one.article}: {KINDS[one.kind]} {about}{sets} ({one.why})".replace("  ", " ")
