//! Applying for rescue: every state of the account, what must be there, once for each service.

use ident_core::mail::Letter;
use ident_core::salvage::CloudService;
use ident_tests::Service;
use ident_wire::{Can, RescueState};
use serde_json::json;

use super::{
    ADDRESS, applied, carded, clerk, confirm, decide, form, give, leaver, linked, look, receipt,
    send, told, type_code,
};

fn refused(code: &str) -> RescueState {
    RescueState::Refused {
        code: code.to_owned(),
    }
}

#[tokio::test]
async fn who_left_within_180_days_applies_once_and_gets_a_receipt() {
    let service = Service::start().await;
    let mut pc = leaver(&service, "left-march").await;
    assert!(pc.visit().await.can.contains(&Can::Salvage));
    let before = look(&mut pc).await;
    assert_eq!(before.account_number, "2000000027");
    assert_eq!((before.access_days, before.uses_left), (7, 2));
    assert!(before.can_apply && before.revoked_at.is_some() && before.last_day.is_some());
    assert_eq!(before.mail, RescueState::Available {});
    confirm(&service, &mut pc).await;
    assert!(look(&mut pc).await.contact.expect("a contact").confirmed);
    let after = send(&mut pc, form(false, true))
        .await
        .good()
        .json::<ident_wire::SalvageView>();
    let number = receipt(&after.onedrive);
    assert!(matches!(after.onedrive, RescueState::Applied { .. }));
    assert_eq!(
        after.mail,
        RescueState::Available {},
        "the other use is untouched"
    );
    assert_eq!(
        (after.uses_left, after.can_apply),
        (1, false),
        "the card check is used up"
    );
    let letters = told(&service).await;
    let [
        Letter::SalvageReceived {
            service: CloudService::OneDrive,
            entry,
        },
    ] = &letters[..]
    else {
        panic!("one receipt by mail: {letters:?}");
    };
    assert_eq!(entry.receipt.as_str(), number);
    assert_eq!(service.audit().count("salvage_applied"), 1);
    send(&mut pc, form(true, false)).await.refused("proof_used");
}

#[tokio::test]
async fn every_state_of_the_account_is_told_and_refused_alike() {
    let service = Service::start().await;
    for (person, code) in [
        ("sakura", "not_left_yet"),
        ("suspended", "account_suspended"),
        ("left-long", "window_over"),
    ] {
        let mut pc = leaver(&service, person).await;
        let seen = look(&mut pc).await;
        assert_eq!(
            (&seen.mail, &seen.onedrive),
            (&refused(code), &refused(code)),
            "{person}"
        );
        assert_eq!((seen.uses_left, seen.can_apply), (0, false), "{person}");
        give(&mut pc, ADDRESS).await.refused(code);
        send(&mut pc, form(true, true)).await.refused(code);
    }
    assert!(service.letters().await.is_empty(), "nobody gets a mail");
    assert_eq!(service.count("rescue_case"), 0);
}

#[tokio::test]
async fn who_is_not_linked_has_no_rescue_by_card() {
    let service = Service::start().await;
    let mut pc = carded(&service, "left-march").await;
    pc.get("salvage").await.refused("not_linked");
    send(&mut pc, form(true, false)).await.refused("not_linked");
    let mut stranger = service.pc();
    stranger.get("salvage").await.refused("visit_missing");
}

#[tokio::test]
async fn the_window_closes_after_180_days_to_the_second() {
    let mut service = Service::start().await;
    linked(&service, "left-march").await;
    // 75 days are over; the clock of the test is a little behind that of the sandbox.
    service.pass(104 * 24 * 3600 + 86_000).await;
    let mut pc = carded(&service, "left-march").await;
    assert!(look(&mut pc).await.can_apply);
    service.pass(500).await;
    let seen = look(&mut pc).await;
    assert_eq!(seen.mail, refused("window_over"));
    send(&mut pc, form(true, false))
        .await
        .refused("window_over");
}

#[tokio::test]
async fn the_contact_must_be_confirmed_in_this_visit() {
    let service = Service::start().await;
    let mut pc = leaver(&service, "left-march").await;
    send(&mut pc, form(true, false))
        .await
        .refused("contact_missing");
    give(&mut pc, "not an address")
        .await
        .refused("contact_malformed");
    type_code(&mut pc, "123456")
        .await
        .refused("contact_missing");
    give(&mut pc, ADDRESS).await.good();
    send(&mut pc, form(true, false))
        .await
        .refused("contact_missing");
    let code = service.code_for(ADDRESS).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    assert_eq!(
        type_code(&mut pc, wrong)
            .await
            .refused("mail_code_wrong")
            .tries_left,
        Some(4)
    );
    let mut other = carded(&service, "left-march").await;
    type_code(&mut other, &code)
        .await
        .refused("contact_missing");
    type_code(&mut pc, &code).await.good();
    send(&mut pc, form(true, false)).await.good();
    assert_eq!(service.count("rescue_case"), 1);
}

#[tokio::test]
async fn an_application_that_is_not_whole_is_refused_and_uses_nothing_up() {
    let service = Service::start().await;
    let mut pc = leaver(&service, "left-march").await;
    confirm(&service, &mut pc).await;
    let with = |name: &str, value: serde_json::Value| {
        let mut form = form(true, false);
        form[name] = value;
        form
    };
    for incomplete in [
        with("mail", json!(false)),
        with("understood", json!(false)),
        with("reason", json!("")),
        with("reason", json!(" \n ")),
        with("reason", json!("理".repeat(1001))),
    ] {
        send(&mut pc, incomplete)
            .await
            .refused("salvage_incomplete");
    }
    send(&mut pc, with("extra", json!(1)))
        .await
        .refused("request_malformed");
    send(&mut pc, with("reason", json!("理".repeat(1000))))
        .await
        .good();
}

#[tokio::test]
async fn both_services_in_one_application_are_two_cases_with_one_card_check() {
    let service = Service::start().await;
    let seen = applied(&service, "left-march", form(true, true)).await;
    assert_ne!(receipt(&seen.mail), receipt(&seen.onedrive));
    assert_eq!(seen.uses_left, 0);
    assert_eq!(told(&service).await.len(), 2);
    assert_eq!(service.count("rescue_case"), 2);
    let office: ident_wire::OfficeView = clerk(&service).await.get("office").await.good().json();
    assert_eq!(office.cases.len(), 2);
}

#[tokio::test]
async fn a_service_that_waits_is_not_applied_for_again() {
    let service = Service::start().await;
    applied(&service, "left-march", form(true, false)).await;
    let mut pc = carded(&service, "left-march").await;
    confirm(&service, &mut pc).await;
    for both in [false, true] {
        send(&mut pc, form(true, both))
            .await
            .refused("salvage_pending");
    }
    send(&mut pc, form(false, true)).await.good();
}

#[tokio::test]
async fn a_no_is_told_and_can_be_answered_by_another_application() {
    let service = Service::start().await;
    let mut seen = applied(&service, "left-march", form(true, false)).await;
    let mut desk = clerk(&service).await;
    for round in 1..=3 {
        let number = receipt(&seen.mail);
        decide(&mut desk, &number, false, Some("理由を詳しく"))
            .await
            .good();
        let mut pc = carded(&service, "left-march").await;
        let now = look(&mut pc).await;
        let RescueState::Declined { note, again, .. } = &now.mail else {
            panic!("declined: {:?}", now.mail);
        };
        assert_eq!(note.as_deref(), Some("理由を詳しく"));
        assert_eq!(
            (*again, now.uses_left),
            (round < 3, 1 + u8::from(round < 3))
        );
        confirm(&service, &mut pc).await;
        let reply = send(&mut pc, form(true, false)).await;
        if round < 3 {
            seen = reply.good().json();
            assert_ne!(receipt(&seen.mail), number, "a receipt of its own");
        } else {
            reply.refused("salvage_declined");
        }
    }
    assert_eq!(service.count("rescue_case"), 3);
    assert_eq!(service.audit().count("salvage_applied"), 3);
}

#[tokio::test]
async fn what_was_granted_after_a_no_is_granted_once() {
    let mut service = Service::start().await;
    let seen = applied(&service, "left-march", form(true, false)).await;
    let mut desk = clerk(&service).await;
    decide(&mut desk, &receipt(&seen.mail), false, None)
        .await
        .good();
    let mut pc = carded(&service, "left-march").await;
    confirm(&service, &mut pc).await;
    let seen: ident_wire::SalvageView = send(&mut pc, form(true, false)).await.good().json();
    decide(&mut desk, &receipt(&seen.mail), true, None)
        .await
        .good();
    assert_eq!(service.rescue().await.done, 1);
    service.pass(7 * 24 * 3600 + 60).await;
    assert_eq!(service.rescue().await.done, 1);
    let mut pc = carded(&service, "left-march").await;
    confirm(&service, &mut pc).await;
    send(&mut pc, form(true, false))
        .await
        .refused("salvage_used");
}

#[tokio::test]
async fn two_applications_at_once_become_one() {
    let service = Service::start().await;
    let mut one = leaver(&service, "left-march").await;
    let mut other = carded(&service, "left-march").await;
    confirm(&service, &mut one).await;
    confirm(&service, &mut other).await;
    let (first, second) = tokio::join!(
        send(&mut one, form(true, false)),
        send(&mut other, form(true, false))
    );
    let taken = [&first, &second]
        .iter()
        .filter(|reply| reply.status == 200)
        .count();
    assert_eq!(taken, 1, "{} {}", first.body, second.body);
    assert_eq!(service.count("rescue_case"), 1);
    assert_eq!(told(&service).await.len(), 1);
}

#[tokio::test]
async fn r71_a_card_check_for_something_else_is_not_good_for_rescue() {
    let service = Service::start().await;
    linked(&service, "left-march").await;
    let mut pc = service.pc();
    pc.card("manage", "left-march").await;
    assert!(!look(&mut pc).await.can_apply, "seen, but not done");
    send(&mut pc, form(true, false))
        .await
        .refused("proof_other_purpose");
    give(&mut pc, ADDRESS).await.refused("proof_other_purpose");
}
