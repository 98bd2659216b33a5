//! What a kiosk may do and what it shows: way D, the status in a masked form, and no secret.

use http::Method;
use ident_tests::{Offer, Service, card, sign_in};
use ident_wire::{HandoffView, LinkView, StageView, VisitView};
use serde_json::json;

/// A phone goes from the QR to the card and back; nothing is typed on the kiosk.
async fn on_phone(phone: &mut ident_tests::Browser, offer: &Offer, person: &str) {
    let url = phone.open(&offer.token).await;
    let landed = phone.go(&url, person).await;
    assert_eq!(landed.location(), "/verify/");
}

#[tokio::test]
async fn k05_the_phone_is_told_the_name_and_the_place_of_the_kiosk() {
    let service = Service::start().await;
    let (mut kiosk, _) = service.kiosk().await;
    let visit = kiosk.next(&service).await;
    let told = visit.kiosk.expect("where it is");
    assert_eq!(
        (told.name.as_str(), told.kiosk_id),
        ("1号機", kiosk.id.clone())
    );
    let offer = kiosk.offer("pass").await;
    let path = format!("handoffs/{}", offer.token);
    let handoff: HandoffView = service.phone().get(&path).await.good().json();
    assert_eq!(handoff.origin.place.as_deref(), Some("1号機 / 本郷"));
    assert_eq!(handoff.origin.device, "kiosk");
}

#[tokio::test]
async fn k11_a_kiosk_has_way_d_and_no_other() {
    let service = Service::start().await;
    let (mut kiosk, _) = service.kiosk().await;
    kiosk.next(&service).await;
    let s256 = "A".repeat(43);
    let target = json!({ "kind": "loopback", "port": 7777 });
    let hand_back = json!({ "challenge": s256, "target": target });
    for body in [
        json!({ "errand": card("manage"), "way": "this_pc" }),
        json!({ "errand": card("manage"), "way": "this_phone" }),
        json!({ "errand": card("manage"), "way": "app", "hand_back": hand_back }),
        json!({ "errand": sign_in("my"), "way": "app", "hand_back": hand_back }),
        json!({ "errand": sign_in("link"), "way": "other_device" }),
    ] {
        let reply = kiosk.screen.post("flows", body).await;
        reply.refused("kiosk_not_here");
    }
    assert_eq!(service.count("flow"), 1, "the clerk's sign-in alone");
}

#[tokio::test]
async fn k11_what_is_not_meant_for_kiosks_is_closed_to_them() {
    let service = Service::start().await;
    let (mut kiosk, _) = service.kiosk().await;
    kiosk.next(&service).await;
    let offer = kiosk.offer("manage").await;
    let id = &offer.flow;
    let act = json!({ "kind": "pass" });
    let add = json!({ "address": "a@example.jp" });
    let code = json!({ "code": "123456" });
    let apply = json!({ "mail": true, "onedrive": false, "reason": "x", "understood": true });
    let closed = [
        ("link".to_owned(), json!({ "relink": false })),
        ("unlink".to_owned(), json!({})),
        ("freeze".to_owned(), json!({})),
        ("unfreeze".to_owned(), json!({})),
        ("acts".to_owned(), act),
        (format!("acts/{id}/perform"), json!({})),
        (format!("acts/{id}/give-up"), json!({})),
        ("contacts/open".to_owned(), json!({})),
        ("contacts/add".to_owned(), add.clone()),
        ("contacts/confirm".to_owned(), code.clone()),
        ("contacts/forget".to_owned(), json!({})),
        (format!("contacts/{id}/remove"), json!({})),
        ("salvage/contact".to_owned(), add),
        ("salvage/contact/confirm".to_owned(), code),
        ("salvage/apply".to_owned(), apply),
        (
            "office/kiosks/invite".to_owned(),
            json!({ "name": "x", "place": "y" }),
        ),
        (format!("office/kiosks/{id}/revoke"), json!({})),
        ("alumni".to_owned(), json!({})),
        (format!("flows/{id}/keep"), json!({})),
        (format!("flows/{id}/resume"), json!({})),
        (format!("handoffs/{}/accept", offer.token), json!({})),
    ];
    for (path, body) in closed {
        let reply = kiosk.screen.post(&path, body).await;
        assert!(
            reply.status == 403,
            "{path}: {} {}",
            reply.status,
            reply.body
        );
        reply.refused("kiosk_not_here");
    }
    for path in [
        "history",
        "contacts",
        "salvage",
        "coach",
        "office",
        "office/kiosks",
    ] {
        let reply = kiosk.screen.call(Method::GET, path, "").await;
        reply.refused("kiosk_not_here");
    }
}

#[tokio::test]
async fn k03_a_kiosk_shows_the_status_after_the_digits_and_masks_it() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let (mut kiosk, _) = service.kiosk().await;
    kiosk.next(&service).await;
    let offer = kiosk.offer("manage").await;
    let mut phone = service.phone();
    let digits = phone.carry(&offer, "sakura").await;
    let before = kiosk.screen.bearer.clone();
    let reply = kiosk.digits(&offer.flow, &digits).await.good();
    assert_ne!(kiosk.screen.bearer, before, "R-61");
    let whole: VisitView = {
        let mut pc = service.pc();
        pc.card("manage", "sakura").await
    };
    let Some(LinkView::Linked {
        account_number,
        kept,
        ..
    }) = whole.link
    else {
        panic!("linked");
    };
    let name = kept.name.expect("the name on the card");
    assert!(!reply.body.contains(&account_number) && !reply.body.contains(&name));
    let shown: VisitView = reply.json();
    let Some(LinkView::Linked {
        account_number: masked,
        kept,
        ..
    }) = shown.link
    else {
        panic!("linked");
    };
    assert_eq!(masked, format!("*******{}", &account_number[7..]));
    assert_eq!((kept.name, shown.account, shown.act), (None, None, None));
}

#[tokio::test]
async fn r53_a_pass_asked_for_at_a_kiosk_is_issued_on_the_phone_alone() {
    let service = Service::start().await;
    service.pc().prelink("sakura").await;
    let (mut kiosk, _) = service.kiosk().await;
    kiosk.next(&service).await;
    let offer = kiosk.offer("pass").await;
    let mut phone = service.phone();
    on_phone(&mut phone, &offer, "sakura").await;
    assert_eq!(phone.digits(&offer.flow).await, None, "nothing to be typed");
    let seen = kiosk.flow(&offer.flow).await.flow();
    let StageView::Done { delivered, .. } = seen.stage else {
        panic!("the kiosk follows: {:?}", seen.stage);
    };
    assert_eq!(delivered, ident_wire::Delivered::OtherDevice);
    let act: ident_wire::ActView = phone.ask_act("pass").await.good().json();
    let issued: ident_wire::IssuedView = phone.perform(&act.id).await.good().json();
    assert!(!issued.secret.is_empty());
    let visit = kiosk.screen.call(Method::GET, "visit", "").await.good();
    assert!(!visit.body.contains(&issued.secret), "no secret on a kiosk");
    let visit: VisitView = visit.json();
    assert!(visit.proof.is_none() && visit.link.is_none() && visit.act.is_none());
}

#[tokio::test]
async fn a_card_linked_from_a_kiosk_is_linked_on_the_phone() {
    let service = Service::start().await;
    let (mut kiosk, _) = service.kiosk().await;
    kiosk.next(&service).await;
    let offer = kiosk.offer("link").await;
    let mut phone = service.phone();
    on_phone(&mut phone, &offer, "sakura").await;
    phone.sign_in("link", "sakura").await;
    assert!(phone.link().await.visit().link.is_some());
    assert_eq!(service.count("link"), 1);
    let told = phone.get("history").await.good();
    assert!(told.body.contains("1号機 / 本郷"), "{}", told.body);
}

#[tokio::test]
async fn k09_every_row_of_what_begins_at_a_kiosk_names_it() {
    let service = Service::start().await;
    let (mut kiosk, _) = service.kiosk().await;
    kiosk.next(&service).await;
    let offer = kiosk.offer("manage").await;
    let digits = service.phone().carry(&offer, "sakura").await;
    kiosk
        .digits(&offer.flow, "000000")
        .await
        .refused("digits_wrong");
    kiosk.digits(&offer.flow, &digits).await.good();
    kiosk.end().await.good();
    let audit = service.audit();
    for code in ["kiosk_visit", "opened", "digits_wrong", "proven", "ended"] {
        let row = audit.one(code);
        assert_eq!(row.kiosk.as_deref(), Some(kiosk.id.as_str()), "{code}");
    }
    assert_eq!(service.broken_audit_row().await, None);
}

#[tokio::test]
async fn a_kiosk_is_no_phone_and_opens_nobodys_link() {
    let service = Service::start().await;
    let (mut kiosk, _) = service.kiosk().await;
    kiosk.next(&service).await;
    let offer = service.pc().offer("manage").await;
    for step in ["accept", "decline"] {
        let path = format!("handoffs/{}/{step}", offer.token);
        let body = if step == "accept" {
            json!({})
        } else {
            json!({ "report": true })
        };
        let reply = kiosk.screen.post(&path, body).await;
        reply.refused("kiosk_not_here");
    }
}
