//! `/app/return`: the page that ends a way through the system's browser (way B). It leads on to the
//! app, and says what helps when nothing happens.
//!
//! The chain of redirects that begins with a form of a provider ends here, at the origin that the
//! provider knows: a browser holds every redirect of such a chain against the provider's
//! `form-action`, and the app's port or scheme would not be in it. What leads on is the page's
//! own. Where to comes in a cookie of ours and never from the address, so that no link from
//! elsewhere can choose it, and the address stays clean.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderMap, header};
use ident_core::flow::HandBackTarget;
use ident_core::id::FlowId;
use ident_core::secret::Token;

use super::cookie;
use crate::state::App;

/// Where the page is.
pub(super) const PATH: &str = "/app/return";

/// What is brought to the app, and where it waits.
pub(super) struct Bringing {
    pub(super) target: HandBackTarget,
    pub(super) flow: FlowId,
    pub(super) code: Token,
}

impl Bringing {
    /// As it stands in the cookie. A claimed link needs no page: it is an address of https.
    pub(super) fn to_text(&self) -> Option<String> {
        let place = match self.target {
            HandBackTarget::Loopback { port, ipv6: false } => format!("4.{port}"),
            HandBackTarget::Loopback { port, ipv6: true } => format!("6.{port}"),
            HandBackTarget::CustomScheme => "s.0".to_owned(),
            HandBackTarget::ClaimedLink => return None,
        };
        Some(format!("{place}.{}.{}", self.flow, self.code.to_text()))
    }

    /// What the cookie says, read as strictly as anything from outside.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (kind, port) = (parts.next()?, parts.next()?.parse::<u16>().ok()?);
        let (flow, code) = (FlowId::parse(parts.next()?)?, Token::parse(parts.next()?)?);
        let target = match (kind, port) {
            ("4" | "6", 1024..) => HandBackTarget::Loopback {
                port,
                ipv6: kind == "6",
            },
            ("s", 0) => HandBackTarget::CustomScheme,
            _ => return None,
        };
        parts
            .next()
            .is_none()
            .then_some(Self { target, flow, code })
    }

    /// Where the app takes it.
    fn address(&self, scheme: &str) -> String {
        let query = format!("flow={}&code={}", self.flow, self.code.to_text());
        match self.target {
            HandBackTarget::Loopback { port, ipv6: false } => {
                format!("http://127.0.0.1:{port}/hand-back?{query}")
            }
            HandBackTarget::Loopback { port, ipv6: true } => {
                format!("http://[::1]:{port}/hand-back?{query}")
            }
            HandBackTarget::CustomScheme | HandBackTarget::ClaimedLink => {
                format!("{scheme}:/hand-back?{query}")
            }
        }
    }
}

/// The routes of the page.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(PATH, get(page))
        .route("/app/return.css", get(style))
}

/// `GET /app/return`
async fn page(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let brought = cookie::bringing(&headers, &app.config);
    let brought = brought.as_deref().and_then(Bringing::parse);
    let address = brought.map(|brought| brought.address(&app.config.app.custom_scheme));
    let kind = (header::CONTENT_TYPE, "text/html; charset=utf-8");
    ([kind], html(address.as_deref())).into_response()
}

/// `GET /app/return.css`
async fn style() -> Response {
    let kind = (header::CONTENT_TYPE, "text/css; charset=utf-8");
    ([kind], STYLE).into_response()
}

/// Both languages, because nobody knows here which one the person reads. Nothing in it was typed
/// by anybody; of what the address is made of, only `&` has a meaning in HTML.
fn html(address: Option<&str>) -> String {
    let address = address.map(|address| address.replace('&', "&amp;"));
    let (refresh, text) = match &address {
        Some(address) => (
            format!("<meta http-equiv=\"refresh\" content=\"0;url={address}\">"),
            LEADING_ON.replace("{address}", address),
        ),
        None => (String::new(), NOTHING_TO_BRING.to_owned()),
    };
    format!(
        "<!doctype html><html lang=\"ja\"><head><meta charset=\"utf-8\">\
        <meta name=\"viewport\" content=\"width=device-width\">\
        <meta name=\"color-scheme\" content=\"light dark\">\
        <link rel=\"stylesheet\" href=\"/app/return.css\">{refresh}\
        <title>アプリに戻る - Ident</title></head><body><main>{text}</main></body></html>"
    )
}

const LEADING_ON: &str = "<h1>Ident のアプリに戻ります</h1>\
    <p>自動で切り替わります。変わらないときは、ボタンを押してください。</p>\
    <p><a class=\"button\" href=\"{address}\">アプリに戻る</a></p>\
    <p>それでも何も起こらないときは、このページを閉じて、Ident のアプリの画面をご覧ください。結果は1分で無効になります。\
    そのときは、アプリからもう一度始めてください。</p>\
    <div lang=\"en\"><h2>Back to the Ident app</h2>\
    <p>This goes on by itself. If it does not, please press the button.</p>\
    <p><a class=\"button\" href=\"{address}\">Return to the app</a></p>\
    <p>If still nothing happens, close this page and look at the Ident app. The result is good for one \
    minute; after that, please begin again in the app.</p></div>";

const NOTHING_TO_BRING: &str = "<h1>Ident のアプリに戻ってください</h1>\
    <p>このページを閉じて、Ident のアプリの画面をご覧ください。続きが表示されていないときは、アプリからもう一度始めてください。</p>\
    <div lang=\"en\"><h2>Please return to the Ident app</h2>\
    <p>Close this page and look at the Ident app. If it does not show what comes next, please begin \
    again in the app.</p></div>";

const STYLE: &str = "body{margin:0;font:1.05rem/1.7 system-ui,sans-serif}\
    main{max-width:36rem;margin:0 auto;padding:2rem 1rem}\
    h1,h2{font-size:1.4rem;line-height:1.4}\
    div[lang]{margin-top:2.5rem;padding-top:1rem;border-top:1px solid #767676}\
    .button{display:inline-block;padding:.7rem 1.4rem;border-radius:.5rem;background:#00508f;color:#fff;text-decoration:none;font-weight:600}\
    .button:focus-visible{outline:3px solid;outline-offset:3px}";

#[cfg(test)]
mod tests {
    use ident_core::time::Timestamp;

    use super::*;

    fn bringing(target: HandBackTarget) -> Bringing {
        Bringing {
            target,
            flow: FlowId::made_at(Timestamp::from_millis(1_800_000_000_000), [7; 10]),
            code: Token::from_random([9; 32]),
        }
    }

    #[test]
    fn what_is_brought_survives_the_cookie() {
        for (target, begins) in [
            (
                HandBackTarget::Loopback {
                    port: 40_000,
                    ipv6: false,
                },
                "http://127.0.0.1:40000/hand-back?flow=",
            ),
            (
                HandBackTarget::Loopback {
                    port: 40_000,
                    ipv6: true,
                },
                "http://[::1]:40000/hand-back?flow=",
            ),
            (HandBackTarget::CustomScheme, "jp.example:/hand-back?flow="),
        ] {
            let brought = bringing(target);
            let text = brought.to_text().expect("a text");
            let read = Bringing::parse(&text).expect("read again");
            assert_eq!(read.target, target);
            let address = read.address("jp.example");
            assert!(address.starts_with(begins), "{address}");
            let page = html(Some(&address));
            assert_eq!(page.matches("&amp;code=").count(), 3, "{page}");
        }
        assert!(bringing(HandBackTarget::ClaimedLink).to_text().is_none());
    }

    #[test]
    fn r02_a_cookie_that_is_not_ours_leads_nowhere() {
        let good = bringing(HandBackTarget::CustomScheme)
            .to_text()
            .expect("a text");
        let rest = good.strip_prefix("s.0.").expect("its form");
        for text in [
            String::new(),
            "s.0".to_owned(),
            format!("s.80.{rest}"),
            format!("4.80.{rest}"),
            format!("4.0.{rest}"),
            format!("4.70000.{rest}"),
            format!("4.40000@evil.{rest}"),
            format!("x.40000.{rest}"),
            format!("{good}.x"),
            good.replace('.', ":"),
            format!("s.0.\"><script>.{}", &rest[rest.len() - 43..]),
        ] {
            assert!(Bringing::parse(&text).is_none(), "{text} was taken");
        }
        assert!(!html(None).contains("refresh"));
    }
}
