//! The guide as it is told, and answers as they are read.

use ident_core::guide::{Answer, Need, Offered, Question, Route, Step, guide as next};
use ident_core::refusal::Refusal;
use ident_wire as wire;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::config::Texts;
use crate::state::App;

/// What the guide says after the answers in `given`, such as `trouble:method_lost,card:yes`.
///
/// # Errors
/// `RequestMalformed`.
pub fn guide(app: &App, given: &str) -> Result<wire::GuideView, Refusal> {
    let offered = Offered {
        password: app.passwords.is_open(),
        alumni: app.config.alumni.is_some(),
    };
    let given = read(given).ok_or(Refusal::RequestMalformed)?;
    Ok(match next(&given, offered)? {
        Step::Ask { question, at_most } => wire::GuideView::Ask {
            question: said(question),
            answers: question.answers().iter().copied().map(answer).collect(),
            number: small(given.len() + 1),
            at_most: small(at_most),
        },
        Step::Ways(ways) => wire::GuideView::Ways {
            routes: ways
                .into_iter()
                .map(|route| route_view(route, &app.config.texts))
                .collect(),
        },
    })
}

/// A count of questions; there are four at most.
fn small(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

fn read(given: &str) -> Option<Vec<(Question, Answer)>> {
    let pairs = given.split(',').filter(|pair| !pair.is_empty());
    let pair = |pair: &str| {
        let (asked, answered) = pair.split_once(':')?;
        let question = known(asked, Question::ALL, said)?;
        let given = known(answered, question.answers(), answer)?;
        Some((question, given))
    };
    pairs.map(pair).collect()
}

/// The value whose wire name this is.
fn known<T: Copy, W>(name: &str, all: &[T], to_wire: fn(T) -> W) -> Option<T>
where
    W: Serialize + DeserializeOwned + PartialEq,
{
    let wanted: W = serde_json::from_value(Value::from(name)).ok()?;
    all.iter().copied().find(|value| to_wire(*value) == wanted)
}

fn route_view(route: Route, texts: &Texts) -> wire::RouteView {
    wire::RouteView {
        route: way(route),
        needs: route.needs().iter().copied().map(need).collect(),
        any_time: route.is_open_any_time(),
        by_staff: route.is_decided_by_staff(),
        url: url(route, texts).map(str::to_owned),
    }
}

/// The outside page of a way that is not ours.
fn url(route: Route, texts: &Texts) -> Option<&str> {
    match route {
        Route::OtherMethod | Route::MoreMethods => Some(&texts.security_info_url),
        Route::ResetByMail | Route::ResetThenPhoto => Some(&texts.reset_by_mail_url),
        Route::OfficeMethod | Route::OfficePassword | Route::OfficeBoth => {
            Some(&texts.support.office_url)
        }
        Route::PhotoSite => Some(&texts.photo_site_url),
        Route::Form => Some(&texts.form_url),
        Route::BackUp | Route::FormerOffice => Some(&texts.leaving_url),
        Route::Support => Some(&texts.support.url),
        Route::Pass
        | Route::Password
        | Route::PassThenPassword
        | Route::CheckLink
        | Route::LinkNow
        | Route::Salvage
        | Route::Alumni => None,
    }
}

/// Two enums of the same names.
macro_rules! same {
    ($name:ident, $from:ident, $($value:ident),* $(,)?) => {
        const fn $name(value: $from) -> wire::$from {
            match value { $($from::$value => wire::$from::$value,)* }
        }
    };
}

same!(
    said,
    Question,
    Trouble,
    OtherMethod,
    Card,
    IcCard,
    Former,
    Ended,
    MailAddress,
);
same!(
    answer,
    Answer,
    PasswordLost,
    MethodLost,
    BothLost,
    SettingUp,
    Left,
    Stopped,
    Prepare,
    Yes,
    No,
    Unsure,
    Graduate,
    Student,
    Staff,
    NotYet,
    Recently,
    LongAgo,
);
same!(
    way,
    Route,
    OtherMethod,
    Pass,
    Password,
    PassThenPassword,
    CheckLink,
    ResetByMail,
    OfficeMethod,
    OfficePassword,
    OfficeBoth,
    ResetThenPhoto,
    PhotoSite,
    Form,
    LinkNow,
    MoreMethods,
    BackUp,
    Salvage,
    FormerOffice,
    Alumni,
    Support,
);
same!(
    need,
    Need,
    Card,
    PhoneWithApp,
    Pins,
    IdDocument,
    IcCardPhoto,
    Password,
    MailAddress,
    ContactAddress,
    AccountNumber,
    SecondMethod,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_by_their_wire_names_and_nothing_else_is() {
        let right = vec![
            (Question::Trouble, Answer::MethodLost),
            (Question::OtherMethod, Answer::No),
        ];
        assert_eq!(read("trouble:method_lost,other_method:no"), Some(right));
        assert_eq!(read(""), Some(Vec::new()));
        for wrong in [
            "trouble",
            "trouble:",
            ":yes",
            "trouble:yes",
            "Trouble:left",
            "trouble:left,former:left",
            "trouble:left;ended:not_yet",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
