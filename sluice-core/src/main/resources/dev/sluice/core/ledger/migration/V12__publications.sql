-- The order in which a pipeline's runs were published, and how many were when a run of a window was begun: rows that an
-- earlier one had put into the window's quarantine are superseded by it.
ALTER TABLE run ADD COLUMN publication BIGINT;
ALTER TABLE run ADD COLUMN publications_seen BIGINT;
CREATE INDEX run_by_publication ON run (pipeline, publication);
UPDATE run SET publication = (SELECT COUNT(*) FROM run other WHERE other.pipeline = run.pipeline
    AND other.state = 'published' AND (other.ended_at < run.ended_at
        OR other.ended_at = run.ended_at AND other.run_id <= run.run_id))
WHERE state = 'published';
UPDATE run SET publications_seen = publication - 1 WHERE publication IS NOT NULL AND window_start IS NOT NULL;

-- How far the column has come whose progress tells which windows are complete: epoch milliseconds.
CREATE TABLE window_progress (
    pipeline TEXT   NOT NULL PRIMARY KEY,
    seen     BIGINT NOT NULL
);
