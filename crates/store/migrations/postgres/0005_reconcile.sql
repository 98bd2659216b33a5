-- What was ordered from the directory, and which entries of its own log were dealt with.

CREATE TABLE attempt (
    id BYTEA PRIMARY KEY,
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    version BIGINT NOT NULL,
    account BYTEA NOT NULL,
    waiting BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    body BYTEA NOT NULL
);
CREATE INDEX attempt_of_account ON attempt (account, begun_at);
CREATE INDEX attempt_waiting ON attempt (begun_at) WHERE waiting = 1;

CREATE TABLE trace (
    id BYTEA PRIMARY KEY,
    at BIGINT NOT NULL
);
