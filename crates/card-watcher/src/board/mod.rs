//! The backend for boards with a chip of the PN53x family, through libnfc.
//!
//! libnfc can end its process when a chip sends it certain bytes (1.8.0: `abort` on a status with
//! the highest bit, a copy of minus one bytes for an empty ATS). That is why this whole program is
//! a process of its own; here nothing tries to prevent it.

mod chip;
mod port;
mod tracker;

use std::time::Duration;

use ident_card::Presence;

use crate::outlet::{Flow, Outlet};
use crate::settings::Settings;
use chip::{Chip, Trouble};
use port::Port;
use tracker::{Step, Tracker};

/// Between two rounds of polling. The card is noticed within this time and one round.
const ROUND: Duration = Duration::from_millis(250);
/// How often a port that is not there is looked for.
const TICK: Duration = Duration::from_secs(1);
/// How long is waited after a chip that did not come up: first, and at most.
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(16);
/// Every opening costs 1 KiB that the binding never gives back (nfc1 0.7.1). After so many the
/// process ends, and the app starts a new one.
const OPENINGS: u32 = 256;

/// Says what lies on the board until the order to end comes.
pub(crate) fn watch(name: &str, settings: &Settings, outlet: &mut Outlet) {
    let Ok(mut library) = nfc1::Context::new() else {
        return;
    };
    let mut port = Port::new(name);
    let mut pause = FIRST;
    let mut openings = 0;
    while openings < OPENINGS {
        // Neither a missing port nor one that another process holds costs anything.
        if let Some(_claim) = port.claim() {
            openings += 1;
            if let Ok(mut chip) = Chip::open(&mut library, name) {
                if follow(&mut chip, settings, outlet).is_break() {
                    return;
                }
                pause = FIRST;
            }
        } else {
            pause = FIRST;
        }
        if rest(&port, pause, outlet).is_break() {
            return;
        }
        pause = (pause * 2).min(LONGEST);
    }
}

/// Follows a chip until it is lost (`Continue`) or the order to end comes (`Break`).
fn follow(chip: &mut Chip, settings: &Settings, outlet: &mut Outlet) -> Flow {
    let mut tracker = Tracker::default();
    loop {
        let presence = match look(chip, &mut tracker, settings) {
            Step::Say(presence) => presence,
            Step::Lost => return Flow::Continue(()),
        };
        outlet.say(presence)?;
        outlet.pause(ROUND)?;
    }
}

/// One round: is there a card, is it still the same, and else of which kind is it?
fn look(chip: &mut Chip, tracker: &mut Tracker, settings: &Settings) -> Step {
    let found = chip.find();
    let seen = match found {
        Ok(Some(air)) if !tracker.knows(air) => chip
            .classify(air, &settings.student_systems)
            .map(|kind| kind.map(|kind| (air, kind))),
        Ok(Some(air)) => Ok(tracker.kind().map(|kind| (air, kind))),
        Ok(None) => Ok(None),
        Err(Trouble) => Err(Trouble),
    };
    chip.rest();
    match seen {
        Ok(Some((air, kind))) => tracker.card(air, kind),
        Ok(None) => tracker.nothing(),
        Err(Trouble) => tracker.trouble(),
    }
}

/// Waits after a loss, but no longer than until somebody touches the plug.
fn rest(port: &Port, long: Duration, outlet: &mut Outlet) -> Flow {
    let mut left = long;
    outlet.say(Presence::ReaderLost)?;
    loop {
        let part = left.min(TICK);
        outlet.pause(part)?;
        left -= part;
        if left.is_zero() || port.was_touched() {
            return Flow::Continue(());
        }
    }
}
