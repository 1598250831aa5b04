"""The embedded index: one SQLite file, full-text search by FTS5 with our Indonesian tokenizer.

The table `stories` is plain and readable by any SQLite tool; the full-text table `words` needs our tokenizer.
Two SQLite libraries in one process must not share a file: open it with apsw only.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any

import apsw

from entities import regions
from entities.errors import IndexUnusable
from entities.records import Story
from entities.wire import dumps, loads, story_from, story_json
from indexer import words
from indexer.index import MARK_END, MARK_START, Hit, Query, Results
from indexer.match import match_expression

APPLICATION_ID = 0x50414E54  # "PANT"
SCHEMA_VERSION = 1
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stories (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    published_at TEXT,        -- UTC, ISO 8601
    learnt_at TEXT NOT NULL,  -- UTC, ISO 8601
    sample INTEGER NOT NULL,
    line TEXT NOT NULL        -- the whole story as its JSON line
);
CREATE INDEX stories_published ON stories (published_at);
CREATE INDEX stories_learnt ON stories (learnt_at);
CREATE TABLE facets (
    story INTEGER NOT NULL REFERENCES stories (number) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (story, name, value)
) WITHOUT ROWID;
CREATE INDEX facets_value ON facets (name, value, story);
CREATE VIRTUAL TABLE words USING fts5 (
    title, body, content='stories', content_rowid='number', tokenize='pantau'
);
"""
TITLE_WEIGHT, BODY_WEIGHT = 4.0, 1.0
SNIPPET_WORDS = 30
ORDER = {
    "relevance": "score DESC, published_at DESC, id",
    "newest": "published_at IS NULL, published_at DESC, id",
    "oldest": "published_at IS NULL, published_at, id",
}


class SQLiteIndex:
    """The Index port over one SQLite file; create makes the file where there is none.

    clock gives the moment a story counts as learnt when it brings none.
    """

    def __init__(
        self, path: Path, *, create: bool = True, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.path, self.clock = path, clock
        if not create and not path.exists():
            raise IndexUnusable(f"there is no index at {path}; `pantau crawl` makes one")
        with self._telling():
            self.db = apsw.Connection(
                str(path), flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE * create
            )
            self.db.set_busy_timeout(10_000)
            self._open()

    def _open(self) -> None:
        empty = self._pragma("application_id") == 0 and not self.db.execute("SELECT 1 FROM sqlite_schema").get
        self.db.register_fts5_tokenizer("pantau", _tokenizer)
        if empty:
            self._create()
        if self._pragma("application_id") != APPLICATION_ID:
            raise IndexUnusable(f"{self.path} is an SQLite file but not a Pantau index; name another file")
        found = (self._pragma("user_version"), int(self._meta("words")))
        if found != (SCHEMA_VERSION, words.VERSION):
            raise IndexUnusable(
                f"{self.path} was made by another version of Pantau (schema {found[0]}, words {found[1]}; "
                f"this one has {SCHEMA_VERSION} and {words.VERSION}); crawl into a new file or use that version"
            )
        self.db.execute("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL")

    def _create(self) -> None:
        self.db.execute("PRAGMA journal_mode = WAL")
        with self._transaction("IMMEDIATE"):
            self.db.execute(SCHEMA)
            self.db.execute("INSERT INTO meta VALUES ('words', ?)", (str(words.VERSION),))
            self.db.execute(
                f"PRAGMA user_version = {SCHEMA_VERSION}; PRAGMA application_id = {APPLICATION_ID}"
            )

    def _pragma(self, name: str) -> int:
        return int(self.db.pragma(name))

    def _meta(self, key: str) -> str:
        return str(self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).get)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Turn what SQLite says into one sentence that names the file."""
        try:
            yield
        except apsw.Error as error:
            raise IndexUnusable(f"{self.path}: {_reason(error)}") from error

    @contextmanager
    def _transaction(self, kind: str) -> Iterator[None]:
        """Commit at the end, take all back on any failure; a full disk makes SQLite roll back by itself."""
        self.db.execute(f"BEGIN {kind}")
        try:
            yield
            self.db.execute("COMMIT")
        finally:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")

    # ------------------------------------------------------------ writing

    def put(self, stories: Iterable[Story]) -> int:
        """See Index.put."""
        with self._telling(), self._transaction("IMMEDIATE"):
            new = sum(self._put(story) for story in stories)
            if not self.path.exists():  # SQLite would go on writing into the void
                raise IndexUnusable(f"{self.path} has been removed")
            return new

    def _put(self, story: Story) -> bool:
        known = self.db.execute(
            "SELECT number, title, body, learnt_at FROM stories WHERE id = ?", (story.article.id,)
        ).fetchone()
        learnt = datetime.fromisoformat(known[3]) if known else story.learnt_at or self.clock()
        if known:
            self.db.execute(
                "INSERT INTO words(words, rowid, title, body) VALUES ('delete', ?, ?, ?)", known[:3]
            )
            self.db.execute("DELETE FROM stories WHERE number = ?", known[:1])
        self._insert(replace(story, learnt_at=learnt), known and known[0])
        return not known

    def _insert(self, story: Story, number: int | None) -> None:
        article = story.article
        row = (
            number,
            article.id,
            article.source,
            article.url,
            article.title,
            article.body,
            _utc(article.published_at),
            _utc(story.learnt_at),
            article.sample,
            dumps(story_json(story)),
        )
        self.db.execute(f"INSERT INTO stories VALUES ({', '.join('?' * len(row))})", row)
        number = self.db.last_insert_rowid()
        self.db.execute(
            "INSERT INTO words(rowid, title, body) VALUES (?, ?, ?)", (number, article.title, article.body)
        )
        self.db.executemany(
            "INSERT INTO facets VALUES (?, ?, ?)", [(number, *pair) for pair in facets(story)]
        )

    # ------------------------------------------------------------ reading

    def get(self, id: str) -> Story | None:
        """See Index.get."""
        with self._telling():
            line = self.db.execute("SELECT line FROM stories WHERE id = ?", (id,)).get
            return line and _story(line)

    def count(self) -> int:
        """See Index.count."""
        with self._telling():
            return int(self.db.execute("SELECT count(*) FROM stories").get)

    def stories(self, query: Query | None = None) -> Iterator[Story]:
        """See Index.stories."""
        with self._telling():
            where, bound = _where(query or Query())
            for (line,) in self.db.execute(f"SELECT line FROM stories WHERE {where} ORDER BY id", bound):
                yield _story(line)

    def search(self, query: Query) -> Results:
        """See Index.search."""
        with self._telling(), self._transaction("DEFERRED"):
            where, bound = _where(query)
            total = int(self.db.execute(f"SELECT count(*) FROM stories WHERE {where}", bound).get)
            counted = self.db.execute(
                "SELECT name, value, count(*) AS n FROM facets WHERE story IN "
                f"(SELECT number FROM stories WHERE {where}) GROUP BY name, value ORDER BY name, n DESC, value",
                bound,
            ).fetchall()
            return Results(hits=tuple(self._hits(query)), total=total, facets=_by_name(counted))

    def _hits(self, query: Query) -> Iterator[Hit]:
        expression = match_expression(query.text)
        where, bound = _where(replace(query, text=""))
        ranked = query.sort == "relevance" and bool(expression)
        order = ORDER["relevance"] if ranked else ORDER["newest" if query.sort == "relevance" else query.sort]
        page = bound | {"limit": query.limit, "offset": query.offset}
        if not expression:
            sql = f"SELECT line FROM stories WHERE {where} ORDER BY {order} LIMIT :limit OFFSET :offset"
            for (line,) in self.db.execute(sql, page):
                story = _story(line)
                yield Hit(
                    story=story, score=None, title=story.article.title, snippet=_lead(story.article.body)
                )
            return
        sql = f"""
            WITH page AS (
                SELECT number, line, id, published_at, -bm25(words, {TITLE_WEIGHT}, {BODY_WEIGHT}) AS score
                FROM words JOIN stories ON number = words.rowid
                WHERE words MATCH :match AND {where} ORDER BY {order} LIMIT :limit OFFSET :offset
            )
            SELECT line, page.score, highlight(words, 0, :on, :off), snippet(words, 1, :on, :off, '…', {SNIPPET_WORDS})
            FROM page JOIN words ON words.rowid = page.number WHERE words MATCH :match ORDER BY {order}"""
        page |= {"match": expression, "on": MARK_START, "off": MARK_END}
        for line, score, title, snippet in self.db.execute(sql, page):
            yield Hit(story=_story(line), score=score if ranked else None, title=title, snippet=snippet)

    def close(self) -> None:
        """See Index.close."""
        with self._telling():
            self.db.close()


# ---------------------------------------------------------------- helpers


def facets(story: Story) -> Iterator[tuple[str, str]]:
    """(facet, value) pairs of a story, each once; a city counts for its province too."""
    pairs = {("source", story.article.source)} | {("topic", topic) for topic in story.topics}
    for mention in story.mentions:
        if mention.kind in ("city", "province", "country"):
            pairs.add((mention.kind, str(mention.value)))
        if mention.kind == "city":
            pairs.add(("province", regions.province_of(str(mention.value))))
    yield from sorted(pairs)


def _where(query: Query) -> tuple[str, dict[str, Any]]:
    """The condition on `stories` and its bound values; words of the reader are bound, never pasted."""
    conditions = ["1"]
    bound: dict[str, Any] = {}
    if expression := match_expression(query.text):
        conditions.append("number IN (SELECT rowid FROM words WHERE words MATCH :words)")
        bound["words"] = expression
    for names, values in (
        (("source",), query.sources),
        (("topic",), query.topics),
        (("city", "province"), query.places),
        (("country",), query.countries),
    ):
        if values:
            listed = [f"{names[0]}{i}" for i in range(len(values))]
            bound |= dict(zip(listed, values, strict=True))
            conditions.append(
                f"number IN (SELECT story FROM facets WHERE name IN ({', '.join(repr(n) for n in names)}) "
                f"AND value IN ({', '.join(f':{key}' for key in listed)}))"
            )
    column = {"published": "published_at", "learnt": "learnt_at"}[query.by]
    for key, sign, moment in (("since", ">=", query.since), ("until", "<", query.until)):
        if moment:
            conditions.append(f"{column} {sign} :{key}")
            bound[key] = _utc(moment)
    return " AND ".join(conditions), bound


def _tokenizer(_: apsw.Connection, __: list[str]) -> Callable[..., Iterator[Any]]:
    def tokenize(utf8: bytes, flags: int, locale: str | None) -> Iterator[Any]:
        text = utf8.decode("utf-8", "replace")
        at = range(len(text) + 1) if len(text) == len(utf8) else _byte_offsets(text)
        for start, end, found in words.search_words(text):
            for word in found:
                yield at[start], at[end], word

    return tokenize


def _byte_offsets(text: str) -> list[int]:
    """The place of each code point in the UTF-8 form of a text, and the end."""
    return [0, *accumulate(len(c.encode()) for c in text)]


def _story(line: str) -> Story:
    return story_from(loads(line))


def _utc(moment: datetime | None) -> str | None:
    """Fixed-width UTC, so that texts sort as the moments do."""
    if moment is None:
        return None
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")


def _by_name(rows: Iterable[tuple[Any, ...]]) -> dict[str, dict[str, int]]:
    counted: dict[str, dict[str, int]] = {}
    for name, value, number in rows:
        counted.setdefault(name, {})[value] = number
    return counted


def _lead(body: str, length: int = 200) -> str:
    first = body.split("\n\n", 1)[0]
    return first if len(first) <= length else first[:length].rsplit(" ", 1)[0] + " …"


REASONS = {
    apsw.NotADBError: "this is no SQLite file, so no Pantau index; name another file",
    apsw.CantOpenError: "the index cannot be opened or made there",
    apsw.FullError: "the disk is full; what was stored stays, nothing of this batch was",
    apsw.CorruptError: "the index is damaged; restore it or crawl into a new file",
    apsw.ReadOnlyError: "the index may be read here but not written",
    apsw.PermissionsError: "no permission to use the index",
    apsw.BusyError: "another process is writing to the index and did not finish in time",
    apsw.IOError: "the disk failed while the index was read or written",
}


def _reason(error: apsw.Error) -> str:
    told = next((reason for kind, reason in REASONS.items() if isinstance(error, kind)), None)
    return told or f"the index failed: {error}"
