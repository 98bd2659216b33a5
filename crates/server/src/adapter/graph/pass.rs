//! Temporary access passes: what Graph is asked, and what it answers
//! (`temporaryAccessPassAuthenticationMethod`).

use async_trait::async_trait;
use http::Method;
use ident_core::account::AccountKey;
use ident_core::act::{NewPass, PassPolicy};
use ident_core::port::{Fault, PassDesk};
use ident_core::reconcile::RequestId;
use ident_core::refusal::Refusal;
use ident_core::secret::Secret;
use ident_core::time::Span;
use serde::Deserialize;
use serde_json::json;
use url::Url;
use zeroize::Zeroizing;

use super::call::Call;
use super::failure::Failure;
use super::{Graph, moment, path, policy};

/// Ending sessions, which may be done with a credential of its own.
pub(super) const REVOKE: &str = "revoke_sessions";
const OF_USER: [&str; 2] = ["authentication", "temporaryAccessPassMethods"];

#[derive(Deserialize)]
struct Listed {
    value: Vec<Known>,
}

#[derive(Deserialize)]
struct Known {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Created {
    id: String,
    temporary_access_pass: String,
    start_date_time: String,
    lifetime_in_minutes: u32,
    is_usable_once: bool,
}

impl Graph {
    fn passes(&self, key: &AccountKey, more: &[&str]) -> Url {
        let user = ["users", key.object.as_str()];
        path(&self.base, &[&user[..], &OF_USER[..], more].concat())
    }

    /// What a 403 means: the permission is missing, or nobody may do this to this account.
    pub(super) async fn forbidden(&self, op: &'static str, key: &AccountKey) -> Fault {
        if matches!(self.privileged(key).await, Ok(true)) {
            return Fault::NotDone(Refusal::AccountPrivileged);
        }
        self.failed(op, Failure::Forbidden).of_order()
    }

    /// The fault of an order about an account.
    pub(super) async fn fault(&self, call: &Call, key: &AccountKey, failure: Failure) -> Fault {
        match failure {
            Failure::Forbidden => self.forbidden(call.op, key).await,
            other => self.failed(call.op, other).of_order(),
        }
    }
}

#[async_trait]
impl PassDesk for Graph {
    async fn policy(&self, key: &AccountKey) -> Result<PassPolicy, Fault> {
        let answer = self
            .question("pass_policy", policy::url(&self.base))
            .await?;
        let unreadable = Fault::NotDone(Refusal::DirectoryUnreachable);
        let body = answer.ok_or(unreadable)?;
        policy::parse(&body, key).ok_or(unreadable)
    }

    async fn list(&self, key: &AccountKey) -> Result<Vec<String>, Fault> {
        let answer = self.question("pass_list", self.passes(key, &[])).await?;
        let body = answer.ok_or(Fault::NotDone(Refusal::AccountUnknown))?;
        let listed: Result<Listed, _> = serde_json::from_slice(&body);
        let listed = listed.map_err(|_| Fault::NotDone(Refusal::DirectoryUnreachable))?;
        Ok(listed.value.into_iter().map(|pass| pass.id).collect())
    }

    async fn delete(&self, key: &AccountKey, pass: &str, request: RequestId) -> Result<(), Fault> {
        let call = Call {
            op: "pass_delete",
            method: Method::DELETE,
            url: self.passes(key, &[pass]),
            body: None,
            request: Some(request),
        };
        match self.order(&call).await {
            // One that is gone already counts as removed.
            Ok(_) => Ok(()),
            Err(failure) => Err(self.fault(&call, key, failure).await),
        }
    }

    async fn revoke_sessions(&self, key: &AccountKey, request: RequestId) -> Result<(), Fault> {
        let user = ["users", key.object.as_str(), "revokeSignInSessions"];
        let call = Call {
            op: REVOKE,
            method: Method::POST,
            url: path(&self.base, &user),
            body: None,
            request: Some(request),
        };
        match self.order(&call).await {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(Fault::NotDone(Refusal::AccountUnknown)),
            Err(failure) => Err(self.fault(&call, key, failure).await),
        }
    }

    async fn create(
        &self,
        key: &AccountKey,
        lifetime: Span,
        request: RequestId,
    ) -> Result<NewPass, Fault> {
        let wanted = json!({
            "lifetimeInMinutes": lifetime.millis() / 60_000,
            "isUsableOnce": true,
        });
        let call = Call {
            op: "pass_create",
            method: Method::POST,
            url: self.passes(key, &[]),
            body: Some(Zeroizing::new(wanted.to_string().into_bytes())),
            request: Some(request),
        };
        match self.order(&call).await {
            // Created, but which one cannot be read: as unknown as no answer (F-25).
            Ok(Some(body)) => read(&body).ok_or(Fault::Unknown),
            Ok(None) => Err(Fault::NotDone(Refusal::AccountUnknown)),
            // The policy is checked before; what it hides in groups comes out here.
            Err(Failure::Status(400)) => Err(Fault::NotDone(Refusal::PassPolicyExcludes)),
            Err(failure) => Err(self.fault(&call, key, failure).await),
        }
    }
}

fn read(body: &[u8]) -> Option<NewPass> {
    let created: Created = serde_json::from_slice(body).ok()?;
    if created.temporary_access_pass.is_empty() {
        return None;
    }
    Some(NewPass {
        begins_at: moment(&created.start_date_time)?,
        lifetime: Span::minutes(created.lifetime_in_minutes.min(43_200)),
        once: created.is_usable_once,
        id: created.id,
        value: Secret::new(created.temporary_access_pass),
    })
}
