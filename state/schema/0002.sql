-- What people decided of the ledger (entities/ledger_decisions.py). Numbers are never given twice.
CREATE TABLE decisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,            -- split, join
    one TEXT NOT NULL,             -- keys of reports, a list
    other TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT NOT NULL,
    known TEXT NOT NULL            -- what each report said then
);
