//! Who waits for which answer.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tokio::sync::oneshot;

use super::message::Answer;

/// The questions that are under way on one connection; `None` once it has ended.
pub(super) struct Answers {
    waiting: Mutex<Option<HashMap<u64, oneshot::Sender<Answer>>>>,
}

impl Answers {
    pub(super) fn new() -> Self {
        Self {
            waiting: Mutex::new(Some(HashMap::new())),
        }
    }

    /// Waits for the answer under this number; `None` when the connection has ended.
    pub(super) fn expect(&self, id: u64) -> Option<oneshot::Receiver<Answer>> {
        let (sender, receiver) = oneshot::channel();
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.as_mut()?.insert(id, sender);
        Some(receiver)
    }

    pub(super) fn came(&self, id: u64, answer: Answer) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = waiting.as_mut().and_then(|waiting| waiting.remove(&id));
        if let Some(sender) = sender {
            // Whoever asked may have stopped waiting.
            drop(sender.send(answer));
        }
    }

    /// Nobody waits for it any more.
    pub(super) fn forget(&self, id: u64) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.as_mut().and_then(|waiting| waiting.remove(&id));
    }

    /// No answer comes any more: everybody who waits is told.
    pub(super) fn end(&self) {
        *self.waiting.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(super) fn have_ended(&self) -> bool {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.is_none()
    }
}
