"""What `pantau correct` and `pantau corrections` do and print."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app import wording
from app.correcting import Editor, Standing, editor, mentions_of, spot_of
from app.correction_words import correction_words
from app.examples import example_json
from app.terminal import console, text
from entities.correction_spots import Spot
from entities.correction_wire import correction_json
from entities.errors import BadInput
from entities.records import Correction, Kind, Program, Release, Story
from entities.wire import dumps

STATES = {
    "holds": "berlaku",
    "lost": "tidak berlaku: artikelnya kini berkata lain",
    "hidden": "artikelnya disembunyikan",
    "gone": "tidak berlaku: artikelnya tidak ada di indeks",
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What `pantau correct` was asked for, as written."""

    id: str
    action: str
    what: str = ""
    sets: tuple[str, ...] = ()
    why: str = ""
    kind: Kind | None = None
    within: str = ""
    nth: int | None = None


Act = Callable[[Editor, Story, Asked], list[Correction]]


def run_correct(asked: Asked, *, index: str, state: str | None) -> None:
    """Correct what is asked for and print what was kept."""
    with editor(index, state) as here:
        for one in ACTIONS[asked.action](here, here.story(asked.id), asked):
            console.print(text(f"{one.number}: {correction_words(one)}"), soft_wrap=True)
            print(f"koreksi {one.number} dicatat; `pantau corrections undo {one.number}` membatalkannya")


def _reject(here: Editor, story: Story, asked: Asked) -> list[Correction]:
    return here.reject_mention(story, mentions_of(story, asked.what, asked.kind, asked.within), asked.why)


def _set(here: Editor, story: Story, asked: Asked) -> list[Correction]:
    about = mentions_of(story, asked.what, asked.kind, asked.within)
    return here.set_mention(story, about, pairs(asked.sets), asked.why)


def _add(here: Editor, story: Story, asked: Asked) -> list[Correction]:
    if asked.kind is None:
        raise BadInput("tell with --kind what the words are, as --kind country")
    return here.add_mention(story, _spot(story, asked), asked.kind, pairs(asked.sets), asked.why)


def _spot(story: Story, asked: Asked) -> Spot:
    return spot_of(story, asked.what, asked.nth, asked.within)


def _of_records(kind: type, name: str) -> dict[str, Act]:
    """What can be done with releases or programmes, by action; they are known by their number, or by the words of the
    sentence that tells of them."""
    return {
        f"reject-{name}": lambda here, of, a: here.reject_record(of, kind, place(a.what), a.why),
        f"set-{name}": lambda here, of, a: here.set_record(of, kind, place(a.what), pairs(a.sets), a.why),
        f"add-{name}": lambda here, of, a: here.add_record(of, kind, _spot(of, a), pairs(a.sets), a.why),
    }


ACTIONS: dict[str, Act] = {
    "reject": _reject,
    "set": _set,
    "add": _add,
    **_of_records(Release, "release"),
    **_of_records(Program, "program"),
    "hide": lambda here, story, a: here.hide(story, a.why),
}


def place(number: str) -> int:
    """The place, from 0, of a release or programme as people number them."""
    if not (number.isascii() and number.isdigit() and len(number) < 5):
        raise BadInput(f"{number!r} is no number of a release or programme; the first is 1")
    return int(number) - 1


def pairs(sets: tuple[str, ...]) -> dict[str, str]:
    """KEY=VALUE words as a mapping; BadInput for a word without "="."""
    if odd := [one for one in sets if "=" not in one]:
        raise BadInput(f"{odd[0]!r} sets nothing; write KEY=VALUE, as role=mention")
    return {key.strip(): value for key, _, value in (one.partition("=") for one in sets)}


# ---------------------------------------------------------------- what was corrected


def run_corrections(*, index: str, state: str | None, as_json: bool) -> None:
    """List all corrections, the oldest first, with what became of each."""
    with editor(index, state) as here:
        found = list(here.standing())
    for one in found:
        if as_json:
            print(dumps({**correction_json(one.correction), "state": one.state}))
        else:
            _print(one)
    if not as_json:
        lost = sum(one.state in ("lost", "gone") for one in found)
        print(f"{len(found)} koreksi" + (f", {lost} di antaranya tidak berlaku" if lost else ""))


def _print(one: Standing) -> None:
    told = one.correction
    console.print(text(f"{told.number}: {correction_words(told)}", "bold"), soft_wrap=True)
    console.print(text(f"   {wording.moment(told.at)}, {STATES[one.state]}"), soft_wrap=True)
    if told.sentence:
        console.print(text(f"   {told.sentence}", "dim"), soft_wrap=True)


def run_undo(number: int, *, index: str, state: str | None) -> None:
    """Take a correction back."""
    with editor(index, state) as here:
        here.undo(number)
    print(f"koreksi {number} dibatalkan")


def run_export(to: Path, *, index: str, state: str | None) -> None:
    """Write every corrected article that is held and to be seen, as an annotated example; BadInput where FILE is."""
    with editor(index, state) as here:
        ids = dict.fromkeys(one.correction.article for one in here.standing() if one.state == "holds")
        stories = [story for id in ids if (story := here.held.get(id))]
    try:
        with to.open("x", encoding="utf-8") as file:
            file.writelines(dumps(example_json(story)) + "\n" for story in stories)
    except FileExistsError as error:
        raise BadInput(f"{to} exists already; name another file") from error
    except OSError as error:
        raise BadInput(f"{to} cannot be written ({error.strerror})") from error
    print(f"{to}: {len(stories)} artikel")
