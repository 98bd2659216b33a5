//! Getting back in, pressed through: pass, registration, new password, and what ends a session.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Bench, id_token, json_of, part};
use crate::directory::{Directory, oid};
use crate::tab::{Shown, Tab, press};

const NUMBER: &str = "2000000023";
const UPN: &str = "2000000023@utac.u-tokyo.ac.jp";

fn page(bench: &Bench) -> String {
    bench
        .running
        .graph_base
        .replace("/graph/v1.0", "/security-info")
}

/// From the security-information page to the question for a secret.
async fn named(tab: &Tab, bench: &Bench, upn: &str) -> Shown {
    let shown = tab.open(&page(bench)).await;
    press(tab, shown, &[("entry", "user_name"), ("user_name", upn)]).await
}

async fn pass(bench: &Bench, number: &str, body: Value) -> String {
    let graph = Directory::of(bench).await;
    let pass = json_of(graph.create(&oid(number), body).await).await;
    pass["temporaryAccessPass"].as_str().unwrap().to_owned()
}

async fn set_temporary_password(bench: &Bench) {
    let graph = Directory::of(bench).await;
    let profile = json!({ "password": "Kari-9876543", "forceChangePasswordNextSignIn": true });
    let body = json!({ "passwordProfile": profile });
    graph
        .call(Method::PATCH, &format!("users/{}", oid(NUMBER)), Some(body))
        .await
        .unwrap();
}

/// Fills in the forced change, wrongly at first.
async fn choose_password(tab: &Tab, bench: &Bench, shown: Shown) {
    let change = |current, new, again| {
        [
            ("entry", "new_password"),
            ("current", current),
            ("new", new),
            ("again", again),
        ]
    };
    let shown = press(tab, shown, &change("wrong", "Atarashii-1", "Atarashii-1")).await;
    assert!(shown.has("CURRENT_PASSWORD"));
    let shown = press(
        tab,
        shown,
        &change("Kari-9876543", "Atarashii-12", "Atarashii-13"),
    )
    .await;
    assert!(shown.has("NEW_PASSWORDS_DIFFER"));
    let shown = press(tab, shown, &change("Kari-9876543", "short-1A", "short-1A")).await;
    assert!(shown.has("PASSWORD_RULES"));
    let shown = press(
        tab,
        shown,
        &change("Kari-9876543", "Atarashii-12", "Atarashii-12"),
    )
    .await;
    assert_eq!(shown.url.path(), "/security-info");
    let new = json!({ "password": "Atarashii-12" });
    assert_eq!(bench.try_sign_in(NUMBER, new).await, "ok");
}

#[tokio::test]
async fn who_lost_both_comes_back_by_pass_then_password() {
    let bench = Bench::start().await;
    let tab = Tab::pc();
    let value = pass(&bench, NUMBER, json!({ "isUsableOnce": true })).await;
    let shown = named(&tab, &bench, UPN).await;
    assert!(
        shown.has("name=\"pass\"") && shown.has("value=\"use_password\""),
        "{}",
        shown.text
    );
    let shown = press(&tab, shown, &[("entry", "pass"), ("pass", "wrong")]).await;
    assert!(shown.has("TAP_WRONG"));
    let shown = press(&tab, shown, &[("entry", "pass"), ("pass", &value)]).await;
    assert_eq!((shown.url.path(), shown.status), ("/security-info", 200));
    assert!(
        shown.has("この人の手元にありません"),
        "the lost methods are marked"
    );
    let shown = press(&tab, shown, &[("act", "add"), ("kind", "softwareOath")]).await;
    assert!(shown.has("data-kind=\"softwareOath\""));
    set_temporary_password(&bench).await;
    let shown = named(&tab, &bench, UPN).await;
    assert!(shown.has("name=\"password\""), "the pass is used up");
    let shown = press(&tab, shown, &[("entry", "password"), ("password", &value)]).await;
    assert!(
        shown.has("TAP_BLOCKED"),
        "and says so where it is typed again"
    );
    let shown = press(
        &tab,
        shown,
        &[("entry", "password"), ("password", "Kari-9876543")],
    )
    .await;
    let shown = press(&tab, shown, &[("entry", "approve")]).await;
    assert!(shown.has("NOT_AT_HAND"));
    let shown = press(&tab, shown, &[("entry", "code"), ("code", "246810")]).await;
    assert!(
        shown.has("name=\"again\""),
        "a temporary password must be changed"
    );
    choose_password(&tab, &bench, shown).await;
}

#[tokio::test]
async fn after_a_one_time_pass_methods_are_registered_within_ten_minutes() {
    let bench = Bench::start().await;
    let tab = Tab::pc();
    let value = pass(&bench, NUMBER, json!({ "isUsableOnce": true })).await;
    let shown = named(&tab, &bench, UPN).await;
    let shown = press(&tab, shown, &[("entry", "pass"), ("pass", &value)]).await;
    bench.skew(601).await;
    let shown = press(&tab, shown, &[("act", "add"), ("kind", "fido2")]).await;
    assert_eq!(shown.status, 400);
    assert!(shown.has("10分が過ぎた") && !shown.has("data-kind=\"fido2\""));
    bench.skew(3601).await;
    let shown = tab.open(&page(&bench)).await;
    assert!(
        shown.url.path().starts_with("/login/"),
        "the session ends with the pass"
    );
}

#[tokio::test]
async fn revoking_ends_the_sessions_of_that_account_only() {
    let bench = Bench::start().await;
    let graph = Directory::of(&bench).await;
    let tabs = [Tab::pc(), Tab::pc()];
    for (tab, number) in tabs.iter().zip(["0123456789", "3000000002"]) {
        let upn = format!("{number}@utac.u-tokyo.ac.jp");
        let shown = named(tab, &bench, &upn).await;
        let shown = press(
            tab,
            shown,
            &[("entry", "password"), ("password", "Renshu-123456")],
        )
        .await;
        let shown = press(tab, shown, &[("entry", "approve")]).await;
        assert_eq!(shown.url.path(), "/security-info");
    }
    let before = bench.account("sakura", json!({})).await;
    assert_eq!(before["sessions"], 1);
    let path = format!("users/{}/revokeSignInSessions", oid("0123456789"));
    let revoked = json_of(graph.post(&path, json!({})).await).await;
    assert_eq!(revoked["value"], true);
    let after = bench.account("sakura", json!({})).await;
    assert_eq!(after["sessions"], 0);
    assert_ne!(after["sessions_valid_from"], before["sessions_valid_from"]);
    let [sakura, ken] = &tabs;
    assert!(
        sakura
            .open(&page(&bench))
            .await
            .url
            .path()
            .starts_with("/login/")
    );
    let kept = ken.open(&page(&bench)).await;
    assert_eq!(kept.url.path(), "/security-info");
    let out = press(ken, kept, &[("act", "sign_out")]).await;
    assert_eq!(out.url.path(), "/");
    assert!(
        ken.open(&page(&bench))
            .await
            .url
            .path()
            .starts_with("/login/")
    );
}

#[tokio::test]
async fn methods_are_added_deleted_and_used_at_the_next_sign_in() {
    let bench = Bench::start().await;
    let tab = Tab::pc();
    let upn = "2000000024@utac.u-tokyo.ac.jp";
    let shown = named(&tab, &bench, upn).await;
    let shown = press(
        &tab,
        shown,
        &[("entry", "password"), ("password", "Renshu-123456")],
    )
    .await;
    let none = press(&tab, shown, &[("entry", "none_at_hand")]).await;
    assert!(none.has("登録された方法で確認できないと"));
    let shown = press(&tab, none, &[("entry", "another")]).await;
    let account = bench.account("2000000024", json!({})).await;
    let of = |kind: &str| {
        let methods = account["methods"].as_array().unwrap();
        let method = methods
            .iter()
            .find(|method| method["kind"] == kind)
            .unwrap();
        method["id"].as_str().unwrap().to_owned()
    };
    let email = press(
        &tab,
        shown,
        &[("entry", "method"), ("method", &of("email"))],
    )
    .await;
    assert!(email.has("AADSTS500121"), "an address is no second factor");
    let shown = press(
        &tab,
        email,
        &[("entry", "method"), ("method", &of("fido2"))],
    )
    .await;
    assert_eq!(shown.url.path(), "/security-info");
    let lost = of("microsoftAuthenticator");
    let shown = press(&tab, shown, &[("act", "delete"), ("method", &lost)]).await;
    assert!(!shown.has("data-kind=\"microsoftAuthenticator\""));
    let shown = press(
        &tab,
        shown,
        &[("act", "add"), ("kind", "microsoftAuthenticator")],
    )
    .await;
    assert!(shown.has("data-kind=\"microsoftAuthenticator\""));
    let change = [
        ("act", "password"),
        ("current", "Renshu-123456"),
        ("new", "Atarashii-12"),
        ("again", "Atarashii-12"),
    ];
    assert_eq!(press(&tab, shown, &change).await.status, 200);
    assert_eq!(
        bench
            .try_sign_in("2000000024", json!({ "password": "Atarashii-12" }))
            .await,
        "ok"
    );
}

#[tokio::test]
async fn the_clerk_has_a_role_in_the_id_token_and_others_have_no_such_claim() {
    let bench = Bench::start().await;
    let claims = async |person| part(id_token(&bench.tenant_tokens(&[], person).await), 1);
    assert_eq!(claims("clerk").await["roles"], json!(["Ident.Clerk"]));
    assert!(claims("colleague").await.get("roles").is_none());
}

#[tokio::test]
async fn the_fast_path_fails_where_the_person_would() {
    let bench = Bench::start().await;
    let request = crate::client::with(&bench.tenant("authorize"), &crate::client::tenant_request());
    for (person, code) in [
        ("lost-password", "AADSTS50126"),
        ("lost-phone", "NOT_AT_HAND"),
    ] {
        assert_eq!(
            bench.approve("utokyo", &request, person).await["error"],
            code
        );
    }
    bench
        .account("lost-password", json!({ "password_lost": false }))
        .await;
    bench.callback("utokyo", &request, "lost-password").await;
}

#[tokio::test]
async fn a_person_loses_and_finds_things_by_presses() {
    let bench = Bench::start().await;
    let tab = Tab::pc();
    let url = format!("{}/people/0123456789", bench.running.portal_url);
    let shown = tab.open(&url).await;
    assert!(shown.has("Renshu-123456"));
    let shown = press(&tab, shown, &[("press", "lose_both")]).await;
    assert!(!shown.has("Renshu-123456"));
    let account = bench.account("sakura", json!({})).await;
    assert_eq!(account["password"]["lost"], true);
    assert_eq!(account["methods"][0]["lost"], true);
    let shown = press(&tab, shown, &[("press", "find")]).await;
    assert!(shown.has("Renshu-123456"));
    press(&tab, shown, &[("press", "graduate")]).await;
    let account = bench.account("sakura", json!({})).await;
    assert_eq!(
        (&account["enabled"], &account["employee_type"]),
        (&json!(false), &json!("graduate"))
    );
}
