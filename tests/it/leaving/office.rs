//! The office pages: who may see and decide, and that a case is decided once.

use ident_core::mail::Letter;
use ident_tests::{Person, Service, Setup, sign_in};
use ident_wire::{Can, CloudService, OfficeView};
use serde_json::json;

use super::{applied, carded, clerk, decide, form, look, receipt, told};

#[tokio::test]
async fn a_clerk_sees_what_waits_and_no_whole_address() {
    let service = Service::start().await;
    let seen = applied(&service, "left-march", form(false, true)).await;
    let mut desk = clerk(&service).await;
    assert!(desk.visit().await.can.contains(&Can::Office));
    let office: OfficeView = desk.get("office").await.good().json();
    assert_eq!(office.clerk_number, "3000000031");
    assert!(office.archive_configured && office.may_decide_until.is_some());
    let [case] = &office.cases[..] else {
        panic!("one case: {:?}", office.cases);
    };
    assert_eq!(case.receipt, receipt(&seen.onedrive));
    assert_eq!(case.account_number, "2000000027");
    assert_eq!(case.service, CloudService::OneDrive);
    assert_eq!(case.reason, "卒業論文の原稿を取り出したい");
    assert!(case.undecided && !case.opening && case.open_until.is_none());
    assert!(
        !case.contact_masked.contains("suzu"),
        "{}",
        case.contact_masked
    );
}

#[tokio::test]
async fn without_the_role_nothing_is_seen_or_decided() {
    let service = Service::start().await;
    let seen = applied(&service, "left-march", form(true, false)).await;
    let number = receipt(&seen.mail);
    let mut nobody = service.pc();
    nobody.get("office").await.refused("visit_missing");
    let mut leaver = carded(&service, "left-march").await;
    leaver.get("office").await.refused("sign_in_required");
    decide(&mut leaver, &number, true, None)
        .await
        .refused("sign_in_required");
    let mut colleague = service.pc();
    colleague.sign_in("office", "colleague").await;
    assert!(!colleague.visit().await.can.contains(&Can::Office));
    colleague.get("office").await.refused("office_role");
    decide(&mut colleague, &number, true, None)
        .await
        .refused("office_role");
    assert_eq!(service.audit().count("office_role"), 2);
}

#[tokio::test]
async fn without_a_second_factor_a_clerk_sees_nothing_and_after_ten_minutes_decides_nothing() {
    let mut service = Service::start().await;
    let seen = applied(&service, "left-march", form(true, false)).await;
    let number = receipt(&seen.mail);
    let mut weak = service.pc();
    weak.card("link", "ken").await;
    weak.sign_in("link", "clerk").await;
    weak.get("office").await.refused("sign_in_again");
    decide(&mut weak, &number, true, None)
        .await
        .refused("sign_in_again");
    let mut desk = clerk(&service).await;
    service.pass(660).await;
    let office: OfficeView = desk.get("office").await.good().json();
    assert_eq!(office.may_decide_until, None);
    decide(&mut desk, &number, true, None)
        .await
        .refused("sign_in_again");
    desk.sign_in("office", "clerk").await;
    decide(&mut desk, &number, true, None).await.good();
}

#[tokio::test]
async fn a_sign_in_without_the_second_factor_does_not_reach_the_office() {
    let service = Service::start().await;
    let mut desk = service.pc();
    let weak = Person {
        mfa: false,
        ..Person::from("clerk")
    };
    let started = desk.begin(&sign_in("office"), "this_pc").await;
    let (_, answer) = service.sandbox.try_approve(&started.url, weak).await;
    if let Some(redirect) = answer["redirect"].as_str() {
        desk.arrive(redirect).await;
    }
    desk.get("office")
        .await
        .refused_as_one_of(&["sign_in_required", "sign_in_again"]);
}

#[tokio::test]
async fn of_two_clerks_at_once_one_decides() {
    let service = Service::start().await;
    service
        .sandbox
        .change("colleague", json!({ "app_roles": ["Ident.Clerk"] }))
        .await;
    let seen = applied(&service, "left-march", form(true, false)).await;
    let number = receipt(&seen.mail);
    let mut one = clerk(&service).await;
    let mut other = service.pc();
    other.sign_in("office", "colleague").await;
    let (yes, no) = tokio::join!(
        decide(&mut one, &number, true, None),
        decide(&mut other, &number, false, None)
    );
    let (won, lost) = if yes.status == 200 {
        (yes, no)
    } else {
        (no, yes)
    };
    won.good();
    lost.refused("case_decided");
    let audit = service.audit();
    assert_eq!(
        audit.count("salvage_approved") + audit.count("salvage_declined"),
        1
    );
    assert_eq!(audit.count("case_decided"), 1);
    decide(&mut other, &number, true, None)
        .await
        .refused("case_decided");
}

#[tokio::test]
async fn a_clerk_does_not_decide_about_an_account_of_their_own() {
    let service = Service::start().await;
    let seen = applied(&service, "left-march", form(true, false)).await;
    let own = json!({ "enabled": true, "app_roles": ["Ident.Clerk"] });
    service.sandbox.change("left-march", own).await;
    let mut desk = service.pc();
    desk.sign_in("office", "left-march").await;
    decide(&mut desk, &receipt(&seen.mail), true, None)
        .await
        .refused("office_role");
    assert_eq!(service.audit().count("salvage_approved"), 0);
}

#[tokio::test]
async fn a_no_is_told_with_its_note_by_mail_and_on_the_screen() {
    let service = Service::start().await;
    let seen = applied(&service, "left-march", form(true, false)).await;
    let number = receipt(&seen.mail);
    let mut desk = clerk(&service).await;
    let long = "長".repeat(501);
    decide(&mut desk, &number, false, Some(&long))
        .await
        .refused("salvage_incomplete");
    decide(&mut desk, &number, false, Some("期限前に案内済みのため"))
        .await
        .good();
    let office: OfficeView = desk.get("office").await.good().json();
    assert!(office.cases.is_empty(), "it is over");
    let letters = told(&service).await;
    assert!(
        matches!(&letters[1], Letter::SalvageDecided { entry, .. } if entry.receipt.as_str() == number)
    );
    assert!(!service.holds("期限前"), "the note is stored sealed");
    assert!(service.holds(&number), "the search finds what is stored");
    let mails = service.mails(super::ADDRESS).await;
    let decision = |text: &str| text.contains("期限前に案内済みのため") && text.contains(&number);
    let told = mails.iter().filter(|mail| decision(&mail.text));
    assert_eq!(told.count(), 1, "the decision arrives");
    let mut pc = carded(&service, "left-march").await;
    let seen = serde_json::to_value(look(&mut pc).await.mail).expect("JSON");
    assert_eq!(seen["note"], "期限前に案内済みのため");
    assert_eq!(service.audit().count("salvage_declined"), 1);
}

#[tokio::test]
async fn there_is_no_such_application() {
    let service = Service::start().await;
    let mut desk = clerk(&service).await;
    for receipt in ["0000-0000-0000", "0000-0000-000O", "x"] {
        decide(&mut desk, receipt, true, None)
            .await
            .refused("case_missing");
    }
}

#[tokio::test]
async fn without_an_archive_what_is_approved_waits_and_the_office_is_told_so() {
    let service = Service::with(Setup {
        alone: true,
        ..Setup::default()
    })
    .await;
    let seen = applied(&service, "left-march", form(false, true)).await;
    let mut desk = clerk(&service).await;
    let office = decide(&mut desk, &receipt(&seen.onedrive), true, None).await;
    let office: OfficeView = office.good().json();
    assert!(!office.archive_configured);
    assert!(office.cases[0].opening && office.cases[0].open_until.is_none());
    let round = service.rescue().await;
    assert_eq!((round.done, round.failed), (0, 0));
}
