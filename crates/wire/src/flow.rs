//! Flows as a client sees them, and the calls that move them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::refusal::RefusalView;
use crate::visit::VisitView;

/// What a card check is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Link this card.
    Link,
    /// See or cut the link.
    Manage,
    /// Be issued a temporary access pass.
    Pass,
    /// Be issued a temporary password.
    Password,
    /// Apply for the rescue of cloud data.
    Salvage,
    /// Join the alumni service.
    Alumni,
}

/// What a sign-in is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Say which account to link.
    Link,
    /// See the status.
    My,
    /// Cut or replace a link.
    Secure,
    /// Work at the office pages.
    Office,
}

/// What a flow is to bring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Errand {
    /// A card check.
    Card {
        /// For what.
        purpose: Purpose,
    },
    /// A sign-in.
    SignIn {
        /// For what.
        goal: Goal,
    },
}

/// The four ways to hand off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A: this phone's browser.
    ThisPhone,
    /// B: the installed app.
    App,
    /// C: this PC's browser with the official QR.
    ThisPc,
    /// D: our QR, opened on another device.
    OtherDevice,
}

/// Where the hand-back code goes (way B).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Target {
    /// A loopback port.
    Loopback {
        /// The port, above 1023.
        port: u16,
        /// `[::1]` instead of `127.0.0.1`.
        #[serde(default)]
        ipv6: bool,
    },
    /// An https link claimed by the app.
    ClaimedLink {},
    /// The app's own scheme.
    CustomScheme {},
}

/// How the result goes back to an app (way B).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandBack {
    /// BASE64URL(SHA-256(verifier)).
    pub challenge: String,
    /// Where the code goes.
    pub target: Target,
}

/// The body of `POST /api/v1/flows`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartFlow {
    /// What it is to bring.
    pub errand: Errand,
    /// By which way.
    pub way: Way,
    /// Way B: how the result goes back.
    #[serde(default)]
    pub hand_back: Option<HandBack>,
}

/// What the client does next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Go {
    /// Go to this address in this browser, as a top-level navigation.
    Navigate {
        /// The address.
        url: String,
    },
    /// Open this address in the system browser.
    Open {
        /// The address.
        url: String,
    },
    /// Show the QR of the flow.
    ShowQr {},
}

/// The answer to a start, a resumption or an accepted hand-off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StartedFlow {
    /// The visit.
    pub visit: VisitView,
    /// The flow.
    pub flow: FlowView,
    /// What the client does next.
    pub go: Go,
}

/// Which part the asking visit plays in a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It started the flow.
    Starter,
    /// It is the phone in way D.
    Carrier,
}

/// A QR code as one SVG path over a square of `size` modules, without the quiet zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Qr {
    /// Modules along one side.
    pub size: u32,
    /// The `d` attribute of a path that fills the dark modules.
    pub path: String,
}

/// Where and when a flow was started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OriginView {
    /// The enrolled name and place of a kiosk.
    pub place: Option<String>,
    /// The device.
    pub device: String,
    /// When.
    pub at: String,
}

/// Where a result went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delivered {
    /// To the visit that asks.
    Here,
    /// To the other device of the flow.
    OtherDevice,
}

/// Where a flow stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum StageView {
    /// A link waits to be opened.
    Offered {
        /// Way D: the link as a QR.
        qr: Option<Qr>,
        /// The link; told only in the answer that made it, and to the visit that started it.
        link: Option<String>,
        /// When it ends.
        expires_at: String,
        /// Whether the time can be extended (once).
        extendable: bool,
    },
    /// A browser is at the provider.
    AtProvider {
        /// Since when.
        since: String,
        /// When it ends.
        deadline: String,
        /// Whether this visit can set out again.
        resumable: bool,
        /// Way D: the phone.
        opened_on: Option<String>,
    },
    /// The provider's answer is being checked.
    Checking {
        /// Way D: the phone.
        opened_on: Option<String>,
    },
    /// Six digits are to be typed.
    Confirming {
        /// The digits; told to the phone only.
        digits: Option<String>,
        /// When the next set takes their place.
        digits_expire_at: String,
        /// When the typing ends.
        deadline: String,
        /// Wrong tries left.
        tries_left: u8,
        /// The phone.
        opened_on: String,
    },
    /// A code is on its way to the app.
    HandingBack {},
    /// The result was delivered.
    Done {
        /// When.
        at: String,
        /// To whom.
        delivered: Delivered,
    },
    /// Ended without success.
    Closed {
        /// Why.
        refusal: RefusalView,
    },
}

/// A flow as the asking visit sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FlowView {
    /// Its identifier.
    pub id: String,
    /// What it is to bring.
    pub errand: Errand,
    /// By which way.
    pub way: Way,
    /// Which part the asking visit plays.
    pub role: Role,
    /// Where it stands.
    pub stage: StageView,
    /// Where and when it was started.
    pub origin: OriginView,
}

/// What a phone that opens our QR is told before anything begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HandoffView {
    /// What for.
    pub errand: Errand,
    /// Where and when it was started.
    pub origin: OriginView,
    /// When the link ends.
    pub expires_at: String,
    /// Whether this device has opened it already and can go on.
    pub yours: bool,
}

/// The body of `POST /api/v1/handoffs/{token}/accept`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptHandoff {}

/// The body of `POST /api/v1/handoffs/{token}/decline`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineHandoff {
    /// Whether to report it as not started by this person.
    pub report: bool,
}

/// The body of `POST /api/v1/flows/{id}/digits`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmDigits {
    /// Six digits.
    pub digits: String,
}

/// The body of `POST /api/v1/flows/{id}/redeem`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Redeem {
    /// The hand-back code.
    pub code: String,
    /// The verifier of the challenge.
    pub verifier: String,
}

/// An empty body: the call needs no words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Empty {}
