//! The frame around every page: banner, language switch, security headers.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use crate::page::{Lang, Reader};
use crate::world::World;

/// Which of the played parties a page belongs to; only the look follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Portal,
    Agency,
    Phone,
    Account,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Agency => "agency",
            Self::Phone => "phone",
            Self::Account => "account",
        }
    }

    fn party(self, lang: Lang) -> &'static str {
        match self {
            Self::Portal => lang.pick("練習用サンドボックス", "Practice sandbox"),
            Self::Agency => lang.pick(
                "カード認証サービス（練習用）",
                "Card sign-in service (practice)",
            ),
            Self::Phone => lang.pick(
                "スマートフォンの代わり（練習用）",
                "Stand-in for a phone (practice)",
            ),
            Self::Account => lang.pick(
                "大学アカウントのサインイン（練習用）",
                "University sign-in (practice)",
            ),
        }
    }
}

/// A page about to be answered.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    pub(crate) world: &'a World,
    pub(crate) reader: &'a Reader,
    pub(crate) tone: Tone,
    pub(crate) title: &'a str,
}

impl Page<'_> {
    /// The page with `body` in its main part.
    pub(crate) fn show(&self, body: &Markup) -> Response {
        self.show_as(StatusCode::OK, body)
    }

    /// As [`Self::show`], with another status.
    pub(crate) fn show_as(&self, status: StatusCode, body: &Markup) -> Response {
        let document = self.document(body).into_string();
        (status, self.headers(), document).into_response()
    }

    fn document(&self, body: &Markup) -> Markup {
        let lang = self.reader.lang;
        html! {
            (DOCTYPE)
            html lang=(lang.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="robots" content="noindex";
                    title { (self.title) " | " (self.tone.party(lang)) }
                    link rel="icon" href="data:,";
                    link rel="stylesheet" href="/assets/sandbox.css";
                    script src="/assets/sandbox.js" defer {}
                }
                body class=(self.tone.class()) {
                    (self.top())
                    main id="main" { h1 { (self.title) } (body) }
                }
            }
        }
    }

    fn top(&self) -> Markup {
        let lang = self.reader.lang;
        let (to, label) = lang.pick(("en", "English"), ("ja", "日本語"));
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query
            .append_pair("to", to)
            .append_pair("back", &self.reader.here);
        html! {
            header {
                p.practice {
                    (lang.pick(
                        "これは練習用の模擬画面です。本物のカード・暗証番号・パスワードは使わないでください。",
                        "This is a practice screen. Do not use a real card, PIN or password.",
                    ))
                }
                div.bar {
                    a.party href=(self.world.addresses.main) { (self.tone.party(lang)) }
                    a href={ "/lang?" (query.finish()) } lang=(to) hreflang=(to) { (label) }
                }
            }
        }
    }

    fn headers(&self) -> [(HeaderName, HeaderValue); 6] {
        let addresses = &self.world.addresses;
        // Chromium holds every redirect after a form against form-action, so Ident must be in it;
        // nothing else is, as at a provider that knows its clients' addresses and no more.
        let policy = format!(
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
             img-src 'self' data:; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'; \
             form-action 'self' {} {} {}",
            addresses.main,
            addresses.account,
            self.world.ident_url(),
        );
        let fixed = HeaderValue::from_static;
        [
            (header::CONTENT_TYPE, fixed("text/html; charset=utf-8")),
            (header::CACHE_CONTROL, fixed("no-store")),
            (header::X_CONTENT_TYPE_OPTIONS, fixed("nosniff")),
            (header::X_FRAME_OPTIONS, fixed("DENY")),
            (header::REFERRER_POLICY, fixed("no-referrer")),
            (
                header::CONTENT_SECURITY_POLICY,
                HeaderValue::from_str(&policy).unwrap_or_else(|_| fixed("default-src 'none'")),
            ),
        ]
    }
}
