//! Kiosks: made and stopped by clerks, enrolled by a code, known by what they sign.

mod enrol;
mod leave;
mod office;
mod said;

pub use enrol::enrol;
pub(super) use leave::leave;
pub use office::{Invitation, invite, kiosks, revoke};
pub use said::{heartbeat, visit};

use std::net::IpAddr;

use ident_core::audit::{AuditEvent, Event};
use ident_core::kiosk::Kiosk;
use ident_core::refusal::Refusal;

use super::refused::Refused;
use crate::state::App;

/// How often a change of a kiosk is decided anew when the kiosk changes at the same moment.
const ROUNDS: u8 = 5;

/// Where a request of a kiosk came from.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    /// The address of the client.
    pub address: IpAddr,
    /// The keyed hash of its network prefix.
    pub network: [u8; 32],
}

impl Asking {
    /// Checks that kiosks may ask from there.
    async fn admitted(&self, app: &App) -> Result<(), Refused> {
        if app.config.kiosk.admits(self.address) {
            return Ok(());
        }
        Err(self.refused(app, Refusal::KioskNetwork, None).await)
    }

    /// A refusal with its audit row. Anybody can send such requests, so that beyond an allowance
    /// they leave none.
    async fn refused(&self, app: &App, refusal: Refusal, kiosk: Option<&Kiosk>) -> Refused {
        let row = AuditEvent {
            kiosk: kiosk.map(|kiosk| kiosk.id),
            ..AuditEvent::new(Event::Refused(refusal), app.now())
        };
        app.refuse_stray_as(refusal, row, self.network).await
    }
}
