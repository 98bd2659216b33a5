//! The forms that are compared, and where on each one's first screen something can be pressed.

use std::path::Path;
use std::process::Command;

use serde::Serialize;

use crate::screen::Rect;
use crate::session::Session;

/// What is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Form {
    /// The app in its window.
    Desktop,
    /// The app over the whole screen, as a machine has it that nobody has enrolled yet.
    Kiosk,
    /// Debian's Chromium over the whole screen, with the pages from the server.
    Chromium,
}

/// Where to look, and where to press.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// A part of the first button and its words, with one background.
    pub(crate) button: Rect,
    /// A point on that button.
    pub(crate) point: (u32, u32),
    /// What looks otherwise when it was pressed.
    pub(crate) answer: Rect,
}

impl Form {
    pub(crate) const ALL: [Self; 3] = [Self::Desktop, Self::Kiosk, Self::Chromium];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Kiosk => "kiosk",
            Self::Chromium => "Chromium",
        }
    }

    /// Of a display of 1280 by 800. That a press there is answered is part of the measurement.
    pub(crate) fn place(self) -> Place {
        let front = Rect {
            x: 350,
            y: 235,
            width: 600,
            height: 60,
        };
        match self {
            Self::Desktop => Place {
                button: front,
                point: (440, 256),
                answer: front,
            },
            Self::Chromium => Place {
                button: front,
                point: (417, 226),
                answer: front,
            },
            Self::Kiosk => Place {
                button: Rect {
                    x: 40,
                    y: 350,
                    width: 76,
                    height: 70,
                },
                point: (78, 386),
                answer: Rect {
                    x: 40,
                    y: 240,
                    width: 50,
                    height: 70,
                },
            },
        }
    }

    /// How a person's menu starts it.
    pub(crate) fn command(self, session: &Session, app: &Path) -> Command {
        let mut command = match self {
            Self::Desktop => Command::new(app),
            Self::Kiosk => {
                let mut command = Command::new(app);
                command.arg("--kiosk");
                command
            }
            Self::Chromium => chromium(session),
        };
        session.enter(&mut command);
        command
    }
}

fn chromium(session: &Session) -> Command {
    let mut command = Command::new("chromium");
    command
        .arg("--kiosk")
        .arg(format!("--app={}/verify/", session.server_url()))
        .arg(format!(
            "--user-data-dir={}",
            session.profile().join("chromium").display()
        ))
        // Debian's package knows English only, whatever the system's language is. It would ask whether
        // to translate, and to be the usual browser.
        .arg("--accept-lang=ja")
        .args(["--disable-features=Translate", "--no-first-run"])
        .arg("--password-store=basic");
    if rustix::process::geteuid().is_root() {
        command.arg("--no-sandbox");
    }
    command
}
