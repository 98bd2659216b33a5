//! The server's log lines of one test. A test runs on one thread, so a subscriber of that thread
//! sees its own server and no other.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// One line.
#[derive(Clone, Debug)]
pub struct LogLine {
    /// The module that wrote it.
    pub target: String,
    /// All its fields, as text.
    pub text: String,
}

/// The lines of this test's thread, from now on.
pub struct Log {
    lines: Arc<Mutex<Vec<LogLine>>>,
    _guard: DefaultGuard,
}

impl Log {
    /// Begins to listen, to every level.
    pub fn listen() -> Self {
        let lines = Arc::default();
        let layer = Collect(Arc::clone(&lines));
        let subscriber = tracing_subscriber::registry().with(layer);
        Self {
            lines,
            _guard: tracing::subscriber::set_default(subscriber),
        }
    }

    /// The lines that our own crates wrote; those of the sandbox do not count.
    pub fn ours(&self) -> Vec<LogLine> {
        let ours = ["ident_server", "ident_core", "ident_oidc", "ident_store"];
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let is_ours = |line: &&LogLine| ours.iter().any(|name| line.target.starts_with(name));
        lines.iter().filter(is_ours).cloned().collect()
    }

    /// All lines but those of the sandbox and of the tests' own client, in one text.
    pub fn text(&self) -> String {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let not_ours = ["ident_sandbox", "reqwest", "hyper"];
        lines
            .iter()
            .filter(|line| !not_ours.iter().any(|name| line.target.starts_with(name)))
            .fold(String::new(), |mut text, line| {
                let _ = writeln!(text, "{} {}", line.target, line.text);
                text
            })
    }

    /// Forgets what was heard.
    pub fn clear(&self) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.clear();
    }
}

struct Collect(Arc<Mutex<Vec<LogLine>>>);

impl<S: Subscriber> Layer<S> for Collect {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        let line = LogLine {
            target: event.metadata().target().to_owned(),
            text: text.0,
        };
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(line);
    }
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }
}
