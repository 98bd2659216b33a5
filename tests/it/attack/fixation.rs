//! Cookies that somebody else planted.

use ident_tests::{Service, card};

#[tokio::test]
async fn a26_a_planted_visit_is_worth_nothing_once_the_victim_has_proved_anything() {
    let service = Service::start().await;
    let (mut attacker, mut victim) = (service.pc(), service.pc());
    attacker.begin(&card("link"), "this_pc").await;
    victim.jar.plant("ident_visit", &attacker.visit_cookie());
    victim.card("link", "sakura").await;
    assert_ne!(victim.visit_cookie(), attacker.visit_cookie());
    assert!(!attacker.is_known().await, "the old value is dead at once");
    assert!(victim.visit().await.proof.is_some());
}

#[tokio::test]
async fn a26_a_value_of_the_attackers_own_making_is_never_taken_over() {
    let service = Service::start().await;
    let mut victim = service.pc();
    let planted = "A".repeat(43);
    victim.jar.plant("ident_visit", &planted);
    victim.begin(&card("link"), "this_pc").await;
    assert_ne!(victim.visit_cookie(), planted);
}

#[tokio::test]
async fn a26_a_planted_flow_cookie_is_replaced_at_the_start() {
    let service = Service::start().await;
    let (mut attacker, mut victim) = (service.pc(), service.pc());
    attacker.begin(&card("link"), "this_pc").await;
    let planted = attacker
        .jar
        .get("ident_flow")
        .expect("a cookie")
        .value
        .clone();
    victim.jar.plant("ident_flow", &planted);
    let started = victim.begin(&card("link"), "this_pc").await;
    assert_eq!(
        victim.go(&started.url, "sakura").await.location(),
        "/verify/"
    );
    assert_eq!(attacker.visit().await.proof, None);
}

#[tokio::test]
async fn a26_a_flow_in_the_attackers_visit_does_not_finish_for_the_victim() {
    let service = Service::start().await;
    let (mut attacker, mut victim) = (service.pc(), service.pc());
    let started = attacker.begin(&card("link"), "this_pc").await;
    victim.jar.plant("ident_visit", &attacker.visit_cookie());
    assert_eq!(
        victim.go(&started.url, "sakura").await.told().code,
        "callback_other_browser"
    );
    assert_eq!(service.count("proof"), 0);
}

#[tokio::test]
async fn a26_two_cookies_of_one_name_count_as_none() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.card("link", "sakura").await;
    let good = pc.visit_cookie();
    pc.jar.forget("ident_visit");
    let mut headers = pc.own_headers();
    let field = format!("ident_visit={good}; ident_visit={}", "A".repeat(43));
    headers.insert("cookie", field.parse().expect("a value"));
    let answer = pc
        .send(http::Method::GET, "/api/v1/visit", headers, "")
        .await;
    assert_eq!(answer.status, 204);
}
