use super::*;
use crate::account::{AccountState, DirectoryAccount, SignIn, SignedIn};
use crate::change::{Change, Write};
use crate::contact::{AddressCheck, CheckedFor};
use crate::deed::Standing;
use crate::id::{ActId, FlowId, LinkId, ProofId, VisitId};
use crate::link::{Frozen, Link};
use crate::proof::Proof;
use crate::purpose::Purpose;
use crate::refusal::Refusal;
use crate::time::Span;

const DAY: i64 = 24 * 3600;
const NOW: Timestamp = Timestamp::from_seconds(1_000 * DAY);
const WEEK: Span = Span::minutes(7 * 24 * 60);

fn account(last: char) -> AccountKey {
    let guid = format!("5a5d0b00-0000-4000-8000-00000000da1{last}");
    AccountKey::parse(&guid, &guid).expect("a key")
}

fn number() -> AccountNumber {
    AccountNumber::parse("2000000027").expect("a number")
}

fn sealed(byte: u8) -> Sealed {
    Sealed {
        key: 1,
        bytes: vec![byte],
    }
}

fn person() -> PersonKey {
    PersonKey {
        key: 1,
        mac: [1; 32],
    }
}

fn visit() -> VisitId {
    VisitId::from_random([1; 16])
}

fn proof() -> Proof {
    Proof {
        id: ProofId::from_random([1; 16]),
        visit: visit(),
        flow: FlowId::from_random([1; 16]),
        purpose: Purpose::Salvage,
        person: person(),
        name: None,
        made_at: NOW,
        expires_at: NOW + Span::minutes(10),
        used_by: None,
    }
}

fn link() -> Link {
    Link {
        id: LinkId::from_random([1; 16]),
        version: 0,
        person: person(),
        account: account('6'),
        number: number(),
        name: None,
        since: NOW,
        last_used_at: None,
        frozen: None,
    }
}

fn directory(state: AccountState) -> DirectoryAccount {
    DirectoryAccount {
        state,
        use_instead: None,
        graduate: false,
        leaves_at: None,
    }
}

fn revoked(days_ago: i64) -> AccountState {
    AccountState::Revoked {
        since: Timestamp::from_seconds(NOW.seconds() - days_ago * DAY),
    }
}

fn confirmed() -> AddressCheck {
    AddressCheck {
        checked_for: CheckedFor::Salvage,
        account: account('6'),
        address: sealed(2),
        seed: [0; 16],
        wrong: 0,
        expires_at: NOW,
        confirmed_at: Some(NOW),
    }
}

fn case(service: CloudService, state: CaseState) -> Case {
    Case {
        id: CaseId::from_random([1; 16]),
        version: 3,
        receipt: Receipt::from_random([1; 8]),
        account: account('6'),
        number: number(),
        person: person(),
        service,
        reason: sealed(1),
        contact: sealed(2),
        revoked_at: NOW,
        applied_at: NOW,
        state,
    }
}

fn opening(asked: bool) -> CaseState {
    CaseState::Opening {
        by: number(),
        at: NOW,
        until: NOW + WEEK,
        asked,
    }
}

fn open() -> CaseState {
    CaseState::Open {
        by: number(),
        at: NOW,
        until: NOW + WEEK,
        address: "https://archive.example/1".to_owned(),
        password: Some(sealed(3)),
    }
}

fn declined() -> CaseState {
    CaseState::Declined {
        by: number(),
        at: NOW,
        note: None,
    }
}

fn application(services: &[CloudService]) -> Application {
    Application::read(services.to_vec(), " 卒業論文の原稿 ", true).expect("an application")
}

/// What an application that differs from a good one comes to.
fn verdict(change: impl FnOnce(&mut Scene)) -> Result<(Vec<Case>, Change), Refusal> {
    let mut scene = Scene::good();
    change(&mut scene);
    let apply = ApplyCase {
        visit: visit(),
        proof: scene.proof.as_ref(),
        link: scene.link.as_ref(),
        directory: &directory(scene.state),
        cases: &scene.cases,
        check: scene.check.as_ref(),
        application: &scene.application,
    };
    let mut count = 0;
    let fresh = || {
        count += 1;
        FreshCase {
            id: CaseId::from_random([count; 16]),
            receipt: Receipt::from_random([count; 8]),
            reason: sealed(1),
        }
    };
    apply.decide(ActId::from_random([9; 16]), fresh, NOW)
}

struct Scene {
    proof: Option<Proof>,
    link: Option<Link>,
    state: AccountState,
    cases: Vec<Case>,
    check: Option<AddressCheck>,
    application: Application,
}

impl Scene {
    fn good() -> Self {
        Self {
            proof: Some(proof()),
            link: Some(link()),
            state: revoked(10),
            cases: Vec::new(),
            check: Some(confirmed()),
            application: application(&[CloudService::OneDrive]),
        }
    }
}

fn refusal(change: impl FnOnce(&mut Scene)) -> Option<Refusal> {
    verdict(change).err()
}

#[test]
fn one_application_for_both_services_becomes_two_cases_and_uses_one_card_check() {
    let (cases, change) =
        verdict(|scene| scene.application = application(&CloudService::ALL)).expect("taken");
    let services: Vec<_> = cases.iter().map(|case| case.service).collect();
    assert_eq!(services, CloudService::ALL);
    assert_ne!(cases[0].receipt, cases[1].receipt);
    assert_ne!(cases[0].id, cases[1].id);
    assert!(cases.iter().all(|case| case.state == CaseState::Applied));
    let used = change
        .0
        .iter()
        .filter(|write| matches!(write, Write::UseProof { .. }));
    assert_eq!(used.count(), 1);
    assert_eq!(change.0.len(), 3);
}

#[test]
fn every_state_of_the_account_has_its_answer() {
    for (state, expected) in [
        (AccountState::Active, Some(Refusal::NotLeftYet)),
        (AccountState::Suspended, Some(Refusal::AccountSuspended)),
        (AccountState::Unknown, Some(Refusal::AccountUnknown)),
        (revoked(0), None),
        (revoked(179), None),
        (revoked(180), Some(Refusal::WindowOver)),
    ] {
        assert_eq!(refusal(|scene| scene.state = state), expected, "{state:?}");
    }
}

#[test]
fn card_check_link_and_contact_are_needed_each() {
    use Refusal::{
        ContactMissing, LinkFrozen, NotLinked, ProofMissing, ProofOtherPurpose, ProofUsed,
    };
    assert_eq!(refusal(|scene| scene.proof = None), Some(ProofMissing));
    let other = Proof {
        purpose: Purpose::Manage,
        ..proof()
    };
    assert_eq!(
        refusal(|scene| scene.proof = Some(other)),
        Some(ProofOtherPurpose)
    );
    let used = Proof {
        used_by: Some(ActId::from_random([1; 16])),
        ..proof()
    };
    assert_eq!(refusal(|scene| scene.proof = Some(used)), Some(ProofUsed));
    assert_eq!(refusal(|scene| scene.link = None), Some(NotLinked));
    let frozen = Link {
        frozen: Some(Frozen {
            at: NOW,
            by: Standing::Notice,
        }),
        ..link()
    };
    assert_eq!(refusal(|scene| scene.link = Some(frozen)), Some(LinkFrozen));
    assert_eq!(refusal(|scene| scene.check = None), Some(ContactMissing));
    for unfit in [
        AddressCheck {
            confirmed_at: None,
            ..confirmed()
        },
        AddressCheck {
            checked_for: CheckedFor::Notices,
            ..confirmed()
        },
        AddressCheck {
            account: account('7'),
            ..confirmed()
        },
    ] {
        assert_eq!(
            refusal(|scene| scene.check = Some(unfit)),
            Some(ContactMissing)
        );
    }
}

#[test]
fn each_service_is_rescued_once_only() {
    let states = [
        (CaseState::Applied, Refusal::SalvagePending),
        (opening(false), Refusal::SalvagePending),
        (open(), Refusal::SalvagePending),
        (declined(), Refusal::CaseDecided),
        (CaseState::Ended { at: NOW }, Refusal::SalvageUsed),
    ];
    for (state, expected) in states {
        let cases = vec![case(CloudService::OneDrive, state)];
        let again = refusal(|scene| scene.cases.clone_from(&cases));
        assert_eq!(again, Some(expected));
        let other = refusal(|scene| {
            scene.cases.clone_from(&cases);
            scene.application = application(&[CloudService::Mail]);
        });
        assert_eq!(other, None, "the other service has a use of its own");
        let both = refusal(|scene| {
            scene.cases.clone_from(&cases);
            scene.application = application(&CloudService::ALL);
        });
        assert_eq!(both, Some(expected), "nothing is taken by halves");
    }
}

#[test]
fn an_application_names_a_service_and_a_reason_and_is_understood() {
    let read = |services: &[CloudService], reason: &str, understood| {
        Application::read(services.to_vec(), reason, understood).map(|it| it.reason().to_owned())
    };
    let one = [CloudService::Mail];
    assert_eq!(read(&one, " a\nb ", true).as_deref(), Ok("a\nb"));
    let longest = "理".repeat(LONGEST_REASON);
    assert!(read(&one, &longest, true).is_ok());
    let incomplete = Err(Refusal::SalvageIncomplete);
    assert_eq!(read(&[], "a", true), incomplete);
    assert_eq!(read(&one, "a", false), incomplete);
    for reason in ["", " \n ", "a\u{0}b", &format!("{longest}長")] {
        assert_eq!(read(&one, reason, true), incomplete);
    }
}

fn clerk(key: AccountKey) -> SignedIn {
    SignedIn {
        sign_in: SignIn {
            key,
            number: AccountNumber::parse("3000000031").expect("a number"),
            auth_time: Some(NOW),
            strong: true,
            clerk: true,
        },
        at: NOW,
    }
}

#[test]
fn only_a_clerk_with_a_second_factor_not_long_ago_decides() {
    let with = |change: fn(&mut SignIn), at: Timestamp| {
        let mut signed_in = clerk(account('7'));
        change(&mut signed_in.sign_in);
        clerk_at(Some(&signed_in), at).map(drop)
    };
    assert_eq!(clerk_at(None, NOW).map(drop), Err(Refusal::SignInRequired));
    assert_eq!(with(|_| (), NOW), Ok(()));
    assert_eq!(with(|it| it.clerk = false, NOW), Err(Refusal::OfficeRole));
    assert_eq!(with(|it| it.strong = false, NOW), Err(Refusal::SignInAgain));
    assert_eq!(
        with(|it| it.auth_time = None, NOW),
        Err(Refusal::SignInAgain)
    );
    let late = NOW + Span::minutes(10);
    assert_eq!(with(|_| (), late), Err(Refusal::SignInAgain));
    assert!(may_read(Some(&clerk(account('7')))).is_ok());
}

#[test]
fn a_case_is_decided_once_and_never_by_its_own_person() {
    let (other, own) = (clerk(account('7')), clerk(account('6')));
    let (other, own) = (clerk_at(Some(&other), NOW), clerk_at(Some(&own), NOW));
    let (other, own) = (other.expect("a clerk"), own.expect("a clerk"));
    let applied = case(CloudService::Mail, CaseState::Applied);
    let yes = other
        .approve(applied.clone(), Some(&link()), WEEK, NOW)
        .expect("approved");
    assert_eq!(yes.version, applied.version + 1);
    assert!(
        matches!(yes.state, CaseState::Opening { until, asked: false, .. } if until == NOW + WEEK)
    );
    let no = other
        .decline(applied.clone(), Some(sealed(7)), NOW)
        .expect("declined");
    assert!(matches!(
        no.state,
        CaseState::Declined { note: Some(_), .. }
    ));
    assert_eq!(
        own.approve(applied.clone(), Some(&link()), WEEK, NOW),
        Err(Refusal::OfficeRole)
    );
    assert_eq!(own.decline(applied, None, NOW), Err(Refusal::OfficeRole));
    for state in [
        opening(true),
        open(),
        declined(),
        CaseState::Ended { at: NOW },
    ] {
        let decided = case(CloudService::Mail, state);
        assert_eq!(
            other.approve(decided.clone(), Some(&link()), WEEK, NOW),
            Err(Refusal::CaseDecided)
        );
        assert_eq!(other.decline(decided, None, NOW), Err(Refusal::CaseDecided));
    }
}

#[test]
fn time_opens_and_ends_an_access() {
    let turn = |state, at| case(CloudService::Mail, state).turn(false, at);
    let (before, end) = (NOW + Span::minutes(1), NOW + WEEK);
    assert_eq!(turn(CaseState::Applied, end), Turn::Wait(None));
    assert_eq!(turn(opening(false), before), Turn::Open);
    assert_eq!(turn(opening(true), before), Turn::Open);
    assert_eq!(turn(open(), before), Turn::Wait(Some(end)));
    assert_eq!(turn(open(), end), Turn::End);
    assert_eq!(turn(opening(true), end), Turn::End, "it may be open");
    assert_eq!(
        turn(opening(false), end),
        Turn::Open,
        "nobody has heard of it"
    );
    assert_eq!(turn(declined(), end), Turn::Wait(None));
    assert_eq!(turn(CaseState::Ended { at: NOW }, end), Turn::Wait(None));
}

#[test]
fn the_week_begins_when_the_archive_is_asked_and_then_stands() {
    let until = |case: &Case| match case.state {
        CaseState::Opening { until, .. } => until,
        _ => panic!("not opening"),
    };
    let later = NOW + Span::minutes(3 * 24 * 60);
    let asked = case(CloudService::Mail, opening(false))
        .asking(WEEK, later)
        .expect("asked");
    assert_eq!(
        until(&asked),
        later + WEEK,
        "an archive that was down costs nobody a day"
    );
    let again = asked
        .clone()
        .asking(WEEK, later + Span::minutes(60))
        .expect("asked again");
    assert_eq!(until(&again), later + WEEK, "the archive may know of it");
    let unheard = asked.clone().not_asked().expect("not asked");
    let anew = unheard.asking(WEEK, later + WEEK).expect("asked anew");
    assert_eq!(until(&anew), later + WEEK + WEEK);
    let opened = asked
        .opened("https://archive.example".to_owned(), None, later)
        .expect("open");
    assert_eq!(opened.turn(false, later), Turn::Wait(Some(later + WEEK)));
    assert!(opened.clone().asking(WEEK, later).is_none());
    assert!(
        opened.clone().ended(false, later).is_none(),
        "not before its time"
    );
    let ended = opened.ended(false, later + WEEK).expect("ended");
    assert_eq!(ended.state, CaseState::Ended { at: later + WEEK });
}

#[test]
fn an_application_stored_before_these_fields_were_there_is_still_read() {
    let before = r#"{"state":"open","by":"3000000031","at":1,"until":2,"address":"x"}"#;
    let state: CaseState = serde_json::from_str(before).expect("a state");
    assert!(matches!(state, CaseState::Open { password: None, .. }));
}

#[test]
fn n07_after_a_report_of_misuse_nothing_is_approved_or_opened_and_what_is_open_ends() {
    let frozen = Link {
        frozen: Some(Frozen {
            at: NOW,
            by: Standing::Notice,
        }),
        ..link()
    };
    let other = Link {
        person: PersonKey {
            key: 1,
            mac: [9; 32],
        },
        ..link()
    };
    let signed_in = clerk(account('7'));
    let desk = clerk_at(Some(&signed_in), NOW).expect("a clerk");
    let applied = case(CloudService::Mail, CaseState::Applied);
    let approve = |link| desk.approve(applied.clone(), link, WEEK, NOW).map(drop);
    assert_eq!(approve(Some(&frozen)), Err(Refusal::LinkFrozen));
    assert_eq!(approve(Some(&other)), Err(Refusal::LinkChangedMeanwhile));
    assert_eq!(approve(None), Err(Refusal::NotLinked));
    assert!(
        desk.decline(applied.clone(), None, NOW).is_ok(),
        "a no is always possible"
    );
    let turn = |state| case(CloudService::Mail, state).turn(true, NOW);
    assert_eq!(turn(CaseState::Applied), Turn::Wait(None));
    assert_eq!(turn(opening(false)), Turn::Wait(None));
    assert_eq!(turn(opening(true)), Turn::End);
    assert_eq!(turn(open()), Turn::End);
    assert!(case(CloudService::Mail, open()).ended(true, NOW).is_some());
}
