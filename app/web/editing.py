"""The editor's part: to sign in, to say what forms say, to take it back.

Readers see what was corrected, when and why; the forms (app/web/editor_forms.py) only whoever signed in. All goes
through app/correcting.py and app/desk.py, as on the command line. What is not taken comes back as it was sent.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from app.correcting import LONGEST_WHY, editor
from app.deciding import join_these, split_these
from app.desk import Desk, desk
from app.options import SCHEME_ID
from app.web import articles, asked, events, failures, schemes, signing
from app.web.editor_acts import ACTIONS, number_of
from app.web.editor_back import Back, Pairs, Sent, sent_to
from app.web.editor_forms import print_of
from app.web.refused import Refused
from app.web.visit import Visit
from entities.errors import BadInput, PantauError

router = APIRouter(include_in_schema=False, prefix="/editor")
LISTED = 500  # corrections on a page, the latest
KEPT = "kept."  # before the names of fields that a form to sign in carries along
PAGES: dict[str, Callable[[Visit, str, Back], Response]] = {
    "articles": articles.page,
    "events": events.page,
    "programmes": schemes.page,
}  # where forms stand

Text = Annotated[str, Form(max_length=2_000)]
Act = Callable[[Visit, Sent], str]  # does what a form says; the address of the page that is shown then


# ---------------------------------------------------------------- to sign in


@router.get("")
def board(request: Request) -> Response:
    """To sign in; for the editor all that was corrected and decided, with what became of it."""
    signing.require_editing(request)
    visit = Visit(request)
    asked.read(visit.pairs)
    mark = signing.session(request)
    if mark is None:
        return _sign_in_page(request)
    with editor(visit.settings.index, visit.settings.state) as here:
        standing = list(here.standing())[-LISTED:][::-1]
        decisions = here.state.decisions()[-LISTED:][::-1]
    form = signing.form_token(request, mark)
    return signing.private(visit.render("editor.html", standing=standing, decisions=decisions, form=form))


@router.post("")
async def sign_in(request: Request) -> Response:
    """Sign in with the token; a form that was sent without a session comes back then."""
    return await run_in_threadpool(_signed_in, request, await _pairs(request))


def _signed_in(request: Request, pairs: Pairs) -> Response:
    given = dict(pairs)
    kept = ((name.removeprefix(KEPT), value) for name, value in pairs if name.startswith(KEPT))
    sent = sent_to(given.get("to", ""), tuple(kept))
    try:
        signing.sign_in(request, given.get("token", ""))
    except (signing.Barred, signing.TooOften) as error:
        return _sign_in_page(request, error, sent)
    page = sent and _page_again(request, sent, Refused("signed_in"))
    return signing.begin(request, page or _to(Visit(request).link("/editor")))


def _sign_in_page(request: Request, error: Refused | None = None, sent: Sent | None = None) -> Response:
    """The form to sign in, which says what was wrong and carries along what was sent without a session."""
    visit = _visit_of(request, "/editor")
    wrong = failures.sentence(error, visit.t) if error else ""
    status = error.http if error else 200
    page = visit.render("editor_sign_in.html", status=status, wrong=wrong, sent=sent, kept=KEPT)
    return signing.private(page)


@router.post("/out")
def sign_out(request: Request, form: Text = "") -> Response:
    """End the session."""
    signing.check_form(request, form)
    return signing.end(request, _to(Visit(request).link("/")))


def _to(address: str) -> Response:
    return RedirectResponse(address, status_code=303)


async def _pairs(request: Request) -> Pairs:
    """The fields of a form, in their order."""
    told = (await request.form()).multi_items()
    return tuple((name, value) for name, value in told if isinstance(value, str))


# ---------------------------------------------------------------- a form, taken or not


async def _take(request: Request, sent: Sent, act: Act) -> Response:
    """Do what a form says, and lead on; where it is not taken it comes back."""
    return await run_in_threadpool(_taken, request, sent, act)


def _taken(request: Request, sent: Sent, act: Act) -> Response:
    try:
        signing.check_form(request, sent.given.get("form", ""))
        to = act(Visit(request), sent)
    except PantauError as error:
        signing.require_editing(request)
        failures.note(error)
        if isinstance(error, signing.Barred) and signing.session(request) is None:
            return _sign_in_page(request, error, sent)
        page = _page_again(request, sent, error, failures.status_of(error))
        if page is None:
            raise
        return page
    return signing.begin(request, _to(to))


def _visit_of(request: Request, path: str) -> Visit:
    """The visit of a page that answers a form, so that its links are those of the page and not of the form."""
    prefix = signing.require_editing(request).prefix
    return Visit(Request({**request.scope, "path": f"{prefix}{path}"}))


def _page_again(request: Request, sent: Sent, error: PantauError, status: int = 200) -> Response | None:
    """The page of an article, event or programme with a form as it was sent; None where there is no such page."""
    visit = _visit_of(request, f"/{sent.book}/{sent.id}")
    field = error.field if isinstance(error, BadInput) else None
    has_field = field in sent.given or field == "report"  # a box that is not ticked is not sent
    back = Back(sent=sent, wrong=failures.sentence(error, visit.t), field=field if has_field else None)
    try:
        page = PAGES[sent.book](visit, sent.id, back)
    except PantauError:
        return None
    page.status_code = status
    return page


# ---------------------------------------------------------------- articles


@router.post("/articles/{id:path}/{action}")
async def correct(request: Request, id: str, action: str) -> Response:
    """Correct, reject, add or hide; back to the article, or where that is hidden to the board."""
    sent = Sent(book="articles", id=id, action=action, pairs=await _pairs(request))
    return await _take(request, sent, _corrected)


def _corrected(visit: Visit, sent: Sent) -> str:
    act = ACTIONS.get(sent.action)
    if act is None:
        raise Refused("choice", name="action", value=sent.action[:60], known=", ".join(ACTIONS))
    with editor(visit.settings.index, visit.settings.state) as here:
        story = here.story(sent.id)
        if sent.given.get("print") != print_of(story):
            raise Refused("new_reading")
        act(here, story, sent.given)
    return visit.link("/editor") if sent.action == "hide" else visit.article(sent.id)


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
    return signing.begin(request, _to(visit.link("/editor")))


# ---------------------------------------------------------------- events and programmes


@router.post("/events/{id}/split")
@router.post("/programmes/{id}/split")
async def split(request: Request, id: str) -> Response:
    """Make an event or programme of its own of some reports."""
    return await _decide(request, id, "split", _split)


@router.post("/events/{id}/join")
@router.post("/programmes/{id}/join")
async def join(request: Request, id: str) -> Response:
    """Make one event, or one programme, of two."""
    return await _decide(request, id, "join", _join)


def _split(here: Desk, sent: Sent) -> Any:
    return split_these(here, sent.id, sent.all("report"), _why(sent))


def _join(here: Desk, sent: Sent) -> Any:
    try:
        return join_these(here, [sent.id, sent.given.get("other", "").strip()], _why(sent))
    except BadInput as error:
        error.field = error.field or "other"
        raise


def _why(sent: Sent) -> str:
    why = sent.given.get("why", "")
    if len(why) > LONGEST_WHY:
        raise BadInput("a reason has at most {most} characters", field="why", most=LONGEST_WHY)
    return why


async def _decide(request: Request, id: str, action: str, decide: Callable[[Desk, Sent], Any]) -> Response:
    """Decide, and back to the page of the event or programme, which leads on where its id is another now."""

    def act(visit: Visit, sent: Sent) -> str:
        with desk(visit.settings.index, visit.settings.state) as here:
            decide(here, sent)
        return visit.link(f"/{sent.book}/{id}")

    book = "programmes" if id.upper().startswith(SCHEME_ID) else "events"
    return await _take(request, Sent(book=book, id=id, action=action, pairs=await _pairs(request)), act)
