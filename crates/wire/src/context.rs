//! What a client must know before anything begins: names, links and lifetimes from configuration.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How the server is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// With practice services; said on every page.
    Sandbox,
    /// With the real services.
    Production,
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Both {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

/// The national app, as it is called and found today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppText {
    /// Its name.
    pub name: Both,
    /// The name it had before.
    pub former_name: Both,
    /// Where to get it for iOS.
    pub ios_url: String,
    /// Where to get it for Android.
    pub android_url: String,
    /// The oldest iOS it runs on.
    pub min_ios: String,
    /// The oldest Android it runs on.
    pub min_android: String,
    /// Its help line.
    pub help_phone: String,
    /// How to register in it.
    pub register_url: String,
}

/// Where people get help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Support {
    /// The support page.
    pub url: String,
    /// What it is called.
    pub name: Both,
    /// Where locked PINs are explained.
    pub municipality_url: String,
    /// The office route: where re-registration by application is explained.
    pub office_url: String,
}

/// Lifetimes in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Lifetimes {
    /// Our QR.
    pub offer_s: u32,
    /// One set of six digits.
    pub digits_s: u32,
    /// A proof.
    pub proof_s: u32,
    /// A visit without activity.
    pub visit_idle_s: u32,
    /// The code in a mail.
    pub mail_code_s: u32,
    /// After the sign-in with a one-time pass: the time to register a method.
    pub register_s: u32,
}

/// The answer of `GET /api/v1/context`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Context {
    /// How the server is run.
    pub mode: Mode,
    /// What this service is called.
    pub service_name: Both,
    /// The national app.
    pub app: AppText,
    /// Help.
    pub support: Support,
    /// Lifetimes.
    pub lifetimes: Lifetimes,
    /// Terms of use.
    pub terms_url: String,
    /// Privacy policy.
    pub privacy_url: String,
    /// Where a person registers sign-in methods.
    pub security_info_url: String,
    /// Where a person changes the password.
    pub password_page_url: String,
    /// Where a password is reset by a mail to a registered address.
    pub reset_by_mail_url: String,
    /// Where an application with a photo of the IC card is made.
    pub photo_site_url: String,
    /// The application form for people in the middle of the first set-up.
    pub form_url: String,
    /// How one backs up data and what to do when leaving.
    pub leaving_url: String,
    /// The alumni service, where one is configured.
    pub alumni: Option<Both>,
    /// The portal of the practice services, in sandbox mode.
    pub sandbox_url: Option<String>,
}
