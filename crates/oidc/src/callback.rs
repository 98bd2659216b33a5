//! Reading what a browser brings back from a provider. Everything in it is hostile until shown
//! otherwise; nothing in it is trusted but that `state` is one of ours, which the caller checks.

use std::borrow::Cow;

use ident_core::refusal::Refusal;
use ident_core::secret::{Secret, Token};

/// The longest query that is read, in bytes.
pub const MAX_QUERY_BYTES: usize = 8 * 1024;
/// The longest single parameter that is read, in bytes.
pub const MAX_PARAMETER_BYTES: usize = 4 * 1024;

/// An authorization response (RFC 6749 section 4.1.2) whose `state` has the form of ours.
#[derive(Clone, Debug)]
pub enum Callback {
    /// A code came.
    Code {
        /// The one-time code.
        code: Secret<String>,
        /// Our `state`.
        state: Token,
        /// The issuer, if stated (RFC 9207).
        iss: Option<String>,
        /// Keycloak's session mark; not used.
        session_state: Option<String>,
    },
    /// An error came.
    Error {
        /// The error code.
        error: String,
        /// Its description; compared, never shown.
        description: Option<String>,
        /// Our `state`.
        state: Token,
        /// The issuer, if stated (RFC 9207).
        iss: Option<String>,
    },
    /// The `state` is clear, the rest is not: a parameter is repeated, missing, too long or has
    /// characters it must not have.
    Malformed {
        /// Our `state`.
        state: Token,
    },
}

impl Callback {
    /// Our `state`.
    pub const fn state(&self) -> &Token {
        match self {
            Self::Code { state, .. } | Self::Error { state, .. } | Self::Malformed { state } => {
                state
            }
        }
    }
}

/// Reads the raw query of the callback address.
///
/// # Errors
/// `CallbackUnknownState` when no single `state` of our form is in it: the caller answers
/// neutrally. `CallbackMalformed` when the query as a whole is too long to be read.
pub fn parse_callback(query: &str) -> Result<Callback, Refusal> {
    if query.len() > MAX_QUERY_BYTES {
        return Err(Refusal::CallbackMalformed);
    }
    let found = Found::read(query);
    let Ok(Some(state)) = &found.state else {
        return Err(Refusal::CallbackUnknownState);
    };
    let state = Token::parse(state).ok_or(Refusal::CallbackUnknownState)?;
    Ok(found
        .answer(state.clone())
        .unwrap_or(Callback::Malformed { state }))
}

/// A parameter as found: absent, or once in good form; anything else is an error.
type Parameter<'a> = Result<Option<Cow<'a, str>>, ()>;

#[derive(Debug)]
struct Found<'a> {
    code: Parameter<'a>,
    state: Parameter<'a>,
    iss: Parameter<'a>,
    error: Parameter<'a>,
    description: Parameter<'a>,
    session_state: Parameter<'a>,
}

impl<'a> Found<'a> {
    fn read(query: &'a str) -> Self {
        let mut found = Self {
            code: Ok(None),
            state: Ok(None),
            iss: Ok(None),
            error: Ok(None),
            description: Ok(None),
            session_state: Ok(None),
        };
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let place = match &*name {
                "code" => &mut found.code,
                "state" => &mut found.state,
                "iss" => &mut found.iss,
                "error" => &mut found.error,
                "error_description" => &mut found.description,
                "session_state" => &mut found.session_state,
                _ => continue,
            };
            let good = matches!(place, Ok(None)) && is_printable(&value);
            *place = if good { Ok(Some(value)) } else { Err(()) };
        }
        found
    }

    fn answer(self, state: Token) -> Option<Callback> {
        let (code, error) = (self.code.ok()?, self.error.ok()?);
        let iss = self.iss.ok()?.map(Cow::into_owned);
        match (code, error) {
            (Some(code), None) if !code.is_empty() => Some(Callback::Code {
                code: Secret::new(code.into_owned()),
                state,
                iss,
                session_state: self.session_state.ok().flatten().map(Cow::into_owned),
            }),
            (None, Some(error)) if !error.is_empty() => Some(Callback::Error {
                error: error.into_owned(),
                // A description in another language or too long is no reason to lose the error.
                description: self.description.ok().flatten().map(Cow::into_owned),
                state,
                iss,
            }),
            _ => None,
        }
    }
}

/// Printable ASCII of bounded length: the widest set any of the parameters may use
/// (RFC 6749 appendix A).
fn is_printable(value: &str) -> bool {
    value.len() <= MAX_PARAMETER_BYTES && value.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}
