//! The two files.

use serde::Deserialize;
use tauri::Url;

/// The person's own file: `{"server_url": "https://…"}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Personal {
    pub(super) server_url: String,
}

/// The machine's policy. A word that is not known is an error: it may have been meant to forbid.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Policy {
    pub(super) server_url: Option<String>,
    pub(super) return_by: Option<ReturnBy>,
    pub(super) keep_secret: bool,
    pub(super) kiosk: bool,
    pub(super) idle_percent: Option<u16>,
    pub(super) updates: Option<Updates>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            server_url: None,
            return_by: None,
            keep_secret: true,
            kiosk: false,
            idle_percent: None,
            updates: None,
        }
    }
}

/// How a result comes back from the system's browser (RFC 8252 section 7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReturnBy {
    /// A port on the loopback interface; the link where no port can be had.
    #[default]
    Loopback,
    /// A link with our own scheme.
    Link,
}

/// Where newer versions come from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Updates {
    /// The description of the newest version, by https.
    pub(crate) url: Url,
    /// The public half of the key that signs versions (minisign, as `tauri signer` writes it).
    pub(crate) public_key: String,
}
