"""What a server keeps of stories: batches of them written, articles forgotten, tombstones."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import Any

from entities.errors import IndexUnusable
from entities.records import Story
from entities.wire import dumps
from indexer import elastic_events
from indexer.batches import batches
from indexer.books import BOOKS
from indexer.bounds import utc
from indexer.elastic_copies import linked, unlinked
from indexer.elastic_documents import Documents, documents, key, part_key, story_of
from indexer.elastic_mapping import KINDS, Json
from indexer.elastic_query import BY_ID
from indexer.elastic_search import scanned
from indexer.elastic_server import Away, Server
from indexer.elastic_write import HANDS, Action, Refused, patiently, send, send_in_turn, writing

ARTICLES, FORGOTTEN = "articles", "forgotten"
PARTS = ("releases", "programs")
AT_ONCE = 500  # articles asked for in one request
BITE = 100  # while the server takes so many stories, the next ones are made ready
LOOKED = 500  # the most whose documents are made while the server looks what it holds
LINKED = 2_000  # articles that are compared with all others at once
Clock = Callable[[], datetime]


def write(server: Server, stories: list[Story], clock: Clock) -> tuple[frozenset[str], dict[str, str]]:
    """Store stories, without what they are copies of (`link`); ids of the new, and why of which something was refused.

    Away where the server cannot take them all now; to write them once more changes nothing.
    """
    refused = Refused()
    latest = {story.article.id: story for story in stories}
    first = {story.article.id: story.learnt_at for story in reversed(stories)}
    keys = {k for s in latest.values() for k in (s.article.id, s.article.url)}
    learnt = [replace(s, learnt_at=first[id] or clock(), copy_of=None) for id, s in latest.items()]
    with ThreadPoolExecutor(2) as hands:
        asked = hands.submit(_known, server, list(latest)), hands.submit(tombstones, server, keys)
        ahead = dict(_ahead(learnt, asked))
        known, gone = asked[0].result(), asked[1].result()
    wanted = [_as_held(s, known) for s in learnt if not gone & {s.article.id, s.article.url}]
    send_in_turn(server, _requests(server, wanted, known, ahead), refused)
    new = (s.article.id for s in wanted if s.article.id not in known and s.article.id not in refused.by_id)
    return frozenset(new), refused.by_id


def _ahead(stories: list[Story], asked: Iterable[Future[Any]]) -> Iterator[tuple[str, Documents]]:
    """The documents of the first stories, as far as one comes while the server looks."""
    for story in stories[:LOOKED]:
        if all(one.done() for one in asked):
            return
        yield story.article.id, documents(story)


def link(server: Server, ids: list[str]) -> list[str]:
    """Compare articles that were written with all others, and write what turns by them: links and events.

    Which of these are copies. Links are seen by searches when all is refreshed.
    """
    with server.telling():
        refresh(server, [ARTICLES])
    turned, copies = linked(server, ids)
    if turned:
        _store(server, turned, Refused())
        with server.telling():
            refresh(server, [ARTICLES])
    elastic_events.settle(server, {*ids, *(story.article.id for story in turned)})
    return copies


def _as_held(story: Story, known: dict[str, Json]) -> Story:
    """What is held already keeps the moment it was first learnt."""
    held = known.get(story.article.id)
    return replace(story, learnt_at=datetime.fromisoformat(held["learnt_at"])) if held else story


def _store(server: Server, stories: list[Story], refused: Refused) -> None:
    """Write stories that are held once more, with another link."""
    send_in_turn(server, _requests(server, stories, {}, {}), refused)


def _requests(
    server: Server, stories: list[Story], known: dict[str, Json], ahead: dict[str, Documents]
) -> Iterator[list[Action]]:
    """The parts of a bite, and the articles of the bite HANDS before it, whose parts are written by then."""
    waiting: deque[list[Action]] = deque([] for _ in range(HANDS))
    for some in batches(stories, BITE):
        request, articles = waiting.popleft(), list[Action]()
        for story in some:
            id = story.article.id
            held = known.get(id, {})
            parts, article = _documents(story, held, ahead)
            request += (writing(server, id, part) for part in parts)
            request += _gone(server, story, held)
            articles.append(writing(server, id, article))
        waiting.append(articles)
        yield request
    yield from waiting


def _documents(story: Story, held: Json, ahead: dict[str, Documents]) -> Documents:
    """Those of a story; what was made ahead serves where nothing is held, so that its moments stand."""
    made = None if held else ahead.get(story.article.id)
    return made or documents(story)


def _gone(server: Server, story: Story, held: Json) -> Iterator[Action]:
    """Deletes the releases and programmes that the story has no more."""
    for kind in PARTS:
        before = int(held.get("counts", {}).get(kind, 0))
        for place in range(len(getattr(story, kind)), before):
            yield Action(story.article.id, server.index(kind), part_key(story.article.id, place), None)


def _known(server: Server, ids: list[str]) -> dict[str, Json]:
    """Of the articles that are held: when they were learnt, and how many releases and programmes they have."""
    found = _get(server, ARTICLES, {key(id): id for id in ids}, ["learnt_at", "counts"])
    return {id: told["_source"] for id, told in found.items()}


def tombstones(server: Server, keys: Iterable[str]) -> frozenset[str]:
    """Those of these URLs and ids that are refused."""
    return frozenset(_get(server, FORGOTTEN, {key(told): told for told in keys}, False))


def _get(server: Server, kind: str, wanted: dict[str, str], source: list[str] | bool) -> dict[str, Json]:
    """Documents by what they were asked by, as they are now, whether they can be searched already or not."""
    found: dict[str, Json] = {}
    for asked in batches(sorted(wanted), AT_ONCE):
        for told in patiently(lambda asked=asked: _mget(server, kind, asked, source)):  # type: ignore[misc]
            if told.get("found"):
                found[wanted[told["_id"]]] = told
    return found


def _mget(server: Server, kind: str, keys: list[str], source: list[str] | bool) -> list[Json]:
    name = server.index(kind)
    with server.telling():
        told: list[Json] = server.client.mget(index=name, ids=keys, source=source)["docs"]
    for each in told:
        if error := each.get("error"):  # as while a server that has just started looks for its files
            raise Away(f"{server.name}: {name} cannot be read now ({error.get('type')})")
    return told


def story(server: Server, id: str) -> Story | None:
    """The story of an id as it is now, or None."""
    for told in _mget(server, ARTICLES, [key(id)], ["line"]):
        if told.get("found"):
            return story_of(told["_source"])
    return None


# ---------------------------------------------------------------- forgetting


def forget(server: Server, named: str, clock: Clock) -> tuple[int, frozenset[str]]:
    """Take the article of a URL or id out of all indices and its words out of their files.

    How many were removed, and all they were known by. The tombstones come first: broken off, it can be asked again.
    """
    ids, keys = _known_by(server, named)
    bury(server, dict.fromkeys(keys, utc(clock())))
    return _take_out(server, ids), keys


def withdraw(server: Server, named: str, _: Clock) -> tuple[int, frozenset[str]]:
    """The same without tombstones: it can be put again."""
    ids, keys = _known_by(server, named)
    return _take_out(server, ids), keys


def _known_by(server: Server, named: str) -> tuple[list[str], frozenset[str]]:
    """The ids of the articles of a URL or id, and all they are known by."""
    refresh(server)
    either = {"bool": {"should": [{"term": {"id": named}}, {"term": {"url": named}}]}}
    found = [row["_source"] for row in _rows(server, ARTICLES, either, ["id", "url"])]
    keys = frozenset({named} | {part for each in found for part in (each["id"], each["url"])})
    return [each["id"] for each in found], keys


def _take_out(server: Server, ids: list[str]) -> int:
    """Remove these articles, their words out of the files too; how many."""
    send(server, _removals(server, ids), refused := Refused())
    if refused.by_id:
        raise IndexUnusable(f"{server.name}: not all could be removed ({next(iter(refused.by_id.values()))})")
    with server.telling():
        refresh(server)
        _store(server, turned := unlinked(server, ids), refused)
        refresh(server)
        elastic_events.settle(server, {*ids, *(story.article.id for story in turned)})
        _wipe(server)
    return len(ids)


def _removals(server: Server, ids: list[str]) -> Iterator[Action]:
    for kind in (*PARTS, ARTICLES):
        for row in _rows(server, kind, {"terms": {"id": ids}}, ["id"]):
            yield Action(row["_source"]["id"], server.index(kind), row["_id"], None)


def _rows(server: Server, kind: str, query: Json, source: list[str]) -> Iterator[Json]:
    order = [{"key": "asc"}] if kind == FORGOTTEN else BY_ID
    return scanned(server, kind, {"query": query, "sort": order}, source=source)


def _wipe(server: Server) -> None:
    """Write the files anew that hold deleted documents; the log of the server follows."""
    names = [server.index(kind) for kind in (*PARTS, *BOOKS, ARTICLES)]
    server.client.indices.forcemerge(index=names, only_expunge_deletes=True)
    server.client.indices.flush(index=names)


def bury(server: Server, at: dict[str, str]) -> None:
    """Refuse these URLs and ids from now on; those that are refused already keep their moment."""
    known = tombstones(server, at)
    name = server.index(FORGOTTEN)
    fresh = ({"key": told, "at": when} for told, when in sorted(at.items()) if told not in known)
    send(
        server,
        (Action(each["key"], name, key(each["key"]), dumps(each).encode()) for each in fresh),
        Refused(),
    )


def buried(server: Server) -> dict[str, str]:
    """Every URL and id that is refused, and since when."""
    with server.telling():
        refresh(server)
        rows = _rows(server, FORGOTTEN, {"match_all": {}}, ["key", "at"])
        return {row["_source"]["key"]: row["_source"]["at"] for row in rows}


def refresh(server: Server, kinds: Iterable[str] = KINDS) -> None:
    """Let searches see what was written."""
    server.reader.indices.refresh(index=[server.index(kind) for kind in kinds])
