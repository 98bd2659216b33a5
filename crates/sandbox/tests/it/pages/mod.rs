//! The pages, pressed through as a browser without scripts would.

mod tenant;

use crate::client::{Bench, agency_request, query_of, tenant_request, value, with};
use crate::tab::{Shown, Tab, press};

/// From the device lock to the end of the app.
async fn through_app(tab: &Tab, mut page: Shown, pin: &str, second: Option<(&str, &str)>) -> Shown {
    for form in [
        &[("press", "next")][..],
        &[("press", "next")],
        &[("press", "pin"), ("pin", pin)],
    ] {
        page = press(tab, page, form).await;
    }
    if let Some((name, value)) = second {
        page = press(tab, page, &[("press", name), (name, value)]).await;
    }
    page = press(tab, page, &[("press", "read")]).await;
    press(tab, page, &[("press", "next")]).await
}

#[tokio::test]
async fn on_one_phone_the_app_asks_two_pins_and_returns_a_code() {
    let bench = Bench::start().await;
    let phone = Tab::phone();
    let page = phone
        .open(&with(&bench.agency("auth"), &agency_request("openid name")))
        .await;
    assert!(page.has("アプリを開く"));
    let app = format!("{}/app", page.url.path());
    let page = phone.post(&page, &app, &[]).await;
    let page = through_app(&phone, page, "1234", Some(("text_pin", "5678"))).await;
    assert!(
        page.has("Ident") && page.has("氏名"),
        "consent names service and attribute"
    );
    let page = press(&phone, page, &[("press", "allow")]).await;
    let back = page.after("class=\"button\" href=\"").to_owned();
    assert!(page.has("data-follow-after=\"10\""));
    let at_ident = phone.open(page.url.join(&back).unwrap().as_str()).await;
    let query = query_of(at_ident.url.as_str());
    assert!(!value(&query, "code").is_empty());
    assert!(!value(&query, "session_state").is_empty());
}

#[tokio::test]
async fn without_attributes_there_is_one_pin() {
    let bench = Bench::start().await;
    let phone = Tab::phone();
    let page = phone
        .open(&with(&bench.agency("auth"), &agency_request("openid")))
        .await;
    let app = format!("{}/app", page.url.path());
    let page = phone.post(&page, &app, &[]).await;
    let page = through_app(&phone, page, "1234", None).await;
    assert!(page.has("許可") && !page.has("氏名"));
}

#[tokio::test]
async fn on_two_screens_the_digits_of_the_phone_go_to_the_pc() {
    let bench = Bench::start().await;
    let (pc, phone) = (Tab::pc(), Tab::phone());
    let page = pc
        .open(&with(&bench.agency("auth"), &agency_request("openid")))
        .await;
    assert!(page.has("<svg") && !page.has("name=\"digits\""));
    let home = phone
        .open(&format!("{}/phone", bench.running.portal_url))
        .await;
    let link = home.after("name=\"link\" value=\"").to_owned();
    let app = phone.post(&home, "/phone/scan", &[("link", &link)]).await;
    let digits = app
        .text
        .split("<output")
        .nth(1)
        .unwrap()
        .split('>')
        .nth(1)
        .unwrap();
    let digits = digits.split('<').next().unwrap().to_owned();
    assert_eq!(digits.len(), 6);
    let here = page.url.path().to_owned();
    let status = format!("{}/status", page.url);
    let before = pc.open(&status).await.text;
    let wrong = if digits == "000000" {
        "000001"
    } else {
        "000000"
    };
    let refused = pc
        .post(&page, &format!("{here}/digits"), &[("digits", wrong)])
        .await;
    assert!(refused.has("role=\"alert\""));
    let after = pc.open(&status).await.text;
    assert_eq!(
        before, after,
        "a script that follows the page must not wipe out the refusal"
    );
    let too_early = press(&phone, app, &[("press", "next")]).await;
    assert!(
        too_early.has(&digits),
        "the phone waits for the other screen"
    );
    let taken = pc
        .post(&page, &format!("{here}/digits"), &[("digits", &digits)])
        .await;
    assert!(taken.has("番号を確かめました"));
    let app = press(&phone, too_early, &[("press", "next")]).await;
    let app = through_app(&phone, app, "1234", None).await;
    let app = press(&phone, app, &[("press", "allow")]).await;
    assert!(app.has("パソコンの画面に戻って"));
    assert!(
        !app.has("/signin/"),
        "the answer goes to the browser that began"
    );
    let at_ident = pc.open(page.url.as_str()).await;
    assert!(!value(&query_of(at_ident.url.as_str()), "code").is_empty());
    let second_scan = phone.open(&link).await;
    assert!(second_scan.has("読み取れない二次元コード"));
}

#[tokio::test]
async fn another_browser_cannot_take_the_answer() {
    let bench = Bench::start().await;
    let (pc, other) = (Tab::pc(), Tab::pc());
    let page = pc
        .open(&with(&bench.agency("auth"), &agency_request("openid")))
        .await;
    let stolen = other.open(page.url.as_str()).await;
    assert_eq!(stolen.status, 400);
    let status = other.open(&format!("{}/status", page.url)).await;
    assert_eq!(status.status, 404);
}

#[tokio::test]
async fn stopping_in_the_app_asks_first_and_then_denies() {
    let bench = Bench::start().await;
    let phone = Tab::phone();
    let page = phone
        .open(&with(&bench.agency("auth"), &agency_request("openid")))
        .await;
    let start = page.url.clone();
    let app = format!("{}/app", page.url.path());
    let page = phone.post(&page, &app, &[]).await;
    let page = press(&phone, page, &[("press", "ask_stop")]).await;
    assert!(page.has("認証と情報提供を中止しますか"));
    let page = press(&phone, page, &[("press", "continue")]).await;
    assert!(
        page.has("画面ロックの解除"),
        "cancelling goes on where one was"
    );
    let page = press(&phone, page, &[("press", "ask_stop")]).await;
    press(&phone, page, &[("press", "stop")]).await;
    let at_ident = phone.open(start.as_str()).await;
    assert_eq!(
        value(&query_of(at_ident.url.as_str()), "error"),
        "access_denied"
    );
}

#[tokio::test]
async fn three_wrong_pins_lock_the_card_until_the_office_resets_it() {
    let bench = Bench::start().await;
    let phone = Tab::phone();
    let page = phone
        .open(&with(&bench.agency("auth"), &agency_request("openid")))
        .await;
    let app = format!("{}/app", page.url.path());
    let page = phone.post(&page, &app, &[]).await;
    let mut page = through_app(&phone, page, "9999", None).await;
    for left in ["あと2回", "あと1回", "ロックされています"] {
        assert!(page.has(left), "{left}");
        page = press(&phone, page, &[("press", "continue")]).await;
        page = press(&phone, page, &[("press", "pin"), ("pin", "9999")]).await;
        page = press(&phone, page, &[("press", "read")]).await;
        page = press(&phone, page, &[("press", "next")]).await;
    }
    let home = phone
        .open(&format!("{}/phone", bench.running.portal_url))
        .await;
    assert!(home.has("窓口で初期化する"));
    let home = phone.post(&home, "/phone/unlock", &[]).await;
    assert!(!home.has("窓口で初期化する"));
}

#[tokio::test]
async fn a_phone_without_the_app_installs_registers_and_goes_on() {
    let bench = Bench::start().await;
    let phone = Tab::phone();
    let home = phone
        .open(&format!("{}/phone", bench.running.portal_url))
        .await;
    phone
        .post(
            &home,
            "/phone/choose",
            &[("card", "ken"), ("app", "not_installed")],
        )
        .await;
    let page = phone
        .open(&with(&bench.agency("auth"), &agency_request("openid name")))
        .await;
    let app = format!("{}/app", page.url.path());
    let page = phone.post(&page, &app, &[]).await;
    assert!(page.has("アプリがありません"));
    let page = press(&phone, page, &[("press", "install")]).await;
    let page = press(&phone, page, &[("press", "register")]).await;
    let page = press(&phone, page, &[("press", "next")]).await;
    let page = through_app(&phone, page, "1234", Some(("same_pin", "1"))).await;
    assert!(page.has("許可"), "both PINs of this card are the same");
}

#[tokio::test]
async fn qr_and_digits_expire_and_renew() {
    let bench = Bench::start().await;
    let (pc, phone) = (Tab::pc(), Tab::phone());
    let page = pc
        .open(&with(&bench.agency("auth"), &agency_request("openid")))
        .await;
    let old = page.after("<p class=\"note\"><a href=\"").to_owned();
    bench
        .control("clock", serde_json::json!({ "skew_seconds": 121 }))
        .await;
    let page = pc.open(page.url.as_str()).await;
    assert!(page.has("有効期限が切れました") && page.has("二次元コードを更新"));
    let page = pc
        .post(&page, &format!("{}/qr", page.url.path()), &[])
        .await;
    assert_ne!(page.after("<p class=\"note\"><a href=\""), old);
    assert!(phone.open(&old).await.has("読み取れない二次元コード"));
    let app = phone.open(page.after("<p class=\"note\"><a href=\"")).await;
    bench
        .control("clock", serde_json::json!({ "skew_seconds": 250 }))
        .await;
    let app = phone.open(app.url.as_str()).await;
    assert!(app.has("番号の有効期限が切れました"));
    assert!(
        press(&phone, app, &[("press", "new_digits")])
            .await
            .has("<output")
    );
}

#[tokio::test]
async fn an_attempt_that_ran_out_goes_back_as_expired() {
    let bench = Bench::start().await;
    let pc = Tab::pc();
    let page = pc
        .open(&with(&bench.agency("auth"), &agency_request("openid")))
        .await;
    bench
        .control("clock", serde_json::json!({ "skew_seconds": 601 }))
        .await;
    let query = query_of(pc.open(page.url.as_str()).await.url.as_str());
    assert_eq!(value(&query, "error"), "temporarily_unavailable");
    assert_eq!(value(&query, "error_description"), "authentication_expired");
}

#[tokio::test]
async fn the_test_response_page_answers_what_was_picked() {
    let bench = Bench::start().await;
    let pc = Tab::pc();
    for (name, picked, answer) in [
        ("card", "sakura", "code"),
        ("error", "server_error", "error"),
    ] {
        let page = pc
            .open(&with(&bench.agency("auth"), &agency_request("openid")))
            .await;
        let test = format!("{}/test", page.url.path());
        let at_ident = pc.post(&page, &test, &[(name, picked)]).await;
        assert!(
            !value(&query_of(at_ident.url.as_str()), answer).is_empty(),
            "{picked}"
        );
    }
}

#[tokio::test]
async fn a_link_of_ident_is_opened_only_after_a_press_and_strangers_never() {
    let bench = Bench::start().await;
    let phone = Tab::phone();
    let scan = format!("{}/phone?scan=", bench.running.portal_url);
    let page = phone
        .open(&format!(
            "{scan}http%3A%2F%2Flocalhost%3A7440%2Fverify%2Fh%2Fabc"
        ))
        .await;
    assert!(page.has("href=\"http://localhost:7440/verify/h/abc\" target=\"_blank\""));
    let page = phone.open(&format!("{scan}javascript%3Aalert(1)")).await;
    assert!(!page.has("href=\"javascript") && page.has("開きません"));
    let page = phone
        .open(&format!(
            "{scan}http%3A%2F%2Flocalhost%3A7440.attacker.example%2F"
        ))
        .await;
    assert!(page.has("開きません"));
}

#[tokio::test]
async fn every_page_is_marked_as_practice_escapes_names_and_forbids_inline_scripts() {
    let bench = Bench::start().await;
    let tab = Tab::pc();
    let portal = &bench.running.portal_url;
    let sign_in = with(&bench.agency("auth"), &agency_request("openid"));
    let login = with(&bench.tenant("authorize"), &tenant_request());
    for url in [
        portal.clone(),
        format!("{portal}/people"),
        format!("{portal}/phone"),
        format!("{portal}/phone/app/none"),
        format!("{portal}/signin/none"),
        sign_in,
        login,
    ] {
        for (lang, mark) in [
            ("ja", "これは練習用の模擬画面です"),
            ("en", "This is a practice screen"),
        ] {
            let cookie = lang.to_owned();
            tab.cookies
                .borrow_mut()
                .insert("practice_lang".to_owned(), cookie);
            let page = tab.open(&url).await;
            assert!(page.has(mark), "{url} {lang}");
            assert!(page.has(&format!("<html lang=\"{lang}\"")), "{url}");
            assert!(!page.has("<script>") && !page.has("<b>太字"), "{url}");
            assert!(page.policy.contains("script-src 'self'"), "{url}");
            assert!(!page.policy.contains("unsafe"), "{url}");
        }
    }
}
