//! Removing what is too old, in small batches between the changes.
//!
//! A reader looks through a table in the order in which its rows came; the writer removes what was
//! found, if it still is too old. So the look takes no time from the writer.

use ident_core::port::Retention;
use ident_core::time::Timestamp;
use rusqlite::Connection;

/// How many records one batch takes.
const BATCH: i64 = 256;

/// The kinds of records that grow old and have to be looked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Flows, each with its proof.
    Flows,
    /// Visits.
    Visits,
    /// Acts that have ended.
    Acts,
    /// Entries of histories.
    Entries,
    /// Mails that have ended.
    Mails,
    /// Notice addresses that were removed.
    Contacts,
    /// Applications that have ended or were declined.
    Cases,
    /// Kiosks that were stopped, and enrolment codes that ended.
    Kiosks,
    /// What was ordered from the directory.
    Attempts,
    /// Entries of the directory's log.
    Traces,
}

impl Kind {
    /// All kinds.
    pub(super) const ALL: &'static [Self] = &[
        Self::Flows,
        Self::Visits,
        Self::Acts,
        Self::Entries,
        Self::Mails,
        Self::Contacts,
        Self::Cases,
        Self::Kiosks,
        Self::Attempts,
        Self::Traces,
    ];

    const fn before(self, older_than: &Retention) -> Timestamp {
        match self {
            Self::Flows => older_than.flows,
            Self::Visits => older_than.visits,
            Self::Acts => older_than.acts,
            Self::Entries => older_than.entries,
            Self::Mails => older_than.mails,
            Self::Contacts => older_than.contacts,
            Self::Cases => older_than.cases,
            Self::Kiosks => older_than.kiosks,
            Self::Attempts | Self::Traces => older_than.attempts,
        }
    }

    const fn look(self) -> &'static str {
        match self {
            Self::Flows => {
                "SELECT number FROM flow WHERE deadline < ?1 AND number > ?2 \
                 ORDER BY number LIMIT ?3"
            }
            Self::Visits => {
                "SELECT number FROM visit WHERE seen_at < ?1 AND number > ?2 \
                 ORDER BY number LIMIT ?3"
            }
            Self::Acts => {
                "SELECT number FROM act WHERE open = 0 AND asked_at < ?1 AND number > ?2 \
                 ORDER BY number LIMIT ?3"
            }
            Self::Entries => {
                "SELECT number FROM entry WHERE at < ?1 AND number > ?2 \
                 ORDER BY number LIMIT ?3"
            }
            Self::Mails => {
                "SELECT number FROM mail WHERE ended = 1 AND queued_at < ?1 AND number > ?2 \
                 ORDER BY number LIMIT ?3"
            }
            Self::Contacts => {
                "SELECT number FROM contact WHERE removed_at < ?1 AND number > ?2 \
                 ORDER BY number LIMIT ?3"
            }
            Self::Cases => {
                "SELECT number FROM rescue_case WHERE open = 0 AND applied_at < ?1 AND number > ?2 \
                 ORDER BY number LIMIT ?3"
            }
            Self::Kiosks => {
                "SELECT number FROM kiosk WHERE ended_at < ?1 AND number > ?2 \
                 ORDER BY number LIMIT ?3"
            }
            Self::Attempts => {
                "SELECT number FROM attempt WHERE begun_at < ?1 AND number > ?2 \
                 ORDER BY number LIMIT ?3"
            }
            Self::Traces => {
                "SELECT number FROM trace WHERE at < ?1 AND number > ?2 \
                 ORDER BY number LIMIT ?3"
            }
        }
    }

    const fn removals(self) -> &'static [&'static str] {
        match self {
            Self::Flows => &[
                "DELETE FROM proof WHERE flow IN \
                 (SELECT id FROM flow WHERE deadline < ?1 AND number = ?2)",
                "DELETE FROM flow WHERE deadline < ?1 AND number = ?2",
            ],
            Self::Visits => &["DELETE FROM visit WHERE seen_at < ?1 AND number = ?2"],
            Self::Acts => &["DELETE FROM act WHERE open = 0 AND asked_at < ?1 AND number = ?2"],
            Self::Entries => &["DELETE FROM entry WHERE at < ?1 AND number = ?2"],
            Self::Mails => &["DELETE FROM mail WHERE ended = 1 AND queued_at < ?1 AND number = ?2"],
            Self::Contacts => &["DELETE FROM contact WHERE removed_at < ?1 AND number = ?2"],
            Self::Cases => {
                &["DELETE FROM rescue_case WHERE open = 0 AND applied_at < ?1 AND number = ?2"]
            }
            Self::Kiosks => &["DELETE FROM kiosk WHERE ended_at < ?1 AND number = ?2"],
            Self::Attempts => &["DELETE FROM attempt WHERE begun_at < ?1 AND number = ?2"],
            Self::Traces => &["DELETE FROM trace WHERE at < ?1 AND number = ?2"],
        }
    }
}

/// Counts are ordered by time themselves.
const OLDEST_TALLIES: &str = "\
    DELETE FROM tally WHERE (window_start, kind, who) IN \
    (SELECT window_start, kind, who FROM tally WHERE window_start < ?1 \
     ORDER BY window_start LIMIT ?2)";

/// Some records to be removed.
#[derive(Debug)]
pub(super) enum Batch {
    /// Records that were found to be too old.
    Found {
        /// Of which kind.
        kind: Kind,
        /// How old is too old.
        before: Timestamp,
        /// The numbers of their rows.
        rows: Vec<i64>,
    },
    /// The oldest counts of windows that began before this.
    Tallies(Timestamp),
}

impl Batch {
    /// Looks for the next records after row number `after`.
    pub(super) fn look(
        connection: &Connection,
        kind: Kind,
        older_than: &Retention,
        after: i64,
    ) -> rusqlite::Result<Self> {
        let before = kind.before(older_than);
        let mut look = connection.prepare_cached(kind.look())?;
        let found = look.query_map((before.millis(), after, BATCH), |row| row.get(0))?;
        Ok(Self::Found {
            kind,
            before,
            rows: found.collect::<rusqlite::Result<_>>()?,
        })
    }

    /// The last row number in it; `None` when nothing was found.
    pub(super) fn last(&self) -> Option<i64> {
        match self {
            Self::Found { rows, .. } => rows.last().copied(),
            Self::Tallies(_) => None,
        }
    }

    /// Removes these records if they still are too old; returns how many.
    pub(super) fn remove(&self, connection: &Connection) -> rusqlite::Result<u64> {
        let mut removed = 0;
        match self {
            Self::Tallies(before) => {
                removed += connection
                    .prepare_cached(OLDEST_TALLIES)?
                    .execute((before.millis(), BATCH))?;
            }
            Self::Found { kind, before, rows } => {
                for sql in kind.removals() {
                    let mut remove = connection.prepare_cached(sql)?;
                    for row in rows {
                        removed += remove.execute((before.millis(), row))?;
                    }
                }
            }
        }
        Ok(removed as u64)
    }
}
