-- An application that was declined does not keep its service: another one can be made. `holds` is
-- whether it does. A constraint of a table cannot be taken back, so the table is made anew. The bytes
-- looked for are "state" and "declined" as MessagePack has them.

CREATE TABLE rescue_case_again (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    receipt TEXT NOT NULL UNIQUE,
    account BLOB NOT NULL,
    service TEXT NOT NULL,
    open INTEGER NOT NULL,
    holds INTEGER NOT NULL DEFAULT 1,
    applied_at INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;
INSERT INTO rescue_case_again
    (number, id, version, receipt, account, service, open, holds, applied_at, body)
SELECT number, id, version, receipt, account, service, open,
    instr(body, x'a57374617465a86465636c696e6564') = 0, applied_at, body
FROM rescue_case;
DROP TABLE rescue_case;
ALTER TABLE rescue_case_again RENAME TO rescue_case;
CREATE INDEX rescue_case_open ON rescue_case (applied_at) WHERE open = 1;
CREATE INDEX rescue_case_of_account ON rescue_case (account, applied_at);
CREATE UNIQUE INDEX rescue_case_holding ON rescue_case (account, service) WHERE holds = 1;
