//! The queue of mails: a mail server that is down, slow, or strange loses nothing and sends
//! nothing twice.

use ident_tests::{Op, Service, Setup};
use serde_json::json;

use super::{FIRST, SECOND, add, prepared};

async fn fault(service: &Service, fault: &str, times: u32) {
    service
        .sandbox
        .arm_with(json!({ "op": Op::Smtp.to_string(), "fault": fault, "times": times }))
        .await;
}

#[tokio::test]
async fn f27_with_the_mail_server_down_the_act_is_done_and_told_once_later() {
    let mut service = Service::start().await;
    let mut pc = prepared(&service).await;
    let before = service.sandbox.inbox(FIRST).await.len();
    fault(&service, "smtp_down", 99).await;
    pc.card("manage", "sakura").await;
    pc.unlink().await.good();
    assert_eq!(service.post().await.later, 1);
    assert_eq!(
        service.post().await,
        ident_server::task::Post::default(),
        "not yet again"
    );
    service.restart().await;
    service.pass(60).await;
    assert_eq!(service.post().await.later, 1);
    service.sandbox.clear().await;
    service.pass(120).await;
    assert_eq!(service.post().await.sent, 1);
    service.pass(86_400).await;
    let mails = service.mails(FIRST).await;
    assert_eq!(mails.len(), before + 1, "once");
    let told = mails.last().expect("the notice");
    assert!(told.subject.contains("連携を解除しました"));
}

#[tokio::test]
async fn f27_what_the_mail_server_refuses_for_now_is_tried_again_and_for_good_is_not() {
    let mut service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    fault(&service, "greylist", 1).await;
    add(&mut pc, FIRST).await.good();
    assert_eq!(service.post().await.later, 1);
    service.pass(30).await;
    assert_eq!(service.post().await.sent, 1);
    fault(&service, "reject_recipient", 1).await;
    add(&mut pc, SECOND).await.good();
    assert_eq!(service.post().await.given_up, 1);
    service.pass(3_600).await;
    assert_eq!(service.post().await, ident_server::task::Post::default());
    assert_eq!(service.sandbox.inbox(SECOND).await.len(), 0);
}

#[tokio::test]
async fn f27_a_mail_that_may_have_been_taken_comes_again_under_the_same_message_id() {
    let mut service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    fault(&service, "drop_after_data", 1).await;
    add(&mut pc, FIRST).await.good();
    assert_eq!(service.post().await.later, 1);
    service.pass(30).await;
    assert_eq!(service.post().await.sent, 1);
    let mails = service.sandbox.inbox(FIRST).await;
    let ids: Vec<_> = mails
        .iter()
        .map(|mail| mail.headers()["message-id"].clone())
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[tokio::test]
async fn f27_two_senders_at_once_send_each_mail_once() {
    let service = Service::start().await;
    let mut pc = prepared(&service).await;
    let before = service.sandbox.inbox(FIRST).await.len();
    for _ in 0..3 {
        pc.card("manage", "sakura").await;
        pc.unlink().await.good();
        pc.prelink("sakura").await;
    }
    let (one, two, three) = tokio::join!(service.post(), service.post(), service.post());
    assert_eq!(one.sent + two.sent + three.sent, 6);
    assert_eq!(service.sandbox.inbox(FIRST).await.len(), before + 6);
}

#[tokio::test]
async fn a_code_that_has_ended_is_not_sent_any_more() {
    let mut service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    add(&mut pc, FIRST).await.good();
    service.pass(1_800).await;
    assert_eq!(service.post().await.given_up, 1);
}

#[tokio::test]
async fn a_mail_says_that_a_machine_wrote_it_and_to_whom_alone_it_goes() {
    let service = Service::with(Setup::default()).await;
    prepared(&service).await;
    for mail in service.mails(FIRST).await {
        let headers = mail.headers();
        assert_eq!(headers["auto-submitted"], "auto-generated");
        assert!(
            headers["message-id"].ends_with("@localhost>"),
            "{headers:?}"
        );
        assert!(headers["content-type"].starts_with("multipart/alternative"));
        assert!(!headers.contains_key("cc") && !headers.contains_key("bcc"));
        assert_eq!(mail.to, [FIRST]);
        assert!(
            mail.subject.contains(" / "),
            "both languages: {}",
            mail.subject
        );
    }
}

#[tokio::test]
async fn the_server_itself_sends_what_is_queued_without_being_asked() {
    let service = Service::start().await;
    let end = service.run_tasks();
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    add(&mut pc, FIRST).await.good();
    let arrived = async { while service.sandbox.inbox(FIRST).await.is_empty() {} };
    let patience = std::time::Duration::from_secs(10);
    let arrived = tokio::time::timeout(patience, arrived).await;
    arrived.expect("sent by the task, which the new mail has woken");
    end.cancel();
}
