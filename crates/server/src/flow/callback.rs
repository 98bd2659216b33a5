//! A browser comes back from a provider (security ).
//!
//! Order matters: the answer is claimed by a swap before the code is exchanged, so that a
//! repeated answer finds nothing to do; what is found is stored by a second swap.
//!
//! The claim does not wait for the disk. Should a loss of power take it, the same answer may be
//! claimed again, and the provider refuses its code, which is good once (RFC 6749 section 4.1.2):
//! nothing is delivered before its own swap is durable, so nothing happens twice.

use ident_core::change::Write;
use ident_core::flow::{Claim, Claimed, Finding, Finish, Flow, HandBackTarget, Place, Stage};
use ident_core::id::{LinkId, ProofId};
use ident_core::identity::Identity;
use ident_core::purpose::{Errand, Provider};
use ident_core::refusal::Refusal;
use ident_core::secret::{Secret, Token, TokenHash};
use ident_core::time::Timestamp;
use ident_oidc::{AssertionSeed, Callback, CodeAnswer, Expected, RequestSecrets, parse_callback};

use super::deliver::Delivered;
use super::leg::FlowCookie;
use super::load::expire;
use super::refused::Refused;
use crate::state::App;

/// Where a browser that came back is sent on to.
#[derive(Debug)]
pub enum Landing {
    /// The result was delivered to the visit of this browser.
    Delivered(Box<Delivered>),
    /// This browser is the phone of way D: it goes on to show the six digits.
    Confirming(Errand),
    /// This browser belongs to an app (way B): it takes the code there.
    HandBack {
        /// Where to.
        target: HandBackTarget,
        /// The one-time code.
        code: Token,
        /// The flow.
        flow: Box<Flow>,
    },
}

/// Works on an answer.
///
/// # Errors
/// The refusal that the person is told; a known flow has ended with it and has its audit row.
pub async fn callback(
    app: &App,
    provider: Provider,
    query: &str,
    cookie: Option<&FlowCookie>,
    network: [u8; 32],
) -> Result<Landing, Refused> {
    let answer = match parse_callback(query) {
        Ok(answer) => answer,
        Err(refusal) => return Err(app.refuse_stray(refusal, network).await),
    };
    let state = answer.state().clone();
    let Some(flow) = find(app, provider, &state.hash()).await? else {
        return Err(app
            .refuse_stray(Refusal::CallbackUnknownState, network)
            .await);
    };
    let claimed = claim(app, flow, &state, cookie).await?;
    let found = exchange(app, &claimed, &answer, &state).await;
    match found {
        Ok(found) => finish(app, claimed, found).await,
        Err(refusal) => Err(app.end(claimed, refusal).await),
    }
}

async fn find(app: &App, provider: Provider, state: &TokenHash) -> Result<Option<Flow>, Refused> {
    let flow = app.store.flow_by_state(state).await?;
    let Some(flow) = flow.filter(|flow| flow.errand.provider() == provider) else {
        return Ok(None);
    };
    Ok(Some(expire(app, flow).await?))
}

async fn claim(
    app: &App,
    flow: Flow,
    state: &Token,
    cookie: Option<&FlowCookie>,
) -> Result<Flow, Refused> {
    let browser = cookie.map(|cookie| cookie.0.hash());
    let before = flow.clone();
    match flow.claim(&state.hash(), browser.as_ref(), app.now()) {
        Err(refusal) => Err(app.refuse(refusal, Some(&before)).await),
        Ok(Claim::Broken(flow, refusal)) => Err(app.end(flow, refusal).await),
        Ok(Claim::Claimed(claimed)) => {
            match app
                .store
                .commit_soon(Write::UpdateFlow(claimed.clone()).into())
                .await
            {
                Ok(()) => Ok(claimed),
                Err(error) if Refused::from(error).refusal == Refusal::StoreUnavailable => {
                    Err(Refused::from(error))
                }
                Err(_) => Err(app.refuse(Refusal::CallbackRepeated, Some(&before)).await),
            }
        }
    }
}

/// What was found out, and what belongs to it.
struct Found {
    finding: Finding,
    auth_time: Option<Timestamp>,
    /// The link of the person.
    link: Option<LinkId>,
}

/// What the provider's answer comes to, once everything in it was checked.
async fn exchange(
    app: &App,
    flow: &Flow,
    answer: &Callback,
    state: &Token,
) -> Result<Found, Refusal> {
    let party = app.party(flow.errand.provider());
    let (code, iss): (&Secret<String>, _) = match answer {
        Callback::Code { code, iss, .. } => (code, iss.as_deref()),
        Callback::Malformed { .. } => return Err(Refusal::CallbackMalformed),
        Callback::Error {
            error,
            description,
            iss,
            ..
        } => {
            let (description, iss) = (description.as_deref(), iss.as_deref());
            return Err(party.refusal(error, description, iss, &|| app.now()).await);
        }
    };
    let answer = CodeAnswer {
        code: code.expose(),
        iss,
    };
    let seed = AssertionSeed::from_random(app.entropy.bytes());
    let Stage::Claimed(Claimed { leg, .. }) = &flow.stage else {
        return Err(Refusal::FlowOutOfOrder);
    };
    let secrets = RequestSecrets::of(state, app.keys.flow_of(leg.key));
    let issued_at = leg.issued_at;
    match flow.errand {
        Errand::Card { purpose } => {
            let name = purpose.asks_name();
            let userinfo = name || app.config.digital_id.always_read_userinfo;
            let expected = Expected {
                secrets: &secrets,
                name,
                userinfo,
                issued_at,
            };
            let identity = party.card(answer, expected, seed, &|| app.now()).await?;
            person(app, identity.get()).await
        }
        Errand::SignIn { .. } => {
            let expected = Expected {
                secrets: &secrets,
                name: false,
                userinfo: false,
                issued_at,
            };
            let sign_in = party
                .account(answer, expected, seed, &|| app.now())
                .await?
                .into_inner();
            Ok(Found {
                auth_time: sign_in.auth_time,
                finding: Finding::Account { sign_in },
                link: None,
            })
        }
    }
}

/// The form in which a person is kept. One who is linked under an older server key stays known
/// under that key.
async fn person(app: &App, identity: &Identity) -> Result<Found, Refusal> {
    let persons = app.keys.persons(identity);
    let linked = app.store.link_of_person(&persons).await;
    let linked = linked.map_err(|_| Refusal::StoreUnavailable)?;
    let current = persons.first().copied().ok_or(Refusal::Unexpected)?;
    let link = linked.as_ref().map(|link| link.id);
    let person = linked.map_or(current, |link| link.person);
    let name = identity
        .name
        .as_ref()
        .map(|name| app.keys.seal(name, &person, &app.entropy));
    Ok(Found {
        finding: Finding::Person { person, name },
        auth_time: identity.auth_time,
        link,
    })
}

async fn finish(app: &App, claimed: Flow, found: Found) -> Result<Landing, Refused> {
    let claimed = with_starter(app, claimed).await?;
    let Found {
        finding,
        auth_time,
        link,
    } = found;
    let now = app.now();
    let proof = ProofId::made_at(now, app.entropy.bytes());
    let code = app.entropy.token(now);
    let finish = Finish {
        finding: finding.clone(),
        auth_time,
        proof,
        code: code.hash(),
    };
    let (before, errand) = (claimed.clone(), claimed.errand);
    let target = hand_back_target(&claimed);
    let flow = match claimed.finish(finish, &app.config.lifetimes, now) {
        Ok(flow) => flow,
        Err(refusal) => return Err(app.end(before, refusal).await),
    };
    if let Stage::Done(done) = &flow.stage {
        let receiver = match (done.place, &done.carrier) {
            (Place::Carrier, Some(carrier)) => carrier.visit,
            _ => flow.visit,
        };
        let Some(visit) = app.store.visit(receiver).await? else {
            return Err(app.end(before, Refusal::VisitExpired).await);
        };
        let delivered = app.deliver_with(link, flow, finding, proof, visit).await?;
        return Ok(Landing::Delivered(Box::new(delivered)));
    }
    app.store
        .commit(Write::UpdateFlow(flow.clone()).into())
        .await?;
    Ok(match target {
        Some(target) => Landing::HandBack {
            target,
            code,
            flow: Box::new(flow),
        },
        None => Landing::Confirming(errand),
    })
}

/// A kiosk may have let the person go while the answer was being checked: then nothing waits for
/// it there (K-07).
async fn with_starter(app: &App, claimed: Flow) -> Result<Flow, Refused> {
    if claimed.kiosk.is_none() || claimed.starter_left {
        return Ok(claimed);
    }
    let starter = app.store.visit(claimed.visit).await?;
    Ok(Flow {
        starter_left: starter.is_none(),
        ..claimed
    })
}

fn hand_back_target(flow: &Flow) -> Option<HandBackTarget> {
    match &flow.stage {
        Stage::Claimed(Claimed {
            hand_back: Some(hand_back),
            ..
        }) => Some(hand_back.target),
        _ => None,
    }
}
