//! Way B's last step: a one-time code goes through the device to the app, which redeems it with
//! the verifier that only it has.

use serde::{Deserialize, Serialize};

use super::Flow;
use super::stage::{Done, Finding, Place, Stage};
use crate::id::ProofId;
use crate::refusal::Refusal;
use crate::secret::{TokenHash, s256};
use crate::time::Timestamp;

/// How a result goes back to the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandBack {
    /// BASE64URL(SHA-256(verifier)), as in RFC 7636 section 4.2.
    pub challenge: String,
    /// Where the code goes.
    pub target: HandBackTarget,
}

/// Where the code goes. Never a URL taken from input: the server builds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HandBackTarget {
    /// A port that the app has opened on the loopback interface (RFC 8252 section 7.3).
    Loopback {
        /// The port.
        port: u16,
        /// `[::1]` instead of `127.0.0.1`.
        ipv6: bool,
    },
    /// An https link that the system hands to the app (RFC 8252 section 7.2).
    ClaimedLink,
    /// The app's own scheme in reverse-domain form (RFC 8252 section 7.1), as a fallback.
    CustomScheme,
}

impl HandBack {
    /// Accepts a challenge of 43 base64url characters and a port above 1023.
    ///
    /// # Errors
    /// `RequestMalformed`.
    pub fn parse(challenge: &str, target: HandBackTarget) -> Result<Self, Refusal> {
        let fits = challenge.len() == 43
            && challenge
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        let port_fits = !matches!(target, HandBackTarget::Loopback { port: 0..=1023, .. });
        if !(fits && port_fits) {
            return Err(Refusal::RequestMalformed);
        }
        Ok(Self {
            challenge: challenge.to_owned(),
            target,
        })
    }
}

impl Flow {
    /// Redeems a hand-back code.
    ///
    /// # Errors
    /// `FlowOutOfOrder` when none is on its way, `HandBackExpired`, `HandBackInvalid` when code
    /// or verifier do not fit.
    pub fn redeem(
        self,
        code: &TokenHash,
        verifier: &str,
        proof: ProofId,
        now: Timestamp,
    ) -> Result<(Self, Finding), Refusal> {
        let Stage::HandingBack(stage) = self.stage.clone() else {
            return Err(Refusal::FlowOutOfOrder);
        };
        self.alive(now, Refusal::HandBackExpired)?;
        let length_fits = (43..=128).contains(&verifier.len());
        if !length_fits || stage.code != *code || s256(verifier) != stage.hand_back.challenge {
            return Err(Refusal::HandBackInvalid);
        }
        let proof = matches!(stage.finding, Finding::Person { .. }).then_some(proof);
        let done = Done {
            at: now,
            place: Place::Starter,
            proof,
            carrier: None,
        };
        Ok((self.next(now, Stage::Done(done)), stage.finding))
    }
}
