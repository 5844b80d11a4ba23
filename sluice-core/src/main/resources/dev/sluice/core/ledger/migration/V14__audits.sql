-- How runs stood to the audits of their pipelines, kept when they are prepared.
CREATE TABLE run_audit (
    run_id    TEXT    NOT NULL REFERENCES run (run_id),
    ordinal   INTEGER NOT NULL,
    name      TEXT    NOT NULL,
    severity  TEXT    NOT NULL,
    row_count BIGINT  NOT NULL,
    message   TEXT    NOT NULL,
    PRIMARY KEY (run_id, ordinal)
);

-- Some of the rows that an audit gave, cell by cell.
CREATE TABLE run_audit_cell (
    run_id      TEXT    NOT NULL REFERENCES run (run_id),
    ordinal     INTEGER NOT NULL,
    row_no      INTEGER NOT NULL,
    column_no   INTEGER NOT NULL,
    column_name TEXT    NOT NULL,
    value       TEXT,
    PRIMARY KEY (run_id, ordinal, row_no, column_no)
);

-- Published runs that are being taken back, or were; all those of one leader in one commit. Until then the runs are published.
CREATE TABLE run_rollback (
    run_id   TEXT   NOT NULL PRIMARY KEY REFERENCES run (run_id),
    leader   TEXT   NOT NULL REFERENCES run (run_id),
    asked_by TEXT   NOT NULL,
    asked_at BIGINT NOT NULL
);
CREATE INDEX run_rollback_by_leader ON run_rollback (leader);

-- What was known of the rows of inputs before a run of a window was published; without a home where nothing was.
CREATE TABLE window_before (
    run_id     TEXT NOT NULL REFERENCES run (run_id),
    path       TEXT NOT NULL,
    rows_of    TEXT NOT NULL,
    version    TEXT,
    home_start BIGINT,
    home_end   BIGINT,
    how        TEXT,
    changed    INTEGER,
    by_start   BIGINT,
    by_end     BIGINT,
    of_run     TEXT,
    PRIMARY KEY (run_id, path, rows_of)
);

-- Whose rows the window of a run had before the run was published; none where it was not published.
CREATE TABLE window_run_before (
    run_id        TEXT NOT NULL PRIMARY KEY REFERENCES run (run_id),
    before_run_id TEXT
);
