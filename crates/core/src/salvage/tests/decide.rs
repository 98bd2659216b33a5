//! Who decides, once; what time does; what a report of misuse does.

use super::*;

fn clerk(key: AccountKey) -> SignedIn {
    SignedIn {
        sign_in: SignIn {
            key,
            number: AccountNumber::parse("3000000031").expect("a number"),
            auth_time: Some(NOW),
            strong: true,
            clerk: true,
        },
        at: NOW,
    }
}

#[test]
fn only_a_clerk_with_a_second_factor_not_long_ago_decides() {
    let with = |change: fn(&mut SignIn), at: Timestamp| {
        let mut signed_in = clerk(account('7'));
        change(&mut signed_in.sign_in);
        clerk_at(Some(&signed_in), at).map(drop)
    };
    assert_eq!(clerk_at(None, NOW).map(drop), Err(Refusal::SignInRequired));
    assert_eq!(with(|_| (), NOW), Ok(()));
    assert_eq!(with(|it| it.clerk = false, NOW), Err(Refusal::OfficeRole));
    assert_eq!(with(|it| it.strong = false, NOW), Err(Refusal::SignInAgain));
    assert_eq!(
        with(|it| it.auth_time = None, NOW),
        Err(Refusal::SignInAgain)
    );
    let late = NOW + Span::minutes(10);
    assert_eq!(with(|_| (), late), Err(Refusal::SignInAgain));
    assert!(may_read(Some(&clerk(account('7')))).is_ok());
}

#[test]
fn a_case_is_decided_once_and_never_by_its_own_person() {
    let (other, own) = (clerk(account('7')), clerk(account('6')));
    let (other, own) = (clerk_at(Some(&other), NOW), clerk_at(Some(&own), NOW));
    let (other, own) = (other.expect("a clerk"), own.expect("a clerk"));
    let applied = case(CloudService::Mail, CaseState::Applied);
    let yes = other
        .approve(applied.clone(), Some(&link()), WEEK, NOW)
        .expect("approved");
    assert_eq!(yes.version, applied.version + 1);
    assert!(
        matches!(yes.state, CaseState::Opening { until, asked: false, .. } if until == NOW + WEEK)
    );
    let no = other
        .decline(applied.clone(), Some(sealed(7)), NOW)
        .expect("declined");
    assert!(matches!(
        no.state,
        CaseState::Declined { note: Some(_), .. }
    ));
    assert_eq!(
        own.approve(applied.clone(), Some(&link()), WEEK, NOW),
        Err(Refusal::OfficeRole)
    );
    assert_eq!(own.decline(applied, None, NOW), Err(Refusal::OfficeRole));
    for state in [
        opening(true),
        open(),
        declined(),
        CaseState::Ended { at: NOW },
    ] {
        let decided = case(CloudService::Mail, state);
        assert_eq!(
            other.approve(decided.clone(), Some(&link()), WEEK, NOW),
            Err(Refusal::CaseDecided)
        );
        assert_eq!(other.decline(decided, None, NOW), Err(Refusal::CaseDecided));
    }
}

#[test]
fn time_opens_and_ends_an_access() {
    let turn = |state, at| case(CloudService::Mail, state).turn(false, at);
    let (before, end) = (NOW + Span::minutes(1), NOW + WEEK);
    assert_eq!(turn(CaseState::Applied, end), Turn::Wait(None));
    assert_eq!(turn(opening(false), before), Turn::Open);
    assert_eq!(turn(opening(true), before), Turn::Open);
    assert_eq!(turn(open(), before), Turn::Wait(Some(end)));
    assert_eq!(turn(open(), end), Turn::End);
    assert_eq!(turn(opening(true), end), Turn::End, "it may be open");
    assert_eq!(
        turn(opening(false), end),
        Turn::Open,
        "nobody has heard of it"
    );
    assert_eq!(turn(declined(), end), Turn::Wait(None));
    assert_eq!(turn(CaseState::Ended { at: NOW }, end), Turn::Wait(None));
}

#[test]
fn the_week_begins_when_the_archive_is_asked_and_then_stands() {
    let until = |case: &Case| match case.state {
        CaseState::Opening { until, .. } => until,
        _ => panic!("not opening"),
    };
    let later = NOW + Span::minutes(3 * 24 * 60);
    let asked = case(CloudService::Mail, opening(false))
        .asking(WEEK, later)
        .expect("asked");
    assert_eq!(
        until(&asked),
        later + WEEK,
        "an archive that was down costs nobody a day"
    );
    let again = asked
        .clone()
        .asking(WEEK, later + Span::minutes(60))
        .expect("asked again");
    assert_eq!(until(&again), later + WEEK, "the archive may know of it");
    let unheard = asked.clone().not_asked().expect("not asked");
    let anew = unheard.asking(WEEK, later + WEEK).expect("asked anew");
    assert_eq!(until(&anew), later + WEEK + WEEK);
    let opened = asked
        .opened("https://archive.example".to_owned(), None, later)
        .expect("open");
    assert_eq!(opened.turn(false, later), Turn::Wait(Some(later + WEEK)));
    assert!(opened.clone().asking(WEEK, later).is_none());
    assert!(
        opened.clone().ended(false, later).is_none(),
        "not before its time"
    );
    let ended = opened.ended(false, later + WEEK).expect("ended");
    assert_eq!(ended.state, CaseState::Ended { at: later + WEEK });
}

#[test]
fn an_application_stored_before_these_fields_were_there_is_still_read() {
    let before = r#"{"state":"open","by":"3000000031","at":1,"until":2,"address":"x"}"#;
    let state: CaseState = serde_json::from_str(before).expect("a state");
    assert!(matches!(state, CaseState::Open { password: None, .. }));
}

#[test]
fn n07_after_a_report_of_misuse_nothing_is_approved_or_opened_and_what_is_open_ends() {
    let frozen = Link {
        frozen: Some(Frozen {
            at: NOW,
            by: Standing::Notice,
        }),
        ..link()
    };
    let other = Link {
        person: PersonKey {
            key: 1,
            mac: [9; 32],
        },
        ..link()
    };
    let signed_in = clerk(account('7'));
    let desk = clerk_at(Some(&signed_in), NOW).expect("a clerk");
    let applied = case(CloudService::Mail, CaseState::Applied);
    let approve = |link| desk.approve(applied.clone(), link, WEEK, NOW).map(drop);
    assert_eq!(approve(Some(&frozen)), Err(Refusal::LinkFrozen));
    assert_eq!(approve(Some(&other)), Err(Refusal::LinkChangedMeanwhile));
    assert_eq!(approve(None), Err(Refusal::NotLinked));
    assert!(
        desk.decline(applied.clone(), None, NOW).is_ok(),
        "a no is always possible"
    );
    let turn = |state| case(CloudService::Mail, state).turn(true, NOW);
    assert_eq!(turn(CaseState::Applied), Turn::Wait(None));
    assert_eq!(turn(opening(false)), Turn::Wait(None));
    assert_eq!(turn(opening(true)), Turn::End);
    assert_eq!(turn(open()), Turn::End);
    assert!(case(CloudService::Mail, open()).ended(true, NOW).is_some());
}
