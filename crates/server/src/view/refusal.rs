//! A refusal as it is told.

use ident_core::purpose::Purpose;
use ident_core::refusal::{Next, Refusal, Side};
use ident_wire as wire;

use crate::flow::Refused;

/// A refusal as it is told, under the reference that its audit row or log line carries.
pub fn refusal(refused: &Refused, reference: &str) -> wire::RefusalView {
    wire::RefusalView {
        code: refused.refusal.code().to_owned(),
        side: side(refused.refusal),
        next: next(refused.refusal),
        reference: reference.to_owned(),
        retry_after_s: refused.retry_after_s,
        tries_left: refused.tries_left,
        purpose: refused.purpose.map(purpose),
    }
}

pub(super) const fn purpose(purpose: Purpose) -> wire::Purpose {
    match purpose {
        Purpose::Link => wire::Purpose::Link,
        Purpose::Manage => wire::Purpose::Manage,
        Purpose::Pass => wire::Purpose::Pass,
        Purpose::Password => wire::Purpose::Password,
        Purpose::Salvage => wire::Purpose::Salvage,
        Purpose::Alumni => wire::Purpose::Alumni,
    }
}

const fn side(refusal: Refusal) -> wire::Side {
    match refusal.side() {
        Side::You => wire::Side::You,
        Side::DigitalAgency => wire::Side::DigitalAgency,
        Side::University => wire::Side::University,
        Side::Ident => wire::Side::Ident,
    }
}

const fn next(refusal: Refusal) -> wire::Next {
    match refusal.next() {
        Next::Retry => wire::Next::Retry,
        Next::Restart => wire::Next::Restart,
        Next::Wait => wire::Next::Wait,
        Next::SignIn => wire::Next::SignIn,
        Next::SignInAgain => wire::Next::SignInAgain,
        Next::Relink => wire::Next::Relink,
        Next::OtherBrowser => wire::Next::OtherBrowser,
        Next::BackToFirstScreen => wire::Next::BackToFirstScreen,
        Next::Office => wire::Next::Office,
        Next::Status => wire::Next::Status,
        Next::Support => wire::Next::Support,
        Next::PassFirst => wire::Next::PassFirst,
        Next::Unfreeze => wire::Next::Unfreeze,
        Next::ProveAgain => wire::Next::ProveAgain,
        Next::Guide => wire::Next::Guide,
    }
}
