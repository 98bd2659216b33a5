//! Which database.

use std::path::{Path, PathBuf};

use ident_core::secret::Secret;
use serde::Deserialize;
use url::Url;

use super::error::Fault;

/// The database: `sqlite:PATH`, or `postgres://USER@HOST/DATABASE` with the password in a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreConfig {
    /// Where it is, without any password.
    pub url: String,
    /// The file that holds the password of a PostgreSQL database.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
}

impl StoreConfig {
    /// The address with the password put in.
    ///
    /// # Errors
    /// When the password file cannot be read.
    pub fn connection(&self) -> std::io::Result<Secret<String>> {
        let Some(file) = &self.password_file else {
            return Ok(Secret::new(self.url.clone()));
        };
        let password = Secret::new(std::fs::read_to_string(file)?);
        let mut url = Url::parse(&self.url).map_err(std::io::Error::other)?;
        url.set_password(Some(password.expose().trim_end_matches(['\r', '\n'])))
            .map_err(|()| std::io::Error::other("the database address cannot have a password"))?;
        Ok(Secret::new(url.into()))
    }

    pub(super) fn checked(mut self, base: &Path) -> Result<Self, Fault> {
        if let Some(path) = self.url.strip_prefix("sqlite:") {
            return match (path, &self.password_file) {
                ("", _) => Err(Fault::new("store.url", "a path after sqlite:")),
                (_, Some(_)) => Err(Fault::new("store.password_file", "nothing, with SQLite")),
                _ => Ok(Self {
                    url: format!("sqlite:{}", base.join(path).display()),
                    ..self
                }),
            };
        }
        let url = Url::parse(&self.url).ok().filter(|url| {
            matches!(url.scheme(), "postgres" | "postgresql") && url.password().is_none()
        });
        if url.is_none() {
            let expected = "sqlite:PATH, or postgres://USER@HOST/DATABASE without a password, \
                            which goes into store.password_file";
            return Err(Fault::new("store.url", expected));
        }
        self.password_file = self.password_file.map(|file| base.join(file));
        Ok(self)
    }
}
