//! Security headers, the same on every answer.

use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

/// Nothing but our own files, no frames, no foreign forms.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/// The policy, with the one service outside to which a page of ours sends a form.
pub(super) fn policy(forms_to: Option<&Url>) -> HeaderValue {
    let Some(service) = forms_to else {
        return HeaderValue::from_static(POLICY);
    };
    let origin = service.origin().ascii_serialization();
    let policy = POLICY.replace(
        "form-action 'self'",
        &format!("form-action 'self' {origin}"),
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static(POLICY))
}

/// Nothing of a device is asked for by these pages.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), \
    gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

const ALWAYS: [(HeaderName, &str); 7] = [
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    (
        HeaderName::from_static("x-permitted-cross-domain-policies"),
        "none",
    ),
];

pub(super) fn put(headers: &mut HeaderMap, policy: &HeaderValue, is_https: bool) {
    headers.reserve(ALWAYS.len() + 5);
    headers.insert(CONTENT_SECURITY_POLICY, policy.clone());
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_https {
        let two_years = HeaderValue::from_static("max-age=63072000");
        headers.insert(STRICT_TRANSPORT_SECURITY, two_years);
    }
    // Only the built files say that they may be kept.
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r15_a_form_goes_to_us_or_to_the_one_configured_service() {
        let service = Url::parse("https://alumni.example/join").expect("a URL");
        let with = policy(Some(&service));
        let with = with.to_str().expect("text");
        assert!(
            with.contains("; form-action 'self' https://alumni.example; "),
            "{with}"
        );
        assert_eq!(policy(None), POLICY);
        assert_eq!(with.replace(" https://alumni.example", ""), POLICY);
    }
}
