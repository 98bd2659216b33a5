//! What is done is told, to every address, and nothing else is.

use ident_tests::Service;

use super::{FIRST, SECOND, prepared, register, remove};

#[tokio::test]
async fn r52_linking_cutting_and_issuing_are_told_to_all_addresses() {
    let service = Service::start().await;
    let mut pc = prepared(&service).await;
    register(&service, &mut pc, SECOND).await;
    pc.issue("pass", "sakura").await;
    pc.card("manage", "sakura").await;
    pc.unlink().await.good();
    pc.prelink("sakura").await;
    for address in [FIRST, SECOND] {
        let mails = service.mails(address).await;
        let subjects: Vec<_> = mails.iter().map(|mail| mail.subject.as_str()).collect();
        for told in [
            "A notice address was added",
            "A Temporary Access Pass was asked for",
            "A Temporary Access Pass was issued",
            "The link was removed",
            "A card was linked",
        ] {
            let count = subjects
                .iter()
                .filter(|subject| subject.ends_with(told))
                .count();
            let added_twice = told.contains("added") && address == FIRST;
            assert_eq!(
                count,
                if added_twice { 2 } else { 1 },
                "{told}: {subjects:?}"
            );
        }
    }
}

#[tokio::test]
async fn r52_replacing_the_card_is_told_to_the_owner_of_the_account() {
    let service = Service::start().await;
    let mut old = service.pc();
    old.card("link", "lost-before").await;
    old.sign_in("link", "lost").await;
    old.link().await.good();
    register(&service, &mut old, FIRST).await;
    service.post().await;
    let mut new = service.pc();
    new.card("link", "lost").await;
    new.sign_in("secure", "lost").await;
    new.relink().await.good();
    let mails = service.mails(FIRST).await;
    let last = mails.last().expect("a notice");
    assert!(
        last.subject.contains("連携するカードを変更しました"),
        "{last:?}"
    );
}

#[tokio::test]
async fn r65_no_mail_carries_the_pass_the_number_or_a_name() {
    let service = Service::start().await;
    let mut pc = prepared(&service).await;
    let issued = pc.issue("pass", "sakura").await;
    let number = issued.act.account_number.clone();
    let mails = service.mails(FIRST).await;
    assert!(mails.len() >= 3);
    for mail in &mails {
        for secret in [issued.secret.as_str(), &number, "桜", "sakura"] {
            for text in [&mail.subject, &mail.text, &mail.html] {
                assert!(!text.contains(secret), "{secret} is in\n{text}");
            }
        }
    }
    let told = mails.last().expect("the notice of the pass");
    assert!(
        told.text.contains(&issued.act.receipt),
        "the receipt number"
    );
    assert!(told.text.contains("Windows") && told.text.contains("日本時間"));
}

#[tokio::test]
async fn n05_a_removed_address_is_told_of_everything_for_seven_days() {
    let mut service = Service::start().await;
    let mut pc = prepared(&service).await;
    remove(&mut pc, 0).await.good();
    let last = |mails: Vec<ident_tests::Received>| mails.last().expect("a mail").subject.clone();
    assert!(last(service.mails(FIRST).await).contains("届け先を削除しました"));
    service.pass(6 * 86_400).await;
    let mut later = service.pc();
    later.card("manage", "sakura").await;
    later.unlink().await.good();
    let told = service.mails(FIRST).await;
    assert!(last(told.clone()).contains("連携を解除しました"));
    service.pass(86_400).await;
    service.pc().prelink("sakura").await;
    assert_eq!(service.mails(FIRST).await.len(), told.len());
}

#[tokio::test]
async fn each_deed_leaves_one_audit_row_one_entry_and_one_mail_for_each_address() {
    let service = Service::start().await;
    prepared(&service).await;
    let mut pc = service.pc();
    pc.card("manage", "sakura").await;
    let (rows, entries, mails) = (
        service.audit().0.len(),
        service.count("entry"),
        service.count("mail"),
    );
    pc.unlink().await.good();
    assert_eq!(service.audit().0.len(), rows + 1);
    assert_eq!(service.count("entry"), entries + 1);
    assert_eq!(service.count("mail"), mails + 1);
    assert_eq!(
        service.audit().one("unlinked").way.as_deref(),
        Some("this_pc")
    );
}
