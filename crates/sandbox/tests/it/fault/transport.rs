//! What goes wrong with an HTTP answer, whatever it says.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::Bench;

/// Arms a transport fault on the metadata endpoint and gives its address.
async fn on_metadata(bench: &Bench, fault: &str, delay_ms: u64) -> String {
    let body = json!({ "op": "digital_id", "fault": fault, "times": 1,
                       "endpoint": "metadata", "delay_ms": delay_ms });
    assert_eq!(bench.control("faults", body).await.status(), 204, "{fault}");
    format!(
        "{}/.well-known/openid-configuration",
        bench.running.digital_id_issuer
    )
}

async fn broken(bench: &Bench, fault: &str, delay_ms: u64) -> reqwest::Response {
    let url = on_metadata(bench, fault, delay_ms).await;
    bench.http.get(url).send().await.unwrap()
}

#[tokio::test]
async fn status_and_type_of_an_answer_go_wrong() {
    let bench = Bench::start().await;
    for (fault, status) in [
        ("http_500", 500),
        ("http_502", 502),
        ("http_503", 503),
        ("http_504", 504),
        ("redirect_to_metadata_host", 302),
    ] {
        assert_eq!(broken(&bench, fault, 0).await.status(), status, "{fault}");
    }
    for (fault, media_type) in [
        ("html_body", "text/html; charset=utf-8"),
        ("wrong_content_type", "text/plain"),
    ] {
        let answer = broken(&bench, fault, 0).await;
        assert_eq!(answer.headers()["content-type"], media_type, "{fault}");
    }
}

#[tokio::test]
async fn bodies_go_wrong() {
    let bench = Bench::start().await;
    let doubled = broken(&bench, "duplicate_json_keys", 0)
        .await
        .text()
        .await
        .unwrap();
    assert_eq!(doubled.matches("\"issuer\":").count(), 2);
    let deep = broken(&bench, "deep_json", 0).await.text().await.unwrap();
    assert!(deep.contains(&"[".repeat(100_000)));
    let huge = broken(&bench, "huge_body", 0).await.bytes().await.unwrap();
    assert!(huge.len() > 32 << 20);
    let url = on_metadata(&bench, "connection_reset", 0).await;
    let cut = match bench.http.get(url).send().await {
        Ok(answer) => answer.bytes().await.is_err(),
        Err(_) => true,
    };
    assert!(cut, "the answer must not arrive whole");
}

#[tokio::test]
async fn answers_take_their_time() {
    let bench = Bench::start().await;
    for (fault, delay, least) in [("slow", 300, 300), ("drip", 1, 200)] {
        let begun = Instant::now();
        let text = broken(&bench, fault, delay).await.text().await.unwrap();
        assert!(begun.elapsed() >= Duration::from_millis(least), "{fault}");
        assert!(serde_json::from_str::<Value>(&text).is_ok(), "{fault}");
    }
}

#[tokio::test]
async fn the_gzip_bomb_is_small_on_the_wire_and_large_inside() {
    use std::io::Read;
    let bench = Bench::start().await;
    let body = json!({ "op": "digital_id", "fault": "gzip_bomb", "times": 1, "endpoint": "jwks" });
    bench.control("faults", body).await;
    let answer = bench.http.get(bench.agency("certs")).send().await.unwrap();
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    let packed = answer.bytes().await.unwrap();
    assert!(packed.len() < 2 << 20, "{}", packed.len());
    let mut unpacked = vec![0; 32 << 20];
    flate2::read::GzDecoder::new(&packed[..])
        .read_exact(&mut unpacked)
        .unwrap();
}
