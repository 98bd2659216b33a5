//! Queries that no provider sends. The person is always shown a page of ours.

use ident_tests::{Op, Service, card};

use super::Untouched;

#[tokio::test]
async fn queries_without_a_state_of_ours_change_nothing() {
    let service = Service::start().await;
    let mut pc = service.pc();
    pc.begin(&card("link"), "this_pc").await;
    let state = service.state();
    let long = "a".repeat(9_000);
    for query in [
        String::new(),
        "?".to_owned(),
        "?code=x".to_owned(),
        "?state=".to_owned(),
        "?state=x&state=y&code=z".to_owned(),
        "?state[]=x&code=y".to_owned(),
        format!("?state={}&code=x", "A".repeat(43)),
        format!("?state={long}&code=x"),
        format!("?{long}"),
        "?state=%ff%fe&code=x".to_owned(),
        "?state=%00&code=x".to_owned(),
        "?state=%E3%81%82&code=x".to_owned(),
        "?=&&&=;;".to_owned(),
        "?state=' OR 1=1--&code=x".replace(' ', "%20"),
        "?error=access_denied".to_owned(),
    ] {
        for path in ["/verify/callback", "/account/callback"] {
            let before = service.audit().0.len();
            let told = pc.arrive(&pc.url(&format!("{path}{query}"))).await.told();
            let fits =
                ["callback_unknown_state", "callback_malformed"].contains(&told.code.as_str());
            assert!(fits, "{query}: {told:?}");
            let audit = service.audit();
            assert_eq!(audit.0.len(), before + 1);
            assert_eq!(audit.0[before].reference, Some(told.reference));
        }
    }
    assert_eq!(service.state(), state);
}

#[tokio::test]
async fn r31_repeated_parameters_are_refused_and_the_code_is_not_spent() {
    for fault in ["duplicate_code", "duplicate_state"] {
        let service = Service::start().await;
        service.arm(fault).await;
        let mut pc = service.pc();
        let started = pc.begin(&card("link"), "this_pc").await;
        let told = pc.go(&started.url, "sakura").await.told();
        let fits = ["callback_malformed", "callback_unknown_state"].contains(&told.code.as_str());
        assert!(fits, "{fault}: {told:?}");
        assert_eq!(service.journal().await.count(Op::DigitalId, "token"), 0);
        assert_eq!(service.count("proof"), 0);
    }
}

#[tokio::test]
async fn hostile_parameters_beside_a_good_state_end_the_flow_without_a_call() {
    for rest in [
        String::new(),
        "code=".to_owned(),
        "code=a&error=b".to_owned(),
        "code=%00".to_owned(),
        "code=%E3%81%82".to_owned(),
        format!("code={}", "c".repeat(5_000)),
        "code=a&code=a".to_owned(),
        "code=a&iss=x&iss=y".to_owned(),
        "error=a&error=b".to_owned(),
        "error=".to_owned(),
    ] {
        let service = Service::start().await;
        let mut pc = service.pc();
        let started = pc.begin(&card("link"), "this_pc").await;
        let answer = service.sandbox.approve(&started.url, "sakura").await;
        let query = answer.split_once('?').expect("a query").1;
        let state = query
            .split('&')
            .find(|pair| pair.starts_with("state="))
            .expect("a state");
        let url = pc.url(&format!("/verify/callback?{state}&{rest}"));
        assert_eq!(
            pc.arrive(&url).await.told().code,
            "callback_malformed",
            "{rest}"
        );
        assert_eq!(
            service.journal().await.count(Op::DigitalId, "token"),
            0,
            "{rest}"
        );
        assert_eq!(service.count("proof"), 0, "{rest}");
    }
}

#[tokio::test]
async fn links_of_hand_offs_that_are_none_are_unknown() {
    let service = Service::start().await;
    service.pc().offer("link").await;
    let before = Untouched::now(&service);
    let long = "A".repeat(5_000);
    for token in ["x", &long, "%00", "..%2f", "AAAA", "A%20A", &"A".repeat(43)] {
        let mut phone = service.phone();
        phone
            .get(&format!("handoffs/{token}"))
            .await
            .refused("handoff_unknown");
        phone.accept(token).await.refused("handoff_unknown");
        let decline = format!("handoffs/{token}/decline");
        let report = serde_json::json!({ "report": true });
        phone
            .post(&decline, report)
            .await
            .refused("handoff_unknown");
    }
    before.holds(&service, "hand-offs");
}

#[tokio::test]
async fn r47_answers_that_nobody_waits_for_leave_rows_up_to_an_allowance() {
    let service = Service::with(ident_tests::Setup {
        tables: "[limits]\nstray_answers_by_network = { max = 3, window_s = 3600 }".to_owned(),
        ..ident_tests::Setup::default()
    })
    .await;
    let mut stranger = service.pc();
    let state = "A".repeat(43);
    let url = stranger.url(&format!("/verify/callback?code=x&state={state}"));
    for _ in 0..9 {
        let told = stranger.arrive(&url).await.told();
        assert_eq!(
            told.code, "callback_unknown_state",
            "the same page each time"
        );
    }
    assert_eq!(service.audit().count("callback_unknown_state"), 3);
}
