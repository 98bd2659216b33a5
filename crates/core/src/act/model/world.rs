//! Time, people, accidents, and what must never be seen.

use std::collections::HashMap;

use super::directory::{Directory, Effect, Gone, Live, Second};
use super::rng::Rng;
use super::server::{Step, Task};
use super::store::{Store, Told};
use crate::act::tests::sample::{SETTLE, at, link};
use crate::act::{Act, ActStage};
use crate::change::{Change, Write};
use crate::deed::Standing;
use crate::id::ActId;
use crate::link::{Frozen, Link};
use crate::time::Timestamp;

/// What is left out of the protocol, to see that the model notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weak {
    Nothing,
    NoSecondList,
    NoSettling,
}

#[derive(Default)]
pub(super) struct Visiting {
    pub(super) act: Option<ActId>,
    next_at: i64,
}

pub(super) struct World {
    pub(super) rng: Rng,
    pub(super) now: Timestamp,
    pub(super) store: Store,
    pub(super) directory: Directory,
    pub(super) visits: [Visiting; 3],
    pub(super) weak: Weak,
    /// When each act was last begun.
    pub(super) begun: HashMap<ActId, Timestamp>,
    pub(super) issues: u64,
    pub(super) shown_count: u64,
    /// The pass whose check was asked for next.
    pub(super) created: Option<String>,
    /// What must never be seen, and was.
    pub(super) seen: Vec<String>,
    tasks: Vec<Task>,
    serial: u64,
    /// Passes that people hold, since when, and by which act.
    shown: Vec<(String, Timestamp)>,
    last_freeze: Option<Timestamp>,
}

impl World {
    pub(super) fn new(seed: u64, weak: Weak) -> Self {
        let mut rng = Rng::new(seed);
        let second = match rng.below(3) {
            0 => Second::Replaces,
            1 => Second::IsRefused,
            _ => Second::IsKept,
        };
        Self {
            rng,
            now: at(1_000_000),
            store: Store::new(link()),
            directory: Directory {
                second,
                live: Vec::new(),
                late: Vec::new(),
                settle: SETTLE,
                faults: 5,
            },
            visits: Default::default(),
            weak,
            begun: HashMap::new(),
            issues: 0,
            shown_count: 0,
            created: None,
            seen: Vec::new(),
            tasks: Vec::new(),
            serial: 0,
            shown: Vec::new(),
            last_freeze: None,
        }
    }

    pub(super) fn fresh(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    /// Lets things happen until so many issues were asked for, then without accidents until
    /// somebody is shown a pass.
    pub(super) fn run(&mut self, issues: u64) {
        while self.issues < issues && self.seen.is_empty() {
            self.tick(true);
        }
        self.directory.faults = 0;
        let before = self.shown_count;
        for _ in 0..20_000 {
            if self.shown_count > before || !self.seen.is_empty() {
                return self.account_for();
            }
            self.tick(false);
        }
        let open = self.store.open_act().map(|act| act.stage);
        self.seen
            .push(format!("nobody can be helped any more: {open:?}"));
    }

    /// The next thing that happens.
    fn tick(&mut self, accidents: bool) {
        let late = self.directory.late.iter().map(|(at, _)| *at).min();
        let task = self.tasks.iter().map(|task| task.ready_at).min();
        let person = self.visits.iter().map(|visit| visit.next_at).min();
        let person = Timestamp::from_millis(person.unwrap_or_default());
        let next = [late, task].into_iter().flatten().min();
        self.now = self.now.max(next.map_or(person, |next| next.min(person)));
        if late.is_some_and(|at| at.is_past(self.now)) {
            self.take_late();
        } else if task.is_some_and(|at| at.is_past(self.now)) {
            self.work(accidents);
        } else {
            self.person(accidents);
        }
        self.watch();
    }

    fn take_late(&mut self) {
        let due = |(at, _): &(Timestamp, Effect)| at.is_past(self.now);
        let index = self.directory.late.iter().position(due);
        let (_, effect) = self.directory.late.remove(index.unwrap_or_default());
        let gone = self.directory.take(effect).unwrap_or_default();
        self.gone(gone);
    }

    fn work(&mut self, accidents: bool) {
        let due = |task: &Task| task.ready_at.is_past(self.now);
        let index = self.tasks.iter().position(due).unwrap_or_default();
        let task = self.tasks.swap_remove(index);
        let visit = task.visit;
        // A crash between any two steps: the request is never heard of again.
        if accidents && self.rng.percent(5) {
            return;
        }
        self.created = self
            .created
            .take()
            .filter(|_| self.weak == Weak::NoSecondList);
        if let Some(step) = self.step(task) {
            let pause = match self.rng.below(40) {
                // A slow answer, or a process that was halted for a while.
                0 if accidents => self.rng.below(120_000),
                _ => self.rng.below(900),
            };
            let ready_at = self.now + (Timestamp::from_millis(pause) - Timestamp::from_millis(0));
            self.tasks.push(Task {
                ready_at,
                visit,
                step,
            });
        }
    }

    fn person(&mut self, accidents: bool) {
        let visits = 0..self.visits.len();
        let visit = visits.min_by_key(|visit| self.visits[*visit].next_at);
        let visit = visit.unwrap_or_default();
        let pause = 1_000 + self.rng.below(40_000);
        self.visits[visit].next_at = self.now.millis() + pause;
        if accidents && self.rng.percent(2) {
            return self.freeze();
        }
        self.unfreeze();
        let presses = if self.rng.percent(10) { 2 } else { 1 };
        for _ in 0..presses {
            if let Some(step) = self.wish(visit) {
                self.tasks.push(Task {
                    ready_at: self.now,
                    visit,
                    step,
                });
            }
        }
    }

    /// What this person does next.
    fn wish(&mut self, visit: usize) -> Option<Step> {
        let act = self.visits[visit]
            .act
            .and_then(|id| self.store.acts.get(&id));
        match act.cloned() {
            Some(act) if act.is_open() && self.rng.percent(3) => {
                self.give_up(act);
                None
            }
            Some(act) if act.is_open() && !self.rng.percent(3) => Some(Step::Perform(act.id)),
            // Who is told that another device is at it seldom begins anew there.
            _ if self.store.open.is_some() && !self.rng.percent(3) => None,
            _ => Some(self.card(visit)),
        }
    }

    fn give_up(&mut self, act: Act) {
        if let Ok(moved) = act.given_up("R", self.now) {
            let change = moved.into_change(Change::new());
            self.store.commit(change, None).expect("just read");
        }
    }

    fn freeze(&mut self) {
        let frozen = Some(Frozen {
            at: self.now,
            by: Standing::Notice,
        });
        self.relink(frozen);
        self.last_freeze = Some(self.now);
    }

    fn unfreeze(&mut self) {
        if self.store.link.frozen.is_some() && self.rng.percent(30) {
            self.relink(None);
        }
    }

    fn relink(&mut self, frozen: Option<Frozen>) {
        let link = Link {
            version: self.store.link.version + 1,
            frozen,
            ..self.store.link.clone()
        };
        let change = Write::UpdateLink(link).into();
        self.store.commit(change, None).expect("just read");
    }

    /// Now and then an administrator makes a pass by hand, just when ours was made.
    pub(super) fn by_hand(&mut self) {
        if self.directory.second == Second::Replaces && self.rng.percent(1) {
            let id = format!("hand-{}", self.fresh());
            let pass = Live { id, by: None };
            let gone = self.directory.take(Effect::Create(pass));
            self.gone(gone.unwrap_or_default());
        }
    }

    /// The outcome is durable and the pass will be shown: it must be the one that lives.
    pub(super) fn issued(&mut self, pass: &str) {
        let live: Vec<&str> = self.directory.live.iter().map(|p| p.id.as_str()).collect();
        if live != [pass] {
            let seen = format!("shown but dead: {pass} of {live:?}");
            self.seen.push(seen);
        }
        if self.store.link.frozen.is_some() {
            self.seen.push("shown for a frozen link".to_owned());
        }
        self.shown.push((pass.to_owned(), self.now));
    }

    pub(super) fn show(&mut self, pass: String) {
        self.shown_count += 1;
        drop(pass);
    }

    /// A pass that somebody holds may go only by a later act.
    pub(super) fn gone(&mut self, gone: Vec<Gone>) {
        for Gone(pass, by) in gone {
            let Some(index) = self.shown.iter().position(|(shown, _)| *shown == pass) else {
                continue;
            };
            let (_, shown_at) = self.shown.swap_remove(index);
            let Some(by) = by else { continue };
            if self.begun.get(&by).is_none_or(|begun| *begun < shown_at) {
                let seen = format!("{pass} was taken away by an earlier act");
                self.seen.push(seen);
            }
        }
    }

    /// What must hold at every moment.
    pub(super) fn watch(&mut self) {
        let ours = self.directory.live.iter().filter(|pass| pass.by.is_some());
        if ours.clone().count() > 1 {
            let seen = format!("two live passes: {:?}", self.directory.live);
            self.seen.push(seen);
        }
        let unknown = ours
            .filter_map(|pass| pass.by)
            .find(|by| !self.begun.contains_key(by));
        if let Some(act) = unknown {
            self.seen.push(format!("a pass without an act: {act}"));
        }
        if self.store.acts.len() > 64 {
            self.account_for();
            self.store.sweep();
            let live = &self.directory.live;
            let late = &self.directory.late;
            if late.is_empty() && self.tasks.is_empty() {
                self.begun
                    .retain(|id, _| live.iter().any(|pass| pass.by == Some(*id)));
            }
        }
    }

    /// Every act has its intent, its audit row and its notices, once.
    fn account_for(&mut self) {
        for (id, act) in &self.store.acts {
            let told = self.store.told.get(id).copied().unwrap_or_default();
            let issued = u32::from(matches!(act.stage, ActStage::Done { .. }));
            let due = Told {
                intents: 1,
                asked: 1,
                issued,
            };
            if told != due {
                self.seen.push(format!("{id}: {told:?} is not {due:?}"));
            }
        }
    }
}
