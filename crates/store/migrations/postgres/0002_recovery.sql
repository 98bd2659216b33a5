-- Recovery: acts, the queue they stand in, histories, notice addresses, mails, applications.
-- Open acts, mails on their way and open applications are few among many that have ended: their
-- indexes hold those alone. `number` tells the order of rows of one moment.

CREATE TABLE act (
    id BYTEA PRIMARY KEY,
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    version BIGINT NOT NULL,
    account BYTEA NOT NULL,
    open BIGINT NOT NULL,
    not_before BIGINT,
    working_since BIGINT,
    deadline BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    body BYTEA NOT NULL
);
-- One recovery at a time.
CREATE UNIQUE INDEX act_open_of_account ON act (account) WHERE open = 1;
CREATE INDEX act_by_turn ON act (not_before) WHERE not_before IS NOT NULL;
CREATE INDEX act_by_deadline ON act (deadline, number) WHERE open = 1;

CREATE TABLE queue (
    name TEXT PRIMARY KEY,
    last_place BIGINT NOT NULL
) WITH (fillfactor = 10);

CREATE TABLE entry (
    id BYTEA PRIMARY KEY,
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    account BYTEA NOT NULL,
    at BIGINT NOT NULL,
    body BYTEA NOT NULL
);
CREATE INDEX entry_of_account ON entry (account, at, number);

CREATE TABLE contact (
    id BYTEA PRIMARY KEY,
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    version BIGINT NOT NULL,
    account BYTEA NOT NULL,
    verified_at BIGINT NOT NULL,
    removed_at BIGINT,
    body BYTEA NOT NULL
);
CREATE INDEX contact_of_account ON contact (account);

CREATE TABLE mail (
    id BYTEA PRIMARY KEY,
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    version BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    queued_at BIGINT NOT NULL,
    body BYTEA NOT NULL
);
CREATE INDEX mail_by_turn ON mail (due_at, number) WHERE ended = 0;

CREATE TABLE rescue_case (
    id BYTEA PRIMARY KEY,
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    version BIGINT NOT NULL,
    receipt TEXT NOT NULL UNIQUE,
    account BYTEA NOT NULL,
    service TEXT NOT NULL,
    open BIGINT NOT NULL,
    applied_at BIGINT NOT NULL,
    body BYTEA NOT NULL,
    UNIQUE (account, service)
);
CREATE INDEX rescue_case_open ON rescue_case (applied_at, number) WHERE open = 1;
