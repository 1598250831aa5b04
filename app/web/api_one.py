"""One article of the API with its copies, its history and the grounds of its values; one event."""

from fastapi import Request
from starlette.responses import Response

from app.export import firsts_of
from app.grounds import answer_json
from app.searching import PUBLICATION, without_text
from app.web.answers import json_answer
from app.web.operations import ROOT, Json, Operation, held, only, settings, today
from app.web.refused import Unknown
from app.web.shapes import TEXT, listed
from app.why import answers, overview
from entities.ledger_wire import entry_json
from entities.records import Story
from entities.schema import ref
from entities.scheme_wire import scheme_json
from entities.wire import story_json
from indexer.index import Index
from state.state import Change


def article(request: Request) -> Response:
    """The article with its facts and where else it came out; its text only where the server's setting allows."""
    only(request, ())
    with held(request).index() as index:
        story = _story(request, index)
        group = index.copies(story.article.id)
    line = story_json(story)
    line = line if settings(request).full_text else without_text(line)
    return json_answer(request, {**line, "publications": [publication(other) for other in group]})


def copies(request: Request) -> Response:
    """The first publication and all that was republished of it, in the order they came out."""
    only(request, ())
    with held(request).index() as index:
        group = index.copies(_story(request, index).article.id)
    return json_answer(request, {"items": [publication(other) for other in group]})


def history(request: Request) -> Response:
    """What the site changed since the article was first read; of the text only that it was changed."""
    only(request, ())
    with held(request).index() as index:
        id = _story(request, index).article.id
    with held(request).state() as state:
        changes = state.changes(id) if state else ()
    whole = settings(request).full_text
    return json_answer(request, {"items": [_change(change, whole=whole) for change in changes]})


def why(request: Request) -> Response:
    """What a value rests on: its words, their sentences, the rules that read them, and the rate it was converted at."""
    told = only(request, ("field",))
    with held(request).index() as index:
        story = _story(request, index)
    found = answers(story, told["field"]) if "field" in told else overview(story)
    return json_answer(request, {"items": [answer_json(story, answer) for answer in found]})


def event(request: Request) -> Response:
    """The event with all its claims; an id that it had before leads to the one it has now."""
    only(request, ())
    asked = request.path_params["id"]
    with held(request).index() as index:
        found = index.event(asked)
        if found is None:
            raise Unknown("event", what=asked)
        if found.id.casefold() != asked.casefold():
            to = settings(request).prefix + ROOT + f"/events/{found.id}"
            return Response(status_code=308, headers={"location": to})
        firsts = firsts_of(index).get(found.id, ())
        decided = index.decisions().on(found.event.reports)
    return json_answer(request, entry_json(found, firsts, decided))


def programme(request: Request) -> Response:
    """One programme of the ledger, however many papers told of it, with its history and whether it is open today."""
    only(request, ())
    asked = request.path_params["id"]
    with held(request).index() as index:
        found = index.scheme(asked)
        decided = index.decisions().on(found.scheme.reports) if found else ()
    if found is None:
        raise Unknown("programme", what=asked)
    if found.id.casefold() != asked.casefold():
        to = settings(request).prefix + ROOT + f"/schemes/{found.id}"
        return Response(status_code=308, headers={"location": to})
    return json_answer(request, scheme_json(found, today(request), decided))


def publication(story: Story) -> Json:
    """Where and when an article came out."""
    line = story_json(story)
    return {key: line[key] for key in PUBLICATION}


def _story(request: Request, index: Index) -> Story:
    story = index.get(request.path_params["id"])
    if story is None:
        raise Unknown("article", what=request.path_params["id"])
    return story


def _change(change: Change, *, whole: bool) -> Json:
    fields = {
        name: {"before": before, "after": after}
        for name, (before, after) in change.fields.items()
        if whole or name not in TEXT
    }
    return {"at": change.at.isoformat(), "changed": list(change.fields), "fields": fields}


ONE = "/articles/{id:path}"
# The longer paths first: an id may hold slashes.
OPERATIONS = (
    Operation(
        path=f"{ONE}/copies",
        name="copies",
        told="List where an article came out: its first publication and its copies.",
        run=copies,
        returns=listed(ref("publication")),
        missing=True,
    ),
    Operation(
        path=f"{ONE}/history",
        name="history",
        told="List what its site changed in an article.",
        run=history,
        returns=listed(ref("change")),
        missing=True,
    ),
    Operation(
        path=f"{ONE}/why",
        name="why",
        told="Show what the values of an article rest on.",
        run=why,
        takes=("field",),
        returns=listed(ref("reason")),
        missing=True,
    ),
    Operation(
        path=ONE,
        name="article",
        told="Show one article with its facts and evidence.",
        run=article,
        returns=ref("one_article"),
        missing=True,
    ),
    Operation(
        path="/events/{id}",
        name="event",
        told="Show one event of the ledger with every claim; an earlier id is redirected (308).",
        run=event,
        returns=ref("event"),
        missing=True,
        moves={"308": {"description": "An id that the event had before; Location names the one it has."}},
    ),
    Operation(
        path="/schemes/{id}",
        name="programme",
        told="Show one programme of the ledger with its history; an earlier id is redirected (308).",
        run=programme,
        returns=ref("scheme"),
        missing=True,
        moves={"308": {"description": "An id that it had before; Location names the one it has."}},
    ),
)
