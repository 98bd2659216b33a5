//! From the domain's writes to statements with values, made before the database is asked.

use ident_core::audit::AuditEvent;
use ident_core::change::{Change, Conflict, Write};
use ident_core::flow::Flow;
use ident_core::id::FlowId;
use ident_core::kiosk::{Kiosk, KioskState};
use ident_core::limit::Count;
use ident_core::link::Link;
use ident_core::proof::Proof;
use ident_core::secret::TokenHash;
use ident_core::visit::Visit;

use crate::body::{self, BodyError};
use crate::{key, reconcile, recovery, statement};

/// One value of a statement.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// `NULL`.
    Absent,
    /// A number, or a time in milliseconds.
    Number(i64),
    /// A key or a body.
    Bytes(Vec<u8>),
    /// A name of the domain.
    Name(&'static str),
    /// A text.
    Text(String),
}

impl Value {
    pub(crate) fn or_absent(bytes: Option<&[u8]>) -> Self {
        bytes.map_or(Self::Absent, Self::from)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// A statement that must touch exactly one row.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// The statement.
    pub(crate) sql: &'static str,
    /// Its values.
    pub(crate) values: Vec<Value>,
    /// What it means when it touches none.
    pub(crate) otherwise: Conflict,
    /// What to ask first then: the first question with an answer names the conflict instead.
    pub(crate) probes: Vec<Probe>,
}

/// A question why a statement touched no row.
#[derive(Clone, Debug)]
pub(crate) struct Probe {
    /// The question.
    pub(crate) sql: &'static str,
    /// Its values.
    pub(crate) values: Vec<Value>,
    /// The conflict if there is an answer.
    pub(crate) conflict: Conflict,
}

/// One thing to do in a transaction.
#[derive(Clone, Debug)]
pub(crate) enum Task {
    /// Execute a statement.
    Step(Step),
    /// Refuse, whatever the database holds.
    Refuse(Conflict),
    /// Append to the audit log.
    Audit(AuditEvent),
}

/// A change, ready to be applied.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// What to do, in this order.
    pub(crate) tasks: Vec<Task>,
    /// The flows to name to those who wait, once it is done.
    pub(crate) flows: Vec<FlowId>,
}

impl Plan {
    /// Prepares a change.
    pub(crate) fn of(change: Change) -> Result<Self, BodyError> {
        let flows = change.0.iter().filter_map(changed_flow).collect();
        let tasks = change.0.into_iter().map(task).collect::<Result<_, _>>()?;
        Ok(Self { tasks, flows })
    }
}

fn changed_flow(write: &Write) -> Option<FlowId> {
    match write {
        Write::InsertFlow(flow) | Write::UpdateFlow(flow) => Some(flow.id),
        _ => None,
    }
}

/// A step without probes.
pub(crate) fn plain(sql: &'static str, values: Vec<Value>, otherwise: Conflict) -> Step {
    Step {
        sql,
        values,
        otherwise,
        probes: vec![],
    }
}

fn task(write: Write) -> Result<Task, BodyError> {
    Ok(Task::Step(match write {
        Write::Count(count) => return Ok(self::count(&count)),
        Write::Audit(event) => return Ok(Task::Audit(event)),
        Write::InsertVisit(next) => {
            let mut values = visit(&next)?;
            values.push(Value::or_absent(
                next.kiosk.as_ref().map(|kiosk| &kiosk.bytes()[..]),
            ));
            plain(statement::INSERT_VISIT, values, Conflict::Visit)
        }
        Write::UpdateVisit(next) => plain(statement::UPDATE_VISIT, visit(&next)?, Conflict::Visit),
        Write::DeleteVisit(id) => {
            let values = vec![id.bytes()[..].into()];
            plain(statement::DELETE_VISIT, values, Conflict::Visit)
        }
        Write::InsertFlow(next) => plain(statement::INSERT_FLOW, flow(&next)?, Conflict::Flow),
        Write::UpdateFlow(next) => plain(statement::UPDATE_FLOW, flow(&next)?, Conflict::Flow),
        Write::InsertProof(new) => plain(statement::INSERT_PROOF, proof(&new)?, Conflict::Proof),
        Write::UseProof { proof, act, at } => {
            let (act, proof) = (act.bytes()[..].into(), proof.bytes()[..].into());
            let values = vec![act, proof, at.millis().into()];
            plain(statement::USE_PROOF, values, Conflict::Proof)
        }
        Write::InsertLink(new) => insert_link(&new)?,
        Write::UpdateLink(next) => update_link(&next)?,
        Write::DeleteLink { link, version } => {
            let values = vec![link.bytes()[..].into(), i64::from(version).into()];
            plain(statement::DELETE_LINK, values, Conflict::Link)
        }
        Write::TouchLink { link, at } => {
            let values = vec![at.millis().into(), link.bytes()[..].into()];
            plain(statement::TOUCH_LINK, values, Conflict::Link)
        }
        Write::InsertAct(new) => recovery::insert_act(&new)?,
        Write::UpdateAct(next) => recovery::update_act(&next)?,
        Write::MoveQueue { queue, from, to } => recovery::move_queue(queue, from, to),
        Write::InsertEntry(new) => recovery::insert_entry(&new)?,
        Write::InsertContact(new) => recovery::contact(statement::INSERT_CONTACT, &new)?,
        Write::UpdateContact(next) => recovery::contact(statement::UPDATE_CONTACT, &next)?,
        Write::InsertMail(new) => recovery::mail(statement::INSERT_MAIL, &new)?,
        Write::UpdateMail(next) => recovery::mail(statement::UPDATE_MAIL, &next)?,
        Write::InsertCase(new) => recovery::insert_case(&new)?,
        Write::UpdateCase(next) => recovery::update_case(&next)?,
        Write::InsertKiosk(new) => kiosk(statement::INSERT_KIOSK, &new)?,
        Write::UpdateKiosk(next) => kiosk(statement::UPDATE_KIOSK, &next)?,
        Write::InsertAttempt(new) => reconcile::insert(&new)?,
        Write::UpdateAttempt(next) => reconcile::update(&next)?,
        Write::NoteTrace { trace, at } => reconcile::note_trace(trace, at),
    }))
}

fn count(count: &Count) -> Task {
    let conflict = Conflict::Limit {
        retry_after: count.retry_after(),
    };
    if count.limit.max == 0 {
        return Task::Refuse(conflict);
    }
    let values = vec![
        count.window_start().millis().into(),
        Value::Name(count.counted.name()),
        count.who[..].into(),
        i64::from(count.limit.max).into(),
    ];
    Task::Step(Step {
        sql: statement::COUNT,
        values,
        otherwise: conflict,
        probes: vec![],
    })
}

fn visit(visit: &Visit) -> Result<Vec<Value>, BodyError> {
    Ok(vec![
        i64::from(visit.version).into(),
        visit.token.0[..].into(),
        visit.seen_at.millis().into(),
        body::encode(visit)?.into(),
        visit.id.bytes()[..].into(),
    ])
}

fn flow(flow: &Flow) -> Result<Vec<Value>, BodyError> {
    let hash = |hash: &Option<TokenHash>| Value::or_absent(hash.as_ref().map(|hash| &hash.0[..]));
    Ok(vec![
        i64::from(flow.version).into(),
        hash(&flow.state),
        hash(&flow.offer),
        flow.deadline.millis().into(),
        body::encode(flow)?.into(),
        flow.id.bytes()[..].into(),
    ])
}

fn kiosk(sql: &'static str, kiosk: &Kiosk) -> Result<Step, BodyError> {
    let code = match &kiosk.state {
        KioskState::Invited { code, .. } => Some(&code.0[..]),
        KioskState::Enrolled { .. } | KioskState::Revoked { .. } => None,
    };
    let ended_at = kiosk.ended_at();
    let values = vec![
        i64::from(kiosk.version).into(),
        Value::or_absent(code),
        kiosk.made_at.millis().into(),
        ended_at.map_or(Value::Absent, |at| at.millis().into()),
        body::encode(kiosk)?.into(),
        kiosk.id.bytes()[..].into(),
    ];
    Ok(plain(sql, values, Conflict::Kiosk))
}

fn proof(proof: &Proof) -> Result<Vec<Value>, BodyError> {
    Ok(vec![
        proof.id.bytes()[..].into(),
        proof.flow.bytes()[..].into(),
        proof.expires_at.millis().into(),
        Value::or_absent(proof.used_by.as_ref().map(|act| &act.bytes()[..])),
        body::encode(proof)?.into(),
    ])
}

fn insert_link(link: &Link) -> Result<Step, BodyError> {
    let (person, account) = (key::person(&link.person), key::account(&link.account));
    let probe = |sql, key: &[u8], conflict| Probe {
        sql,
        values: vec![key.into()],
        conflict,
    };
    let probes = vec![
        probe(statement::PERSON_LINKED, &person, Conflict::PersonLinked),
        probe(statement::ACCOUNT_LINKED, &account, Conflict::AccountLinked),
    ];
    let values = vec![
        link.id.bytes()[..].into(),
        i64::from(link.version).into(),
        person.into(),
        account.into(),
        link.last_used_at
            .map_or(Value::Absent, |at| at.millis().into()),
        body::encode(link)?.into(),
    ];
    Ok(Step {
        sql: statement::INSERT_LINK,
        values,
        otherwise: Conflict::Link,
        probes,
    })
}

fn update_link(link: &Link) -> Result<Step, BodyError> {
    let values = vec![
        i64::from(link.version).into(),
        key::person(&link.person).into(),
        key::account(&link.account).into(),
        body::encode(link)?.into(),
        link.id.bytes()[..].into(),
    ];
    Ok(plain(statement::UPDATE_LINK, values, Conflict::Link))
}
