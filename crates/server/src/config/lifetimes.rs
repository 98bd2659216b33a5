//! How long things live, within the limits of the requirements.

use ident_core::flow::Lifetimes;
use ident_core::time::Span;
use serde::Deserialize;

use super::error::Fault;

/// All in seconds; what is absent keeps its default.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(
    clippy::struct_field_names,
    reason = "the unit is part of each key in the file"
)]
pub(super) struct LifetimesSection {
    offer_s: Option<u32>,
    at_provider_s: Option<u32>,
    claim_s: Option<u32>,
    digits_s: Option<u32>,
    confirming_s: Option<u32>,
    hand_back_s: Option<u32>,
    proof_s: Option<u32>,
    visit_idle_s: Option<u32>,
    visit_absolute_s: Option<u32>,
}

impl LifetimesSection {
    pub(super) fn checked(self) -> Result<Lifetimes, Fault> {
        let usual = Lifetimes::default();
        Ok(Lifetimes {
            offer: within("offer_s", self.offer_s, usual.offer, 180)?,
            at_provider: within(
                "at_provider_s",
                self.at_provider_s,
                usual.at_provider,
                3_600,
            )?,
            claim: within("claim_s", self.claim_s, usual.claim, 120)?,
            digits: within("digits_s", self.digits_s, usual.digits, 180)?,
            confirming: within("confirming_s", self.confirming_s, usual.confirming, 1_800)?,
            hand_back: within("hand_back_s", self.hand_back_s, usual.hand_back, 60)?,
            proof: within("proof_s", self.proof_s, usual.proof, 600)?,
            visit_idle: within("visit_idle_s", self.visit_idle_s, usual.visit_idle, 3_600)?,
            visit_absolute: within(
                "visit_absolute_s",
                self.visit_absolute_s,
                usual.visit_absolute,
                43_200,
            )?,
        })
    }
}

fn within(key: &str, given: Option<u32>, usual: Span, max: u32) -> Result<Span, Fault> {
    match given {
        None => Ok(usual),
        Some(seconds) if (1..=max).contains(&seconds) => Ok(Span::seconds(seconds)),
        Some(_) => Err(Fault::new(
            format!("lifetimes.{key}"),
            format!("1 to {max} seconds"),
        )),
    }
}
