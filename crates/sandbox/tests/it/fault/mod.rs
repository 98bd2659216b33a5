//! Each listed fault changes the answer as its description says.

mod answer;
mod token;
mod transport;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::client::{Bench, agency_request, id_token, part, query_of, value, with};

/// Claims and header of an ID token minted under that fault.
async fn spoilt(bench: &Bench, fault: &str) -> (Value, Value) {
    bench.arm("digital_id", fault).await;
    let tokens = bench.agency_tokens("openid", "sakura").await;
    (part(id_token(&tokens), 1), part(id_token(&tokens), 0))
}

#[tokio::test]
async fn every_fault_of_the_list_is_exercised_here() {
    let bench = Bench::start().await;
    let list = bench
        .get_json(&format!("{}/control/faults", bench.running.portal_url))
        .await;
    let tested = [
        include_str!("answer.rs"),
        include_str!("mod.rs"),
        include_str!("token.rs"),
        include_str!("transport.rs"),
        include_str!("../tenant.rs"),
        include_str!("../graph.rs"),
        include_str!("../graph_fault.rs"),
        include_str!("../graph_log.rs"),
        include_str!("../mail.rs"),
        include_str!("../mail_tls.rs"),
    ];
    let untested: BTreeSet<&str> = list["faults"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["name"].as_str().unwrap())
        .filter(|name| {
            !tested
                .iter()
                .any(|text| text.contains(&format!("\"{name}\"")))
        })
        .collect();
    assert!(untested.is_empty(), "{untested:?}");
}

#[tokio::test]
async fn times_counts_down_and_a_fault_is_refused_where_it_cannot_be() {
    let bench = Bench::start().await;
    let certs = bench.agency("certs");
    bench
        .control(
            "faults",
            json!({ "op": "digital_id", "fault": "jwks_500", "times": 2 }),
        )
        .await;
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(
            bench
                .http
                .get(&certs)
                .send()
                .await
                .unwrap()
                .status()
                .as_u16(),
        );
    }
    assert_eq!(seen, [500, 500, 200]);
    for wrong in [
        json!({ "op": "graph", "fault": "iss_wrong" }),
        json!({ "op": "utokyo", "fault": "userinfo_500" }),
        json!({ "op": "digital_id", "fault": "jwks_500", "times": 0 }),
    ] {
        assert_eq!(bench.control("faults", wrong).await.status(), 400);
    }
    assert_eq!(
        bench
            .control("faults", json!({ "op": "digital_id", "fault": "no" }))
            .await
            .status(),
        422
    );
}

#[tokio::test]
async fn an_error_url_of_a_fault_still_goes_to_the_registered_address() {
    let bench = Bench::start().await;
    bench.arm("digital_id", "error_server_error").await;
    let request = with(&bench.agency("auth"), &agency_request("openid"));
    let answer = bench.approve("digital_id", &request, "sakura").await;
    let url = answer["redirect"].as_str().unwrap();
    assert!(url.starts_with("http://localhost:7440/verify/callback?"));
    assert_eq!(value(&query_of(url), "state"), "state-1");
}
