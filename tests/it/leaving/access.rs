//! The access itself: opened at the archive, told, ended on time; through faults and restarts.

use ident_core::mail::Letter;
use ident_core::salvage::Verdict;
use ident_tests::{Op, Service};
use ident_wire::RescueState;
use serde_json::{Value, json};

use super::{applied, carded, clerk, decide, form, look, receipt, told};

const DAY: u32 = 24 * 3600;

/// An application for these services that was approved.
async fn approved(service: &Service, mail: bool, onedrive: bool) {
    let seen = applied(service, "left-march", form(mail, onedrive)).await;
    let mut desk = clerk(service).await;
    for (wanted, state) in [(mail, &seen.mail), (onedrive, &seen.onedrive)] {
        if wanted {
            decide(&mut desk, &receipt(state), true, None).await.good();
        }
    }
}

async fn grants(service: &Service) -> Vec<Value> {
    let desk = service.sandbox.look("archive").await;
    desk["grants"].as_array().expect("a list").clone()
}

/// The address and the password of a service that is open.
fn opened(state: &RescueState) -> (String, Option<String>) {
    match state {
        RescueState::Approved {
            address: Some(address),
            password,
            ..
        } => (address.clone(), password.clone()),
        other => panic!("not open: {other:?}"),
    }
}

#[tokio::test]
async fn an_approved_access_opens_is_told_and_ends_after_a_week() {
    let mut service = Service::start().await;
    approved(&service, false, true).await;
    let mut pc = carded(&service, "left-march").await;
    let waiting = look(&mut pc).await.onedrive;
    assert!(
        matches!(waiting, RescueState::Approved { address: None, .. }),
        "{waiting:?}"
    );
    let round = service.rescue().await;
    assert_eq!((round.done, round.failed), (1, 0));
    let (address, password) = opened(&look(&mut pc).await.onedrive);
    assert_eq!(password, None);
    assert_eq!(service.sandbox.page(&address).await.0, 200);
    let letters = told(&service).await;
    let Some(Letter::SalvageDecided {
        verdict: Verdict::Approved { address: told, .. },
        ..
    }) = letters.last()
    else {
        panic!("the decision is mailed: {letters:?}");
    };
    assert_eq!(*told, address);
    service.pass(7 * DAY - 60).await;
    assert_eq!(service.rescue().await.done, 0);
    assert_eq!(
        service.sandbox.page(&address).await.0,
        200,
        "the whole week"
    );
    service.pass(120).await;
    assert_eq!(service.rescue().await.done, 1);
    let (status, text) = service.sandbox.page(&address).await;
    assert!(status == 410 && !text.contains("thesis"), "{status} {text}");
    assert_eq!(grants(&service).await[0]["state"], "ended");
    let mut pc = carded(&service, "left-march").await;
    let seen = look(&mut pc).await;
    assert!(matches!(seen.onedrive, RescueState::Ended { .. }));
    assert_eq!(seen.uses_left, 1);
    let audit = service.audit();
    for deed in ["salvage_applied", "salvage_approved", "salvage_ended"] {
        assert_eq!(audit.count(deed), 1, "{deed}");
    }
    super::confirm(&service, &mut pc).await;
    super::send(&mut pc, form(false, true))
        .await
        .refused("salvage_used");
}

#[tokio::test]
async fn the_special_password_is_shown_after_a_card_check_and_opens_the_mail() {
    let mut service = Service::start().await;
    approved(&service, true, false).await;
    service.rescue().await;
    let mut pc = carded(&service, "left-march").await;
    let (address, password) = opened(&look(&mut pc).await.mail);
    let password = password.expect("a password");
    let (status, text) = service
        .sandbox
        .form(&address, &[("password", &password)])
        .await;
    assert!(
        status == 200 && text.contains("seminar dates"),
        "{status} {text}"
    );
    let letters = format!("{:?}", service.letters().await);
    assert!(!letters.contains(&password), "never in a mail");
    assert!(!service.holds(&password), "never stored in the clear");
    let mails = service.mails(super::ADDRESS).await;
    let told = mails.iter().filter(|mail| mail.text.contains(&address));
    assert_eq!(told.count(), 1, "the decision arrives");
    assert!(mails.iter().all(|mail| !mail.text.contains(&password)));
    let mut other = service.pc();
    other.card("manage", "left-march").await;
    assert_eq!(opened(&look(&mut other).await.mail).1, None);
    service.pass(660).await;
    assert_eq!(
        opened(&look(&mut pc).await.mail).1,
        None,
        "not on a screen left open"
    );
}

#[tokio::test]
async fn an_archive_that_is_down_is_asked_again_and_costs_no_day() {
    let mut service = Service::start().await;
    approved(&service, false, true).await;
    let fault = json!({ "op": "archive", "fault": "http_500", "times": 1 });
    service.sandbox.arm_with(fault).await;
    assert_eq!(service.rescue().await.failed, 1);
    let mut pc = carded(&service, "left-march").await;
    let seen = look(&mut pc).await.onedrive;
    assert!(
        matches!(seen, RescueState::Approved { address: None, .. }),
        "being opened"
    );
    service.pass(60).await;
    assert_eq!(service.rescue().await.done, 1);
    opened(&look(&mut pc).await.onedrive);
    assert_eq!(grants(&service).await.len(), 1);
}

#[tokio::test]
async fn an_answer_that_was_lost_opens_no_second_access_and_loses_no_password() {
    let service = Service::start().await;
    approved(&service, true, false).await;
    service.sandbox.arm(Op::Archive, "reset_after").await;
    assert_eq!(service.rescue().await.failed, 1);
    assert_eq!(grants(&service).await.len(), 1, "it had happened");
    assert_eq!(service.rescue().await.done, 1);
    assert_eq!(grants(&service).await.len(), 1);
    let mut pc = carded(&service, "left-march").await;
    let (address, password) = opened(&look(&mut pc).await.mail);
    let password = password.expect("told again");
    assert_eq!(
        service
            .sandbox
            .form(&address, &[("password", &password)])
            .await
            .0,
        200
    );
    let decided = told(&service).await;
    assert_eq!(
        decided.len(),
        2,
        "the receipt and one decision: {decided:?}"
    );
}

#[tokio::test]
async fn f01_opening_and_ending_go_on_after_a_restart() {
    let mut service = Service::start().await;
    approved(&service, false, true).await;
    service.sandbox.arm(Op::Archive, "reset_after").await;
    service.rescue().await;
    service.restart().await;
    assert_eq!(service.rescue().await.done, 1);
    service.pass(7 * DAY + 60).await;
    service.sandbox.arm(Op::Archive, "reset_after").await;
    assert_eq!(service.rescue().await.failed, 1);
    service.restart().await;
    assert_eq!(service.rescue().await.done, 1);
    assert_eq!(service.audit().count("salvage_ended"), 1, "ended once");
    assert_eq!(service.rescue().await.done, 0);
    assert_eq!(service.broken_audit_row().await, None);
}

#[tokio::test]
async fn two_looks_at_once_open_one_access_and_send_one_mail() {
    let service = Service::start().await;
    approved(&service, true, true).await;
    tokio::join!(service.rescue(), service.rescue());
    service.rescue().await;
    assert_eq!(grants(&service).await.len(), 2);
    assert_eq!(told(&service).await.len(), 4, "two receipts, two decisions");
}

#[tokio::test]
async fn n07_a_report_of_misuse_ends_what_is_open_and_lets_nothing_more_be_opened() {
    let service = Service::start().await;
    approved(&service, true, false).await;
    service.rescue().await;
    let mut pc = carded(&service, "left-march").await;
    let (address, _) = opened(&look(&mut pc).await.mail);
    super::confirm(&service, &mut pc).await;
    let seen = super::send(&mut pc, form(false, true)).await.good();
    let seen: ident_wire::SalvageView = seen.json();
    let waiting = receipt(&seen.onedrive);
    pc.post("freeze", json!({})).await.good();
    assert_eq!(service.rescue().await.done, 1);
    assert_eq!(service.sandbox.page(&address).await.0, 410);
    assert!(matches!(
        look(&mut pc).await.mail,
        RescueState::Stopped { .. }
    ));
    let mut desk = clerk(&service).await;
    let office: ident_wire::OfficeView = desk.get("office").await.good().json();
    let [stopped, undecided] = &office.cases[..] else {
        panic!("two cases: {:?}", office.cases);
    };
    assert!(stopped.stopped && stopped.opening && !stopped.undecided);
    assert!(undecided.stopped && undecided.undecided);
    decide(&mut desk, &waiting, true, None)
        .await
        .refused("link_frozen");
    decide(&mut desk, &waiting, false, None).await.good();
}

#[tokio::test]
async fn n07_what_was_left_of_the_week_comes_back_when_the_owner_starts_the_link_again() {
    let mut service = Service::start().await;
    approved(&service, true, false).await;
    service.rescue().await;
    let mut pc = carded(&service, "left-march").await;
    let (first, old_password) = opened(&look(&mut pc).await.mail);
    service.pass(3 * DAY).await;
    let mut pc = carded(&service, "left-march").await;
    pc.post("freeze", json!({})).await.good();
    assert_eq!(service.rescue().await.done, 1);
    assert_eq!(service.audit().count("salvage_stopped"), 1);
    service.pass(20 * DAY).await;
    assert_eq!(service.rescue().await.done, 0, "it waits for the owner");
    let mut pc = service.pc();
    pc.card("manage", "left-march").await;
    pc.post("unfreeze", json!({})).await.good();
    assert_eq!(service.rescue().await.done, 1);
    let mut pc = carded(&service, "left-march").await;
    let (second, password) = opened(&look(&mut pc).await.mail);
    assert_ne!((&first, &old_password), (&second, &password), "made anew");
    assert_eq!(service.sandbox.page(&first).await.0, 410);
    let letters = told(&service).await;
    let last = letters.last().expect("a mail");
    assert!(
        matches!(last, Letter::SalvageDecided { verdict: Verdict::Approved { address, .. }, .. } if *address == second),
        "{last:?}"
    );
    service.pass(4 * DAY - 120).await;
    assert_eq!(service.sandbox.page(&second).await.0, 200, "four days more");
    service.pass(240).await;
    assert_eq!(service.rescue().await.done, 1);
    assert_eq!(service.sandbox.page(&second).await.0, 410);
    let mut pc = carded(&service, "left-march").await;
    let seen = look(&mut pc).await.mail;
    assert!(
        matches!(seen, RescueState::Ended { again: false, .. }),
        "{seen:?}"
    );
    for deed in ["salvage_stopped", "salvage_resumed", "salvage_ended"] {
        assert_eq!(service.audit().count(deed), 1, "{deed}");
    }
}

#[tokio::test]
async fn n07_cutting_a_link_that_was_reported_does_not_keep_the_access_open() {
    let service = Service::start().await;
    approved(&service, true, false).await;
    service.rescue().await;
    let mut pc = carded(&service, "left-march").await;
    let (address, _) = opened(&look(&mut pc).await.mail);
    service.sandbox.arm(Op::Archive, "http_500").await;
    pc.post("freeze", json!({})).await.good();
    assert_eq!(service.rescue().await.failed, 1, "the archive is down");
    let mut pc = service.pc();
    pc.card("manage", "left-march").await;
    pc.post("unlink", json!({})).await.good();
    assert_eq!(service.rescue().await.done, 1);
    assert_eq!(service.sandbox.page(&address).await.0, 410);
    assert_eq!(service.audit().count("salvage_ended"), 1);
}

#[tokio::test]
async fn an_archive_that_never_says_what_it_did_costs_no_day_and_no_use() {
    let mut service = Service::start().await;
    approved(&service, false, true).await;
    // It opens the access each time, and the answer is lost each time.
    for _ in 0..3 {
        service.sandbox.arm(Op::Archive, "reset_after").await;
        assert_eq!(service.rescue().await.failed, 1);
        service.pass(3600).await;
        assert_eq!(service.rescue().await.done, 1, "ended, to be asked anew");
        let grants = grants(&service).await;
        assert!(
            grants.iter().all(|grant| grant["state"] == "ended"),
            "nothing stays open that nobody was told of: {grants:?}"
        );
    }
    assert_eq!(service.rescue().await.done, 1);
    let mut pc = carded(&service, "left-march").await;
    let (address, _) = opened(&look(&mut pc).await.onedrive);
    service.pass(7 * DAY - 60).await;
    assert_eq!(
        service.sandbox.page(&address).await.0,
        200,
        "the whole week"
    );
    assert_eq!(told(&service).await.len(), 2, "one receipt, one decision");
    assert_eq!(service.audit().count("salvage_ended"), 0);
}

#[tokio::test]
async fn what_was_approved_and_not_opened_before_the_link_was_cut_can_be_applied_for_again() {
    let service = Service::start().await;
    approved(&service, false, true).await;
    let mut pc = service.pc();
    pc.card("manage", "left-march").await;
    pc.post("unlink", json!({})).await.good();
    assert_eq!(service.rescue().await.done, 1);
    assert!(grants(&service).await.is_empty(), "never opened");
    let mut pc = super::leaver(&service, "left-march").await;
    let seen = look(&mut pc).await.onedrive;
    assert!(
        matches!(seen, RescueState::Ended { again: true, .. }),
        "{seen:?}"
    );
    super::confirm(&service, &mut pc).await;
    super::send(&mut pc, form(false, true)).await.good();
}

#[tokio::test]
async fn the_server_itself_opens_what_was_approved_without_being_asked() {
    let service = Service::start().await;
    let seen = applied(&service, "left-march", form(false, true)).await;
    let end = service.run_tasks();
    let mut desk = clerk(&service).await;
    decide(&mut desk, &receipt(&seen.onedrive), true, None)
        .await
        .good();
    let mut pc = carded(&service, "left-march").await;
    let open = async {
        while !matches!(
            look(&mut pc).await.onedrive,
            RescueState::Approved {
                address: Some(_),
                ..
            }
        ) {}
    };
    let patience = std::time::Duration::from_secs(20);
    tokio::time::timeout(patience, open)
        .await
        .expect("opened by the task");
    end.cancel();
}
