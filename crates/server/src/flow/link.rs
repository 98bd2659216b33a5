//! Linking and cutting: everything the decision looks at is loaded now, and what is decided
//! holds only if none of it has changed.

use ident_core::account::DirectoryAccount;
use ident_core::change::{Change, Write};
use ident_core::id::{ActId, LinkId};
use ident_core::link::{Link, LinkCase, LinkIds, UnlinkBy, unlink as decide_unlink};
use ident_core::proof::Proof;
use ident_core::purpose::Purpose;
use ident_core::refusal::Refusal;
use ident_core::visit::Visit;

use super::refused::Refused;
use crate::state::App;

/// Links the card that was checked to the account that is signed in.
///
/// # Errors
/// The refusal that tells the person why not; it has its audit row.
pub async fn link(app: &App, visit: &Visit, relink: bool) -> Result<Visit, Refused> {
    match try_link(app, visit, relink).await {
        Err(refused) => Err(recorded(app, refused).await),
        done => done,
    }
}

async fn try_link(app: &App, visit: &Visit, relink: bool) -> Result<Visit, Refused> {
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
    let change = case.decide(ids, app.now())?;
    commit_with(app, visit, change).await
}

/// Cuts the link, by the card check made for it or by a fresh sign-in.
///
/// # Errors
/// The refusal that tells the person why not; it has its audit row.
pub async fn unlink(app: &App, visit: &Visit) -> Result<Visit, Refused> {
    match try_unlink(app, visit).await {
        Err(refused) => Err(recorded(app, refused).await),
        done => done,
    }
}

async fn try_unlink(app: &App, visit: &Visit) -> Result<Visit, Refused> {
    let now = app.now();
    let act = ActId::from_random(app.entropy.id16());
    let proof = proof_of(app, visit).await?;
    let usable = proof.filter(|proof| proof.usable(visit.id, Purpose::Manage, now).is_ok());
    let change = if let Some(proof) = &usable {
        let link: Option<Link> = app.store.link_of_person(&[proof.person]).await?;
        decide_unlink(
            UnlinkBy::Card {
                visit: visit.id,
                proof,
            },
            link.as_ref(),
            act,
            now,
        )?
    } else {
        let signed_in = visit.account.as_ref().ok_or(Refusal::ProofMissing)?;
        let link = app.store.link_of_account(&signed_in.sign_in.key).await?;
        decide_unlink(UnlinkBy::Account(signed_in), link.as_ref(), act, now)?
    };
    commit_with(app, visit, change).await
}

async fn proof_of(app: &App, visit: &Visit) -> Result<Option<Proof>, Refused> {
    match visit.proof {
        Some(id) => Ok(app.store.proof(id).await?),
        None => Ok(None),
    }
}

/// Commits a decision together with the visit, whose screen changes by it.
async fn commit_with(app: &App, visit: &Visit, change: Change) -> Result<Visit, Refused> {
    let visit = visit.clone().touched(app.now());
    app.store
        .commit(change.with(Write::UpdateVisit(visit.clone())))
        .await?;
    Ok(visit)
}

async fn recorded(app: &App, refused: Refused) -> Refused {
    if refused.reference.is_some() {
        return refused;
    }
    let recorded = app.refuse(refused.refusal, None).await;
    Refused {
        reference: recorded.reference,
        ..refused
    }
}
