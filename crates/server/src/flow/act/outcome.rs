//! Writing down what became of an act. Only when that is durable does the secret leave.

use ident_core::act::{Act, ActKind, Failed};
use ident_core::change::{Change, CommitError, Conflict, Queue, Write};
use ident_core::deed::{Deed, Standing};
use ident_core::link::Link;
use ident_core::port::Fault;
use ident_core::reconcile::Attempt;
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;

use super::super::notice::DeedOf;
use super::super::orders::Orders;
use super::super::refused::Refused;
use super::issue::Made;
use super::perform::Issued;
use crate::failpoint::failpoint;
use crate::state::App;

/// How often the end of a queue is tried to be moved that others move first.
const TRIES: usize = 16;

/// It has happened: act, history, notices and audit row are one change, which holds only if the
/// link is the one that was looked at before (a freeze in between keeps the secret back).
pub(super) async fn done(
    app: &App,
    act: Act,
    link: &Link,
    (made, orders): (Made, Orders<'_>),
    methods_before: Vec<[u8; 8]>,
) -> Result<Issued, Refused> {
    let now = app.now();
    let done = act
        .clone()
        .done(made.ends_at, made.once, methods_before, now);
    let used = Link {
        version: link.version + 1,
        last_used_at: Some(now),
        ..link.clone()
    };
    let change = Change::from(Write::UpdateAct(done.clone()))
        .with(Write::UpdateLink(used))
        .with(Write::UpdateAttempt(orders.ended()));
    let outcome = match app.told(change, deed(&done)).await {
        Ok(change) => {
            failpoint("perform.decided");
            app.store.commit(change).await
        }
        Err(_) => Err(CommitError::Unavailable),
    };
    failpoint("perform.committed");
    match outcome {
        Ok(()) => Ok(Issued {
            act: done,
            secret: made.secret,
            once: made.once,
        }),
        Err(error) => Err(unseen(app, act, (&made, orders), error).await),
    }
}

fn deed(act: &Act) -> DeedOf<'_> {
    DeedOf {
        deed: match act.kind {
            ActKind::Pass => Deed::PassIssued,
            ActKind::Password => Deed::PasswordIssued,
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
    }
}

/// The secret exists and nobody will see it: a pass is taken away again, as far as that goes.
async fn unseen(
    app: &App,
    act: Act,
    (made, orders): (&Made, Orders<'_>),
    error: CommitError,
) -> Refused {
    if let Some(pass) = &made.pass
        && orders.delete(pass).await.is_err()
    {
        tracing::warn!("act.pass_left");
    }
    let refused = failed(app, act, Fault::Unknown, Some(orders)).await;
    match error {
        CommitError::Conflict(Conflict::Link) => Refused {
            refusal: Refusal::LinkFrozen,
            retry_after_s: None,
            ..refused
        },
        _ => refused,
    }
}

/// It has not happened, or perhaps it has: act and audit row are one change, and where the
/// directory asks for time, both queues move along.
pub(super) async fn failed(
    app: &App,
    act: Act,
    fault: Fault,
    orders: Option<Orders<'_>>,
) -> Refused {
    let (now, settle) = (app.now(), app.config.directory.settle());
    let reference = app.entropy.reference();
    let failed = act.failed(fault, settle, &reference, now);
    let refused = Refused {
        reference: Some(reference),
        ..failed.told.into()
    };
    if let Err(error) = store(app, failed, orders.map(|orders| orders.ended())).await {
        // The act stays as it is; what is left in the middle is unknown to everybody after a
        // minute.
        tracing::error!(%error, "act.outcome_not_stored");
    }
    refused
}

async fn store(app: &App, failed: Failed, ended: Option<Attempt>) -> Result<(), CommitError> {
    let _turn = app.places.lock().await;
    let mut outcome = Ok(());
    for _ in 0..TRIES {
        let mut change = failed.moved.clone().into_change(Change::new());
        change.0.extend(ended.clone().map(Write::UpdateAttempt));
        if let Some(until) = failed.hold {
            for queue in [Queue::Acts, Queue::Held, Queue::Quiet] {
                change = not_before(app, change, queue, until).await?;
            }
        }
        outcome = app.store.commit(change).await;
        if outcome != Err(CommitError::Conflict(Conflict::Queue)) {
            break;
        }
    }
    outcome
}

/// Moves the end of a queue, if it is earlier.
async fn not_before(
    app: &App,
    change: Change,
    queue: Queue,
    until: Timestamp,
) -> Result<Change, CommitError> {
    let end = app.store.queue_end(queue).await;
    let from = end.map_err(|_| CommitError::Unavailable)?;
    if from.is_some_and(|from| from >= until) {
        return Ok(change);
    }
    Ok(change.with(Write::MoveQueue {
        queue,
        from,
        to: until,
    }))
}
