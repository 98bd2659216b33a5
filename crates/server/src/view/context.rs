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
            mail_code_s: seconds(ident_core::contact::CODE_LIFETIME),
            register_s: seconds(ident_core::act::REGISTER_WITHIN),
        },
        terms_url: texts.terms_url.clone(),
        privacy_url: texts.privacy_url.clone(),
        security_info_url: texts.security_info_url.clone(),
        password_page_url: texts.password_page_url.clone(),
        reset_by_mail_url: texts.reset_by_mail_url.clone(),
        photo_site_url: texts.photo_site_url.clone(),
        form_url: texts.form_url.clone(),
        leaving_url: texts.leaving_url.clone(),
        alumni: config.alumni.as_ref().map(|alumni| alumni.name.clone()),
        sandbox_url: config
            .sandbox_url
            .as_ref()
            .map(|url| url.as_str().trim_end_matches('/').to_owned()),
    }
}
