//! Rescue of cloud data as the person and as a clerk see it.

use ident_core::account::{AccountState, SignedIn};
use ident_core::calendar::{Day, last_whole_salvage_day};
use ident_core::contact::CheckedFor;
use ident_core::notice::masked_address;
use ident_core::salvage::{CaseState, CloudService, clerk_at};
use ident_core::time::Timestamp;
use ident_core::visit::Visit;
use ident_wire as wire;

use super::notice::pending_address;
use super::text::rfc3339;
use crate::flow::{Rescue, Waiting};
use crate::state::App;

/// Where the rescue of one person's data stands.
pub fn salvage(app: &App, rescue: &Rescue) -> wire::SalvageView {
    let now = app.now();
    let revoked_at = match rescue.directory.state {
        AccountState::Revoked { since } => Some(since),
        _ => None,
    };
    let free = |service: &CloudService| rescue.open_for(*service, now).is_ok();
    let uses_left = CloudService::ALL.iter().filter(|it| free(it)).count();
    wire::SalvageView {
        account_number: rescue.link.number.as_str().to_owned(),
        revoked_at: revoked_at.map(rfc3339),
        last_day: revoked_at.and_then(last_whole_salvage_day).map(Day::text),
        access_days: u32::from(app.config.salvage.access_days),
        uses_left: u8::try_from(uses_left).unwrap_or(u8::MAX),
        mail: state(app, rescue, CloudService::Mail, now),
        onedrive: state(app, rescue, CloudService::OneDrive, now),
        contact: contact(app, rescue),
        can_apply: rescue.fits(now).is_ok(),
    }
}

fn state(app: &App, rescue: &Rescue, service: CloudService, now: Timestamp) -> wire::RescueState {
    let Some(case) = rescue.case(service) else {
        return match rescue.open_for(service, now) {
            Ok(()) => wire::RescueState::Available {},
            Err(refusal) => wire::RescueState::Refused {
                code: refusal.code().to_owned(),
            },
        };
    };
    let receipt = case.receipt.as_str().to_owned();
    let text = |sealed| app.keys.open_text(sealed, &case.account);
    match &case.state {
        CaseState::Applied => wire::RescueState::Applied {
            receipt,
            at: rfc3339(case.applied_at),
        },
        CaseState::Opening { .. } if rescue.link.frozen.is_some() => {
            wire::RescueState::Stopped { receipt }
        }
        CaseState::Opening { until, .. } => wire::RescueState::Approved {
            receipt,
            until: rfc3339(*until),
            address: None,
            password: None,
        },
        CaseState::Open {
            until,
            address,
            password,
            ..
        } => wire::RescueState::Approved {
            receipt,
            until: rfc3339(*until),
            address: Some(address.clone()),
            password: password
                .as_ref()
                .filter(|_| rescue.is_just_proven(now))
                .and_then(text)
                .map(|password| password.to_string()),
        },
        CaseState::Ended { at, .. } => wire::RescueState::Ended {
            receipt,
            at: rfc3339(*at),
            again: rescue.open_for(service, now).is_ok(),
        },
        CaseState::Declined { at, note, .. } => wire::RescueState::Declined {
            receipt,
            at: rfc3339(*at),
            note: note.as_ref().and_then(text).map(|note| note.to_string()),
            again: rescue.open_for(service, now).is_ok(),
        },
    }
}

fn contact(app: &App, rescue: &Rescue) -> Option<wire::PendingAddress> {
    let check = rescue.visit.check.as_ref().filter(|check| {
        check.checked_for == CheckedFor::Salvage && check.account == rescue.link.account
    })?;
    Some(pending_address(app, check))
}

/// What waits at the office pages.
pub fn office(app: &App, visit: &Visit, cases: &[Waiting]) -> wire::OfficeView {
    let account = visit.account.as_ref();
    let decides = clerk_at(account, app.now()).is_ok();
    let until = account.filter(|_| decides);
    wire::OfficeView {
        clerk_number: account.map_or_else(String::new, |account| {
            account.sign_in.number.as_str().to_owned()
        }),
        cases: cases.iter().map(|case| case_view(app, case)).collect(),
        archive_configured: app.archive.is_some(),
        may_decide_until: until.and_then(SignedIn::fresh_until).map(rfc3339),
    }
}

fn case_view(app: &App, Waiting { case, stopped }: &Waiting) -> wire::CaseView {
    let text = |sealed| app.keys.open_text(sealed, &case.account);
    let reason = text(&case.reason).map_or_else(String::new, |reason| reason.to_string());
    let contact = text(&case.contact);
    let open_until = match case.state {
        CaseState::Open { until, .. } => Some(until),
        _ => None,
    };
    wire::CaseView {
        receipt: case.receipt.as_str().to_owned(),
        account_number: case.number.as_str().to_owned(),
        service: match case.service {
            CloudService::Mail => wire::CloudService::Mail,
            CloudService::OneDrive => wire::CloudService::OneDrive,
        },
        reason,
        contact_masked: contact.map_or_else(String::new, |contact| masked_address(&contact)),
        revoked_at: rfc3339(case.revoked_at),
        applied_at: rfc3339(case.applied_at),
        open_until: open_until.map(rfc3339),
        opening: matches!(case.state, CaseState::Opening { .. }),
        undecided: case.state == CaseState::Applied,
        stopped: *stopped,
    }
}
