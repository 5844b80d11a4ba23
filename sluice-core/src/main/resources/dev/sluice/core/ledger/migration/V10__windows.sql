-- The window of a run, and what the run does to it; null for runs without one.
ALTER TABLE run ADD COLUMN window_start BIGINT;
ALTER TABLE run ADD COLUMN window_end BIGINT;
ALTER TABLE run ADD COLUMN window_kind TEXT;
ALTER TABLE run ADD COLUMN trigger_at BIGINT;
CREATE INDEX run_by_window ON run (pipeline, window_start);

-- Windows that have been published, and the run whose rows each has now.
CREATE TABLE published_window (
    pipeline     TEXT   NOT NULL,
    window_start BIGINT NOT NULL,
    window_end   BIGINT NOT NULL,
    run_id       TEXT   NOT NULL REFERENCES run (run_id),
    PRIMARY KEY (pipeline, window_start)
);

-- Where the rows of an input have been placed that belong to one window by their event time (rows_of; empty: to none).
CREATE TABLE window_input (
    pipeline   TEXT    NOT NULL,
    path       TEXT    NOT NULL,
    rows_of    TEXT    NOT NULL,
    version    TEXT    NOT NULL,
    home_start BIGINT  NOT NULL,
    home_end   BIGINT  NOT NULL,
    how        TEXT    NOT NULL,
    changed    INTEGER NOT NULL,
    by_start   BIGINT  NOT NULL,
    by_end     BIGINT  NOT NULL,
    run_id     TEXT    NOT NULL REFERENCES run (run_id),
    PRIMARY KEY (pipeline, path, rows_of)
);
CREATE INDEX window_input_by_home ON window_input (pipeline, home_start);
CREATE INDEX window_input_by_bringer ON window_input (pipeline, how, by_start);

-- What a prepared run changes of that once it is published; without a home where a row of it is removed.
CREATE TABLE window_change (
    run_id     TEXT    NOT NULL REFERENCES run (run_id),
    path       TEXT    NOT NULL,
    rows_of    TEXT    NOT NULL,
    version    TEXT,
    home_start BIGINT,
    home_end   BIGINT,
    how        TEXT,
    changed    INTEGER,
    by_start   BIGINT,
    by_end     BIGINT,
    PRIMARY KEY (run_id, path, rows_of)
);

-- Rows that came after their window was published, by how long after.
CREATE TABLE late_rows (
    run_id    TEXT   NOT NULL REFERENCES run (run_id),
    delay     TEXT   NOT NULL,
    row_count BIGINT NOT NULL,
    PRIMARY KEY (run_id, delay)
);
