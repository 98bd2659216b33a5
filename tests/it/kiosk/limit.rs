//! One kiosk alone cannot wear the service out.

use ident_tests::{Service, Setup, card};
use serde_json::json;

async fn service(table: &str) -> Service {
    Service::with(Setup {
        tables: format!("[kiosk]\n{table}"),
        ..Setup::default()
    })
    .await
}

#[tokio::test]
async fn r47_a_kiosk_begins_only_so_many_visits() {
    let mut service = service("visits_by_kiosk = { max = 2, window_s = 60 }").await;
    let (mut kiosk, _) = service.kiosk().await;
    let (mut other, _) = service.kiosk().await;
    kiosk.next(&service).await;
    kiosk.next(&service).await;
    let third = kiosk.sign(&kiosk.claims(&service));
    let told = kiosk.visit_with(&third).await.refused("start_too_many");
    other.next(&service).await;
    service.pass(told.retry_after_s.expect("how long")).await;
    kiosk.next(&service).await;
}

#[tokio::test]
async fn r47_a_kiosk_starts_only_so_many_flows_over_all_its_visits() {
    let service = service("starts_by_kiosk = { max = 2, window_s = 600 }").await;
    let (mut kiosk, _) = service.kiosk().await;
    for _ in 0..2 {
        kiosk.next(&service).await;
        kiosk.offer("manage").await;
    }
    kiosk.next(&service).await;
    let body = json!({ "errand": card("manage"), "way": "other_device" });
    let third = kiosk.screen.post("flows", body).await;
    third.refused("start_too_many");
}

#[tokio::test]
async fn r47_a_kiosk_says_only_so_much_of_itself() {
    let service = service("heartbeats_by_kiosk = { max = 1, window_s = 60 }").await;
    let (mut kiosk, _) = service.kiosk().await;
    kiosk.heartbeat(&service).await.good();
    let second = kiosk.heartbeat(&service).await;
    second.refused("start_too_many");
}
