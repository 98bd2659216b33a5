//! The database of the model: guarded writes, all or none, as the port says.

use std::collections::{HashMap, HashSet};

use crate::act::Act;
use crate::audit::Event;
use crate::change::{Change, CommitError, Conflict, Queue, Write};
use crate::id::{ActId, ProofId};
use crate::link::Link;
use crate::time::Timestamp;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) intents: u32,
    pub(super) asked: u32,
    pub(super) issued: u32,
}

pub(super) struct Store {
    pub(super) acts: HashMap<ActId, Act>,
    pub(super) open: Option<ActId>,
    pub(super) link: Link,
    pub(super) queues: HashMap<Queue, Timestamp>,
    pub(super) told: HashMap<ActId, Told>,
    used: HashSet<ProofId>,
}

/// What the use case adds to a change of `core`: an entry of the history with its notices.
#[derive(Clone, Copy, Debug)]
pub(super) enum Entry {
    Asked(ActId),
    Issued(ActId),
}

impl Store {
    pub(super) fn new(link: Link) -> Self {
        Self {
            acts: HashMap::new(),
            open: None,
            link,
            queues: HashMap::new(),
            told: HashMap::new(),
            used: HashSet::new(),
        }
    }

    /// Forgets what is over, as the sweeper does; the model would grow without end.
    pub(super) fn sweep(&mut self) {
        let open = self.open;
        self.acts.retain(|id, _| Some(*id) == open);
        self.told.retain(|id, _| Some(*id) == open);
        self.used.clear();
    }

    pub(super) fn open_act(&self) -> Option<Act> {
        self.acts.get(&self.open?).cloned()
    }

    /// Applies all writes, or none.
    pub(super) fn commit(
        &mut self,
        change: Change,
        entry: Option<Entry>,
    ) -> Result<(), CommitError> {
        let mut open = self.open;
        for write in &change.0 {
            self.holds(write, &mut open)
                .map_err(CommitError::Conflict)?;
        }
        for write in change.0 {
            self.write(write);
        }
        match entry {
            Some(Entry::Asked(act)) => self.told.entry(act).or_default().asked += 1,
            Some(Entry::Issued(act)) => self.told.entry(act).or_default().issued += 1,
            None => {}
        }
        Ok(())
    }

    fn holds(&self, write: &Write, open: &mut Option<ActId>) -> Result<(), Conflict> {
        let (holds, conflict) = match write {
            Write::UseProof { proof, .. } => (!self.used.contains(proof), Conflict::Proof),
            Write::InsertAct(act) => {
                let free = open.is_none() && !self.acts.contains_key(&act.id);
                *open = Some(act.id);
                (free, Conflict::AccountBusy)
            }
            Write::UpdateAct(act) => {
                if !act.is_open() && *open == Some(act.id) {
                    *open = None;
                }
                let known = self.acts.get(&act.id);
                let fits = known.is_some_and(|known| known.version + 1 == act.version);
                (fits, Conflict::Act)
            }
            Write::UpdateLink(link) => (self.link.version + 1 == link.version, Conflict::Link),
            Write::MoveQueue { queue, from, .. } => {
                (self.queues.get(queue).copied() == *from, Conflict::Queue)
            }
            _ => (true, Conflict::Visit),
        };
        if holds { Ok(()) } else { Err(conflict) }
    }

    fn write(&mut self, write: Write) {
        match write {
            Write::UseProof { proof, .. } => {
                self.used.insert(proof);
            }
            Write::InsertAct(act) | Write::UpdateAct(act) => {
                if act.is_open() {
                    self.open = Some(act.id);
                } else if self.open == Some(act.id) {
                    self.open = None;
                }
                self.acts.insert(act.id, act);
            }
            Write::UpdateLink(link) => self.link = link,
            Write::MoveQueue { queue, to, .. } => {
                self.queues.insert(queue, to);
            }
            Write::Audit(row) => {
                if let (Event::Intended(_), Some(act)) = (row.event, row.act) {
                    self.told.entry(act).or_default().intents += 1;
                }
            }
            _ => {}
        }
    }
}
