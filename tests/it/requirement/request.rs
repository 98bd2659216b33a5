//! What we ask a provider for.

use std::collections::HashSet;

use ident_core::secret::{DerivationKey, Token};
use ident_oidc::RequestSecrets;
use ident_server::entropy::Entropy;
use ident_tests::{Op, Service, Setup, card, sign_in};
use url::Url;

fn parameters(url: &str) -> Vec<(String, String)> {
    Url::parse(url)
        .expect("a URL")
        .query_pairs()
        .into_owned()
        .collect()
}

fn value(url: &str, name: &str) -> String {
    let all = parameters(url);
    let found: Vec<_> = all.iter().filter(|(known, _)| known == name).collect();
    assert_eq!(found.len(), 1, "{name}, once");
    found[0].1.clone()
}

#[tokio::test]
async fn r01_the_redirect_address_is_one_constant() {
    let service = Service::start().await;
    let mut pc = service.pc();
    for (errand, path) in [
        (card("link"), "/verify/callback"),
        (card("manage"), "/verify/callback"),
        (sign_in("link"), "/account/callback"),
        (sign_in("my"), "/account/callback"),
        (sign_in("secure"), "/account/callback"),
    ] {
        let url = pc.begin(&errand, "this_pc").await.url;
        assert_eq!(
            value(&url, "redirect_uri"),
            format!("{}{path}", service.address)
        );
    }
}

#[test]
fn r04_a_hundred_thousand_requests_share_nothing() {
    const MANY: usize = 100_000;
    let key = DerivationKey::new([7; 32]);
    let mut seen = HashSet::with_capacity(3 * MANY);
    for _ in 0..MANY {
        let state = Token::from_random(Entropy.bytes());
        let secrets = RequestSecrets::of(&state, &key);
        let fits = |text: &str| text.len() == 43;
        assert!(fits(secrets.nonce()) && fits(secrets.verifier()));
        seen.insert(state.to_text());
        seen.insert(secrets.nonce().to_owned());
        seen.insert(secrets.verifier().to_owned());
    }
    assert_eq!(seen.len(), 3 * MANY);
}

#[tokio::test]
async fn r04_every_request_carries_fresh_secrets_even_when_taken_up_again() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let mut seen = HashSet::new();
    let first = pc.begin(&card("link"), "this_pc").await;
    let again = pc.press(&first.flow, "resume").await.started();
    let ident_wire::Go::Navigate { url } = again.go else {
        panic!("not sent anywhere");
    };
    let other = pc.begin(&sign_in("link"), "this_pc").await;
    for url in [first.url, url, other.url] {
        assert_eq!(value(&url, "code_challenge_method"), "S256");
        for name in ["state", "nonce", "code_challenge"] {
            assert!(seen.insert(value(&url, name)), "{name} was used before");
        }
    }
}

#[tokio::test]
async fn r05_nobody_is_sent_to_a_provider_without_s256() {
    let service = Service::start().await;
    service.arm("metadata_no_s256").await;
    let asked = service.pc().ask(&card("link"), "this_pc").await;
    asked.refused("metadata_pkce");
    assert_eq!(service.audit().codes(), ["metadata_pkce"]);
    assert_eq!(service.state(), "");
}

#[tokio::test]
async fn r10_no_refresh_token_is_asked_for_or_kept() {
    let service = Service::start().await;
    service.arm("refresh_token_given").await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    for errand in [card("link"), sign_in("my")] {
        let url = service.pc().begin(&errand, "this_pc").await.url;
        assert!(!value(&url, "scope").contains("offline_access"));
    }
    pc.go(&started.url, "sakura").await;
    assert!(
        pc.visit().await.proof.is_some(),
        "it is not needed and does no harm"
    );
    assert_eq!(service.journal().await.count(Op::DigitalId, "token"), 1);
    assert!(!service.everything().contains("refresh"));
}

#[tokio::test]
async fn r47_too_many_starts_are_told_when_to_come_back() {
    let setup = Setup {
        tables: "[limits]\nstarts_by_visit = { max = 2, window_s = 60 }".to_owned(),
        ..Setup::default()
    };
    let mut service = Service::with(setup).await;
    let mut pc = service.pc();
    for _ in 0..2 {
        pc.begin(&card("link"), "this_pc").await;
    }
    let answer = pc.ask(&card("link"), "this_pc").await;
    let wait = answer
        .refused("start_too_many")
        .retry_after_s
        .expect("a time");
    assert_eq!(
        (answer.status.as_u16(), answer.header("retry-after")),
        (429, wait.to_string().as_str())
    );
    service.pc().begin(&card("link"), "this_pc").await;
    service.pass(wait).await;
    pc.begin(&card("link"), "this_pc").await;
}
