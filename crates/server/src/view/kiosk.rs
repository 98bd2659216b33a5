//! Kiosks as they and as clerks see them.

use ident_core::account::SignedIn;
use ident_core::kiosk::{Kiosk, PaperState, ReaderState, Standing};
use ident_core::salvage::clerk_at;
use ident_core::time::Timestamp;
use ident_core::visit::Visit;
use ident_wire as wire;

use super::text::rfc3339;
use crate::flow::Invitation;
use crate::state::App;

/// What a kiosk is to know of itself.
pub fn kiosk(app: &App, kiosk: &Kiosk) -> wire::KioskView {
    wire::KioskView {
        kiosk_id: kiosk.id.to_string(),
        name: kiosk.name.clone(),
        place: kiosk.place.clone(),
        counter: app.config.kiosk.counter.clone(),
        heartbeat_s: app.config.kiosk.heartbeat.whole_seconds_up(),
    }
}

/// The answer to a heartbeat.
pub fn pulse(app: &App, heard: &Kiosk) -> wire::KioskPulse {
    let alive = heard.alive().is_ok();
    wire::KioskPulse {
        revoked: !alive,
        now: rfc3339(app.now()),
        kiosk: alive.then(|| kiosk(app, heard)),
    }
}

/// The list of the office.
pub fn kiosks(app: &App, visit: &Visit, kiosks: &[Kiosk]) -> wire::KiosksView {
    let now = app.now();
    let account = visit.account.as_ref();
    let decides = account.filter(|_| clerk_at(account, now).is_ok());
    wire::KiosksView {
        kiosks: kiosks.iter().map(|kiosk| row(app, kiosk, now)).collect(),
        may_decide_until: decides.and_then(SignedIn::fresh_until).map(rfc3339),
    }
}

/// A new kiosk with its code.
pub fn invitation(invitation: &Invitation, list: wire::KiosksView) -> wire::KioskInvitation {
    wire::KioskInvitation {
        code: invitation.code.clone(),
        expires_at: rfc3339(invitation.until),
        list,
    }
}

fn row(app: &App, kiosk: &Kiosk, now: Timestamp) -> wire::KioskRow {
    let pulse = kiosk.pulse();
    wire::KioskRow {
        id: kiosk.id.to_string(),
        name: kiosk.name.clone(),
        place: kiosk.place.clone(),
        standing: match kiosk.standing(app.config.kiosk.stale, now) {
            Standing::Invited => wire::KioskStanding::Invited,
            Standing::Lapsed => wire::KioskStanding::Lapsed,
            Standing::Live => wire::KioskStanding::Live,
            Standing::Silent => wire::KioskStanding::Silent,
            Standing::Revoked => wire::KioskStanding::Revoked,
        },
        made_at: rfc3339(kiosk.made_at),
        ends_at: kiosk.ended_at().map(rfc3339),
        heard_at: pulse.map(|pulse| rfc3339(pulse.at)),
        version: pulse.map(|pulse| pulse.version.clone()),
        reader: pulse.map(|pulse| match pulse.reader {
            ReaderState::Ready => wire::ReaderState::Ready,
            ReaderState::Lost => wire::ReaderState::Lost,
            ReaderState::Absent => wire::ReaderState::Absent,
        }),
        paper: pulse.map(|pulse| match pulse.paper {
            PaperState::Ready => wire::PaperState::Ready,
            PaperState::Out => wire::PaperState::Out,
            PaperState::Absent => wire::PaperState::Absent,
        }),
    }
}

/// What is not for a screen that stands in a hall (K-03): of a number the last three digits, of a
/// name nothing. Masked here, so that a kiosk in wrong hands has no more to show.
pub(super) fn masked(view: wire::VisitView) -> wire::VisitView {
    let number = |number: &str| {
        let shown = number.chars().count().saturating_sub(3);
        let letters = number.chars().enumerate();
        letters
            .map(|(place, letter)| if place < shown { '*' } else { letter })
            .collect()
    };
    let link = view.link.map(|link| match link {
        wire::LinkView::Linked {
            via,
            account_number,
            since,
            last_used_at,
            frozen_since,
            ..
        } => wire::LinkView::Linked {
            via,
            account_number: number(&account_number),
            account_is_mine: None,
            since,
            last_used_at,
            kept: wire::Kept { name: None },
            frozen_since,
        },
        none @ wire::LinkView::None { .. } => none,
    });
    let proof = view.proof.map(|proof| wire::ProofView {
        name: None,
        ..proof
    });
    wire::VisitView {
        link,
        proof,
        account: None,
        act: None,
        under_way: None,
        can: vec![wire::Can::StartLink, wire::Can::StartManage],
        ..view
    }
}
