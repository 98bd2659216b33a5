//! Every act is seen by its owner: notice addresses, mails, history, the freeze.

mod address;
mod code;
mod freeze;
mod history;
mod outbox;
mod server;
mod told;

use ident_tests::{Browser, Service};
use ident_wire::ContactsView;
use serde_json::json;

/// Where one of the owner's mails goes.
const FIRST: &str = "sakura@mail.example";
const SECOND: &str = "sakura.second@mail.example";

/// Types an address.
async fn add(browser: &mut Browser, address: &str) -> ident_tests::Reply {
    browser
        .post("contacts/add", json!({ "address": address }))
        .await
}

/// Types the digits of a mail.
async fn confirm(browser: &mut Browser, code: &str) -> ident_tests::Reply {
    browser
        .post("contacts/confirm", json!({ "code": code }))
        .await
}

/// Registers an address with the code of its mail.
async fn register(service: &Service, browser: &mut Browser, address: &str) -> ContactsView {
    add(browser, address).await.good();
    let mails = service.mails(address).await;
    let code = mails.last().expect("the mail with the code").code();
    confirm(browser, code).await.good().json()
}

/// The addresses as the browser sees them.
async fn contacts(browser: &mut Browser) -> ContactsView {
    browser.get("contacts").await.good().json()
}

/// Removes an address by its place in the list.
async fn remove(browser: &mut Browser, index: usize) -> ident_tests::Reply {
    let id = contacts(browser).await.contacts[index].id.clone();
    browser
        .post(&format!("contacts/{id}/remove"), json!({}))
        .await
}

/// A linked person with one notice address, whose mails so far are read.
async fn prepared(service: &Service) -> Browser {
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    register(service, &mut pc, FIRST).await;
    service.post().await;
    pc
}
