//! Whether a call that changes something comes from our own page or app.

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, header};
use ident_core::refusal::Refusal;

use crate::flow::Refused;
use crate::http::callback::told;
use crate::http::extract::CHANNEL;

/// A header that a foreign page cannot send without asking first (a preflight, never granted).
const MARK: &str = "x-ident";

/// The answer to a request that may not change anything here; `None` lets it pass.
pub(super) fn turned_away(request: &Request, origin: &str) -> Option<Response> {
    let refusal = permits(request.method(), request.headers(), origin).err()?;
    Some(if is_submitted_page(request.headers()) {
        told(&refusal.into())
    } else {
        Refused::from(refusal).into_response()
    })
}

/// A person whose browser was made to submit a form here (C-37) sees a page of ours, not JSON.
fn is_submitted_page(headers: &HeaderMap) -> bool {
    let is = |name: &str, wanted: &str| headers.get(name).is_some_and(|value| value == wanted);
    is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document")
}

/// Lets reading pass, and changes only with our mark, a JSON body, and our own origin. A browser
/// states its origin with every change; an installed app has none and says that it is an app,
/// which also keeps cookies from being read.
///
/// # Errors
/// `RequestOrigin`; `RequestMalformed` for another media type.
pub(super) fn permits(method: &Method, headers: &HeaderMap, own: &str) -> Result<(), Refusal> {
    if matches!(*method, Method::GET | Method::HEAD) {
        return Ok(());
    }
    if single(headers, MARK)? != Some("1") || !origin_fits(headers, own)? {
        return Err(Refusal::RequestOrigin);
    }
    let is_json = single(headers, header::CONTENT_TYPE.as_str())?.is_some_and(|value| {
        let essence = value.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case("application/json")
    });
    if is_json {
        Ok(())
    } else {
        Err(Refusal::RequestMalformed)
    }
}

fn origin_fits(headers: &HeaderMap, own: &str) -> Result<bool, Refusal> {
    let is_app = single(headers, CHANNEL)? == Some("app");
    let origin = single(headers, header::ORIGIN.as_str())?;
    let site = single(headers, "sec-fetch-site")?;
    Ok(match origin {
        Some(origin) => origin == own && site.is_none_or(|site| site == "same-origin"),
        None => is_app && site.is_none(),
    })
}

/// The one value of a header; a repeated or unreadable one is no honest browser's.
fn single<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Refusal> {
    let mut values = headers.get_all(name).iter();
    let first = values.next().map(|value| value.to_str()).transpose();
    match (first, values.next()) {
        (Ok(first), None) => Ok(first),
        _ => Err(Refusal::RequestOrigin),
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    const OWN: &str = "https://ident.example.ac.jp";
    const HONEST: [(&str, &str); 4] = [
        ("x-ident", "1"),
        ("content-type", "application/json"),
        ("origin", OWN),
        ("sec-fetch-site", "same-origin"),
    ];
    const APP: [(&str, &str); 4] = [
        ("x-ident", "1"),
        ("content-type", "application/json"),
        ("x-ident-channel", "app"),
        ("authorization", "Bearer x"),
    ];

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            let name = HeaderName::try_from(*name).expect("a name");
            headers.append(name, HeaderValue::try_from(*value).expect("a value"));
        }
        headers
    }

    /// The given headers with one changed, or removed where the value is empty.
    fn but(pairs: &[(&str, &str)], name: &str, value: &str) -> HeaderMap {
        let mut headers = headers(pairs);
        let name = HeaderName::try_from(name).expect("a name");
        headers.remove(&name);
        if !value.is_empty() {
            headers.insert(name, HeaderValue::try_from(value).expect("a value"));
        }
        headers
    }

    fn post(headers: &HeaderMap) -> Result<(), Refusal> {
        permits(&Method::POST, headers, OWN)
    }

    #[test]
    fn r58_our_own_page_and_app_may_change_things() {
        assert_eq!(post(&headers(&HONEST)), Ok(()));
        assert_eq!(post(&headers(&APP)), Ok(()));
        let with_charset = but(&HONEST, "content-type", "Application/JSON; charset=utf-8");
        assert_eq!(post(&with_charset), Ok(()));
        let older_browser = but(&HONEST, "sec-fetch-site", "");
        assert_eq!(post(&older_browser), Ok(()));
        let app_without_visit = but(&APP, "authorization", "");
        assert_eq!(post(&app_without_visit), Ok(()));
    }

    #[test]
    fn r58_a_foreign_page_may_not() {
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("origin", "http://ident.example.ac.jp"),
            ("origin", "https://ident.example.ac.jp:8443"),
            ("origin", "https://ident.example.ac.jp.evil.example"),
            ("origin", "https://IDENT.example.ac.jp"),
            ("origin", ""),
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "none"),
            ("x-ident", ""),
            ("x-ident", "0"),
        ] {
            let changed = but(&HONEST, name, value);
            assert_eq!(
                post(&changed),
                Err(Refusal::RequestOrigin),
                "{name}: {value}"
            );
        }
    }

    #[test]
    fn r58_a_page_cannot_pass_for_an_app() {
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-origin"),
            ("x-ident-channel", "web"),
            ("x-ident", ""),
        ] {
            let changed = but(&APP, name, value);
            assert_eq!(
                post(&changed),
                Err(Refusal::RequestOrigin),
                "{name}: {value}"
            );
        }
    }

    #[test]
    fn r58_a_form_is_not_a_change() {
        for media in [
            "",
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
        ] {
            let changed = but(&HONEST, "content-type", media);
            assert_eq!(post(&changed), Err(Refusal::RequestMalformed), "{media}");
        }
    }

    #[test]
    fn r58_a_repeated_header_counts_as_a_wrong_one() {
        for name in ["origin", "x-ident", "content-type"] {
            let mut twice = headers(&HONEST);
            let value = twice[name].clone();
            twice.append(HeaderName::try_from(name).expect("a name"), value);
            assert_eq!(
                permits(&Method::POST, &twice, OWN),
                Err(Refusal::RequestOrigin),
                "{name}"
            );
        }
    }

    #[test]
    fn r58_every_other_method_is_held_to_the_same() {
        let foreign = but(&HONEST, "origin", "https://evil.example");
        for method in [Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS] {
            assert!(permits(&method, &foreign, OWN).is_err(), "{method}");
        }
        assert_eq!(
            permits(&Method::GET, &foreign, OWN),
            Ok(()),
            "reading changes nothing"
        );
    }
}
