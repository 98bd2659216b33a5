//! Who reads a page: language, device and cookies, taken from the request.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, RawQuery};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use cookie::Cookie;

use crate::encoding::Parameters;

const LANGUAGE_COOKIE: &str = "practice_lang";

/// Language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lang {
    Ja,
    En,
}

impl Lang {
    /// The one of two texts in this language.
    pub(crate) fn pick<T>(self, ja: T, en: T) -> T {
        match self {
            Self::Ja => ja,
            Self::En => en,
        }
    }

    /// The tag of BCP 47.
    pub(crate) fn tag(self) -> &'static str {
        self.pick("ja", "en")
    }
}

/// Who reads.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    pub(crate) lang: Lang,
    /// Whether the browser says that it runs on a phone.
    pub(crate) on_phone: bool,
    /// Path and query of the page.
    pub(crate) here: String,
    cookies: Vec<(String, String)>,
}

impl Reader {
    /// The value of a cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let headers = &parts.headers;
        let cookies = cookies(headers);
        let query = Parameters::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let kept = cookies
            .iter()
            .find(|(name, _)| name == LANGUAGE_COOKIE)
            .map(|(_, lang)| lang);
        let lang = language(query.one("lang"), kept.map(String::as_str), headers);
        let here = parts
            .uri
            .path_and_query()
            .map(|here| here.as_str().to_owned());
        Ok(Self {
            lang,
            on_phone: on_phone(headers),
            here: here.unwrap_or_else(|| "/".to_owned()),
            cookies,
        })
    }
}

fn cookies(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned()))
        .collect()
}

fn language(asked: Option<&str>, kept: Option<&str>, headers: &HeaderMap) -> Lang {
    match asked.or(kept) {
        Some("en") => return Lang::En,
        Some("ja") => return Lang::Ja,
        _ => {}
    }
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let first = accepted
        .unwrap_or_default()
        .split(',')
        .next()
        .unwrap_or_default();
    if first.trim().to_ascii_lowercase().starts_with("en") {
        Lang::En
    } else {
        Lang::Ja
    }
}

fn on_phone(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if text("sec-ch-ua-mobile") == Some("?1") {
        return true;
    }
    let agent = text("user-agent").unwrap_or_default();
    ["iPhone", "iPad", "Android", "Mobile"]
        .iter()
        .any(|word| agent.contains(word))
}

/// `GET /lang?to=en&back=/…`: keeps the language and goes back to a page of this site.
pub(crate) async fn change_language(RawQuery(query): RawQuery) -> Response {
    let query = Parameters::parse(query.unwrap_or_default().as_bytes());
    let lang = if query.text("to") == "en" { "en" } else { "ja" };
    let back = query.text("back");
    let local = back.starts_with('/') && !back.starts_with("//") && !back.contains('\\');
    let to = Redirect::to(if local { back } else { "/" });
    (super::set_cookie(LANGUAGE_COOKIE, lang), to).into_response()
}
