"""Which names of an article are those of one programme, and what it is called."""

from collections.abc import Sequence

from entities.gazetteer import Words
from entities.program_known import known, unbranched
from entities.program_names import bare, called_alike, nounless
from entities.program_runs import vocabulary
from entities.program_words import listed, words
from entities.records import Mention

MOST_NAMES = 40  # programmes that one article names; a text of more is no news, and its names stay apart
MANY_PLACES = 4


def one_scheme(groups: dict[str, list[Mention]]) -> dict[str, list[Mention]]:
    """The groups, with the many places of one known scheme as the scheme: Desa Devisa in five villages."""
    rows: dict[str, set[str]] = {}
    for name in groups:
        for match in known().find(Words(name)):
            if match.values[0].grows and not any(m.field == "title" for m in groups[name]):
                rows.setdefault(bare(match.values[0].name), set()).add(name)
    found: dict[str, list[Mention]] = {}
    for name, group in groups.items():
        row = next((row for row, names in rows.items() if name in names and len(names) >= MANY_PLACES), name)
        found.setdefault(row, []).extend(group)
    return found


def merged(groups: dict[str, list[Mention]]) -> dict[str, list[Mention]]:
    """The groups, with what is told under a part of a longer name: "KriyaNusa" is the "Pameran KriyaNusa"."""
    if len(groups) > MOST_NAMES:
        return groups
    found: dict[str, list[Mention]] = {}
    for name in sorted(groups, key=len, reverse=True):
        longer = next((other for other in found if is_part(name, other)), name)
        found[longer] = [*found.get(longer, ()), *groups[name]]
    return {name: sorted(found[name], key=lambda m: (m.field, m.start)) for name in groups if name in found}


def is_part(name: str, other: str) -> bool:
    """Whether a name is made of words of a longer one, and neither is known for another programme."""
    own, more = set(words(name)), set(words(other))
    if len(own & more) > 2 and len(own & more) >= 0.6 * min(len(own), len(more)):
        return True
    if called_alike(name, other):
        return True
    rows = {match.values[0].name for text in (name, other) for match in known().find(Words(text))}
    if one_row(name) and one_row(name) == one_row(other):
        return True
    core = set(words(nounless(name)))  # "Program Tani Academy" is the "Lestari Tani Academy"
    return len(rows) < 2 and (
        (own < more and (len(own) > 1 or more - own <= listed("called"))) or (len(core) > 1 and core < more)
    )


def one_row(name: str) -> str:
    """The known programme that a bare name is one of, if it has no branches: "Pameran Kriya Nusa" and "KriyaNusa"."""
    return unbranched().get(name) or unbranched().get(nounless(name), "")


def is_common(name: str) -> bool:
    """Whether no word of a name tells it from others: "Bazar UMKM", "Business Matching"."""
    voc = vocabulary()
    common = voc["general"] | voc["joints"] | voc["traded"] | voc["heads"].keys()
    told = bare(name)
    return told in voc["meetings"] or common.issuperset(words(told))


def called(group: Sequence[Mention], body: Sequence[Mention]) -> str:
    """The first of the longest forms in which it is named; of many places of one scheme the scheme."""
    forms = list(dict.fromkeys(m.text for m in body or group))
    rows = [
        match.values[0].name for form in forms for match in known().find(Words(form)) if match.values[0].grows
    ]
    scheme = len(forms) >= MANY_PLACES and len(rows) >= MANY_PLACES and len(set(rows)) == 1
    return rows[0] if scheme else max(forms, key=len)
