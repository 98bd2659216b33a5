//! The archive desk over HTTP: one grant for each opening of an application, opened and ended by its
//! id.
//!
//! `PUT` and `DELETE /archive/v1/grants/{grant}` with a bearer secret. The same `PUT` twice is the
//! same grant, so one whose outcome is not known can be sent again. Calls go to the configured host
//! and nowhere else, follow no redirect, and read at most 16 KiB in at most five seconds (R-12,
//! The cause of a failure goes to the log, never with an account.

mod call;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use ident_core::port::{Access, Archive, Fault};
use ident_core::refusal::Refusal;
use ident_core::salvage::Case;
use ident_core::secret::Secret;
use ident_core::time::Timestamp;
use reqwest::Method;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use url::Url;

use crate::config::ArchiveConfig;
use crate::view::rfc3339;
use call::{Answer, Http};

/// Why the archive's secret is not usable.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// The file cannot be read.
    #[error("cannot read the archive's token file {}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// What is in it cannot be sent in a header (RFC 6750 section 2.1).
    #[error("the archive's token file {} must hold one line of visible ASCII", path.display())]
    Unfit {
        /// Which file.
        path: PathBuf,
    },
    /// TLS cannot be set up.
    #[error("cannot set up TLS")]
    Tls,
}

/// The archive desk of the university.
pub struct ArchiveDesk {
    base: Url,
    http: Http,
}

impl ArchiveDesk {
    /// A desk that has not been called yet.
    ///
    /// # Errors
    /// When the secret cannot be read, or TLS cannot be set up.
    pub fn new(config: &ArchiveConfig) -> Result<Self, ArchiveError> {
        let token = token(&config.token_file)?;
        let http = Http::new(&token).ok_or(ArchiveError::Tls)?;
        Ok(Self {
            base: config.url.clone(),
            http,
        })
    }

    fn grant(&self, case: &Case) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty();
            path.extend(["archive", "v1", "grants", &case.grant()]);
        }
        url
    }
}

/// Reads the bearer secret.
///
/// # Errors
/// When the file cannot be read or holds something else.
pub fn token(path: &Path) -> Result<Secret<String>, ArchiveError> {
    let text = std::fs::read_to_string(path).map(Secret::new);
    let text = text.map_err(|source| ArchiveError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    let token = text.expose().trim();
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        let path = path.to_owned();
        return Err(ArchiveError::Unfit { path });
    }
    Ok(Secret::new(token.to_owned()))
}

#[derive(Serialize)]
struct Opening<'a> {
    account: &'a str,
    service: &'a str,
    until: String,
}

#[derive(Deserialize)]
struct Opened {
    case: String,
    state: String,
    address: Url,
    password: Option<String>,
}

#[async_trait]
impl Archive for ArchiveDesk {
    async fn open(&self, case: &Case, until: Timestamp) -> Result<Access, Fault> {
        let opening = Opening {
            account: &case.account.object,
            service: case.service.name(),
            until: rfc3339(until),
        };
        let body = serde_json::to_vec(&opening).map_err(|_| refused())?;
        let answer = self.http.send(Method::PUT, self.grant(case), body).await?;
        match answer {
            Answer {
                status: 200 | 201,
                body,
            } => self.read(case, &body),
            // It knows this application, though not like this: nothing of it is to be changed.
            Answer { status: 409, .. } => Err(Fault::Unknown),
            Answer { .. } => Err(refused()),
        }
    }

    async fn end(&self, case: &Case) -> Result<(), Fault> {
        let url = self.grant(case);
        match self
            .http
            .send(Method::DELETE, url, Vec::new())
            .await?
            .status
        {
            200 | 204 | 404 => Ok(()),
            _ => Err(refused()),
        }
    }
}

impl ArchiveDesk {
    /// What cannot be read may be an open grant all the same.
    fn read(&self, case: &Case, body: &[u8]) -> Result<Access, Fault> {
        let mut opened: Opened = serde_json::from_slice(body).map_err(|_| Fault::Unknown)?;
        let password = opened.password.take().map(Secret::new);
        // A link that people are sent goes to the web, and is no weaker than our own call.
        let scheme = opened.address.scheme();
        let is_link = scheme == "https" || scheme == self.base.scheme();
        if opened.case != case.grant() || opened.state != "open" || !is_link {
            return Err(Fault::Unknown);
        }
        Ok(Access {
            address: opened.address.into(),
            password,
        })
    }
}

const fn refused() -> Fault {
    Fault::NotDone(Refusal::ArchiveUnreachable)
}

impl std::fmt::Debug for ArchiveDesk {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("ArchiveDesk")
    }
}
