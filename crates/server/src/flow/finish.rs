//! The last step of ways B and D: the result goes to the visit that can show that it is its own.

use ident_core::change::Write;
use ident_core::flow::{Confirmed, Stage};
use ident_core::id::{FlowId, ProofId};
use ident_core::purpose::Way;
use ident_core::refusal::Refusal;
use ident_core::secret::Token;
use ident_core::visit::Visit;

use super::deliver::Delivered;
use super::load::flow_for;
use super::refused::Refused;
use crate::state::App;

/// The six digits were typed on the first screen.
///
/// # Errors
/// `DigitsWrong` with the tries left, `DigitsExhausted`, `DigitsExpired`, `FlowUnknown`,
/// `FlowOutOfOrder`.
pub async fn confirm(
    app: &App,
    visit: &Visit,
    id: FlowId,
    typed: &str,
) -> Result<Delivered, Refused> {
    let flow = flow_for(app, visit, id).await?;
    if flow.visit != visit.id {
        return Err(Refusal::FlowUnknown.into());
    }
    let proof = ProofId::made_at(app.now(), app.entropy.bytes());
    let lifetimes = &app.config.lifetimes;
    match flow.confirm(typed, proof, app.keys.flow(), lifetimes, app.now())? {
        Confirmed::Delivered(flow, finding) => {
            app.deliver(flow, finding, proof, visit.clone()).await
        }
        Confirmed::Wrong(flow, left) => {
            app.store
                .commit(Write::UpdateFlow(flow.clone()).into())
                .await?;
            let refused = app.refuse(Refusal::DigitsWrong, Some(&flow)).await;
            Err(Refused {
                tries_left: Some(left),
                ..refused
            })
        }
        Confirmed::Exhausted(flow) => Err(app.end(flow, Refusal::DigitsExhausted).await),
    }
}

/// The phone goes on by itself.
///
/// # Errors
/// `FlowUnknown` for any other visit, `FlowOutOfOrder`, `DigitsExpired`.
pub async fn keep(app: &App, visit: &Visit, id: FlowId) -> Result<Delivered, Refused> {
    let flow = flow_for(app, visit, id).await?;
    let proof = ProofId::made_at(app.now(), app.entropy.bytes());
    let (flow, finding) = flow.keep(visit.id, proof, app.now())?;
    app.deliver(flow, finding, proof, visit.clone()).await
}

/// An app redeems its hand-back code.
///
/// # Errors
/// `HandBackInvalid`, which ends the flow: somebody else has the code; `HandBackExpired`,
/// `FlowUnknown`, `FlowOutOfOrder`.
pub async fn redeem(
    app: &App,
    visit: &Visit,
    id: FlowId,
    code: &str,
    verifier: &str,
) -> Result<Delivered, Refused> {
    let flow = flow_for(app, visit, id).await?;
    if flow.way != Way::App || !matches!(flow.stage, Stage::HandingBack(_)) {
        return Err(Refusal::FlowOutOfOrder.into());
    }
    let Some(code) = Token::parse(code) else {
        return Err(app.end(flow, Refusal::HandBackInvalid).await);
    };
    let proof = ProofId::made_at(app.now(), app.entropy.bytes());
    match flow
        .clone()
        .redeem(&code.hash(), verifier, proof, app.now())
    {
        Ok((flow, finding)) => app.deliver(flow, finding, proof, visit.clone()).await,
        Err(refusal) => Err(app.end(flow, refusal).await),
    }
}
