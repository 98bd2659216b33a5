-- Keys are BLOB columns beside a compact body. Tables with large bodies keep their rowid: new rows
-- lie together at the end, so that the changes of one moment touch few pages. Times have no index:
-- each change would have to move an entry in it, and a sweep can as well read in order of age.

CREATE TABLE visit (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    token BLOB NOT NULL UNIQUE,
    seen_at INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE flow (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    state BLOB,
    offer BLOB,
    deadline INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX flow_by_state ON flow (state) WHERE state IS NOT NULL;
CREATE UNIQUE INDEX flow_by_offer ON flow (offer) WHERE offer IS NOT NULL;

CREATE TABLE proof (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    flow BLOB NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL,
    used_by BLOB,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE link (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    person BLOB NOT NULL UNIQUE,
    account BLOB NOT NULL UNIQUE,
    last_used_at INTEGER,
    body BLOB NOT NULL
) STRICT;

CREATE TABLE tally (
    window_start INTEGER NOT NULL,
    kind TEXT NOT NULL,
    who BLOB NOT NULL,
    events INTEGER NOT NULL,
    PRIMARY KEY (window_start, kind, who)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    code TEXT NOT NULL,
    errand TEXT,
    way TEXT,
    flow BLOB,
    act BLOB,
    reference TEXT,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE TRIGGER audit_is_not_altered BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;

-- The end of the chain, so that a cut-off end shows as well.
CREATE TABLE audit_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO audit_head (one, sequence, hash) VALUES (1, 0, zeroblob(32));
