//! One person's session: folders, languages, a session bus and an unlocked keychain.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::screen::wait;

/// The folders that the XDG base directory specification names.
const FOLDERS: [(&str, &str); 4] = [
    ("XDG_RUNTIME_DIR", "run"),
    ("XDG_DATA_HOME", "data"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_CACHE_HOME", "cache"),
];

/// A session that ends with the value.
pub(crate) struct Session {
    folder: TempDir,
    display: String,
    server: String,
    bus: String,
    children: Vec<Child>,
}

impl Session {
    pub(crate) fn open(display: &str, server: &str) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut session = Self {
            folder,
            display: display.to_owned(),
            server: server.to_owned(),
            bus: String::new(),
            children: Vec::new(),
        };
        session.begin().map(|()| session)
    }

    fn begin(&mut self) -> Result<(), String> {
        self.make_folders()?;
        let made = Command::new("localedef")
            .args(["-i", "ja_JP", "-f", "UTF-8"])
            .arg(self.folder.path().join("locales/ja_JP.UTF-8"))
            .stderr(Stdio::null())
            .status();
        // Its complaints about the definition are warnings, and still end with 1.
        made.map_err(|error| format!("localedef: {error}"))?;
        self.bus = self.start_bus()?;
        self.unlock()
    }

    fn start_bus(&mut self) -> Result<String, String> {
        let mut command = Command::new("dbus-daemon");
        command.args(["--session", "--nofork", "--print-address=1"]);
        self.enter(&mut command);
        let mut bus = command
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let output = bus.stdout.take();
        self.children.push(bus);
        let first = output.and_then(|output| BufReader::new(output).lines().next());
        first
            .and_then(Result::ok)
            .ok_or_else(|| "no session bus".to_owned())
    }

    fn unlock(&mut self) -> Result<(), String> {
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        self.enter(&mut command);
        let mut keychain = command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("gnome-keyring-daemon: {error}"))?;
        let written = keychain
            .stdin
            .take()
            .map(|mut input| input.write_all(b"practice"));
        self.children.push(keychain);
        written.transpose().map_err(|error| error.to_string())?;
        wait(|| self.has_keychain())
    }

    fn has_keychain(&self) -> bool {
        let mut command = Command::new("gdbus");
        command.args(["call", "--session", "--dest", "org.freedesktop.DBus"]);
        command.args([
            "--object-path",
            "/",
            "--method",
            "org.freedesktop.DBus.NameHasOwner",
        ]);
        command.arg("org.freedesktop.secrets");
        self.enter(&mut command);
        let answer = command.output();
        answer.is_ok_and(|answer| String::from_utf8_lossy(&answer.stdout).contains("true"))
    }

    fn make_folders(&self) -> Result<(), String> {
        let others = ["home", "locales"];
        for name in FOLDERS.iter().map(|(_, name)| *name).chain(others) {
            let made = fs::DirBuilder::new()
                .mode(0o700)
                .create(self.folder.path().join(name));
            made.map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    /// Has a program run in this session.
    pub(crate) fn enter(&self, command: &mut Command) {
        let folder = |name: &str| self.folder.path().join(name);
        command.envs(FOLDERS.map(|(variable, name)| (variable, folder(name))));
        command
            .env("HOME", folder("home"))
            .env("LOCPATH", folder("locales"))
            .env("LANG", "ja_JP.UTF-8")
            .env("LANGUAGE", "ja")
            .env("DISPLAY", &self.display)
            .env("IDENT_SERVER_URL", &self.server)
            // Nobody has a screen reader here.
            .env("NO_AT_BRIDGE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .stderr(Stdio::null());
        if !self.bus.is_empty() {
            command.env("DBUS_SESSION_BUS_ADDRESS", &self.bus);
        }
    }

    pub(crate) fn server_url(&self) -> &str {
        &self.server
    }

    /// Where programs keep what they remember.
    pub(crate) fn profile(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Forgets what programs have remembered, apart from the keychain.
    pub(crate) fn forget(&self) -> Result<(), String> {
        for name in ["data", "config", "cache"] {
            empty(&self.folder.path().join(name))?;
        }
        Ok(())
    }
}

fn empty(folder: &Path) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| error.to_string())?;
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        if entry.file_name() == "keyrings" {
            continue;
        }
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let removed = if is_folder {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

impl Drop for Session {
    fn drop(&mut self) {
        for child in self.children.iter_mut().rev() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
