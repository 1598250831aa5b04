"""The editor's forms: correct or reject what was read from an article, hide it, split or join events, take it back.

Readers see what was corrected, when and why; the forms only whoever signed in. All goes through app/correcting.py and
app/desk.py, as on the command line.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from app.correcting import Editor, editor
from app.deciding import join_these, split_these
from app.desk import desk
from app.web import asked, signing
from app.web.mentions import told
from app.web.refused import Refused
from app.web.rows import cut
from app.web.visit import Visit
from entities.correction_release import said
from entities.correction_sets import KEYS, ROLES
from entities.corrections import sentence_of
from entities.records import Mention, Program, Release, Story

router = APIRouter(include_in_schema=False, prefix="/editor")
MENTIONS, SENTENCE = 200, 160  # mentions of one article with a form, letters shown of the sentence
LISTED = 500  # corrections on a page, the latest

Text = Annotated[str, Form(max_length=2_000)]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One mention with its form: its place in the story, what it says, and what can be set, with what is there."""

    place: int
    words: str
    kind: str
    value: str
    role: str
    sentence: str
    keys: tuple[tuple[str, str], ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What the editor's part of a page needs; print: of what was read when the page was made."""

    form: str
    print: str
    rows: tuple[Row, ...] = ()
    releases: tuple[dict[str, str], ...] = ()
    programs: int = 0


# ---------------------------------------------------------------- to sign in


@router.get("")
def board(request: Request) -> Response:
    """To sign in; for the editor all that was corrected and decided, with what became of it."""
    signing.require_editing(request)
    visit = Visit(request)
    asked.read(visit.pairs)
    mark = signing.session(request)
    if mark is None:
        return signing.private(visit.render("editor_sign_in.html"))
    with editor(visit.settings.index, visit.settings.state) as here:
        standing = list(here.standing())[-LISTED:][::-1]
        decisions = here.state.decisions()[-LISTED:][::-1]
    form = signing.form_token(request, mark)
    return signing.private(visit.render("editor.html", standing=standing, decisions=decisions, form=form))


@router.post("")
def sign_in(request: Request, token: Text = "") -> Response:
    """Sign in with the token."""
    signing.sign_in(request, token)
    return signing.begin(request, _to(Visit(request).link("/editor")))


@router.post("/out")
def sign_out(request: Request, form: Text = "") -> Response:
    """End the session."""
    signing.check_form(request, form)
    return signing.end(request, _to(Visit(request).link("/")))


def _to(address: str) -> Response:
    return RedirectResponse(address, status_code=303)


# ---------------------------------------------------------------- articles


def tools(visit: Visit, story: Story) -> Tools | None:
    """The forms of an article; None for a reader."""
    mark = signing.session(visit.request)
    if mark is None:
        return None
    return Tools(
        form=signing.form_token(visit.request, mark),
        print=_print(story),
        rows=tuple(_row(at, m, story, visit) for at, m in enumerate(story.mentions[:MENTIONS])),
        releases=tuple(_fields(one) for one in story.releases),
        programs=len(story.programs),
    )


def _row(place: int, mention: Mention, story: Story, visit: Visit) -> Row:
    shown = told(mention, "", visit.t)
    return Row(
        place=place,
        words=shown.words,
        kind=mention.kind,
        value=shown.value,
        role=shown.role,
        sentence=cut(sentence_of(story.article, mention), SENTENCE),
        keys=tuple((key, _now(mention, key)) for key in KEYS.get(mention.kind, ()) if key != "role"),
        roles=ROLES.get(mention.kind, ()),
    )


def _now(mention: Mention, key: str) -> str:
    value = mention.value
    if isinstance(value, str):
        return value
    found = getattr(value, key, None)
    return "" if found is None else str(found)


def _fields(release: Release) -> dict[str, str]:
    """The fields of a release as a form has them."""
    found = dict(said(release))
    amounts = {"values": ("currency", release.values), "quantities": ("unit", release.quantities)}
    texts = {
        name: ", ".join(found.get(name, ())) for name in "date origins destinations products exporter".split()
    }
    for name, (unit, held) in amounts.items():
        pairs = ((getattr(one, unit), f"{one.amount.normalize():f}") for one in held)
        texts[name] = ", ".join(" ".join(p if name == "values" else p[::-1]) for p in pairs)
    return texts


def _print(story: Story) -> str:
    """A few signs that change with what was read: a form of an earlier reading is refused."""
    told = repr((story.mentions, story.releases, story.programs))
    return sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


@router.post("/articles/{id:path}/{action}")
async def correct(request: Request, id: str, action: str) -> Response:
    """Correct, reject or hide; back to the article, or where that is hidden to the board."""
    from fastapi.concurrency import run_in_threadpool

    given = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    return await run_in_threadpool(_corrected, request, id, action, given)


def _corrected(request: Request, id: str, action: str, given: dict[str, str]) -> Response:
    signing.check_form(request, given.get("form", ""))
    visit = Visit(request)
    if action not in ACTIONS:
        raise Refused("choice", name="action", value=action[:60], known=", ".join(ACTIONS))
    with editor(visit.settings.index, visit.settings.state) as here:
        story = here.story(id)
        if given.get("print") != _print(story):
            raise Refused("old_reading")
        ACTIONS[action](here, story, given)
    page = visit.link("/editor") if action == "hide" else visit.article(id)
    return signing.begin_again(request, _to(page))


def _place(given: dict[str, str], most: int) -> int:
    number = given.get("place", "")
    if not (number.isascii() and number.isdigit() and len(number) < 5 and int(number) < most):
        raise Refused("old_reading")
    return int(number)


def _mention(story: Story, given: dict[str, str]) -> list[Mention]:
    return [story.mentions[_place(given, len(story.mentions))]]


def _reject(here: Editor, story: Story, given: dict[str, str]) -> None:
    here.reject_mention(story, _mention(story, given), given.get("why", ""))


def _set(here: Editor, story: Story, given: dict[str, str]) -> None:
    """What differs from what is there."""
    (mention,) = _mention(story, given)
    wanted = {key: given[key].strip() for key in KEYS.get(mention.kind, ()) if given.get(key, "").strip()}
    differs = {
        key: v for key, v in wanted.items() if v != (mention.role if key == "role" else _now(mention, key))
    }
    here.set_mention(story, [mention], differs, given.get("why", ""))


def _set_release(here: Editor, story: Story, given: dict[str, str]) -> None:
    place = _place(given, len(story.releases))
    now = _fields(story.releases[place])
    differs = {key: given[key].strip() for key in now if key in given and given[key].strip() != now[key]}
    here.set_release(story, place, differs, given.get("why", ""))


def _reject_release(here: Editor, story: Story, given: dict[str, str]) -> None:
    here.reject_record(story, Release, _place(given, len(story.releases)), given.get("why", ""))


def _reject_program(here: Editor, story: Story, given: dict[str, str]) -> None:
    here.reject_record(story, Program, _place(given, len(story.programs)), given.get("why", ""))


def _hide(here: Editor, story: Story, given: dict[str, str]) -> None:
    here.hide(story, given.get("why", ""))


ACTIONS = {
    "reject": _reject,
    "set": _set,
    "set-release": _set_release,
    "reject-release": _reject_release,
    "reject-program": _reject_program,
    "hide": _hide,
}


@router.post("/undo")
def undo(request: Request, form: Text = "", number: Text = "", of: Text = "correction") -> Response:
    """Take a correction or a decision on events back."""
    signing.check_form(request, form)
    visit = Visit(request)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Refused("old_reading")
    if of == "decision":
        with desk(visit.settings.index, visit.settings.state) as here:
            found = next((one for one in here.decisions.all if one.number == int(number)), None)
            if found is None:
                raise Refused("old_reading")
            here.undo(found)
    else:
        with editor(visit.settings.index, visit.settings.state) as writing:
            writing.undo(int(number))
    return signing.begin_again(request, _to(visit.link("/editor")))


# ---------------------------------------------------------------- events


def event_tools(visit: Visit) -> str | None:
    """What the forms of an event hold; None for a reader."""
    mark = signing.session(visit.request)
    return mark and signing.form_token(visit.request, mark)


@router.post("/events/{id}/split")
def split(
    request: Request,
    id: str,
    form: Text = "",
    why: Text = "",
    report: Annotated[list[str] | None, Form(max_length=200)] = None,
) -> Response:
    """Make an event of its own of some reports."""
    signing.check_form(request, form)
    visit = Visit(request)
    with desk(visit.settings.index, visit.settings.state) as here:
        split_these(here, id, report or [], why)
    return signing.begin_again(request, _to(visit.link(f"/events/{id}")))


@router.post("/events/{id}/join")
def join(request: Request, id: str, form: Text = "", why: Text = "", other: Text = "") -> Response:
    """Make one event of two."""
    signing.check_form(request, form)
    visit = Visit(request)
    with desk(visit.settings.index, visit.settings.state) as here:
        join_these(here, [id, other.strip()], why)
    return signing.begin_again(request, _to(visit.link(f"/events/{id}")))
