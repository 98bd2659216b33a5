//! Records to store; a number tells them apart.

use ident_core::account::{AccountKey, AccountNumber, SignIn, SignedIn};
use ident_core::audit::{AuditEvent, Event};
use ident_core::change::{Change, CommitError, Conflict, Write};
use ident_core::flow::{Flow, HandBack, HandBackTarget, Leg, Lifetimes, Origin, Start};
use ident_core::id::{ActId, FlowId, LinkId, ProofId, VisitId};
use ident_core::identity::{PersonKey, Sealed};
use ident_core::limit::{Count, Counted, Limit};
use ident_core::link::Link;
use ident_core::port::Store;
use ident_core::proof::Proof;
use ident_core::purpose::{Errand, Purpose, Way};
use ident_core::secret::TokenHash;
use ident_core::time::{Span, Timestamp};
use ident_core::visit::{Channel, Visit};

/// The beginning of every test.
pub(crate) const NOW: Timestamp = Timestamp::from_seconds(1_790_000_000);

pub(crate) fn id(number: u32) -> [u8; 16] {
    let mut bytes = [0xa5; 16];
    bytes[12..].copy_from_slice(&number.to_be_bytes());
    bytes
}

pub(crate) fn hash(number: u32) -> TokenHash {
    let mut bytes = [0x5a; 32];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    TokenHash(bytes)
}

/// A visit; its token is `hash(number)`.
pub(crate) fn visit(number: u32) -> Visit {
    let account = SignedIn {
        sign_in: SignIn {
            clerk: false,
            key: account(number),
            number: AccountNumber::parse("0123456789").expect("ten digits"),
            auth_time: Some(NOW),
            strong: true,
        },
        at: NOW,
    };
    Visit {
        flow: Some(FlowId::from_random(id(number))),
        proof: Some(ProofId::from_random(id(number))),
        person: Some(person(number)),
        account: Some(account),
        ..Visit::begin(
            VisitId::from_random(id(number)),
            hash(number),
            Channel::App,
            NOW,
        )
    }
}

fn start(number: u32, way: Way) -> Start {
    Start {
        id: FlowId::from_random(id(number)),
        visit: VisitId::from_random(id(number)),
        errand: Errand::Card {
            purpose: Purpose::Link,
        },
        way,
        origin: Origin {
            place: Some("窓口".to_owned()),
            device: "キオスク".to_owned(),
            at: NOW,
        },
        kiosk: None,
    }
}

/// A flow at the provider; its `state` is `hash(number)`.
pub(crate) fn flow(number: u32) -> Flow {
    let leg = Leg {
        state: hash(number),
        browser: hash(number + 1),
        issued_at: NOW,
        key: 1,
    };
    Flow::go(start(number, Way::ThisPc), leg, &Lifetimes::default())
}

/// A flow that waits for an app to begin; its offer is `hash(number)`.
pub(crate) fn offered(number: u32) -> Flow {
    let target = HandBackTarget::Loopback {
        port: 4_242,
        ipv6: false,
    };
    let hand_back = HandBack::parse(&"x".repeat(43), target).expect("a challenge");
    Flow::offer(
        start(number, Way::App),
        hash(number),
        Some(hand_back),
        &Lifetimes::default(),
    )
}

/// The same flow one version later.
pub(crate) fn next(flow: &Flow) -> Flow {
    Flow {
        version: flow.version + 1,
        ..flow.clone()
    }
}

/// A proof brought by flow `number`, good until ten minutes after [`NOW`].
pub(crate) fn proof(number: u32) -> Proof {
    Proof {
        id: ProofId::from_random(id(number)),
        visit: VisitId::from_random(id(number)),
        flow: FlowId::from_random(id(number)),
        purpose: Purpose::Link,
        person: person(number),
        name: Some(sealed()),
        made_at: NOW,
        expires_at: NOW + Span::minutes(10),
        used_by: None,
    }
}

pub(crate) fn use_proof(number: u32, act: u32, at: Timestamp) -> Write {
    let act = ActId::from_random(id(act));
    Write::UseProof {
        proof: ProofId::from_random(id(number)),
        act,
        at,
    }
}

/// A link of person `who` with account `which`.
pub(crate) fn link(number: u32, who: u32, which: u32) -> Link {
    Link {
        id: LinkId::from_random(id(number)),
        version: 0,
        person: person(who),
        account: account(which),
        number: AccountNumber::parse("0000000042").expect("ten digits"),
        name: Some(sealed()),
        since: NOW,
        last_used_at: None,
        frozen: None,
    }
}

pub(crate) fn delete_link(link: &Link) -> Write {
    Write::DeleteLink {
        link: link.id,
        version: link.version,
    }
}

pub(crate) fn person(number: u32) -> PersonKey {
    PersonKey {
        key: 1,
        mac: hash(number).0,
    }
}

pub(crate) fn account(number: u32) -> AccountKey {
    let object = format!("5a5d0b00-0000-4000-8000-{number:012x}");
    AccountKey::parse("5a5d0b00-0000-4000-8000-00000000da16", &object).expect("two GUIDs")
}

pub(crate) fn sealed() -> Sealed {
    Sealed {
        key: 3,
        bytes: (0..60).map(|byte| byte * 4).collect(),
    }
}

pub(crate) fn event(number: u32) -> AuditEvent {
    AuditEvent {
        reference: Some(format!("REF|{number}")),
        act: Some(ActId::from_random(id(number))),
        ..flow(number).audit(Event::Proven, NOW)
    }
}

/// One start by `who`, of at most three in a minute.
pub(crate) fn start_by(who: u32, at: Timestamp) -> Count {
    Count {
        counted: Counted::StartsByNetwork,
        who: hash(who).0,
        limit: Limit {
            max: 3,
            window: Span::minutes(1),
        },
        at,
    }
}

/// Commits some writes as one change.
pub(crate) async fn commit<const N: usize>(
    store: &dyn Store,
    writes: [Write; N],
) -> Result<(), CommitError> {
    store.commit(Change(writes.into())).await
}

/// Commits some writes that must go through.
pub(crate) async fn given<const N: usize>(store: &dyn Store, writes: [Write; N]) {
    commit(store, writes)
        .await
        .expect("the records of the test are stored");
}

/// What a guard that does not hold answers.
pub(crate) const fn refused(conflict: Conflict) -> Result<(), CommitError> {
    Err(CommitError::Conflict(conflict))
}
