-- Why the last run for a window was refused before it had begun; none once a run of the window has begun.
CREATE TABLE window_refusal (
    pipeline     TEXT   NOT NULL,
    window_start BIGINT NOT NULL,
    window_end   BIGINT NOT NULL,
    code         TEXT   NOT NULL,
    message      TEXT   NOT NULL,
    refused_at   BIGINT NOT NULL,
    PRIMARY KEY (pipeline, window_start)
);
