//! What comes after leaving: the archive, the office pages and the alumni service.

use std::path::{Path, PathBuf};

use ident_core::time::Span;
use ident_wire::Both;
use serde::Deserialize;
use url::Url;

use super::error::Fault;

/// The system that opens the data of people who have left.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchiveConfig {
    /// Where it is; `/archive/v1/grants/{case}` follows.
    pub url: Url,
    /// The file with the bearer secret by which it knows us.
    pub token_file: PathBuf,
}

/// How rescue is granted.
#[derive(Clone, Copy, Debug)]
pub struct SalvageConfig {
    /// For how many days an access is opened.
    pub access_days: u16,
}

impl SalvageConfig {
    /// For how long an access is opened.
    pub fn access(&self) -> Span {
        Span::minutes(u32::from(self.access_days) * 24 * 60)
    }
}

/// Who may work at the office pages.
#[derive(Clone, Debug)]
pub struct OfficeConfig {
    /// The role (Entra app role, claim `roles`) of a clerk.
    pub role: String,
}

/// The alumni service.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlumniConfig {
    /// What it is called.
    pub name: Both,
    /// Where the page sends the form with the statement.
    pub url: Url,
    /// What it calls itself (`aud` of a statement).
    pub audience: String,
    /// The file with the private key for statements (ES256; PKCS#8, PEM).
    pub key: PathBuf,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SalvageSection {
    access_days: Option<u16>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OfficeSection {
    role: Option<String>,
}

impl SalvageSection {
    pub(super) fn checked(self) -> Result<SalvageConfig, Fault> {
        let access_days = self.access_days.unwrap_or(7);
        if !(1..=60).contains(&access_days) {
            return Err(Fault::new("salvage.access_days", "1 to 60"));
        }
        Ok(SalvageConfig { access_days })
    }
}

impl OfficeSection {
    pub(super) fn checked(self) -> Result<OfficeConfig, Fault> {
        let role = self.role.unwrap_or_else(|| "Ident.Clerk".to_owned());
        if role.is_empty() || role.len() > 120 {
            return Err(Fault::new("office.role", "1 to 120 characters"));
        }
        Ok(OfficeConfig { role })
    }
}

impl ArchiveConfig {
    pub(super) fn checked(mut self, base: &Path) -> Result<Self, Fault> {
        web("archive.url", &self.url)?;
        self.token_file = base.join(&self.token_file);
        Ok(self)
    }
}

impl AlumniConfig {
    pub(super) fn checked(mut self, base: &Path) -> Result<Self, Fault> {
        web("alumni.url", &self.url)?;
        if self.audience.is_empty() || self.audience.len() > 255 {
            return Err(Fault::new("alumni.audience", "1 to 255 characters"));
        }
        self.key = base.join(&self.key);
        Ok(self)
    }
}

fn web(key: &str, url: &Url) -> Result<(), Fault> {
    let is_plain = url.username().is_empty() && url.password().is_none();
    let is_whole = url.query().is_none() && url.fragment().is_none();
    if matches!(url.scheme(), "http" | "https") && url.has_host() && is_plain && is_whole {
        return Ok(());
    }
    Err(Fault::new(key, "a URL of the web without query and fragment"))
}
