-- The columns that the files of a run had, kept when it is prepared: they count once it is published.
CREATE TABLE run_source_column (
    run_id  TEXT    NOT NULL REFERENCES run (run_id),
    ordinal INTEGER NOT NULL,
    name    TEXT    NOT NULL,
    type    TEXT,
    PRIMARY KEY (run_id, ordinal)
);
INSERT INTO run_source_column (run_id, ordinal, name, type) SELECT run_id, ordinal, name, type FROM source_column;
DROP TABLE source_column;
