//! Questions, which are asked again for a while, and orders, which are given once.

use std::time::Duration;

use http::Method;
use ident_core::port::Fault;
use ident_core::reconcile::RequestId;
use tokio::time::{sleep, timeout};
use url::Url;

use super::Graph;
use super::call::{Body, Call};
use super::failure::Failure;
use super::log::LOG;
use super::pass::REVOKE;
use super::token::Tokens;

/// Tries of one question in all (F-22).
const TRIES: u32 = 5;
/// Longer than this a person is not kept waiting without a word.
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// The wait before the second try; it doubles from try to try.
const FIRST_WAIT: Duration = Duration::from_millis(100);

impl Graph {
    /// Reads; `None` when there is no such thing.
    pub(super) async fn question(&self, op: &'static str, url: Url) -> Result<Option<Body>, Fault> {
        let call = Call {
            op,
            method: Method::GET,
            url,
            body: None,
            request: None,
        };
        let outcome = timeout(super::PATIENCE, self.tries(&call)).await;
        let outcome = outcome.unwrap_or(Err(Failure::Late));
        outcome.map_err(|failure| self.failed(op, failure).of_question())
    }

    async fn tries(&self, call: &Call) -> Result<Option<Body>, Failure> {
        let (mut tries, mut renewed) = (0, false);
        loop {
            tries += 1;
            let failure = match self.once(call).await {
                Err(failure) => failure,
                answer => return answer,
            };
            let wait = match failure {
                // A token can be revoked before its time; a new one is fetched once.
                Failure::Unauthorized if !renewed => {
                    renewed = true;
                    self.tokens_for(call).forget().await;
                    continue;
                }
                Failure::Throttled { wait } if wait <= LONGEST_WAIT && tries < TRIES => wait,
                failure if failure.is_brief() && tries < TRIES => self.pause(tries),
                failure => return Err(failure),
            };
            sleep(wait).await;
        }
    }

    /// Twice as long from try to try, and never in step with the other callers.
    fn pause(&self, tries: u32) -> Duration {
        let base = FIRST_WAIT * 2_u32.pow(tries - 1);
        let [chance] = self.entropy.bytes::<1>();
        base / 2 + base * u32::from(chance) / 510
    }

    /// Orders, once. A token that is not accepted means that nothing has happened, and is renewed
    /// once; nothing else is ever sent a second time.
    pub(super) async fn order(&self, call: &Call) -> Result<Option<Body>, Failure> {
        match self.once(call).await {
            Err(Failure::Unauthorized) => {
                self.tokens_for(call).forget().await;
                self.once(call).await
            }
            outcome => outcome,
        }
    }

    async fn once(&self, call: &Call) -> Result<Option<Body>, Failure> {
        let tokens = self.tokens_for(call);
        let token = tokens.get(&self.http, self.entropy, &self.clock);
        // What goes wrong on the way to a token happens before the call itself is sent.
        let token = token.await.map_err(|failure| match failure {
            Failure::Credential | Failure::Throttled { .. } | Failure::NotSent => failure,
            _ => Failure::Token,
        })?;
        let random = || RequestId::from_random(self.entropy.id16());
        let request = call.request.unwrap_or_else(random);
        let answer = self.http.send(call, request, &token).await;
        if let Ok(answer) = &answer {
            let word = if answer.is_some() { "ok" } else { "absent" };
            self.calls.note(call.op, word);
        }
        answer
    }

    fn tokens_for(&self, call: &Call) -> &Tokens {
        match &self.for_sessions {
            Some(tokens) if call.op == REVOKE => tokens,
            _ => match &self.for_log {
                Some(tokens) if call.op == LOG => tokens,
                _ => &self.tokens,
            },
        }
    }

    /// Notes a failure: counted, in the log, and loudly where operators have to act (F-24).
    pub(super) fn failed(&self, op: &'static str, failure: Failure) -> Failure {
        self.calls.note(op, failure.word());
        if failure.is_refusal() {
            tracing::error!(alarm = true, op, cause = %failure, "directory.refused");
        } else {
            tracing::error!(op, cause = %failure, "directory.unreachable");
        }
        failure
    }
}
