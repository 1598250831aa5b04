-- The embedded index, schema 4. Moments are UTC in ISO 8601 of fixed width, days are YYYY-MM-DD in WIB.
-- Amounts are kept twice: exact decimals as text, and as numbers for ranges and order.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stories (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    facts TEXT NOT NULL,           -- names of what its releases and programmes are about, see indexer/facts.py
    published_at TEXT,
    learnt_at TEXT NOT NULL,
    sample INTEGER NOT NULL,
    copy_of TEXT,                  -- id of its first publication, see indexer/linking.py
    came_out TEXT NOT NULL,        -- the moment by which the first of two publications is told
    print BLOB NOT NULL,           -- what it is compared by, see entities/prints.py
    body TEXT NOT NULL,            -- the long ones last: what stands behind them is read more slowly
    line TEXT NOT NULL             -- the whole story as its JSON line
);
CREATE INDEX stories_published ON stories (published_at);
CREATE INDEX stories_learnt ON stories (learnt_at);
CREATE INDEX stories_url ON stories (url);
CREATE INDEX stories_copy_of ON stories (copy_of) WHERE copy_of IS NOT NULL;
CREATE TABLE prints (              -- what copies are looked for by
    key INTEGER NOT NULL,
    came_out TEXT NOT NULL,
    story INTEGER NOT NULL REFERENCES stories (number) ON DELETE CASCADE,
    PRIMARY KEY (key, came_out, story)
) WITHOUT ROWID;
CREATE INDEX prints_story ON prints (story);
CREATE TABLE releases (
    number INTEGER PRIMARY KEY,
    story INTEGER NOT NULL REFERENCES stories (number) ON DELETE CASCADE,
    place INTEGER NOT NULL,        -- 0 for the first of its story
    day TEXT,
    exporter TEXT,
    statements INTEGER NOT NULL,   -- how many values the release states
    rupiah TEXT,                   -- of the largest stated value
    rupiah_number REAL,
    dollars TEXT,
    dollars_number REAL,
    kilograms TEXT,                -- of the largest stated weight
    kilograms_number REAL,
    UNIQUE (story, place)
);
CREATE INDEX releases_day ON releases (day);
CREATE TABLE programs (
    number INTEGER PRIMARY KEY,
    story INTEGER NOT NULL REFERENCES stories (number) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    day TEXT,                      -- the first one
    last_day TEXT,
    name TEXT,
    agency TEXT,
    kind TEXT NOT NULL,
    participants INTEGER,
    statements INTEGER NOT NULL,
    rupiah TEXT,
    rupiah_number REAL,
    dollars TEXT,
    dollars_number REAL,
    UNIQUE (story, place)
);
CREATE TABLE events (            -- releases told of once, see indexer/ledgering.py
    number INTEGER PRIMARY KEY,
    story INTEGER NOT NULL,        -- the one that told of it first
    place INTEGER NOT NULL,        -- which of the releases of that story
    learnt_at TEXT NOT NULL,       -- when the first of its reports was learnt of
    reports INTEGER NOT NULL,      -- how many there are
    sources INTEGER NOT NULL,      -- how many independent sources tell of it
    day TEXT,
    statements INTEGER NOT NULL,   -- how many different values its reports state
    rupiah TEXT,                   -- of the value shown
    rupiah_number REAL,
    dollars TEXT,
    dollars_number REAL,
    kilograms TEXT,
    kilograms_number REAL,
    shown TEXT NOT NULL,           -- its id and what is shown of it, as JSON
    line TEXT NOT NULL             -- its reports and why they are one, as JSON
);
CREATE INDEX events_story ON events (story);
CREATE INDEX events_day ON events (day);
CREATE TABLE schemes (           -- programmes told of once, likewise
    number INTEGER PRIMARY KEY,
    story INTEGER NOT NULL,        -- the one that told of it first
    place INTEGER NOT NULL,        -- which of the programs of that story
    learnt_at TEXT NOT NULL,       -- when the first of its reports was learnt of
    reports INTEGER NOT NULL,      -- how many there are
    sources INTEGER NOT NULL,      -- how many independent sources tell of it
    day TEXT,
    statements INTEGER NOT NULL,   -- how many different values its reports state
    rupiah TEXT,                   -- of the value shown
    rupiah_number REAL,
    dollars TEXT,
    dollars_number REAL,
    kilograms TEXT,
    kilograms_number REAL,
    shown TEXT NOT NULL,           -- its id and what is shown of it, as JSON
    line TEXT NOT NULL             -- its reports and why they are one, as JSON
);
CREATE INDEX schemes_story ON schemes (story);
CREATE INDEX schemes_day ON schemes (day);
CREATE TABLE reports (             -- what an event or scheme is made of: one release or programme of one article
    of TEXT NOT NULL,              -- events or schemes
    key TEXT NOT NULL,
    article TEXT NOT NULL,
    place INTEGER NOT NULL,
    signs TEXT NOT NULL,           -- of the event that it would be the first report of
    owner INTEGER NOT NULL,        -- the number there
    PRIMARY KEY (key, of)
) WITHOUT ROWID;
CREATE INDEX reports_article ON reports (article, of);
CREATE INDEX reports_signs ON reports (signs, of);
CREATE INDEX reports_owner ON reports (owner, of);
CREATE TABLE blocks (              -- what reports that may be of one event are looked for by
    of TEXT NOT NULL,
    block INTEGER NOT NULL,
    owner INTEGER NOT NULL,
    PRIMARY KEY (block, of, owner)
) WITHOUT ROWID;
CREATE INDEX blocks_owner ON blocks (owner, of);
CREATE TABLE terms (               -- all that filters and facets know, each once
    of TEXT NOT NULL,              -- stories, releases, programs, events or schemes
    owner INTEGER NOT NULL,        -- the number there
    name TEXT NOT NULL,            -- source, topic, city, ... as in FACETS of indexer/index.py
    value TEXT NOT NULL,
    PRIMARY KEY (of, owner, name, value)
) WITHOUT ROWID;
CREATE INDEX terms_value ON terms (of, name, value, owner);
CREATE TABLE forgotten (           -- tombstones: never stored again
    key TEXT PRIMARY KEY,          -- a URL or an id
    at TEXT NOT NULL
) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (
    title, body, facts, content='stories', content_rowid='number', tokenize='pantau'
);
