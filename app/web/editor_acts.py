"""What the forms on an article say, put into acts of app/correcting.py. A field that is left as it was says nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from app.correcting import SHOWN, Editor, around
from app.web.refused import Refused
from entities.correction_sets import KEYS, as_given
from entities.correction_spots import Spot, spots
from entities.records import Kind, Mention, Program, Release, Story

Given = Mapping[str, str]
Act = Callable[[Editor, Story, Given], object]


def number_of(text: str, most: int) -> int:
    """A number of a form, from 0 and below `most`; Refused for anything that no form of ours says."""
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) < most):
        raise Refused("old_reading")
    return int(text)


def _why(given: Given) -> str:
    return given.get("why", "")


# ---------------------------------------------------------------- mentions


def now(mention: Mention, key: str) -> str:
    """What is told of a mention under a key, as a form has it."""
    if key == "role":
        return mention.role or ""
    found = mention.value if isinstance(mention.value, str) else getattr(mention.value, key, None)
    return "" if found is None else str(found)


def _mention(story: Story, given: Given) -> Mention:
    return story.mentions[number_of(given.get("place", ""), len(story.mentions))]


def _told(given: Given, keys: Sequence[str]) -> dict[str, str]:
    """What a form says under these keys."""
    return {key: given[key].strip() for key in keys if given.get(key, "").strip()}


def _reject(here: Editor, story: Story, given: Given) -> None:
    here.reject_mention(story, [_mention(story, given)], _why(given))


def _set(here: Editor, story: Story, given: Given) -> None:
    mention = _mention(story, given)
    wanted = _told(given, KEYS.get(mention.kind, ()))
    differs = {key: value for key, value in wanted.items() if value != now(mention, key)}
    here.set_mention(story, [mention], differs, _why(given))


def _add(here: Editor, story: Story, given: Given) -> None:
    kind = given.get("mention", "")
    if kind not in KEYS:
        raise Refused("choice", field="mention", name="mention", value=kind[:60], known=", ".join(KEYS))
    wanted = _told(given, list(dict.fromkeys(key for keys in KEYS.values() for key in keys)))
    here.add_mention(story, spot(story, given), cast(Kind, kind), wanted, _why(given))


def spot(story: Story, given: Given) -> Spot:
    """Where the words of a form stand: where they were marked in the text (`at`), else the time that is told (`nth`),
    else the only time. Refused where they do not, or stand several times."""
    words, nth = given.get("words", ""), given.get("nth", "").strip()
    found = spots(story.article, words)
    if not found:
        raise Refused("words", field="words", words=" ".join(words.split())[:100])
    marked = [one for one in found if given.get("at") == f"{one.field}:{one.start}"]
    if marked or (len(found) == 1 and nth in ("", "1")):
        return (marked or found)[0]
    if not (nth.isascii() and nth.isdigit() and len(nth) < 5 and 1 <= int(nth) <= len(found)):
        where = "; ".join(f"{at}: … {around(story, one)} …" for at, one in enumerate(found[:SHOWN], 1))
        raise Refused("nth", field="nth", words=found[0].text[:100], n=len(found), where=where)
    return found[int(nth) - 1]


# ---------------------------------------------------------------- releases and programmes


def _of_records(kind: type, name: str) -> dict[str, Act]:
    """What forms say of releases or of programmes, by action."""

    def place(story: Story, given: Given) -> int:
        held = story.programs if kind is Program else story.releases
        return number_of(given.get("place", ""), len(held))

    def reject(here: Editor, story: Story, given: Given) -> None:
        here.reject_record(story, kind, place(story, given), _why(given))

    def change(here: Editor, story: Story, given: Given) -> None:
        at = place(story, given)
        before = as_given((story.programs if kind is Program else story.releases)[at])
        differs = {k: given[k].strip() for k in before if k in given and given[k].strip() != before[k]}
        here.set_record(story, kind, at, differs, _why(given))

    def add(here: Editor, story: Story, given: Given) -> None:
        told = _told(given, list(as_given(kind())))
        here.add_record(story, kind, spot(story, given), told, _why(given))

    return {f"reject-{name}": reject, f"set-{name}": change, f"add-{name}": add}


ACTIONS: dict[str, Act] = {
    "reject": _reject,
    "set": _set,
    "add": _add,
    **_of_records(Release, "release"),
    **_of_records(Program, "program"),
    "hide": lambda here, story, given: here.hide(story, _why(given)),
}
