//! The stages of a flow. What is known only in one stage lives only in that stage.

use serde::{Deserialize, Serialize};

use super::hand_back::HandBack;
use crate::account::SignIn;
use crate::id::{ProofId, VisitId};
use crate::identity::{PersonKey, Sealed};
use crate::refusal::Refusal;
use crate::secret::TokenHash;
use crate::time::Timestamp;

/// Where a flow stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// A link waits to be opened: our QR, or an app's start link.
    Offered(Offered),
    /// A browser is at the provider.
    AtProvider(AtProvider),
    /// The provider has answered; the code is being exchanged, by one process only.
    Claimed(Claimed),
    /// The phone shows six digits, the first screen waits for them.
    Confirming(Confirming),
    /// A one-time code is on its way to the app.
    HandingBack(HandingBack),
    /// The result was delivered.
    Done(Done),
    /// Ended without success.
    Closed(Closed),
}

/// A link waits to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// Counts the links; each is derived from the flow's id and this number.
    pub serial: u32,
    /// Whether the person has asked for more time already (once).
    pub extended: bool,
    /// Way B: how the result goes back to the app.
    pub hand_back: Option<HandBack>,
}

/// One authorization request, bound to one browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// The hash of `state`. Nonce and PKCE verifier are derived from the value itself, which only
    /// the browser and the provider have.
    pub state: TokenHash,
    /// The hash of the flow cookie of the browser that was sent to the provider.
    pub browser: TokenHash,
    /// When it was sent; an older `auth_time` is no card reading for us.
    pub issued_at: Timestamp,
    /// The number of the server key that nonce and PKCE verifier are derived under, so that a
    /// rotation ends no journey.
    #[serde(default)]
    pub key: u16,
}

/// The phone in way D.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carrier {
    /// Its visit.
    pub visit: VisitId,
    /// A plain name of the device.
    pub device: String,
}

/// A browser is at the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtProvider {
    /// The request under way.
    pub leg: Leg,
    /// Way D: the phone.
    pub carrier: Option<Carrier>,
    /// Way B: how the result goes back to the app.
    pub hand_back: Option<HandBack>,
    /// Since when.
    pub since: Timestamp,
}

/// The provider has answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claimed {
    /// The request that was answered.
    pub leg: Leg,
    /// Way D: the phone.
    pub carrier: Option<Carrier>,
    /// Way B: how the result goes back to the app.
    pub hand_back: Option<HandBack>,
    /// Since when the answer is being worked on.
    pub at: Timestamp,
}

/// What the provider's checked answer comes to, in the form in which it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// A card check.
    Person {
        /// Whose card.
        person: PersonKey,
        /// The card-face name, encrypted.
        name: Option<Sealed>,
    },
    /// A sign-in.
    Account {
        /// Which account.
        sign_in: SignIn,
    },
}

/// The phone shows six digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirming {
    /// The phone.
    pub carrier: Carrier,
    /// What will be delivered.
    pub finding: Finding,
    /// Since when; the digits of each moment follow from it.
    pub since: Timestamp,
    /// Wrong tries left, over all sets of digits.
    pub tries_left: u8,
}

/// A one-time code is on its way to the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandingBack {
    /// What the app must be able to show.
    pub hand_back: HandBack,
    /// The hash of the code.
    pub code: TokenHash,
    /// What will be delivered.
    pub finding: Finding,
}

/// To which side the result went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// To the visit that started the flow.
    Starter,
    /// To the phone, which went on by itself.
    Carrier,
}

/// The result was delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// When.
    pub at: Timestamp,
    /// To which side.
    pub place: Place,
    /// The proof, if it was a card check.
    pub proof: Option<ProofId>,
    /// Way D: the phone.
    pub carrier: Option<Carrier>,
}

/// Ended without success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// Why.
    pub refusal: Refusal,
    /// When.
    pub at: Timestamp,
    /// The short reference shown to the person.
    pub reference: String,
    /// Way D: the phone.
    pub carrier: Option<Carrier>,
}
