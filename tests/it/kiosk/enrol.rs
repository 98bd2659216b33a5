//! A clerk makes a kiosk, a technician types its code, the office sees how it is.

use ident_tests::{Kiosk, Service};
use ident_wire::{KioskInvitation, KioskPulse, KioskStanding, KioskView, ReaderState};
use serde_json::json;

async fn invited(service: &Service) -> String {
    let mut desk = service.clerk().await;
    let invited = desk.invite("1号機", "本郷").await.good();
    invited.json::<KioskInvitation>().code
}

#[tokio::test]
async fn r50_a_kiosk_is_enrolled_by_the_code_of_a_clerk_and_seen_alive() {
    let service = Service::start().await;
    let mut desk = service.clerk().await;
    let invited = desk.invite(" 1号機 ", "本郷 総合案内").await.good();
    let invited: KioskInvitation = invited.json();
    assert_eq!(invited.list.kiosks[0].standing, KioskStanding::Invited);
    assert!(invited.list.may_decide_until.is_some());
    let mut kiosk = Kiosk::fresh(&service).await;
    let (head, tail) = invited.code.split_at(4);
    let typed = format!("{} {}", head.to_lowercase(), tail);
    let told: KioskView = kiosk.enrol(&typed).await.good().json();
    assert_eq!(
        (told.name.as_str(), told.place.as_str()),
        ("1号機", "本郷 総合案内")
    );
    assert!(!told.counter.ja.is_empty() && told.heartbeat_s == 60);
    let pulse: KioskPulse = kiosk.heartbeat(&service).await.good().json();
    assert_eq!((pulse.revoked, pulse.kiosk), (false, Some(told)));
    let [row] = &desk.kiosks().await[..] else {
        panic!("one kiosk");
    };
    assert_eq!((row.standing, &row.id), (KioskStanding::Live, &kiosk.id));
    assert_eq!(row.reader, Some(ReaderState::Ready));
    assert_eq!(row.version.as_deref(), Some("0.1.0"));
    let audit = service.audit();
    for code in ["kiosk_invited", "kiosk_enrolled"] {
        assert_eq!(audit.one(code).kiosk.as_deref(), Some(kiosk.id.as_str()));
    }
    assert!(
        audit.one("kiosk_invited").flow.is_some(),
        "the clerk's sign-in"
    );
    assert_eq!(service.broken_audit_row().await, None);
}

#[tokio::test]
async fn r50_a_code_is_good_once_and_for_ten_minutes_and_is_not_kept() {
    let mut service = Service::start().await;
    let code = invited(&service).await;
    assert!(!service.holds(&code), "only a keyed hash");
    let mut first = Kiosk::fresh(&service).await;
    first.enrol(&code).await.good();
    let mut second = Kiosk::fresh(&service).await;
    second.enrol(&code).await.refused("kiosk_code_wrong");
    let late = invited(&service).await;
    service.pass(600).await;
    second.enrol(&late).await.refused("kiosk_code_expired");
    assert_eq!(second.id, "");
}

#[tokio::test]
async fn r50_of_two_kiosks_with_one_code_one_is_enrolled() {
    let service = Service::start().await;
    let code = invited(&service).await;
    let (mut one, mut two) = (Kiosk::fresh(&service).await, Kiosk::fresh(&service).await);
    let (first, second) = tokio::join!(one.enrol(&code), two.enrol(&code));
    let good = [&first, &second]
        .iter()
        .filter(|it| it.status == 200)
        .count();
    assert_eq!(good, 1, "{} {}", first.body, second.body);
    assert_eq!(service.audit().count("kiosk_enrolled"), 1);
}

#[tokio::test]
async fn a16_the_sixth_try_from_one_network_is_not_even_looked_at() {
    let mut service = Service::start().await;
    let code = invited(&service).await;
    let mut kiosk = Kiosk::fresh(&service).await;
    for wrong in ["33333333", "", "0", "東京大学", "AAAAAAAA"] {
        kiosk.enrol(wrong).await.refused("kiosk_code_wrong");
    }
    let told = kiosk.enrol(&code).await.refused("start_too_many");
    let wait = told.retry_after_s.expect("how long");
    service.pass(wait).await;
    let code = invited(&service).await;
    kiosk.enrol(&code).await.good();
}

#[tokio::test]
async fn r50_a_key_that_is_no_point_on_the_curve_is_refused_and_the_code_stays_good() {
    let service = Service::start().await;
    let code = invited(&service).await;
    let mut kiosk = Kiosk::fresh(&service).await;
    let zero = "A".repeat(43);
    for (kty, crv, x) in [
        ("EC", "P-256", zero.as_str()),
        ("EC", "P-384", zero.as_str()),
        ("RSA", "P-256", zero.as_str()),
        ("EC", "P-256", "AAAA"),
    ] {
        let key = json!({ "kty": kty, "crv": crv, "x": x, "y": zero });
        let body = json!({ "code": code, "key": key });
        let reply = kiosk.screen.post("kiosk/enrol", body).await;
        reply.refused("request_malformed");
    }
    kiosk.enrol(&code).await.good();
}

#[tokio::test]
async fn only_a_clerk_who_signed_in_just_now_makes_and_stops_kiosks() {
    let mut service = Service::start().await;
    let (kiosk, _) = service.kiosk().await;
    let mut nobody = service.pc();
    nobody
        .invite("1号機", "本郷")
        .await
        .refused("visit_missing");
    let mut student = service.pc();
    student.sign_in("my", "sakura").await;
    student.invite("1号機", "本郷").await.refused("office_role");
    student.get("office/kiosks").await.refused("office_role");
    student.revoke(&kiosk.id).await.refused("office_role");
    let mut desk = service.clerk().await;
    service.pass(601).await;
    desk.invite("1号機", "本郷").await.refused("sign_in_again");
    desk.revoke(&kiosk.id).await.refused("sign_in_again");
    assert_eq!(desk.kiosks().await.len(), 1, "reading is still allowed");
}

#[tokio::test]
async fn k05_a_name_that_could_look_like_something_else_is_refused() {
    let service = Service::start().await;
    let mut desk = service.clerk().await;
    for (name, place) in [
        ("", "本郷"),
        ("1号機", " "),
        ("1号機\u{202e}", "本郷"),
        ("1号機\n公式", "本郷"),
        (&"あ".repeat(61) as &str, "本郷"),
    ] {
        desk.invite(name, place).await.refused("kiosk_name");
    }
    assert_eq!(service.count("kiosk"), 0);
}

#[tokio::test]
async fn k08_a_kiosk_that_says_nothing_is_silent() {
    let mut service = Service::start().await;
    let (mut kiosk, mut desk) = service.kiosk().await;
    service.pass(299).await;
    assert_eq!(desk.kiosks().await[0].standing, KioskStanding::Live);
    service.pass(2).await;
    assert_eq!(desk.kiosks().await[0].standing, KioskStanding::Silent);
    kiosk.heartbeat(&service).await.good();
    assert_eq!(desk.kiosks().await[0].standing, KioskStanding::Live);
}
