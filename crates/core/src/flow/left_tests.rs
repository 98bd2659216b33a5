//! Flows of a kiosk: what stays on the phone, and what is left when the person has gone.

use super::*;
use crate::id::ProofId;
use crate::identity::PersonKey;
use crate::purpose::Purpose;

const NOW: Timestamp = Timestamp::from_seconds(1_000);
const PHONE: VisitId = VisitId::from_random([5; 16]);
const PROOF: ProofId = ProofId::from_random([6; 16]);

fn lifetimes() -> Lifetimes {
    Lifetimes::default()
}

fn key() -> DerivationKey {
    DerivationKey::new([1; 32])
}

fn leg() -> Leg {
    Leg {
        state: TokenHash([1; 32]),
        browser: TokenHash([2; 32]),
        issued_at: NOW,
        key: 1,
    }
}

fn offered(purpose: Purpose, kiosk: bool) -> Flow {
    let id = FlowId::from_random([2; 16]);
    let start = Start {
        id,
        visit: VisitId::from_random([3; 16]),
        errand: Errand::Card { purpose },
        way: Way::OtherDevice,
        origin: Origin {
            place: kiosk.then(|| "1号機 / 本郷".to_owned()),
            device: "kiosk".to_owned(),
            at: NOW,
        },
        kiosk: kiosk.then(|| KioskId::from_random([7; 16])),
    };
    let offer = Flow::offer_token(id, 0, &key()).hash();
    Flow::offer(start, offer, None, &lifetimes())
}

fn opened(flow: Flow) -> Flow {
    let offer = flow.offer.expect("a link");
    let carrier = Some(Carrier {
        visit: PHONE,
        device: "iPhone".to_owned(),
    });
    let opening = Opening {
        leg: leg(),
        carrier,
    };
    flow.open(&offer, opening, &lifetimes(), NOW)
        .expect("in time")
}

fn finished(flow: Flow) -> Flow {
    let Ok(Claim::Claimed(claimed)) = flow.claim(&leg().state, Some(&leg().browser), NOW) else {
        panic!("the phone comes back");
    };
    let finding = Finding::Person {
        person: PersonKey {
            key: 1,
            mac: [4; 32],
        },
        name: None,
    };
    let finish = Finish {
        finding,
        auth_time: None,
        proof: PROOF,
        code: TokenHash([9; 32]),
    };
    claimed
        .finish(finish, &lifetimes(), NOW)
        .expect("an answer that is waited for")
}

fn left(flow: Flow) -> Left {
    flow.starter_leaves(Refusal::KioskEnded, "REF", NOW)
}

fn on_phone(flow: Flow) -> Flow {
    match left(flow) {
        Left::OnPhone(flow) => flow,
        other => panic!("a phone has it: {other:?}"),
    }
}

#[test]
fn r53_what_a_kiosk_does_not_show_goes_to_the_phone_alone() {
    for purpose in [Purpose::Link, Purpose::Pass, Purpose::Password] {
        let flow = finished(opened(offered(purpose, true)));
        let Stage::Done(done) = &flow.stage else {
            panic!("{purpose:?} is not typed on a kiosk: {:?}", flow.stage);
        };
        assert_eq!((done.place, done.proof), (Place::Carrier, Some(PROOF)));
        let elsewhere = finished(opened(offered(purpose, false)));
        assert!(matches!(elsewhere.stage, Stage::Confirming(_)));
    }
    let status = finished(opened(offered(Purpose::Manage, true)));
    assert!(matches!(status.stage, Stage::Confirming(_)));
}

#[test]
fn f19_a_qr_that_nobody_has_opened_ends_with_the_visit() {
    let Left::Closed(flow) = left(offered(Purpose::Manage, true)) else {
        panic!("nobody has it");
    };
    let Stage::Closed(closed) = &flow.stage else {
        panic!("closed");
    };
    assert_eq!(closed.refusal, Refusal::KioskEnded);
    assert_eq!(left(flow), Left::AsItWas);
}

#[test]
fn k07_a_result_that_comes_after_the_person_has_gone_stays_on_the_phone() {
    let flow = on_phone(opened(offered(Purpose::Manage, true)));
    assert!(flow.starter_left && matches!(flow.stage, Stage::AtProvider(_)));
    let Stage::Done(done) = finished(flow).stage else {
        panic!("done");
    };
    assert_eq!(done.place, Place::Carrier);
}

#[test]
fn k07_digits_typed_after_the_person_has_gone_deliver_nothing() {
    let flow = on_phone(finished(opened(offered(Purpose::Manage, true))));
    let Stage::Confirming(stage) = &flow.stage else {
        panic!("waits for the digits");
    };
    let digits = flow.digits(stage, &key(), &lifetimes(), NOW).text;
    let typed = flow
        .clone()
        .confirm(&digits, PROOF, &key(), &lifetimes(), NOW);
    assert_eq!(typed, Err(Refusal::VisitExpired));
    let (kept, _) = flow.keep(PHONE, PROOF, NOW).expect("the phone goes on");
    assert!(kept.is_over());
}
