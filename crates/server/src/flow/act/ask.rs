//! Asking for a pass or password: the last look before, then intent, proof, queue, history and
//! notices in one transaction.

use ident_core::act::{Act, ActKind, AskCase, AskIds, Asked, Desk, Seen, fits, resting_on};
use ident_core::change::{Change, CommitError, Conflict, Queue, Write};
use ident_core::deed::{Deed, Standing};
use ident_core::id::ActId;
use ident_core::limit::{Count, Counted};
use ident_core::link::Link;
use ident_core::proof::Proof;
use ident_core::purpose::Way;
use ident_core::refusal::Refusal;
use ident_core::visit::Visit;

use super::super::notice::DeedOf;
use super::super::refused::Refused;
use crate::failpoint::failpoint;
use crate::state::App;

/// How often a place in the queue is tried for that other nodes take first.
const TRIES: usize = 64;

/// What was looked at before the decision.
struct Before<'a> {
    kind: ActKind,
    device: &'a str,
    proof: Proof,
    way: Way,
    link: Link,
    seen: Seen,
    desk: Desk,
}

/// Asks for a pass or password with the card check at hand.
///
/// # Errors
/// The refusal that tells the person why not; it has its audit row, and the card check is not
/// used up.
pub async fn ask(app: &App, visit: &Visit, kind: ActKind, device: &str) -> Result<Act, Refused> {
    let asked = async {
        let before = look(app, visit, kind, device).await?;
        decide(app, visit, &before).await
    };
    match asked.await {
        Err(refused) => Err(app.with_row(refused).await),
        asked => asked,
    }
}

async fn look<'a>(
    app: &App,
    visit: &Visit,
    kind: ActKind,
    device: &'a str,
) -> Result<Before<'a>, Refused> {
    let id = visit.proof.ok_or(Refusal::ProofMissing)?;
    let proof = app.store.proof(id).await?.ok_or(Refusal::ProofMissing)?;
    proof.usable(visit.id, kind.purpose(), app.now())?;
    let flow = app.store.flow(proof.flow).await?;
    let way = flow.ok_or(Refusal::ProofMissing)?.way;
    let link = app.store.link_of_person(&[proof.person]).await?;
    let link = resting_on(link.as_ref())?.clone();
    let seen = app.directory.look(&link.account).await?;
    // Nobody's policy is asked for on behalf of an account that gets nothing anyway.
    fits(kind, &seen, app.now())?;
    let desk = match kind {
        ActKind::Pass => Desk::Pass(app.passes.policy(&link.account).await?),
        ActKind::Password => Desk::Password {
            open: app.passwords.is_open(),
        },
    };
    Ok(Before {
        kind,
        device,
        proof,
        way,
        link,
        seen,
        desk,
    })
}

/// Decides on what is stored now, and again while others are faster.
async fn decide(app: &App, visit: &Visit, before: &Before<'_>) -> Result<Act, Refused> {
    let _turn = app.places.lock().await;
    let mut last = Refused::from(Refusal::StoreUnavailable);
    for _ in 0..TRIES {
        let asked = case(app, visit, before).await?;
        let act = asked.act.clone();
        let change = with_all(app, visit, asked).await?;
        failpoint("ask.decided");
        match app.store.commit(change).await {
            Ok(()) => {
                failpoint("ask.committed");
                return Ok(act);
            }
            Err(
                error @ CommitError::Conflict(
                    Conflict::Queue | Conflict::Act | Conflict::AccountBusy,
                ),
            ) => last = error.into(),
            Err(error) => return Err(error.into()),
        }
    }
    Err(last)
}

async fn case(app: &App, visit: &Visit, before: &Before<'_>) -> Result<Asked, Refused> {
    let open = super::look::open_act(app, &before.link.account).await?;
    let case = AskCase {
        kind: before.kind,
        visit: visit.id,
        proof: &before.proof,
        way: before.way,
        link: Some(&before.link),
        seen: &before.seen,
        desk: before.desk,
        open: open.as_ref(),
        queue_end: app.store.queue_end(Queue::Acts).await?,
        pace: app.config.directory.pace(),
        writes: app.config.directory.writes_of(before.kind),
    };
    let ids = AskIds {
        act: ActId::from_random(app.entropy.id16()),
        receipt: app.receipt(),
        reference: app.entropy.reference(),
        device: before.device.to_owned(),
    };
    Ok(case.decide(&ids, app.now())?)
}

async fn with_all(app: &App, visit: &Visit, asked: Asked) -> Result<Change, Refused> {
    let Asked { act, change } = asked;
    let message = [act.account.tenant.as_bytes(), act.account.object.as_bytes()].concat();
    let count = Count {
        counted: Counted::ActsByAccount,
        who: app.keys.network().mac("account", &message),
        limit: app.config.limits.acts_by_account,
        at: app.now(),
    };
    let mut whole = Change::from(Write::Count(count));
    whole.0.extend(change.0);
    let deed = DeedOf {
        deed: match act.kind {
            ActKind::Pass => Deed::PassAsked,
            ActKind::Password => Deed::PasswordAsked,
        },
        account: &act.account,
        number: &act.number,
        receipt: act.receipt.clone(),
        by: Standing::Card,
        way: Some(act.way),
        device: Some(act.device.clone()),
        place: None,
        flow: Some(act.flow),
        act: Some(act.id),
    };
    let visit = Visit {
        act: Some(act.id),
        ..visit.clone().touched(app.now())
    };
    let change = whole.with(Write::UpdateVisit(visit));
    app.told(change, deed).await
}
