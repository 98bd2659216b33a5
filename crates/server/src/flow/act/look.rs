//! Finding an act, and doing to it what time alone does.

use ident_core::account::AccountKey;
use ident_core::act::{Act, STALE};
use ident_core::change::Change;
use ident_core::id::ActId;
use ident_core::refusal::Refusal;
use ident_core::visit::Visit;

use super::super::refused::Refused;
use crate::state::App;

/// How many stale acts are looked at in one go.
const BATCH: u32 = 100;

/// An act of this visit.
///
/// # Errors
/// `ActMissing` for absent and for other people's acts alike, `StoreUnavailable`.
pub async fn act_for(app: &App, visit: &Visit, id: ActId) -> Result<Act, Refused> {
    let act = app.store.act(id).await?;
    let own = act.filter(|act| act.visit == visit.id);
    settled(app, own.ok_or(Refusal::ActMissing)?).await
}

/// The act that a visit was last busy with.
///
/// # Errors
/// `StoreUnavailable`.
pub async fn act_of_visit(app: &App, visit: &Visit) -> Result<Option<Act>, Refused> {
    let Some(id) = visit.act else {
        return Ok(None);
    };
    match act_for(app, visit, id).await {
        Ok(act) => Ok(Some(act)),
        Err(refused) if refused.refusal == Refusal::ActMissing => Ok(None),
        Err(refused) => Err(refused),
    }
}

/// An open act of this account that another visit asked for.
///
/// # Errors
/// `StoreUnavailable`.
pub async fn under_way(
    app: &App,
    visit: &Visit,
    account: &AccountKey,
) -> Result<Option<Act>, Refused> {
    let open = open_act(app, account).await?;
    Ok(open.filter(|act| act.visit != visit.id))
}

/// The open act of an account.
pub(super) async fn open_act(app: &App, account: &AccountKey) -> Result<Option<Act>, Refused> {
    let Some(act) = app.store.open_act(account).await? else {
        return Ok(None);
    };
    Ok(Some(settled(app, act).await?).filter(Act::is_open))
}

/// Stores what time has made of an act; when somebody else was faster, theirs counts.
async fn settled(app: &App, act: Act) -> Result<Act, Refused> {
    let (id, reference) = (act.id, app.entropy.reference());
    let settle = app.config.directory.settle();
    let Some(moved) = act.clone().due(settle, &reference, app.now()) else {
        return Ok(act);
    };
    let next = moved.act.clone();
    match app.store.commit(moved.into_change(Change::new())).await {
        Ok(()) => Ok(next),
        Err(_) => Ok(app.store.act(id).await?.unwrap_or(next)),
    }
}

/// Does what time does to all acts that nobody looks at; returns how many there were.
///
/// # Errors
/// `StoreUnavailable`.
pub async fn settle_stale(app: &App) -> Result<usize, Refused> {
    let now = app.now();
    let stale = app.store.stale_acts(now, now - STALE, BATCH).await?;
    let count = stale.len();
    for act in stale {
        settled(app, act).await?;
    }
    Ok(count)
}
