//! The file as it is written, and its way to a checked configuration.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use url::Url;

use super::error::Fault;
use super::kiosk::KioskSection;
use super::leaving::{OfficeSection, SalvageSection};
use super::lifetimes::LifetimesSection;
use super::limits::LimitsSection;
use super::retention::RetentionSection;
use super::{
    AlumniConfig, AppReturn, ArchiveConfig, Config, DirectoryConfig, KeysConfig, LogConfig,
    MailConfig, Mode, ProviderConfig, ProxyConfig, StoreConfig, TenantConfig, Texts, origin_of,
    production,
};

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    mode: Mode,
    public_url: Url,
    #[serde(default = "default_listen")]
    listen: SocketAddr,
    #[serde(default = "default_assets")]
    assets: PathBuf,
    sandbox_url: Option<Url>,
    digital_id: ProviderConfig,
    utokyo: ProviderConfig,
    tenant: TenantConfig,
    directory: DirectoryConfig,
    store: StoreConfig,
    keys: KeysConfig,
    #[serde(default)]
    proxy: ProxyConfig,
    #[serde(default)]
    texts: toml::Table,
    #[serde(default)]
    lifetimes: LifetimesSection,
    #[serde(default)]
    limits: LimitsSection,
    #[serde(default)]
    app: AppReturn,
    #[serde(default)]
    retention: RetentionSection,
    #[serde(default)]
    log: LogConfig,
    mail: Option<MailConfig>,
    archive: Option<ArchiveConfig>,
    #[serde(default)]
    salvage: SalvageSection,
    #[serde(default)]
    office: OfficeSection,
    #[serde(default)]
    kiosk: KioskSection,
    alumni: Option<AlumniConfig>,
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 7440))
}

fn default_assets() -> PathBuf {
    PathBuf::from("ui/dist")
}

/// Checks everything that types cannot say.
pub(super) fn checked(document: Document, base: &Path) -> Result<Config, Fault> {
    let lifetimes = document.lifetimes.checked()?;
    let config = Config {
        origin: origin_of(&document.public_url)?,
        mode: document.mode,
        public_url: document.public_url,
        listen: document.listen,
        assets: base.join(document.assets),
        proxy: document.proxy.checked()?,
        texts: Texts::with(document.texts, document.mode)?,
        limits: document.limits.checked()?,
        digital_id: document.digital_id.checked("digital_id", base)?,
        utokyo: document.utokyo.checked("utokyo", base)?,
        tenant: document.tenant.checked()?,
        directory: document.directory.checked(base)?,
        store: document.store.checked(base)?,
        keys: document.keys.checked(base)?,
        app: document.app.checked()?,
        sandbox_url: document.sandbox_url,
        retention: document.retention.checked(&lifetimes)?,
        lifetimes,
        log: document.log.checked()?,
        mail: document.mail.map(|mail| mail.checked(base)).transpose()?,
        archive: document
            .archive
            .map(|archive| archive.checked(base))
            .transpose()?,
        salvage: document.salvage.checked()?,
        office: document.office.checked()?,
        kiosk: document.kiosk.checked()?,
        alumni: document
            .alumni
            .map(|alumni| alumni.checked(base))
            .transpose()?,
    };
    production::check(&config)?;
    Ok(config)
}
