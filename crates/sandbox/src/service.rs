//! Names of the outside services and of their endpoints.

use serde::{Deserialize, Serialize};

/// An outside service that the sandbox plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Service {
    /// The Digital Agency's OP.
    DigitalId,
    /// The UTokyo Account OP.
    Utokyo,
    /// Microsoft Graph.
    Graph,
    /// The mail server.
    Smtp,
    /// The university's archive desk.
    Archive,
}

impl Service {
    /// Every service.
    pub(crate) const ALL: [Self; 5] = [
        Self::DigitalId,
        Self::Utokyo,
        Self::Graph,
        Self::Smtp,
        Self::Archive,
    ];
}

/// An endpoint that is journalled and can be made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Endpoint {
    Metadata,
    Authorize,
    Token,
    Userinfo,
    Jwks,
    User,
    Policy,
    TapList,
    TapGet,
    TapCreate,
    TapDelete,
    Revoke,
    Methods,
    Password,
    Roles,
    /// The directory's log.
    AuditLog,
    /// No such path, or no such method on it.
    Unknown,
    /// A mail handed over.
    Mail,
    /// A grant of the archive desk.
    Grant,
}

impl Endpoint {
    /// Where a transport fault strikes when its request names no endpoint; `None` is anywhere.
    pub(crate) fn usual(service: Service) -> Option<Self> {
        match service {
            Service::DigitalId | Service::Utokyo => Some(Self::Token),
            Service::Graph | Service::Smtp | Service::Archive => None,
        }
    }

    /// Whether a call changes something at Graph.
    pub(crate) fn is_graph_write(self) -> bool {
        matches!(
            self,
            Self::TapCreate | Self::TapDelete | Self::Revoke | Self::Password
        )
    }
}
