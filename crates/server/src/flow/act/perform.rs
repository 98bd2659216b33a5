//! Performing an act: in its turn, on what the directory says now, by one process at a time.

use ident_core::act::{Act, ActKind, ActStage, NotNow, fits, marks};
use ident_core::change::{Change, CommitError, Conflict, Queue, Write};
use ident_core::id::ActId;
use ident_core::port::Fault;
use ident_core::reconcile::Aim;
use ident_core::refusal::Refusal;
use ident_core::secret::Secret;
use ident_core::time::Timestamp;
use ident_core::visit::Visit;

use super::super::orders::Orders;
use super::super::refused::Refused;
use super::look::act_for;
use super::{issue, outcome};
use crate::failpoint::failpoint;
use crate::state::App;

/// An act that has happened, with its secret: for one response and nowhere else.
#[derive(Debug)]
pub struct Issued {
    /// The act, done.
    pub act: Act,
    /// The pass or password.
    pub secret: Secret<String>,
    /// Whether it can be used once only.
    pub once: bool,
}

/// Performs an act of this visit, or repairs it where the outcome of the last try is not known.
///
/// # Errors
/// The refusal that tells the person why not, with the time to wait; it has its audit row.
pub async fn perform(app: &App, visit: &Visit, id: ActId) -> Result<Issued, Refused> {
    match try_perform(app, visit, id).await {
        Err(refused) => Err(app.with_row(refused).await),
        issued => issued,
    }
}

async fn try_perform(app: &App, visit: &Visit, id: ActId) -> Result<Issued, Refused> {
    let act = act_for(app, visit, id).await?;
    if let (ActStage::Closed { reference, .. }, Err(not_now)) = (&act.stage, act.turn(app.now())) {
        return Err(Refused {
            reference: Some(reference.clone()),
            ..not_now.into()
        });
    }
    act.turn(app.now())?;
    let act = in_line(app, act).await?;
    let link = app.store.link_of_account(&act.account).await?;
    let link = match (act.rests_on(link.as_ref()), link) {
        (Ok(()), Some(link)) => link,
        (Err(refusal), _) => {
            return Err(outcome::failed(app, act, Fault::NotDone(refusal), None).await);
        }
        (Ok(()), None) => return Err(Refusal::LinkChangedMeanwhile.into()),
    };
    let read_at = app.now();
    let seen = match app.directory.look(&act.account).await {
        Ok(seen) => seen,
        Err(fault) => return Err(outcome::failed(app, act, fault, None).await),
    };
    if let Err(refusal) = fits(act.kind, &seen, app.now()) {
        return Err(outcome::failed(app, act, Fault::NotDone(refusal), None).await);
    }
    let aim = match act.kind {
        ActKind::Pass => Aim::Pass,
        ActKind::Password => Aim::Password,
    };
    let orders = Orders::new(app, &act.account, (aim, Some(act.id)));
    let act = begin(app, visit, (act, &orders), read_at).await?;
    failpoint("perform.begun");
    let made = match issue::issue(app, &act, &orders, read_at).await {
        Ok(made) => made,
        Err(fault) => return Err(outcome::failed(app, act, fault, Some(orders)).await),
    };
    let before = marks(app.keys.network(), &seen.methods);
    outcome::done(app, act, &link, (made, orders), before).await
}

/// One process takes the act on; of several, the others are told to wait.
async fn begin(
    app: &App,
    visit: &Visit,
    (act, orders): (Act, &Orders<'_>),
    read_at: Timestamp,
) -> Result<Act, Refused> {
    let act = act.begin(read_at)?;
    let change = Change::from(Write::UpdateAct(act.clone()))
        .with(Write::UpdateVisit(visit.clone().touched(app.now())))
        .with(Write::InsertAttempt(orders.begun()));
    match app.store.commit(change).await {
        Ok(()) => Ok(act),
        Err(CommitError::Conflict(_)) => Err(Refused {
            retry_after_s: Some(1),
            ..Refusal::ActUnderWay.into()
        }),
        Err(error) => Err(error.into()),
    }
}

/// While the directory wants to be left alone, an act whose turn has come stands in the line of
/// those that wait for that time to be over, so that they do not all come at once then.
async fn in_line(app: &App, act: Act) -> Result<Act, Refused> {
    let _turn = app.places.lock().await;
    let now = app.now();
    let quiet = app.store.queue_end(Queue::Quiet).await?;
    let end = app.store.queue_end(Queue::Held).await?;
    if !act.waits_again(quiet, end, now) {
        return Ok(act);
    }
    let directory = &app.config.directory;
    let writes = directory.writes_of(act.kind);
    let place = directory.pace().place(writes, end, now);
    let change = Change::from(Write::UpdateAct(act.held_until(place))).with(Write::MoveQueue {
        queue: Queue::Held,
        from: end,
        to: place,
    });
    match app.store.commit(change).await {
        // Another node gave that place away: this one is told at the next press.
        Ok(()) | Err(CommitError::Conflict(Conflict::Queue)) => {}
        Err(error) => return Err(error.into()),
    }
    Err(NotNow::until(Refusal::DirectoryBusy, place, now).into())
}
