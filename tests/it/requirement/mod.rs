//! The testable requirements, and where each is tested.

mod answer;
mod browser;
mod request;
mod source;

use std::collections::BTreeSet;

use ident_core::refusal::Refusal;

use crate::source::sources;

/// Each requirement with the names of its tests, wherever they are.
const TESTED: &[(u8, &[&str])] = &[
    (
        1,
        &[
            "a13_forged_hosts_change_no_address",
            "r01_the_redirect_address_is_one_constant",
        ],
    ),
    (
        2,
        &[
            "a12_addresses_in_input_lead_nowhere",
            "r02_a_hand_back_target_is_a_choice_not_an_address",
        ],
    ),
    (
        3,
        &[
            "r03_an_answer_is_taken_once",
            "a05_a_state_is_worth_nothing_after_the_end",
            "r03_a_used_answer_stays_used_after_a_restart",
            "f18_of_fifty_equal_answers_one_has_an_effect",
        ],
    ),
    (
        4,
        &[
            "r04_a_hundred_thousand_requests_share_nothing",
            "r04_the_authorization_request_says_all_that_the_provider_demands",
        ],
    ),
    (
        5,
        &[
            "r05_metadata_without_s256_is_refused",
            "r05_nobody_is_sent_to_a_provider_without_s256",
        ],
    ),
    (
        6,
        &[
            "r06_c12_a_wrong_nonce_ends_all_before_the_access_token_is_used",
            "c12_nonce_invalid",
        ],
    ),
    (
        7,
        &[
            "r07_nothing_of_a_person_and_no_secret_reaches_the_log",
            "r07_refused_tokens_are_not_logged_either",
            "r07_a_code_is_never_sent_twice",
        ],
    ),
    (
        8,
        &[
            "c24_the_access_token_travels_in_the_header_only",
            "c24_userinfo_bearer_header",
        ],
    ),
    (
        9,
        &[
            "c13_scope_userinfo_claims",
            "r09_without_the_name_userinfo_is_not_asked",
        ],
    ),
    (10, &["r10_no_refresh_token_is_asked_for_or_kept"]),
    (
        11,
        &[
            "c14_c40_the_token_request_is_a_form_with_a_signed_assertion",
            "r11_two_keys_are_published_while_one_replaces_the_other",
        ],
    ),
    (
        12,
        &[
            "r12_only_the_issuers_own_host_is_called",
            "c15_discovery_openid_config",
        ],
    ),
    (13, &["r13_nothing_but_303_redirects"]),
    (
        14,
        &[
            "r14_forwarding_headers_count_only_from_our_proxy",
            "r14_what_the_client_wrote_itself_does_not_count",
        ],
    ),
    (15, &["r15_a_callback_leaves_a_clean_address"]),
    (
        16,
        &["r16_every_answer_has_the_security_headers_and_the_time"],
    ),
    (17, &["r17_no_page_sends_messages_to_windows"]),
    (18, &["r18_no_answer_grants_anything_to_another_origin"]),
    (19, &["r20_production_refuses_practice_services"]),
    (
        20,
        &[
            "r20_plain_http_is_for_the_sandbox_only",
            "r20_no_build_accepts_a_wrong_certificate",
        ],
    ),
    (
        22,
        &["a12_a_hand_back_goes_to_a_port_of_this_machine_and_nowhere_else"],
    ),
    (
        23,
        &[
            "r23_a_hand_back_code_needs_the_verifier_and_lasts_a_minute",
            "a01_way_b_a_code_is_worth_nothing_without_the_verifier",
            "a_code_is_good_for_a_minute",
        ],
    ),
    (
        24,
        &[
            "r24_an_answer_in_another_browser_breaks_the_flow",
            "a01_way_b_the_start_address_is_handed_on",
            "the_app_sees_progress_and_gets_nothing_by_it",
        ],
    ),
    (27, &["r27_no_secret_is_in_what_people_download"]),
    (
        28,
        &[
            "cancelling_ends_the_flow_and_its_answer_comes_too_late",
            "a_closed_tab_is_taken_up_again",
            "the_back_button_after_success_changes_nothing",
            "a_person_has_fifteen_minutes_at_the_provider",
        ],
    ),
    (
        29,
        &[
            "c54_invalid_authorization_response_iss",
            "c55_removed_authorization_response_iss",
            "r29_an_error_must_name_its_issuer_too",
        ],
    ),
    (
        30,
        &["r30_an_issuer_that_is_not_announced_may_be_absent_but_not_another"],
    ),
    (
        31,
        &["r31_repeated_parameters_are_refused_and_the_code_is_not_spent"],
    ),
    (
        32,
        &["a24_an_answer_of_one_provider_at_the_address_of_the_other"],
    ),
    (
        33,
        &[
            "r33_challenge_matches_the_example_of_rfc_7636_appendix_b",
            "r04_a_hundred_thousand_requests_share_nothing",
        ],
    ),
    (34, &["r56_no_token_and_no_verifier_reaches_a_browser"]),
    (
        35,
        &[
            "r35_the_relying_party_is_told_what_was_configured",
            "c46_invalid_alternate_alg",
            "a07_alg_none_and_a_public_key_as_a_secret",
        ],
    ),
    (
        36,
        &[
            "r36_types_are_not_converted",
            "r36_each_claim_is_checked_at_both_providers",
        ],
    ),
    (
        37,
        &[
            "r37_clocks_may_differ_by_a_minute",
            "c60_iat_is_week_in_past",
        ],
    ),
    (38, &["r38_a_lower_or_unstated_level_is_refused"]),
    (
        39,
        &[
            "a21_people_with_equal_names_stay_two_people",
            "r39_the_person_key_depends_on_issuer_and_subject_and_cannot_be_shifted_between_them",
        ],
    ),
    (
        40,
        &[
            "r40_an_unknown_kid_has_the_keys_fetched_at_most_once_in_ten_seconds",
            "r40_keys_that_cannot_be_had_cost_no_code",
        ],
    ),
    (
        41,
        &[
            "r41_no_two_assertions_share_a_jti",
            "r41_an_assertion_says_what_rfc_7523_asks_and_fits_the_published_key",
        ],
    ),
    (
        42,
        &[
            "r42_what_two_parsers_could_read_differently_is_refused",
            "r42_answers_that_no_honest_provider_gives",
        ],
    ),
    (
        43,
        &[
            "a10_userinfo_of_another_person_leaves_nothing",
            "c11_userinfo_invalid_sub",
        ],
    ),
    (56, &["r56_no_token_and_no_verifier_reaches_a_browser"]),
    (57, &["r57_cookies_over_https_belong_to_this_host_alone"]),
    (
        58,
        &[
            "r58_our_own_page_and_app_may_change_things",
            "r58_a_change_without_the_marks_of_our_own_page_is_refused",
        ],
    ),
    (59, &["r59_calls_go_out_in_named_places_only"]),
    (60, &["r60_a_browser_keeps_nothing_but_the_language"]),
    (
        61,
        &[
            "r61_a_rotated_visit_is_found_by_its_new_token_only",
            "a26_a_planted_visit_is_worth_nothing_once_the_victim_has_proved_anything",
            "r61_every_result_changes_the_cookie",
        ],
    ),
    (62, &["r62_a_visit_says_no_more_than_a_screen_shows"]),
    (
        63,
        &[
            "r63_proof_intent_and_audit_row_are_one_change",
            "r63_a_pass_needs_a_card_check_made_for_it_and_uses_it_up",
            "r63_a_card_check_of_another_browser_is_worth_nothing",
        ],
    ),
    (
        64,
        &[
            "r64_the_lifetime_is_the_shortest_that_policy_and_graph_allow",
            "r64_the_lifetime_is_the_shortest_that_the_policy_allows",
            "r64_a_pass_is_asked_for_once_and_for_one_use",
        ],
    ),
    (
        65,
        &[
            "r65_the_secret_is_in_one_answer_that_nobody_keeps",
            "a19_a_pass_and_a_password_are_found_nowhere_after_they_were_shown",
        ],
    ),
    (
        66,
        &[
            "r66_an_older_pass_is_removed_first",
            "f23_r66_an_unknown_outcome_is_repaired_by_the_next_press_and_by_nothing_else",
            "f23_whatever_happens_one_pass_lives_at_most_and_it_is_the_one_that_was_shown",
        ],
    ),
    (
        67,
        &[
            "r67_who_is_stopped_has_left_or_holds_a_role_gets_nothing",
            "f26_the_account_is_read_again_before_the_act",
        ],
    ),
    (
        68,
        &[
            "r68_sessions_end_before_the_pass_and_the_old_methods_are_told",
            "r66_r68_policy_list_delete_revoke_create_list_again",
        ],
    ),
    (
        71,
        &["r71_a_proof_serves_one_visit_one_purpose_one_act_and_ten_minutes"],
    ),
    (
        72,
        &[
            "a34_every_error_of_the_provider_has_its_page",
            "queries_without_a_state_of_ours_change_nothing",
        ],
    ),
    (
        73,
        &[
            "r73_a_newer_act_takes_the_place_of_one_that_waits",
            "r73_while_one_is_being_performed_another_waits_and_all_devices_see_it",
        ],
    ),
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
    (
        69,
        "the directory's credential lives in a process of its own",
    ),
    (
        70,
        "issues are reconciled with the directory's own audit log",
    ),
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
    for (id, tests) in TESTED {
        for test in *tests {
            assert!(names.contains(*test), "R-{id:02}: there is no {test}");
        }
    }
    for (id, test) in FAULTS {
        assert!(names.contains(*test), "F-{id:02}: there is no {test}");
    }
    let ids = TESTED.iter().map(|row| row.0);
    let mut listed: Vec<u8> = ids.chain(LATER.iter().map(|row| row.0)).collect();
    listed.sort_unstable();
    let all: Vec<u8> = (1..=43).chain(56..=73).collect();
    assert_eq!(listed, all, "each once");
}
