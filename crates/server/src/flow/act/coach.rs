//! After the pass: what is registered by now.

use ident_core::act::{Act, ActKind, ActStage, Progress, progress};
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;
use ident_core::visit::Visit;

use super::super::refused::Refused;
use super::look::act_of_visit;
use crate::state::App;

/// How far the person is, and until when the pass is good.
#[derive(Debug)]
pub struct Coached {
    /// When the directory was asked.
    pub at: Timestamp,
    /// When the pass ends.
    pub ends_at: Option<Timestamp>,
    /// What is registered.
    pub progress: Progress,
}

/// Asks the directory what is registered, for the visit whose pass was issued.
///
/// # Errors
/// `ActMissing` for any other visit, `DirectoryUnreachable`, `StoreUnavailable`.
pub async fn coach(app: &App, visit: &Visit) -> Result<Coached, Refused> {
    let act = act_of_visit(app, visit).await?;
    let Some(Act {
        kind: ActKind::Pass,
        account,
        stage:
            ActStage::Done {
                ends_at,
                methods_before,
                ..
            },
        ..
    }) = act
    else {
        return Err(Refusal::ActMissing.into());
    };
    let methods = app.directory.methods(&account).await?;
    Ok(Coached {
        at: app.now(),
        ends_at,
        progress: progress(app.keys.network(), methods, &methods_before),
    })
}
