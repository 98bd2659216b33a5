//! A temporary access pass, asked for and issued.

use ident_tests::{Log, Service, stage};
use ident_wire::{ActStageView, Can, CoachView};
use serde_json::json;

#[tokio::test]
async fn a_person_who_lost_the_second_factor_gets_a_pass_that_signs_in() {
    let service = Service::start().await;
    let mut phone = service.phone();
    phone.prelink("sakura").await;
    let visit = phone.card("pass", "sakura").await;
    assert!(visit.can.contains(&Can::IssuePass), "{visit:?}");
    let issued = phone.issue("pass", "sakura").await;
    assert!(issued.once);
    assert!(matches!(
        issued.act.stage,
        ActStageView::Done {
            ends_at: Some(_),
            ..
        }
    ));
    let tried = service
        .sandbox
        .try_secret("sakura", json!({ "tap": issued.secret }))
        .await;
    assert_eq!(tried["ok"], true, "{tried}");
    let visit = phone.visit().await;
    assert_eq!(stage(&visit.act.expect("an act")), "done");
    assert!(
        !visit.can.contains(&Can::IssuePass),
        "the card check is used up"
    );
    assert_eq!(service.audit().count("pass_intended"), 1);
    assert_eq!(service.audit().count("pass_asked"), 1);
    assert_eq!(service.audit().count("pass_issued"), 1);
}

#[tokio::test]
async fn r63_a_pass_needs_a_card_check_made_for_it_and_uses_it_up() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    pc.ask_act("pass").await.refused("proof_other_purpose");
    pc.card("manage", "sakura").await;
    pc.ask_act("pass").await.refused("proof_other_purpose");
    pc.card("password", "sakura").await;
    pc.ask_act("pass").await.refused("proof_other_purpose");
    pc.card("pass", "sakura").await;
    pc.ask_act("pass").await.good();
    pc.ask_act("pass").await.refused("proof_used");
    assert_eq!(service.count("act"), 1);
    service.pc().ask_act("pass").await.refused("visit_missing");
}

#[tokio::test]
async fn r63_a_card_check_of_another_browser_is_worth_nothing() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let mut pc = service.pc();
    let act = pc.ready_for("pass", "sakura").await;
    let mut other = service.pc();
    other.card("pass", "sakura").await;
    other.perform(&act.id).await.refused("act_missing");
    other
        .get(&format!("acts/{}", act.id))
        .await
        .refused("act_missing");
    other.give_up(&act.id).await.refused("act_missing");
    other.perform("nonsense").await.refused("act_missing");
}

#[tokio::test]
async fn r64_the_lifetime_is_the_shortest_that_the_policy_allows() {
    let mut service = Service::start().await;
    service.pc().prelink("sakura").await;
    for minutes in [60, 30] {
        service.pass(1).await;
        let policy = json!({
            "minimumLifetimeInMinutes": minutes, "maximumLifetimeInMinutes": 480,
            "defaultLifetimeInMinutes": 90,
        });
        service.sandbox.set_graph(json!({ "policy": policy })).await;
        service.pc().issue("pass", "sakura").await;
        let tap = &service.sandbox.account("sakura").await["tap"];
        assert_eq!(tap["one_time"], true);
        let (start, end) = (&tap["start"], &tap["ends"]);
        let seconds = |text: &serde_json::Value| {
            let text = text.as_str().expect("a time");
            let day = &text[text.find('T').expect("a time") + 1..];
            let parts = day.trim_end_matches('Z').split(':');
            let parts: Vec<i64> = parts.map(|part| part.parse().expect("a number")).collect();
            parts[0] * 3_600 + parts[1] * 60 + parts[2]
        };
        let life = (seconds(end) - seconds(start)).rem_euclid(86_400);
        assert_eq!(life, minutes * 60);
    }
}

#[tokio::test]
async fn r64_a_policy_with_short_passes_is_told_to_operators_and_shuts_nobody_out() {
    let service = Service::start().await;
    assert_eq!(service.policy_is_right().await, Some(true));
    let policy = |change| json!({ "policy": change });
    let short = policy(json!({ "defaultLength": 8 }));
    service.sandbox.set_graph(short).await;
    let log = Log::listen();
    assert_eq!(service.policy_is_right().await, Some(false));
    let told = log.text();
    assert!(
        told.contains("directory.pass_too_short") && told.contains("alarm=true"),
        "{told}"
    );
    service.pc().prelink("sakura").await;
    service.pc().issue("pass", "sakura").await;
    service
        .sandbox
        .set_graph(policy(json!({ "state": "disabled" })))
        .await;
    assert_eq!(service.policy_is_right().await, Some(false));
    service.sandbox.arm_graph("policy", "http_503").await;
    assert_eq!(service.policy_is_right().await, None, "to be tried again");
}

#[tokio::test]
async fn r67_a_role_that_comes_with_a_group_is_a_role() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("group-admin").await;
    pc.card("pass", "group-admin").await;
    pc.ask_act("pass").await.refused("account_privileged");
    let role = |is| json!({ "group_role": is });
    service
        .sandbox
        .set_account("group-admin", role(false))
        .await;
    let act: ident_wire::ActView = pc.ask_act("pass").await.good().json();
    service.sandbox.set_account("group-admin", role(true)).await;
    pc.perform(&act.id).await.refused("account_privileged");
    assert!(service.sandbox.orders().await.is_empty());
}

#[tokio::test]
async fn a_policy_that_is_off_or_leaves_the_person_out_is_told_and_costs_no_card_check() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    pc.card("pass", "sakura").await;
    let number = service.sandbox.account("sakura").await["number"].clone();
    let state = |state: &str| json!({ "policy": { "state": state } });
    service.sandbox.set_graph(state("disabled")).await;
    pc.ask_act("pass").await.refused("pass_policy_off");
    service.sandbox.set_graph(state("enabled")).await;
    let exclude = |who: serde_json::Value| json!({ "policy": { "exclude": who } });
    service.sandbox.set_graph(exclude(json!([number]))).await;
    pc.ask_act("pass").await.refused("pass_policy_excludes");
    service.sandbox.set_graph(exclude(json!([]))).await;
    let group = json!({ "tap_excluded": true });
    service.sandbox.set_account("sakura", group).await;
    let act: ident_wire::ActView = pc.ask_act("pass").await.good().json();
    pc.perform(&act.id).await.refused("pass_policy_excludes");
}

#[tokio::test]
async fn r66_an_older_pass_is_removed_first() {
    let mut service = Service::start().await;
    service.pc().prelink("sakura").await;
    let first = service.pc().issue("pass", "sakura").await;
    service.pass(1).await;
    let second = service.pc().issue("pass", "sakura").await;
    assert_eq!(
        service.sandbox.orders().await,
        ["revoke", "tap_create", "tap_delete", "revoke", "tap_create"]
    );
    assert_eq!(service.live_passes("sakura").await, 1);
    let with = |tap: &str| json!({ "tap": tap });
    let old = service
        .sandbox
        .try_secret("sakura", with(&first.secret))
        .await;
    assert_eq!(old["ok"], false, "{old}");
    let new = service
        .sandbox
        .try_secret("sakura", with(&second.secret))
        .await;
    assert_eq!(new["ok"], true, "{new}");
}

#[tokio::test]
async fn r67_who_is_stopped_has_left_or_holds_a_role_gets_nothing() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    pc.card("pass", "sakura").await;
    for (change, back, code) in [
        (
            json!({ "enabled": false }),
            json!({ "enabled": null }),
            "account_suspended",
        ),
        (
            json!({ "left_days_ago": 10 }),
            json!({ "leave_date": null }),
            "account_revoked",
        ),
        (
            json!({ "directory_role": true }),
            json!({ "directory_role": false }),
            "account_privileged",
        ),
    ] {
        service.sandbox.set_account("sakura", change).await;
        pc.ask_act("pass").await.refused(code);
        service.sandbox.set_account("sakura", back).await;
    }
    let act: ident_wire::ActView = pc.ask_act("pass").await.good().json();
    let role = json!({ "directory_role": true });
    service.sandbox.set_account("sakura", role).await;
    pc.perform(&act.id).await.refused("account_privileged");
    assert!(service.sandbox.orders().await.is_empty());
}

#[tokio::test]
async fn without_a_link_nothing_is_issued() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.card("pass", "sakura").await;
    pc.ask_act("pass").await.refused("not_linked");
    assert_eq!(service.count("act"), 0);
}

#[tokio::test]
async fn a_link_that_is_cut_in_the_middle_ends_the_act() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    let act = pc.ready_for("pass", "sakura").await;
    let mut other = service.pc();
    other.card("manage", "sakura").await;
    other.unlink().await.good();
    pc.perform(&act.id).await.refused("link_changed_meanwhile");
    assert!(service.sandbox.orders().await.is_empty());
    assert_eq!(stage(&pc.act(&act.id).await), "closed");
}

#[tokio::test]
async fn r68_sessions_end_before_the_pass_and_the_old_methods_are_told() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let before = service.sandbox.account("sakura").await;
    let mut pc = service.pc();
    pc.issue("pass", "sakura").await;
    assert_eq!(service.sandbox.orders().await, ["revoke", "tap_create"]);
    let coach: CoachView = pc.get("coach").await.good().json();
    let old = before["methods"].as_array().expect("methods").len();
    assert_eq!((coach.has_new, coach.has_second), (false, false));
    assert_eq!(coach.old_left as usize, old);
    let registered = json!({ "methods": ["microsoftAuthenticator", "fido2"] });
    service.sandbox.set_account("sakura", registered).await;
    let coach: CoachView = pc.get("coach").await.good().json();
    assert!(coach.has_new && coach.has_second, "{coach:?}");
    assert_eq!(coach.old_left, 0);
    service.pc().get("coach").await.refused("visit_missing");
}
