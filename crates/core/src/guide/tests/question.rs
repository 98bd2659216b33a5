//! Which questions are asked, and how many are left.

use super::*;

/// All ends that lie behind some answers.
fn ends(given: &Given, offered: Offered) -> Vec<Vec<Route>> {
    let all = all(offered).into_iter();
    let behind = all.filter(|(full, _)| full.starts_with(given));
    behind.map(|(_, ways)| ways).collect()
}

#[test]
fn no_question_is_asked_that_changes_nothing() {
    for offered in OFFERED {
        for (given, _) in all(offered) {
            for place in 0..given.len() {
                let (before, question) = (given[..place].to_vec(), given[place].0);
                let behind: HashSet<_> = question
                    .answers()
                    .iter()
                    .map(|answer| ends(&[&before[..], &[(question, *answer)]].concat(), offered))
                    .collect();
                assert!(behind.len() > 1, "{before:?}, then {question:?}");
            }
        }
    }
}

#[test]
fn the_number_of_questions_ahead_is_the_truth_and_shrinks() {
    for offered in OFFERED {
        for (given, _) in all(offered) {
            let mut before = MOST_QUESTIONS + 1;
            for place in 0..given.len() {
                let Ok(Step::Ask { at_most, .. }) = guide(&given[..place], offered) else {
                    panic!("a question was asked here");
                };
                assert!(given.len() - place <= at_most, "{given:?}");
                assert!(at_most < before, "{given:?}");
                before = at_most;
            }
        }
    }
}

#[test]
fn answers_to_questions_that_were_not_asked_are_refused() {
    use Answer::{Left, MethodLost, No, PasswordLost, Staff, Yes};
    for wrong in [
        vec![(Question::Card, Yes)],
        vec![(Question::Trouble, Yes)],
        vec![(Question::Trouble, PasswordLost), (Question::IcCard, Yes)],
        vec![
            (Question::Trouble, PasswordLost),
            (Question::Trouble, PasswordLost),
        ],
        vec![(Question::Trouble, Left), (Question::Former, Staff)],
        vec![
            (Question::Trouble, MethodLost),
            (Question::OtherMethod, Yes),
            (Question::Card, No),
        ],
    ] {
        assert_eq!(
            guide(&wrong, OFFERED[0]),
            Err(Refusal::RequestMalformed),
            "{wrong:?}"
        );
    }
}

#[test]
fn every_way_can_be_reached_and_every_question_is_asked() {
    let all = all(OFFERED[0]);
    let reached: HashSet<_> = all.iter().flat_map(|(_, ways)| ways.clone()).collect();
    assert_eq!(reached.len(), 19, "{reached:?}");
    let asked: HashSet<_> = all
        .iter()
        .flat_map(|(given, _)| given.iter().map(|(question, _)| *question))
        .collect();
    assert_eq!(asked.len(), Question::ALL.len());
}
