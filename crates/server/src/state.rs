//! Everything a request may need, built once.

use std::sync::Arc;

use ident_core::port::{Directory, Store};
use ident_core::purpose::Provider;
use ident_core::time::Timestamp;
use ident_oidc::RelyingParty;

use crate::clock::Clock;
use crate::config::Config;
use crate::entropy::Entropy;
use crate::http::metrics::Metrics;
use crate::hub::Hub;
use crate::keys::Keys;

/// The server's parts.
pub struct App {
    /// What was configured.
    pub config: Config,
    /// Where everything that matters is kept.
    pub store: Arc<dyn Store>,
    /// The server's own keys.
    pub keys: Keys,
    /// The Digital Agency's service.
    pub card: RelyingParty,
    /// UTokyo Account's sign-in service.
    pub account: RelyingParty,
    /// The university's directory.
    pub directory: Arc<dyn Directory>,
    /// The one clock.
    pub clock: Clock,
    /// The one source of randomness.
    pub entropy: Entropy,
    /// Wakes the screens that wait for a flow.
    pub hub: Hub,
    /// Counters.
    pub metrics: Metrics,
}

impl App {
    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The relying party of a provider.
    pub fn party(&self, provider: Provider) -> &RelyingParty {
        match provider {
            Provider::DigitalId => &self.card,
            Provider::Account => &self.account,
        }
    }
}
