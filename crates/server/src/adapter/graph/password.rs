//! Temporary passwords (`passwordProfile` of a user).

use async_trait::async_trait;
use http::Method;
use ident_core::account::AccountKey;
use ident_core::port::{Fault, PasswordDesk};
use ident_core::reconcile::RequestId;
use ident_core::refusal::Refusal;
use ident_core::secret::Secret;
use serde::Serialize;
use zeroize::Zeroizing;

use super::call::Call;
use super::{Graph, path};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct User<'a> {
    password_profile: Profile<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Profile<'a> {
    password: &'a str,
    force_change_password_next_sign_in: bool,
}

#[async_trait]
impl PasswordDesk for Graph {
    fn is_open(&self) -> bool {
        self.temporary_passwords
    }

    async fn set_temporary(
        &self,
        key: &AccountKey,
        password: &Secret<String>,
        request: RequestId,
    ) -> Result<(), Fault> {
        if !self.temporary_passwords {
            return Err(Fault::NotDone(Refusal::PasswordDeskClosed));
        }
        let user = User {
            password_profile: Profile {
                password: password.expose(),
                force_change_password_next_sign_in: true,
            },
        };
        let body = serde_json::to_vec(&user).map_err(|_| Fault::NotDone(Refusal::Unexpected))?;
        let call = Call {
            op: "password_set",
            method: Method::PATCH,
            url: path(&self.base, &["users", key.object.as_str()]),
            body: Some(Zeroizing::new(body)),
            request: Some(request),
        };
        match self.order(&call).await {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(Fault::NotDone(Refusal::AccountUnknown)),
            Err(failure) => Err(self.fault(&call, key, failure).await),
        }
    }
}
