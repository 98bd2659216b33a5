//! Opens what clerks approved, and ends it when its time is over.
//!
//! What is about to be asked of the archive is stored before it is asked, so that a process that
//! dies in between asks for the same again. An archive that is down is tried again, ever more
//! slowly; the person sees that the access is being opened.

use std::sync::Arc;
use std::time::Duration;

use ident_core::link::Link;
use ident_core::port::Archive;
use ident_core::salvage::{Case, Turn};
use ident_core::time::Timestamp;
use tokio::time::timeout;

use crate::flow::{Opening, end_access, open_access};
use crate::state::App;

/// How often the applications are looked at; a decision of this node wakes the task at once.
const LOOK: Duration = Duration::from_mins(1);
/// The longest pause while the archive does not answer.
const LONGEST: Duration = Duration::from_mins(15);
/// The shortest such pause.
const SHORTEST: Duration = Duration::from_secs(5);
/// Far more than clerks approve in a year.
const MOST: u32 = 100_000;

/// What one round came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// How many accesses were opened or ended.
    pub done: u32,
    /// How many have to be tried again.
    pub failed: u32,
    /// When the next access ends.
    pub next: Option<Timestamp>,
}

/// Looks after the accesses for as long as the server runs.
pub(super) async fn rescue(app: Arc<App>) {
    let mut pause = SHORTEST;
    loop {
        let round = round(&app).await;
        let wait = if round.is_none_or(|round| round.failed > 0) {
            pause = (pause * 2).min(LONGEST);
            pause
        } else {
            pause = SHORTEST;
            until_next(round, app.now())
        };
        // Woken by a decision, or by time.
        let _ = timeout(wait, app.rescue.notified()).await;
    }
}

fn until_next(round: Option<Round>, now: Timestamp) -> Duration {
    let next = round.and_then(|round| round.next);
    let left = next.map_or(i64::MAX, |next| (next - now).millis());
    LOOK.min(Duration::from_millis(u64::try_from(left).unwrap_or(0)))
}

/// Looks at every application once and does what is due; `None` when the database does not answer.
pub async fn round(app: &App) -> Option<Round> {
    let cases = app.store.open_cases(MOST).await.ok()?;
    let mut round = Round {
        done: 0,
        failed: 0,
        next: None,
    };
    for case in cases {
        let link = app.store.link_of_account(&case.account).await.ok()?;
        let turn = case.turn(link.as_ref(), app.now());
        if let Turn::Wait(Some(at)) = turn {
            round.next = Some(round.next.map_or(at, |next| next.min(at)));
        }
        let Some(archive) = app.archive.as_deref() else {
            continue;
        };
        match act(app, archive, case, (turn, link)).await {
            Some(Opening::Done) => round.done += 1,
            Some(Opening::Later) => round.failed += 1,
            None => {}
        }
    }
    Some(round)
}

async fn act(
    app: &App,
    archive: &dyn Archive,
    case: Case,
    (turn, link): (Turn, Option<Link>),
) -> Option<Opening> {
    match turn {
        Turn::Wait(_) => None,
        Turn::Open => Some(open_access(app, archive, case).await),
        Turn::End => Some(end_access(app, archive, case, link).await),
    }
}
