//! too large, too many, and refused before it is read.

use ident_tests::Service;

use super::Untouched;

fn head(length: &str) -> String {
    format!(
        "POST /api/v1/flows HTTP/1.1\r\nhost: localhost\r\nx-ident: 1\r\nx-ident-channel: app\r\n\
         content-type: application/json\r\n{length}\r\n\r\n"
    )
}

#[tokio::test]
async fn a31_ten_megabytes_are_refused_by_their_announcement() {
    let service = Service::start().await;
    // Nothing of the body is ever sent: the answer must come without it.
    let answer = service
        .raw_until_answer(head("content-length: 10485760").as_bytes())
        .await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("request_too_large"), "{answer}");
    assert_eq!(service.everything(), "");
}

#[tokio::test]
async fn a31_a_body_that_does_not_say_its_length_is_cut_at_64_kib() {
    let service = Service::start().await;
    let chunk = format!("2000\r\n{}\r\n", " ".repeat(0x2000));
    let body = head("transfer-encoding: chunked") + &chunk.repeat(8);
    let answer = service.raw_until_answer(body.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert_eq!(service.everything(), "");
}

#[tokio::test]
async fn a31_a_head_of_a_megabyte_is_refused() {
    let service = Service::start().await;
    let head = format!(
        "GET /api/v1/visit HTTP/1.1\r\nhost: localhost\r\nx: {}\r\n\r\n",
        "a".repeat(1 << 20)
    );
    let answer = service.raw(head.as_bytes()).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer}"
    );
}

#[tokio::test]
async fn a31_a_callback_of_ten_megabytes_is_refused() {
    let service = Service::start().await;
    let before = Untouched::now(&service);
    let head = format!(
        "GET /verify/callback?code={} HTTP/1.1\r\nhost: localhost\r\n\r\n",
        "a".repeat(10 << 20)
    );
    let answer = service.raw(head.as_bytes()).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
        "{answer}"
    );
    before.holds(&service, "a long callback");
}

#[tokio::test]
async fn a31_a_thousand_header_fields_are_refused() {
    let service = Service::start().await;
    let many: String = (0..1_000).fold(String::new(), |text, number| {
        text + &format!("x-{number}: y\r\n")
    });
    let head = format!("GET /api/v1/visit HTTP/1.1\r\nhost: localhost\r\n{many}\r\n");
    let answer = service.raw(head.as_bytes()).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer}"
    );
}

#[tokio::test]
async fn a31_memory_stays_flat_under_large_bodies() {
    let service = Service::start().await;
    let body = head("content-length: 10485760") + &"x".repeat(1 << 20);
    service.raw(body.as_bytes()).await;
    // Other tests of this process come and go; a leak would show in every round.
    let mut grown = Vec::new();
    for _ in 0..5 {
        let before = resident_kib();
        for _ in 0..20 {
            service.raw(body.as_bytes()).await;
        }
        grown.push(resident_kib().saturating_sub(before));
    }
    let least = grown.iter().min().expect("five rounds");
    assert!(
        *least < 4 * 1024,
        "{grown:?} KiB, each for 20 MiB sent to us"
    );
}

/// What this process has in memory, other tests that run at the same time included.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.trim().split(' ').next()?.parse().ok());
    number.expect("a number")
}
