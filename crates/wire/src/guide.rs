//! The guide: from what still works to the usable ways.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One question of the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// What is the matter?
    Trouble,
    /// Does any other registered method still work?
    OtherMethod,
    /// Was the card linked before, and is it at hand?
    Card,
    /// Is there an IC card (student or staff card)?
    IcCard,
    /// What were you before you left?
    Former,
    /// Has the account ended, and how long ago?
    Ended,
    /// Is a mail address registered for a reset, and can it be read?
    MailAddress,
}

/// One answer. Which answers a question has is told with the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The password is forgotten.
    PasswordLost,
    /// The phone or other second method is gone.
    MethodLost,
    /// Both.
    BothLost,
    /// The first set-up of the second method was begun and is stuck.
    SettingUp,
    /// The person has left, or is leaving, the university.
    Left,
    /// The university has stopped the account.
    Stopped,
    /// Nothing: the person wants to be prepared.
    Prepare,
    /// Yes.
    Yes,
    /// No.
    No,
    /// The person does not know.
    Unsure,
    /// Graduated: a degree was conferred.
    Graduate,
    /// A student right before leaving, without a degree.
    Student,
    /// Staff right before leaving.
    Staff,
    /// The account has not ended yet.
    NotYet,
    /// It ended within the last 180 days.
    Recently,
    /// It ended longer ago.
    LongAgo,
}

/// A way that is open to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Sign in with another registered method.
    OtherMethod,
    /// Pass by card check.
    Pass,
    /// Password by card check.
    Password,
    /// Pass first, then password, by two card checks.
    PassThenPassword,
    /// Check with the card whether it is linked (status).
    CheckLink,
    /// Reset the password by mail to a registered address.
    ResetByMail,
    /// Office: re-registration of methods.
    OfficeMethod,
    /// Office: reissue of the password.
    OfficePassword,
    /// Office: both at one visit.
    OfficeBoth,
    /// Reset by mail first, then the site that takes a photo of the IC card.
    ResetThenPhoto,
    /// The site that takes a photo of the IC card.
    PhotoSite,
    /// The application form.
    Form,
    /// Link now, while sign-in works.
    LinkNow,
    /// Register a second method and a mail address for resets, while sign-in works.
    MoreMethods,
    /// Back up data and do what is to be done before the account ends.
    BackUp,
    /// Rescue of cloud data by card check.
    Salvage,
    /// Ask the former office.
    FormerOffice,
    /// The alumni service.
    Alumni,
    /// No way of one's own is left: ask support.
    Support,
}

/// One thing to bring or have at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// The My Number Card itself.
    Card,
    /// The phone with the app.
    PhoneWithApp,
    /// The two PINs.
    Pins,
    /// A student or staff card, or another ID.
    IdDocument,
    /// The IC card, and a camera.
    IcCardPhoto,
    /// The password.
    Password,
    /// A mail address registered for a reset.
    MailAddress,
    /// Any mail address that can be read.
    ContactAddress,
    /// The ten-digit number.
    AccountNumber,
    /// A working second method.
    SecondMethod,
}

/// A way with what it takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RouteView {
    /// Which way.
    pub route: Route,
    /// What it takes.
    pub needs: Vec<Need>,
    /// Whether it is open day and night.
    pub any_time: bool,
    /// Whether people at the university work on it, on their working days.
    pub by_staff: bool,
    /// An outside page, where the way is not ours.
    pub url: Option<String>,
}

/// The answer of `GET /api/v1/guide?answers=question:answer,…`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum GuideView {
    /// One more question.
    Ask {
        /// Which.
        question: Question,
        /// Its answers.
        answers: Vec<Answer>,
        /// Which question this is, from 1.
        number: u8,
        /// How many there are at most from here.
        at_most: u8,
    },
    /// The ways, best first; never empty.
    Ways {
        /// The ways.
        routes: Vec<RouteView>,
    },
}
