-- Runs of other pipelines with rows of the same window.
CREATE INDEX run_by_window_start ON run (window_start, target) WHERE window_start IS NOT NULL;
