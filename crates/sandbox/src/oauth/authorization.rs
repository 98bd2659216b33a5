//! The authorization response (RFC 6749 section 4.1.2, RFC 9207), with its faults.

use crate::encoding::with_query;
use crate::fault::{Fault, Kind};
use crate::random;
use crate::service::Service;
use crate::world::World;

/// Where a response goes, as taken from the request.
#[derive(Debug, Clone)]
pub(crate) struct ReturnAddress {
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
}

/// An error that the client is told (RFC 6749 section 4.1.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ProtocolError {
    pub(crate) error: String,
    pub(crate) description: String,
}

impl ProtocolError {
    pub(crate) fn new(error: &str, description: impl Into<String>) -> Self {
        Self {
            error: error.to_owned(),
            description: description.into(),
        }
    }

    /// The person said no.
    pub(crate) fn access_denied(description: &str) -> Self {
        Self::new("access_denied", description)
    }
}

/// What a success carries.
#[derive(Debug)]
pub(crate) struct Success {
    pub(crate) code: String,
    pub(crate) session_state: String,
}

/// How the browser brings the response to the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// A redirect to this address.
    Redirect(String),
    /// A form that posts these fields.
    FormPost {
        /// Where to.
        action: String,
        /// Names and values.
        fields: Vec<(String, String)>,
    },
}

type Pairs = Vec<(String, String)>;

/// Builds the response; an armed fault of the authorization kind strikes here.
pub(crate) fn deliver(
    world: &World,
    (service, issuer): (Service, &str),
    to: &ReturnAddress,
    outcome: Result<Success, ProtocolError>,
) -> Delivery {
    let fault = world
        .faults
        .of_kind(service, Kind::Authorization)
        .map(|arming| arming.fault);
    let outcome = match fault.and_then(error_of) {
        Some(error) => Err(error),
        None => outcome,
    };
    let mut pairs: Pairs = match outcome {
        Ok(success) => vec![
            pair("code", &success.code),
            pair("session_state", &success.session_state),
        ],
        Err(error) => {
            vec![
                pair("error", &error.error),
                pair("error_description", &error.description),
            ]
        }
    };
    pairs.extend(to.state.iter().map(|state| pair("state", state)));
    // The tenant neither announces nor sends `iss`, as the real one.
    if service == Service::DigitalId || fault == Some(Fault::IssParamWrong) {
        pairs.push(pair("iss", issuer));
    }
    if let Some(fault) = fault {
        spoil(&mut pairs, fault);
    }
    if fault == Some(Fault::ErrorFormPost) {
        return Delivery::FormPost {
            action: to.redirect_uri.clone(),
            fields: pairs,
        };
    }
    Delivery::Redirect(with_query(&to.redirect_uri, &pairs))
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn error_of(fault: Fault) -> Option<ProtocolError> {
    let (error, description) = match fault {
        Fault::ErrorAccessDenied | Fault::ErrorFormPost => ("access_denied", "User cancelled"),
        Fault::ErrorAuthenticationExpired => ("temporarily_unavailable", "authentication_expired"),
        Fault::ErrorServerError => ("server_error", "Internal error"),
        Fault::ErrorTemporarilyUnavailable => ("temporarily_unavailable", "Under maintenance"),
        Fault::ErrorUnknownString => ("e_10999_unknown", "<img src=x onerror=alert(1)>"),
        _ => return None,
    };
    Some(ProtocolError::new(error, description))
}

fn spoil(pairs: &mut Pairs, fault: Fault) {
    match fault {
        Fault::IssParamWrong => replace(pairs, "iss", "https://issuer.example/realms/main"),
        Fault::IssParamMissing => pairs.retain(|(name, _)| name != "iss"),
        Fault::StateWrong => replace(pairs, "state", &random::token()),
        Fault::StateMissing => pairs.retain(|(name, _)| name != "state"),
        Fault::SessionStateMissing => pairs.retain(|(name, _)| name != "session_state"),
        Fault::DuplicateCode => pairs.push(pair("code", &random::token())),
        Fault::DuplicateState => pairs.push(pair("state", &random::token())),
        _ => {}
    }
}

fn replace(pairs: &mut Pairs, name: &str, value: &str) {
    for (_, old) in pairs.iter_mut().filter(|(known, _)| known == name) {
        value.clone_into(old);
    }
}
