//! Orders to the directory, noted as they are given.
//!
//! The attempt is stored before its first order leaves, its end with what became of it. In between,
//! what was ordered is known here alone; if the process dies, the stored attempt says what may have
//! been ordered.

use std::sync::{Mutex, PoisonError};

use ident_core::account::AccountKey;
use ident_core::act::NewPass;
use ident_core::id::{ActId, AttemptId};
use ident_core::port::Fault;
use ident_core::reconcile::{Aim, Attempt, Known, Order, RequestId, Sent};
use ident_core::secret::Secret;
use ident_core::time::Span;

use crate::state::App;

/// The orders of one attempt.
pub(super) struct Orders<'a> {
    app: &'a App,
    attempt: Attempt,
    sent: Mutex<Vec<Sent>>,
}

impl<'a> Orders<'a> {
    /// An attempt that is about to begin; it is to be stored first.
    pub(super) fn new(app: &'a App, account: &AccountKey, what: (Aim, Option<ActId>)) -> Self {
        let id = AttemptId::from_random(app.entropy.id16());
        Self {
            app,
            attempt: Attempt::begin(id, account.clone(), what, app.now()),
            sent: Mutex::default(),
        }
    }

    /// As it is stored before its first order.
    pub(super) fn begun(&self) -> Attempt {
        self.attempt.clone()
    }

    /// As it is stored at its end.
    pub(super) fn ended(&self) -> Attempt {
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        self.attempt.clone().ended(sent.clone(), self.app.now())
    }

    /// Removes a pass.
    pub(super) async fn delete(&self, pass: &str) -> Result<(), Fault> {
        let (place, request) = self.next(Order::DeletePass);
        let account = &self.attempt.account;
        let outcome = self.app.passes.delete(account, pass, request).await;
        self.note(place, outcome)
    }

    /// Ends the sessions.
    pub(super) async fn end_sessions(&self) -> Result<(), Fault> {
        let (place, request) = self.next(Order::EndSessions);
        let account = &self.attempt.account;
        let outcome = self.app.passes.revoke_sessions(account, request).await;
        self.note(place, outcome)
    }

    /// Creates a pass.
    pub(super) async fn create(&self, lifetime: Span) -> Result<NewPass, Fault> {
        let (place, request) = self.next(Order::CreatePass);
        let account = &self.attempt.account;
        let outcome = self.app.passes.create(account, lifetime, request).await;
        self.note(place, outcome)
    }

    /// Sets a password.
    pub(super) async fn set_password(&self, password: &Secret<String>) -> Result<(), Fault> {
        let (place, request) = self.next(Order::SetPassword);
        let account = &self.attempt.account;
        let set = self.app.passwords.set_temporary(account, password, request);
        let outcome = set.await;
        self.note(place, outcome)
    }

    /// Until its answer is there, an order may have been carried out.
    fn next(&self, order: Order) -> (usize, RequestId) {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let place = sent.len();
        let request = self.attempt.request(place);
        sent.push(Sent {
            order,
            request: Some(request),
            known: Known::Unknown,
            traced: false,
        });
        let act = self.attempt.act.map(|act| act.to_string());
        tracing::info!(?order, act, attempt = %self.attempt.id, client_request_id = %request, "directory.order");
        (place, request)
    }

    fn note<T>(&self, place: usize, outcome: Result<T, Fault>) -> Result<T, Fault> {
        let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent[place].known = match &outcome {
            Ok(_) => Known::Done,
            Err(Fault::NotDone(_) | Fault::Throttled(_)) => Known::NotDone,
            Err(Fault::Unknown) => Known::Unknown,
        };
        outcome
    }
}
