//! What a kiosk signs is good once, for us, now, and by its key (K-08).

use ident_tests::{Claims, Kiosk, Service, Setup};
use serde_json::json;

#[tokio::test]
async fn k08_a_statement_is_good_once() {
    let mut service = Service::start().await;
    let (mut kiosk, _) = service.kiosk().await;
    let assertion = kiosk.sign(&kiosk.claims(&service));
    kiosk.visit_with(&assertion).await.good();
    let again = kiosk.visit_with(&assertion).await;
    again.refused("kiosk_assertion");
    service.pass(59).await;
    service.restart().await;
    let later = kiosk.visit_with(&assertion).await;
    later.refused("kiosk_assertion");
    assert_eq!(service.audit().count("kiosk_visit"), 1);
}

#[tokio::test]
async fn k08_a_statement_for_one_thing_is_spent_for_all() {
    let service = Service::start().await;
    let (mut kiosk, _) = service.kiosk().await;
    let assertion = kiosk.sign(&kiosk.claims(&service));
    let body = json!({
        "assertion": assertion, "version": "1", "reader": "absent", "paper": "out",
    });
    kiosk.screen.post("kiosk/heartbeat", body).await.good();
    let reply = kiosk.visit_with(&assertion).await;
    reply.refused("kiosk_assertion");
}

#[tokio::test]
async fn k08_of_two_visits_by_one_statement_one_begins() {
    let service = Service::start().await;
    let (kiosk, _) = service.kiosk().await;
    let assertion = kiosk.sign(&kiosk.claims(&service));
    let (mut one, mut two) = (service.app().await, service.app().await);
    let body = json!({ "assertion": assertion });
    let (first, second) = tokio::join!(
        one.post("kiosk/visit", body.clone()),
        two.post("kiosk/visit", body.clone())
    );
    let good = [&first, &second]
        .iter()
        .filter(|it| it.status == 200)
        .count();
    assert_eq!(good, 1, "{} {}", first.body, second.body);
}

#[tokio::test]
async fn k08_a_statement_with_one_thing_wrong_begins_nothing() {
    let service = Service::start().await;
    let (mut kiosk, _) = service.kiosk().await;
    let now = service.now();
    let good = || kiosk.claims(&service);
    let other = Kiosk::fresh(&service).await;
    let wrong: [(&str, Claims); 5] = [
        (
            "kiosk_assertion",
            good().with("aud", json!("https://elsewhere.example")),
        ),
        (
            "kiosk_assertion",
            good().with("sub", json!("AAAAAAAAAAAAAAAAAAAAAA")),
        ),
        ("kiosk_assertion", good().with("exp", json!(now + 3600))),
        (
            "kiosk_clock",
            good()
                .with("iat", json!(now + 120))
                .with("exp", json!(now + 180)),
        ),
        (
            "kiosk_clock",
            good()
                .with("iat", json!(now - 300))
                .with("exp", json!(now - 240)),
        ),
    ];
    let unknown = good().with("iss", json!("AAAAAAAAAAAAAAAAAAAAAA"));
    let (wrong, stolen) = (
        wrong.map(|(code, claims)| (code, kiosk.sign(&claims))),
        other.sign(&good()),
    );
    let unknown = kiosk.sign(&unknown);
    for (code, assertion) in wrong {
        kiosk.visit_with(&assertion).await.refused(code);
    }
    kiosk.visit_with(&stolen).await.refused("kiosk_assertion");
    kiosk.visit_with(&unknown).await.refused("kiosk_unknown");
    kiosk.visit_with("x.y.z").await.refused("kiosk_assertion");
    assert_eq!(service.audit().count("kiosk_visit"), 0);
}

#[tokio::test]
async fn r50_from_outside_the_named_networks_no_kiosk_is_heard() {
    let tables = "[kiosk]\nnetworks = [\"192.0.2.0/24\"]".to_owned();
    let service = Service::with(Setup {
        tables,
        ..Setup::default()
    })
    .await;
    let mut kiosk = Kiosk::fresh(&service).await;
    kiosk.enrol("33333333").await.refused("kiosk_network");
    let assertion = kiosk.sign(&kiosk.claims(&service));
    kiosk.visit_with(&assertion).await.refused("kiosk_network");
    kiosk.heartbeat(&service).await.refused("kiosk_network");
}
