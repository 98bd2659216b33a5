-- What was ordered from the directory, and which entries of its own log were dealt with.

CREATE TABLE attempt (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    account BLOB NOT NULL,
    waiting INTEGER NOT NULL,
    begun_at INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX attempt_of_account ON attempt (account, begun_at);
CREATE INDEX attempt_waiting ON attempt (begun_at) WHERE waiting = 1;

CREATE TABLE trace (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    at INTEGER NOT NULL
) STRICT;
