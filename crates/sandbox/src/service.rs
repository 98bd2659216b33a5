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
    Users,
}

impl Endpoint {
    /// Where a transport fault strikes when its request names no endpoint.
    pub(crate) fn usual(service: Service) -> Self {
        match service {
            Service::DigitalId | Service::Utokyo => Self::Token,
            Service::Graph => Self::Users,
        }
    }
}
