//! What time does, what a report of misuse does, what an archive that does not answer does.

use super::*;

fn turn(state: CaseState, link: Option<&Link>, at: Timestamp) -> Turn {
    case(CloudService::Mail, state).turn(link, at)
}

fn until(case: &Case) -> Timestamp {
    match case.state {
        CaseState::Opening { until, .. } | CaseState::Open { until, .. } => until,
        _ => panic!("not opening"),
    }
}

fn again(case: Case, link: Option<&Link>, at: Timestamp) -> Case {
    match case.over(link, at) {
        Some(Over::Again(case)) => case,
        other => panic!("not asked for anew: {other:?}"),
    }
}

#[test]
fn time_opens_and_ends_an_access() {
    let link = link();
    let (before, end) = (NOW + Span::minutes(1), NOW + WEEK);
    let turn = |state, at| turn(state, Some(&link), at);
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
    assert_eq!(turn(ended(true), end), Turn::Wait(None));
}

#[test]
fn the_week_begins_when_the_archive_is_asked_and_then_stands() {
    let link = link();
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
        .asking(WEEK, later + Span::minutes(50))
        .expect("asked again");
    assert_eq!(until(&again), later + WEEK, "the archive may know of it");
    assert_eq!(
        again.turn(Some(&link), later + SETTLE),
        Turn::End,
        "counted from the first time"
    );
    let unheard = asked.clone().not_asked().expect("not asked");
    let anew = unheard.asking(WEEK, later + WEEK).expect("asked anew");
    assert_eq!(until(&anew), later + WEEK + WEEK);
    let opened = asked
        .opened("https://archive.example".to_owned(), None, later)
        .expect("open");
    assert_eq!(
        opened.turn(Some(&link), later),
        Turn::Wait(Some(later + WEEK))
    );
    assert!(opened.clone().asking(WEEK, later).is_none());
    assert_eq!(
        opened.clone().over(Some(&link), later),
        None,
        "not before its time"
    );
    let Some(Over::Ended(over)) = opened.over(Some(&link), later + WEEK) else {
        panic!("ended");
    };
    let at = later + WEEK;
    assert_eq!(over.state, CaseState::Ended { at, used: true });
}

#[test]
fn an_access_that_nobody_knows_of_for_an_hour_is_ended_and_asked_for_anew_as_a_whole() {
    let link = link();
    let mut round = case(CloudService::Mail, opening(true));
    let mut grants = vec![round.grant()];
    let mut at = NOW;
    for _ in 0..3 {
        let early = at + Span::minutes(59);
        assert_eq!(round.turn(Some(&link), early), Turn::Open);
        assert_eq!(round.clone().over(Some(&link), early), None);
        at = at + SETTLE;
        round = again(round, Some(&link), at);
        assert_eq!(round.turn(Some(&link), at), Turn::Open);
        round = round.asking(WEEK, at).expect("asked");
        assert_eq!(until(&round), at + WEEK, "no day is lost");
        assert!(
            !grants.contains(&round.grant()),
            "what has ended stays ended"
        );
        grants.push(round.grant());
    }
}

#[test]
fn n07_a_report_of_misuse_ends_what_is_open_and_lets_nothing_be_opened() {
    let frozen = frozen();
    let turn = |state| turn(state, Some(&frozen), NOW);
    assert_eq!(turn(CaseState::Applied), Turn::Wait(None));
    assert_eq!(turn(opening(false)), Turn::Wait(None));
    assert_eq!(turn(opening(true)), Turn::End);
    assert_eq!(turn(open()), Turn::End);
    let unknown = case(CloudService::Mail, opening(true));
    let whole = again(unknown, Some(&frozen), NOW);
    assert_eq!(whole.turn(Some(&frozen), NOW + WEEK), Turn::Wait(None));
    let whole = whole.asking(WEEK, NOW + WEEK).expect("asked");
    assert_eq!(until(&whole), NOW + WEEK + WEEK, "nobody had used it");
}

#[test]
fn n07_what_was_left_of_an_access_comes_back_with_the_end_of_the_freeze() {
    let (link, frozen) = (link(), frozen());
    let day = |days: u32| NOW + Span::minutes(days * 24 * 60);
    let stop = |case: Case, at| match case.over(Some(&frozen), at) {
        Some(Over::Stopped(case)) => case,
        other => panic!("not stopped: {other:?}"),
    };
    let first = case(CloudService::Mail, open());
    let stopped = stop(first.clone(), day(3));
    assert!(stopped.state.holds() && stopped.state.is_open());
    assert_eq!(stopped.turn(Some(&frozen), day(30)), Turn::Wait(None));
    assert_eq!(stopped.turn(Some(&link), day(30)), Turn::Open);
    assert_ne!(
        stopped.grant(),
        first.grant(),
        "a password that somebody saw is dead"
    );
    let asked = stopped.asking(WEEK, day(30)).expect("asked");
    assert_eq!(until(&asked), day(34), "four days were left");
    let opened = asked
        .opened("https://archive.example".to_owned(), None, day(30))
        .expect("open");
    let once_more = stop(opened, day(33))
        .asking(WEEK, day(50))
        .expect("asked again");
    assert_eq!(until(&once_more), day(51), "never more than a week in all");
}

fn of_another_card() -> Link {
    Link {
        person: PersonKey {
            key: 1,
            mac: [9; 32],
        },
        ..link()
    }
}

#[test]
fn an_access_that_was_stopped_ends_where_its_link_is_cut_or_the_freeze_lasts() {
    let frozen = frozen();
    let other = of_another_card();
    let opened = case(CloudService::Mail, open());
    let Some(Over::Stopped(stopped)) = opened.over(Some(&frozen), NOW) else {
        panic!("stopped");
    };
    for link in [None, Some(&other)] {
        let Some(Over::Ended(over)) = stopped.clone().over(link, NOW) else {
            panic!("ended for good");
        };
        assert_eq!(over.state, ended(true));
    }
    let late = Timestamp::from_seconds(NOW.seconds() + 180 * DAY);
    assert_eq!(stopped.turn(Some(&frozen), late), Turn::End);
    assert!(matches!(
        stopped.over(Some(&frozen), late),
        Some(Over::Ended(_))
    ));
    let never = case(CloudService::Mail, opening(false));
    let Some(Over::Ended(over)) = never.over(None, NOW) else {
        panic!("ended");
    };
    assert_eq!(over.state, ended(false), "nobody has used it");
}

#[test]
fn an_access_ends_for_good_where_its_link_is_cut_or_goes_to_another_card() {
    let other = of_another_card();
    for link in [None, Some(&other)] {
        let opened = case(CloudService::Mail, open());
        assert_eq!(opened.turn(link, NOW), Turn::End);
        let Some(Over::Ended(over)) = opened.over(link, NOW) else {
            panic!("ended for good");
        };
        assert_eq!(over.state, ended(true));
    }
}

#[test]
fn an_application_stored_before_these_fields_were_there_is_still_read() {
    let read = |text| serde_json::from_str::<CaseState>(text).expect("a state");
    let open = read(r#"{"state":"open","by":"3000000031","at":1,"until":2,"address":"x"}"#);
    assert!(matches!(open, CaseState::Open { password: None, .. }));
    let opening = read(r#"{"state":"opening","by":"3000000031","at":1,"until":2,"asked":true}"#);
    assert!(matches!(opening, CaseState::Opening { asked_at: None, .. }));
    let over = read(r#"{"state":"ended","at":1}"#);
    assert!(matches!(over, CaseState::Ended { used: true, .. }));
}
