//! The place where cards are put.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::bell::{Bell, Listener};
use crate::{Card, Fault};

/// What lies on the reader, and what goes wrong with it. Clones are the same pad.
#[derive(Clone, Debug)]
pub struct Pad {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    bell: Bell,
    counted: Condvar,
}

#[derive(Debug)]
struct State {
    card: Option<Card>,
    /// Counts up with every card that is put on.
    placing: u64,
    fault: Option<Fault>,
    plugged: bool,
    apdus: Vec<Vec<u8>>,
    systems: Vec<u16>,
    commands: u64,
}

impl Default for Pad {
    fn default() -> Self {
        Self::new()
    }
}

impl Pad {
    /// An empty pad of a reader that is plugged in.
    pub fn new() -> Self {
        let state = State {
            card: None,
            placing: 0,
            fault: None,
            plugged: true,
            apdus: Vec::new(),
            systems: Vec::new(),
            commands: 0,
        };
        let shared = Shared {
            state: Mutex::new(state),
            bell: Bell::default(),
            counted: Condvar::new(),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Puts a card on, in place of the one that lies there.
    pub fn put(&self, card: Card) {
        self.change(|state| {
            state.card = Some(card);
            state.placing += 1;
        });
    }

    /// Takes the card off.
    pub fn take_off(&self) {
        self.change(|state| state.card = None);
    }

    /// Lets something go wrong from now on, or nothing any more.
    pub fn set_fault(&self, fault: Option<Fault>) {
        self.change(|state| state.fault = fault);
    }

    /// Pulls the reader's cable, or puts it back.
    pub fn set_plugged(&self, plugged: bool) {
        self.change(|state| state.plugged = plugged);
    }

    /// The card that lies there.
    pub fn card(&self) -> Option<Card> {
        self.lock().card
    }

    /// What goes wrong.
    pub fn fault(&self) -> Option<Fault> {
        self.lock().fault
    }

    /// Whether the cable is in.
    pub fn is_plugged(&self) -> bool {
        self.lock().plugged
    }

    /// Every command that reached a card since the last [`Pad::forget`], in order.
    pub fn apdus(&self) -> Vec<Vec<u8>> {
        self.lock().apdus.clone()
    }

    /// Every FeliCa system that was asked for since then, in order; `FFFF` is any.
    pub fn systems(&self) -> Vec<u16> {
        self.lock().systems.clone()
    }

    /// How many commands the chip had in all.
    pub fn commands(&self) -> u64 {
        self.lock().commands
    }

    /// Waits until the chip had so many more commands; false when that takes longer than `limit`.
    pub fn wait_for_commands(&self, more: u64, limit: Duration) -> bool {
        let state = self.lock();
        let wanted = state.commands + more;
        let few = |state: &mut State| state.commands < wanted;
        let waited = self.shared.counted.wait_timeout_while(state, limit, few);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    /// Forgets which commands there were.
    pub fn forget(&self) {
        let mut state = self.lock();
        state.apdus.clear();
        state.systems.clear();
    }

    pub(crate) fn listen(&self) -> io::Result<Listener> {
        self.shared.bell.listen()
    }

    pub(crate) fn ring(&self) {
        self.shared.bell.ring();
    }

    /// The card that lies there, and which placing it is.
    pub(crate) fn placed(&self) -> Option<(Card, u64)> {
        let state = self.lock();
        state.card.map(|card| (card, state.placing))
    }

    /// A command reaches the card: it is written down and answered, unless the card is lifted
    /// right now.
    pub(crate) fn transmit(&self, apdu: &[u8]) -> Option<Vec<u8>> {
        let mut state = self.lock();
        let card = state.card?;
        state.apdus.push(apdu.to_vec());
        if state.fault == Some(Fault::LiftAtApdu) {
            state.fault = None;
            state.card = None;
            return None;
        }
        Some(card.answer(apdu))
    }

    pub(crate) fn note_system(&self, system: u16) {
        self.lock().systems.push(system);
    }

    pub(crate) fn note_command(&self) {
        self.lock().commands += 1;
        self.shared.counted.notify_all();
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.ring();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.shared
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
