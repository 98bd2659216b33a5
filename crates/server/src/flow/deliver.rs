//! Delivering a result to a visit: the proof or the sign-in, and a new bearer value.

use ident_core::account::SignedIn;
use ident_core::audit::Event;
use ident_core::change::{Change, Write};
use ident_core::flow::{Finding, Flow};
use ident_core::id::{LinkId, ProofId};
use ident_core::proof::Proof;
use ident_core::refusal::Refusal;
use ident_core::secret::Token;
use ident_core::visit::Visit;

use super::refused::Refused;
use crate::state::App;

/// A visit that has received a result.
#[derive(Debug)]
pub struct Delivered {
    /// The visit.
    pub visit: Visit,
    /// Its new bearer value; the old one is dead.
    pub token: Token,
    /// The flow, which is done.
    pub flow: Flow,
}

impl App {
    /// Stores `flow` (done) and hands `finding` to `visit`, in one commit.
    pub(super) async fn deliver(
        &self,
        flow: Flow,
        finding: Finding,
        proof: ProofId,
        visit: Visit,
    ) -> Result<Delivered, Refused> {
        let link = match &finding {
            Finding::Person { person, .. } => self.store.link_of_person(&[*person]).await?,
            Finding::Account { .. } => None,
        };
        let link = link.map(|link| link.id);
        self.deliver_with(link, flow, finding, proof, visit).await
    }

    /// As [`Self::deliver`], where the person's link was looked up only just now. Its use is noted on
    /// it; a link that has gone since lets the commit fail.
    pub(super) async fn deliver_with(
        &self,
        link: Option<LinkId>,
        flow: Flow,
        finding: Finding,
        proof: ProofId,
        visit: Visit,
    ) -> Result<Delivered, Refused> {
        let now = self.now();
        let token = self.entropy.token(now);
        let visit = Visit {
            flow: Some(flow.id),
            ..visit.rotated(token.hash(), now)
        };
        let change = Change::from(Write::UpdateFlow(flow.clone()));
        let (visit, change) = match finding {
            Finding::Person { person, name } => {
                let purpose = flow.errand.purpose().ok_or(Refusal::Unexpected)?;
                let expires_at = now + self.config.lifetimes.proof;
                let (flow, visit_id) = (flow.id, visit.id);
                let stored = Proof {
                    id: proof,
                    visit: visit_id,
                    flow,
                    purpose,
                    person,
                    name,
                    made_at: now,
                    expires_at,
                    used_by: None,
                };
                let change = change.with(Write::InsertProof(stored));
                let change = match link {
                    Some(link) => change.with(Write::TouchLink { link, at: now }),
                    None => change,
                };
                let visit = Visit {
                    proof: Some(proof),
                    person: Some(person),
                    ..visit
                };
                (visit, change)
            }
            Finding::Account { sign_in } => {
                let account = Some(SignedIn { sign_in, at: now });
                (Visit { account, ..visit }, change)
            }
        };
        let event = if visit.proof == Some(proof) {
            Event::Proven
        } else {
            Event::SignedIn
        };
        let change = change
            .with(Write::UpdateVisit(visit.clone()))
            .audited(flow.audit(event, now));
        self.store.commit(change).await?;
        Ok(Delivered { visit, token, flow })
    }
}
