//! The server of the model: the use cases of an act as one step after the other, so that anything
//! can happen between two of them.

use super::directory::{Effect, Live};
use super::store::Entry;
use super::world::{Weak, World};
use crate::act::Asked;
use crate::act::tests::sample::{PACE, POLICY, SETTLE, case, ids, proof, seen};
use crate::act::{Act, ActKind, AskCase, NewPass, PassCall, PassReply, PassSteps};
use crate::change::{Change, CommitError, Conflict, Queue, Write};
use crate::id::{ActId, ProofId, VisitId};
use crate::link::Link;
use crate::port::Fault;
use crate::proof::Proof;
use crate::secret::Secret;
use crate::time::{Span, Timestamp};

/// One request that is being worked on.
pub(super) struct Task {
    pub(super) ready_at: Timestamp,
    pub(super) visit: usize,
    pub(super) step: Step,
}

pub(super) enum Step {
    /// Everything is to be read.
    Ask(Box<Proof>),
    /// Decided on what was read; others may have been faster.
    AskCommit(Box<Proof>, Box<Asked>),
    Perform(ActId),
    Begin(Box<Act>, Box<Link>, Timestamp),
    Call(Box<Act>, Box<Link>, PassSteps),
    Outcome(Box<Act>, Box<Link>, Result<NewPass, Fault>),
    /// The secret is written into the answer.
    Show(String),
    /// Nobody will see it.
    Unseen(Box<Act>, String),
}

/// The identifiers of the model are numbers.
pub(super) fn number(id: u64) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&id.to_be_bytes());
    bytes
}

impl World {
    /// One step of a request; `None` when it is answered.
    pub(super) fn step(&mut self, task: Task) -> Option<Step> {
        let visit = task.visit;
        match task.step {
            Step::Ask(proof) => self.ask(visit, proof),
            Step::AskCommit(proof, asked) => self.ask_commit(visit, proof, *asked),
            Step::Perform(id) => self.perform(id),
            Step::Begin(act, link, read_at) => self.begin(*act, link, read_at),
            Step::Call(act, link, steps) => Some(self.call(act, link, steps)),
            Step::Outcome(act, link, outcome) => self.outcome(*act, *link, outcome),
            Step::Show(pass) => {
                self.show(pass);
                None
            }
            Step::Unseen(act, pass) => {
                let effect = Effect::Delete(pass, act.id);
                // Best effort: what comes of it is not looked at.
                let (_, gone) = self.directory.order(effect, &mut self.rng, self.now);
                self.gone(gone);
                self.failed(*act, Fault::Unknown);
                None
            }
        }
    }

    fn open_act(&mut self) -> Option<Act> {
        self.settle_stale();
        self.store.open_act()
    }

    fn ask(&mut self, visit: usize, proof: Box<Proof>) -> Option<Step> {
        let (open, link, seen) = (self.open_act(), self.store.link.clone(), seen());
        let id = self.fresh();
        let case = AskCase {
            visit: visit_id(visit),
            open: open.as_ref(),
            queue_end: self.store.queues.get(&Queue::Acts).copied(),
            ..case(&proof, &link, &seen)
        };
        let mut ids = ids(1);
        ids.act = ActId::from_random(number(id));
        let asked = case.decide(&ids, self.now).ok()?;
        Some(Step::AskCommit(proof, Box::new(asked)))
    }

    fn ask_commit(&mut self, visit: usize, proof: Box<Proof>, asked: Asked) -> Option<Step> {
        let id = asked.act.id;
        match self.store.commit(asked.change, Some(Entry::Asked(id))) {
            Ok(()) => {
                self.visits[visit].act = Some(id);
                self.issues += 1;
                None
            }
            Err(CommitError::Conflict(Conflict::Queue | Conflict::AccountBusy | Conflict::Act)) => {
                Some(Step::Ask(proof))
            }
            Err(_) => None,
        }
    }

    fn perform(&mut self, id: ActId) -> Option<Step> {
        self.settle_stale();
        let act = self.store.acts.get(&id)?.clone();
        act.turn(self.now).ok()?;
        if self.held(&act) {
            return None;
        }
        let link = self.store.link.clone();
        if let Err(refusal) = act.rests_on(Some(&link)) {
            self.failed(act, Fault::NotDone(refusal));
            return None;
        }
        if let Err(fault) = self.directory.question(&mut self.rng) {
            self.failed(act, fault);
            return None;
        }
        Some(Step::Begin(Box::new(act), Box::new(link), self.now))
    }

    /// Whether the act was put into the line of those that wait for the directory.
    fn held(&mut self, act: &Act) -> bool {
        let end = self.store.queues.get(&Queue::Held).copied();
        let quiet = self.store.queues.get(&Queue::Quiet).copied();
        if !act.waits_again(quiet, end, self.now) {
            return false;
        }
        let to = PACE.place(2, end, self.now);
        let change =
            Change::from(Write::UpdateAct(act.clone().held_until(to))).with(Write::MoveQueue {
                queue: Queue::Held,
                from: end,
                to,
            });
        self.must(change, None);
        true
    }

    fn begin(&mut self, act: Act, link: Box<Link>, read_at: Timestamp) -> Option<Step> {
        let act = act.begin(read_at).ok()?;
        let change = Write::UpdateAct(act.clone()).into();
        self.store.commit(change, None).ok()?;
        self.begun.insert(act.id, self.now);
        let steps = PassSteps::begin(read_at);
        Some(Step::Call(Box::new(act), link, steps))
    }

    fn call(&mut self, act: Box<Act>, link: Box<Link>, mut steps: PassSteps) -> Step {
        let Some(call) = steps.call(self.now) else {
            return Step::Outcome(act, link, steps.end());
        };
        let reply = self.reply(&act, call);
        Step::Call(act, link, steps.feed(reply))
    }

    fn reply(&mut self, act: &Act, call: PassCall) -> Result<PassReply, Fault> {
        let order = |world: &mut Self, effect| {
            let (outcome, gone) = world.directory.order(effect, &mut world.rng, world.now);
            world.gone(gone);
            world.watch();
            outcome
        };
        match call {
            PassCall::Policy => self
                .directory
                .question(&mut self.rng)
                .map(|_| PassReply::Policy(POLICY)),
            PassCall::List => match (self.weak, self.created.take()) {
                (Weak::NoSecondList, Some(id)) => Ok(PassReply::Listed(vec![id])),
                (_, _) => self
                    .directory
                    .question(&mut self.rng)
                    .map(PassReply::Listed),
            },
            PassCall::Delete(id) => {
                order(self, Effect::Delete(id, act.id)).map(|()| PassReply::Done)
            }
            PassCall::Revoke => order(self, Effect::Revoke).map(|()| PassReply::Done),
            PassCall::Create(lifetime) => {
                let id = format!("pass-{}", self.fresh());
                let pass = Live {
                    id: id.clone(),
                    by: Some(act.id),
                };
                order(self, Effect::Create(pass))?;
                self.by_hand();
                self.created = Some(id.clone());
                Ok(PassReply::Created(NewPass {
                    value: Secret::new(id.clone()),
                    id,
                    begins_at: self.now,
                    lifetime,
                    once: true,
                }))
            }
        }
    }

    fn outcome(&mut self, act: Act, link: Link, outcome: Result<NewPass, Fault>) -> Option<Step> {
        let pass = match outcome {
            Ok(pass) => pass,
            Err(fault) => {
                self.failed(act, fault);
                return None;
            }
        };
        let done = act
            .clone()
            .done(Some(pass.ends_at()), true, Vec::new(), self.now);
        let used = Link {
            version: link.version + 1,
            ..link
        };
        let change = Change::from(Write::UpdateAct(done)).with(Write::UpdateLink(used));
        match self.store.commit(change, Some(Entry::Issued(act.id))) {
            Ok(()) => {
                self.issued(&pass.id);
                Some(Step::Show(pass.id))
            }
            Err(_) => Some(Step::Unseen(Box::new(act), pass.id)),
        }
    }

    fn failed(&mut self, act: Act, fault: Fault) {
        let settle = match self.weak {
            Weak::NoSettling => Span::seconds(0),
            _ => SETTLE,
        };
        let failed = act.failed(fault, settle, "R", self.now);
        let mut change = failed.moved.into_change(Change::new());
        for queue in [Queue::Acts, Queue::Held, Queue::Quiet] {
            let from = self.store.queues.get(&queue).copied();
            if let Some(to) = failed.hold.filter(|to| from.is_none_or(|from| from < *to)) {
                change = change.with(Write::MoveQueue { queue, from, to });
            }
        }
        self.must(change, None);
    }

    /// What may be lost to somebody who was faster, and to nothing else.
    fn must(&mut self, change: Change, entry: Option<Entry>) {
        if let Err(error) = self.store.commit(change, entry) {
            assert_eq!(error, CommitError::Conflict(Conflict::Act));
        }
    }

    /// What the task does that looks after stale acts.
    pub(super) fn settle_stale(&mut self) {
        let settle = match self.weak {
            Weak::NoSettling => Span::seconds(0),
            _ => SETTLE,
        };
        if let Some(act) = self.store.open_act()
            && let Some(moved) = act.due(settle, "R", self.now)
        {
            self.must(moved.into_change(Change::new()), None);
        }
    }

    /// A card check.
    pub(super) fn card(&mut self, visit: usize) -> Step {
        let id = self.fresh();
        Step::Ask(Box::new(Proof {
            id: ProofId::from_random(number(id)),
            visit: visit_id(visit),
            made_at: self.now,
            expires_at: self.now + Span::minutes(10),
            ..proof(ActKind::Pass)
        }))
    }
}

fn visit_id(visit: usize) -> VisitId {
    VisitId::from_random([u8::try_from(visit).unwrap_or(u8::MAX); 16])
}
