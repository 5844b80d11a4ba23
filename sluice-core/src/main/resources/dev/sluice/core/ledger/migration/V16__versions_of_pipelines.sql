-- What made the rows of runs: run.fingerprint names it.
CREATE TABLE pipeline_version (
    fingerprint TEXT NOT NULL PRIMARY KEY,
    -- A line for each jar of plug-ins and each pack.
    code        TEXT NOT NULL,
    -- Null where it holds what must not be written down.
    yaml        TEXT
);
-- The environment of a run; none for a run without one.
CREATE TABLE run_environment (
    run_id TEXT NOT NULL PRIMARY KEY REFERENCES run (run_id),
    name   TEXT NOT NULL
);
