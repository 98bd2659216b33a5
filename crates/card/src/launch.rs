//! How the helper is started.

use std::env;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use crate::line;

/// The helper's file name, beside the app's own.
const NAME: &str = "ident-card-watcher";
/// Names another helper, for a test or an unusual place of installation.
const OVERRIDE: &str = "IDENT_CARD_WATCHER";
/// So many missed repetitions are a helper that hangs.
const MISSED: u32 = 4;

/// The helper's program, its arguments, and how long it may be silent.
#[derive(Clone, Debug)]
pub struct Launch {
    program: PathBuf,
    arguments: Vec<OsString>,
    pub(crate) silence: Duration,
}

impl Launch {
    /// A helper at this place.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            arguments: Vec::new(),
            silence: line::REPEAT * MISSED,
        }
    }

    /// The helper that was installed with this program, or the one that `IDENT_CARD_WATCHER` names.
    ///
    /// # Errors
    /// When the system does not say where this program is.
    pub fn beside_this_program() -> io::Result<Self> {
        if let Some(program) = env::var_os(OVERRIDE).filter(|value| !value.is_empty()) {
            return Ok(Self::new(program));
        }
        let name = format!("{NAME}{}", env::consts::EXE_SUFFIX);
        Ok(Self::new(env::current_exe()?.with_file_name(name)))
    }

    /// With one more argument; `crates/card-watcher/README.md` lists them.
    pub fn argument(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// At this reader: `pcsc`, or a board of libnfc such as `pn532_uart:/dev/ttyUSB0:115200`.
    /// Without this, the helper takes what `IDENT_CARD_READER` names, or `pcsc`.
    pub fn reader(self, reader: &str) -> Self {
        self.argument("--reader").argument(reader)
    }

    /// Taking a helper that was silent for so long as one that hangs.
    pub fn silence(mut self, silence: Duration) -> Self {
        self.silence = silence;
        self
    }

    /// The command. The helper ends when its standard input closes; what libraries may print on
    /// its standard error is not wanted in any log.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        // CREATE_NO_WINDOW: a console program would show a window of its own.
        #[cfg(windows)]
        command.creation_flags(0x0800_0000);
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_helper_is_looked_for_beside_this_program() {
        let launch = Launch::beside_this_program().expect("a place");
        let own = env::current_exe().expect("a place");
        assert_eq!(launch.program.parent(), own.parent());
        assert_eq!(launch.program.file_stem(), Some(NAME.as_ref()));
    }

    #[test]
    fn silence_is_longer_than_what_the_helper_may_pause() {
        assert!(Launch::new("x").silence >= line::REPEAT * 2);
    }
}
