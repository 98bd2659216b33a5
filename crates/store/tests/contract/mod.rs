//! What every store must do, whatever the database. `tests/sqlite.rs` and `tests/postgres.rs`
//! each run all of it.

pub(crate) mod audit;
pub(crate) mod due;
pub(crate) mod feed;
pub(crate) mod guard;
pub(crate) mod kiosk;
pub(crate) mod limit;
pub(crate) mod link;
pub(crate) mod old;
pub(crate) mod proof;
pub(crate) mod race;
pub(crate) mod read;
pub(crate) mod reconcile;
pub(crate) mod recovery;
pub(crate) mod recovery_sample;
pub(crate) mod sample;
pub(crate) mod sweep;
pub(crate) mod whole;

use std::sync::Arc;

use async_trait::async_trait;
use ident_core::port::Store;

/// A fresh, empty store for one test.
#[async_trait]
pub(crate) trait Bed: Send + Sync {
    /// The store.
    fn store(&self) -> Arc<dyn Store>;
    /// The same database, opened by a second program.
    async fn other_node(&self) -> Arc<dyn Store>;
    /// Does to the database what the store would not do.
    async fn tamper(&self, sql: &str);
    /// Allows what the schema forbids: changing the audit log.
    async fn unlock_audit(&self);
    /// How many rows a table has.
    async fn rows(&self, table: &str) -> i64;
}

/// Makes a test of every function of the contract. `$fresh` makes a [`Bed`].
#[macro_export]
macro_rules! store_contract {
    ($fresh:path) => {
        $crate::contract_tests! { $fresh;
            guard::a26_a_visit_is_stored_once_by_id_and_once_by_token,
            guard::what_does_not_wait_for_the_disk_is_guarded_all_the_same,
            guard::a_visit_moves_on_from_its_stored_version_only,
            guard::r61_a_rotated_visit_is_found_by_its_new_token_only,
            guard::r61_a_visit_cannot_take_the_token_of_another,
            guard::a_visit_is_removed_once,
            guard::a_flow_is_stored_once,
            guard::r03_a_flow_moves_on_from_its_stored_version_only,
            guard::r03_two_flows_cannot_share_a_state_or_an_offer,
            link::a20_one_person_has_one_account,
            link::a20_one_account_has_one_person,
            link::a_link_goes_only_in_the_version_that_was_looked_at,
            link::a_use_is_noted_on_a_link_that_exists,
            link::a_card_is_replaced_in_one_change,
            link::a_link_moves_on_from_its_stored_version_only,
            link::a_use_noted_meanwhile_survives_a_change_of_the_link,
            recovery::r73_an_account_has_one_open_act,
            recovery::r66_an_act_moves_on_from_its_stored_version_only,
            recovery::f29_a_queue_moves_from_where_it_was_seen_only,
            recovery::an_entry_is_appended_once,
            recovery::a_notice_address_moves_on_from_its_stored_version_only,
            recovery::a_mail_is_taken_by_one_sender,
            recovery::an_account_applies_once_for_each_service,
            recovery::an_application_that_gave_nothing_does_not_keep_its_service,
            due::f29_only_those_who_wait_are_counted,
            due::acts_left_lying_are_found_oldest_deadline_first,
            due::a_history_is_told_newest_first,
            due::n05_removed_addresses_are_listed_too,
            due::f27_mails_come_when_they_are_due_until_they_have_ended,
            due::applications_are_found_by_receipt_by_account_and_while_open,
            due::an_act_is_found_by_its_id_and_by_its_account_while_open,
            kiosk::r50_a_kiosk_is_found_by_its_code_until_it_is_enrolled,
            kiosk::r50_of_two_who_type_one_code_one_is_enrolled,
            kiosk::two_kiosks_cannot_share_an_id_or_a_code,
            kiosk::k08_a_heartbeat_that_comes_with_the_end_does_not_undo_it,
            kiosk::kiosks_are_listed_newest_first,
            kiosk::k08_the_visits_of_a_kiosk_are_found_and_no_others,
            kiosk::a_kiosk_goes_only_after_its_end,
            kiosk::an_audit_row_names_its_kiosk_and_cannot_lose_it,
            reconcile::r70_an_attempt_moves_on_from_its_stored_version_only,
            reconcile::r70_attempts_are_found_by_account_and_while_they_wait,
            reconcile::r70_an_entry_of_the_directorys_log_is_dealt_with_once,
            reconcile::r70_attempts_and_entries_go_when_they_are_old,
            proof::a_flow_brings_one_proof,
            proof::r71_a_proof_serves_one_act,
            proof::r71_a_proof_ends_at_its_own_instant,
            limit::r47_an_allowance_is_used_up_and_comes_back_with_the_next_window,
            limit::r47_a_refused_change_is_not_counted,
            limit::r47_an_allowance_of_nothing_refuses_at_once,
            limit::r47_each_kind_and_each_one_is_counted_apart,
            race::r03_f18_of_fifty_claims_of_one_flow_exactly_one_wins,
            race::r71_of_fifty_uses_of_one_proof_exactly_one_wins,
            race::a20_of_fifty_people_linking_one_account_exactly_one_wins,
            race::a20_of_fifty_accounts_for_one_person_exactly_one_wins,
            race::r47_of_fifty_starts_exactly_the_allowance_passes,
            race::r73_of_fifty_acts_for_one_account_exactly_one_wins,
            race::f29_of_fifty_who_queue_up_exactly_one_takes_the_place,
            race::a_reader_sees_exactly_one_link_while_it_is_replaced,
            race::changes_in_opposite_order_all_come_through,
            whole::a_guard_that_fails_last_leaves_nothing,
            whole::each_guard_that_fails_last_is_named,
            whole::an_act_comes_with_all_that_tells_it_or_not_at_all,
            whole::a_change_may_build_on_its_own_writes,
            whole::f17_two_nodes_see_and_guard_the_same_records,
            read::what_is_stored_is_read_back_as_it_was,
            read::what_does_not_exist_is_not_found,
            read::a_person_is_found_under_any_key_in_rotation,
            read::f16_the_last_state_and_offer_stay_known_after_their_stage,
            sweep::only_what_is_too_old_goes,
            sweep::what_is_open_stays_however_old,
            sweep::more_than_one_batch_goes,
            sweep::what_was_counted_goes_with_its_window,
            audit::the_chain_holds_over_many_changes,
            audit::a_refused_change_leaves_no_gap,
            audit::an_altered_row_shows,
            audit::a_missing_row_shows,
            audit::a_cut_off_end_shows,
            audit::an_added_row_shows,
            audit::the_log_cannot_be_changed_by_an_ordinary_statement,
            audit::two_nodes_write_one_chain,
            feed::f16_each_change_of_a_flow_is_named_after_it_can_be_read,
            feed::a_refused_change_names_nothing,
            feed::changes_of_another_flow_in_one_change_are_named_too,
            feed::the_store_is_ready,
        }
    };
}

/// One test per name.
#[macro_export]
macro_rules! contract_tests {
    ($fresh:path; $($module:ident::$name:ident,)*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $name() {
                let bed = $fresh().await;
                contract::$module::$name(&bed).await;
            }
        )*
    };
}
