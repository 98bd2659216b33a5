//! What reaches the log: one line per request, and nothing that belongs to a person.

use ident_tests::{Log, Service, card, sign_in};
use serde_json::json;
use url::Url;

fn parameter(url: &str, name: &str) -> String {
    let url = Url::parse(url).expect("a URL");
    let found = url.query_pairs().find(|(known, _)| known == name);
    found.map_or_else(String::new, |(_, value)| value.into_owned())
}

#[tokio::test]
async fn r07_nothing_of_a_person_and_no_secret_reaches_the_log() {
    let service = Service::start().await;
    let log = Log::listen();
    let (mut pc, mut app, mut browser) = (service.pc(), service.app().await, service.pc());
    let mut canaries = vec![
        "さくら".to_owned(),
        "0123456789".to_owned(),
        "0a0a0a0a".to_owned(),
    ];
    for errand in [card("link"), sign_in("link")] {
        let started = pc.begin(&errand, "this_pc").await;
        let answer = service.sandbox.approve(&started.url, "sakura").await;
        for name in ["state", "nonce", "code_challenge"] {
            canaries.push(parameter(&started.url, name));
        }
        canaries.push(parameter(&answer, "code"));
        for cookie in ["ident_visit", "ident_flow"] {
            canaries.push(pc.jar.get(cookie).expect("a cookie").value.clone());
        }
        pc.arrive(&answer).await;
        canaries.push(pc.visit_cookie());
    }
    pc.link().await.good();
    app.run(&mut browser, &card("manage"), "sakura").await;
    canaries.extend([
        app.verifier.clone(),
        app.bearer.clone().expect("a bearer value"),
    ]);
    let offer = pc.offer("link").await;
    canaries.push(offer.token.clone());
    let mut phone = service.phone();
    canaries.push(phone.carry(&offer, "ken").await);
    canaries.push("駒場".to_owned());
    let text = log.text();
    assert!(text.contains("http.request"), "there is a log at all");
    for canary in canaries.iter().filter(|canary| !canary.is_empty()) {
        assert!(!text.contains(canary.as_str()), "{canary} is in the log");
    }
    for token in ["eyJ", "Bearer ", "client_assertion", "access_token"] {
        assert!(!text.contains(token), "{token} is in the log");
    }
}

#[tokio::test]
async fn r07_refused_tokens_are_not_logged_either() {
    let service = Service::start().await;
    for fault in [
        "sig_bad",
        "nonce_wrong",
        "userinfo_sub_wrong",
        "sub_too_long",
        "encrypted",
    ] {
        let log = Log::listen();
        service.arm(fault).await;
        let mut pc = service.pc();
        let started = pc.begin(&card("link"), "this_pc").await;
        let answer = service.sandbox.approve(&started.url, "sakura").await;
        pc.arrive(&answer).await.told();
        let text = log.text();
        for canary in [parameter(&answer, "code"), parameter(&started.url, "nonce")] {
            assert!(!text.contains(&canary), "{fault}");
        }
        for token in ["eyJ", "さくら", "ssssssss"] {
            assert!(!text.contains(token), "{fault}: {token}");
        }
    }
}

#[tokio::test]
async fn bad_input_leaves_at_most_one_line_and_nothing_of_itself() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let canary = "canary7c1f";
    let hostile = [
        json!({ canary: canary }),
        json!({ "errand": { "kind": canary }, "way": canary }),
        json!([canary]),
    ];
    let log = Log::listen();
    for body in hostile {
        log.clear();
        pc.post("flows", body).await.refused("request_malformed");
        assert_eq!(log.ours().len(), 1, "{:?}", log.ours());
        assert!(!log.text().contains(canary));
    }
    for path in [
        format!("flows/{canary}"),
        format!("handoffs/{canary}"),
        format!("{canary}?{canary}={canary}"),
        format!("visit?x={canary}%0d%0aforged"),
    ] {
        log.clear();
        pc.get(&path).await;
        assert!(log.ours().len() <= 1, "{path}: {:?}", log.ours());
        assert!(!log.text().contains(canary), "{path}");
        assert!(!log.text().contains("forged"), "{path}");
    }
    log.clear();
    pc.arrive(&pc.url(&format!("/verify/callback?state={canary}&code={canary}")))
        .await
        .told();
    assert!(log.ours().len() <= 1, "{:?}", log.ours());
    assert!(!log.text().contains(canary));
}

#[tokio::test]
async fn what_is_stored_is_neither_a_secret_nor_a_name() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    pc.go(&started.url, "sakura").await;
    pc.sign_in("link", "sakura").await;
    pc.link().await.good();
    let file = std::fs::read(service.database()).expect("the database");
    let wal = std::fs::read(service.database().with_extension("db-wal")).unwrap_or_default();
    let stored = [file, wal].concat();
    let secrets = [
        parameter(&started.url, "state"),
        parameter(&started.url, "nonce"),
        pc.visit_cookie(),
        "さくら".to_owned(),
        "本郷".to_owned(),
    ];
    for secret in secrets {
        let found = stored
            .windows(secret.len())
            .any(|window| window == secret.as_bytes());
        assert!(!found, "{secret} is stored in the clear");
    }
}
