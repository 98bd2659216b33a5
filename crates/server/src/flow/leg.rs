//! Sending a browser to a provider: fresh secrets for each journey, bound to that browser.

use ident_core::flow::Leg;
use ident_core::purpose::Errand;
use ident_core::secret::Token;
use ident_core::time::Timestamp;
use ident_oidc::{AuthorizationRequest, RequestSecrets};

use super::refused::Refused;
use crate::state::App;

/// The value of the flow cookie: binds an answer to the browser that was sent off.
#[derive(Clone, Debug)]
pub struct FlowCookie(pub Token);

/// One journey to a provider, prepared but not yet stored.
#[derive(Debug)]
pub(super) struct Journey {
    /// What the store keeps of it.
    pub(super) leg: Leg,
    /// For the browser that goes.
    pub(super) cookie: FlowCookie,
    /// Where it goes.
    pub(super) url: String,
}

impl App {
    pub(super) async fn journey(&self, errand: Errand, now: Timestamp) -> Result<Journey, Refused> {
        let (state, browser) = (self.entropy.token(now), self.entropy.token(now));
        let secrets = RequestSecrets::of(&state, self.keys.flow());
        let request = match errand {
            Errand::Card { purpose } => AuthorizationRequest::card(purpose, &state, &secrets),
            Errand::SignIn { goal } => AuthorizationRequest::sign_in(goal, &state, &secrets),
        };
        let party = self.party(errand.provider());
        let url = match party.authorization_url(&request, &|| self.now()).await {
            Ok(url) => url,
            Err(refusal) => return Err(self.refuse(refusal, None).await),
        };
        let leg = Leg {
            state: state.hash(),
            browser: browser.hash(),
            issued_at: now,
            key: self.keys.number(),
        };
        Ok(Journey {
            leg,
            cookie: FlowCookie(browser),
            url,
        })
    }
}
