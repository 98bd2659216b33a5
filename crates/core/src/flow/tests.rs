//! The life of a flow, way by way, and what it refuses.

use super::*;
use crate::id::ProofId;
use crate::identity::PersonKey;
use crate::purpose::Purpose;
use crate::secret::{Token, s256};

const ISSUED: Timestamp = Timestamp::from_seconds(1_000);
const PHONE: VisitId = VisitId::from_random([5; 16]);
const PROOF: ProofId = ProofId::from_random([6; 16]);

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(1_000 + seconds)
}

fn key() -> DerivationKey {
    DerivationKey::new([1; 32])
}

fn hash(seed: u8) -> TokenHash {
    Token::from_random([seed; 32]).hash()
}

fn leg(seed: u8, issued_at: Timestamp) -> Leg {
    Leg {
        state: hash(seed),
        browser: hash(100 + seed),
        issued_at,
        key: 1,
    }
}

fn start(way: Way) -> Start {
    Start {
        id: FlowId::from_random([2; 16]),
        visit: VisitId::from_random([3; 16]),
        errand: Errand::Card {
            purpose: Purpose::Link,
        },
        way,
        origin: Origin {
            place: None,
            device: "Linux".to_owned(),
            at: ISSUED,
        },
        kiosk: None,
    }
}

fn finding() -> Finding {
    Finding::Person {
        person: PersonKey {
            key: 1,
            mac: [4; 32],
        },
        name: None,
    }
}

fn finish(auth_time: Option<Timestamp>) -> Finish {
    Finish {
        finding: finding(),
        auth_time,
        proof: PROOF,
        code: hash(50),
    }
}

fn lifetimes() -> Lifetimes {
    Lifetimes::default()
}

fn same_browser() -> Flow {
    Flow::go(start(Way::ThisPhone), leg(1, ISSUED), &lifetimes())
}

fn claimed(flow: Flow, seed: u8, now: Timestamp) -> Flow {
    match flow.claim(&hash(seed), Some(&hash(100 + seed)), now) {
        Ok(Claim::Claimed(flow)) => flow,
        other => panic!("the browser that was sent off comes back: {other:?}"),
    }
}

fn offered(way: Way, hand_back: Option<HandBack>) -> Flow {
    let offer = Flow::offer_token(start(way).id, 0, &key()).hash();
    Flow::offer(start(way), offer, hand_back, &lifetimes())
}

fn opening(carrier: bool) -> Opening {
    let carrier = carrier.then(|| Carrier {
        visit: PHONE,
        device: "iPhone".to_owned(),
    });
    Opening {
        leg: leg(1, at(10)),
        carrier,
    }
}

fn confirming() -> Flow {
    let flow = offered(Way::OtherDevice, None);
    let offer = flow.offer.expect("an offered flow has a link");
    let flow = flow
        .open(&offer, opening(true), &lifetimes(), at(10))
        .expect("in time");
    claimed(flow, 1, at(60))
        .finish(finish(None), &lifetimes(), at(60))
        .expect("claimed")
}

fn shown(flow: &Flow, now: Timestamp) -> String {
    let Stage::Confirming(stage) = &flow.stage else {
        panic!("digits are shown")
    };
    flow.digits(stage, &key(), &lifetimes(), now).text
}

#[test]
fn a_check_in_one_browser_ends_with_a_proof() {
    let done = claimed(same_browser(), 1, at(30))
        .finish(finish(Some(at(20))), &lifetimes(), at(31))
        .expect("nothing stands against it");
    let Stage::Done(done) = done.stage else {
        panic!("done")
    };
    assert_eq!((done.proof, done.place), (Some(PROOF), Place::Starter));
}

#[test]
fn r03_an_answer_is_taken_once() {
    let taken = claimed(same_browser(), 1, at(30));
    let again = taken.clone().claim(&hash(1), Some(&hash(101)), at(31));
    assert_eq!(again, Err(Refusal::CallbackRepeated));
    let done = taken
        .finish(finish(None), &lifetimes(), at(31))
        .expect("claimed");
    assert_eq!(
        done.claim(&hash(1), Some(&hash(101)), at(32)),
        Err(Refusal::CallbackRepeated)
    );
}

#[test]
fn a05_an_answer_after_the_end_is_too_late() {
    let closed = same_browser()
        .close(Refusal::FlowCancelled, "R", at(5))
        .expect("open");
    assert_eq!(
        closed.claim(&hash(1), Some(&hash(101)), at(6)),
        Err(Refusal::CallbackLate)
    );
    let late = same_browser().claim(&hash(1), Some(&hash(101)), at(15 * 60));
    assert_eq!(late, Err(Refusal::CallbackLate));
}

#[test]
fn r24_an_answer_in_another_browser_breaks_the_flow() {
    for browser in [None, Some(hash(9))] {
        let claim = same_browser().claim(&hash(1), browser.as_ref(), at(5));
        assert!(matches!(
            claim,
            Ok(Claim::Broken(_, Refusal::CallbackOtherBrowser))
        ));
    }
}

#[test]
fn a_resumed_check_forgets_its_first_request() {
    let resumed = same_browser()
        .resume(leg(2, at(60)), &lifetimes(), at(60))
        .expect("in time");
    let old = resumed.clone().claim(&hash(1), Some(&hash(101)), at(61));
    assert_eq!(old, Err(Refusal::CallbackUnknownState));
    claimed(resumed, 2, at(61));
}

#[test]
fn an_exchange_cut_off_by_a_crash_can_be_taken_up_again_but_not_while_it_may_run() {
    let cut_off = claimed(same_browser(), 1, at(10));
    let early = cut_off.clone().resume(leg(2, at(39)), &lifetimes(), at(39));
    assert_eq!(early, Err(Refusal::FlowOutOfOrder));
    assert!(cut_off.resume(leg(2, at(40)), &lifetimes(), at(40)).is_ok());
}

#[test]
fn r71_a_card_check_without_a_new_reading_is_refused() {
    let old = finish(Some(Timestamp::from_seconds(1_000 - 61)));
    let refused = claimed(same_browser(), 1, at(5)).finish(old, &lifetimes(), at(6));
    assert_eq!(refused, Err(Refusal::TokenNotFresh));
    let skewed = finish(Some(Timestamp::from_seconds(1_000 - 60)));
    assert!(
        claimed(same_browser(), 1, at(5))
            .finish(skewed, &lifetimes(), at(6))
            .is_ok()
    );
}

#[test]
fn r46_a_renewed_link_kills_the_old_one_and_each_opens_once() {
    let first = offered(Way::OtherDevice, None);
    let old = first.offer.expect("a link");
    let second = first
        .renew(&key(), &lifetimes(), at(100))
        .expect("not opened yet");
    assert_eq!(second.openable(&old, at(101)), Err(Refusal::HandoffUnknown));
    let new = second.offer.expect("a link");
    let opened = second
        .open(&new, opening(true), &lifetimes(), at(101))
        .expect("in time");
    assert_eq!(opened.openable(&new, at(102)), Err(Refusal::HandoffTaken));
}

#[test]
fn r46_a_link_ends_after_three_minutes_and_can_be_extended_once() {
    let flow = offered(Way::OtherDevice, None);
    let offer = flow.offer.expect("a link");
    assert_eq!(flow.openable(&offer, at(180)), Err(Refusal::HandoffExpired));
    let extended = flow.extend(&lifetimes(), at(179)).expect("once");
    assert_eq!(extended.openable(&offer, at(359)), Ok(()));
    assert_eq!(
        extended.extend(&lifetimes(), at(200)),
        Err(Refusal::FlowOutOfOrder)
    );
}

#[test]
fn the_six_digits_carry_the_proof_to_the_first_screen() {
    let flow = confirming();
    let digits = shown(&flow, at(61));
    let confirmed = flow.confirm(&digits, PROOF, &key(), &lifetimes(), at(90));
    assert!(matches!(confirmed, Ok(Confirmed::Delivered(_, _))));
}

#[test]
fn the_six_digits_renew_themselves_and_the_old_ones_work_only_a_moment_longer() {
    let flow = confirming();
    let (first, second) = (shown(&flow, at(61)), shown(&flow, at(60 + 180)));
    assert_ne!(first, second);
    let try_at = |digits: &str, now| {
        flow.clone()
            .confirm(digits, PROOF, &key(), &lifetimes(), now)
    };
    assert!(matches!(
        try_at(&first, at(60 + 190)),
        Ok(Confirmed::Delivered(_, _))
    ));
    assert!(matches!(
        try_at(&first, at(60 + 201)),
        Ok(Confirmed::Wrong(_, 4))
    ));
    assert!(matches!(
        try_at(&second, at(60 + 201)),
        Ok(Confirmed::Delivered(_, _))
    ));
}

#[test]
fn a16_the_fifth_wrong_try_ends_it() {
    let mut flow = confirming();
    let right = shown(&flow, at(61));
    let wrong = if right == "000000" {
        "000001"
    } else {
        "000000"
    };
    for left in [4, 3, 2, 1] {
        match flow.confirm(wrong, PROOF, &key(), &lifetimes(), at(61)) {
            Ok(Confirmed::Wrong(next, tries)) if tries == left => flow = next,
            other => panic!("{left} tries should be left: {other:?}"),
        }
    }
    let last = flow.confirm(wrong, PROOF, &key(), &lifetimes(), at(61));
    assert!(matches!(last, Ok(Confirmed::Exhausted(_))));
}

#[test]
fn anything_but_six_ascii_digits_is_simply_wrong() {
    let flow = confirming();
    let right = shown(&flow, at(61));
    let full_width: String = right
        .chars()
        .filter_map(|digit| char::from_u32(digit as u32 + 0xfee0))
        .collect();
    for typed in ["", "12345", &format!("{right} "), &full_width] {
        let tried = flow
            .clone()
            .confirm(typed, PROOF, &key(), &lifetimes(), at(61));
        assert!(matches!(tried, Ok(Confirmed::Wrong(_, 4))), "{typed:?}");
    }
}

#[test]
fn only_the_phone_may_go_on_by_itself() {
    let flow = confirming();
    let starter = flow.visit;
    assert_eq!(
        flow.clone().keep(starter, PROOF, at(61)).err(),
        Some(Refusal::FlowUnknown)
    );
    let (kept, _) = flow
        .keep(PHONE, PROOF, at(61))
        .expect("the phone's own check");
    assert!(matches!(
        kept.stage,
        Stage::Done(Done {
            place: Place::Carrier,
            ..
        })
    ));
}

#[test]
fn r23_a_hand_back_code_needs_the_verifier_and_lasts_a_minute() {
    let verifier = "v".repeat(43);
    let target = HandBackTarget::Loopback {
        port: 50_000,
        ipv6: false,
    };
    let hand_back = HandBack::parse(&s256(&verifier), target).expect("well-formed");
    let flow = offered(Way::App, Some(hand_back));
    let offer = flow.offer.expect("a link");
    let flow = flow
        .open(&offer, opening(false), &lifetimes(), at(10))
        .expect("in time");
    let flow = claimed(flow, 1, at(20))
        .finish(finish(None), &lifetimes(), at(21))
        .expect("claimed");
    let redeem = |code: &TokenHash, verifier: &str, now| {
        flow.clone()
            .redeem(code, verifier, PROOF, now)
            .map(|_| ())
            .err()
    };
    assert_eq!(redeem(&hash(50), &verifier, at(22)), None);
    assert_eq!(
        redeem(&hash(51), &verifier, at(22)),
        Some(Refusal::HandBackInvalid)
    );
    assert_eq!(
        redeem(&hash(50), &"w".repeat(43), at(22)),
        Some(Refusal::HandBackInvalid)
    );
    assert_eq!(
        redeem(&hash(50), &verifier, at(81)),
        Some(Refusal::HandBackExpired)
    );
}

#[test]
fn r02_a_hand_back_target_is_a_choice_not_an_address() {
    let good = s256("x");
    let low = HandBackTarget::Loopback {
        port: 80,
        ipv6: false,
    };
    assert_eq!(
        HandBack::parse(&good, low).err(),
        Some(Refusal::RequestMalformed)
    );
    for challenge in ["", "short", &format!("{good}="), &"é".repeat(43)] {
        let parsed = HandBack::parse(challenge, HandBackTarget::ClaimedLink);
        assert_eq!(parsed.err(), Some(Refusal::RequestMalformed));
    }
}

#[test]
fn a_flow_that_outlives_its_stage_says_which_stage_it_was() {
    let ends = |flow: Flow, now| match flow.expire("R", now).map(|flow| flow.stage) {
        Some(Stage::Closed(closed)) => Some(closed.refusal),
        _ => None,
    };
    assert_eq!(ends(same_browser(), at(899)), None);
    assert_eq!(ends(same_browser(), at(900)), Some(Refusal::FlowExpired));
    assert_eq!(
        ends(offered(Way::OtherDevice, None), at(180)),
        Some(Refusal::HandoffExpired)
    );
    assert_eq!(
        ends(confirming(), at(60 + 600)),
        Some(Refusal::DigitsExpired)
    );
}
