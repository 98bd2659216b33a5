//! The statements of acts, their queue, histories, notice addresses, mails and applications.
//!
//! What a query looks for stands in columns; they are made here from the same record as the body,
//! so that the two never differ.

use ident_core::act::{Act, ActStage};
use ident_core::change::{Conflict, Queue};
use ident_core::contact::Contact;
use ident_core::deed::Entry;
use ident_core::mail::Mail;
use ident_core::salvage::Case;
use ident_core::time::Timestamp;

use crate::body::{self, BodyError};
use crate::step::{Probe, Step, Value, plain};
use crate::{key, statement};

pub(crate) fn insert_act(act: &Act) -> Result<Step, BodyError> {
    let busy = Probe {
        sql: statement::ACCOUNT_BUSY,
        values: vec![key::account(&act.account).into()],
        conflict: Conflict::AccountBusy,
    };
    Ok(Step {
        probes: vec![busy],
        ..plain(statement::INSERT_ACT, self::act(act)?, Conflict::Act)
    })
}

pub(crate) fn update_act(act: &Act) -> Result<Step, BodyError> {
    Ok(plain(statement::UPDATE_ACT, self::act(act)?, Conflict::Act))
}

fn act(act: &Act) -> Result<Vec<Value>, BodyError> {
    let (not_before, working_since) = match act.stage {
        ActStage::Waiting { not_before, .. } => (Some(not_before), None),
        ActStage::Working { since } => (None, Some(since)),
        ActStage::Unknown { .. } | ActStage::Done { .. } | ActStage::Closed { .. } => (None, None),
    };
    Ok(vec![
        i64::from(act.version).into(),
        key::account(&act.account).into(),
        i64::from(act.is_open()).into(),
        time_or_absent(not_before),
        time_or_absent(working_since),
        act.deadline.millis().into(),
        act.asked_at.millis().into(),
        body::encode(act)?.into(),
        act.id.bytes()[..].into(),
    ])
}

pub(crate) fn move_queue(queue: Queue, from: Option<Timestamp>, to: Timestamp) -> Step {
    let (name, to) = (Value::Name(queue.name()), to.millis().into());
    match from {
        None => plain(statement::BEGIN_QUEUE, vec![name, to], Conflict::Queue),
        Some(from) => {
            let values = vec![to, name, from.millis().into()];
            plain(statement::MOVE_QUEUE, values, Conflict::Queue)
        }
    }
}

/// The domain names no guard here. An entry whose random id is taken is the same entry once more,
/// so the change of an act that brings it has been applied already.
pub(crate) fn insert_entry(entry: &Entry) -> Result<Step, BodyError> {
    let values = vec![
        entry.id.bytes()[..].into(),
        key::account(&entry.account).into(),
        entry.at.millis().into(),
        body::encode(entry)?.into(),
    ];
    Ok(plain(statement::INSERT_ENTRY, values, Conflict::Act))
}

pub(crate) fn contact(sql: &'static str, contact: &Contact) -> Result<Step, BodyError> {
    let values = vec![
        i64::from(contact.version).into(),
        key::account(&contact.account).into(),
        contact.verified_at.millis().into(),
        time_or_absent(contact.removed_at),
        body::encode(contact)?.into(),
        contact.id.bytes()[..].into(),
    ];
    Ok(plain(sql, values, Conflict::Contact))
}

pub(crate) fn mail(sql: &'static str, mail: &Mail) -> Result<Step, BodyError> {
    let values = vec![
        i64::from(mail.version).into(),
        i64::from(mail.end.is_some()).into(),
        mail.due_at.millis().into(),
        mail.queued_at.millis().into(),
        body::encode(mail)?.into(),
        mail.id.bytes()[..].into(),
    ];
    Ok(plain(sql, values, Conflict::Mail))
}

pub(crate) fn insert_case(case: &Case) -> Result<Step, BodyError> {
    let exists = Probe {
        sql: statement::CASE_EXISTS,
        values: vec![
            key::account(&case.account).into(),
            Value::Name(key::service(case.service)),
        ],
        conflict: Conflict::CaseExists,
    };
    Ok(Step {
        probes: vec![exists],
        ..plain(statement::INSERT_CASE, self::case(case)?, Conflict::Case)
    })
}

pub(crate) fn update_case(case: &Case) -> Result<Step, BodyError> {
    Ok(plain(
        statement::UPDATE_CASE,
        self::case(case)?,
        Conflict::Case,
    ))
}

fn case(case: &Case) -> Result<Vec<Value>, BodyError> {
    Ok(vec![
        i64::from(case.version).into(),
        Value::Text(case.receipt.as_str().to_owned()),
        key::account(&case.account).into(),
        Value::Name(key::service(case.service)),
        i64::from(case.state.is_open()).into(),
        i64::from(case.state.holds()).into(),
        case.applied_at.millis().into(),
        body::encode(case)?.into(),
        case.id.bytes()[..].into(),
    ])
}

fn time_or_absent(at: Option<Timestamp>) -> Value {
    at.map_or(Value::Absent, |at| at.millis().into())
}
