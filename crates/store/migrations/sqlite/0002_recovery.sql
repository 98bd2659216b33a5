-- Recovery: acts, the queue they stand in, histories, notice addresses, mails, applications.
-- Open acts, mails on their way and open applications are few among many that have ended: their
-- indexes hold those alone.

CREATE TABLE act (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    account BLOB NOT NULL,
    open INTEGER NOT NULL,
    not_before INTEGER,
    working_since INTEGER,
    deadline INTEGER NOT NULL,
    asked_at INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
-- One recovery at a time.
CREATE UNIQUE INDEX act_open_of_account ON act (account) WHERE open = 1;
CREATE INDEX act_by_turn ON act (not_before) WHERE not_before IS NOT NULL;
CREATE INDEX act_by_deadline ON act (deadline) WHERE open = 1;

CREATE TABLE queue (
    name TEXT PRIMARY KEY,
    last_place INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    account BLOB NOT NULL,
    at INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX entry_of_account ON entry (account, at);

CREATE TABLE contact (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    account BLOB NOT NULL,
    verified_at INTEGER NOT NULL,
    removed_at INTEGER,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX contact_of_account ON contact (account);

CREATE TABLE mail (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    queued_at INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX mail_by_turn ON mail (due_at) WHERE ended = 0;

CREATE TABLE rescue_case (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    receipt TEXT NOT NULL UNIQUE,
    account BLOB NOT NULL,
    service TEXT NOT NULL,
    open INTEGER NOT NULL,
    applied_at INTEGER NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (account, service)
) STRICT;
CREATE INDEX rescue_case_open ON rescue_case (applied_at) WHERE open = 1;
