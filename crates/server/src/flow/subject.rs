//! For which account a visit stands: to read about it, or to act on it.

use ident_core::account::{AccountKey, AccountNumber};
use ident_core::deed::Standing;
use ident_core::id::FlowId;
use ident_core::link::Link;
use ident_core::proof::Proof;
use ident_core::purpose::Purpose;
use ident_core::refusal::Refusal;
use ident_core::visit::Visit;

use super::link::proof_of;
use super::refused::Refused;
use crate::state::App;

/// An account that a visit stands for.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    /// Which.
    pub(crate) key: AccountKey,
    /// Its number.
    pub(crate) number: AccountNumber,
    /// By what.
    pub(crate) by: Standing,
    /// Its link, if it has one.
    pub(crate) link: Option<Link>,
}

/// The account that a visit may read about: the one linked to the card that was checked in it, else
/// the one signed in.
pub(crate) async fn subject(app: &App, visit: &Visit) -> Result<Option<Subject>, Refused> {
    if let Some(person) = visit.person
        && let Some(link) = app.store.link_of_person(&[person]).await?
    {
        return Ok(Some(Subject {
            key: link.account.clone(),
            number: link.number.clone(),
            by: Standing::Card,
            link: Some(link),
        }));
    }
    let Some(signed_in) = &visit.account else {
        return Ok(None);
    };
    let link = app.store.link_of_account(&signed_in.sign_in.key).await?;
    Ok(Some(Subject {
        key: signed_in.sign_in.key.clone(),
        number: signed_in.sign_in.number.clone(),
        by: Standing::Account,
        link,
    }))
}

/// What a visit may act with: a sign-in that is fresh, or a card check made for it.
#[derive(Clone, Debug)]
pub(super) struct Right {
    /// For which account.
    pub(super) subject: Subject,
    /// The card check to be consumed; a fresh sign-in stays good for its ten minutes.
    pub(super) proof: Option<Proof>,
}

impl Right {
    /// The flow of the card check.
    pub(super) fn flow(&self) -> Option<FlowId> {
        self.proof.as_ref().map(|proof| proof.flow)
    }
}

/// The right to act on an account. Where both are at hand for one account, the card check is kept
/// for what needs it.
///
/// # Errors
/// `StandingMissing`, `NotLinked` for a card without a link, `SignInAgain`.
pub(super) async fn right(app: &App, visit: &Visit) -> Result<Right, Refused> {
    let now = app.now();
    let proof = proof_of(app, visit)
        .await?
        .filter(|proof| proof.usable(visit.id, Purpose::Manage, now).is_ok());
    let fresh = visit
        .account
        .as_ref()
        .filter(|signed_in| signed_in.is_fresh(now));
    if let Some(proof) = proof {
        let link = app.store.link_of_person(&[proof.person]).await?;
        let link = link.ok_or(Refusal::NotLinked)?;
        let by_sign_in = fresh.is_some_and(|signed_in| signed_in.sign_in.key == link.account);
        let subject = Subject {
            key: link.account.clone(),
            number: link.number.clone(),
            by: if by_sign_in {
                Standing::Account
            } else {
                Standing::Card
            },
            link: Some(link),
        };
        let proof = (!by_sign_in).then_some(proof);
        return Ok(Right { subject, proof });
    }
    let Some(signed_in) = fresh else {
        return Err(match visit.account {
            Some(_) => Refusal::SignInAgain.into(),
            None => Refusal::StandingMissing.into(),
        });
    };
    let link = app.store.link_of_account(&signed_in.sign_in.key).await?;
    let subject = Subject {
        key: signed_in.sign_in.key.clone(),
        number: signed_in.sign_in.number.clone(),
        by: Standing::Account,
        link,
    };
    Ok(Right {
        subject,
        proof: None,
    })
}
