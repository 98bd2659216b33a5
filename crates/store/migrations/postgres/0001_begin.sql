-- Keys are BYTEA columns beside a compact body. Times have no index: without one, a change of a row
-- that keeps its keys touches no index at all (heap-only tuples), and a sweep can as well scan.

CREATE TABLE visit (
    id BYTEA PRIMARY KEY,
    version BIGINT NOT NULL,
    token BYTEA NOT NULL UNIQUE,
    seen_at BIGINT NOT NULL,
    body BYTEA NOT NULL
) WITH (fillfactor = 70);

CREATE TABLE flow (
    id BYTEA PRIMARY KEY,
    version BIGINT NOT NULL,
    state BYTEA,
    offer BYTEA,
    deadline BIGINT NOT NULL,
    body BYTEA NOT NULL
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX flow_by_state ON flow (state) WHERE state IS NOT NULL;
CREATE UNIQUE INDEX flow_by_offer ON flow (offer) WHERE offer IS NOT NULL;

CREATE TABLE proof (
    id BYTEA PRIMARY KEY,
    flow BYTEA NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL,
    used_by BYTEA,
    body BYTEA NOT NULL
);

CREATE TABLE link (
    id BYTEA PRIMARY KEY,
    version BIGINT NOT NULL,
    person BYTEA NOT NULL UNIQUE,
    account BYTEA NOT NULL UNIQUE,
    last_used_at BIGINT,
    body BYTEA NOT NULL
);

CREATE TABLE tally (
    window_start BIGINT NOT NULL,
    kind TEXT NOT NULL,
    who BYTEA NOT NULL,
    events BIGINT NOT NULL,
    PRIMARY KEY (window_start, kind, who)
);

CREATE TABLE audit (
    sequence BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    code TEXT NOT NULL,
    errand TEXT,
    way TEXT,
    flow BYTEA,
    act BYTEA,
    reference TEXT,
    previous BYTEA NOT NULL,
    hash BYTEA NOT NULL
);
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_is_not_altered BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- The end of the chain, so that a cut-off end shows as well. Its one row is locked by whoever
-- appends.
CREATE TABLE audit_head (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    sequence BIGINT NOT NULL,
    hash BYTEA NOT NULL
) WITH (fillfactor = 10);
INSERT INTO audit_head (one, sequence, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));
