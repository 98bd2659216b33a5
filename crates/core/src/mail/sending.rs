//! Sending: one sender at a time, ever later after a failure, given up when it is of no use.

use super::{Letter, Mail, MailEnd};
use crate::time::{Span, Timestamp};

/// How long a sender that took a mail has for it; then another may take it.
pub const LEASE: Span = Span::minutes(3);
/// For how long a mail is tried. A code is of no use after its own time.
const TRIED_FOR: Span = Span::minutes(14 * 24 * 60);
/// The pause after the first failure; it doubles.
const FIRST_PAUSE_MS: i64 = 15_000;
/// The longest pause; somebody who waits for a code waits less.
const LONGEST_PAUSE: Span = Span::minutes(60);
const LONGEST_PAUSE_OF_CODE: Span = Span::minutes(2);

impl Mail {
    /// Whether sending it is still of use.
    pub fn is_stale(&self, now: Timestamp) -> bool {
        match &self.letter {
            Letter::Code { expires_at, .. } => expires_at.is_past(now),
            _ => (self.queued_at + TRIED_FOR).is_past(now),
        }
    }

    /// The mail in the hands of one sender. Stored before it is sent: whoever else saw the same
    /// version has lost, and nobody sees it as due until the lease is over.
    pub fn taken(self, now: Timestamp) -> Self {
        Self {
            tries: self.tries.saturating_add(1),
            due_at: now + LEASE,
            ..self.next()
        }
    }

    /// The mail server took it.
    pub fn sent(self, now: Timestamp) -> Self {
        let end = Some(MailEnd::Sent { at: now });
        Self { end, ..self.next() }
    }

    /// It will never be taken, or is of no use any more.
    pub fn given_up(self, now: Timestamp) -> Self {
        let end = Some(MailEnd::GivenUp { at: now });
        Self { end, ..self.next() }
    }

    /// To be tried again later: twice as late as the last time, give or take a quarter by `jitter`,
    /// so that mails that failed together do not come back together.
    pub fn later(self, jitter: u8, now: Timestamp) -> Self {
        let longest = match self.letter {
            Letter::Code { .. } => LONGEST_PAUSE_OF_CODE,
            _ => LONGEST_PAUSE,
        };
        let doubled = FIRST_PAUSE_MS << self.tries.saturating_sub(1).min(16);
        let pause = doubled.min(longest.millis());
        let spread = pause / 2 * i64::from(jitter) / 255;
        let due_at = now + Span::millis_of(pause - pause / 4 + spread);
        Self {
            due_at,
            ..self.next()
        }
    }

    fn next(self) -> Self {
        Self {
            version: self.version + 1,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::AccountKey;
    use crate::contact::CheckedFor;
    use crate::id::MailId;
    use crate::identity::Sealed;

    const NOW: Timestamp = Timestamp::from_seconds(1_000_000);

    fn mail() -> Mail {
        let guid = "5a5d0b00-0000-4000-8000-00000000da16";
        Mail {
            id: MailId::from_random([1; 16]),
            version: 0,
            account: AccountKey::parse(guid, guid).expect("a key"),
            to: Sealed {
                key: 1,
                bytes: vec![],
            },
            letter: Letter::Code {
                checked_for: CheckedFor::Notices,
                seed: [0; 16],
                expires_at: NOW + Span::minutes(30),
            },
            queued_at: NOW,
            due_at: NOW,
            tries: 0,
            end: None,
        }
    }

    fn pause(mail: &Mail, jitter: u8) -> i64 {
        (mail.clone().later(jitter, NOW).due_at - NOW).millis()
    }

    #[test]
    fn f27_a_mail_that_was_taken_is_nobody_elses_until_the_lease_is_over() {
        let taken = mail().taken(NOW);
        assert_eq!((taken.version, taken.tries), (1, 1));
        assert_eq!((taken.due_at, taken.end), (NOW + LEASE, None));
        let sent = taken.sent(NOW);
        assert_eq!(
            (sent.version, sent.end),
            (2, Some(MailEnd::Sent { at: NOW }))
        );
    }

    #[test]
    fn f27_pauses_double_up_to_an_end_and_are_spread() {
        let after = |tries| Mail { tries, ..mail() };
        assert_eq!(
            (pause(&after(1), 0), pause(&after(1), 255)),
            (11_250, 18_750)
        );
        assert_eq!(pause(&after(2), 0), 22_500);
        let longest = LONGEST_PAUSE_OF_CODE.millis();
        for tries in [9, 60, u32::MAX] {
            assert_eq!(pause(&after(tries), 0), longest - longest / 4);
        }
    }

    #[test]
    fn a_code_is_of_no_use_after_its_time() {
        let at = |minutes| NOW + Span::minutes(minutes);
        assert!(!mail().is_stale(at(29)));
        assert!(mail().is_stale(at(30)));
    }
}
