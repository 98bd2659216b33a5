//! The configuration: one TOML file, read once, every section in a file of its own here.
//!
//! Secrets are never in it, only the paths of the files that hold them. Paths are relative to the
//! folder of the configuration file. Unknown keys are refused.

mod app;
mod directory_log;
mod document;
mod error;
mod keys;
mod kiosk;
mod leaving;
mod lifetimes;
mod limits;
mod lines;
mod log;
mod mail;
mod production;
mod profile;
mod provider;
mod proxy;
mod retention;
mod show;
mod store;
#[cfg(test)]
mod tests;
mod texts;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use ident_core::flow::Lifetimes;
use ident_core::time::Span;
use ident_core::visit::Visit;
use url::Url;

pub use app::AppReturn;
pub use directory_log::{Activities, DirectoryLogConfig, LogRead};
pub use error::ConfigError;
pub use keys::{KeysConfig, RootKey};
pub use kiosk::KioskConfig;
pub use leaving::{AlumniConfig, ArchiveConfig, OfficeConfig, SalvageConfig};
pub use limits::Limits;
pub use log::{LogConfig, LogFormat};
pub use mail::{MailConfig, MailTls};
pub(crate) use provider::thumbprint;
pub use provider::{
    AgentConfig, DirectoryConfig, Endpoints, ProviderConfig, SessionsConfig, TenantConfig,
};
pub use proxy::{Network, ProxyConfig};
pub use retention::RetentionConfig;
pub use store::StoreConfig;
pub use texts::Texts;

use error::Fault;

/// How the server is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// With practice services, which every page says.
    Sandbox,
    /// With the real services.
    Production,
}

/// The whole configuration, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// How the server is run.
    pub mode: Mode,
    /// The address that people see; redirect addresses are made of it and of nothing else.
    pub public_url: Url,
    /// Where the server listens.
    pub listen: SocketAddr,
    /// The folder with the built pages.
    pub assets: PathBuf,
    /// Who may say where a request came from.
    pub proxy: ProxyConfig,
    /// Names, links and texts that change without us.
    pub texts: Texts,
    /// How long things live.
    pub lifetimes: Lifetimes,
    /// How often something may be started.
    pub limits: Limits,
    /// The Digital Agency's service.
    pub digital_id: ProviderConfig,
    /// The sign-in service of UTokyo Account.
    pub utokyo: ProviderConfig,
    /// Which accounts are ours.
    pub tenant: TenantConfig,
    /// The university's directory.
    pub directory: DirectoryConfig,
    /// The database.
    pub store: StoreConfig,
    /// The server's own keys.
    pub keys: KeysConfig,
    /// How a result goes back to an installed app.
    pub app: AppReturn,
    /// The portal of the practice services.
    pub sandbox_url: Option<Url>,
    /// When records go.
    pub retention: RetentionConfig,
    /// What is logged, and how.
    pub log: LogConfig,
    /// The system that opens the data of people who have left, where there is one.
    pub archive: Option<ArchiveConfig>,
    /// How rescue is granted.
    pub salvage: SalvageConfig,
    /// Who may work at the office pages.
    pub office: OfficeConfig,
    /// Kiosks.
    pub kiosk: KioskConfig,
    /// The alumni service, where there is one.
    pub alumni: Option<AlumniConfig>,
    /// The mail server; without one, mails stay in the queue.
    pub mail: Option<MailConfig>,
    origin: String,
}

impl Config {
    /// Reads and checks the configuration.
    ///
    /// # Errors
    /// Says file, key and what is expected.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&text, path)
    }

    /// Checks the text of a configuration; `path` is what it is called and where its relative
    /// paths begin.
    ///
    /// # Errors
    /// Says file, key and what is expected.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let document = toml::from_str(text).map_err(|source| ConfigError::Malformed {
            path: path.to_owned(),
            source: Box::new(source),
        })?;
        let base = path.parent().unwrap_or(Path::new(""));
        document::checked(document, base).map_err(|fault| ConfigError::Refused {
            path: path.to_owned(),
            fault,
        })
    }

    /// Scheme, host and port of the public address, as a browser writes `Origin`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether people reach the server over TLS.
    pub fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }

    /// The redirect address registered with the Digital Agency's service.
    pub fn digital_id_redirect(&self) -> String {
        format!("{}/verify/callback", self.origin)
    }

    /// The redirect address registered with UTokyo Account.
    pub fn utokyo_redirect(&self) -> String {
        format!("{}/account/callback", self.origin)
    }

    /// How long a visit lives without activity, and in all.
    pub fn visit_lifetimes(&self, visit: &Visit) -> (Span, Span) {
        match visit.kiosk {
            Some(_) => (self.kiosk.visit_idle, self.kiosk.visit_absolute),
            None => (self.lifetimes.visit_idle, self.lifetimes.visit_absolute),
        }
    }

    /// The effective configuration as text. There is nothing secret in it.
    pub fn show(&self) -> String {
        show::text(self)
    }
}

/// The public address must be a bare origin: everything below it is ours to name.
fn origin_of(url: &Url) -> Result<String, Fault> {
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let is_plain = url.username().is_empty() && url.password().is_none();
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    if is_bare && is_plain && is_web {
        return Ok(url.origin().ascii_serialization());
    }
    Err(Fault::new(
        "public_url",
        "scheme, host and port only, such as https://ident.example.ac.jp",
    ))
}
