//! Records of recovery to store; a number tells them apart.

use ident_core::account::AccountNumber;
use ident_core::act::{Act, ActKind, ActStage, WaitCause};
use ident_core::change::{Queue, Write};
use ident_core::contact::Contact;
use ident_core::deed::{Deed, Entry, Receipt, Standing};
use ident_core::id::{ActId, CaseId, ContactId, EntryId, FlowId, LinkId, MailId, ProofId, VisitId};
use ident_core::mail::{Letter, Mail, MailEnd};
use ident_core::purpose::Way;
use ident_core::refusal::Refusal;
use ident_core::salvage::{Case, CaseState, CloudService};
use ident_core::time::{Span, Timestamp};

use super::sample::{NOW, account, event, id, person, sealed};

/// So many seconds after the beginning.
pub(crate) fn at(seconds: u32) -> Timestamp {
    NOW + Span::seconds(seconds)
}

pub(crate) fn number() -> AccountNumber {
    AccountNumber::parse("0123456789").expect("ten digits")
}

pub(crate) fn receipt(number: u32) -> Receipt {
    Receipt::from_random(u64::from(number).to_be_bytes())
}

pub(crate) fn waiting(not_before: Timestamp) -> ActStage {
    ActStage::Waiting {
        not_before,
        cause: WaitCause::Queue,
    }
}

pub(crate) const fn done(at: Timestamp) -> ActStage {
    ActStage::Done {
        at,
        ends_at: None,
        once: true,
        methods_before: vec![],
    }
}

pub(crate) fn closed(at: Timestamp) -> ActStage {
    ActStage::Closed {
        refusal: Refusal::DirectoryUnreachable,
        at,
        reference: "AB12".to_owned(),
    }
}

/// An act for account `which` that waits for [`NOW`], with ten minutes' time.
pub(crate) fn act(number: u32, which: u32) -> Act {
    Act {
        id: ActId::from_random(id(number)),
        version: 0,
        kind: ActKind::Pass,
        visit: VisitId::from_random(id(number)),
        person: person(which),
        link: LinkId::from_random(id(which)),
        account: account(which),
        number: self::number(),
        receipt: receipt(number),
        proof: ProofId::from_random(id(number)),
        flow: FlowId::from_random(id(number)),
        way: Way::ThisPc,
        device: "Windows の Edge".to_owned(),
        asked_at: NOW,
        deadline: at(600),
        settles_at: None,
        stage: waiting(NOW),
    }
}

pub(crate) const fn move_queue(from: Option<Timestamp>, to: Timestamp) -> Write {
    Write::MoveQueue {
        queue: Queue::Acts,
        from,
        to,
    }
}

/// An entry of account `which`, so many seconds after the beginning.
pub(crate) fn entry(number: u32, which: u32, seconds: u32) -> Entry {
    Entry {
        id: EntryId::from_random(id(number)),
        receipt: receipt(number),
        account: account(which),
        number: self::number(),
        at: at(seconds),
        deed: Deed::PassAsked,
        by: Standing::Card,
        way: Some(Way::ThisPc),
        device: Some("Windows の Edge".to_owned()),
        place: None,
        told: 1,
    }
}

/// A notice address of account `which`, confirmed so many seconds after the beginning.
pub(crate) fn contact(number: u32, which: u32, seconds: u32) -> Contact {
    Contact {
        id: ContactId::from_random(id(number)),
        version: 0,
        account: account(which),
        address: sealed(),
        verified_at: at(seconds),
        removed_at: None,
    }
}

/// A mail that is due so many seconds after the beginning.
pub(crate) fn mail(number: u32, seconds: u32) -> Mail {
    Mail {
        id: MailId::from_random(id(number)),
        version: 0,
        account: account(number),
        to: sealed(),
        letter: Letter::Notice {
            entry: Box::new(entry(number, number, 0)),
        },
        queued_at: NOW,
        due_at: at(seconds),
        tries: 0,
        end: None,
    }
}

/// The same mail, sent.
pub(crate) fn sent(mail: &Mail) -> Mail {
    Mail {
        version: mail.version + 1,
        end: Some(MailEnd::Sent { at: mail.due_at }),
        ..mail.clone()
    }
}

/// An application of account `which`, made so many seconds after the beginning.
pub(crate) fn case(number: u32, which: u32, service: CloudService, seconds: u32) -> Case {
    Case {
        id: CaseId::from_random(id(number)),
        version: 0,
        receipt: receipt(number),
        account: account(which),
        number: self::number(),
        person: person(which),
        service,
        reason: sealed(),
        contact: sealed(),
        revoked_at: NOW,
        applied_at: at(seconds),
        state: CaseState::Applied,
    }
}

/// The same application one version later.
pub(crate) fn decided(case: &Case, state: CaseState) -> Case {
    Case {
        version: case.version + 1,
        state,
        ..case.clone()
    }
}

/// A change's worth of everything that comes with one act.
pub(crate) fn asked(number: u32, which: u32, from: Option<Timestamp>, to: Timestamp) -> Vec<Write> {
    vec![
        move_queue(from, to),
        Write::InsertAct(Act {
            stage: waiting(to),
            ..act(number, which)
        }),
        Write::InsertEntry(entry(number, which, 0)),
        Write::InsertMail(mail(number, 0)),
        Write::Audit(event(number)),
    ]
}
