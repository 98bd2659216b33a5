//! The statements of the writes, in the words that SQLite and PostgreSQL share.
//!
//! PostgreSQL counts `$1`, `$2`; to SQLite they are names that are numbered as they first appear.
//! So each statement mentions its values first in ascending order. A guard is part of its
//! statement: a write whose guard does not hold touches no row.

/// Counts one event; touches nothing once the allowance is used up.
pub(crate) const COUNT: &str = "\
    INSERT INTO tally (window_start, kind, who, events) VALUES ($1, $2, $3, 1) \
    ON CONFLICT (window_start, kind, who) DO UPDATE SET events = tally.events + 1 \
    WHERE tally.events < $4";
pub(crate) const INSERT_VISIT: &str = "\
    INSERT INTO visit (version, token, seen_at, body, id, kiosk) \
    VALUES ($1, $2, $3, $4, $5, $6) \
    ON CONFLICT DO NOTHING";
pub(crate) const UPDATE_VISIT: &str = "\
    UPDATE visit SET version = $1, token = $2, seen_at = $3, body = $4 \
    WHERE id = $5 AND version + 1 = $1";
pub(crate) const DELETE_VISIT: &str = "DELETE FROM visit WHERE id = $1";
pub(crate) const INSERT_FLOW: &str = "\
    INSERT INTO flow (version, state, offer, deadline, body, id) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
pub(crate) const UPDATE_FLOW: &str = "\
    UPDATE flow SET version = $1, state = $2, offer = $3, deadline = $4, body = $5 \
    WHERE id = $6 AND version + 1 = $1";
pub(crate) const INSERT_PROOF: &str = "\
    INSERT INTO proof (id, flow, expires_at, used_by, body) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT DO NOTHING";
pub(crate) const USE_PROOF: &str = "\
    UPDATE proof SET used_by = $1 WHERE id = $2 AND used_by IS NULL AND expires_at > $3";
pub(crate) const INSERT_LINK: &str = "\
    INSERT INTO link (id, version, person, account, last_used_at, body) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
pub(crate) const DELETE_LINK: &str = "DELETE FROM link WHERE id = $1 AND version = $2";
pub(crate) const TOUCH_LINK: &str = "UPDATE link SET last_used_at = $1 WHERE id = $2";
/// Leaves `last_used_at` alone: a use may be noted between the reading and the writing of a link.
pub(crate) const UPDATE_LINK: &str = "\
    UPDATE link SET version = $1, person = $2, account = $3, body = $4 \
    WHERE id = $5 AND version + 1 = $1";
pub(crate) const INSERT_ACT: &str = "\
    INSERT INTO act \
    (version, account, open, not_before, working_since, deadline, asked_at, body, id) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
pub(crate) const UPDATE_ACT: &str = "\
    UPDATE act SET version = $1, account = $2, open = $3, not_before = $4, working_since = $5, \
    deadline = $6, asked_at = $7, body = $8 WHERE id = $9 AND version + 1 = $1";
pub(crate) const BEGIN_QUEUE: &str = "\
    INSERT INTO queue (name, last_place) VALUES ($1, $2) ON CONFLICT DO NOTHING";
pub(crate) const MOVE_QUEUE: &str = "\
    UPDATE queue SET last_place = $1 WHERE name = $2 AND last_place = $3";
pub(crate) const INSERT_ENTRY: &str = "\
    INSERT INTO entry (id, account, at, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
pub(crate) const INSERT_CONTACT: &str = "\
    INSERT INTO contact (version, account, verified_at, removed_at, body, id) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
pub(crate) const UPDATE_CONTACT: &str = "\
    UPDATE contact SET version = $1, account = $2, verified_at = $3, removed_at = $4, body = $5 \
    WHERE id = $6 AND version + 1 = $1";
pub(crate) const INSERT_MAIL: &str = "\
    INSERT INTO mail (version, ended, due_at, queued_at, body, id) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
pub(crate) const UPDATE_MAIL: &str = "\
    UPDATE mail SET version = $1, ended = $2, due_at = $3, queued_at = $4, body = $5 \
    WHERE id = $6 AND version + 1 = $1";
pub(crate) const INSERT_CASE: &str = "\
    INSERT INTO rescue_case (version, receipt, account, service, open, holds, applied_at, body, id) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
pub(crate) const UPDATE_CASE: &str = "\
    UPDATE rescue_case SET version = $1, receipt = $2, account = $3, service = $4, open = $5, \
    holds = $6, applied_at = $7, body = $8 WHERE id = $9 AND version + 1 = $1";
pub(crate) const INSERT_KIOSK: &str = "\
    INSERT INTO kiosk (version, code, made_at, ended_at, body, id) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
pub(crate) const UPDATE_KIOSK: &str = "\
    UPDATE kiosk SET version = $1, code = $2, made_at = $3, ended_at = $4, body = $5 \
    WHERE id = $6 AND version + 1 = $1";
pub(crate) const APPEND_AUDIT: &str = "\
    INSERT INTO audit \
    (sequence, at, code, errand, way, flow, act, reference, kiosk, previous, hash) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
pub(crate) const MOVE_HEAD: &str = "UPDATE audit_head SET sequence = $1, hash = $2";

pub(crate) const PERSON_LINKED: &str = "SELECT 1 FROM link WHERE person = $1";
pub(crate) const ACCOUNT_LINKED: &str = "SELECT 1 FROM link WHERE account = $1";
pub(crate) const ACCOUNT_BUSY: &str = "SELECT 1 FROM act WHERE account = $1 AND open = 1";
pub(crate) const CASE_EXISTS: &str = "\
    SELECT 1 FROM rescue_case WHERE account = $1 AND service = $2 AND holds = 1";

pub(crate) const VISIT_BY_TOKEN: &str = "SELECT body FROM visit WHERE token = $1";
pub(crate) const VISIT: &str = "SELECT body FROM visit WHERE id = $1";
pub(crate) const FLOW: &str = "SELECT body FROM flow WHERE id = $1";
pub(crate) const FLOW_BY_STATE: &str = "SELECT body FROM flow WHERE state = $1";
pub(crate) const FLOW_BY_OFFER: &str = "SELECT body FROM flow WHERE offer = $1";
pub(crate) const PROOF: &str = "SELECT body, used_by FROM proof WHERE id = $1";
pub(crate) const LINK_OF_PERSON: &str = "SELECT body, last_used_at FROM link WHERE person = $1";
pub(crate) const LINK_OF_ACCOUNT: &str = "SELECT body, last_used_at FROM link WHERE account = $1";
pub(crate) const ACT: &str = "SELECT body FROM act WHERE id = $1";
pub(crate) const OPEN_ACT: &str = "SELECT body FROM act WHERE account = $1 AND open = 1";
/// Only acts that wait have the point in time that is compared.
pub(crate) const ACTS_BEFORE: &str = "SELECT count(*) FROM act WHERE not_before < $1";
pub(crate) const STALE_ACTS: &str = "\
    SELECT body FROM act WHERE open = 1 AND (deadline <= $1 OR working_since < $2) \
    ORDER BY deadline, number LIMIT $3";
pub(crate) const QUEUE_END: &str = "SELECT last_place FROM queue WHERE name = $1";
pub(crate) const ENTRIES: &str = "\
    SELECT body FROM entry WHERE account = $1 ORDER BY at DESC, number DESC LIMIT $2";
pub(crate) const ENTRY: &str = "SELECT body FROM entry WHERE id = $1";
pub(crate) const CONTACTS: &str = "\
    SELECT body FROM contact WHERE account = $1 ORDER BY verified_at, number";
pub(crate) const MAILS_DUE: &str = "\
    SELECT body FROM mail WHERE ended = 0 AND due_at <= $1 ORDER BY due_at, number LIMIT $2";
pub(crate) const NEXT_MAIL_DUE: &str = "\
    SELECT due_at FROM mail WHERE ended = 0 ORDER BY due_at LIMIT 1";
pub(crate) const CASE_BY_RECEIPT: &str = "SELECT body FROM rescue_case WHERE receipt = $1";
pub(crate) const CASES_OF_ACCOUNT: &str = "\
    SELECT body FROM rescue_case WHERE account = $1 ORDER BY applied_at, number";
pub(crate) const OPEN_CASES: &str = "\
    SELECT body FROM rescue_case WHERE open = 1 ORDER BY applied_at, number LIMIT $1";
pub(crate) const KIOSK: &str = "SELECT body FROM kiosk WHERE id = $1";
pub(crate) const KIOSK_BY_CODE: &str = "SELECT body FROM kiosk WHERE code = $1";
pub(crate) const KIOSKS: &str = "\
    SELECT body FROM kiosk ORDER BY made_at DESC, number DESC LIMIT $1";
pub(crate) const VISITS_OF_KIOSK: &str = "SELECT body FROM visit WHERE kiosk = $1";
pub(crate) const AUDIT_HEAD: &str = "SELECT sequence, hash FROM audit_head";
pub(crate) const AUDIT_ROWS: &str = "\
    SELECT sequence, at, code, errand, way, flow, act, reference, kiosk, previous, hash FROM audit \
    WHERE sequence > $1 ORDER BY sequence LIMIT $2";

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the values of `sql` first appear as `$1`, `$2`, `$3` …
    fn ascending(sql: &str) -> bool {
        let mut known = 0;
        sql.split('$').skip(1).all(|rest| {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            let number: usize = digits.parse().expect("a number after each $");
            let fits = number <= known + 1;
            known = known.max(number);
            fits
        })
    }

    #[test]
    fn values_appear_in_ascending_order_so_that_both_dialects_number_them_alike() {
        for sql in [
            COUNT,
            INSERT_VISIT,
            UPDATE_VISIT,
            DELETE_VISIT,
            INSERT_FLOW,
            UPDATE_FLOW,
            INSERT_PROOF,
            USE_PROOF,
            INSERT_LINK,
            DELETE_LINK,
            TOUCH_LINK,
            UPDATE_LINK,
            INSERT_ACT,
            UPDATE_ACT,
            BEGIN_QUEUE,
            MOVE_QUEUE,
            INSERT_ENTRY,
            INSERT_CONTACT,
            UPDATE_CONTACT,
            INSERT_MAIL,
            UPDATE_MAIL,
            INSERT_CASE,
            UPDATE_CASE,
            INSERT_KIOSK,
            UPDATE_KIOSK,
            CASE_EXISTS,
            STALE_ACTS,
            ENTRIES,
            MAILS_DUE,
            APPEND_AUDIT,
            MOVE_HEAD,
        ] {
            assert!(ascending(sql), "{sql}");
        }
        assert!(!ascending("UPDATE a SET b = $2 WHERE c = $1"));
    }
}
