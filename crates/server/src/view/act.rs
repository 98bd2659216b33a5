//! An act, and what its owner sees of it.

use ident_core::act::{Act, ActKind, ActStage, Method, MethodKind, WaitCause};
use ident_core::time::Timestamp;
use ident_wire as wire;

use super::text::{precise, rfc3339};
use crate::flow::{Coached, Refused};
use crate::state::App;

/// An act as the visit that asked for it sees it.
///
/// # Errors
/// `StoreUnavailable`.
pub async fn act(app: &App, act: &Act) -> Result<wire::ActView, Refused> {
    let number = act.number.as_str();
    Ok(wire::ActView {
        id: act.id.to_string(),
        kind: kind(act.kind),
        account_number: number.to_owned(),
        user_name: format!("{number}@{}", app.config.tenant.user_name_domain),
        receipt: act.receipt.as_str().to_owned(),
        asked_at: rfc3339(act.asked_at),
        deadline: rfc3339(act.deadline),
        stage: stage(app, act).await?,
    })
}

async fn stage(app: &App, act: &Act) -> Result<wire::ActStageView, Refused> {
    Ok(match &act.stage {
        ActStage::Waiting { not_before, cause } => wire::ActStageView::Waiting {
            not_before: precise(*not_before),
            ahead: ahead(app, *not_before).await?,
            cause: match cause {
                WaitCause::Queue => wire::WaitCause::Queue,
                WaitCause::Throttled => wire::WaitCause::Throttled,
            },
        },
        ActStage::Working { since } => wire::ActStageView::Working {
            since: rfc3339(*since),
        },
        ActStage::Unknown { again_at, .. } => wire::ActStageView::Unknown {
            again_at: precise(*again_at),
        },
        ActStage::Done { at, ends_at, .. } => wire::ActStageView::Done {
            at: rfc3339(*at),
            ends_at: ends_at.map(rfc3339),
        },
        ActStage::Closed {
            refusal, reference, ..
        } => wire::ActStageView::Closed {
            refusal: super::refusal(&(*refusal).into(), reference),
        },
    })
}

async fn ahead(app: &App, place: Timestamp) -> Result<u32, Refused> {
    if place.is_past(app.now()) {
        return Ok(0);
    }
    let before = app.store.acts_before(place).await?;
    Ok(u32::try_from(before).unwrap_or(u32::MAX))
}

/// An act of the same account on another device.
pub fn under_way(act: &Act) -> wire::UnderWayView {
    wire::UnderWayView {
        kind: kind(act.kind),
        since: rfc3339(act.asked_at),
        device: act.device.clone(),
    }
}

/// How far a person is after the pass.
pub fn coach(coached: &Coached) -> wire::CoachView {
    let progress = &coached.progress;
    let methods = progress.methods.iter();
    wire::CoachView {
        checked_at: rfc3339(coached.at),
        pass_ends_at: coached.ends_at.map(rfc3339),
        methods: methods.map(|(known, new)| method(known, *new)).collect(),
        has_new: progress.has_new,
        has_second: progress.has_second,
        old_left: progress.old_left,
    }
}

fn method(method: &Method, is_new: bool) -> wire::MethodView {
    wire::MethodView {
        kind: match method.kind {
            MethodKind::Authenticator => wire::MethodKind::Authenticator,
            MethodKind::Phone => wire::MethodKind::Phone,
            MethodKind::SoftwareOath => wire::MethodKind::SoftwareOath,
            MethodKind::Fido2 => wire::MethodKind::Fido2,
            MethodKind::Device => wire::MethodKind::Device,
            MethodKind::Email => wire::MethodKind::Email,
            MethodKind::Password | MethodKind::Pass | MethodKind::Other => wire::MethodKind::Other,
        },
        label: method.label.clone(),
        added_at: method.added_at.map(rfc3339),
        is_new,
        is_second_factor: method.kind.is_second_factor(),
    }
}

const fn kind(kind: ActKind) -> wire::ActKind {
    match kind {
        ActKind::Pass => wire::ActKind::Pass,
        ActKind::Password => wire::ActKind::Password,
    }
}
