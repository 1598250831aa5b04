-- Who subscribed to which search, and what was mailed to them.
CREATE TABLE subscriptions (
    id TEXT PRIMARY KEY,
    address TEXT NOT NULL COLLATE NOCASE,
    search TEXT NOT NULL,          -- parameters by option
    language TEXT NOT NULL,
    day INTEGER NOT NULL,          -- 0 is Monday
    hour INTEGER NOT NULL,         -- in WIB
    empty INTEGER NOT NULL,
    standing TEXT NOT NULL,        -- unconfirmed, active, paused, suspended
    asked_at TEXT NOT NULL,
    confirmed_at TEXT,
    since TEXT,
    notes TEXT NOT NULL,
    why TEXT,
    broken TEXT
) WITHOUT ROWID;
CREATE INDEX subscriptions_address ON subscriptions (address);
CREATE TABLE letters (
    subscription TEXT NOT NULL,
    period TEXT NOT NULL,          -- of a digest the ISO week
    kind TEXT NOT NULL,            -- digest, confirm, known, full, broken
    fate TEXT NOT NULL,            -- waiting, sending, sent, empty, failed, unknown
    made_at TEXT NOT NULL,
    next_at TEXT NOT NULL,
    tries INTEGER NOT NULL,
    missed TEXT NOT NULL,
    why TEXT,
    ended_at TEXT,
    told INTEGER NOT NULL,         -- whether a person was told of its fate, or need not be
    PRIMARY KEY (subscription, period)
) WITHOUT ROWID;
CREATE INDEX letters_open ON letters (fate) WHERE fate IN ('waiting', 'sending');
-- Ids of what was removed, so that an older backup does not bring it back; no address is kept.
CREATE TABLE erased (
    id TEXT PRIMARY KEY
) WITHOUT ROWID;
-- When mail was asked for, under a mark that tells no address; to bound how often. Kept for a day.
CREATE TABLE asked (
    number INTEGER PRIMARY KEY,
    mark TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX asked_mark ON asked (mark, at);
-- What digests told, for the corrections of later ones; search: a hash of search and language.
CREATE TABLE issues (
    search TEXT NOT NULL,
    period TEXT NOT NULL,
    told BLOB NOT NULL,            -- JSON, compressed
    PRIMARY KEY (search, period)
) WITHOUT ROWID;
