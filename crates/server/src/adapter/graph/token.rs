//! Our own access token for the directory (client credentials with `private_key_jwt`).

use ident_core::secret::Secret;
use ident_core::time::{Span, Timestamp};
use ident_oidc::{AssertionSeed, ClientKey};
use serde::Deserialize;
use tokio::sync::Mutex;
use url::Url;
use url::form_urlencoded::Serializer;

use super::call::Http;
use super::failure::Failure;
use crate::clock::Clock;
use crate::config::DirectoryConfig;
use crate::entropy::Entropy;

/// A token is renewed this long before its end.
const MARGIN: Span = Span::minutes(5);
/// No token is kept for longer than this, whatever it says.
const LONGEST: u32 = 24 * 3_600;

/// The token, fetched when needed by one caller at a time.
pub(super) struct Tokens {
    url: Url,
    client_id: String,
    scope: String,
    key: ClientKey,
    kept: Mutex<Option<Kept>>,
}

struct Kept {
    token: Secret<String>,
    good_until: Timestamp,
}

#[derive(Deserialize)]
struct Answer {
    access_token: String,
    token_type: String,
    #[serde(default)]
    expires_in: Option<u32>,
}

impl Tokens {
    pub(super) fn new(config: &DirectoryConfig, client_id: &str, key: ClientKey) -> Self {
        Self {
            url: config.token_url.clone(),
            client_id: client_id.to_owned(),
            scope: config.scope.clone(),
            key,
            kept: Mutex::new(None),
        }
    }

    /// A token that is good for a while. Callers wait for the one refresh that is in flight.
    pub(super) async fn get(
        &self,
        http: &Http,
        entropy: Entropy,
        clock: &Clock,
    ) -> Result<Secret<String>, Failure> {
        let mut kept = self.kept.lock().await;
        if let Some(kept) = kept
            .as_ref()
            .filter(|kept| !kept.good_until.is_past(clock.now()))
        {
            return Ok(kept.token.clone());
        }
        let fresh = self.fetch(http, entropy, clock.now()).await?;
        let token = fresh.token.clone();
        *kept = Some(fresh);
        Ok(token)
    }

    /// Drops the token: it is not accepted any more.
    pub(super) async fn forget(&self) {
        *self.kept.lock().await = None;
    }

    async fn fetch(&self, http: &Http, entropy: Entropy, now: Timestamp) -> Result<Kept, Failure> {
        let seed = AssertionSeed::from_random(entropy.bytes());
        let assertion = self
            .key
            .assertion(&self.client_id, self.url.as_str(), &seed, now)
            .map_err(|_| Failure::Token)?;
        let body = http.post_form(&self.url, self.form(&assertion)).await?;
        let answer: Answer = serde_json::from_slice(&body).map_err(|_| Failure::Form)?;
        if !answer.token_type.eq_ignore_ascii_case("bearer") || answer.access_token.is_empty() {
            return Err(Failure::Form);
        }
        let life = Span::seconds(answer.expires_in.unwrap_or_default().min(LONGEST));
        let good_until = now + life - MARGIN;
        Ok(Kept {
            token: Secret::new(answer.access_token),
            good_until,
        })
    }

    fn form(&self, assertion: &str) -> String {
        Serializer::new(String::with_capacity(1024))
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_id", &self.client_id)
            .append_pair("scope", &self.scope)
            .append_pair(
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            )
            .append_pair("client_assertion", assertion)
            .finish()
    }
}
