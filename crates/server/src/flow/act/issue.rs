//! The calls by which a pass or password comes to be, in the order that `core` names.

use ident_core::act::{Act, ActKind, FRESH, PassCall, PassReply, PassSteps};
use ident_core::port::Fault;
use ident_core::refusal::Refusal;
use ident_core::secret::Secret;
use ident_core::time::Timestamp;

use super::super::orders::Orders;
use super::password;
use crate::failpoint::failpoint;
use crate::state::App;

/// A secret that exists, and has not been shown.
pub(super) struct Made {
    pub(super) secret: Secret<String>,
    /// When it ends, if it does by itself.
    pub(super) ends_at: Option<Timestamp>,
    /// Whether it can be used once only.
    pub(super) once: bool,
    /// The directory's id of a pass.
    pub(super) pass: Option<String>,
}

/// Carries the act out; the account was read at `read_at`.
pub(super) async fn issue(
    app: &App,
    act: &Act,
    orders: &Orders<'_>,
    read_at: Timestamp,
) -> Result<Made, Fault> {
    match act.kind {
        ActKind::Pass => new_pass(app, act, orders, read_at).await,
        ActKind::Password => new_password(app, orders, read_at).await,
    }
}

async fn new_pass(
    app: &App,
    act: &Act,
    orders: &Orders<'_>,
    read_at: Timestamp,
) -> Result<Made, Fault> {
    let mut steps = PassSteps::begin(read_at);
    while let Some(call) = steps.call(app.now()) {
        let reply = make(app, act, orders, call).await;
        steps = steps.feed(reply);
    }
    let pass = steps.end()?;
    Ok(Made {
        ends_at: Some(pass.ends_at()),
        once: pass.once,
        pass: Some(pass.id),
        secret: pass.value,
    })
}

async fn make(
    app: &App,
    act: &Act,
    orders: &Orders<'_>,
    call: PassCall,
) -> Result<PassReply, Fault> {
    let (desk, account) = (&app.passes, &act.account);
    let (name, reply) = match call {
        PassCall::Policy => {
            let policy = desk.policy(account).await;
            ("perform.policy", policy.map(PassReply::Policy))
        }
        PassCall::List => {
            let passes = desk.list(account).await;
            ("perform.list", passes.map(PassReply::Listed))
        }
        PassCall::Delete(pass) => {
            let gone = orders.delete(&pass).await;
            ("perform.delete", gone.map(|()| PassReply::Done))
        }
        PassCall::Revoke => {
            let ended = orders.end_sessions().await;
            ("perform.revoke", ended.map(|()| PassReply::Done))
        }
        PassCall::Create(lifetime) => {
            let pass = orders.create(lifetime).await;
            ("perform.create", pass.map(PassReply::Created))
        }
    };
    failpoint(name);
    reply
}

async fn new_password(app: &App, orders: &Orders<'_>, read_at: Timestamp) -> Result<Made, Fault> {
    if (read_at + FRESH).is_past(app.now()) {
        return Err(Fault::NotDone(Refusal::DirectoryUnreachable));
    }
    let secret = password::temporary(app.entropy);
    let set = orders.set_password(&secret).await;
    failpoint("perform.password");
    set?;
    Ok(Made {
        secret,
        ends_at: None,
        once: true,
        pass: None,
    })
}
