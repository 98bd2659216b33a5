//! Times and device names as texts.

use ident_core::time::Timestamp;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A point in time in RFC 3339, UTC, whole seconds.
pub(crate) fn rfc3339(at: Timestamp) -> String {
    OffsetDateTime::from_unix_timestamp(at.seconds())
        .ok()
        .and_then(|at| at.format(&Rfc3339).ok())
        .unwrap_or_default()
}

/// A point in time in RFC 3339, UTC, to the millisecond: for what a client acts on, so that nobody
/// comes too early or waits for a whole second to end.
pub(crate) fn precise(at: Timestamp) -> String {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.millis()) * 1_000_000)
        .ok()
        .and_then(|at| at.format(&Rfc3339).ok())
        .unwrap_or_default()
}

/// A plain name of a device from its `User-Agent`: coarse on purpose, for a person who has to
/// recognise their own phone, useless for tracking. Never the text itself.
pub fn device_of(user_agent: &str) -> &'static str {
    const NAMES: [(&str, &str); 8] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
        ("Ident", "Ident"),
    ];
    let known = NAMES.iter().find(|(mark, _)| user_agent.contains(mark));
    known.map_or("?", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_in_utc() {
        assert_eq!(
            rfc3339(Timestamp::from_seconds(1_795_190_400)),
            "2026-11-20T16:00:00Z"
        );
    }

    #[test]
    fn a27_a_hostile_user_agent_is_not_repeated() {
        assert_eq!(
            device_of("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5)"),
            "iPhone"
        );
        assert_eq!(device_of("Mozilla/5.0 (Linux; Android 15)"), "Android");
        assert_eq!(device_of("<script>alert(1)</script>"), "?");
    }
}
