-- Which deployment of a pipeline is live, once another than the first one is: rows of the live one bear the pipeline's plain
-- name in all tables, those of others the name with @ and the deployment's behind it.
CREATE TABLE live_deployment (
    name       TEXT NOT NULL PRIMARY KEY,
    deployment TEXT NOT NULL
);

-- Deployments that are being promoted, or were; done once the ledger has followed the tables.
CREATE TABLE promotion (
    promotion_id INTEGER NOT NULL PRIMARY KEY,
    name         TEXT    NOT NULL,
    was_live     TEXT    NOT NULL,
    becomes_live TEXT    NOT NULL,
    -- Of the target that becomes live: where a table of its name has it, the tables have changed their names.
    target       TEXT    NOT NULL,
    target_uuid  TEXT    NOT NULL,
    asked_by     TEXT    NOT NULL,
    asked_at     BIGINT  NOT NULL,
    done_at      BIGINT
);
CREATE INDEX promotion_by_name ON promotion (name, done_at);

-- The tables of both deployments that get other names, in this order.
CREATE TABLE promotion_table (
    promotion_id INTEGER NOT NULL REFERENCES promotion (promotion_id),
    ordinal      INTEGER NOT NULL,
    from_table   TEXT    NOT NULL,
    to_table     TEXT    NOT NULL,
    PRIMARY KEY (promotion_id, ordinal)
);
