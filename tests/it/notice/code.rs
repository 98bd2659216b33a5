//! The six digits of a mail.

use ident_tests::Service;
use serde_json::json;

use super::{FIRST, SECOND, add, confirm, contacts};

/// Digits that are not these.
fn other(code: &str) -> String {
    let last = if code.ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &code[..5])
}

#[tokio::test]
async fn a_wrong_code_can_be_typed_five_times() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    add(&mut pc, FIRST).await.good();
    let mails = service.mails(FIRST).await;
    let code = mails[0].code();
    for left in (1..5).rev() {
        let refusal = confirm(&mut pc, &other(code))
            .await
            .refused("mail_code_wrong");
        assert_eq!(refusal.tries_left, Some(left));
    }
    confirm(&mut pc, &other(code))
        .await
        .refused("mail_code_exhausted");
    confirm(&mut pc, code).await.refused("mail_code_exhausted");
    assert_eq!(service.count("contact"), 0);
    add(&mut pc, FIRST).await.good();
    let mails = service.mails(FIRST).await;
    confirm(&mut pc, mails[1].code()).await.good();
}

#[tokio::test]
async fn the_code_of_another_visit_is_of_no_use() {
    let service = Service::start().await;
    let (mut one, mut two) = (service.pc(), service.pc());
    one.prelink("sakura").await;
    two.prelink("ken").await;
    add(&mut one, FIRST).await.good();
    add(&mut two, SECOND).await.good();
    let (first, second) = (service.mails(FIRST).await, service.mails(SECOND).await);
    confirm(&mut two, first[0].code())
        .await
        .refused("mail_code_wrong");
    let mut third = service.pc();
    third.card("manage", "sakura").await;
    third.post("contacts/open", json!({})).await.good();
    confirm(&mut third, first[0].code())
        .await
        .refused("contact_missing");
    confirm(&mut two, second[0].code()).await.good();
    confirm(&mut one, first[0].code()).await.good();
}

#[tokio::test]
async fn a_code_ends_after_thirty_minutes() {
    let mut service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    add(&mut pc, FIRST).await.good();
    let code = service.mails(FIRST).await[0].code().to_owned();
    service.pass(1_000).await;
    pc.visit().await;
    pc.card("manage", "sakura").await;
    service.pass(800).await;
    pc.card("manage", "sakura").await;
    pc.post("contacts/open", json!({})).await.good();
    confirm(&mut pc, &code).await.refused("mail_code_expired");
}

#[tokio::test]
async fn the_latest_code_counts_and_a_forgotten_one_does_not() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    add(&mut pc, FIRST).await.good();
    service.post().await;
    add(&mut pc, FIRST).await.good();
    let mails = service.mails(FIRST).await;
    if mails[0].code() != mails[1].code() {
        confirm(&mut pc, mails[0].code())
            .await
            .refused("mail_code_wrong");
    }
    pc.post("contacts/forget", json!({})).await.good();
    assert_eq!(contacts(&mut pc).await.pending, None);
    confirm(&mut pc, mails[1].code())
        .await
        .refused("contact_missing");
}
