-- What the caller of a run told of its batch, for rules to ask.
CREATE TABLE run_tag (
    run_id TEXT NOT NULL REFERENCES run (run_id),
    name   TEXT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (run_id, name)
);
