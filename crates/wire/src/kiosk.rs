//! Kiosks: enrolment, visits, what they say of themselves, and the list of the office.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::context::Both;

/// A public key of a kiosk (RFC 7518 section 6.2.1): ES256 only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KioskJwk {
    /// `EC`.
    pub kty: String,
    /// `P-256`.
    pub crv: String,
    /// The x coordinate, base64url.
    pub x: String,
    /// The y coordinate, base64url.
    pub y: String,
}

/// The body of `POST /api/v1/kiosk/enrol`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolKiosk {
    /// The enrolment code as it was typed.
    pub code: String,
    /// The key that was made on the kiosk.
    pub key: KioskJwk,
}

/// What a kiosk is to know of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KioskView {
    /// Its identifier: issuer and subject of its assertions.
    pub kiosk_id: String,
    /// What it is called.
    pub name: String,
    /// Where it stands.
    pub place: String,
    /// Where the counter is that helps when the kiosk cannot.
    pub counter: Both,
    /// How often it is to say that it lives, in seconds.
    pub heartbeat_s: u32,
}

/// The body of `POST /api/v1/kiosk/visit`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginKioskVisit {
    /// A statement of the kiosk (JWT, ES256, `typ` `ident-kiosk+jwt`), good once.
    pub assertion: String,
}

/// How a card reader is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReaderState {
    /// Works.
    Ready,
    /// There was one, and it does not answer.
    Lost,
    /// The kiosk has none.
    Absent,
}

/// How a printer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaperState {
    /// Has paper.
    Ready,
    /// Has none left.
    Out,
    /// The kiosk has no printer.
    Absent,
}

/// The body of `POST /api/v1/kiosk/heartbeat`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KioskHeartbeat {
    /// A statement of the kiosk, good once.
    pub assertion: String,
    /// The version of its program.
    pub version: String,
    /// Its card reader.
    pub reader: ReaderState,
    /// Its printer.
    pub paper: PaperState,
}

/// The answer to a heartbeat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KioskPulse {
    /// Whether the kiosk has been stopped: it ends its visit, forgets its key and can be enrolled
    /// anew.
    pub revoked: bool,
    /// The time of the server.
    pub now: String,
    /// What it is to know of itself; `null` when it has been stopped.
    pub kiosk: Option<KioskView>,
}

/// How a kiosk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KioskStanding {
    /// Waits for its code.
    Invited,
    /// The code was not typed in time.
    Lapsed,
    /// Has been heard of lately.
    Live,
    /// Has not been heard of for too long.
    Silent,
    /// Stopped.
    Revoked,
}

/// A kiosk in the list of the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KioskRow {
    /// Its identifier.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Where it stands.
    pub place: String,
    /// How it is.
    pub standing: KioskStanding,
    /// When a clerk made it.
    pub made_at: String,
    /// Until when its code is good, or since when it is stopped.
    pub ends_at: Option<String>,
    /// When it was last heard of.
    pub heard_at: Option<String>,
    /// The version of its program.
    pub version: Option<String>,
    /// Its card reader.
    pub reader: Option<ReaderState>,
    /// Its printer.
    pub paper: Option<PaperState>,
}

/// The answer of `GET /api/v1/office/kiosks`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KiosksView {
    /// Newest first.
    pub kiosks: Vec<KioskRow>,
    /// Until when this clerk may make and stop kiosks without a new sign-in; `null` when a new one
    /// is needed.
    pub may_decide_until: Option<String>,
}

/// The body of `POST /api/v1/office/kiosks/invite`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteKiosk {
    /// What it shall be called.
    pub name: String,
    /// Where it stands.
    pub place: String,
}

/// The answer of `POST /api/v1/office/kiosks/invite`: the only one with the code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct KioskInvitation {
    /// The code, to be typed on the kiosk.
    pub code: String,
    /// When it ends.
    pub expires_at: String,
    /// All kiosks.
    pub list: KiosksView,
}
