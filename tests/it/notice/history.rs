//! The history: what, when, by which way and device; of one's own account only.

use ident_tests::Service;
use ident_wire::{Deed, EntryView, HistoryView, Standing, Way};
use serde_json::json;

use super::prepared;

async fn history(browser: &mut ident_tests::Browser) -> Vec<EntryView> {
    let view: HistoryView = browser.get("history").await.good().json();
    assert!(view.kept_days >= 365);
    view.entries
}

#[tokio::test]
async fn r52_the_history_says_what_was_done_when_by_which_way_and_device() {
    let service = Service::start().await;
    let mut pc = prepared(&service).await;
    let issued = pc.issue("pass", "sakura").await;
    pc.post("freeze", json!({})).await.good();
    let entries = history(&mut pc).await;
    let deeds: Vec<_> = entries.iter().map(|entry| entry.deed).collect();
    assert_eq!(
        deeds,
        [
            Deed::Frozen,
            Deed::PassIssued,
            Deed::PassAsked,
            Deed::ContactAdded,
            Deed::Linked
        ]
    );
    let pass = &entries[1];
    assert_eq!(pass.receipt, issued.act.receipt);
    assert_eq!(
        pass.receipt, entries[2].receipt,
        "one act, one receipt number"
    );
    assert_eq!((pass.by, pass.way), (Standing::Card, Some(Way::ThisPc)));
    assert_eq!((pass.device.as_deref(), pass.told), (Some("Windows"), 1));
    let linked = entries.last().expect("an entry");
    assert_eq!(linked.told, 0, "no address was registered yet");
    for entry in &entries {
        assert!(entry.account_masked.contains("******"), "{entry:?}");
        assert!(entry.at.ends_with('Z') && entry.receipt.len() == 14);
    }
}

#[tokio::test]
async fn nobody_reads_the_history_of_another_account() {
    let service = Service::start().await;
    prepared(&service).await;
    service.pc().get("history").await.refused("visit_missing");
    let mut ken = service.pc();
    ken.card("manage", "ken").await;
    ken.get("history").await.refused("standing_missing");
    ken.prelink("ken").await;
    let entries = history(&mut ken).await;
    assert_eq!(entries.len(), 1, "ken's own link: {entries:?}");
}

#[tokio::test]
async fn the_history_outlives_the_link() {
    let service = Service::start().await;
    let mut pc = prepared(&service).await;
    pc.card("manage", "sakura").await;
    pc.unlink().await.good();
    let mut later = service.pc();
    later.sign_in("my", "sakura").await;
    assert_eq!(history(&mut later).await[0].deed, Deed::Unlinked);
}
