//! What the decisions about rescue are tested with.

mod apply;
mod decide;
mod term;

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
        asked_at: asked.then_some(NOW),
        term: Term::default(),
    }
}

fn open() -> CaseState {
    CaseState::Open {
        by: number(),
        at: NOW,
        until: NOW + WEEK,
        address: "https://archive.example/1".to_owned(),
        password: Some(sealed(3)),
        term: Term::default(),
    }
}

fn ended(used: bool) -> CaseState {
    CaseState::Ended { at: NOW, used }
}

fn frozen() -> Link {
    Link {
        frozen: Some(Frozen {
            at: NOW,
            by: Standing::Notice,
        }),
        ..link()
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
