//! The form in which the configuration is shown.

use std::fmt::Write;

use toml::Value;

/// Lines of TOML. Writing to a string cannot fail.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    pub(super) fn put(&mut self, key: &str, value: impl Into<Value>) {
        let _ = writeln!(self.0, "{key} = {}", value.into());
    }

    pub(super) fn put_some(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    pub(super) fn note(&mut self, text: &str) {
        let _ = writeln!(self.0, "# {text}");
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }
}
