"""Subscriptions to the digest for programs: asked for, confirmed, looked after, ended; what the API writes.

Who holds the token of a link in a mail may do what that link is for. Nobody is told whether an address subscribes.
"""

from typing import Any, Literal

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from app.digests import subscribing as digests
from app.digests.letters import search_of
from app.digests.links import Purpose
from app.digests.subscribing import TooMany
from app.web import asked, failures
from app.web.operations import Json, Operation, only
from app.web.refused import Refused, Unknown
from app.web.shapes import strict
from app.web.subscribing import (
    NAMES,
    UNCACHED,
    ask_owner,
    do,
    filters_of,
    id_of,
    mailing_task,
    opened_state,
    ready,
)
from app.web.visit import Visit
from entities.schema import STRING, perhaps, ref
from state.mailing import Subscription

Act = Literal["confirm", "pause", "resume", "unsubscribe", "delete"]
ENDS = ("unsubscribe", "delete")  # acts that may be done twice
PATH = "/subscriptions"
TOLD = ("standing", "language", "day", "hour", "empty", "broken")


class Asked(BaseModel):
    """What a program asks for. search: parameters as the search page has them."""

    model_config = ConfigDict(extra="forbid")

    address: str = Field(max_length=1000, description="The mail address; its owner is asked first.")
    search: dict[str, str | list[str]] = Field(
        description="Parameters as the lists have them, without days: words in `q`, filters by name."
    )
    language: Literal["id", "en"] = Field(default="id", description="Of the mail.")
    day: int = Field(default=0, ge=0, le=6, description="0 is Monday.")
    hour: int = Field(default=7, ge=0, le=23, description="In WIB.")
    empty: bool = Field(default=False, description="Mail one line also where nothing is new.")


def ask(request: Request, told: Asked) -> Response:
    """Ask the owner of an address, by mail, whether a search shall be mailed each week.

    The answer is the same for every address. Nothing is mailed but that question before its owner said yes.
    """
    only(request, ())
    visit, known = Visit(request), ready()
    pairs = [(name, one) for name, v in told.search.items() for one in ([v] if isinstance(v, str) else v)]
    asked.read(pairs)
    if unknown := {name for name, _ in pairs} - set(NAMES):
        raise Refused("parameter", name=min(unknown))
    when = {"language": told.language, "day": told.day, "hour": told.hour, "empty": told.empty}
    wish = digests.wish(told.address, filters_of(pairs), dict(pairs).get("q", ""), **when)  # type: ignore[arg-type]
    try:
        ask_owner(visit, known, wish)
    except TooMany as error:
        return failures.problem(request, 429, str(error))
    return JSONResponse({"answer": "mailed"}, 202, UNCACHED, background=mailing_task(visit))


def show(request: Request, token: str) -> Response:
    """A subscription, by the token at the end of the link to manage it."""
    only(request, ())
    with opened_state(Visit(request)) as state:
        one = state.mailing.subscription(id_of("manage", token))
    if one is None:
        raise Unknown("subscription")
    return JSONResponse(told_of(one), headers=UNCACHED)


def act(request: Request, token: str, act: Act) -> Response:
    """Confirm (by the token of the link to confirm), pause, resume or end a subscription, or delete all of its address.

    What has ended is told as `gone`, and may be ended once more.
    """
    only(request, ())
    purpose: Purpose = "confirm" if act == "confirm" else "manage"
    with opened_state(Visit(request)) as state:
        one = do(state, id_of(purpose, token), act)
    if one is None and act not in ENDS:
        raise Unknown("subscription")
    return JSONResponse(told_of(one) if one else {"standing": "gone"}, headers=UNCACHED)


def told_of(one: Subscription) -> dict[str, Any]:
    """A subscription for the program of its owner, without the address."""
    return {"search": search_of(one), **{name: getattr(one, name) for name in TOLD}}


# ---------------------------------------------------------------- how they are told


def _body() -> Json:
    """The schema of what is asked for; that of the class, without the titles that its library adds."""
    made = Asked.model_json_schema()
    held = {name: {k: v for k, v in one.items() if k != "title"} for name, one in made["properties"].items()}
    return {**strict(held, loose=[name for name in held if name not in made["required"]])}


STANDINGS = ("unconfirmed", "active", "paused", "suspended", "gone")
NUMBER_OF = {"type": "integer", "minimum": 0}
SHAPES: dict[str, Json] = {
    "asked_subscription": _body(),
    "subscription": strict(
        {
            "search": {**STRING, "description": "As `pantau search` takes it."},
            "standing": {**STRING, "enum": list(STANDINGS)},
            "language": {**STRING, "enum": ["id", "en"]},
            "day": {**NUMBER_OF, "maximum": 6},
            "hour": {**NUMBER_OF, "maximum": 23},
            "empty": {"type": "boolean"},
            "broken": {**perhaps(STRING), "description": "Why the search can no longer be asked."},
        },
        loose=("search", *TOLD[1:]),
    ),
    "mailed": strict({"answer": {**STRING, "enum": ["mailed"]}}),
}
GONE = "The token is not ours, is too old, or its subscription is there no more."
UNREADY = "The server is not set up to send mail, or is busy; try again after Retry-After seconds."
OPERATIONS = (
    Operation(
        path=PATH,
        name="subscribe",
        told="Subscribe an address to the weekly digest of a search.",
        run=ask,
        method="POST",
        status=202,
        body=ref("asked_subscription"),
        returns=ref("mailed"),
        refusals={
            "400": "The address is none, or the search finds everything, nothing, or cannot be asked.",
            "429": "Too many have subscribed in the last hour.",
            "503": UNREADY,
        },
    ),
    Operation(
        path=f"{PATH}/{{token}}",
        name="subscription",
        told="Show a subscription.",
        run=show,
        returns=ref("subscription"),
        refusals={"400": "There is no such parameter.", "404": GONE, "503": UNREADY},
    ),
    Operation(
        path=f"{PATH}/{{token}}/{{act}}",
        name="change_subscription",
        told="Confirm, pause, resume or end a subscription, or delete all of its address.",
        run=act,
        method="POST",
        acts=Act.__args__,  # type: ignore[attr-defined]
        returns=ref("subscription"),
        refusals={"400": "There is no such act.", "404": GONE, "503": UNREADY},
    ),
)
