//! Notice addresses: who may change them, how many there may be, what is an address.

use ident_tests::{Op, Service};
use ident_wire::Can;
use serde_json::json;

use super::{FIRST, SECOND, add, confirm, contacts, prepared, register, remove};

#[tokio::test]
async fn n05_linking_opens_the_desk_and_an_address_is_registered_by_its_code() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let linked = pc.prelink("sakura").await;
    assert!(linked.can.contains(&Can::Contacts));
    let before = contacts(&mut pc).await;
    assert!(before.open_until.is_some() && before.contacts.is_empty());
    let waiting = add(&mut pc, FIRST).await.good();
    let waiting: ident_wire::ContactsView = waiting.json();
    let pending = waiting.pending.expect("an address that waits");
    assert_eq!(
        (pending.masked.as_str(), pending.tries_left),
        ("s***a@m***l.example", 5)
    );
    let mails = service.mails(FIRST).await;
    let view = confirm(&mut pc, mails[0].code()).await.good();
    let view: ident_wire::ContactsView = view.json();
    assert_eq!(view.contacts.len(), 1);
    assert_eq!(view.pending, None);
    assert!(
        !service.everything().contains(FIRST),
        "stored only encrypted"
    );
    assert_eq!(service.audit().count("contact_added"), 1);
}

#[tokio::test]
async fn n05_two_addresses_and_no_third_and_none_twice() {
    let service = Service::start().await;
    let mut pc = prepared(&service).await;
    add(&mut pc, "SAKURA@mail.example")
        .await
        .refused("contact_known");
    let two = register(&service, &mut pc, SECOND).await;
    assert_eq!((two.contacts.len(), two.max), (2, 2));
    add(&mut pc, "third@mail.example")
        .await
        .refused("contact_too_many");
    remove(&mut pc, 0).await.good();
    register(&service, &mut pc, "third@mail.example").await;
}

#[tokio::test]
async fn n05_what_is_no_address_sends_no_mail() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    for hostile in [
        "",
        "sakura",
        "sakura@mail.example\r\nBcc: everybody@mail.example",
        "sakura@mail.example\nSubject: yours",
        "sakura@mail.example,other@mail.example",
        "Sakura <sakura@mail.example>",
        "\"a b\"@mail.example",
        "sakura@[127.0.0.1]",
        &format!("{}@mail.example", "a".repeat(300)),
    ] {
        add(&mut pc, hostile).await.refused("contact_malformed");
    }
    assert_eq!(service.post().await.sent, 0);
    assert_eq!(service.count("mail"), 0);
}

#[tokio::test]
async fn n08_without_card_check_or_fresh_sign_in_nothing_is_changed() {
    let mut service = Service::start().await;
    prepared(&service).await;
    let mut stranger = service.pc();
    stranger.card("link", "ken").await;
    stranger.get("contacts").await.refused("standing_missing");
    add(&mut stranger, SECOND).await.refused("standing_missing");
    let mut owner = service.pc();
    owner.card("pass", "sakura").await;
    assert!(
        !contacts(&mut owner).await.can_open,
        "made for something else"
    );
    owner
        .post("contacts/open", json!({}))
        .await
        .refused("standing_missing");
    add(&mut owner, SECOND).await.refused("standing_missing");
    remove(&mut owner, 0).await.refused("standing_missing");
    owner.card("manage", "sakura").await;
    assert!(contacts(&mut owner).await.can_open);
    owner.post("contacts/open", json!({})).await.good();
    service.pass(660).await;
    add(&mut owner, SECOND).await.refused("standing_missing");
    assert_eq!(service.count("contact"), 1);
}

#[tokio::test]
async fn the_desk_takes_one_card_check_and_a_sign_in_keeps_it() {
    let service = Service::start().await;
    prepared(&service).await;
    let mut pc = service.pc();
    pc.card("manage", "sakura").await;
    pc.post("contacts/open", json!({})).await.good();
    pc.unlink().await.refused("proof_missing");
    let mut other = service.pc();
    other.card("manage", "sakura").await;
    other.sign_in("secure", "sakura").await;
    other.post("contacts/open", json!({})).await.good();
    let proof = other.visit().await.proof;
    assert!(proof.is_some(), "the sign-in was enough");
}

#[tokio::test]
async fn mail_codes_are_counted() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    for _ in 0..6 {
        add(&mut pc, FIRST).await.good();
    }
    let refusal = add(&mut pc, FIRST).await.refused("start_too_many");
    assert!(refusal.retry_after_s.is_some());
    add(&mut pc, SECOND).await.refused("start_too_many");
    let mut other = service.pc();
    other.prelink("ken").await;
    add(&mut other, FIRST).await.refused("start_too_many");
    add(&mut other, "ken@mail.example").await.good();
}

#[tokio::test]
async fn a_directory_that_is_down_keeps_nobody_from_their_addresses() {
    let service = Service::start().await;
    let mut pc = prepared(&service).await;
    service.sandbox.arm(Op::Graph, "http_500").await;
    register(&service, &mut pc, SECOND).await;
}
