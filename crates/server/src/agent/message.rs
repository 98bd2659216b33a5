//! What can be asked, and what is answered. MessagePack in a frame: four bytes of length first.

use ident_core::account::{AccountKey, DirectoryAccount};
use ident_core::act::{Method, NewPass, PassPolicy, Seen};
use ident_core::port::{Fault, TracePage};
use ident_core::reconcile::RequestId;
use ident_core::refusal::Refusal;
use ident_core::secret::Secret;
use ident_core::time::{Span, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One question or order, and the number under which it is answered.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Asking {
    pub(super) id: u64,
    pub(super) ask: Ask,
}

/// All that the holder of the credential does.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Ask {
    Account(AccountKey),
    Privileged(AccountKey),
    Methods(AccountKey),
    Look(AccountKey),
    Policy(AccountKey),
    Passes(AccountKey),
    DeletePass(AccountKey, String, RequestId),
    EndSessions(AccountKey, RequestId),
    CreatePass(AccountKey, Span, RequestId),
    SetPassword(AccountKey, Veiled, RequestId),
    Log((Timestamp, Timestamp), Option<String>),
}

impl Ask {
    /// Whether it may change something.
    pub(super) const fn is_order(&self) -> bool {
        matches!(
            self,
            Self::DeletePass(..)
                | Self::EndSessions(..)
                | Self::CreatePass(..)
                | Self::SetPassword(..)
        )
    }
}

/// What comes back.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Said {
    /// The process has its keys and listens.
    Ready,
    /// The answer to what was asked under this number.
    Answer(u64, Answer),
    /// The directory was called: for the counters.
    Called(String, String),
}

/// An answer.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    Account(Result<DirectoryAccount, Refusal>),
    Privileged(Result<bool, Refusal>),
    Methods(Result<Vec<Method>, Refusal>),
    Look(Result<Seen, Fault>),
    Policy(Result<PassPolicy, Fault>),
    Passes(Result<Vec<String>, Fault>),
    Done(Result<(), Fault>),
    Created(Result<Created, Fault>),
    Page(Result<TracePage, Fault>),
}

/// A new pass.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Created {
    id: String,
    value: Veiled,
    begins_at: Timestamp,
    lifetime: Span,
    once: bool,
}

impl From<NewPass> for Created {
    fn from(pass: NewPass) -> Self {
        Self {
            id: pass.id,
            value: Veiled(pass.value),
            begins_at: pass.begins_at,
            lifetime: pass.lifetime,
            once: pass.once,
        }
    }
}

impl From<Created> for NewPass {
    fn from(created: Created) -> Self {
        Self {
            id: created.id,
            value: created.value.0,
            begins_at: created.begins_at,
            lifetime: created.lifetime,
            once: created.once,
        }
    }
}

/// A secret that crosses the socket: into a buffer that is wiped, and out of one.
#[derive(Debug)]
pub(super) struct Veiled(pub(super) Secret<String>);

impl Serialize for Veiled {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

impl<'de> Deserialize<'de> for Veiled {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Secret::new).map(Self)
    }
}
