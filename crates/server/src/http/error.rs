//! The one place where a refusal becomes an HTTP answer (RFC 9457 media type).

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use ident_core::refusal::Refusal;
use ident_wire::Problem;

use crate::entropy::Entropy;
use crate::flow::Refused;
use crate::view;

/// What the access log notes of a refusal: its code and reference, nothing else.
#[derive(Clone, Debug)]
pub struct Noted {
    /// The code.
    pub refusal: Refusal,
    /// The reference that the person was shown.
    pub reference: String,
}

impl IntoResponse for Refused {
    fn into_response(mut self) -> Response {
        let reference = self.reference.take().unwrap_or_else(|| Entropy.reference());
        let problem = Problem {
            refusal: view::refusal(&self, &reference),
        };
        let mut response = (status(self.refusal), Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(Noted {
            refusal: self.refusal,
            reference,
        });
        response
    }
}

/// The HTTP status of a refusal (RFC 9110 section 15).
pub const fn status(refusal: Refusal) -> StatusCode {
    use Refusal as R;
    match refusal {
        R::StartTooMany => StatusCode::TOO_MANY_REQUESTS,
        R::RequestTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        R::RequestMalformed
        | R::CallbackMalformed
        | R::CallbackUnknownState
        | R::HandBackInvalid
        | R::ContactMalformed => StatusCode::BAD_REQUEST,
        R::VisitMissing | R::VisitExpired | R::SignInRequired | R::SignInAgain => {
            StatusCode::UNAUTHORIZED
        }
        R::RequestNotFound
        | R::FlowUnknown
        | R::HandoffUnknown
        | R::ActMissing
        | R::FreezeUnknown
        | R::ContactMissing => StatusCode::NOT_FOUND,
        R::FlowExpired
        | R::ActExpired
        | R::HandoffExpired
        | R::DigitsExpired
        | R::HandBackExpired
        | R::CallbackLate
        | R::MailCodeExpired
        | R::ProviderExpired => StatusCode::GONE,
        R::FlowOutOfOrder
        | R::FlowSuperseded
        | R::FlowCancelled
        | R::HandoffTaken
        | R::HandoffDeclined
        | R::CallbackRepeated
        | R::ProofUsed
        | R::LinkCardLinkedElsewhere
        | R::LinkAccountHasOtherCard
        | R::LinkChangedMeanwhile
        | R::LinkFrozen
        | R::FreezeNothing
        | R::NotFrozen
        | R::ContactKnown
        | R::ContactTooMany
        | R::ActUnderWay
        | R::ActOutOfTurn
        | R::ActSuperseded
        | R::ActGivenUp
        | R::ActRepeated
        | R::UnlinkNothing => StatusCode::CONFLICT,
        R::OutcomeUnknown | R::DirectoryBusy => StatusCode::SERVICE_UNAVAILABLE,
        R::StoreUnavailable | R::ProviderBusy | R::DirectoryUnreachable | R::KeysUnavailable => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        R::ProviderTimeout => StatusCode::GATEWAY_TIMEOUT,
        R::Unexpected | R::DirectoryRefused => StatusCode::INTERNAL_SERVER_ERROR,
        _ => kiosk(refusal),
    }
}

/// Refusals about kiosks; all else is somebody else's fault.
const fn kiosk(refusal: Refusal) -> StatusCode {
    use Refusal as R;
    match refusal {
        R::KioskAssertion | R::KioskClock | R::KioskCodeWrong | R::KioskName => {
            StatusCode::BAD_REQUEST
        }
        R::KioskUnknown => StatusCode::NOT_FOUND,
        R::KioskCodeExpired | R::KioskEnded => StatusCode::GONE,
        _ => upstream(refusal),
    }
}

/// A provider's wrong answer is a bad gateway; what is left is not allowed to this person.
const fn upstream(refusal: Refusal) -> StatusCode {
    match refusal.side() {
        ident_core::refusal::Side::DigitalAgency => StatusCode::BAD_GATEWAY,
        _ => StatusCode::FORBIDDEN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_refusal_looks_like_a_success_or_a_redirect() {
        for refusal in Refusal::ALL {
            let status = status(*refusal);
            assert!(
                status.is_client_error() || status.is_server_error(),
                "{refusal}: {status}"
            );
        }
    }
}
