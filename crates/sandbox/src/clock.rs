//! The one clock of the sandbox, which tests may put wrong on purpose.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Seconds since 1970 (UTC).
pub(crate) type Seconds = i64;

/// System time plus a skew in seconds.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    skew: AtomicI64,
}

impl Clock {
    /// Now, in seconds since 1970, skew included.
    pub(crate) fn now(&self) -> Seconds {
        self.now_ms() / 1000
    }

    /// Now, in milliseconds since 1970, skew included.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the adapter the rule speaks of"
    )]
    pub(crate) fn now_ms(&self) -> i64 {
        let elapsed = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let real = i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX);
        real.saturating_add(self.skew.load(Ordering::Relaxed).saturating_mul(1000))
    }

    /// Puts the clock wrong by `seconds` (negative: behind).
    pub(crate) fn set_skew(&self, seconds: i64) {
        self.skew.store(seconds, Ordering::Relaxed);
    }

    /// The present skew in seconds.
    pub(crate) fn skew(&self) -> i64 {
        self.skew.load(Ordering::Relaxed)
    }
}

/// RFC 3339 text of a moment.
pub(crate) fn rfc3339(at: Seconds) -> String {
    OffsetDateTime::from_unix_timestamp(at)
        .ok()
        .and_then(|moment| moment.format(&Rfc3339).ok())
        .unwrap_or_default()
}
