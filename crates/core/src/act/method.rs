//! Sign-in methods registered for an account, as the directory lists them.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// A registered method. Its label is shown to the person and kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    /// The directory's id of it.
    pub id: String,
    /// Of which kind.
    pub kind: MethodKind,
    /// What the person called it, or a masked number.
    pub label: Option<String>,
    /// When it was registered, if the directory says so.
    pub added_at: Option<Timestamp>,
}

/// The kinds of sign-in methods (Graph `authenticationMethod` and its derived types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MethodKind {
    /// Microsoft Authenticator.
    Authenticator,
    /// A phone number.
    Phone,
    /// Another app with codes.
    SoftwareOath,
    /// A security key or passkey.
    Fido2,
    /// Windows Hello for Business or a platform credential.
    Device,
    /// A mail address; for resetting a password only.
    Email,
    /// The password.
    Password,
    /// A temporary access pass.
    Pass,
    /// A kind that this program does not know.
    Other,
}

impl MethodKind {
    /// Whether it can be the second factor of a sign-in. What is not known does not count.
    pub const fn is_second_factor(self) -> bool {
        matches!(
            self,
            Self::Authenticator | Self::Phone | Self::SoftwareOath | Self::Fido2 | Self::Device
        )
    }
}
