"""Clean-up of an article's paragraphs: what is not the article goes, what names its makers or place becomes a field.

Pure functions over text. The words of junk are in data/junk.toml; what has a form of its own is in bylines.py and
datelines.py; here are the steps, and the article printed twice.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from entities.bylines import SLASHED, bare_name, byline, label_alone, people, signed
from entities.datelines import dateline, is_branded, place_of, without_paper
from entities.junk import Junk, junk_of, stock_tags
from entities.prose import ENDED, ITEM, PROSE, is_prose, normal, tidy, unique

__all__ = [
    "Cleaned", "bare_name", "byline", "bylines", "clean", "dateline", "is_prose", "normal", "people", "stock_tags",
    "tidy", "unique", "without_paper",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """Paragraphs without junk, and what their junk told; see `clean`."""

    paragraphs: tuple[str, ...] = ()
    dateline: str | None = None
    summary: str | None = None
    authors: tuple[str, ...] = ()
    editor: str | None = None
    captions: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)


def clean(
    paragraphs: Iterable[str],
    *,
    title: str = "",
    source: str = "",
    drop: tuple[str, ...] = (),
    cut: tuple[str, ...] = (),
) -> Cleaned:
    """Paragraphs as a page prints them -> the article's own, with bylines, captions and dateline as fields.

    drop, cut: further patterns of the site, as in data/junk.toml. A summary is one that is printed above the dateline.
    """
    junk = junk_of(source, drop, cut)
    texts = _whole([t for t in (tidy(junk.without_inline(tidy(p))) for p in _lines(paragraphs)) if t])
    texts = _without_quotes(_without_copy(_unglued(_without_title(texts, title))))
    texts = _without_inserts(_until_cut(_without_digest(texts, junk), junk), junk)
    texts, made = _without_bylines(texts)
    kept, captions = _without_junk(texts, junk)
    kept, names = signed(_trimmed(kept))
    made = replace(made, authors=tuple(unique([*made.authors, *names])), captions=tuple(unique(captions)))
    return _led([t.removeprefix(ITEM) for t in kept], made, junk)


def _lines(paragraphs: Iterable[str]) -> list[str]:
    return [line for paragraph in paragraphs for line in paragraph.split("\n")]


def _whole(texts: list[str]) -> list[str]:
    """Lines that markup broke: a value on the line below its label (": Rina Sari"), a dateline above its lead."""
    whole: list[str] = []
    for text in texts:
        if (whole and text.startswith(":") and len(whole[-1]) < 30) or (
            whole and whole[-1].endswith(("-", "–", "—")) and dateline(f"{whole[-1]} {text}")[0]
        ):
            whole[-1] = f"{whole[-1]} {text}"
        else:
            whole.append(text)
    return whole


def _without_title(texts: list[str], title: str) -> list[str]:
    """The headline printed again, alone or at the end of a breadcrumb, above the first prose."""
    key = normal(title)
    if not key:
        return texts
    lead = next((i for i, t in enumerate(texts) if is_prose(t) and key not in normal(t)), len(texts))
    return [
        t
        for i, t in enumerate(texts)
        if not (normal(t) == key or (i < lead and normal(t).endswith(key) and len(t) < len(title) + 80))
    ]


def _without_copy(texts: list[str]) -> list[str]:
    """An article that the page prints twice, for two screens: its first complete print. Lone repeats go too."""
    seen: dict[str, int] = {}
    again: dict[int, int] = {}  # a first print and the next one of it
    repeats: set[int] = set()
    for i, text in enumerate(texts):
        first = seen.setdefault(normal(text), i) if len(text) >= PROSE else i
        if first < i:
            again.setdefault(first, i)
            repeats.add(i)
    if not again:
        return texts
    prose = [i for i, t in enumerate(texts) if is_prose(t) and i not in repeats]
    second = min(repeats)
    before = [i for i in prose if i < second]
    after = [i for i, t in enumerate(texts) if is_prose(t) and i >= second]
    doubled = sum(i in again for i in before) >= 0.6 * len(before) and len(repeats & set(after)) >= 0.6 * len(
        after
    )
    if len(again) >= 2 and before and doubled:
        end = max(i for i in again if i < second) + 1
        tail = [t for t in texts[end:second] if len(t) < 60]
        return [*texts[:end], *tail]
    return [t for i, t in enumerate(texts) if i not in repeats]


# A header run into the lead: "28 December 2021 11:11 WIB Serpong NewsWarga yang"; the day alone where no word is glued.
HEADER = re.compile(
    r"\d{1,2} [A-Z][a-z]{2,8} (?:19|20)\d\d,? \d\d[.:]\d\d (?:WIB|WITA|WIT)\s*(?:[A-Z][^.,()]{0,100}?[a-z](?=[A-Z]))?"
)


def _unglued(texts: list[str]) -> list[str]:
    """A first paragraph that begins with what the page's header printed, as its form or its second print shows."""
    if texts and (found := HEADER.match(texts[0])) and is_prose(texts[0][found.end() :]):
        texts = [texts[0][found.end() :], *texts[1:]]
    for i, text in enumerate(texts[:3]):
        for other in texts[i + 1 :]:
            if len(other) >= PROSE and len(other) < len(text) <= len(other) + 200 and text.endswith(other):
                return [*texts[:i], other, *texts[i + 1 :]]
    return texts


def _without_quotes(texts: list[str]) -> list[str]:
    """Without pull quotes: a sentence of the text set again on its own."""
    keys = [normal(t) for t in texts[:300]]
    whole = "|".join(keys)
    return [
        t for i, t in enumerate(texts) if i >= len(keys) or len(keys[i]) < PROSE or whole.count(keys[i]) < 2
    ]


def _without_digest(texts: list[str], junk: Junk) -> list[str]:
    """Without the points that a machine drew from the article, above the note that says so."""
    notes = [i for i, t in enumerate(texts[:12]) if junk.digest.match(t.removeprefix(ITEM))]
    return texts[notes[-1] + 1 :] if notes and any(map(is_prose, texts[notes[-1] + 1 :])) else texts


def _until_cut(texts: list[str], junk: Junk) -> list[str]:
    """The text above what ends every article of a site; a list's heading ends it where no text goes on below."""
    kept: list[str] = []
    begun = False
    third = ([-1] * 3 + [i for i, t in enumerate(texts) if _goes_on(t)])[
        -3
    ]  # from there on, fewer than three go on
    for i, text in enumerate(texts):
        plain, begun = text.removeprefix(ITEM), begun or any(map(is_prose, kept[-1:]))
        listing = junk.ends.match(plain)
        if begun and (junk.cut.match(plain) or (listing and i >= third)):
            return kept
        if junk.comments.match(plain):
            if sum(map(is_prose, kept)) > 1:
                return kept
            continue
        if not (listing and begun):
            kept.append(text)
    return kept


def _goes_on(text: str) -> bool:
    return is_prose(text) and bool(ENDED.search(text)) and not text.endswith(("…", "..."))


def _without_inserts(texts: list[str], junk: Junk) -> list[str]:
    kept: list[str] = []
    waiting = False
    for text in texts:
        found = junk.marker.match(text.removeprefix(ITEM))
        if junk.titled.match(text.removeprefix(ITEM)):
            waiting = False
        elif found and len(text) <= 300:
            waiting = len(text) - found.end() < 3
        elif waiting and len(text) <= 160 and not ENDED.search(text):
            waiting = False
        else:
            waiting = False
            kept.append(text)
    return kept


def bylines(texts: Iterable[str]) -> Cleaned:
    """Authors and editor that labelled lines name, on one line or on two."""
    return _without_bylines([t for text in texts if (t := tidy(text))])[1]


def _without_bylines(texts: list[str]) -> tuple[list[str], Cleaned]:
    kept: list[str] = []
    names: dict[str, list[str]] = {"author": [], "editor": [], "nobody": []}
    waiting: str | None = None
    for text in texts:
        found = byline(text)
        slashed = SLASHED.match(text) if len(text) < 160 else None
        name = bare_name(text) if waiting else None
        role, waiting = waiting, label_alone(text)
        if slashed:
            found = byline(text[slashed.end() :].strip(" -–—|")) or {}
            names["author"].append(tidy(slashed["name"]))
        if found is not None:
            for kind, values in found.items():
                names[kind] += values
        elif role and name:
            names[role].append(name)
        elif not waiting:
            kept.append(text)
    editor = next(iter(names["editor"]), None)
    return kept, Cleaned(authors=tuple(unique(names["author"])), editor=editor)


def _without_junk(texts: list[str], junk: Junk) -> tuple[list[str], list[str]]:
    """What is text, and what are captions; some forms are captions above the text only."""
    kept: list[str] = []
    captions: list[str] = []
    above = True
    for text in texts:
        plain = text.removeprefix(ITEM)
        above = above and not any(map(is_prose, kept[-1:]))
        if junk.caption.match(plain) or (above and junk.credit.match(plain)):
            captions.append(plain)
        elif not junk.is_dropped(plain):
            kept.append(text)
    return kept, captions


def _trimmed(texts: list[str]) -> list[str]:
    """Without the short unfinished lines above the first prose: dates, names, crumbs."""
    first = next((i for i, t in enumerate(texts) if is_prose(t) or (len(t) >= 20 and t.endswith("."))), None)
    return texts if first is None else texts[first:]


def _led(texts: list[str], made: Cleaned, junk: Junk) -> Cleaned:
    """The dateline; what stands above it is the printed summary (a sentence) and captions or subtitles."""
    for i, text in enumerate(texts[:5]):
        head, rest = dateline(text, junk.lead)
        above = texts[:i]
        told = [t for t in above if ENDED.search(t)]
        if head and (not above or (is_branded(head) and len(told) <= 1 and sum(map(len, above)) < 500)):
            captions = unique([*made.captions, *(t for t in above if t not in told[:1])])
            summary = told[0] if told else None
            paragraphs = (rest, *texts[i + 1 :])
            return replace(
                made,
                paragraphs=paragraphs,
                dateline=place_of(head),
                summary=summary,
                captions=tuple(captions),
            )
    return replace(made, paragraphs=tuple(texts))
