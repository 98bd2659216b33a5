//! Handing a statement to the alumni service, for one card check.

use ident_core::alumni::{About, STATEMENT_LIFETIME, STATEMENT_TYPE, Statement, may_join};
use ident_core::change::{Change, Write};
use ident_core::deed::{Deed, Standing};
use ident_core::id::ActId;
use ident_core::link::Link;
use ident_core::proof::Proof;
use ident_core::purpose::Purpose;
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;
use ident_core::visit::Visit;
use ident_oidc::ClientKey;

use super::link::{commit_with, proof_of, recorded};
use super::notice::DeedOf;
use super::refused::Refused;
use crate::config::AlumniConfig;
use crate::state::App;

/// A signed statement on its way to the alumni service.
#[derive(Debug)]
pub struct HandedOver {
    /// Where the form goes.
    pub url: String,
    /// The statement.
    pub statement: String,
    /// Until when it is good.
    pub expires_at: Timestamp,
}

/// Makes the statement for the person whose card was checked for it.
///
/// # Errors
/// The refusal that tells the person why not; it has its audit row.
pub async fn join(app: &App, visit: &Visit, device: &'static str) -> Result<HandedOver, Refused> {
    match try_join(app, visit, device).await {
        Err(refused) => Err(recorded(app, refused).await),
        done => done,
    }
}

async fn try_join(app: &App, visit: &Visit, device: &'static str) -> Result<HandedOver, Refused> {
    let service = app.config.alumni.as_ref().zip(app.alumni.as_ref());
    let (service, key) = service.ok_or(Refusal::AlumniClosed)?;
    let proof = proof_of(app, visit).await?;
    let proof = proof.ok_or(Refusal::ProofMissing)?;
    proof.usable(visit.id, Purpose::Alumni, app.now())?;
    let link = app.store.link_of_person(&[proof.person]).await?;
    let link = link.ok_or(Refusal::NotLinked)?;
    if link.frozen.is_some() {
        return Err(Refusal::LinkFrozen.into());
    }
    let directory = app.directory.account(&link.account).await?;
    let now = app.now();
    may_join(&directory, now)?;
    let statement = statement(app, service, key, &link, now)?;
    let change = handed_over(app, &proof, &link, device).await?;
    commit_with(app, visit.clone(), change).await?;
    Ok(HandedOver {
        url: service.url.to_string(),
        statement,
        expires_at: now + STATEMENT_LIFETIME,
    })
}

/// The name that was read from the card when it was linked: the proof has none.
fn statement(
    app: &App,
    service: &AlumniConfig,
    key: &ClientKey,
    link: &Link,
    now: Timestamp,
) -> Result<String, Refusal> {
    let name = link
        .name
        .as_ref()
        .and_then(|name| app.keys.open(name, &link.person));
    let name = name.ok_or(Refusal::NameMissing)?;
    let about = About {
        issuer: app.config.origin(),
        audience: &service.audience,
        account: &link.account,
        name: name.expose(),
    };
    let claims = Statement::new(about, app.keys.alumni(), app.entropy.id16(), now);
    let claims = serde_json::to_vec(&claims).map_err(|_| Refusal::Unexpected)?;
    key.sign_typed(STATEMENT_TYPE, &claims)
}

async fn handed_over(
    app: &App,
    proof: &Proof,
    link: &Link,
    device: &'static str,
) -> Result<Change, Refused> {
    let act = ActId::from_random(app.entropy.id16());
    let (way, place) = app.way_of(Some(proof.flow)).await?;
    let change = Change::from(Write::UseProof {
        proof: proof.id,
        act,
        at: app.now(),
    });
    let deed = DeedOf {
        deed: Deed::AlumniHandedOver,
        account: &link.account,
        number: &link.number,
        receipt: app.receipt(),
        by: Standing::Card,
        way,
        device: Some(device.to_owned()),
        place,
        flow: Some(proof.flow),
        act: Some(act),
    };
    app.told(change, deed).await
}
