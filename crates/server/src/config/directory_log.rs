//! The directory's own log, beside which ours is laid.

use std::path::{Path, PathBuf};

use ident_core::reconcile::{Activity, Terms};
use ident_core::time::Span;
use ident_oidc::Alg;
use serde::Deserialize;

use super::error::Fault;

/// How far the directory's clock may be from ours.
const SKEW: Span = Span::minutes(2);

/// Another registration, at the same token endpoint, that reads the log and can do nothing else.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectoryLogConfig {
    /// Our identifier.
    pub client_id: String,
    /// The file with our private key (PKCS#8, PEM).
    pub key: PathBuf,
    /// How we sign client assertions.
    pub algorithm: Alg,
    /// SHA-256 of the certificate registered there, base64url (`x5t#S256`).
    #[serde(default)]
    pub certificate_sha256: Option<String>,
    /// The object ids of the service principals whose use is watched: that of `directory`, and that
    /// of `directory.sessions`. A log may name an application by this id alone.
    #[serde(default)]
    pub service_principals: Vec<String>,
    /// Which part of the log is read.
    #[serde(default)]
    pub read: LogRead,
    /// How often it is read, in seconds.
    #[serde(default = "every")]
    pub every_s: u32,
    /// How long an entry may take to come up before that is an alarm, in seconds.
    #[serde(default = "patience")]
    pub patience_s: u32,
    /// What the log calls what we do.
    #[serde(default)]
    pub activities: Activities,
}

/// Which part of the log is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogRead {
    /// The entries that name one of our client ids (`initiatedBy/app/appId`).
    #[default]
    ByClient,
    /// All entries, of which ours are picked out here: for a log that names applications by their
    /// service principals alone.
    All,
}

impl LogRead {
    /// Its name in the configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ByClient => "by_client",
            Self::All => "all",
        }
    }
}

/// The names of activities in the log (`activityDisplayName`). They are no contract of the
/// directory's: whoever sees other names in a tenant puts them here.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Activities {
    /// A pass was created.
    pub method_registered: Vec<String>,
    /// A pass was removed.
    pub method_deleted: Vec<String>,
    /// Sessions were ended.
    pub sessions_ended: Vec<String>,
    /// A password was set: the one entry that tells it in any case.
    pub password_set: Vec<String>,
    /// What the directory tells besides.
    pub user_updated: Vec<String>,
}

impl Default for Activities {
    fn default() -> Self {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            method_registered: names(&["Admin registered security info"]),
            method_deleted: names(&["Admin deleted security info"]),
            sessions_ended: names(&["Update StsRefreshTokenValidFrom Timestamp"]),
            password_set: names(&["Reset user password", "Reset password (by admin)"]),
            user_updated: names(&[
                "Update user",
                "Update PasswordProfile",
                "Set force change user password",
            ]),
        }
    }
}

impl Activities {
    /// All lists with their names in the configuration.
    pub fn lists(&self) -> [(&'static str, Activity, &[String]); 5] {
        [
            (
                "method_registered",
                Activity::MethodRegistered,
                &self.method_registered,
            ),
            (
                "method_deleted",
                Activity::MethodDeleted,
                &self.method_deleted,
            ),
            (
                "sessions_ended",
                Activity::SessionsEnded,
                &self.sessions_ended,
            ),
            ("password_set", Activity::PasswordSet, &self.password_set),
            ("user_updated", Activity::UserUpdated, &self.user_updated),
        ]
    }

    /// What an entry with this name is about.
    pub fn find(&self, name: &str) -> Activity {
        let name = name.trim_end_matches('.');
        let is = |known: &String| known.eq_ignore_ascii_case(name);
        let found = self.lists().into_iter().find(|list| list.2.iter().any(is));
        found.map_or(Activity::Other, |list| list.1)
    }
}

const fn every() -> u32 {
    60
}

///
const fn patience() -> u32 {
    300
}

impl DirectoryLogConfig {
    /// What holds for the comparison.
    pub fn terms(&self, settle: Span) -> Terms {
        Terms {
            skew: SKEW,
            settle,
            patience: Span::seconds(self.patience_s),
        }
    }

    pub(super) fn checked(mut self, base: &Path) -> Result<Self, Fault> {
        let fault =
            |key: &str, expected: &str| Fault::new(format!("directory.log.{key}"), expected);
        if self.client_id.is_empty() || self.client_id.len() > 255 {
            return Err(fault("client_id", "1 to 255 characters"));
        }
        if !super::provider::is_thumbprint(self.certificate_sha256.as_deref()) {
            return Err(fault("certificate_sha256", super::provider::THUMBPRINT));
        }
        let is_guid = |id: &String| ident_core::account::AccountKey::parse(id, id).is_some();
        if !self.service_principals.iter().all(is_guid) {
            return Err(fault("service_principals", "GUIDs"));
        }
        if self.read == LogRead::All && self.service_principals.is_empty() {
            let expected = "at least one, with read = \"all\"";
            return Err(fault("service_principals", expected));
        }
        if !(10..=120).contains(&self.every_s) {
            return Err(fault("every_s", "10 to 120"));
        }
        if !(120..=3_600).contains(&self.patience_s) {
            return Err(fault("patience_s", "120 to 3600"));
        }
        for id in &mut self.service_principals {
            id.make_ascii_lowercase();
        }
        self.key = base.join(&self.key);
        Ok(self)
    }
}
