//! Bad input: refused in our own form, nothing changed, at most one log line, nothing of a person
//! in it.

mod body;
mod callback;
mod head;
mod log;
mod size;

use ident_tests::{Browser, Reply, Service};

/// Asserts that a call was refused in our form and left no trace.
pub(crate) struct Untouched {
    before: String,
}

impl Untouched {
    pub(crate) fn now(service: &Service) -> Self {
        Self {
            before: service.everything(),
        }
    }

    pub(crate) fn holds(&self, service: &Service, what: &str) {
        assert_eq!(service.everything(), self.before, "{what}");
    }
}

/// A 4xx in our form.
pub(crate) fn is_ours(reply: &Reply, what: &str) {
    assert!(
        reply.status.is_client_error(),
        "{what}: {} {}",
        reply.status,
        reply.body
    );
    assert_eq!(
        reply.header("content-type"),
        "application/problem+json",
        "{what}"
    );
    let problem: ident_wire::Problem = reply.json();
    assert!(!problem.refusal.code.is_empty(), "{what}");
}

/// A browser with something to lose: a card checked, an account signed in.
pub(crate) async fn busy(service: &Service) -> Browser {
    let mut pc = service.pc();
    pc.card("link", "sakura").await;
    pc.sign_in("link", "sakura").await;
    pc
}
