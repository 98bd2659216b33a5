//! Markup in what others send is text.

use ident_tests::{Service, card};

#[tokio::test]
async fn a27_markup_in_a_name_is_text() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let visit = pc.card("link", "html").await;
    let name = visit.proof.expect("a proof").name.expect("a name");
    assert!(
        name.contains("<script>alert(1)</script>"),
        "as on the card: {name}"
    );
    let answer = pc.get("visit").await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(
        answer
            .header("content-security-policy")
            .contains("script-src 'self'")
    );
}

#[tokio::test]
async fn a27_markup_from_userinfo_is_text() {
    let service = Service::start().await;
    service.arm("userinfo_name_html").await;
    let visit = service.pc().card("link", "sakura").await;
    assert!(
        visit
            .proof
            .expect("a proof")
            .name
            .expect("a name")
            .contains('<')
    );
}

#[tokio::test]
async fn a27_an_error_description_is_never_repeated() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    service.arm("error_unknown_string").await;
    let landed = pc.go(&started.url, "sakura").await;
    let seen = format!(
        "{:?} {} {}",
        landed.headers,
        landed.body,
        pc.get("visit").await.body
    );
    for word in ["onerror", "<img", "e_10999"] {
        assert!(!seen.contains(word), "{word}");
        assert!(!service.everything().contains(word), "{word}");
    }
}
