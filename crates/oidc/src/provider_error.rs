//! What an `error` of the provider means for the person.

use ident_core::refusal::Refusal;

/// Sorts the `error` of an authorization response (RFC 6749 section 4.1.2.1, OIDC Core 3.1.2.6).
/// The description is only ever compared, never shown.
pub fn classify_error(error: &str, description: Option<&str>) -> Refusal {
    // Keycloak says so when its own login session has run out.
    let expired = description == Some("authentication_expired");
    // Entra says so of an account that the university has stopped.
    let stopped = description.is_some_and(|text| text.starts_with("AADSTS50057"));
    match error {
        "access_denied" if stopped => Refusal::AccountSuspended,
        "temporarily_unavailable" if expired => Refusal::ProviderExpired,
        "authentication_expired" => Refusal::ProviderExpired,
        "access_denied" => Refusal::ProviderCancelled,
        "temporarily_unavailable" => Refusal::ProviderBusy,
        "server_error" => Refusal::ProviderFault,
        "invalid_request"
        | "unauthorized_client"
        | "unsupported_response_type"
        | "invalid_scope"
        | "invalid_resource"
        | "invalid_client"
        | "request_not_supported"
        | "request_uri_not_supported"
        | "registration_not_supported" => Refusal::ProviderMisconfigured,
        _ => Refusal::ProviderUnknownError,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a34_every_error_has_a_meaning_and_an_unknown_one_is_called_unknown() {
        for (error, description, meaning) in [
            ("access_denied", None, Refusal::ProviderCancelled),
            (
                "access_denied",
                Some("AADSTS50057: The user account is disabled."),
                Refusal::AccountSuspended,
            ),
            (
                "temporarily_unavailable",
                Some("authentication_expired"),
                Refusal::ProviderExpired,
            ),
            ("authentication_expired", None, Refusal::ProviderExpired),
            ("temporarily_unavailable", None, Refusal::ProviderBusy),
            (
                "temporarily_unavailable",
                Some("<b>later</b>"),
                Refusal::ProviderBusy,
            ),
            ("server_error", None, Refusal::ProviderFault),
            (
                "server_error",
                Some("authentication_expired"),
                Refusal::ProviderFault,
            ),
            ("invalid_scope", None, Refusal::ProviderMisconfigured),
            ("unauthorized_client", None, Refusal::ProviderMisconfigured),
            ("Access_Denied", None, Refusal::ProviderUnknownError),
            ("", None, Refusal::ProviderUnknownError),
            ("login_required", None, Refusal::ProviderUnknownError),
        ] {
            assert_eq!(
                classify_error(error, description),
                meaning,
                "{error} {description:?}"
            );
        }
    }
}
