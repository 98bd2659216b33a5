//! Where the server's own root keys are.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::error::Fault;

/// The root keys; all other keys are derived from them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeysConfig {
    /// The highest number is used for what is made now; the others open what is older.
    pub roots: Vec<RootKey>,
}

/// One root key.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RootKey {
    /// Its number, stored beside everything that was made under it.
    pub number: u16,
    /// The file that holds its 32 bytes.
    pub file: PathBuf,
}

impl KeysConfig {
    pub(super) fn checked(mut self, base: &Path) -> Result<Self, Fault> {
        if self.roots.is_empty() {
            let expected = "at least one { number = 1, file = \"root-1.key\" }";
            return Err(Fault::new("keys.roots", expected));
        }
        self.roots.sort_by_key(|root| root.number);
        if self
            .roots
            .windows(2)
            .any(|pair| pair[0].number == pair[1].number)
        {
            return Err(Fault::new("keys.roots", "each number only once"));
        }
        for root in &mut self.roots {
            root.file = base.join(&root.file);
        }
        Ok(self)
    }
}
