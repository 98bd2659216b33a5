-- An application that was declined does not keep its service: another one can be made. `holds` is
-- whether it does. The bytes looked for are "state" and "declined" as MessagePack has them.

ALTER TABLE rescue_case ADD COLUMN holds BIGINT NOT NULL DEFAULT 1;
UPDATE rescue_case SET holds = 0
WHERE position('\xa57374617465a86465636c696e6564'::bytea IN body) > 0;
ALTER TABLE rescue_case DROP CONSTRAINT rescue_case_account_service_key;
CREATE INDEX rescue_case_of_account ON rescue_case (account, applied_at, number);
CREATE UNIQUE INDEX rescue_case_holding ON rescue_case (account, service) WHERE holds = 1;
