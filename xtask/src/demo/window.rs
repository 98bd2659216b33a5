//! The desktop window of the demo.

use std::process::Command;

use super::place::Place;
use crate::args::DemoOptions;
use crate::console;
use crate::step;

/// Its package.
pub(crate) const PACKAGE: &[&str] = &["ident"];
/// With the pages inside; without this it looks for Vite's development server.
pub(crate) const FEATURES: &[&str] = &["--features", "custom-protocol"];

/// As what the program opens its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Desktop,
    Kiosk,
}

/// The window, when there is a display and nobody said that it shall not be used.
pub(crate) fn wanted(options: &DemoOptions) -> Option<Form> {
    if options.headless {
        return None;
    }
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    if !has_display {
        console::note("There is no display here, so no window will open; use a browser.");
    }
    let form = if options.kiosk {
        Form::Kiosk
    } else {
        Form::Desktop
    };
    has_display.then_some(form)
}

/// The window's command.
pub(crate) fn command(program: &str, place: &Place, form: Form) -> Command {
    let mut command = step::command(program, (form == Form::Kiosk).then_some("--kiosk"));
    command.env("IDENT_SERVER_URL", place.ident_url());
    command
}
