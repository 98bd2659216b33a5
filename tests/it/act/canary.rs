//! Where a pass must never be found.

use std::path::Path;

use ident_tests::{Log, Service};

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

#[tokio::test]
async fn a19_a_pass_and_a_password_are_found_nowhere_after_they_were_shown() {
    let mut service = Service::start().await;
    let log = Log::listen();
    let mut pc = service.pc();
    pc.prelink("sakura").await;
    let act = pc.ready_for("pass", "sakura").await;
    let pass: ident_wire::IssuedView = pc.perform(&act.id).await.good().json();
    pc.perform(&act.id).await.refused("act_repeated");
    service.pass(1).await;
    let password = pc.issue("password", "sakura").await;
    let folder = service.database();
    let folder = folder.parent().expect("a folder");
    assert!(
        !finds(folder, act.receipt.as_bytes()).is_empty(),
        "the search finds what is there"
    );
    for secret in [&pass.secret, &password.secret] {
        assert!(secret.len() >= 8);
        let found = finds(folder, secret.as_bytes());
        assert!(found.is_empty(), "{found:?}");
        assert!(!log.text().contains(secret.as_str()), "in the log");
        assert!(
            !service.everything().contains(secret.as_str()),
            "in the audit"
        );
    }
    assert!(log.text().contains("graph.call"), "{}", log.text());
}
