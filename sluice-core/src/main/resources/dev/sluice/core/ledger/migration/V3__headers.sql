-- The first lines of source files, so that a quarantined record can be read again when its file is gone. Few texts serve
-- many files.
CREATE TABLE header_text (
    hash TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL
);
CREATE TABLE run_header (
    run_id TEXT NOT NULL REFERENCES run (run_id),
    path   TEXT NOT NULL,
    hash   TEXT NOT NULL REFERENCES header_text (hash),
    PRIMARY KEY (run_id, path)
);
