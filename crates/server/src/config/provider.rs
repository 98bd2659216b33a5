//! The two OpenID Providers and the directory.

use std::path::{Path, PathBuf};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ident_core::act::{ActKind, Pace};
use ident_core::time::Span;
use ident_oidc::{Alg, AudienceRule};
use serde::Deserialize;
use url::Url;

use super::DirectoryLogConfig;
use super::error::Fault;

/// One OpenID Provider, and what it knows us by.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderConfig {
    /// The issuer, compared byte by byte.
    pub issuer: String,
    /// Our identifier there.
    pub client_id: String,
    /// The file with our private key (PKCS#8, PEM).
    pub key: PathBuf,
    /// How we sign client assertions (RFC 7518 section 3.1: `ES256`, `RS256`, `PS256`).
    pub algorithm: Alg,
    /// The one algorithm accepted on ID tokens.
    pub id_token_algorithm: Alg,
    /// What the provider wants as `aud` of our assertions: `token_endpoint`, `issuer`, or a URL.
    #[serde(default = "token_endpoint", deserialize_with = "audience")]
    pub assertion_audience: AudienceRule,
    /// SHA-256 of the certificate registered for our key, base64url (`x5t#S256`); Entra wants it.
    #[serde(default)]
    pub certificate_sha256: Option<String>,
    /// The endpoints; taken from the provider's metadata when absent.
    #[serde(default)]
    pub endpoints: Option<Endpoints>,
    /// The hosts that may be called, as `host` or `host:port`; the issuer's alone if empty.
    #[serde(default)]
    pub allowed_hosts: Vec<String>,
    /// Whether answers must carry `iss` even where metadata does not announce it.
    #[serde(default)]
    pub iss_parameter_required: bool,
    /// What is asked for as `acr_values`.
    #[serde(default)]
    pub acr_values: Option<String>,
    /// The words of `acr` without which a token is refused.
    #[serde(default)]
    pub required_acr: Option<String>,
    /// Whether an ID token without `at_hash` is refused; by default where the provider is known
    /// to send it always. One that is there is checked in any case.
    #[serde(default)]
    pub at_hash_required: Option<bool>,
    /// Whether UserInfo is read even where no attribute was asked for.
    #[serde(default)]
    pub always_read_userinfo: bool,
}

fn token_endpoint() -> AudienceRule {
    AudienceRule::TokenEndpoint
}

fn audience<'de, D: serde::Deserializer<'de>>(source: D) -> Result<AudienceRule, D::Error> {
    Ok(match String::deserialize(source)?.as_str() {
        "token_endpoint" => AudienceRule::TokenEndpoint,
        "issuer" => AudienceRule::Issuer,
        exact => AudienceRule::Exact(exact.to_owned()),
    })
}

/// Where a provider is asked what.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoints {
    /// Where a browser is sent.
    pub authorization: Url,
    /// Where a code is exchanged.
    pub token: Url,
    /// Where the name is read.
    #[serde(default)]
    pub userinfo: Option<Url>,
    /// Where the signing keys are.
    pub jwks: Url,
}

/// Which accounts are ours.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TenantConfig {
    /// The tenant's identifier, a GUID.
    pub id: String,
    /// What follows the `@` of a sign-in name.
    #[serde(default = "default_domain")]
    pub user_name_domain: String,
    /// The authentication context (`acrs`) that stands for a second factor.
    #[serde(default = "default_context")]
    pub strong_context: String,
}

fn default_domain() -> String {
    "utac.u-tokyo.ac.jp".to_owned()
}

fn default_context() -> String {
    "c1".to_owned()
}

/// The university's directory (Microsoft Graph).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectoryConfig {
    /// The base of all calls, such as `https://graph.microsoft.com/v1.0`.
    pub url: Url,
    /// Where tokens for it are issued.
    pub token_url: Url,
    /// Our identifier there.
    pub client_id: String,
    /// The file with our private key (PKCS#8, PEM).
    pub key: PathBuf,
    /// How we sign client assertions.
    pub algorithm: Alg,
    /// SHA-256 of the certificate registered there, base64url (`x5t#S256`).
    #[serde(default)]
    pub certificate_sha256: Option<String>,
    /// The scope of its tokens.
    #[serde(default = "default_scope")]
    pub scope: String,
    /// The extension attribute that names the account to use instead, where a person has two.
    #[serde(default = "default_use_instead")]
    pub use_instead: String,
    /// Whether temporary passwords are set through the directory. Where another system has the
    /// password of record, it would overwrite them.
    #[serde(default)]
    pub temporary_passwords: bool,
    /// Another registration that ends sessions and can do nothing else. The directory counts the
    /// writes of each by itself, so that twice as many people are served in the same time.
    #[serde(default)]
    pub sessions: Option<SessionsConfig>,
    /// How the process that holds these credentials is reached; a child of the server otherwise.
    #[serde(default)]
    pub agent: Option<AgentConfig>,
    /// The directory's own log, beside which ours is laid; without it, nobody would see that the
    /// credential is used by somebody else.
    #[serde(default)]
    pub log: Option<DirectoryLogConfig>,
    /// That the directory's log is not read, said plainly; production does not start without the
    /// one or the other.
    #[serde(default)]
    pub without_log: bool,
    /// How many writes the directory takes from one credential in a window (F-29).
    #[serde(default = "default_writes")]
    pub writes: u32,
    /// The length of that window, in seconds.
    #[serde(default = "default_window")]
    pub writes_window_s: u32,
    /// How long a request without an answer may still take effect, in seconds.
    #[serde(default = "default_settle")]
    pub settle_s: u32,
}

/// A process under a user of its own that holds the directory's credentials.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgentConfig {
    /// The Unix socket at which it listens.
    pub socket: PathBuf,
}

/// Our registration for ending sessions, at the same token endpoint.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionsConfig {
    /// Our identifier.
    pub client_id: String,
    /// The file with our private key (PKCS#8, PEM).
    pub key: PathBuf,
    /// How we sign client assertions.
    pub algorithm: Alg,
    /// SHA-256 of the certificate registered there, base64url (`x5t#S256`).
    #[serde(default)]
    pub certificate_sha256: Option<String>,
}

/// Graph's limit for identity and access, per application and tenant.
const fn default_writes() -> u32 {
    3_000
}

const fn default_window() -> u32 {
    150
}

const fn default_settle() -> u32 {
    30
}

fn default_scope() -> String {
    "https://graph.microsoft.com/.default".to_owned()
}

fn default_use_instead() -> String {
    "extensionAttribute1".to_owned()
}

impl ProviderConfig {
    pub(super) fn checked(mut self, section: &str, base: &Path) -> Result<Self, Fault> {
        let fault = |key: &str, expected: &str| Fault::new(format!("{section}.{key}"), expected);
        let is_url = Url::parse(&self.issuer)
            .is_ok_and(|url| url.has_host() && url.query().is_none() && url.fragment().is_none());
        if !is_url {
            return Err(fault("issuer", "a URL without query and fragment"));
        }
        if self.client_id.is_empty() || self.client_id.len() > 255 {
            return Err(fault("client_id", "1 to 255 characters"));
        }
        if !is_thumbprint(self.certificate_sha256.as_deref()) {
            return Err(fault("certificate_sha256", THUMBPRINT));
        }
        self.key = base.join(&self.key);
        Ok(self)
    }
}

pub(super) const THUMBPRINT: &str =
    "43 characters of base64url: SHA-256 of the certificate in DER form";

pub(super) fn is_thumbprint(text: Option<&str>) -> bool {
    text.is_none_or(|text| thumbprint(text).is_some())
}

/// The 32 bytes of a checked thumbprint.
pub(crate) fn thumbprint(text: &str) -> Option<[u8; 32]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

impl TenantConfig {
    pub(super) fn checked(self) -> Result<Self, Fault> {
        // The account key of the domain is the authority on what a GUID is.
        if ident_core::account::AccountKey::parse(&self.id, &self.id).is_none() {
            return Err(Fault::new(
                "tenant.id",
                "the GUID of one tenant, never common",
            ));
        }
        Ok(self)
    }
}

impl DirectoryConfig {
    /// How fast acts may follow one another.
    pub fn pace(&self) -> Pace {
        Pace {
            writes: self.writes,
            window: Span::seconds(self.writes_window_s),
        }
    }

    /// How many writes an act takes of the credential that has most to do.
    pub fn writes_of(&self, kind: ActKind) -> u32 {
        kind.writes(self.sessions.is_some())
    }

    /// How long a request without an answer may still take effect.
    pub fn settle(&self) -> Span {
        Span::seconds(self.settle_s)
    }

    pub(super) fn checked(mut self, base: &Path) -> Result<Self, Fault> {
        for (key, url) in [
            ("directory.url", &self.url),
            ("directory.token_url", &self.token_url),
        ] {
            if !url.has_host() || url.query().is_some() || url.fragment().is_some() {
                return Err(Fault::new(key, "a URL without query and fragment"));
            }
        }
        let is_attribute = self
            .use_instead
            .strip_prefix("extensionAttribute")
            .and_then(|number| number.parse::<u8>().ok())
            .is_some_and(|number| (1..=15).contains(&number));
        if !is_attribute {
            let expected = "extensionAttribute1 to extensionAttribute15";
            return Err(Fault::new("directory.use_instead", expected));
        }
        if !is_thumbprint(self.certificate_sha256.as_deref()) {
            return Err(Fault::new("directory.certificate_sha256", THUMBPRINT));
        }
        if let Some(sessions) = &mut self.sessions {
            if sessions.client_id == self.client_id {
                return Err(Fault::new("directory.sessions.client_id", "another one"));
            }
            if !is_thumbprint(sessions.certificate_sha256.as_deref()) {
                let key = "directory.sessions.certificate_sha256";
                return Err(Fault::new(key, THUMBPRINT));
            }
            sessions.key = base.join(&sessions.key);
        }
        if let Some(agent) = &mut self.agent {
            agent.socket = base.join(&agent.socket);
        }
        let others = self.sessions.as_ref().map(|sessions| &sessions.client_id);
        if let Some(log) = self.log.take() {
            if log.client_id == self.client_id || Some(&log.client_id) == others {
                return Err(Fault::new("directory.log.client_id", "another one"));
            }
            self.log = Some(log.checked(base)?);
        }
        for (key, number, most) in [
            ("directory.writes", self.writes, 1_000_000),
            ("directory.writes_window_s", self.writes_window_s, 3_600),
            ("directory.settle_s", self.settle_s, 600),
        ] {
            if !(1..=most).contains(&number) {
                return Err(Fault::new(key, format!("1 to {most}")));
            }
        }
        self.key = base.join(&self.key);
        Ok(self)
    }
}
