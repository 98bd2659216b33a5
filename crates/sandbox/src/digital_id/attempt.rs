//! One attempt to sign in: from the authorization request to its answer.

use crate::clock::Seconds;
use crate::digital_id::app::App;
use crate::digital_id::request::AuthorizationRequest;
use crate::oauth::{Delivery, ProtocolError};
use crate::options::Lifetimes;
use crate::random;

/// How the app takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    /// The browser runs on the phone that has the app.
    SamePhone,
    /// The browser runs elsewhere; QR code and six digits connect the two.
    OtherScreen,
}

/// How an attempt ended.
#[derive(Debug, Clone)]
pub(crate) enum End {
    /// The person agreed, with this card, at this moment.
    Allowed { card: String, at: Seconds },
    /// The client is told an error.
    Failed(ProtocolError),
}

/// The QR code on the screen.
#[derive(Debug, Clone)]
pub(crate) struct Qr {
    pub(crate) token: String,
    pub(crate) expires: Seconds,
    pub(crate) scanned: bool,
}

/// One attempt to sign in.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) id: String,
    /// Value of the cookie that binds the attempt to the browser that began it.
    pub(crate) browser: String,
    pub(crate) session: String,
    pub(crate) request: AuthorizationRequest,
    pub(crate) deadline: Seconds,
    pub(crate) qr: Qr,
    /// The app's part, once it takes part.
    pub(crate) app: Option<App>,
    pub(crate) end: Option<End>,
    /// The answer, made once, when the browser comes for it.
    pub(crate) delivery: Option<Delivery>,
    /// Rises with each change another screen should show.
    pub(crate) version: u32,
}

impl Attempt {
    pub(crate) fn new(
        request: AuthorizationRequest,
        browser: String,
        now: Seconds,
        lives: &Lifetimes,
    ) -> Self {
        Self {
            id: random::token(),
            browser,
            session: random::uuid(),
            request,
            deadline: now + lives.attempt,
            qr: fresh_qr(now, lives),
            app: None,
            end: None,
            delivery: None,
            version: 0,
        }
    }

    /// Shows a new QR code; the former is dead, and so is the app that read it.
    pub(crate) fn renew_qr(&mut self, now: Seconds, lives: &Lifetimes) {
        self.qr = fresh_qr(now, lives);
        self.app = None;
        self.version += 1;
    }

    /// Whether the QR code can still be read.
    pub(crate) fn qr_readable(&self, now: Seconds) -> bool {
        !self.over(now) && !self.qr.scanned && self.qr.expires > now
    }

    /// Whether nothing more can happen.
    pub(crate) fn over(&self, now: Seconds) -> bool {
        self.end.is_some() || self.deadline <= now
    }

    /// Ends the attempt, unless it has ended.
    pub(crate) fn end_with(&mut self, end: End) {
        if self.end.is_none() {
            self.end = Some(end);
            self.version += 1;
        }
    }
}

fn fresh_qr(now: Seconds, lives: &Lifetimes) -> Qr {
    Qr {
        token: random::token(),
        expires: now + lives.qr,
        scanned: false,
    }
}
