//! Delivering a result to a visit: the proof or the sign-in, and a new bearer value.

use ident_core::account::SignedIn;
use ident_core::audit::Event;
use ident_core::change::{Change, Write};
use ident_core::flow::{Finding, Flow};
use ident_core::id::ProofId;
use ident_core::proof::Proof;
use ident_core::refusal::Refusal;
use ident_core::secret::Token;
use ident_core::time::Timestamp;
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
        let now = self.now();
        let token = self.entropy.token();
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
                let change = self.touched(change.with(Write::InsertProof(stored)), person, now);
                let visit = Visit {
                    proof: Some(proof),
                    person: Some(person),
                    ..visit
                };
                (visit, change.await?)
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

    /// Notes on the person's link, if there is one, that it was found.
    async fn touched(
        &self,
        change: Change,
        person: ident_core::identity::PersonKey,
        now: Timestamp,
    ) -> Result<Change, Refused> {
        let link = self.store.link_of_person(&[person]).await?;
        Ok(match link {
            Some(link) => change.with(Write::TouchLink {
                link: link.id,
                at: now,
            }),
            None => change,
        })
    }
}
