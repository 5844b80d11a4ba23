-- What was measured of a run's batch, to hold later batches against.
CREATE TABLE run_measure (
    run_id TEXT             NOT NULL REFERENCES run (run_id),
    name   TEXT             NOT NULL,
    value  DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (run_id, name)
);
