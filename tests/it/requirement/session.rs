//! Sessions, pages, input.

use super::Row;

pub(super) const TESTED: &[Row] = &[
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
];
