//! The guide: from what still works to the ways that are usable, the best one first.
//!
//! It starts from the person, not from a procedure, takes at most four taps, and never ends with
//! nothing: where no way of one's own is left, it says so. It asks nothing that does not change
//! its answer.

mod needs;
#[cfg(test)]
mod tests;
mod ways;

use crate::refusal::Refusal;

use ways::ways;

pub use needs::Need;

/// The most questions that anybody is asked.
pub const MOST_QUESTIONS: usize = 4;

/// One question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// What is the matter?
    Trouble,
    /// Does any other registered method still work?
    OtherMethod,
    /// Was the card linked before, and is it at hand?
    Card,
    /// Is there an IC card (student or staff card)?
    IcCard,
    /// What was the person before leaving?
    Former,
    /// Has the account ended, and how long ago?
    Ended,
    /// Is a mail address registered for a reset, and can it be read?
    MailAddress,
}

/// One answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// The password is forgotten.
    PasswordLost,
    /// The phone or other second method is gone.
    MethodLost,
    /// Both.
    BothLost,
    /// The first set-up of the second method was begun and is stuck.
    SettingUp,
    /// The person has left, or is leaving.
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
    /// Graduated.
    Graduate,
    /// A student right before leaving, without a degree.
    Student,
    /// Staff right before leaving.
    Staff,
    /// The account has not ended yet.
    NotYet,
    /// It ended within the window in which cloud data can be rescued.
    Recently,
    /// It ended longer ago.
    LongAgo,
}

impl Question {
    /// All questions.
    pub const ALL: &'static [Self] = &[
        Self::Trouble,
        Self::OtherMethod,
        Self::Card,
        Self::IcCard,
        Self::Former,
        Self::Ended,
        Self::MailAddress,
    ];

    /// The answers it has.
    pub const fn answers(self) -> &'static [Answer] {
        use Answer::{
            BothLost, Graduate, Left, LongAgo, MethodLost, No, NotYet, PasswordLost, Prepare,
            Recently, SettingUp, Staff, Stopped, Student, Unsure, Yes,
        };
        match self {
            Self::Trouble => &[
                PasswordLost,
                MethodLost,
                BothLost,
                SettingUp,
                Left,
                Stopped,
                Prepare,
            ],
            Self::OtherMethod | Self::Card | Self::MailAddress => &[Yes, No, Unsure],
            Self::IcCard => &[Yes, No],
            Self::Former => &[Graduate, Student, Staff],
            Self::Ended => &[NotYet, Recently, LongAgo, Unsure],
        }
    }
}

/// A way that is open to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    /// Sign in with another registered method.
    OtherMethod,
    /// Pass by card check.
    Pass,
    /// Password by card check.
    Password,
    /// Pass first, then password, by two card checks.
    PassThenPassword,
    /// See by card check whether the card is linked.
    CheckLink,
    /// Reset the password by mail to a registered address.
    ResetByMail,
    /// Office: re-registration of methods.
    OfficeMethod,
    /// Office: reissue of the password.
    OfficePassword,
    /// Office: both at one visit.
    OfficeBoth,
    /// Reset by mail, which brings the password that the photo site needs.
    ResetThenPhoto,
    /// The site that takes a photo of the IC card.
    PhotoSite,
    /// The application form. It needs a sign-in, which without a second method works only as long
    /// as the first set-up is not finished.
    Form,
    /// Link now, while sign-in works.
    LinkNow,
    /// Register a second method and an address, while sign-in works.
    MoreMethods,
    /// Back up data before the account ends.
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

/// What this service offers by its configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Temporary passwords.
    pub password: bool,
    /// An alumni service.
    pub alumni: bool,
}

/// What the guide says next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// One more question.
    Ask {
        /// Which.
        question: Question,
        /// How many there are at most from here, this one counted.
        at_most: usize,
    },
    /// The ways, best first; never empty.
    Ways(Vec<Route>),
}

/// What the guide says after these answers.
///
/// # Errors
/// `RequestMalformed` when they are not answers to the questions that the guide asks.
pub fn guide(given: &[(Question, Answer)], offered: Offered) -> Result<Step, Refusal> {
    for (place, (question, answer)) in given.iter().enumerate() {
        let asked = ask(&given[..place], offered);
        if asked != Some(*question) || !question.answers().contains(answer) {
            return Err(Refusal::RequestMalformed);
        }
    }
    Ok(match ask(given, offered) {
        Some(question) => Step::Ask {
            question,
            at_most: at_most(given, offered),
        },
        None => Step::Ways(ways(given, offered)),
    })
}

/// The question that still changes the answer, if there is one.
fn ask(given: &[(Question, Answer)], offered: Offered) -> Option<Question> {
    let said = |question| said(given, question);
    let next = |question| said(question).is_none().then_some(question);
    let Some(trouble) = said(Question::Trouble) else {
        return Some(Question::Trouble);
    };
    let by_card = said(Question::Card) == Some(Answer::Yes);
    let after_card = |question| next(Question::Card).or(next(question).filter(|_| !by_card));
    let second_works = said(Question::OtherMethod) == Some(Answer::Yes);
    match trouble {
        Answer::PasswordLost if offered.password => after_card(Question::MailAddress),
        Answer::PasswordLost => next(Question::MailAddress),
        Answer::BothLost if second_works && !offered.password => next(Question::MailAddress),
        Answer::BothLost => next(Question::OtherMethod).or(after_card(Question::MailAddress)),
        Answer::MethodLost if second_works => None,
        Answer::MethodLost => next(Question::OtherMethod).or(after_card(Question::IcCard)),
        Answer::SettingUp => after_card(Question::IcCard),
        Answer::Left => about_leaving(given, offered),
        _ => None,
    }
}

fn about_leaving(given: &[(Question, Answer)], offered: Offered) -> Option<Question> {
    let next = |question| said(given, question).is_none().then_some(question);
    let former = said(given, Question::Former);
    match said(given, Question::Ended) {
        None => Some(Question::Ended),
        Some(Answer::NotYet) => None,
        // What is left after so long is for graduates alone.
        Some(Answer::LongAgo) if !offered.alumni => None,
        Some(Answer::LongAgo) if former.is_some_and(|was| was != Answer::Graduate) => None,
        Some(_) => next(Question::Former).or(next(Question::Card)),
    }
}

/// How many questions there may still be: the longest way through all answers.
fn at_most(given: &[(Question, Answer)], offered: Offered) -> usize {
    let Some(question) = ask(given, offered) else {
        return 0;
    };
    let after = |answer: &Answer| at_most(&[given, &[(question, *answer)]].concat(), offered);
    1 + question.answers().iter().map(after).max().unwrap_or(0)
}

fn said(given: &[(Question, Answer)], question: Question) -> Option<Answer> {
    let found = given.iter().find(|(asked, _)| *asked == question);
    found.map(|(_, answer)| *answer)
}
