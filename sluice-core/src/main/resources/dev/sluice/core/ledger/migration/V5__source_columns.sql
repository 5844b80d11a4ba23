-- The columns that the files of a pipeline's last run had, to find what differs in the next.
CREATE TABLE source_column (
    pipeline TEXT    NOT NULL,
    ordinal  INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    type     TEXT,
    run_id   TEXT    NOT NULL,
    PRIMARY KEY (pipeline, ordinal)
);
