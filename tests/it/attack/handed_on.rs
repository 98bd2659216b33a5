//! An attacker starts, a victim finishes: in none of the four ways does the attacker
//! get anything.

use ident_tests::{Browser, Service, card, sign_in};
use ident_wire::StageView;

/// What the attacker's screen knows in the end.
async fn has_nothing(attacker: &mut Browser) {
    let visit = attacker.visit().await;
    assert_eq!((visit.proof, visit.account, visit.link), (None, None, None));
}

async fn the_providers_address_is_handed_on(way: &str) {
    for errand in [card("link"), sign_in("my")] {
        let service = Service::start().await;
        let (mut attacker, mut victim) = (service.pc(), service.phone());
        let started = attacker.begin(&errand, way).await;
        let told = victim.go(&started.url, "sakura").await.told();
        assert_eq!(told.code, "callback_other_browser");
        assert!(!victim.is_known().await);
        has_nothing(&mut attacker).await;
        let stage = attacker.flow().await.stage;
        assert!(
            matches!(stage, StageView::Closed { refusal } if refusal.reference == told.reference)
        );
        let audit = service.audit();
        assert_eq!(audit.one(&told.code).reference, Some(told.reference));
        let token = service
            .journal()
            .await
            .0
            .iter()
            .any(|entry| entry.endpoint == "token");
        assert!(!token, "the code is not even exchanged");
    }
}

#[tokio::test]
async fn a01_way_a_the_providers_address_is_handed_on() {
    the_providers_address_is_handed_on("this_phone").await;
}

#[tokio::test]
async fn a01_way_c_the_providers_address_is_handed_on() {
    the_providers_address_is_handed_on("this_pc").await;
}

#[tokio::test]
async fn a01_way_b_the_start_address_is_handed_on() {
    let service = Service::start().await;
    let (mut attacker, mut victim) = (service.app().await, service.pc());
    let started = attacker.begin(&card("link")).await;
    let url = victim.open(started.token()).await;
    let landed = victim.go(&url, "sakura").await;
    let place = attacker.led_on(&landed).await;
    assert_eq!(
        place.host_str(),
        Some("127.0.0.1"),
        "the victim's own machine"
    );
    let visit = attacker.visit().await;
    assert_eq!((visit.proof, visit.account, visit.link), (None, None, None));
    let guess = attacker.verifier.clone();
    attacker
        .redeem(&started.flow, &guess)
        .await
        .refused("hand_back_invalid");
    attacker
        .redeem(&started.flow, &guess)
        .await
        .refused("flow_out_of_order");
    assert_eq!(service.count("proof"), 0);
    assert_eq!(service.audit().count("hand_back_invalid"), 1);
}

#[tokio::test]
async fn a01_way_b_the_providers_address_is_handed_on() {
    let service = Service::start().await;
    let (mut attacker, mut own, mut victim) = (service.app().await, service.pc(), service.pc());
    let started = attacker.begin(&card("link")).await;
    let url = own.open(started.token()).await;
    let told = victim.go(&url, "sakura").await.told();
    assert_eq!(told.code, "callback_other_browser");
    assert_eq!(service.count("proof"), 0);
}

#[tokio::test]
async fn a01_way_b_a_code_is_worth_nothing_to_another_app() {
    let service = Service::start().await;
    let (mut app, mut thief) = (service.app().await, service.app().await);
    let mut browser = service.pc();
    thief.begin(&card("link")).await;
    let started = app.begin(&card("link")).await;
    let url = browser.open(started.token()).await;
    let landed = browser.go(&url, "sakura").await;
    let code = app.receive(&landed).await;
    thief
        .redeem(&started.flow, &code)
        .await
        .refused("flow_unknown");
    app.redeem(&started.flow, &code).await.good();
}

#[tokio::test]
async fn a01_way_b_a_code_is_worth_nothing_without_the_verifier() {
    let service = Service::start().await;
    let (mut app, other, mut browser) = (service.app().await, service.app().await, service.pc());
    let started = app.begin(&card("link")).await;
    let url = browser.open(started.token()).await;
    let landed = browser.go(&url, "sakura").await;
    let code = app.receive(&landed).await;
    app.verifier.clone_from(&other.verifier);
    app.redeem(&started.flow, &code)
        .await
        .refused("hand_back_invalid");
    assert_eq!(service.count("proof"), 0);
}

#[tokio::test]
async fn a01_way_d_the_qr_is_handed_on() {
    let service = Service::start().await;
    let (mut attacker, mut victim) = (service.pc(), service.phone());
    let offer = attacker.offer("link").await;
    let digits = victim.carry(&offer, "sakura").await;
    assert_eq!(attacker.digits(&offer.flow).await, None);
    for number in 0..5 {
        let guess = format!("{number:06}");
        if guess != digits {
            let answer = attacker.type_digits(&offer.flow, &guess).await;
            answer.refused_as_one_of(&["digits_wrong", "digits_exhausted", "flow_out_of_order"]);
        }
    }
    has_nothing(&mut attacker).await;
    assert_eq!(service.count("proof"), 0);
}

#[tokio::test]
async fn a01_way_d_the_providers_address_is_handed_on() {
    let service = Service::start().await;
    let (mut attacker, mut own) = (service.pc(), service.phone());
    let mut victim = service.phone();
    let offer = attacker.offer("link").await;
    let url = own.open(&offer.token).await;
    assert_eq!(
        victim.go(&url, "sakura").await.told().code,
        "callback_other_browser"
    );
    has_nothing(&mut attacker).await;
    assert_eq!(own.digits(&offer.flow).await, None);
}

#[tokio::test]
async fn a02_a_foreign_answer_loaded_in_the_victims_browser_signs_nobody_in() {
    for errand in [card("link"), sign_in("my")] {
        let service = Service::start().await;
        let (mut attacker, mut victim) = (service.pc(), service.pc());
        let own = victim.begin(&card("manage"), "this_pc").await;
        let started = attacker.begin(&errand, "this_pc").await;
        let answer = service.sandbox.approve(&started.url, "ken").await;
        assert_eq!(
            victim.arrive(&answer).await.told().code,
            "callback_other_browser"
        );
        has_nothing(&mut victim).await;
        assert_eq!(victim.flow().await.id, own.flow);
        let landed = victim.go(&own.url, "sakura").await;
        assert_eq!(
            landed.location(),
            "/verify/",
            "the victim's own way back is still open"
        );
    }
}

#[tokio::test]
async fn a02_an_answer_that_is_not_loaded_as_a_page_is_not_taken() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let answer = service.sandbox.approve(&started.url, "sakura").await;
    let path = answer.replace(&service.address, "");
    for (mode, dest) in [
        ("no-cors", "image"),
        ("navigate", "iframe"),
        ("cors", "empty"),
    ] {
        let mut headers = http::HeaderMap::new();
        headers.insert("sec-fetch-mode", mode.parse().expect("a value"));
        headers.insert("sec-fetch-dest", dest.parse().expect("a value"));
        let framed = pc.send(http::Method::GET, &path, headers, "").await;
        framed.refused("request_malformed");
    }
    assert_eq!(pc.arrive(&answer).await.location(), "/verify/");
}
