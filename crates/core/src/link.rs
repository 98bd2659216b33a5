//! The durable record that ties a card id to an account, and the decisions to make or cut it.

use serde::{Deserialize, Serialize};

use crate::account::{AccountKey, AccountNumber, DirectoryAccount, SignedIn};
use crate::change::{Change, Write};
use crate::deed::{Deed, Standing};
use crate::id::{ActId, FlowId, LinkId, VisitId};
use crate::identity::{PersonKey, Sealed};
use crate::policy::{Wish, permits};
use crate::proof::Proof;
use crate::purpose::Purpose;
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// A link as it is stored: the pairwise id only as a keyed hash, the name only encrypted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its identifier.
    pub id: LinkId,
    /// Counts the changes.
    pub version: u32,
    /// Whose card.
    pub person: PersonKey,
    /// Which account.
    pub account: AccountKey,
    /// The account's number, for display.
    pub number: AccountNumber,
    /// The card-face name, encrypted.
    pub name: Option<Sealed>,
    /// Since when.
    pub since: Timestamp,
    /// When a card check last found it.
    pub last_used_at: Option<Timestamp>,
    /// Stopped after a report of misuse; no act is possible meanwhile.
    #[serde(default)]
    pub frozen: Option<Frozen>,
}

/// Why and since when no act is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// Since when.
    pub at: Timestamp,
    /// By what it was reported.
    pub by: Standing,
}

/// Everything that the decision to link looks at.
#[derive(Clone, Copy, Debug)]
pub struct LinkCase<'a> {
    /// The visit that asks.
    pub visit: VisitId,
    /// The card check, if there is one.
    pub proof: Option<&'a Proof>,
    /// The sign-in, if there is one.
    pub signed_in: Option<&'a SignedIn>,
    /// The account as the directory describes it now.
    pub directory: &'a DirectoryAccount,
    /// The link that this card has already.
    pub of_person: Option<&'a Link>,
    /// The link that this account has already.
    pub of_account: Option<&'a Link>,
    /// Whether the person has agreed to replace the account's old card id.
    pub relink: bool,
}

/// Identifiers for what a decision may create; random, from outside.
#[derive(Clone, Copy, Debug)]
pub struct LinkIds {
    /// For the link.
    pub link: LinkId,
    /// For the act.
    pub act: ActId,
}

/// A decision: what to write, and what it is called. The caller tells the owner in the same change.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What to write.
    pub change: Change,
    /// What is done by it.
    pub deed: Deed,
    /// The card check's flow, where one was consumed.
    pub flow: Option<FlowId>,
}

impl LinkCase<'_> {
    /// Decides whether the card may be linked to the account, and what to write.
    ///
    /// # Errors
    /// The refusal that tells the person why not; nothing is to be written then, but an audit row.
    pub fn decide(&self, ids: LinkIds, now: Timestamp) -> Result<Decision, Refusal> {
        let proof = self.proof.ok_or(Refusal::ProofMissing)?;
        proof.usable(self.visit, Purpose::Link, now)?;
        let signed_in = self.signed_in.ok_or(Refusal::SignInRequired)?;
        self.account_fits(signed_in, now)?;
        let replaced = self.replaced(proof, signed_in, now)?;
        Ok(write_link(proof, signed_in, replaced, ids, now))
    }

    fn account_fits(&self, signed_in: &SignedIn, now: Timestamp) -> Result<(), Refusal> {
        permits(
            Wish::Link,
            self.directory.state,
            self.of_account.is_some(),
            now,
        )?;
        match &self.directory.use_instead {
            Some(other) if *other != signed_in.sign_in.number => Err(Refusal::AccountUseStudent),
            _ => Ok(()),
        }
    }

    /// The link that the new one takes the place of, if any.
    fn replaced(
        &self,
        proof: &Proof,
        signed_in: &SignedIn,
        now: Timestamp,
    ) -> Result<Option<(LinkId, u32)>, Refusal> {
        if let Some(link) = self.of_person
            && link.account != signed_in.sign_in.key
        {
            return Err(Refusal::LinkCardLinkedElsewhere);
        }
        let Some(old) = self.of_account else {
            return Ok(None);
        };
        // A new link is not frozen: replacing a frozen one would lift the freeze unseen (N-07).
        if old.frozen.is_some() {
            return Err(Refusal::LinkFrozen);
        }
        let same_card = old.person == proof.person || self.of_person.is_some();
        if !same_card && !self.relink {
            return Err(Refusal::LinkAccountHasOtherCard);
        }
        if !same_card && !signed_in.is_fresh(now) {
            return Err(Refusal::SignInAgain);
        }
        Ok(Some((old.id, old.version)))
    }
}

fn write_link(
    proof: &Proof,
    signed_in: &SignedIn,
    replaced: Option<(LinkId, u32)>,
    ids: LinkIds,
    now: Timestamp,
) -> Decision {
    let link = Link {
        id: ids.link,
        version: 0,
        person: proof.person,
        account: signed_in.sign_in.key.clone(),
        number: signed_in.sign_in.number.clone(),
        name: proof.name.clone(),
        since: now,
        last_used_at: None,
        frozen: None,
    };
    let deed = if replaced.is_some() {
        Deed::Relinked
    } else {
        Deed::Linked
    };
    let mut change = Change::new().with(Write::UseProof {
        proof: proof.id,
        act: ids.act,
        at: now,
    });
    if let Some((link, version)) = replaced {
        change = change.with(Write::DeleteLink { link, version });
    }
    Decision {
        change: change.with(Write::InsertLink(link)),
        deed,
        flow: Some(proof.flow),
    }
}

/// By what a person asks to cut a link.
#[derive(Clone, Copy, Debug)]
pub enum UnlinkBy<'a> {
    /// A card check made for it.
    Card {
        /// The visit that asks.
        visit: VisitId,
        /// The card check.
        proof: &'a Proof,
    },
    /// A sign-in; a lost card must be cuttable.
    Account(&'a SignedIn),
}

/// Decides whether a link may be cut, and what to write.
///
/// # Errors
/// `UnlinkNothing` without a link, `SignInAgain` without a fresh sign-in with a second factor,
/// or the reason why the proof is not usable.
pub fn unlink(
    by: UnlinkBy<'_>,
    link: Option<&Link>,
    act: ActId,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let mut change = Change::new();
    let mut flow = None;
    match by {
        UnlinkBy::Card { visit, proof } => {
            proof.usable(visit, Purpose::Manage, now)?;
            change = change.with(Write::UseProof {
                proof: proof.id,
                act,
                at: now,
            });
            flow = Some(proof.flow);
        }
        UnlinkBy::Account(signed_in) if !signed_in.is_fresh(now) => {
            return Err(Refusal::SignInAgain);
        }
        UnlinkBy::Account(_) => {}
    }
    let link = link.ok_or(Refusal::UnlinkNothing)?;
    Ok(Decision {
        change: change.with(Write::DeleteLink {
            link: link.id,
            version: link.version,
        }),
        deed: Deed::Unlinked,
        flow,
    })
}

#[cfg(test)]
#[path = "link_tests.rs"]
mod tests;
