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
    Err(Fault::new(
        key,
        "a URL of the web without query and fragment",
    ))
}

#[cfg(test)]
mod tests {
    use super::super::{Config, ConfigError};
    use super::*;

    const SANDBOX: &str = include_str!("sandbox.test.toml");
    const LEAVING: &str = r#"
        [archive]
        url = "http://127.0.0.1:7442"
        token_file = "archive-token"
        [salvage]
        access_days = 14
        [office]
        role = "Madoguchi"
        [alumni]
        name = { ja = "同窓会", en = "Alumni" }
        url = "http://127.0.0.1:7442/alumni/join"
        audience = "http://127.0.0.1:7442/alumni"
        key = "keys/alumni.pem"
    "#;

    fn parse(more: &str) -> Result<Config, ConfigError> {
        let path = Path::new("/etc/ident/ident.toml");
        Config::parse(&format!("{SANDBOX}\n{more}"), path)
    }

    #[test]
    fn what_is_configured_is_in_force_and_shown_so_that_it_can_be_read_again() {
        let config = parse(LEAVING).expect("a configuration");
        let archive = config.archive.as_ref().expect("an archive");
        assert_eq!(archive.token_file, Path::new("/etc/ident/archive-token"));
        assert_eq!(config.salvage.access(), Span::minutes(14 * 24 * 60));
        let role = config.utokyo_profile().clerk_role;
        assert_eq!(role.as_deref(), Some("Madoguchi"));
        let shown = config.show();
        let again = Config::parse(&shown, Path::new("/")).expect("a configuration");
        assert_eq!(format!("{again:?}"), format!("{config:?}"));
    }

    #[test]
    fn without_these_sections_there_is_a_role_and_a_week_and_nothing_outside() {
        let config = parse("").expect("a configuration");
        assert!(config.archive.is_none() && config.alumni.is_none());
        assert_eq!(config.salvage.access_days, 7);
        assert_eq!(config.office.role, "Ident.Clerk");
    }

    #[test]
    fn values_that_only_look_right_are_refused() {
        for (from, to, key) in [
            ("access_days = 14", "access_days = 0", "salvage.access_days"),
            (
                "access_days = 14",
                "access_days = 61",
                "salvage.access_days",
            ),
            ("\"Madoguchi\"", "\"\"", "office.role"),
            ("7442\"", "7442?x=1\"", "archive.url"),
            ("alumni/join\"", "alumni/join#x\"", "alumni.url"),
            (
                "audience = \"http://127.0.0.1:7442/alumni\"",
                "audience = \"\"",
                "alumni.audience",
            ),
            ("key = \"keys/alumni.pem\"", "kez = 1", "kez"),
        ] {
            assert!(LEAVING.contains(from), "{from}");
            let refused = parse(&LEAVING.replacen(from, to, 1)).expect_err("a complaint");
            assert!(refused.to_string().contains(key), "{to}: {refused}");
        }
    }

    #[test]
    fn r20_in_production_archive_and_alumni_service_are_not_on_this_machine() {
        let production = SANDBOX
            .replace("mode = \"sandbox\"", "mode = \"production\"")
            .replace("sandbox_url = \"http://127.0.0.1:7441\"\n", "")
            .replace("http://127.0.0.1:7441", "https://op.example.go.jp")
            .replace("http://127.0.0.1:7442", "https://login.example.ac.jp")
            .replace("http://localhost:7440", "https://ident.example.ac.jp");
        let path = Path::new("/etc/ident/ident.toml");
        let with = |leaving: &str| Config::parse(&format!("{production}\n{leaving}"), path);
        let real = LEAVING.replace("http://127.0.0.1:7442", "https://archive.example.ac.jp");
        assert!(with(&real).is_ok());
        for local in ["[archive]", "[alumni]"] {
            let (before, section) = real.split_once(local).expect("the section");
            let section =
                section.replacen("https://archive.example.ac.jp", "http://127.0.0.1:7442", 1);
            let refused = with(&format!("{before}{local}{section}")).expect_err("a complaint");
            let key = format!("{}.url", &local[1..local.len() - 1]);
            assert!(refused.to_string().contains(&key), "{refused}");
        }
    }
}
