//! The modules of the OpenID Foundation's relying-party plans, with our own criterion: no proof
//! and no link, one audit row with the exact code, the person told with the same reference, and no
//! request beyond the one that brought the wrong thing. Each runs with both profiles.

mod accepted;
mod authorization;
mod discovery;
mod id_token;
mod userinfo;

use ident_tests::{Alg, Browser, Op, Reply, Service, card};
use ident_wire::StageView;

/// The last request that may be made.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Last {
    /// The person's own return: the code is not exchanged.
    Callback,
    /// The exchange of the code: UserInfo is not read.
    Token,
    /// UserInfo.
    Userinfo,
}

impl Last {
    const fn calls(self) -> (usize, usize) {
        match self {
            Self::Callback => (0, 0),
            Self::Token => (1, 0),
            Self::Userinfo => (1, 1),
        }
    }
}

/// A card check with this one thing wrong is refused, in both profiles.
pub(crate) async fn refused(fault: &str, code: &str, last: Last) {
    for alg in Alg::BOTH {
        let service = Service::signed_with(alg).await;
        refused_by(&service, fault, code, last).await;
    }
}

/// A card check with this one thing wrong is refused by this service.
pub(crate) async fn refused_by(service: &Service, fault: &str, code: &str, last: Last) {
    service.arm(fault).await;
    let mut pc = service.pc();
    let started = pc.begin(&card("link"), "this_pc").await;
    let landed = pc.go(&started.url, "sakura").await;
    nothing_came_of_it(service, &mut pc, code).await;
    was_told(service, &mut pc, &landed, code).await;
    let journal = service.journal().await;
    let asked = (
        journal.count(Op::DigitalId, "token"),
        journal.count(Op::DigitalId, "userinfo"),
    );
    assert_eq!(asked, last.calls(), "{fault}");
}

/// (a) and (b): nothing is stored or shown, and one audit row says why.
pub(crate) async fn nothing_came_of_it(service: &Service, pc: &mut Browser, code: &str) {
    let visit = pc.visit().await;
    assert_eq!((visit.proof, visit.account, visit.link), (None, None, None));
    assert_eq!((service.count("proof"), service.count("link")), (0, 0));
    assert_eq!(service.audit().codes(), ["begun", code]);
}

/// (c): the redirect, the flow on the screen and the audit row name one code and one reference.
pub(crate) async fn was_told(service: &Service, pc: &mut Browser, landed: &Reply, code: &str) {
    let told = landed.told();
    assert_eq!(told.code, code);
    let reference = service.audit().one(code).reference.clone();
    assert_eq!(reference, Some(told.reference.clone()));
    let StageView::Closed { refusal } = pc.flow().await.stage else {
        panic!("{code}: the flow has not ended");
    };
    assert_eq!(
        (refusal.code, refusal.reference),
        (told.code, told.reference)
    );
}

/// A card check with this harmless difference succeeds, in both profiles.
pub(crate) async fn accepted(fault: Option<&str>) {
    for alg in Alg::BOTH {
        let service = Service::signed_with(alg).await;
        if let Some(fault) = fault {
            service.arm(fault).await;
        }
        accepted_by(&service).await;
    }
}

/// The next card check of this service succeeds, with the name.
pub(crate) async fn accepted_by(service: &Service) {
    let visit = service.pc().card("link", "sakura").await;
    let name = visit.proof.expect("a proof").name;
    assert_eq!(name.as_deref(), Some("本郷　さくら"));
    let journal = service.journal().await;
    let proofs = service.audit().count("proven");
    assert_eq!(journal.count(Op::DigitalId, "token"), proofs);
    assert_eq!(journal.count(Op::DigitalId, "userinfo"), proofs);
}
