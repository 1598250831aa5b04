-- The state, version 1. It is authoritative: a later version is a further file here, run over what is there.
-- Moments are UTC in ISO 8601 of fixed width; lists and mappings are JSON.
CREATE TABLE pages (
    source TEXT NOT NULL,
    id TEXT NOT NULL,              -- of the article
    url TEXT NOT NULL,
    first_seen TEXT NOT NULL,
    outcome TEXT NOT NULL,         -- waiting, stored, left
    reason TEXT,
    read_at TEXT,
    published_at TEXT,
    told TEXT NOT NULL,
    link TEXT,
    tries INTEGER NOT NULL,
    PRIMARY KEY (source, id)
) WITHOUT ROWID;
CREATE INDEX pages_outcome ON pages (source, outcome);
CREATE INDEX pages_id ON pages (id);
CREATE INDEX pages_url ON pages (url);
CREATE TABLE listings (
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    read_at TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    digest TEXT NOT NULL,
    not_modified INTEGER NOT NULL,
    distrusted INTEGER NOT NULL,
    PRIMARY KEY (source, url)
) WITHOUT ROWID;
CREATE TABLE changes (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    at TEXT NOT NULL,
    fields TEXT NOT NULL
);
CREATE INDEX changes_id ON changes (id);
CREATE TABLE runs (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    mode TEXT NOT NULL,
    ending TEXT,
    figures TEXT NOT NULL          -- counts, left, missing, dates, ways, notes, problems
);
CREATE INDEX runs_source ON runs (source, started_at);
CREATE TABLE conditions (
    source TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    since TEXT NOT NULL,
    why TEXT NOT NULL,
    told_at TEXT
) WITHOUT ROWID;
CREATE TABLE switched_off (
    source TEXT PRIMARY KEY,
    why TEXT NOT NULL
) WITHOUT ROWID;
