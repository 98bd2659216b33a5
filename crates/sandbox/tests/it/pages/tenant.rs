//! The pages of the sign-in service.

use crate::client::{Bench, query_of, tenant_request, value, with};
use crate::tab::{Shown, Tab, press};

async fn sign_in(tab: &Tab, bench: &Bench, extra: &[(&str, &str)]) -> Shown {
    let mut request = tenant_request();
    request.extend(
        extra
            .iter()
            .map(|(name, value)| crate::client::pair(name, value)),
    );
    tab.open(&with(&bench.tenant("authorize"), &request)).await
}

#[tokio::test]
async fn the_tenant_asks_name_password_and_mfa_then_remembers() {
    let bench = Bench::start().await;
    let pc = Tab::pc();
    let page = sign_in(&pc, &bench, &[]).await;
    let page = press(
        &pc,
        page,
        &[
            ("entry", "user_name"),
            ("user_name", "999@utac.u-tokyo.ac.jp"),
        ],
    )
    .await;
    assert!(page.has("AADSTS50034"));
    let name = "0123456789@utac.u-tokyo.ac.jp";
    let page = press(&pc, page, &[("entry", "user_name"), ("user_name", name)]).await;
    let page = press(&pc, page, &[("entry", "password"), ("password", "wrong")]).await;
    assert!(page.has("AADSTS50126"));
    let page = press(
        &pc,
        page,
        &[("entry", "password"), ("password", "Renshu-123456")],
    )
    .await;
    let page = press(&pc, page, &[("entry", "code"), ("code", "000000")]).await;
    assert!(page.has("AADSTS500121"));
    let at_ident = press(&pc, page, &[("entry", "code"), ("code", "246810")]).await;
    assert!(!value(&query_of(at_ident.url.as_str()), "code").is_empty());
    let again = sign_in(&pc, &bench, &[]).await;
    assert_eq!(again.url.port(), Some(7440), "the session is enough");
    let fresh = sign_in(&pc, &bench, &[("prompt", "login"), ("login_hint", name)]).await;
    assert!(fresh.has("name=\"password\""), "prompt=login asks again");
    let picker = sign_in(&pc, &bench, &[("prompt", "select_account")]).await;
    assert!(picker.has(name) && picker.has("value=\"pick\""));
    bench
        .control("clock", serde_json::json!({ "skew_seconds": 120 }))
        .await;
    let aged = sign_in(&pc, &bench, &[("max_age", "60")]).await;
    assert!(aged.has("name=\"password\""), "max_age asks again");
}

#[tokio::test]
async fn a_suspended_account_sees_its_own_page() {
    let bench = Bench::start().await;
    let pc = Tab::pc();
    let page = sign_in(
        &pc,
        &bench,
        &[("login_hint", "2000000016@utac.u-tokyo.ac.jp")],
    )
    .await;
    let page = press(
        &pc,
        page,
        &[("entry", "password"), ("password", "Renshu-123456")],
    )
    .await;
    assert!(page.has("AADSTS50057"));
    let at_ident = press(&pc, page, &[("entry", "cancel")]).await;
    let query = query_of(at_ident.url.as_str());
    assert_eq!(value(&query, "error"), "access_denied");
    assert!(value(&query, "error_description").starts_with("AADSTS50057"));
}
