//! What a client must know before anything begins.

use ident_core::time::Span;
use ident_wire as wire;

use crate::config::Mode;
use crate::state::App;

/// Names, links and lifetimes, from configuration.
pub fn context(app: &App) -> wire::Context {
    let config = &app.config;
    let texts = &config.texts;
    let seconds = Span::whole_seconds_up;
    wire::Context {
        mode: match config.mode {
            Mode::Sandbox => wire::Mode::Sandbox,
            Mode::Production => wire::Mode::Production,
        },
        service_name: texts.service_name.clone(),
        app: texts.app.clone(),
        support: texts.support.clone(),
        lifetimes: wire::Lifetimes {
            offer_s: seconds(config.lifetimes.offer),
            digits_s: seconds(config.lifetimes.digits),
            proof_s: seconds(config.lifetimes.proof),
            visit_idle_s: seconds(config.lifetimes.visit_idle),
        },
        terms_url: texts.terms_url.clone(),
        privacy_url: texts.privacy_url.clone(),
        security_info_url: texts.security_info_url.clone(),
        sandbox_url: config
            .sandbox_url
            .as_ref()
            .map(|url| url.as_str().trim_end_matches('/').to_owned()),
    }
}
