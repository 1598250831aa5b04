"""Subscriptions to the digest by page: asked for, confirmed, looked after, ended; by program: api_subscriptions.py.

A link in a mail shows a form and changes nothing when it is opened, for scanners of mail open every link; only a press
of its button acts. The one exception is made by RFC 8058: a mail reader's own button posts to the link to leave.
Nobody is told whether an address subscribes.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.background import BackgroundTask
from starlette.responses import Response

from app.asking import FILTERS
from app.digests import subscribing
from app.digests.letters import search_of
from app.digests.links import Links, Purpose, Stale, links
from app.digests.office import sender_of, utc_now, writes_from
from app.digests.searches import AMOUNTS, Unfit, kept, notes, query_of
from app.digests.searches import told as told_of
from app.digests.sending import send_others
from app.digests.subscribing import TooMany, Wish
from app.smtp import mail_server
from app.web import asked, failures
from app.web.filters import standing
from app.web.refused import Refused, Unknown
from app.web.visit import Visit
from entities.errors import BadInput, PantauError
from state.mailing import Subscription
from state.state import State, open_state, state_url

log = logging.getLogger("pantau.web")
router = APIRouter(include_in_schema=False)

UNCACHED = {"cache-control": "no-store"}
ACTS: dict[Purpose, tuple[str, ...]] = {
    "confirm": ("confirm",),
    "unsubscribe": ("unsubscribe",),
    "manage": ("pause", "resume", "unsubscribe", "delete"),
}
POSSIBLE = {"pause": ("active",), "resume": ("paused", "suspended")}  # act -> standings that it changes
SAID = {"confirm": "confirmed", "unsubscribe": "gone", "delete": "gone"}
USUAL = {"q": "", "address": "", "day": "0", "hour": "7", "empty": ""}
NAMES = ("q", "copies", *FILTERS, *AMOUNTS)  # of what an address says, what a subscription keeps


# ---------------------------------------------------------------- asking


@router.get("/subscribe")
def form(request: Request) -> Response:
    """The form to subscribe to the search of this address."""
    visit = Visit(request)
    ready()
    return _form(visit, _search(visit))


@router.post("/subscribe")
def ask(
    request: Request,
    address: Annotated[str, Form(max_length=1000)] = "",
    language: Annotated[str, Form(max_length=10)] = "id",
    day: Annotated[str, Form(max_length=10)] = "0",
    hour: Annotated[str, Form(max_length=10)] = "7",
    empty: Annotated[str, Form(max_length=10)] = "",
    q: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Ask the owner of an address, by mail; the answer is the same for every address."""
    visit = Visit(request)
    known = ready()
    told = {"address": address, "language": language, "day": day, "hour": hour, "empty": empty, "q": q}
    search = _search(visit) or kept({}, q)
    try:
        ask_owner(visit, known, _wish(search, told))
    except Unfit as error:
        see = visit.link("/", query_of(search)) if error.advice else ""
        return _form(visit, search, told, visit.t(f"subscribe.{error.kind}"), see, status=400)
    except TooMany:
        return _form(visit, search, told, visit.t("subscribe.many"), status=429)
    except BadInput as error:
        return _form(visit, search, told, failures.sentence(error, visit.t), status=400)
    made = visit.render("subscribe.html", status=202, headers=UNCACHED, mailed=True)
    made.background = mailing_task(visit)
    return made


def _form(
    visit: Visit,
    search: Mapping[str, Any],
    told: Mapping[str, str] | None = None,
    wrong: str = "",
    see: str = "",
    status: int = 200,
) -> Response:
    pairs = [(name, value) for name, value in visit.pairs if name in NAMES]
    return visit.render(
        "subscribe.html",
        status=status,
        headers=UNCACHED,
        mailed=False,
        search=told_of(search) if pairs else "",
        standing=standing(asked.read(pairs), visit.t) if pairs else [],
        action=visit.link("/subscribe") + _tail(visit, pairs),
        told={**USUAL, "language": visit.t.language, **(told or {})},
        wrong=wrong,
        see=see,
    )


def _tail(visit: Visit, pairs: list[tuple[str, str]]) -> str:
    """The parameters of a search behind those that a link has already."""
    return ("&" if visit.told else "?") + asked.urlencode(pairs) if pairs else ""


def _search(visit: Visit) -> dict[str, Any]:
    """The search that an address tells, as it is kept; Refused for one that cannot be asked."""
    pairs = [(name, value) for name, value in visit.pairs if name in NAMES]
    asked.read(pairs)
    told = [(name, value.strip()) for name, value in pairs if value.strip()]
    return kept(filters_of(told), dict(told).get("q", ""))


def filters_of(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """The filters of an address as a subscription is asked for."""
    given: dict[str, Any] = {name: [v for n, v in pairs if n == name] for name in FILTERS}
    given |= {name: value for name, value in pairs if name in AMOUNTS}
    return given | {"copies": ("copies", "no") not in pairs}


def _wish(search: Mapping[str, Any], told: Mapping[str, str]) -> Wish:
    numbers = {name: int(told[name]) if told[name].isdecimal() else -1 for name in ("day", "hour")}
    given = {name: value for name, value in search.items() if name != "text"}
    return subscribing.wish(
        told["address"],
        given,
        search.get("text", ""),
        language=told["language"],
        empty=bool(told["empty"]),
        **numbers,
    )


def ask_owner(visit: Visit, known: Links, wish: Wish) -> None:
    """Ask whom a wish names; Unfit, TooMany or BadInput where that cannot be. `mailing` mails the question."""
    with visit.held.index() as index, opened_state(visit) as state:
        subscribing.subscribe(state, index, known, wish, utc_now())


def ready() -> Links:
    """The links of this server; Refused where it is not set up to send mail."""
    try:
        mail_server()
        writes_from()
        return links()
    except BadInput as error:
        log.warning("nobody can subscribe: %s", error)
        raise Unready from None


class Unready(Refused):
    """No mail can be sent from here."""

    http = 503

    def __init__(self) -> None:
        super().__init__("unready")


@contextmanager
def opened_state(visit: Visit) -> Iterator[State]:
    """The state of this server, made where there is none."""
    state = open_state(state_of(visit))
    try:
        yield state
    finally:
        state.close()


def state_of(visit: Visit) -> str:
    return state_url(visit.settings.index, visit.settings.state)


def mailing_task(visit: Visit) -> BackgroundTask:
    """Mail what waits, once the answer has left: it must not tell by its time what it does not tell in words."""
    return BackgroundTask(_mail, visit.settings.index, state_of(visit))


def _mail(index: str, state: str) -> None:
    try:
        with sender_of(index, state) as sender:
            for said in send_others(sender).told:
                log.warning("%s", said)
    except PantauError as error:
        log.error("%s", error)


# ---------------------------------------------------------------- links in mail


@router.get("/subscriptions/{purpose}/{token}")
def show(request: Request, purpose: Purpose, token: str) -> Response:
    """What a link in a mail is for, with the button that does it. Nothing is changed."""
    visit = Visit(request)
    with opened_state(visit) as state:
        one = state.mailing.subscription(id_of(purpose, token))
    return _page(visit, purpose, one)


@router.post("/subscriptions/unsubscribe/{token}")
def leave(request: Request, token: str) -> Response:
    """End a subscription: by the button of the page, or by that of a mail reader (RFC 8058), which has no cookie."""
    return _acted(Visit(request), "unsubscribe", token, "unsubscribe")


@router.post("/subscriptions/{purpose}/{token}")
def act(
    request: Request, purpose: Purpose, token: str, act: Annotated[str, Form(max_length=20)] = ""
) -> Response:
    """Do what a button of the page says."""
    visit = Visit(request)
    if act not in ACTS[purpose]:
        raise Unknown("nothing")
    return _acted(visit, purpose, token, act)


def _acted(visit: Visit, purpose: Purpose, token: str, act: str) -> Response:
    with opened_state(visit) as state:
        one = do(state, id_of(purpose, token), act)
    return _page(visit, purpose, one, SAID.get(act, "") if one or act != "confirm" else "gone")


def do(state: State, id: str, act: str) -> Subscription | None:
    """Change a subscription; it as it is then, None where it is there no more."""
    mailing = state.mailing
    if act == "unsubscribe":
        subscribing.remove(mailing, [id])
    elif act == "delete":
        subscribing.delete_all(mailing, id)
    elif mailing.subscription(id) is None:
        return None
    elif act == "pause":
        return subscribing.pause(mailing, id)
    elif act == "resume":
        return subscribing.resume(mailing, id, utc_now())
    else:
        return subscribing.confirm(mailing, id, utc_now())
    return None


def id_of(purpose: Purpose, token: str) -> str:
    """The subscription that a token names; Unknown for one that is not ours or too old."""
    try:
        return links().read(purpose, token, utc_now())
    except Stale:
        raise Unknown("stale") from None
    except BadInput as error:
        log.warning("no link can be read: %s", error)
        raise Unready from None


def _page(visit: Visit, purpose: Purpose, one: Subscription | None, said: str = "") -> Response:
    """A subscription with its buttons; one that is there no more is one that was left."""
    if one is None:
        return visit.render("subscription.html", headers=UNCACHED, part="gone", said="gone", one=None)
    acts = [act for act in ACTS[purpose] if not said and one.standing in POSSIBLE.get(act, (one.standing,))]
    return visit.render(
        "subscription.html",
        headers=UNCACHED,
        part=purpose,
        said=said,
        one=one,
        search=search_of(one),
        broken=_broken(one, visit) if one.broken else "",
        acts=acts,
        action=visit.request.url.path + (f"?bahasa={visit.told}" if visit.told else ""),
    )


def _broken(one: Subscription, visit: Visit) -> str:
    """Why the search of a subscription cannot be asked, in the reader's language; as its owner was told where it can
    be asked again."""
    try:
        query = query_of(one.search)
    except BadInput as error:
        return failures.sentence(error, visit.t)
    fresh = [visit.t.note(note) for note in notes(query) if note not in one.notes]
    return "; ".join(fresh) or one.broken or ""
