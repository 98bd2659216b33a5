//! Freezing and unfreezing a link (N-07): by the link in a notice without any sign-in, or by the
//! person themselves.

use ident_core::account::AccountKey;
use ident_core::change::{Change, CommitError, Conflict, Write};
use ident_core::deed::{Deed, Entry, Standing};
use ident_core::freeze::{freeze as decide_freeze, unfreeze as decide_unfreeze};
use ident_core::id::ActId;
use ident_core::limit::{Count, Counted};
use ident_core::link::Link;
use ident_core::notice::entry_of;
use ident_core::refusal::Refusal;
use ident_core::visit::Visit;

use super::link::{commit_with, recorded};
use super::notice::DeedOf;
use super::refused::Refused;
use super::stop::stop_at_directory;
use super::subject::{right, subject};
use crate::state::App;

/// How often a freeze is decided anew when the link changes at the same moment.
const ROUNDS: u8 = 5;

/// What the link of a notice leads to.
#[derive(Debug)]
pub struct Noticed {
    /// What the notice told.
    pub entry: Entry,
    /// The link that the account has now.
    pub link: Option<Link>,
}

/// Looks at what a notice told; changes nothing, so that a mail scanner that follows every link
/// does no harm.
///
/// # Errors
/// `FreezeUnknown`.
pub async fn look_at_notice(app: &App, token: &str) -> Result<Noticed, Refused> {
    let id = entry_of(token, app.keys.notices()).ok_or(Refusal::FreezeUnknown)?;
    let entry = app.store.entry(id).await?.ok_or(Refusal::FreezeUnknown)?;
    let link = app.store.link_of_account(&entry.account).await?;
    Ok(Noticed { entry, link })
}

/// "It was not me": freezes the link that the account has now, whoever made it. Passes that are
/// live go, and sessions end, as far as the directory answers; also where there is nothing to
/// freeze.
///
/// # Errors
/// `FreezeUnknown`, `FreezeNothing` without a link, `StartTooMany`.
pub async fn freeze_by_notice(
    app: &App,
    token: &str,
    device: &'static str,
    network: [u8; 32],
) -> Result<Noticed, Refused> {
    let count = Write::Count(Count {
        counted: Counted::FreezesByNetwork,
        who: network,
        limit: app.config.limits.freezes_by_network,
        at: app.now(),
    });
    app.store.commit(count.into()).await?;
    let Noticed { entry, .. } = match look_at_notice(app, token).await {
        Ok(noticed) => noticed,
        Err(refused) => return Err(recorded(app, refused).await),
    };
    let frozen = frozen(app, &entry.account, Standing::Notice, device).await;
    stop_at_directory(app, &entry.account).await;
    match frozen {
        Ok(link) => Ok(Noticed {
            entry,
            link: Some(link),
        }),
        Err(refused) => Err(recorded(app, refused).await),
    }
}

/// Freezes the visit's own link, by the card that was checked in it or by the sign-in.
///
/// # Errors
/// `StandingMissing`, `FreezeNothing`.
pub async fn freeze_own(app: &App, visit: &Visit, device: &'static str) -> Result<(), Refused> {
    let Some(subject) = subject(app, visit).await? else {
        return Err(app.refuse(Refusal::StandingMissing, None).await);
    };
    if let Err(refused) = frozen(app, &subject.key, subject.by, device).await {
        return Err(recorded(app, refused).await);
    }
    stop_at_directory(app, &subject.key).await;
    Ok(())
}

/// Lifts the freeze, by a card check made for it, which is consumed, or by a fresh sign-in.
///
/// # Errors
/// `StandingMissing`, `SignInAgain`, `NotLinked`, `NotFrozen`; it has its audit row.
pub async fn unfreeze(app: &App, visit: &Visit, device: &'static str) -> Result<Visit, Refused> {
    match try_unfreeze(app, visit, device).await {
        Err(refused) => Err(recorded(app, refused).await),
        done => done,
    }
}

async fn try_unfreeze(app: &App, visit: &Visit, device: &'static str) -> Result<Visit, Refused> {
    let right = right(app, visit).await?;
    let next = decide_unfreeze(right.subject.link.as_ref())?;
    let act = ActId::from_random(app.entropy.id16());
    let mut change = Change::from(Write::UpdateLink(next));
    if let Some(proof) = &right.proof {
        change = change.with(Write::UseProof {
            proof: proof.id,
            act,
            at: app.now(),
        });
    }
    let (way, place) = app.way_of(right.flow()).await?;
    let deed = DeedOf {
        deed: Deed::Unfrozen,
        account: &right.subject.key,
        number: &right.subject.number,
        receipt: app.receipt(),
        by: right.subject.by,
        way,
        device: Some(device.to_owned()),
        place,
        flow: right.flow(),
        act: Some(act),
    };
    let change = app.told(change, deed).await?;
    let visit = commit_with(app, visit.clone(), change).await?;
    // What the freeze had stopped at the archive goes on.
    app.rescue.notify_one();
    Ok(visit)
}

/// The link of an account, frozen and told. A link that changes at the same moment is looked at
/// again: whoever is quicker must not keep it from being frozen.
async fn frozen(
    app: &App,
    account: &AccountKey,
    by: Standing,
    device: &'static str,
) -> Result<Link, Refused> {
    for _ in 0..ROUNDS {
        let link = app.store.link_of_account(account).await?;
        let Some(next) = decide_freeze(link.as_ref(), by, app.now())? else {
            return link.ok_or_else(|| Refusal::FreezeNothing.into());
        };
        let deed = DeedOf {
            deed: Deed::Frozen,
            account,
            number: &next.number,
            receipt: app.receipt(),
            by,
            way: None,
            device: Some(device.to_owned()),
            place: None,
            flow: None,
            act: None,
        };
        let change = Change::from(Write::UpdateLink(next.clone()));
        let change = app.told(change, deed).await?;
        match app.store.commit(change).await {
            Ok(()) => return Ok(next),
            Err(CommitError::Conflict(Conflict::Link)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Refusal::LinkChangedMeanwhile.into())
}
