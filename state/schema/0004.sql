-- What an editor corrected (entities/corrections.py). Numbers are never given twice.
CREATE TABLE corrections (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL,
    kind TEXT NOT NULL,            -- reject-mention, set-mention, reject-release, set-release, reject-program, hide
    at TEXT NOT NULL,
    why TEXT NOT NULL,
    mention TEXT,                  -- its kind
    field TEXT,
    text TEXT NOT NULL,
    sentence TEXT NOT NULL,
    place INTEGER,                 -- of a release or programme, from 0
    said TEXT NOT NULL,            -- what it claimed then
    sets TEXT NOT NULL,
    held TEXT NOT NULL             -- the story of a hidden article
);
CREATE INDEX corrections_article ON corrections (article);
