//! A visit with all that its screen needs.

use ident_core::account::SignedIn;
use ident_core::flow::Flow;
use ident_core::proof::Proof;
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;
use ident_core::visit::{Channel, Visit};
use ident_wire as wire;

use super::kiosk::masked;
use super::refusal::purpose;
use super::status::{Known, can, steps};
use super::text::rfc3339;
use crate::flow::{Refused, act_of_visit, flow_of_visit, under_way};
use crate::state::App;

/// Loads and shows a visit.
///
/// # Errors
/// `StoreUnavailable`.
pub async fn visit(app: &App, visit: &Visit) -> Result<wire::VisitView, Refused> {
    let flow = flow_of_visit(app, visit).await?;
    visit_on(app, visit, flow).await
}

/// The same with the visit's flow, where it is known already.
///
/// # Errors
/// `StoreUnavailable`.
pub async fn visit_on(
    app: &App,
    visit: &Visit,
    flow: Option<Flow>,
) -> Result<wire::VisitView, Refused> {
    let now = app.now();
    let known = known(app, visit, now).await?;
    let (idle, absolute) = app.config.visit_lifetimes(visit);
    let expires_at = visit.expires_at(idle, absolute);
    let kiosk = match visit.kiosk {
        Some(id) => app.store.kiosk(id).await?,
        None => None,
    };
    let view = wire::VisitView {
        channel: match visit.channel {
            Channel::Web => wire::Channel::Web,
            Channel::App => wire::Channel::App,
        },
        expires_at: rfc3339(expires_at),
        act: match act_of_visit(app, visit).await? {
            Some(act) => Some(super::act(app, &act).await?),
            None => None,
        },
        under_way: elsewhere(app, visit, &known).await?,
        steps: steps(&known, flow.as_ref()),
        can: open(app, can(&known, now)),
        link: link(app, &known),
        proof: known.proof.as_ref().map(|proof| proof_view(app, proof)),
        account: visit
            .account
            .as_ref()
            .map(|account| account_view(app, account, now)),
        flow: flow.map(|flow| super::flow(app, &flow, visit.id, now)),
        kiosk: kiosk.map(|kiosk| super::kiosk(app, &kiosk)),
    };
    Ok(match visit.kiosk {
        Some(_) => masked(view),
        None => view,
    })
}

/// What is possible, without what is closed by configuration.
fn open(app: &App, mut can: Vec<wire::Can>) -> Vec<wire::Can> {
    can.retain(|can| *can != wire::Can::IssuePassword || app.passwords.is_open());
    can
}

/// An act of the same account on another device, told to who holds the card or the account.
async fn elsewhere(
    app: &App,
    visit: &Visit,
    known: &Known<'_>,
) -> Result<Option<wire::UnderWayView>, Refused> {
    let link = known.of_person.as_ref().or(known.of_account.as_ref());
    let Some(link) = link else {
        return Ok(None);
    };
    let act = under_way(app, visit, &link.account).await?;
    Ok(act.as_ref().map(super::under_way))
}

async fn known<'a>(app: &App, visit: &'a Visit, now: Timestamp) -> Result<Known<'a>, Refused> {
    let proof = match visit.proof {
        Some(id) => app.store.proof(id).await?,
        None => None,
    };
    let proof = proof.filter(|proof| is_usable(proof, visit, now));
    let of_person = match visit.person {
        Some(person) => app.store.link_of_person(&[person]).await?,
        None => None,
    };
    let of_account = match &visit.account {
        Some(account) => app.store.link_of_account(&account.sign_in.key).await?,
        None => None,
    };
    let account = visit.account.as_ref();
    Ok(Known {
        proof,
        person: visit.person,
        account,
        of_person,
        of_account,
    })
}

fn is_usable(proof: &Proof, visit: &Visit, now: Timestamp) -> bool {
    let usable: Result<(), Refusal> = proof.usable(visit.id, proof.purpose, now);
    usable.is_ok()
}

fn proof_view(app: &App, proof: &Proof) -> wire::ProofView {
    let name = proof
        .name
        .as_ref()
        .and_then(|name| app.keys.open(name, &proof.person));
    wire::ProofView {
        purpose: purpose(proof.purpose),
        name: name.map(|name| name.expose().to_owned()),
        expires_at: rfc3339(proof.expires_at),
    }
}

fn account_view(app: &App, account: &SignedIn, now: Timestamp) -> wire::AccountView {
    let number = account.sign_in.number.as_str();
    wire::AccountView {
        number: number.to_owned(),
        user_name: format!("{number}@{}", app.config.tenant.user_name_domain),
        fresh_until: account
            .fresh_until()
            .filter(|until| !until.is_past(now))
            .map(rfc3339),
    }
}

/// The link by the card, where one was checked; else by the account, where one is signed in.
fn link(app: &App, known: &Known<'_>) -> Option<wire::LinkView> {
    let (via, link) = if known.person.is_some() {
        (wire::Via::Card, known.of_person.as_ref())
    } else if known.account.is_some() {
        (wire::Via::Account, known.of_account.as_ref())
    } else {
        return None;
    };
    let Some(link) = link else {
        return Some(wire::LinkView::None { via });
    };
    let name = link
        .name
        .as_ref()
        .and_then(|name| app.keys.open(name, &link.person));
    Some(wire::LinkView::Linked {
        via,
        account_number: link.number.as_str().to_owned(),
        account_is_mine: known
            .account
            .map(|account| account.sign_in.key == link.account),
        since: rfc3339(link.since),
        last_used_at: link.last_used_at.map(rfc3339),
        kept: wire::Kept {
            name: name.map(|name| name.expose().to_owned()),
        },
        frozen_since: link.frozen.map(|frozen| rfc3339(frozen.at)),
    })
}
