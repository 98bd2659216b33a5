//! Where a pass must never be found.

use std::path::Path;

use ident_tests::{Browser, Service, Setup};
use ident_wire::IssuedView;
use serde_json::json;

use super::process::Process;

const ADDRESS: &str = "sakura@mail.example";

/// The files below a folder in which these bytes stand.
fn finds(folder: &Path, needle: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(finds(&path, needle));
        } else {
            let bytes = std::fs::read(&path).expect("a file");
            let is_there = bytes.windows(needle.len()).any(|part| part == needle);
            found.extend(is_there.then(|| path.display().to_string()));
        }
    }
    found
}

/// A pass and a password of one person, and their receipt numbers.
async fn issued(pc: &mut Browser) -> (Vec<String>, Vec<String>) {
    let mut secrets = Vec::new();
    let mut receipts = Vec::new();
    for kind in ["pass", "password"] {
        let act = pc.ready_for(kind, "sakura").await;
        receipts.push(act.receipt.clone());
        let mut answer = pc.perform(&act.id).await;
        while answer.status == 409 {
            answer = pc.perform(&act.id).await;
        }
        secrets.push(answer.good().json::<IssuedView>().secret);
        pc.perform(&act.id).await.refused("act_repeated");
    }
    (secrets, receipts)
}

/// A process of its own, with every line that it can be made to write.
#[tokio::test]
async fn a19_a_pass_and_a_password_are_found_nowhere_after_they_were_shown() {
    let mut service = Service::with(Setup {
        tables: "[log]\nfilter = \"trace\"".to_owned(),
        ..Setup::default()
    })
    .await;
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    pc.post("contacts/add", json!({ "address": ADDRESS }))
        .await
        .good();
    let code = service.mails(ADDRESS).await[0].code().to_owned();
    pc.post("contacts/confirm", json!({ "code": code }))
        .await
        .good();
    let config = service.step_aside().await;
    let process = tokio::task::spawn_blocking(move || Process::start(&config, "nowhere"));
    let process = process.await.expect("started");
    let (secrets, receipts) = issued(&mut pc).await;
    for (secret, receipt) in secrets.iter().zip(&receipts) {
        assert!(
            process.holds(receipt.as_bytes()) > 0,
            "what it answered is there"
        );
        assert_eq!(
            process.holds(secret.as_bytes()),
            0,
            "in its memory: {secret}"
        );
        let there = process.agent_holds(secret.as_bytes());
        assert_eq!(there.unwrap_or(0), 0, "where it came from the directory");
    }
    process.kill();
    let file = service.database();
    let folder = file.parent().expect("a folder");
    let log = std::fs::read_to_string(folder.join("ident.log")).expect("a log");
    assert!(
        log.contains("graph.call") && log.contains("TRACE"),
        "it wrote all it could"
    );
    for receipt in &receipts {
        let found = finds(folder, receipt.as_bytes());
        assert!(!found.is_empty(), "the search finds what is there");
    }
    for secret in &secrets {
        assert!(secret.len() >= 8);
        let found = finds(folder, secret.as_bytes());
        assert!(found.is_empty(), "{found:?}");
    }
    service.step_in().await;
    let mails = service.mails(ADDRESS).await;
    for receipt in &receipts {
        let told = mails.iter().any(|mail| mail.text.contains(receipt));
        assert!(told, "the owner is told of {receipt}");
    }
    for secret in &secrets {
        assert!(!service.everything().contains(secret.as_str()), "in a row");
        assert!(!format!("{mails:?}").contains(secret.as_str()), "in a mail");
    }
}
