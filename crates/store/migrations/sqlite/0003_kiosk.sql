-- Kiosks, the visits begun at one, and the kiosk in rows of the audit log. Few visits are those of a
-- kiosk: their index holds those alone.

CREATE TABLE kiosk (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    code BLOB,
    made_at INTEGER NOT NULL,
    ended_at INTEGER,
    body BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX kiosk_by_code ON kiosk (code) WHERE code IS NOT NULL;

ALTER TABLE visit ADD COLUMN kiosk BLOB;
CREATE INDEX visit_of_kiosk ON visit (kiosk) WHERE kiosk IS NOT NULL;

ALTER TABLE audit ADD COLUMN kiosk BLOB;
