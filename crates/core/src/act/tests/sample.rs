//! A person, a link, an account and a proof to decide about.

use crate::account::{AccountKey, AccountNumber, AccountState, DirectoryAccount};
use crate::act::{Act, AskCase, AskIds, Desk, Method, MethodKind, Pace, PassPolicy, Seen};
use crate::act::{ActKind, ActStage};
use crate::deed::Receipt;
use crate::id::{ActId, FlowId, LinkId, ProofId, VisitId};
use crate::identity::PersonKey;
use crate::link::Link;
use crate::proof::Proof;
use crate::purpose::Way;
use crate::time::{Span, Timestamp};

pub(crate) const VISIT: VisitId = VisitId::from_random([1; 16]);
pub(crate) const PACE: Pace = Pace {
    writes: 20,
    window: Span::seconds(1),
};
pub(crate) const POLICY: PassPolicy = PassPolicy {
    enabled: true,
    excluded: false,
    shortest: Span::minutes(60),
    longest: Span::minutes(480),
    length: 12,
};
pub(crate) const SETTLE: Span = Span::seconds(30);

pub(crate) const fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

pub(crate) fn person() -> PersonKey {
    PersonKey {
        key: 1,
        mac: [7; 32],
    }
}

pub(crate) fn link() -> Link {
    let guid = "5a5d0b00-0000-4000-8000-00000000da16";
    Link {
        id: LinkId::from_random([3; 16]),
        version: 4,
        person: person(),
        account: AccountKey::parse(guid, guid).expect("a key"),
        number: AccountNumber::parse("0123456789").expect("a number"),
        name: None,
        since: at(0),
        last_used_at: None,
        frozen: None,
    }
}

pub(crate) fn proof(kind: ActKind) -> Proof {
    Proof {
        id: ProofId::from_random([5; 16]),
        visit: VISIT,
        flow: FlowId::from_random([6; 16]),
        purpose: kind.purpose(),
        person: person(),
        name: None,
        made_at: at(0),
        expires_at: at(100_000),
        used_by: None,
    }
}

pub(crate) fn seen() -> Seen {
    Seen {
        account: DirectoryAccount {
            state: AccountState::Active,
            use_instead: None,
            graduate: false,
            leaves_at: None,
        },
        privileged: false,
        methods: vec![Method {
            id: "m".to_owned(),
            kind: MethodKind::Authenticator,
            label: None,
            added_at: None,
        }],
    }
}

pub(crate) fn case<'a>(proof: &'a Proof, link: &'a Link, seen: &'a Seen) -> AskCase<'a> {
    AskCase {
        kind: ActKind::Pass,
        visit: VISIT,
        proof,
        way: Way::ThisPhone,
        link: Some(link),
        seen,
        desk: Desk::Pass(POLICY),
        open: None,
        queue_end: None,
        pace: PACE,
        writes: 2,
    }
}

pub(crate) fn ids(number: u8) -> AskIds {
    AskIds {
        act: ActId::from_random([number; 16]),
        receipt: Receipt::from_random([number; 8]),
        reference: "REFERENC".to_owned(),
        device: "iPhone".to_owned(),
    }
}

/// An act that was asked for at 100 s and is in this stage.
pub(crate) fn act(stage: ActStage) -> Act {
    let (proof, link, seen) = (proof(ActKind::Pass), link(), seen());
    let asked = case(&proof, &link, &seen).decide(&ids(1), at(100));
    Act {
        stage,
        ..asked.expect("an act").act
    }
}
