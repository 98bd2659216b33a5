-- Kiosks, the visits begun at one, and the kiosk in rows of the audit log. Few visits are those of a
-- kiosk: their index holds those alone.

CREATE TABLE kiosk (
    id BYTEA PRIMARY KEY,
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    version BIGINT NOT NULL,
    code BYTEA,
    made_at BIGINT NOT NULL,
    ended_at BIGINT,
    body BYTEA NOT NULL
);
CREATE UNIQUE INDEX kiosk_by_code ON kiosk (code) WHERE code IS NOT NULL;

ALTER TABLE visit ADD COLUMN kiosk BYTEA;
CREATE INDEX visit_of_kiosk ON visit (kiosk) WHERE kiosk IS NOT NULL;

ALTER TABLE audit ADD COLUMN kiosk BYTEA;
