"""The editor's part: to sign in, to say what forms say, to take it back.

Readers see what was corrected, when and why; the forms (app/web/editor_forms.py) only whoever signed in. All goes
through app/correcting.py and app/desk.py, as on the command line.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from app.correcting import editor
from app.deciding import join_these, split_these
from app.desk import Desk, desk
from app.schemes_cli import PREFIX
from app.web import asked, signing
from app.web.editor_acts import ACTIONS, number_of
from app.web.editor_forms import print_of
from app.web.refused import Refused
from app.web.visit import Visit

router = APIRouter(include_in_schema=False, prefix="/editor")
LISTED = 500  # corrections on a page, the latest

Text = Annotated[str, Form(max_length=2_000)]


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


@router.post("/articles/{id:path}/{action}")
async def correct(request: Request, id: str, action: str) -> Response:
    """Correct, reject, add or hide; back to the article, or where that is hidden to the board."""
    given = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    return await run_in_threadpool(_corrected, request, id, action, given)


def _corrected(request: Request, id: str, action: str, given: dict[str, str]) -> Response:
    signing.check_form(request, given.get("form", ""))
    visit = Visit(request)
    if action not in ACTIONS:
        raise Refused("choice", name="action", value=action[:60], known=", ".join(ACTIONS))
    with editor(visit.settings.index, visit.settings.state) as here:
        story = here.story(id)
        if given.get("print") != print_of(story):
            raise Refused("old_reading")
        ACTIONS[action](here, story, given)
    page = visit.link("/editor") if action == "hide" else visit.article(id)
    return signing.begin_again(request, _to(page))


@router.post("/undo")
def undo(request: Request, form: Text = "", number: Text = "", of: Text = "correction") -> Response:
    """Take a correction or a decision on events or programmes back."""
    signing.check_form(request, form)
    visit = Visit(request)
    wanted = number_of(number, 10**9)
    if of == "decision":
        with desk(visit.settings.index, visit.settings.state) as here:
            found = next((one for one in here.decisions.all if one.number == wanted), None)
            if found is None:
                raise Refused("old_reading")
            here.undo(found)
    else:
        with editor(visit.settings.index, visit.settings.state) as writing:
            writing.undo(wanted)
    return signing.begin_again(request, _to(visit.link("/editor")))


# ---------------------------------------------------------------- events and programmes


def deciding(visit: Visit) -> str | None:
    """What the forms of an event or programme hold; None for a reader."""
    mark = signing.session(visit.request)
    return mark and signing.form_token(visit.request, mark)


@router.post("/events/{id}/split")
@router.post("/programmes/{id}/split")
def split(
    request: Request,
    id: str,
    form: Text = "",
    why: Text = "",
    report: Annotated[list[str] | None, Form(max_length=200)] = None,
) -> Response:
    """Make an event or programme of its own of some reports."""
    return _decided(request, id, form, lambda here: split_these(here, id, report or [], why))


@router.post("/events/{id}/join")
@router.post("/programmes/{id}/join")
def join(request: Request, id: str, form: Text = "", why: Text = "", other: Text = "") -> Response:
    """Make one event, or one programme, of two."""
    return _decided(request, id, form, lambda here: join_these(here, [id, other.strip()], why))


def _decided(request: Request, id: str, form: str, decide: Callable[[Desk], Any]) -> Response:
    """Decide, and back to the page of the event or programme, which leads on where its id is another now."""
    signing.check_form(request, form)
    visit = Visit(request)
    with desk(visit.settings.index, visit.settings.state) as here:
        decide(here)
    book = "programmes" if id.upper().startswith(PREFIX) else "events"
    return signing.begin_again(request, _to(visit.link(f"/{book}/{id}")))
