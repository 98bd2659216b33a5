//! A PostgreSQL server of our own for the store's contract.
//!
//! It lives in a temporary folder, speaks only through a socket file in it, belongs to an account
//! without rights and ends with the ring. The cluster that Debian's package starts by itself is
//! never touched.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use rustix::process::Signal;
use tempfile::TempDir;

use crate::problem::{During, Outcome, Problem};
use crate::process::{Id, Output, Session, Spec};
use crate::{console, step};

/// Where Debian puts the programs, one folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";
/// What the server logs when it accepts connections.
const READY: &str = "database system is ready to accept connections";

/// A running server.
pub(crate) struct Postgres {
    id: Id,
    /// Removed with everything in it at the end.
    folder: TempDir,
}

/// The account that the server runs as; PostgreSQL refuses to run as root.
#[derive(Clone, Copy)]
struct Account {
    user: u32,
    group: u32,
}

impl Postgres {
    /// Creates a cluster and starts it.
    ///
    /// # Errors
    /// When PostgreSQL is not installed or does not start.
    pub(crate) fn start(session: &mut Session) -> Outcome<Self> {
        console::begin("Starting a PostgreSQL of our own", Some("a few seconds"));
        let programs = programs(Path::new(DEBIAN))?;
        let account = rustix::process::geteuid()
            .is_root()
            .then(unprivileged)
            .transpose()?;
        let folder = tempfile::Builder::new()
            .prefix("ident-postgres-")
            .tempdir()
            .during(|| "make a temporary folder".into())?;
        if let Some(Account { user, group }) = account {
            chown(folder.path(), Some(user), Some(group)).during(|| "give a folder away".into())?;
        }
        let command = |program: &str, args: &[&str]| {
            let mut command = step::command(&programs.join(program).to_string_lossy(), []);
            command.args(args).current_dir(folder.path());
            as_account(command, account)
        };
        let initdb = [
            "-D",
            "data",
            "-U",
            "ident",
            "--auth",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
        ];
        let mut initdb = command("initdb", &initdb);
        initdb.arg("--locale=C.UTF-8");
        session.run(Spec::new("initdb", initdb, Output::Hidden))?;
        let sockets = folder.path().to_string_lossy().into_owned();
        let serve = [
            "-D",
            "data",
            "-k",
            &sockets,
            "-c",
            "listen_addresses=",
            "-c",
            "fsync=off",
        ];
        let mut spec = Spec::new("PostgreSQL", command("postgres", &serve), Output::Hidden);
        // SIGINT is its "fast shutdown": it does not wait for clients to leave.
        spec.stop = Signal::INT;
        let id = session.start(spec)?;
        session.wait_line(id, Duration::from_mins(1), |line| {
            line.contains(READY).then_some(())
        })?;
        Ok(Self { id, folder })
    }

    /// How tests reach it.
    pub(crate) fn address(&self) -> String {
        format!(
            "postgres://ident@{}/postgres",
            as_host(&self.folder.path().to_string_lossy())
        )
    }

    /// Ends it and removes its files.
    pub(crate) fn stop(self, session: &mut Session) {
        session.stop(self.id);
    }
}

fn as_account(mut command: Command, account: Option<Account>) -> Command {
    if let Some(Account { user, group }) = account {
        command.uid(user).gid(group);
    }
    command
}

/// The programs of the newest version below `folder`.
fn programs(folder: &Path) -> Outcome<PathBuf> {
    let versions = fs::read_dir(folder).into_iter().flatten().flatten();
    versions
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let programs = entry.path().join("bin");
            let is_there = fs::metadata(programs.join("postgres"))
                .is_ok_and(|file| file.permissions().mode() & 0o111 != 0);
            is_there.then_some((version, programs))
        })
        .max()
        .map(|(_, programs)| programs)
        .ok_or_else(|| {
            Problem::new(format!(
                "There is no PostgreSQL server below {}.",
                folder.display()
            ))
            .advice("Install Debian's package `postgresql`.")
        })
}

/// The account of Debian's package, else nobody.
fn unprivileged() -> Outcome<Account> {
    let accounts = fs::read_to_string("/etc/passwd").during(|| "read /etc/passwd".into())?;
    account(&accounts, "postgres")
        .or_else(|| account(&accounts, "nobody"))
        .ok_or_else(|| {
            Problem::new("PostgreSQL does not run as root, and there is no account `nobody` here.")
        })
}

/// A folder with a socket file, in the place of an address's host.
fn as_host(folder: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    folder
        .bytes()
        .map(|byte| match byte {
            byte if is_plain(byte) => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// Reads `name:x:uid:gid:…`.
fn account(accounts: &str, name: &str) -> Option<Account> {
    accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next() == Some(name)).then_some(())?;
        let user = fields.nth(1)?.parse().ok()?;
        Some(Account {
            user,
            group: fields.next()?.parse().ok()?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_that_has_a_server_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        for version in ["9", "15", "17", "common"] {
            fs::create_dir_all(folder.path().join(version).join("bin")).unwrap();
        }
        for version in ["9", "15"] {
            let program = folder.path().join(version).join("bin/postgres");
            fs::write(&program, "").unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        // 17 has only client programs here.
        assert!(programs(folder.path()).unwrap().ends_with("15/bin"));
    }

    #[test]
    fn a_missing_server_is_said_with_the_package_to_install() {
        let folder = tempfile::tempdir().unwrap();
        let text = programs(folder.path()).unwrap_err().to_string();
        assert!(text.contains("postgresql"), "{text}");
    }

    #[test]
    fn a_folder_can_stand_for_a_host() {
        assert_eq!(
            as_host("/tmp/ident-postgres-a1.B"),
            "%2Ftmp%2Fident-postgres-a1%2EB"
        );
    }

    #[test]
    fn accounts_are_read_by_their_exact_name() {
        let accounts =
            "root:x:0:0::/:/bin/sh\npostgres2:x:9:9::/:\npostgres:x:101:104::/:/bin/sh\n";
        let found = account(accounts, "postgres").unwrap();
        assert_eq!((found.user, found.group), (101, 104));
        assert!(account(accounts, "nobody").is_none());
    }
}
