//! Which act is open in which state of account and link: one pure table.

use crate::account::AccountState;
use crate::refusal::Refusal;
use crate::time::{Span, Timestamp};

/// Something that a person may want of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wish {
    /// Link a card to the account.
    Link,
    /// See the link after a card check.
    SeeByCard,
    /// See the link after a sign-in.
    SeeByAccount,
    /// Cut the link.
    Unlink,
    /// A temporary password.
    Password,
    /// A temporary access pass.
    Pass,
    /// Rescue of cloud data after leaving.
    Salvage,
    /// Joining the alumni service.
    Alumni,
    /// The application routes that do not need a link (form, office, photo site).
    Application,
}

/// How long after leaving cloud data can be rescued.
pub const SALVAGE_WINDOW: Span = Span::minutes(180 * 24 * 60);

/// Decides whether `wish` is open to a person whose account is in `state`, `linked` or not.
///
/// # Errors
/// The refusal that tells the person why not.
pub fn permits(
    wish: Wish,
    state: AccountState,
    linked: bool,
    now: Timestamp,
) -> Result<(), Refusal> {
    match wish {
        Wish::SeeByCard => Ok(()),
        Wish::Unlink if linked => Ok(()),
        Wish::Unlink => Err(Refusal::UnlinkNothing),
        Wish::Password | Wish::Pass | Wish::Salvage | Wish::Alumni if !linked => {
            Err(Refusal::NotLinked)
        }
        Wish::Link | Wish::SeeByAccount | Wish::Application | Wish::Password | Wish::Pass => {
            active(state)
        }
        Wish::Salvage => left_recently(state, now),
        Wish::Alumni => left(state),
    }
}

fn active(state: AccountState) -> Result<(), Refusal> {
    match state {
        AccountState::Active => Ok(()),
        AccountState::Suspended => Err(Refusal::AccountSuspended),
        AccountState::Revoked { .. } => Err(Refusal::AccountRevoked),
        AccountState::Unknown => Err(Refusal::AccountUnknown),
    }
}

fn left(state: AccountState) -> Result<(), Refusal> {
    match state {
        AccountState::Revoked { .. } => Ok(()),
        AccountState::Active => Err(Refusal::NotLeftYet),
        AccountState::Suspended => Err(Refusal::AccountSuspended),
        AccountState::Unknown => Err(Refusal::AccountUnknown),
    }
}

fn left_recently(state: AccountState, now: Timestamp) -> Result<(), Refusal> {
    left(state)?;
    match state {
        AccountState::Revoked { since } if now < since + SALVAGE_WINDOW => Ok(()),
        _ => Err(Refusal::WindowOver),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(400 * 24 * 3600);
    const DAY: i64 = 24 * 3600;

    fn revoked(days_ago: i64) -> AccountState {
        AccountState::Revoked {
            since: Timestamp::from_seconds(NOW.seconds() - days_ago * DAY),
        }
    }

    /// The table of the procedures, row by row: active, suspended, revoked for 180 days or less,
    /// revoked for longer; first for a linked person, then for one who is not.
    #[test]
    fn every_cell_of_the_table_holds() {
        use Refusal::{
            AccountRevoked as Gone, AccountSuspended as Stopped, NotLeftYet, NotLinked,
            UnlinkNothing, WindowOver,
        };
        let yes = Ok(());
        let only_active = [yes, Err(Stopped), Err(Gone), Err(Gone)];
        let none = [Err(NotLinked); 4];
        let rows = [
            (Wish::Link, only_active, only_active),
            (Wish::SeeByCard, [yes; 4], [yes; 4]),
            (Wish::SeeByAccount, only_active, only_active),
            (Wish::Unlink, [yes; 4], [Err(UnlinkNothing); 4]),
            (Wish::Password, only_active, none),
            (Wish::Pass, only_active, none),
            (
                Wish::Salvage,
                [Err(NotLeftYet), Err(Stopped), yes, Err(WindowOver)],
                none,
            ),
            (
                Wish::Alumni,
                [Err(NotLeftYet), Err(Stopped), yes, yes],
                none,
            ),
            (Wish::Application, only_active, only_active),
        ];
        let states = [
            AccountState::Active,
            AccountState::Suspended,
            revoked(179),
            revoked(180),
        ];
        for (wish, linked, unlinked) in rows {
            for (index, state) in states.into_iter().enumerate() {
                assert_eq!(
                    permits(wish, state, true, NOW),
                    linked[index],
                    "{wish:?} {state:?} linked"
                );
                assert_eq!(
                    permits(wish, state, false, NOW),
                    unlinked[index],
                    "{wish:?} {state:?}"
                );
            }
        }
    }
}
