-- What an editor corrected (entities/corrections.py). Numbers are never given twice.
CREATE TABLE corrections (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    article TEXT NOT NULL,
    kind TEXT NOT NULL,            -- CorrectionKind of entities/records.py
    at TEXT NOT NULL,
    why TEXT NOT NULL,
    mention TEXT,                  -- its kind
    field TEXT,
    text TEXT NOT NULL,
    sentence TEXT NOT NULL,
    place INTEGER,                 -- of a release or programme, from 0; of an added mention, see Correction
    said TEXT NOT NULL,            -- what it claimed then
    sets TEXT NOT NULL,
    held TEXT NOT NULL             -- the story of a hidden article
);
CREATE INDEX corrections_article ON corrections (article);
