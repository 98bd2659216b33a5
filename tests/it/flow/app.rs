//! Way B: an installed app, the system browser, and a code that only the app can use.

use ident_tests::{Service, card, sign_in};
use ident_wire::{Channel, StageView, StepState};

#[tokio::test]
async fn an_app_links_through_the_system_browser() {
    let service = Service::start().await;
    let (mut app, mut browser) = (service.app().await, service.pc());
    let checked = app.run(&mut browser, &card("link"), "sakura").await;
    assert_eq!(checked.channel, Channel::App);
    assert!(checked.proof.is_some());
    let signed_in = app.run(&mut browser, &sign_in("link"), "sakura").await;
    assert!(signed_in.account.is_some());
    let body = serde_json::json!({ "relink": false });
    let linked = app.post("link", body).await.visit();
    assert_eq!(linked.steps.link, StepState::Done);
    assert!(!browser.is_known().await, "the system browser only carries");
}

#[tokio::test]
async fn the_bearer_value_changes_with_the_result_and_the_old_one_is_dead() {
    let service = Service::start().await;
    let (mut app, mut browser) = (service.app().await, service.pc());
    let started = app.begin(&card("link")).await;
    let before = app.bearer.clone();
    let url = browser.open(started.token()).await;
    let landed = browser.go(&url, "sakura").await;
    let code = app.receive(&landed).await;
    app.redeem(&started.flow, &code).await.good();
    let after = std::mem::replace(&mut app.bearer, before.clone());
    assert_ne!(before, after);
    app.post("unlink", serde_json::json!({}))
        .await
        .refused("visit_expired");
}

#[tokio::test]
async fn the_app_sees_progress_and_gets_nothing_by_it() {
    let service = Service::start().await;
    let (mut app, mut browser) = (service.app().await, service.pc());
    let started = app.begin(&card("link")).await;
    let url = browser.open(started.token()).await;
    browser.go(&url, "sakura").await;
    let visit = app.visit().await;
    assert!(matches!(
        visit.flow.expect("a flow").stage,
        StageView::HandingBack {}
    ));
    assert_eq!((visit.proof, service.count("proof")), (None, 0));
}

#[tokio::test]
async fn a_code_is_good_for_a_minute() {
    for (seconds, in_time) in [(59, true), (61, false)] {
        let mut service = Service::start().await;
        let (mut app, mut browser) = (service.app().await, service.pc());
        let started = app.begin(&card("link")).await;
        let url = browser.open(started.token()).await;
        let landed = browser.go(&url, "sakura").await;
        let received = app.receive(&landed).await;
        service.pass(seconds).await;
        let answer = app.redeem(&started.flow, &received).await;
        assert_eq!(answer.status == 200, in_time, "{seconds} s");
        let late = service.audit().count("hand_back_expired");
        assert_eq!(late, usize::from(!in_time), "{seconds} s");
        assert_eq!(service.count("proof"), i64::from(in_time), "{seconds} s");
    }
}

#[tokio::test]
async fn a_code_is_good_once() {
    let service = Service::start().await;
    let (mut app, mut browser) = (service.app().await, service.pc());
    let started = app.begin(&sign_in("my")).await;
    let url = browser.open(started.token()).await;
    let landed = browser.go(&url, "sakura").await;
    let code = app.receive(&landed).await;
    app.redeem(&started.flow, &code).await.good();
    app.redeem(&started.flow, &code)
        .await
        .refused("flow_out_of_order");
}

#[tokio::test]
async fn what_went_wrong_at_the_provider_reaches_the_app() {
    let service = Service::start().await;
    let (mut app, mut browser) = (service.app().await, service.pc());
    let started = app.begin(&card("link")).await;
    let url = browser.open(started.token()).await;
    let stopping = ident_tests::Person::from("sakura").stopping();
    assert_eq!(
        browser.go(&url, stopping).await.told().code,
        "provider_cancelled"
    );
    let stage = app.visit().await.flow.expect("a flow").stage;
    assert!(matches!(stage, StageView::Closed { refusal } if refusal.code == "provider_cancelled"));
}

#[tokio::test]
async fn an_app_may_show_our_qr_as_well() {
    let service = Service::start().await;
    let (mut app, mut phone) = (service.app().await, service.phone());
    let body = serde_json::json!({ "errand": card("link"), "way": "other_device" });
    let started = app.post("flows", body).await.started();
    let offer = ident_tests::Offer::of(&started.flow);
    let digits = phone.carry(&offer, "sakura").await;
    let before = app.bearer.clone();
    let path = format!("flows/{}/digits", offer.flow);
    let body = serde_json::json!({ "digits": digits });
    assert!(app.post(&path, body).await.visit().proof.is_some());
    assert_ne!(app.bearer, before);
}

#[tokio::test]
async fn a_browser_cannot_begin_an_apps_way_nor_an_app_a_browsers() {
    let service = Service::start().await;
    service
        .pc()
        .ask(&card("link"), "app")
        .await
        .refused("request_malformed");
    let body = serde_json::json!({ "errand": card("link"), "way": "this_pc" });
    let mut app = service.app().await;
    app.post("flows", body).await.refused("request_malformed");
    assert_eq!(service.state(), "");
}
