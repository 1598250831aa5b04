"""The page of one article: headline, facts, the sentences they rest on, its history, and where else it came out."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from app import wording
from app.history import FIELDS
from app.web import asked, editor_forms, mentions, signing
from app.web.editor_back import Back
from app.web.language import Speech
from app.web.refused import Unknown
from app.web.rows import TITLE, program_chips, release_chips
from app.web.visit import Visit
from entities.ledger_claims import Entry
from entities.records import Story
from indexer.index import Index, Query
from state.state import Change

router = APIRouter(include_in_schema=False)
CHANGES, COPIES, EVENTS = 50, 50, 20  # of an article that are shown
TOLD = 400  # letters of what a field was before and after
TEXT = ("body", "captions", "summary")  # fields whose words are the publisher's


@dataclass(frozen=True, kw_only=True)
class Changed:
    """One change of an article; before and after are None where only that it changed may be shown."""

    when: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class Copied:
    """Where else an article came out; is_first: that it was the first there."""

    id: str
    source: str
    when: str
    title: str
    is_first: bool
    how: str


@router.get("/articles/{id:path}")
def article(request: Request, id: str) -> Response:
    """One article. The whole text only where PANTAU_FULL_TEXT allows it."""
    visit = Visit(request)
    asked.read(visit.pairs)
    return page(visit, id)


def page(visit: Visit, id: str, back: Back | None = None) -> Response:
    """The page of an article; back: the editor's form that comes back on it."""
    with visit.held.index() as index:
        story = index.get(id)
        if story is None:
            raise Unknown("article", what=id[:60])
        group = index.copies(id)
        events = events_of(index, story)
    with visit.held.state() as state:
        changes = state.changes(id) if state else ()
    full = visit.settings.full_text
    lines, left_out = (mentions.whole(story, visit.t), 0) if full else mentions.evidence(story, visit.t)
    tools = editor_forms.tools(visit, story, back)
    made = visit.render(
        "article.html",
        tools=tools,
        story=story,
        article=story.article,
        title=story.article.title[:TITLE],
        releases=[release_chips(story, one, visit.t) for one in story.releases],
        programs=[program_chips(one, visit.t) for one in story.programs],
        events=events,
        lines=lines,
        left_out=left_out,
        full=full,
        listed=list(mentions.listed(lines)),
        changes=changed(changes, visit.t, full=full),
        copies=copies(story, group, visit.t),
        kinds=mentions.KINDS,
    )
    return signing.private(made) if tools else made


def events_of(index: Index, story: Story) -> list[Entry]:
    """The events that the releases of an article are reports of."""
    if not story.releases:
        return []
    query = Query(of="events", text=f'id:"{story.article.id}"', sort="oldest", limit=EVENTS, facets=())
    return [hit.event for hit in index.search(query).hits if hit.event]


def changed(changes: tuple[Change, ...], t: Speech, *, full: bool) -> list[Changed]:
    """The history, newest first; of the text itself only that it changed, unless all of it may be shown."""
    found = []
    for change in reversed(changes[-CHANGES:]):
        for name, (before, after) in change.fields.items():
            shown = full or name not in TEXT
            found.append(
                Changed(
                    when=t.moment(change.at),
                    field=t.known(f"history.{name}", FIELDS.get(name, name)),
                    before=before[:TOLD] if before and shown else None,
                    after=after[:TOLD] if after and shown else None,
                )
            )
    return found


def copies(story: Story, group: tuple[Story, ...], t: Speech) -> list[Copied]:
    """The first publication and what was republished of it, without the article itself."""
    return [
        Copied(
            id=one.article.id,
            source=one.article.source,
            when=t.moment(one.article.published_at),
            title=one.article.title[:TITLE],
            is_first=one.copy_of is None,
            how=_how(one, t) or _how(story, t),
        )
        for one in group[: COPIES + 1]
        if one.article.id != story.article.id
    ]


def _how(story: Story, t: Speech) -> str:
    copy = story.copy_of
    return t(f"copy.{copy.by}", share=wording.number(copy.similarity * 100, 0)) if copy else ""
