//! The card app: its screens, and what each press on them does.

use crate::clock::Seconds;
use crate::digital_id::attempt::{Attempt, End, Route};
use crate::oauth::ProtocolError;
use crate::options::Lifetimes;
use crate::population::{Certificate, HeldCard};
use crate::random;

/// How the app stands on the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum AppState {
    #[default]
    Ready,
    NotInstalled,
    NotRegistered,
    /// Registered with another person's card.
    OtherCard,
}

/// A phone: the app's state and the card in hand.
#[derive(Debug, Clone)]
pub(crate) struct Phone {
    pub(crate) id: String,
    pub(crate) card: String,
    pub(crate) app: AppState,
}

/// Why the app cannot go on as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
    WrongPin { tries_left: u8 },
    WrongTextPin,
    Locked,
    Expired,
    Revoked,
    OtherCard,
    NoCard,
}

/// What the app shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Screen {
    NotInstalled,
    Register,
    Registered,
    Digits,
    DeviceLock,
    Start,
    Pin,
    TextPin,
    Ready,
    Reading { until_ms: i64 },
    Problem(Problem),
    Consent,
    Done,
    AskStop(Box<Screen>),
    Stopped,
}

/// What a person does in the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Press {
    Install,
    Register,
    /// The phone's own lock, or just going on.
    Next,
    Pin(String),
    TextPin(String),
    SamePin,
    Read,
    Allow,
    AskStop,
    Stop,
    Continue,
    NewDigits,
}

/// The six digits that the phone shows and the other screen takes.
#[derive(Debug, Clone)]
pub(crate) struct Digits {
    pub(crate) value: String,
    pub(crate) expires: Seconds,
    pub(crate) tries_left: u8,
}

/// The app's part in an attempt.
#[derive(Debug, Clone)]
pub(crate) struct App {
    pub(crate) id: String,
    pub(crate) route: Route,
    pub(crate) phone: Phone,
    pub(crate) screen: Screen,
    pub(crate) digits: Digits,
    /// Whether the other screen took the right digits.
    pub(crate) paired: bool,
    pin: String,
    text_pin: String,
}

/// What the moment and the card in hand are while a press is worked on.
#[derive(Debug)]
pub(crate) struct Hand<'a> {
    pub(crate) card: Option<&'a mut HeldCard>,
    pub(crate) now_ms: i64,
    pub(crate) lives: &'a Lifetimes,
}

const DIGIT_TRIES: u8 = 5;

impl App {
    pub(crate) fn open(route: Route, phone: Phone, now: Seconds, lives: &Lifetimes) -> Self {
        let screen = match (phone.app, route) {
            (AppState::NotInstalled, _) => Screen::NotInstalled,
            (AppState::NotRegistered, _) => Screen::Register,
            (_, Route::OtherScreen) => Screen::Digits,
            (_, Route::SamePhone) => Screen::DeviceLock,
        };
        Self {
            id: random::token(),
            route,
            phone,
            screen,
            digits: fresh_digits(now, lives),
            paired: route == Route::SamePhone,
            pin: String::new(),
            text_pin: String::new(),
        }
    }

    /// Takes the digits typed on the other screen; a used-up number cannot be guessed further.
    pub(crate) fn pair(&mut self, typed: &str, now: Seconds) -> bool {
        let digits = &mut self.digits;
        if self.paired || digits.tries_left == 0 || digits.expires <= now {
            return false;
        }
        digits.tries_left -= 1;
        self.paired = typed == digits.value;
        self.paired
    }
}

/// Works on a press; one that does not belong to the screen changes nothing.
pub(crate) fn press(attempt: &mut Attempt, press: Press, hand: Hand<'_>) {
    let now = hand.now_ms / 1000;
    if attempt.over(now) {
        return;
    }
    let asks_attribute = attempt.request.asks_attribute();
    let Some(app) = &mut attempt.app else { return };
    let before = app.screen.clone();
    let after = match press {
        Press::AskStop if stoppable(&before) => Screen::AskStop(Box::new(before.clone())),
        Press::Stop => match before {
            Screen::AskStop(_) => Screen::Stopped,
            _ => before.clone(),
        },
        other => app.next(other, asks_attribute, hand),
    };
    app.screen = after.clone();
    if after != before {
        attempt.version += 1;
    }
    match after {
        Screen::Done => {
            let card = app.phone.card.clone();
            attempt.end_with(End::Allowed { card, at: now });
        }
        Screen::Stopped => {
            attempt.end_with(End::Failed(ProtocolError::access_denied("User cancelled")));
        }
        _ => {}
    }
}

fn stoppable(screen: &Screen) -> bool {
    !matches!(screen, Screen::Done | Screen::Stopped | Screen::AskStop(_))
}

impl App {
    fn next(&mut self, press: Press, asks_attribute: bool, hand: Hand<'_>) -> Screen {
        let here = self.screen.clone();
        match (here, press) {
            (Screen::AskStop(below), Press::Continue) => *below,
            (Screen::NotInstalled, Press::Install) => {
                self.phone.app = AppState::NotRegistered;
                Screen::Register
            }
            (Screen::Register, Press::Register) => {
                self.phone.app = AppState::Ready;
                Screen::Registered
            }
            (Screen::Registered, Press::Next) => match self.route {
                Route::OtherScreen => Screen::Digits,
                Route::SamePhone => Screen::DeviceLock,
            },
            (Screen::Digits, Press::NewDigits) => {
                self.digits = fresh_digits(hand.now_ms / 1000, hand.lives);
                Screen::Digits
            }
            (Screen::Digits, Press::Next) if self.paired => Screen::DeviceLock,
            (Screen::DeviceLock, Press::Next) => Screen::Start,
            (Screen::Start, Press::Next) => Screen::Pin,
            (Screen::Pin, Press::Pin(pin)) if is_pin(&pin) => {
                self.pin = pin;
                if asks_attribute {
                    Screen::TextPin
                } else {
                    Screen::Ready
                }
            }
            (Screen::TextPin, Press::TextPin(pin)) if is_pin(&pin) => {
                self.text_pin = pin;
                Screen::Ready
            }
            (Screen::TextPin, Press::SamePin) => {
                self.text_pin = self.pin.clone();
                Screen::Ready
            }
            (Screen::Ready, Press::Read) => Screen::Reading {
                until_ms: hand.now_ms + hand.lives.card_reading_ms,
            },
            (Screen::Reading { until_ms }, Press::Next) if hand.now_ms >= until_ms => {
                self.read(asks_attribute, hand.card)
            }
            (Screen::Problem(problem), Press::Continue) => after_problem(problem),
            (Screen::Consent, Press::Allow) => Screen::Done,
            (here, _) => here,
        }
    }

    /// What the chip says, in the order in which it is asked.
    fn read(&self, asks_attribute: bool, card: Option<&mut HeldCard>) -> Screen {
        let Some(held) = card else {
            return Screen::Problem(Problem::NoCard);
        };
        if self.phone.app == AppState::OtherCard {
            return Screen::Problem(Problem::OtherCard);
        }
        let was_locked = held.tries_left == 0;
        if was_locked || !held.try_pin(&self.pin) {
            return Screen::Problem(match held.tries_left {
                0 => Problem::Locked,
                tries_left => Problem::WrongPin { tries_left },
            });
        }
        if asks_attribute && self.text_pin != held.card.text_pin {
            return Screen::Problem(Problem::WrongTextPin);
        }
        match held.card.certificate {
            Certificate::Valid => Screen::Consent,
            Certificate::Expired => Screen::Problem(Problem::Expired),
            Certificate::Revoked => Screen::Problem(Problem::Revoked),
        }
    }
}

fn after_problem(problem: Problem) -> Screen {
    match problem {
        Problem::WrongPin { .. } | Problem::Locked => Screen::Pin,
        Problem::WrongTextPin => Screen::TextPin,
        Problem::Expired | Problem::Revoked | Problem::OtherCard | Problem::NoCard => Screen::Ready,
    }
}

fn is_pin(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn fresh_digits(now: Seconds, lives: &Lifetimes) -> Digits {
    Digits {
        value: random::six_digits(),
        expires: now + lives.digits,
        tries_left: DIGIT_TRIES,
    }
}
