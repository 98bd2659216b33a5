//! The person no longer wants it.

use ident_core::act::Act;
use ident_core::change::Change;
use ident_core::id::ActId;
use ident_core::visit::Visit;

use super::super::refused::Refused;
use super::look::act_for;
use crate::state::App;

/// Ends an act that has not happened.
///
/// # Errors
/// `ActMissing`; `ActUnderWay` and `OutcomeUnknown` with the time to wait; `ActRepeated`; the
/// refusal with which it was closed.
pub async fn give_up(app: &App, visit: &Visit, id: ActId) -> Result<Act, Refused> {
    let act = act_for(app, visit, id).await?;
    let reference = app.entropy.reference();
    match act.given_up(&reference, app.now()) {
        Ok(moved) => {
            let act = moved.act.clone();
            app.store.commit(moved.into_change(Change::new())).await?;
            Ok(act)
        }
        Err(not_now) => Err(app.with_row(not_now.into()).await),
    }
}
