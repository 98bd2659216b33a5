//! Something fetched from a provider and remembered: fetched by one caller at a time, not more
//! often than allowed, and for a while good enough when it cannot be fetched again.

use std::sync::{Arc, PoisonError, RwLock};

use ident_core::refusal::Refusal;
use ident_core::time::{Span, Timestamp};
use tokio::sync::Mutex;

use crate::relying_party::Clock;

/// The shortest time between two fetches, after a failed one or on suspicion.
const PAUSE: Span = Span::seconds(10);

/// How long a value serves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shelf {
    /// After this age it is fetched again when asked for.
    pub(crate) fresh: Span,
    /// Up to this age it serves when it cannot be fetched again.
    pub(crate) usable: Span,
}

/// A value and its age.
#[derive(Debug)]
pub(crate) struct Kept<T> {
    /// The value.
    pub(crate) value: T,
    fetched_at: Timestamp,
}

impl<T> Kept<T> {
    fn is_younger(&self, age: Span, now: Timestamp) -> bool {
        // A clock set back must not keep a copy for ever: negative ages count as too old.
        let passed = now - self.fetched_at;
        passed < age && passed.millis() >= -PAUSE.millis()
    }
}

/// A remembered value.
#[derive(Debug)]
pub(crate) struct Remembered<T> {
    shelf: Shelf,
    copy: RwLock<Option<Arc<Kept<T>>>>,
    /// Held by the one caller that fetches; keeps when the last fetch was that has to be paused
    /// after, and how it ended.
    gate: Mutex<Option<(Timestamp, Option<Refusal>)>>,
}

impl<T> Remembered<T> {
    /// Nothing fetched yet.
    pub(crate) const fn new(shelf: Shelf) -> Self {
        Self {
            shelf,
            copy: RwLock::new(None),
            gate: Mutex::const_new(None),
        }
    }

    /// The value, fetched if there is none or it has grown old.
    ///
    /// # Errors
    /// What `fetch` says, when there is no usable copy.
    pub(crate) async fn get(
        &self,
        clock: Clock<'_>,
        fetch: impl Future<Output = Result<T, Refusal>>,
    ) -> Result<Arc<Kept<T>>, Refusal> {
        let seen = self.copy();
        if let Some(copy) = &seen {
            if copy.is_younger(self.shelf.fresh, clock()) {
                return Ok(copy.clone());
            }
            // While somebody else renews it, an old copy is as good as the wait for a new one.
            if self.gate.try_lock().is_err() && copy.is_younger(self.shelf.usable, clock()) {
                return Ok(copy.clone());
            }
        }
        let failure = match self.renew(seen.as_ref(), false, clock, fetch).await {
            Ok(copy) => return Ok(copy),
            Err(failure) => failure,
        };
        seen.filter(|copy| copy.is_younger(self.shelf.usable, clock()))
            .ok_or(failure)
    }

    /// A value newer than `seen`, which turned out not to be enough; fetched at most once in ten
    /// seconds, however many ask. `seen` itself when it was fetched again only just now.
    ///
    /// # Errors
    /// What `fetch` says, or said last.
    pub(crate) async fn newer(
        &self,
        seen: &Arc<Kept<T>>,
        clock: Clock<'_>,
        fetch: impl Future<Output = Result<T, Refusal>>,
    ) -> Result<Arc<Kept<T>>, Refusal> {
        self.renew(Some(seen), true, clock, fetch).await
    }

    fn copy(&self) -> Option<Arc<Kept<T>>> {
        self.copy
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    async fn renew(
        &self,
        seen: Option<&Arc<Kept<T>>>,
        suspected: bool,
        clock: Clock<'_>,
        fetch: impl Future<Output = Result<T, Refusal>>,
    ) -> Result<Arc<Kept<T>>, Refusal> {
        let mut gate = self.gate.lock().await;
        let present = self.copy();
        // Somebody fetched while we waited at the gate.
        if let Some(copy) = &present
            && !seen.is_some_and(|seen| Arc::ptr_eq(seen, copy))
        {
            return Ok(copy.clone());
        }
        if let Some((at, ended)) = *gate
            && (0..PAUSE.millis()).contains(&(clock() - at).millis())
        {
            return ended.map_or_else(|| present.ok_or(Refusal::ProviderUnreachable), Err);
        }
        let fetched = fetch.await;
        let now = clock();
        if suspected || fetched.is_err() {
            *gate = Some((now, fetched.as_ref().err().copied()));
        }
        let copy = Arc::new(Kept {
            value: fetched?,
            fetched_at: now,
        });
        *self.copy.write().unwrap_or_else(PoisonError::into_inner) = Some(copy.clone());
        Ok(copy)
    }
}
