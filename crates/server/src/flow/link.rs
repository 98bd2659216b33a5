//! Linking and cutting: everything the decision looks at is loaded now, and what is decided
//! holds only if none of it has changed.

use ident_core::account::DirectoryAccount;
use ident_core::change::{Change, Write};
use ident_core::contact::ContactDesk;
use ident_core::deed::Standing;
use ident_core::id::{ActId, LinkId};
use ident_core::link::{LinkCase, LinkIds, UnlinkBy, unlink as decide_unlink};
use ident_core::proof::Proof;
use ident_core::purpose::Purpose;
use ident_core::refusal::Refusal;
use ident_core::visit::Visit;

use super::notice::DeedOf;
use super::refused::Refused;
use crate::failpoint::failpoint;
use crate::state::App;

/// Links the card that was checked to the account that is signed in.
///
/// # Errors
/// The refusal that tells the person why not; it has its audit row.
pub async fn link(
    app: &App,
    visit: &Visit,
    relink: bool,
    device: &'static str,
) -> Result<Visit, Refused> {
    match try_link(app, visit, relink, device).await {
        Err(refused) => Err(recorded(app, refused).await),
        done => done,
    }
}

async fn try_link(
    app: &App,
    visit: &Visit,
    relink: bool,
    device: &'static str,
) -> Result<Visit, Refused> {
    let now = app.now();
    let proof = proof_of(app, visit).await?;
    let found = proof.as_ref().ok_or(Refusal::ProofMissing)?;
    found.usable(visit.id, Purpose::Link, now)?;
    let signed_in = visit.account.as_ref().ok_or(Refusal::SignInRequired)?;
    let directory: DirectoryAccount = app.directory.account(&signed_in.sign_in.key).await?;
    let of_person = app.store.link_of_person(&[found.person]).await?;
    let of_account = app.store.link_of_account(&signed_in.sign_in.key).await?;
    let case = LinkCase {
        visit: visit.id,
        proof: proof.as_ref(),
        signed_in: Some(signed_in),
        directory: &directory,
        of_person: of_person.as_ref(),
        of_account: of_account.as_ref(),
        relink,
    };
    let ids = LinkIds {
        link: LinkId::from_random(app.entropy.id16()),
        act: ActId::from_random(app.entropy.id16()),
    };
    let now = app.now();
    let decided = case.decide(ids, now)?;
    let (way, place) = app.way_of(decided.flow).await?;
    let sign_in = &signed_in.sign_in;
    let deed = DeedOf {
        deed: decided.deed,
        account: &sign_in.key,
        number: &sign_in.number,
        receipt: app.receipt(),
        by: Standing::Card,
        way,
        device: Some(device.to_owned()),
        place,
        flow: decided.flow,
        act: Some(ids.act),
    };
    let change = app.told(decided.change, deed).await?;
    // The person has just shown card and account: the moment to ask for notice addresses.
    let visit = Visit {
        desk: Some(ContactDesk::open(sign_in.key.clone(), Standing::Card, now)),
        ..visit.clone()
    };
    failpoint("link.decided");
    let linked = commit_with(app, visit, change).await;
    failpoint("link.committed");
    linked
}

/// Cuts the link, by the card check made for it or by a fresh sign-in.
///
/// # Errors
/// The refusal that tells the person why not; it has its audit row.
pub async fn unlink(app: &App, visit: &Visit, device: &'static str) -> Result<Visit, Refused> {
    match try_unlink(app, visit, device).await {
        Err(refused) => Err(recorded(app, refused).await),
        done => done,
    }
}

async fn try_unlink(app: &App, visit: &Visit, device: &'static str) -> Result<Visit, Refused> {
    let now = app.now();
    let act = ActId::from_random(app.entropy.id16());
    let proof = proof_of(app, visit).await?;
    let usable = proof.filter(|proof| proof.usable(visit.id, Purpose::Manage, now).is_ok());
    let (by, link) = if let Some(proof) = &usable {
        let visit = visit.id;
        let link = app.store.link_of_person(&[proof.person]).await?;
        (UnlinkBy::Card { visit, proof }, link)
    } else {
        let signed_in = visit.account.as_ref().ok_or(Refusal::ProofMissing)?;
        let link = app.store.link_of_account(&signed_in.sign_in.key).await?;
        (UnlinkBy::Account(signed_in), link)
    };
    let decided = decide_unlink(by, link.as_ref(), act, now)?;
    let link = link.ok_or(Refusal::UnlinkNothing)?;
    let (way, place) = app.way_of(decided.flow).await?;
    let deed = DeedOf {
        deed: decided.deed,
        account: &link.account,
        number: &link.number,
        receipt: app.receipt(),
        by: match by {
            UnlinkBy::Card { .. } => Standing::Card,
            UnlinkBy::Account(_) => Standing::Account,
        },
        way,
        device: Some(device.to_owned()),
        place,
        flow: decided.flow,
        act: Some(act),
    };
    let change = app.told(decided.change, deed).await?;
    let visit = commit_with(app, visit.clone(), change).await?;
    // An access to what somebody left behind stands on the link.
    app.rescue.notify_one();
    Ok(visit)
}

pub(super) async fn proof_of(app: &App, visit: &Visit) -> Result<Option<Proof>, Refused> {
    match visit.proof {
        Some(id) => Ok(app.store.proof(id).await?),
        None => Ok(None),
    }
}

/// Commits a decision together with the visit, whose screen changes by it.
pub(super) async fn commit_with(app: &App, visit: Visit, change: Change) -> Result<Visit, Refused> {
    let visit = visit.touched(app.now());
    app.store
        .commit(change.with(Write::UpdateVisit(visit.clone())))
        .await?;
    Ok(visit)
}

/// A refusal with its audit row, unless it has one.
pub(super) async fn recorded(app: &App, refused: Refused) -> Refused {
    if refused.reference.is_some() {
        return refused;
    }
    let recorded = app.refuse(refused.refusal, None).await;
    Refused {
        reference: recorded.reference,
        ..refused
    }
}
