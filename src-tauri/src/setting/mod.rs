//! What an administrator or a person has set: from the machine's policy file, the environment and
//! the person's own file, in this order.

mod file;

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::server::{Address, AddressError};
use file::{Personal, Policy};

pub(crate) use file::{ReturnBy, Updates};

/// Says where the server is, where no policy does.
const VARIABLE: &str = "IDENT_SERVER_URL";
/// Says how long a kiosk waits for a person, where no policy does.
const IDLE_VARIABLE: &str = "IDENT_KIOSK_IDLE_PERCENT";
/// Says how a result comes back, where no policy does.
const RETURN_VARIABLE: &str = "IDENT_RETURN_BY";
/// Used when nothing else is said: the demo on this machine.
const DEFAULT: &str = "http://localhost:7440";

/// The settings in force.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The server.
    pub(crate) server: Address,
    /// How a result comes back from the system's browser.
    pub(crate) return_by: ReturnBy,
    /// False where the machine shall keep nothing of a person.
    pub(crate) keeps_secret: bool,
    /// Shows the kiosk instead of the desktop app.
    pub(crate) is_kiosk: bool,
    /// How long a screen of the kiosk waits for a person, in percent of the usual time.
    pub(crate) idle_percent: u16,
    /// Where newer versions come from, and the key that signs them.
    pub(crate) updates: Option<Updates>,
}

/// Why settings are not used. The app does not start with half of them.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingsError {
    #[error("{}: {cause}", file.display())]
    File { file: PathBuf, cause: FileFault },
    #[error(transparent)]
    Address(#[from] AddressError),
    #[error("idle_percent is a number between {} and {}", IDLE.start(), IDLE.end())]
    Idle,
    #[error("return_by is \"loopback\" or \"link\"")]
    ReturnBy,
}

/// From hardly at all to ten times as long as usual.
const IDLE: std::ops::RangeInclusive<u16> = 1..=1000;

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileFault {
    #[error("cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    #[error("cannot be understood: {0}")]
    Malformed(#[from] serde_json::Error),
}

/// Where settings come from.
pub(crate) struct Sources {
    policy: Option<PathBuf>,
    personal: Option<PathBuf>,
    environment: Option<String>,
    idle: Option<String>,
    return_by: Option<String>,
    is_kiosk: bool,
}

impl Sources {
    /// Those of this machine, this person and this start.
    pub(crate) fn of_this_start() -> Self {
        Self {
            policy: policy_file(),
            personal: personal_folder().map(|folder| folder.join("ident/app.json")),
            environment: std::env::var(VARIABLE).ok(),
            idle: std::env::var(IDLE_VARIABLE).ok(),
            return_by: std::env::var(RETURN_VARIABLE).ok(),
            is_kiosk: std::env::args_os().any(|argument| argument == "--kiosk"),
        }
    }
}

impl Settings {
    /// Reads the sources. What the policy says cannot be changed by anything else.
    ///
    /// # Errors
    /// When a file is there and cannot be used, or the server's address is none.
    pub(crate) fn read(sources: Sources) -> Result<Self, SettingsError> {
        let policy: Policy = optional(sources.policy.as_deref())?.unwrap_or_default();
        let server = match policy.server_url.or(sources.environment) {
            Some(url) => url,
            None => optional(sources.personal.as_deref())?
                .map_or_else(|| DEFAULT.to_owned(), |file: Personal| file.server_url),
        };
        let idle = match (policy.idle_percent, sources.idle) {
            (Some(percent), _) => percent,
            (None, Some(text)) => text.parse().map_err(|_| SettingsError::Idle)?,
            (None, None) => 100,
        };
        if !IDLE.contains(&idle) {
            return Err(SettingsError::Idle);
        }
        let return_by = match (policy.return_by, sources.return_by.as_deref()) {
            (Some(by), _) => by,
            (None, None | Some("loopback")) => ReturnBy::Loopback,
            (None, Some("link")) => ReturnBy::Link,
            (None, Some(_)) => return Err(SettingsError::ReturnBy),
        };
        Ok(Self {
            server: Address::parse(&server)?,
            return_by,
            keeps_secret: policy.keep_secret,
            is_kiosk: policy.kiosk || sources.is_kiosk,
            idle_percent: idle,
            updates: policy.updates,
        })
    }
}

/// What a file says, if it is there. One that is there and cannot be used is an error: a machine
/// that is managed must not quietly behave like one that is not.
fn optional<T: for<'de> Deserialize<'de>>(file: Option<&Path>) -> Result<Option<T>, SettingsError> {
    let Some(file) = file else { return Ok(None) };
    let fault = |cause| SettingsError::File {
        file: file.to_owned(),
        cause,
    };
    match std::fs::read_to_string(file) {
        Ok(text) => serde_json::from_str(&text)
            .map(Some)
            .map_err(|cause| fault(cause.into())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(fault(error.into())),
    }
}

/// Only an administrator can write there.
fn policy_file() -> Option<PathBuf> {
    if cfg!(target_os = "macos") {
        return Some("/Library/Application Support/ident/policy.json".into());
    }
    if cfg!(windows) {
        return variable("ProgramData").map(|folder| folder.join("ident/policy.json"));
    }
    Some("/etc/ident/policy.json".into())
}

fn personal_folder() -> Option<PathBuf> {
    if cfg!(windows) {
        return variable("APPDATA");
    }
    // XDG Base Directory Specification
    variable("XDG_CONFIG_HOME").or_else(|| variable("HOME").map(|home| home.join(".config")))
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}

#[cfg(test)]
mod tests;
