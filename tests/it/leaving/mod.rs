//! After leaving: the guide, rescue of cloud data, its decision, the alumni service.

mod access;
mod alumni;
mod apply;
mod guide;
mod office;

use ident_core::mail::Letter;
use ident_tests::{Browser, Reply, Service};
use ident_wire::SalvageView;
use serde_json::{Value, json};

const ADDRESS: &str = "suzu@home.example";

/// Links somebody while the account still lives, then lets it be as the population says.
async fn linked(service: &Service, person: &str) {
    let enabled = |state: Value| service.sandbox.change(person, json!({ "enabled": state }));
    enabled(json!(true)).await;
    service.pc().prelink(person).await;
    // Without a word of the university, the date of leaving decides.
    let state = if person == "suspended" {
        json!(false)
    } else {
        Value::Null
    };
    enabled(state).await;
}

/// A browser in which a leaver's card was checked for rescue.
async fn leaver(service: &Service, person: &str) -> Browser {
    linked(service, person).await;
    carded(service, person).await
}

async fn carded(service: &Service, person: &str) -> Browser {
    let mut pc = service.pc();
    pc.card("salvage", person).await;
    pc
}

async fn look(pc: &mut Browser) -> SalvageView {
    pc.get("salvage").await.good().json()
}

async fn give(pc: &mut Browser, address: &str) -> Reply {
    pc.post("salvage/contact", json!({ "address": address }))
        .await
}

async fn type_code(pc: &mut Browser, code: &str) -> Reply {
    pc.post("salvage/contact/confirm", json!({ "code": code }))
        .await
}

/// Gives a contact address and types the code of its mail.
async fn confirm(service: &Service, pc: &mut Browser) {
    give(pc, ADDRESS).await.good();
    let code = service.code_for(ADDRESS).await;
    type_code(pc, &code).await.good();
}

fn form(mail: bool, onedrive: bool) -> Value {
    json!({
        "mail": mail, "onedrive": onedrive, "reason": "卒業論文の原稿を取り出したい", "understood": true,
    })
}

async fn send(pc: &mut Browser, form: Value) -> Reply {
    pc.post("salvage/apply", form).await
}

/// A whole application.
async fn applied(service: &Service, person: &str, form: Value) -> SalvageView {
    let mut pc = leaver(service, person).await;
    confirm(service, &mut pc).await;
    send(&mut pc, form).await.good().json()
}

/// A browser in which the clerk has just signed in.
async fn clerk(service: &Service) -> Browser {
    let mut pc = service.pc();
    pc.sign_in("office", "clerk").await;
    pc
}

async fn decide(pc: &mut Browser, receipt: &str, approve: bool, note: Option<&str>) -> Reply {
    let body = json!({ "approve": approve, "note": note });
    pc.post(&format!("office/cases/{receipt}"), body).await
}

/// The receipt number of an application that waits or is being opened.
fn receipt(state: &ident_wire::RescueState) -> String {
    let value = serde_json::to_value(state).expect("JSON");
    value["receipt"]
        .as_str()
        .expect("a receipt number")
        .to_owned()
}

/// The letters to the contact address, without the code.
async fn told(service: &Service) -> Vec<Letter> {
    let letters = service.letters().await.into_iter();
    letters
        .filter(|(to, letter)| to == ADDRESS && !matches!(letter, Letter::Code { .. }))
        .map(|(_, letter)| letter)
        .collect()
}
