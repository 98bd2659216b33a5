//! The backend for readers of the system's PC/SC service.

mod ask;
mod atr;
mod slots;

use std::time::Duration;

use ident_card::Presence;
use pcsc::{Context, Error, Scope};

use crate::outlet::{Flow, Outlet};
use crate::settings::Settings;
use slots::{Slots, Woken};

/// How often readers are looked for again; no event tells of them on every system. Cards are
/// events, and are heard at once.
const TICK: Duration = Duration::from_secs(1);
/// Between two looks; a service that answers at once, over and over, must not cost a core.
const BREATH: Duration = Duration::from_millis(50);
/// How long the service may be away before it is looked for less often.
const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(10);

/// Says what lies on the readers until the order to end comes. There is nothing that this gives
/// up on: service, readers and cards may come and go.
pub(crate) fn watch(settings: &Settings, outlet: &mut Outlet) {
    let mut pause = FIRST;
    loop {
        if let Ok(context) = Context::establish(Scope::User) {
            match follow(&context, settings, outlet) {
                Some(true) => pause = FIRST,
                Some(false) => {}
                None => return,
            }
        }
        if outlet.say(Presence::ReaderLost).is_break() || outlet.pause(pause).is_break() {
            return;
        }
        pause = (pause * 2).min(LONGEST);
    }
}

/// Follows the readers of one connection with the service, until that is lost (`Some`, and whether
/// it was good for anything) or the order to end comes (`None`).
fn follow(context: &Context, settings: &Settings, outlet: &mut Outlet) -> Option<bool> {
    let mut slots = Slots::default();
    let mut was_good = false;
    loop {
        match step(context, &mut slots, settings, outlet) {
            Ok(Flow::Continue(())) => was_good = true,
            Ok(Flow::Break(())) => return None,
            Err(_) => return Some(was_good),
        }
    }
}

fn step(
    context: &Context,
    slots: &mut Slots,
    settings: &Settings,
    outlet: &mut Outlet,
) -> Result<Flow, Error> {
    let names = match context.list_readers_owned() {
        Err(Error::NoReadersAvailable) => Vec::new(),
        names => names?,
    };
    slots.keep(names);
    if slots.is_empty() {
        return Ok(match outlet.say(Presence::ReaderLost) {
            Flow::Continue(()) => outlet.pause(TICK),
            end @ Flow::Break(()) => end,
        });
    }
    let woken = match slots.wait(context, TICK) {
        // One of them went away: the next step lists them again.
        Err(Error::UnknownReader | Error::ReaderUnavailable) => Woken::Change,
        woken => woken?,
    };
    let presence = slots.look(woken, |name, atr| {
        ask::classify(context, name, atr, settings.felica)
    });
    Ok(match outlet.say(presence) {
        Flow::Continue(()) => outlet.pause(BREATH),
        end @ Flow::Break(()) => end,
    })
}
