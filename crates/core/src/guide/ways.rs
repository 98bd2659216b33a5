//! The ways after all answers, the best one first.

use super::{Answer, Offered, Question, Route, said};

pub(super) fn ways(given: &[(Question, Answer)], offered: Offered) -> Vec<Route> {
    let said = |question| said(given, question);
    let card = said(Question::Card).unwrap_or(Answer::No);
    let mail = said(Question::MailAddress);
    match said(Question::Trouble) {
        Some(Answer::BothLost) if said(Question::OtherMethod) != Some(Answer::Yes) => {
            both_lost(card, mail, offered)
        }
        Some(Answer::PasswordLost | Answer::BothLost) => password_lost(card, mail, offered),
        Some(Answer::MethodLost) => method_lost(
            said(Question::OtherMethod),
            card,
            said(Question::IcCard) == Some(Answer::Yes),
        ),
        Some(Answer::SettingUp) => setting_up(card, said(Question::IcCard) == Some(Answer::Yes)),
        Some(Answer::Left) => left(said(Question::Former), said(Question::Ended), card, offered),
        Some(Answer::Prepare) => vec![Route::LinkNow, Route::MoreMethods],
        _ => vec![Route::Support],
    }
}

fn password_lost(card: Answer, mail: Option<Answer>, offered: Offered) -> Vec<Route> {
    let mut ways = Vec::new();
    if card == Answer::Yes && offered.password {
        ways.push(Route::Password);
    }
    if card == Answer::Unsure && offered.password {
        ways.push(Route::CheckLink);
    }
    if mail != Some(Answer::No) {
        ways.push(Route::ResetByMail);
    }
    ways.push(Route::OfficePassword);
    ways
}

fn both_lost(card: Answer, mail: Option<Answer>, offered: Offered) -> Vec<Route> {
    match card {
        Answer::Yes if offered.password => vec![Route::PassThenPassword, Route::OfficeBoth],
        // The pass brings back the second method, one of the others the password.
        Answer::Yes => vec![Route::Pass, Route::ResetByMail, Route::OfficePassword],
        _ => {
            let check = (card == Answer::Unsure).then_some(Route::CheckLink);
            let reset = (mail != Some(Answer::No)).then_some(Route::ResetThenPhoto);
            let ways = [check, reset, Some(Route::OfficeBoth)];
            ways.into_iter().flatten().collect()
        }
    }
}

fn method_lost(other: Option<Answer>, card: Answer, ic_card: bool) -> Vec<Route> {
    if other == Some(Answer::Yes) {
        return vec![Route::OtherMethod];
    }
    let first = (other == Some(Answer::Unsure)).then_some(Route::OtherMethod);
    let ways = [
        first,
        by_card(card),
        ic_card.then_some(Route::PhotoSite),
        Some(Route::OfficeMethod),
    ];
    ways.into_iter().flatten().collect()
}

fn setting_up(card: Answer, ic_card: bool) -> Vec<Route> {
    let ways = [
        by_card(card),
        Some(Route::Form),
        ic_card.then_some(Route::PhotoSite),
        Some(Route::OfficeMethod),
    ];
    ways.into_iter().flatten().collect()
}

const fn by_card(card: Answer) -> Option<Route> {
    match card {
        Answer::Yes => Some(Route::Pass),
        Answer::Unsure => Some(Route::CheckLink),
        _ => None,
    }
}

fn left(
    former: Option<Answer>,
    ended: Option<Answer>,
    card: Answer,
    offered: Offered,
) -> Vec<Route> {
    if ended == Some(Answer::NotYet) {
        return vec![Route::LinkNow, Route::BackUp];
    }
    let (in_time, linked) = (ended != Some(Answer::LongAgo), card == Answer::Yes);
    let studied = matches!(former, Some(Answer::Graduate | Answer::Student));
    let joins = former == Some(Answer::Graduate) && offered.alumni;
    let check = card == Answer::Unsure && (in_time || joins);
    let mut ways: Vec<_> = [
        check.then_some(Route::CheckLink),
        (linked && in_time).then_some(Route::Salvage),
        (linked && joins).then_some(Route::Alumni),
        // The office vouches for those who cannot show themselves by the card.
        (!linked && in_time && studied).then_some(Route::FormerOffice),
    ]
    .into_iter()
    .flatten()
    .collect();
    // Looking is no way yet: who finds no link is told the truth as well.
    if ways.is_empty() || ways == [Route::CheckLink] {
        ways.push(Route::Support);
    }
    ways
}
