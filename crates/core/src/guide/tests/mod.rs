//! Every combination of answers, walked to its end.

mod question;

use std::collections::HashSet;

use super::*;

type Given = Vec<(Question, Answer)>;

const OFFERED: [Offered; 4] = [
    Offered {
        password: true,
        alumni: true,
    },
    Offered {
        password: true,
        alumni: false,
    },
    Offered {
        password: false,
        alumni: true,
    },
    Offered {
        password: false,
        alumni: false,
    },
];

fn ways_after(given: &[(Question, Answer)], offered: Offered) -> Vec<Route> {
    match guide(given, offered).expect("answers to what was asked") {
        Step::Ways(ways) => ways,
        Step::Ask { question, .. } => panic!("{question:?} is still open after {given:?}"),
    }
}

/// All combinations of answers that somebody can give, with the ways they lead to.
fn all(offered: Offered) -> Vec<(Given, Vec<Route>)> {
    let (mut open, mut ended) = (vec![Given::new()], Vec::new());
    while let Some(given) = open.pop() {
        match guide(&given, offered).expect("answers to what was asked") {
            Step::Ways(ways) => ended.push((given, ways)),
            Step::Ask { question, .. } => {
                let after = |answer: &Answer| [&given[..], &[(question, *answer)]].concat();
                open.extend(question.answers().iter().map(after));
            }
        }
        assert!(
            open.iter().all(|given| given.len() <= MOST_QUESTIONS),
            "somebody is asked a fifth question"
        );
    }
    ended
}

fn each(check: impl Fn(&Given, &[Route], Offered)) {
    for offered in OFFERED {
        let all = all(offered);
        assert!(all.len() > 30, "{}", all.len());
        for (given, ways) in &all {
            check(given, ways, offered);
        }
    }
}

fn has(given: &Given, question: Question, answer: Answer) -> bool {
    given.contains(&(question, answer))
}

/// What a person has said not to have any more.
fn gone(given: &Given) -> HashSet<Need> {
    let mut gone = HashSet::new();
    let trouble = said(given, Question::Trouble);
    let second_works = has(given, Question::OtherMethod, Answer::Yes);
    if matches!(trouble, Some(Answer::PasswordLost | Answer::BothLost)) {
        gone.insert(Need::Password);
    }
    if matches!(
        trouble,
        Some(Answer::MethodLost | Answer::BothLost | Answer::SettingUp)
    ) && !second_works
    {
        gone.insert(Need::SecondMethod);
    }
    if has(given, Question::Card, Answer::No) {
        gone.insert(Need::Card);
    }
    if has(given, Question::IcCard, Answer::No) {
        gone.insert(Need::IcCardPhoto);
    }
    if has(given, Question::MailAddress, Answer::No) {
        gone.insert(Need::MailAddress);
    }
    gone
}

#[test]
fn every_combination_ends_with_at_least_one_way_and_names_none_twice() {
    each(|given, ways, _| {
        assert!(!ways.is_empty(), "{given:?}");
        let different: HashSet<_> = ways.iter().collect();
        assert_eq!(different.len(), ways.len(), "{given:?}: {ways:?}");
    });
}

#[test]
fn no_way_needs_what_the_person_said_is_gone() {
    each(|given, ways, _| {
        let gone = gone(given);
        for way in ways {
            let missing: Vec<_> = way
                .needs()
                .iter()
                .filter(|need| gone.contains(need))
                .collect();
            assert!(missing.is_empty(), "{given:?}: {way:?} needs {missing:?}");
        }
    });
}

#[test]
fn no_way_is_shown_that_is_not_offered() {
    each(|given, ways, offered| {
        let by_password = [Route::Password, Route::PassThenPassword];
        assert!(
            offered.password || !ways.iter().any(|way| by_password.contains(way)),
            "{given:?}"
        );
        assert!(
            offered.alumni || !ways.contains(&Route::Alumni),
            "{given:?}"
        );
    });
}

#[test]
fn an_account_that_has_ended_is_not_offered_what_needs_a_living_one_and_the_reverse() {
    let after = [Route::Salvage, Route::FormerOffice, Route::Alumni];
    each(|given, ways, _| {
        let left = has(given, Question::Trouble, Answer::Left);
        let ended = left && !has(given, Question::Ended, Answer::NotYet);
        for way in ways {
            let either = matches!(way, Route::CheckLink | Route::Support);
            assert!(either || after.contains(way) == ended, "{given:?}: {way:?}");
        }
    });
}

#[test]
fn another_registered_method_comes_first_and_alone_where_it_works() {
    each(|given, ways, _| {
        let method_lost = has(given, Question::Trouble, Answer::MethodLost);
        let place = ways.iter().position(|way| *way == Route::OtherMethod);
        match said(given, Question::OtherMethod) {
            Some(Answer::Yes) if method_lost => assert_eq!(ways, [Route::OtherMethod]),
            Some(Answer::Unsure) if method_lost => assert_eq!(place, Some(0), "{given:?}"),
            _ => assert_eq!(place, None, "{given:?}: it needs the password"),
        }
    });
}

#[test]
fn with_both_lost_the_pass_comes_first_and_the_password_after_it() {
    each(|given, ways, offered| {
        let both = has(given, Question::Trouble, Answer::BothLost)
            && !has(given, Question::OtherMethod, Answer::Yes);
        let linked = has(given, Question::Card, Answer::Yes);
        let expected = both && linked && offered.password;
        assert_eq!(ways[0] == Route::PassThenPassword, expected, "{given:?}");
        if both {
            assert!(
                !ways.contains(&Route::Password),
                "{given:?}: it would be of no use yet"
            );
        }
        if both && linked && !offered.password {
            assert_eq!(ways[0], Route::Pass, "{given:?}");
        }
    });
}

#[test]
fn with_a_working_method_a_forgotten_password_takes_no_pass() {
    each(|given, ways, _| {
        let second_works = has(given, Question::Trouble, Answer::PasswordLost)
            || has(given, Question::OtherMethod, Answer::Yes);
        let passes = [Route::Pass, Route::PassThenPassword];
        assert!(
            !second_works || !ways.iter().any(|way| passes.contains(way)),
            "{given:?}"
        );
    });
}

#[test]
fn who_is_linked_and_locked_out_goes_by_the_card_first_and_who_may_be_looks_first() {
    each(|given, ways, offered| {
        let trouble = said(given, Question::Trouble);
        let password_only = trouble == Some(Answer::PasswordLost)
            || (trouble == Some(Answer::BothLost)
                && has(given, Question::OtherMethod, Answer::Yes));
        let useful = !password_only || offered.password;
        let first = ways.iter().find(|way| **way != Route::OtherMethod);
        let own = [
            Route::Pass,
            Route::Password,
            Route::PassThenPassword,
            Route::Salvage,
            Route::Alumni,
            Route::Support,
        ];
        match said(given, Question::Card) {
            Some(Answer::Yes) => {
                assert!(own.contains(first.expect("a way")), "{given:?}: {ways:?}");
            }
            Some(Answer::Unsure) if useful => {
                assert_eq!(first, Some(&Route::CheckLink), "{given:?}");
            }
            _ => assert!(
                !ways
                    .iter()
                    .any(|way| *way != Route::LinkNow && way.needs().contains(&Need::Card)),
                "{given:?}: {ways:?}"
            ),
        }
    });
}

#[test]
fn an_office_is_the_last_way_of_everybody_who_is_locked_out_without_a_working_method() {
    let offices = [
        Route::OfficeMethod,
        Route::OfficePassword,
        Route::OfficeBoth,
    ];
    each(|given, ways, _| {
        let locked_out = matches!(
            said(given, Question::Trouble),
            Some(Answer::PasswordLost | Answer::MethodLost | Answer::BothLost | Answer::SettingUp)
        );
        let helped = *ways == [Route::OtherMethod];
        let last = ways.last().is_some_and(|way| offices.contains(way));
        assert_eq!(last, locked_out && !helped, "{given:?}: {ways:?}");
    });
}

#[test]
fn the_form_is_only_for_the_first_set_up() {
    each(|given, ways, _| {
        let setting_up = has(given, Question::Trouble, Answer::SettingUp);
        assert_eq!(ways.contains(&Route::Form), setting_up, "{given:?}");
    });
}

#[test]
fn the_photo_site_is_for_those_with_an_ic_card_and_a_password() {
    each(|given, ways, _| {
        if ways.contains(&Route::PhotoSite) {
            assert!(has(given, Question::IcCard, Answer::Yes), "{given:?}");
            assert!(!gone(given).contains(&Need::Password), "{given:?}");
        }
        if ways.contains(&Route::ResetThenPhoto) {
            assert!(gone(given).contains(&Need::Password), "{given:?}");
        }
    });
}

#[test]
fn after_leaving_the_link_rescues_else_the_former_office_of_students_else_the_truth_is_told() {
    each(|given, ways, offered| {
        let left = has(given, Question::Trouble, Answer::Left);
        if !left || has(given, Question::Ended, Answer::NotYet) {
            return;
        }
        let in_time = !has(given, Question::Ended, Answer::LongAgo);
        let linked = has(given, Question::Card, Answer::Yes);
        let graduate = has(given, Question::Former, Answer::Graduate);
        let studied = graduate || has(given, Question::Former, Answer::Student);
        assert_eq!(
            ways.contains(&Route::Salvage),
            in_time && linked,
            "{given:?}"
        );
        let by_office = in_time && studied && !linked;
        assert_eq!(ways.contains(&Route::FormerOffice), by_office, "{given:?}");
        let joins = graduate && linked && offered.alumni;
        assert_eq!(ways.contains(&Route::Alumni), joins, "{given:?}");
        let any = by_office || joins || in_time && linked;
        assert_eq!(ways.contains(&Route::Support), !any, "{given:?}");
    });
}

#[test]
fn support_stands_only_where_no_way_of_ones_own_is_left_and_then_last() {
    each(|given, ways, _| {
        if ways.contains(&Route::Support) {
            let others = &ways[..ways.len() - 1];
            assert_eq!(ways.last(), Some(&Route::Support), "{given:?}");
            assert!(
                others.is_empty() || others == [Route::CheckLink],
                "{given:?}: {ways:?}"
            );
        }
    });
    let stopped = [(Question::Trouble, Answer::Stopped)];
    assert_eq!(ways_after(&stopped, OFFERED[0]), [Route::Support]);
}

#[test]
fn who_still_can_prepares() {
    let prepare = [(Question::Trouble, Answer::Prepare)];
    assert_eq!(
        ways_after(&prepare, OFFERED[0]),
        [Route::LinkNow, Route::MoreMethods]
    );
    let leaving = [
        (Question::Trouble, Answer::Left),
        (Question::Ended, Answer::NotYet),
    ];
    assert_eq!(
        ways_after(&leaving, OFFERED[0]),
        [Route::LinkNow, Route::BackUp]
    );
}
