-- Times are epoch milliseconds by the database's clock.

CREATE TABLE run (
    run_id              TEXT  NOT NULL PRIMARY KEY,
    pipeline            TEXT NOT NULL,
    batch_id            TEXT NOT NULL,
    state               TEXT  NOT NULL,
    target              TEXT NOT NULL,
    quarantine          TEXT NOT NULL,
    fingerprint         TEXT  NOT NULL,
    epoch               BIGINT       NOT NULL,
    lease_until         BIGINT       NOT NULL,
    owner_host          TEXT NOT NULL,
    owner_pid           BIGINT       NOT NULL,
    owner_started       BIGINT       NOT NULL,
    files               INTEGER      NOT NULL,
    rows_read           BIGINT       NOT NULL,
    rows_landed         BIGINT       NOT NULL,
    rows_quarantined    BIGINT       NOT NULL,
    rows_filtered       BIGINT       NOT NULL,
    rows_deferred       BIGINT       NOT NULL,
    snapshot            BIGINT,
    quarantine_snapshot BIGINT,
    commit_file         TEXT,
    message             TEXT,
    started_at          BIGINT       NOT NULL,
    ended_at            BIGINT
);
CREATE INDEX run_by_pipeline_and_state ON run (pipeline, state);
CREATE INDEX run_by_start ON run (started_at, run_id);

-- What a run holds, in the order of its batch.
CREATE TABLE run_file (
    run_id  TEXT NOT NULL REFERENCES run (run_id),
    ordinal INTEGER     NOT NULL,
    path    TEXT        NOT NULL,
    size    BIGINT      NOT NULL,
    version TEXT        NOT NULL,
    PRIMARY KEY (run_id, ordinal)
);

-- Why rows of a run are in quarantine.
CREATE TABLE run_reason (
    run_id      TEXT NOT NULL REFERENCES run (run_id),
    ordinal     INTEGER     NOT NULL,
    stage       TEXT NOT NULL,
    code        TEXT        NOT NULL,
    rule        TEXT        NOT NULL,
    column_name TEXT,
    row_count   BIGINT      NOT NULL,
    PRIMARY KEY (run_id, ordinal)
);

-- Files and batch ids taken by runs that are running, prepared or held. The key is what keeps two processes apart.
CREATE TABLE claim (
    pipeline TEXT NOT NULL,
    kind     TEXT   NOT NULL,
    name     TEXT         NOT NULL,
    run_id   TEXT  NOT NULL REFERENCES run (run_id),
    PRIMARY KEY (pipeline, kind, name)
);
CREATE INDEX claim_by_run ON claim (run_id);

-- Files and batch ids of published runs. The keys hold for good: nothing lands twice.
CREATE TABLE landed_file (
    pipeline TEXT NOT NULL,
    path     TEXT         NOT NULL,
    size     BIGINT       NOT NULL,
    version  TEXT         NOT NULL,
    run_id   TEXT  NOT NULL REFERENCES run (run_id),
    PRIMARY KEY (pipeline, path)
);
CREATE TABLE landed_batch (
    pipeline TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    run_id   TEXT  NOT NULL REFERENCES run (run_id),
    PRIMARY KEY (pipeline, batch_id)
);
