//! The control interface: fast path, journal, clock, keys, reset.

use serde_json::{Value, json};

use crate::client::{Bench, agency_request, id_token, json_of, now, part, set, value, with};

async fn journal(bench: &Bench) -> Vec<(String, String, String)> {
    let list = bench
        .get_json(&format!("{}/control/journal", bench.running.portal_url))
        .await;
    let text = |entry: &Value, name: &str| entry[name].as_str().unwrap().to_owned();
    let entries = list["entries"].as_array().unwrap();
    entries
        .iter()
        .map(|entry| {
            (
                text(entry, "op"),
                text(entry, "endpoint"),
                text(entry, "outcome"),
            )
        })
        .collect()
}

#[tokio::test]
async fn the_journal_tells_requests_and_outcomes_without_secrets() {
    let bench = Bench::start().await;
    let tokens = bench.agency_tokens("openid name", "sakura").await;
    bench.userinfo(&tokens).await;
    bench.trade("unknown-code").await;
    let expected = [
        ("digital_id", "authorize", "ok"),
        ("digital_id", "token", "ok"),
        ("digital_id", "userinfo", "ok"),
        ("digital_id", "token", "invalid_grant"),
    ];
    let seen = journal(&bench).await;
    let seen: Vec<_> = seen
        .iter()
        .map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str()))
        .collect();
    assert_eq!(seen, expected);
    let url = format!("{}/control/journal", bench.running.portal_url);
    let text = bench
        .http
        .get(url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    for secret in [
        "本郷",
        "state-1",
        "nonce-1",
        tokens["access_token"].as_str().unwrap(),
    ] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_struck_fault_stands_in_the_journal() {
    let bench = Bench::start().await;
    bench.arm("digital_id", "http_502").await;
    bench.trade("x").await;
    let (_, _, outcome) = journal(&bench).await.pop().unwrap();
    assert_eq!(outcome, "fault:http_502");
}

#[tokio::test]
async fn the_clock_can_be_put_wrong() {
    let bench = Bench::start().await;
    bench.control("clock", json!({ "skew_seconds": 45 })).await;
    let claims = part(id_token(&bench.agency_tokens("openid", "sakura").await), 1);
    let ahead = claims["iat"].as_u64().unwrap() - now();
    assert!((40..=50).contains(&ahead), "{ahead}");
}

#[tokio::test]
async fn keys_rotate_with_or_without_the_old_one() {
    let bench = Bench::start().await;
    let kids = async || {
        let keys = bench.get_json(&bench.agency("certs")).await["keys"].clone();
        keys.as_array()
            .unwrap()
            .iter()
            .map(|key| key["kid"].clone())
            .collect::<Vec<_>>()
    };
    let first = kids().await;
    bench
        .control(
            "rotate-keys",
            json!({ "op": "digital_id", "keep_old": true }),
        )
        .await;
    let second = kids().await;
    assert_eq!(second.len(), 2);
    assert!(second.contains(&first[0]));
    bench
        .control("rotate-keys", json!({ "op": "digital_id" }))
        .await;
    let third = kids().await;
    assert_eq!(third.len(), 1);
    assert!(!second.contains(&third[0]));
    let tokens = bench.agency_tokens("openid", "sakura").await;
    assert_eq!(part(id_token(&tokens), 0)["kid"], third[0]);
}

#[tokio::test]
async fn reset_forgets_faults_clock_and_journal() {
    let bench = Bench::start().await;
    bench.arm("digital_id", "jwks_500").await;
    bench.control("clock", json!({ "skew_seconds": 900 })).await;
    bench.agency_tokens("openid", "sakura").await;
    assert_eq!(bench.control("reset", json!({})).await.status(), 204);
    assert!(journal(&bench).await.is_empty());
    let faults = bench
        .get_json(&format!("{}/control/faults", bench.running.portal_url))
        .await;
    assert_eq!(faults["armed"], json!([]));
    let claims = part(id_token(&bench.agency_tokens("openid", "sakura").await), 1);
    assert!(claims["iat"].as_u64().unwrap().abs_diff(now()) <= 5);
}

#[tokio::test]
async fn cards_that_cannot_be_used_stop_the_fast_path() {
    let bench = Bench::start().await;
    let request = with(&bench.agency("auth"), &agency_request("openid name"));
    for (card, reason) in [
        ("expired", "certificate_expired"),
        ("revoked", "certificate_revoked"),
        ("locked", "pin_locked"),
    ] {
        let answer = bench.approve("digital_id", &request, card).await;
        assert_eq!(answer, json!({ "error": "card", "reason": reason }));
    }
    assert_eq!(
        bench.approve("digital_id", &request, "nobody").await["error"],
        "no such card"
    );
}

#[tokio::test]
async fn stop_and_chosen_errors_come_back_with_state() {
    let bench = Bench::start().await;
    let request = with(&bench.agency("auth"), &agency_request("openid"));
    for (answer, error) in [("stop", "access_denied"), ("server_error", "server_error")] {
        let body =
            json!({ "op": "digital_id", "request": request, "person": "sakura", "answer": answer });
        let reply = json_of(bench.control("approve", body).await).await;
        let query = crate::client::query_of(reply["redirect"].as_str().unwrap());
        assert_eq!(value(&query, "error"), error);
        assert_eq!(value(&query, "state"), "state-1");
    }
}

#[tokio::test]
async fn the_fast_path_refuses_what_the_page_refuses() {
    let bench = Bench::start().await;
    let mut request = agency_request("openid");
    set(&mut request, "redirect_uri", "https://attacker.example/");
    let url = with(&bench.agency("auth"), &request);
    assert_eq!(
        bench.approve("digital_id", &url, "sakura").await["parameter"],
        "redirect_uri"
    );
    let elsewhere = with("http://127.0.0.1:1/auth", &agency_request("openid"));
    let answer = bench.approve("digital_id", &elsewhere, "sakura").await;
    assert!(answer["error"].as_str().unwrap().contains("endpoint"));
}

#[tokio::test]
async fn a_late_ident_address_is_registered() {
    let bench = Bench::start().await;
    bench.running.set_ident_url("http://localhost:12345/");
    let mut request = agency_request("openid");
    set(
        &mut request,
        "redirect_uri",
        "http://localhost:12345/verify/callback",
    );
    let query = bench
        .callback(
            "digital_id",
            &with(&bench.agency("auth"), &request),
            "sakura",
        )
        .await;
    assert!(!value(&query, "code").is_empty());
}
