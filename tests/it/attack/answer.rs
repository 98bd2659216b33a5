//! Answers that are stolen, repeated, late or half-true.

use ident_tests::{Op, Person, Service, card, sign_in};
use ident_wire::{Next, StageView};
use url::Url;

/// The answer with one parameter replaced.
fn with(answer: &str, name: &str, value: &str) -> String {
    let mut url = Url::parse(answer).expect("a URL");
    let pairs: Vec<(String, String)> = url
        .query_pairs()
        .map(|(known, old)| {
            let new = if known == name { value } else { &old };
            (known.to_string(), new.to_owned())
        })
        .collect();
    url.query_pairs_mut().clear().extend_pairs(pairs);
    url.into()
}

fn parameter(answer: &str, name: &str) -> String {
    let url = Url::parse(answer).expect("a URL");
    let found = url.query_pairs().find(|(known, _)| known == name);
    found.expect("the parameter").1.into_owned()
}

#[tokio::test]
async fn a03_a_stolen_code_is_worth_nothing_in_another_flow() {
    let service = Service::start().await;
    let (mut victim, mut thief) = (service.pc(), service.pc());
    let of_victim = victim.begin(&card("link"), "this_pc").await;
    let of_thief = thief.begin(&card("link"), "this_pc").await;
    let stolen = service.sandbox.approve(&of_victim.url, "sakura").await;
    let own = service.sandbox.approve(&of_thief.url, "ken").await;
    let mixed = with(&own, "code", &parameter(&stolen, "code"));
    assert_eq!(thief.arrive(&mixed).await.told().code, "code_refused");
    assert_eq!(thief.visit().await.proof, None);
    assert_eq!(service.audit().count("code_refused"), 1);
    assert_eq!(service.journal().await.count(Op::DigitalId, "userinfo"), 0);
}

#[tokio::test]
async fn a04_the_same_answer_twice_has_one_effect() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let answer = service.sandbox.approve(&started.url, "sakura").await;
    let mut twin = pc.clone();
    let (first, second) = tokio::join!(pc.arrive(&answer), twin.arrive(&answer));
    let places = [first.location(), second.location()];
    assert_eq!(
        places.iter().filter(|place| **place == "/verify/").count(),
        1,
        "{places:?}"
    );
    assert_eq!(service.audit().count("callback_repeated"), 1);
    assert_eq!(service.journal().await.count(Op::DigitalId, "token"), 1);
    assert_eq!(service.count("proof"), 1);
}

#[tokio::test]
async fn f18_of_fifty_equal_answers_one_has_an_effect() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let answer = service.sandbox.approve(&started.url, "sakura").await;
    let mut arrivals = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (mut twin, answer) = (pc.clone(), answer.clone());
        arrivals.spawn(async move { twin.arrive(&answer).await.location().to_owned() });
    }
    let places = arrivals.join_all().await;
    assert_eq!(
        places.iter().filter(|place| *place == "/verify/").count(),
        1
    );
    assert_eq!(service.audit().count("callback_repeated"), 49);
    assert_eq!(
        (service.count("proof"), service.audit().count("proven")),
        (1, 1)
    );
}

#[tokio::test]
async fn a05_a_state_is_worth_nothing_after_the_end() {
    for end in ["done", "cancelled", "expired", "refused"] {
        let mut service = Service::start().await;
        let mut pc = service.pc();
        let started = pc.begin(&card("link"), "this_pc").await;
        let answer = service.sandbox.approve(&started.url, "sakura").await;
        match end {
            "done" => drop(pc.arrive(&answer).await),
            "cancelled" => drop(pc.press(&started.flow, "cancel").await.good()),
            "expired" => service.pass(901).await,
            _ => drop(
                pc.arrive(&with(&answer, "iss", "https://evil.example"))
                    .await,
            ),
        }
        pc.visit().await;
        let before = service.state();
        let code = pc.arrive(&answer).await.told().code;
        let expected = if end == "done" {
            "callback_repeated"
        } else {
            "callback_late"
        };
        assert_eq!(code, expected, "{end}");
        assert_eq!(service.state(), before, "{end}");
    }
}

#[tokio::test]
async fn a06_the_token_of_another_flow_is_refused() {
    let service = Service::start().await;
    let (mut one, mut two) = (service.pc(), service.pc());
    let first = one.begin(&card("link"), "this_pc").await;
    service.sandbox.approve(&first.url, "sakura").await;
    let second = two.begin(&card("link"), "this_pc").await;
    service.arm("nonce_other_flow").await;
    assert_eq!(two.go(&second.url, "ken").await.told().code, "token_nonce");
    assert_eq!(service.count("proof"), 0);
}

#[tokio::test]
async fn a09_issuer_look_alikes_are_other_issuers() {
    let service = Service::start().await;
    let issuer = service.sandbox.agency().to_owned();
    let look_alikes = [
        format!("{issuer}/"),
        issuer.replace("http://", "HTTP://"),
        issuer.replace("realms/main", "realms/Main"),
        issuer.replace("http://", "http://user@"),
        issuer.replace("127.0.0.1", "127.0.0.1."),
        issuer.replace("127.0.0.1", "localhost"),
        issuer.replace("/api", ":80/api"),
        issuer.replace("main", "m\u{430}in"),
        String::new(),
    ];
    for look_alike in look_alikes {
        let mut pc = service.pc();
        let started = pc.begin(&card("link"), "this_pc").await;
        let answer = service.sandbox.approve(&started.url, "sakura").await;
        let told = pc.arrive(&with(&answer, "iss", &look_alike)).await.told();
        let fits = ["callback_issuer", "callback_malformed"].contains(&told.code.as_str());
        assert!(fits, "{look_alike}: {told:?}");
        assert_eq!(
            service
                .audit()
                .0
                .last()
                .and_then(|row| row.reference.clone()),
            Some(told.reference)
        );
    }
    assert_eq!(service.journal().await.count(Op::DigitalId, "token"), 0);
    assert_eq!(service.count("proof"), 0);
}

#[tokio::test]
async fn a33_a_session_at_the_provider_does_not_stand_in_for_a_card() {
    let service = Service::start().await;
    service.arm("auth_time_old").await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    assert_eq!(
        pc.go(&started.url, "sakura").await.told().code,
        "token_not_fresh"
    );
    let asked = service.journal().await.count(Op::DigitalId, "userinfo");
    assert_eq!(asked, 0, "the name of whoever it was is not asked for");
    assert_eq!(pc.visit().await.proof, None);
    let again = pc.begin(&card("manage"), "this_pc").await;
    assert_eq!(pc.go(&again.url, "sakura").await.location(), "/verify/");
}

#[tokio::test]
async fn a33_in_way_d_too() {
    let service = Service::start().await;
    service.arm("auth_time_old").await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let offer = pc.offer("manage").await;
    let url = phone.open(&offer.token).await;
    assert_eq!(
        phone.go(&url, "sakura").await.told().code,
        "token_not_fresh"
    );
    for screen in [&mut pc, &mut phone] {
        let stage = screen.flow().await.stage;
        assert!(
            matches!(stage, StageView::Closed { refusal } if refusal.code == "token_not_fresh")
        );
    }
}

#[tokio::test]
async fn a33_an_old_sign_in_cuts_nothing() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    service.sandbox.arm(Op::Utokyo, "auth_time_old").await;
    let mut pc = service.pc();
    pc.sign_in("secure", "sakura").await;
    pc.unlink().await.refused("sign_in_again");
    assert_eq!(service.count("link"), 1);
}

/// every error of a provider has its page with a next step.
#[tokio::test]
async fn a34_every_error_of_the_provider_has_its_page() {
    for (fault, code, next) in [
        ("error_access_denied", "provider_cancelled", Next::Restart),
        (
            "error_authentication_expired",
            "provider_expired",
            Next::Restart,
        ),
        ("error_server_error", "provider_fault", Next::Wait),
        ("error_temporarily_unavailable", "provider_busy", Next::Wait),
        (
            "error_unknown_string",
            "provider_unknown_error",
            Next::Restart,
        ),
    ] {
        let service = Service::start().await;
        service.arm(fault).await;
        let mut pc = service.pc();
        let started = pc.begin(&card("link"), "this_pc").await;
        let landed = pc.go(&started.url, "sakura").await;
        assert_eq!(landed.told().code, code);
        let StageView::Closed { refusal } = pc.flow().await.stage else {
            panic!("{fault}: not closed");
        };
        assert_eq!((refusal.code.as_str(), refusal.next), (code, next));
        assert!(!landed.location().contains('<') && !landed.location().contains("img"));
        assert_eq!(
            pc.go(&started.url, "sakura").await.told().code,
            "callback_late",
            "state is used up"
        );
    }
}

#[tokio::test]
async fn a34_stopping_is_told_in_all_ways() {
    let stopping = Person::from("sakura").stopping();
    for (errand, way) in [
        (card("link"), "this_phone"),
        (card("manage"), "this_pc"),
        (sign_in("my"), "this_pc"),
    ] {
        let service = Service::start().await;
        let mut browser = service.pc();
        let started = browser.begin(&errand, way).await;
        assert_eq!(
            browser.go(&started.url, stopping).await.told().code,
            "provider_cancelled"
        );
    }
    let service = Service::start().await;
    let (mut pc, mut phone) = (service.pc(), service.phone());
    let offer = pc.offer("link").await;
    let url = phone.open(&offer.token).await;
    assert_eq!(
        phone.go(&url, stopping).await.told().code,
        "provider_cancelled"
    );
    let stage = pc.flow().await.stage;
    assert!(matches!(stage, StageView::Closed { refusal } if refusal.code == "provider_cancelled"));
}

#[tokio::test]
async fn a34_an_error_with_somebody_elses_state_ends_nobodys_flow_silently() {
    let service = Service::start().await;
    let (mut victim, mut attacker) = (service.pc(), service.pc());
    let started = victim.begin(&card("link"), "this_pc").await;
    let state = parameter(&started.url, "state");
    let path = format!("/verify/callback?error=access_denied&state={state}");
    let told = attacker.arrive(&attacker.url(&path)).await.told();
    assert_eq!(told.code, "callback_other_browser");
    assert_eq!(
        service.audit().one(&told.code).flow.as_deref(),
        Some(started.flow.as_str())
    );
    let unknown = victim.url("/verify/callback?error=access_denied&state=unknown");
    assert_eq!(
        victim.arrive(&unknown).await.told().code,
        "callback_unknown_state"
    );
}

#[tokio::test]
async fn r03_a_look_at_the_head_of_an_answer_does_not_take_it() {
    let service = Service::start().await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let answer = service.sandbox.approve(&started.url, "sakura").await;
    let before = service.everything();
    let path = answer.replace(&service.address, "");
    let looked = pc
        .send(http::Method::HEAD, &path, http::HeaderMap::new(), "")
        .await;
    assert!(looked.status.is_client_error(), "{}", looked.status);
    assert_eq!(service.everything(), before);
    assert_eq!(pc.arrive(&answer).await.location(), "/verify/");
}
