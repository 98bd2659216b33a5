//! Authentication methods registered for an account.

use serde::{Deserialize, Serialize};

use crate::clock::Seconds;
use crate::random;

/// What kind of method it is; phones come once per type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum MethodKind {
    /// An app that asks for approval and makes codes.
    MicrosoftAuthenticator,
    /// The phone for texts and calls.
    Mobile,
    /// A second phone, for calls only.
    AlternateMobile,
    /// A desk phone, for calls only.
    Office,
    /// Another app that makes codes.
    SoftwareOath,
    /// A security key or passkey.
    Fido2,
    /// An address for resetting a password; not a way to sign in.
    Email,
}

impl MethodKind {
    /// Every kind.
    pub(crate) const ALL: [Self; 7] = [
        Self::MicrosoftAuthenticator,
        Self::Mobile,
        Self::AlternateMobile,
        Self::Office,
        Self::SoftwareOath,
        Self::Fido2,
        Self::Email,
    ];

    /// Its name on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::MicrosoftAuthenticator => "microsoftAuthenticator",
            Self::Mobile => "mobile",
            Self::AlternateMobile => "alternateMobile",
            Self::Office => "office",
            Self::SoftwareOath => "softwareOath",
            Self::Fido2 => "fido2",
            Self::Email => "email",
        }
    }

    /// The kind of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it is a second factor.
    pub(crate) fn signs_in(self) -> bool {
        self != Self::Email
    }

    /// Whether a six-digit code can come from it.
    pub(crate) fn gives_codes(self) -> bool {
        matches!(
            self,
            Self::MicrosoftAuthenticator | Self::Mobile | Self::SoftwareOath
        )
    }

    /// Whether an account has at most one of it.
    pub(crate) fn is_single(self) -> bool {
        matches!(self, Self::Mobile | Self::AlternateMobile | Self::Office)
    }

    /// What a method of this kind is called by default: a device, a number or an address.
    fn usual_label(self) -> &'static str {
        match self {
            Self::MicrosoftAuthenticator => "Practice phone",
            Self::Mobile => "+81 9000000000",
            Self::AlternateMobile => "+81 8000000000",
            Self::Office => "+81 300000000x0",
            Self::SoftwareOath => "",
            Self::Fido2 => "Practice key",
            Self::Email => "practice@mail.example",
        }
    }
}

/// One registered method.
#[derive(Debug, Clone)]
pub(crate) struct Method {
    pub(crate) id: String,
    pub(crate) kind: MethodKind,
    /// Device name, phone number or address, unmasked.
    pub(crate) label: String,
    pub(crate) created: Seconds,
    /// Whether the person no longer has what it needs.
    pub(crate) lost: bool,
}

impl Method {
    /// The well-known id of each account's mobile phone at Graph.
    const MOBILE: &'static str = "3179e48a-750b-4051-897c-87b9720928f7";
    const ALTERNATE_MOBILE: &'static str = "b6332ec1-7057-4abe-9331-3d72feddfe41";
    const OFFICE: &'static str = "e37fc753-ff3b-4958-9484-eaa9425c82bc";

    /// A method that is registered at `created`.
    pub(crate) fn new(kind: MethodKind, created: Seconds) -> Self {
        let id = match kind {
            MethodKind::Mobile => Self::MOBILE.to_owned(),
            MethodKind::AlternateMobile => Self::ALTERNATE_MOBILE.to_owned(),
            MethodKind::Office => Self::OFFICE.to_owned(),
            // The ids of security keys are the keys' own, not UUIDs.
            MethodKind::Fido2 => format!("{}2", &random::token()[..42]),
            _ => random::uuid(),
        };
        Self {
            id,
            kind,
            label: kind.usual_label().to_owned(),
            created,
            lost: false,
        }
    }
}
