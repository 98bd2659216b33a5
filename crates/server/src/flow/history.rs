//! The history of an account, as its owner may read it.

use ident_core::deed::Entry;
use ident_core::refusal::Refusal;
use ident_core::visit::Visit;

use super::refused::Refused;
use super::subject::subject;
use crate::state::App;

/// More than anybody reads; enough that nothing is left out of an export in practice.
const MOST: u32 = 1_000;

/// The entries of the account that the visit stands for, newest first.
///
/// # Errors
/// `StandingMissing` for a visit that has shown nothing, or whose card has no link.
pub async fn history(app: &App, visit: &Visit) -> Result<Vec<Entry>, Refused> {
    let subject = subject(app, visit).await?;
    let subject = subject.ok_or(Refusal::StandingMissing)?;
    Ok(app.store.entries(&subject.key, MOST).await?)
}
