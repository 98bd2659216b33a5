-- Keys are BYTEA columns beside a compact body. Tables with large bodies keep their rowid: new rows
-- lie together at the end, so that the changes of one moment touch few pages.

CREATE TABLE visit (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id BYTEA NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    token BYTEA NOT NULL UNIQUE,
    seen_at BIGINT NOT NULL,
    body BYTEA NOT NULL
);
CREATE INDEX visit_by_age ON visit (seen_at);

CREATE TABLE flow (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id BYTEA NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    state BYTEA,
    offer BYTEA,
    deadline BIGINT NOT NULL,
    body BYTEA NOT NULL
);
CREATE UNIQUE INDEX flow_by_state ON flow (state) WHERE state IS NOT NULL;
CREATE UNIQUE INDEX flow_by_offer ON flow (offer) WHERE offer IS NOT NULL;
CREATE INDEX flow_by_deadline ON flow (deadline);

CREATE TABLE proof (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id BYTEA NOT NULL UNIQUE,
    flow BYTEA NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL,
    used_by BYTEA,
    body BYTEA NOT NULL
);

CREATE TABLE link (
    number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id BYTEA NOT NULL UNIQUE,
    version BIGINT NOT NULL,
    person BYTEA NOT NULL UNIQUE,
    account BYTEA NOT NULL UNIQUE,
    last_used_at BIGINT,
    body BYTEA NOT NULL
);

CREATE TABLE tally (
    kind TEXT NOT NULL,
    who BYTEA NOT NULL,
    window_start BIGINT NOT NULL,
    events BIGINT NOT NULL,
    PRIMARY KEY (kind, who, window_start)
);
CREATE INDEX tally_by_age ON tally (window_start);

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
CREATE TRIGGER audit_is_not_altered BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;

-- The end of the chain, so that a cut-off end shows as well.
CREATE TABLE audit_head (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    sequence BIGINT NOT NULL,
    hash BYTEA NOT NULL
);
INSERT INTO audit_head (one, sequence, hash) VALUES (1, 0, zeroblob(32));
