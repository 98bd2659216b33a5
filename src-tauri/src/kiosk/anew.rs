//! The program begins anew between two people, and when its page has crashed. Freed memory keeps
//! what was in it, in the page's processes and in this one; only a process that is not there any
//! more has nothing (K-01).
//!
//! The process keeps its id, so that the session around it (cage, xinit, systemd) sees no end.
//! What the next life has to know comes through its standard input: no disk, no environment.

use std::io::{self, Read, Write};
use std::process::Command;

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager};
use zeroize::Zeroizing;

use super::wipe::Wiped;

/// Says that a former life has left something on the standard input.
const AGAIN: &str = "--again";
/// More than the longest legacy; what does not fit into a pipe at once would wait for a reader.
const LONGEST: u64 = 16 * 1024;

/// What a life of the program leaves to the next one. Nothing of a person is in it.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Legacy {
    /// A person's traces were cleared; the next life shows it.
    pub(super) wiped: Option<Wiped>,
    /// The university has stopped this kiosk.
    pub(super) revoked: bool,
    /// There was a card reader.
    pub(super) had_reader: bool,
    /// The kiosk's key, where no keychain holds it.
    pub(super) device: Option<Zeroizing<String>>,
}

impl Legacy {
    /// What the former life has left; nothing at the first start of a session.
    pub(crate) fn take() -> Self {
        if !std::env::args_os().any(|argument| argument == AGAIN) {
            return Self::default();
        }
        let mut text = Zeroizing::new(String::new());
        let read = io::stdin().take(LONGEST).read_to_string(&mut text);
        read.ok()
            .and_then(|_| serde_json::from_str(&text).ok())
            .unwrap_or_default()
    }
}

/// Ends this life and begins the next one. When the system refuses, the program has to end, and
/// the session starts it.
///
/// On the main thread: the web view lives there, and while this thread is busy it cannot see its
/// processes die. One that sees this while it is just starting another ends the whole program.
pub(super) fn begin(app: &AppHandle, legacy: Legacy) {
    let this = app.clone();
    let replacing = app.run_on_main_thread(move || {
        let error = replace(&this, &legacy);
        eprintln!("Ident cannot begin anew: {error}");
        this.exit(CANNOT_BEGIN);
    });
    if let Err(error) = replacing {
        eprintln!("Ident cannot begin anew: {error}");
        app.exit(CANNOT_BEGIN);
    }
}

/// The program's end when it could not begin anew.
const CANNOT_BEGIN: i32 = 71;

#[cfg(target_os = "linux")]
fn replace(app: &AppHandle, legacy: &Legacy) -> io::Error {
    use std::os::unix::process::CommandExt;

    let text = Zeroizing::new(serde_json::to_string(legacy).unwrap_or_default());
    let prepared = (|| {
        // The path of the start: a package that was installed meanwhile is used from now on.
        let program = tauri::process::current_binary(&app.env())?;
        let (reader, mut writer) = io::pipe()?;
        writer.write_all(text.as_bytes())?;
        Ok((program, reader))
    })();
    let (program, reader) = match prepared {
        Ok(prepared) => prepared,
        Err(error) => return error,
    };
    children::end();
    let arguments = std::env::args_os().skip(1).filter(|word| word != AGAIN);
    // On success this is the last thing that this life does.
    Command::new(program)
        .args(arguments)
        .arg(AGAIN)
        .stdin(reader)
        .exec()
}

/// A kiosk is set up on Linux; elsewhere a second process takes over, without a legacy.
#[cfg(not(target_os = "linux"))]
fn replace(app: &AppHandle, _legacy: &Legacy) -> io::Error {
    app.request_restart();
    io::ErrorKind::Unsupported.into()
}

/// The processes of the page, which hold what it has shown, and the helper of the card reader.
#[cfg(target_os = "linux")]
mod children {
    use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

    /// Kills all of them and waits until they are gone. Twice, because a helper may just have
    /// been started in the place of one that was killed.
    pub(super) fn end() {
        for _ in 0..2 {
            let children: Vec<Pid> = list();
            for child in &children {
                let _ = kill_process(*child, Signal::KILL);
            }
            for child in children {
                // Somebody else may have collected it already.
                let _ = waitpid(Some(child), WaitOptions::empty());
            }
        }
    }

    fn list() -> Vec<Pid> {
        let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten();
        let texts = tasks
            .flatten()
            .filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
        texts
            .flat_map(|text| {
                text.split_ascii_whitespace()
                    .filter_map(|id| Pid::from_raw(id.parse().ok()?))
                    .collect::<Vec<_>>()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legacy_is_the_same_in_the_next_life() {
        let legacy = Legacy {
            wiped: Some(Wiped {
                at: Some("2026-04-01T00:00:00Z".to_owned()),
            }),
            had_reader: true,
            device: Some("{}".to_owned().into()),
            ..Legacy::default()
        };
        let text = serde_json::to_string(&legacy).unwrap();
        assert!(
            (text.len() as u64) < LONGEST / 4,
            "a legacy fits into a pipe"
        );
        let next: Legacy = serde_json::from_str(&text).unwrap();
        assert_eq!(next.wiped.unwrap().at, legacy.wiped.unwrap().at);
        assert!(next.had_reader && !next.revoked);
        assert_eq!(next.device, legacy.device);
    }

    #[test]
    fn what_is_no_legacy_leaves_nothing() {
        let legacy: Legacy = serde_json::from_str("{}").unwrap();
        assert!(legacy.wiped.is_none() && legacy.device.is_none() && !legacy.revoked);
    }
}
