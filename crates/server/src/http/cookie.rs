//! The cookies. Over https they carry the `__Host-` prefix (RFC 6265bis section 4.1.3.2): no
//! other host or path can set them.

use cookie::{Cookie, SameSite};
use http::{HeaderMap, HeaderValue, header};
use ident_core::secret::Token;
use ident_core::time::Span;

use crate::config::Config;
use crate::flow::FlowCookie;

const VISIT: &str = "ident_visit";
const FLOW: &str = "ident_flow";
const RETURN: &str = "ident_return";

/// Reads a bearer value from a cookie.
fn read(headers: &HeaderMap, name: &str) -> Option<Token> {
    Token::parse(&text(headers, name)?)
}

/// Reads a cookie; a repeated one is read as none.
fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .filter(|cookie| cookie.name() == name);
    let value = found.next()?;
    found.next().is_none().then(|| value.value().to_owned())
}

/// The visit's bearer value, if the browser sent one that has the right form.
pub(super) fn visit(headers: &HeaderMap, config: &Config) -> Option<Token> {
    read(headers, &name(config, VISIT))
}

/// The flow cookie of this browser.
pub(super) fn flow(headers: &HeaderMap, config: &Config) -> Option<FlowCookie> {
    read(headers, &name(config, FLOW)).map(FlowCookie)
}

/// `Set-Cookie` for the visit: never sent along from another site.
pub(super) fn set_visit(config: &Config, token: &Token) -> HeaderValue {
    set(
        config,
        VISIT,
        token,
        SameSite::Strict,
        config.lifetimes.visit_absolute,
    )
}

/// `Set-Cookie` for the flow: has to survive the return from the provider's site.
pub(super) fn set_flow(config: &Config, cookie: &FlowCookie) -> HeaderValue {
    set(
        config,
        FLOW,
        &cookie.0,
        SameSite::Lax,
        config.lifetimes.at_provider,
    )
}

/// What this browser is about to bring to the app.
pub(super) fn bringing(headers: &HeaderMap, config: &Config) -> Option<String> {
    text(headers, &name(config, RETURN))
}

/// `Set-Cookie` for what this browser brings to the app: as long as it is good for anything.
pub(super) fn set_bringing(config: &Config, text: &str) -> HeaderValue {
    let age = config.lifetimes.hand_back;
    set_text(config, RETURN, text, SameSite::Lax, age)
}

/// `Set-Cookie` that removes the visit.
pub(super) fn clear_visit(config: &Config) -> HeaderValue {
    clear(config, VISIT, SameSite::Strict)
}

/// `Set-Cookie` that removes the flow cookie.
pub(super) fn clear_flow(config: &Config) -> HeaderValue {
    clear(config, FLOW, SameSite::Lax)
}

fn name(config: &Config, name: &str) -> String {
    // A browser refuses the prefix without TLS; the sandbox on plain http does without it.
    if config.is_https() {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

fn set(config: &Config, base: &str, token: &Token, same_site: SameSite, age: Span) -> HeaderValue {
    set_text(config, base, &token.to_text(), same_site, age)
}

fn set_text(
    config: &Config,
    base: &str,
    text: &str,
    same_site: SameSite,
    age: Span,
) -> HeaderValue {
    let cookie = Cookie::build((name(config, base), text.to_owned()))
        .path("/")
        .http_only(true)
        .secure(config.is_https())
        .same_site(same_site)
        .max_age(time::Duration::milliseconds(age.millis()))
        .build();
    value(&cookie)
}

fn clear(config: &Config, base: &str, same_site: SameSite) -> HeaderValue {
    let cookie = Cookie::build((name(config, base), ""))
        .path("/")
        .http_only(true)
        .secure(config.is_https())
        .same_site(same_site)
        .max_age(time::Duration::ZERO)
        .build();
    value(&cookie)
}

fn value(cookie: &Cookie<'_>) -> HeaderValue {
    HeaderValue::try_from(cookie.to_string())
        .expect("our cookies are ASCII without control characters")
}
