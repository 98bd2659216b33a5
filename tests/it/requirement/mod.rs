//! The testable requirements, and where each is tested.

mod answer;
mod browser;
mod oauth;
mod oidc;
mod recovery;
mod request;
mod session;
mod source;

use std::collections::BTreeSet;

use ident_core::refusal::Refusal;

use crate::source::sources;

/// A requirement with the names of its tests, wherever they are.
type Row = (u8, &'static [&'static str]);

/// Each requirement, by chapter.
const TESTED: [&[Row]; 4] = [
    oauth::TESTED,
    oidc::TESTED,
    session::TESTED,
    recovery::TESTED,
];

/// The faults that an act may meet, with the names of their tests.
const FAULTS: &[(u8, &str)] = &[
    (18, "f18_of_many_equal_presses_one_has_an_effect"),
    (19, "f19_an_act_that_was_not_fetched_in_time_is_over"),
    (
        21,
        "f21_the_directorys_wait_is_told_obeyed_and_survives_a_restart",
    ),
    (22, "f22_questions_are_asked_again_and_orders_are_not"),
    (
        23,
        "f23_whatever_happens_one_pass_lives_at_most_and_it_is_the_one_that_was_shown",
    ),
    (
        24,
        "f24_a_credential_that_is_refused_is_our_fault_and_raises_an_alarm",
    ),
    (25, "f25_a_pass_whose_answer_is_cut_is_an_unknown_outcome"),
    (26, "f26_the_account_is_read_again_before_the_act"),
    (
        29,
        "f29_everybody_has_a_place_and_is_told_how_many_are_before",
    ),
];

/// Of the installed app and of the operation in earnest, which come later.
const LATER: &[(u8, &str)] = &[
    (
        21,
        "the app opens the provider's page in the system browser",
    ),
    (25, "the app reads deep links"),
    (26, "the app takes a second start's arguments"),
];

/// The names of all functions in our Rust sources, and of the tests that a table makes.
fn names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for folder in ["crates", "tests/it", "src-tauri", "xtask"] {
        for source in sources(folder, &[".rs"]) {
            let words = source.text.split("fn ").skip(1);
            let word = |text: &str| text.split(['(', '<']).next().unwrap_or_default().to_owned();
            names.extend(words.map(word));
            let lines = source.text.lines();
            let in_table = lines.filter_map(|line| line.trim().split_once(": \""));
            names.extend(in_table.map(|(name, _)| name.to_owned()));
        }
    }
    names
}

/// A sentence in the form of a name; shorter ones are codes, members and the like.
fn is_sentence(word: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    word.bytes().all(letter) && word.matches('_').count() > 3
}

#[test]
fn every_test_that_a_document_names_exists() {
    let names = names();
    let mut found = 0;
    for document in sources("docs", &[".md"]) {
        for word in document.text.split('`').filter(|word| is_sentence(word)) {
            let known = names.contains(word) || Refusal::parse(word).is_some();
            assert!(known, "{}: there is no {word}", document.path);
            found += 1;
        }
    }
    assert!(found > 5, "the documents were read");
}

#[test]
fn every_requirement_has_tests_that_exist() {
    let names = names();
    for (id, tests) in TESTED.into_iter().flatten() {
        for test in *tests {
            assert!(names.contains(*test), "R-{id:02}: there is no {test}");
        }
    }
    for (id, test) in FAULTS {
        assert!(names.contains(*test), "F-{id:02}: there is no {test}");
    }
    let ids = TESTED.into_iter().flatten().map(|row| row.0);
    let mut listed: Vec<u8> = ids.chain(LATER.iter().map(|row| row.0)).collect();
    listed.sort_unstable();
    let all: Vec<u8> = (1..=43).chain(56..=73).collect();
    assert_eq!(listed, all, "each once");
}
