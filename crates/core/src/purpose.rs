//! What a flow is for, and by which of the four ways it goes.

use serde::{Deserialize, Serialize};

/// What a card check is for. A proof of one purpose is never good for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To link this card to a UTokyo Account.
    Link,
    /// To see what is linked to this card, and to cut it.
    Manage,
    /// To be issued a temporary access pass.
    Pass,
    /// To be issued a temporary password.
    Password,
    /// To apply for the rescue of cloud data after leaving.
    Salvage,
    /// To join the alumni service.
    Alumni,
}

impl Purpose {
    /// The attributes asked of the card beyond the pairwise id. The name is asked for once, at
    /// linking; every attribute costs the person a second PIN.
    pub const fn asks_name(self) -> bool {
        matches!(self, Self::Link)
    }

    /// A short stable name, as in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Manage => "manage",
            Self::Pass => "pass",
            Self::Password => "password",
            Self::Salvage => "salvage",
            Self::Alumni => "alumni",
        }
    }

    /// The `scope` of the authorization request (OIDC Core 5.4).
    pub const fn scope(self) -> &'static str {
        if self.asks_name() {
            "openid name"
        } else {
            "openid"
        }
    }
}

/// What a sign-in at UTokyo Account is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// To say which account the card shall be linked to.
    Link,
    /// To see the status page.
    My,
    /// A fresh sign-in with a second factor, for cutting or replacing a link.
    Secure,
    /// A clerk's sign-in to the office pages.
    Office,
}

/// One thing that a flow fetches from one outside service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Errand {
    /// A card check at the Digital Agency's service.
    Card {
        /// What the resulting proof will be good for.
        purpose: Purpose,
    },
    /// A sign-in at UTokyo Account.
    SignIn {
        /// What the sign-in is for.
        goal: Goal,
    },
}

impl Errand {
    /// The purpose of a card check, `None` for a sign-in.
    pub const fn purpose(self) -> Option<Purpose> {
        match self {
            Self::Card { purpose } => Some(purpose),
            Self::SignIn { .. } => None,
        }
    }

    /// The outside service that answers.
    pub const fn provider(self) -> Provider {
        match self {
            Self::Card { .. } => Provider::DigitalId,
            Self::SignIn { .. } => Provider::Account,
        }
    }

    /// A short stable name for the audit log and metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Card {
                purpose: Purpose::Link,
            } => "card_link",
            Self::Card {
                purpose: Purpose::Manage,
            } => "card_manage",
            Self::Card {
                purpose: Purpose::Pass,
            } => "card_pass",
            Self::Card {
                purpose: Purpose::Password,
            } => "card_password",
            Self::Card {
                purpose: Purpose::Salvage,
            } => "card_salvage",
            Self::Card {
                purpose: Purpose::Alumni,
            } => "card_alumni",
            Self::SignIn { goal: Goal::Link } => "sign_in_link",
            Self::SignIn { goal: Goal::My } => "sign_in_my",
            Self::SignIn { goal: Goal::Secure } => "sign_in_secure",
            Self::SignIn { goal: Goal::Office } => "sign_in_office",
        }
    }
}

/// The two OpenID Providers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// The Digital Agency's authentication service.
    DigitalId,
    /// UTokyo Account (Microsoft Entra).
    Account,
}

/// The four ways to hand off; the person always chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A: this phone, in its browser.
    ThisPhone,
    /// B: the installed app; through the system browser and back by a hand-back code.
    App,
    /// C: this PC's browser; the provider's own page shows the QR.
    ThisPc,
    /// D: our QR on this screen, opened on another device; six digits come back.
    OtherDevice,
}

impl Way {
    /// A short stable name for the audit log and metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ThisPhone => "this_phone",
            Self::App => "app",
            Self::ThisPc => "this_pc",
            Self::OtherDevice => "other_device",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r09_only_linking_asks_for_the_name() {
        assert_eq!(Purpose::Link.scope(), "openid name");
        assert_eq!(Purpose::Manage.scope(), "openid");
    }
}
