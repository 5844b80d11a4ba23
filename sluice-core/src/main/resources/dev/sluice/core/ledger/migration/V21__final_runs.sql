-- Published runs that can be taken back no more: quarantined rows that would count again then were removed.
CREATE TABLE run_final (
    run_id TEXT NOT NULL PRIMARY KEY REFERENCES run (run_id)
);
