//! A pcscd of our own, beside one that the machine may already run.
//!
//! The place of its socket is compiled into pcscd, so it gets a mount namespace of its own, in
//! which `/run` is a private folder and no driver of real readers is installed. Clients find it by
//! `PCSCLITE_CSOCK_NAME`.

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::FaultyReader;

/// Where Debian's pcscd looks for drivers.
const DRIVERS: &str = "/usr/lib/pcsc/drivers";
/// The driver of Debian's vsmartcard-vpcd, below that folder.
const VPCD: &str = "serial/libifdvpcd.so";
/// Run inside of the namespace: private folder, drivers, configuration.
const INSIDE: &str = r#"mount --bind "$1" /run && mount --bind "$2" "$3" && exec pcscd --foreground --info --config "$4""#;

/// What it prints when clients may come.
const READY: &str = "daemon ready";

/// Which reader a daemon has.
#[derive(Clone, Debug)]
pub enum Reader {
    /// The virtual reader of vsmartcard-vpcd. It listens on all addresses of the machine while it
    /// runs, as its driver does not know better.
    Vpcd,
    /// A reader whose faults are written into a file.
    Faulty(FaultyReader),
    /// No reader at all.
    Nothing,
}

/// A pcscd that ends with this value.
#[derive(Debug)]
pub struct Daemon {
    folder: TempDir,
    port: u16,
    child: Child,
}

impl Daemon {
    /// Starts it, and waits until it is ready.
    ///
    /// # Errors
    /// When pcscd or a driver is not installed, or the machine allows no namespaces.
    pub fn start(reader: &Reader) -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        for name in ["run/pcscd", "drivers", "config"] {
            fs::create_dir_all(folder.path().join(name))?;
        }
        let port = free_pair()?;
        let driver = folder.path().join("driver.so");
        let device = match reader {
            Reader::Vpcd => {
                fs::copy(Path::new(DRIVERS).join(VPCD), &driver)?;
                Some(format!("/dev/null:{port}"))
            }
            Reader::Faulty(reader) => {
                fs::copy(reader.driver(), &driver)?;
                Some(reader.state().display().to_string())
            }
            Reader::Nothing => None,
        };
        let driver = driver.display();
        let config = device.map_or_else(String::new, |device| {
            format!("FRIENDLYNAME \"Virtual\"\nDEVICENAME {device}\nLIBPATH {driver}\nCHANNELID {port}\n")
        });
        fs::write(folder.path().join("config/reader"), config)?;
        let child = spawn(folder.path())?;
        Ok(Self {
            folder,
            port,
            child,
        })
    }

    /// What clients need as `PCSCLITE_CSOCK_NAME`.
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join("run/pcscd/pcscd.comm")
    }

    /// Where the virtual reader waits for its card.
    pub fn slot(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }

    /// Kills the daemon, as a crash would: nothing is cleaned up.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn crash(&mut self) -> io::Result<()> {
        self.child.kill()?;
        self.child.wait().map(drop)
    }

    /// Starts it again at the same place, after [`Daemon::crash`].
    ///
    /// # Errors
    /// As [`Daemon::start`].
    pub fn revive(&mut self) -> io::Result<()> {
        self.child = spawn(self.folder.path())?;
        Ok(())
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let pid = Pid::from_child(&self.child);
            let _ = kill_process(pid, Signal::TERM);
        }
        let _ = self.child.wait();
    }
}

/// Starts pcscd in its namespace, and waits until it says that it is ready.
fn spawn(folder: &Path) -> io::Result<Child> {
    let path = |name: &str| folder.join(name);
    let mut child = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-ec", INSIDE])
        .arg("pcscd")
        .args([path("run"), path("drivers"), DRIVERS.into(), path("config")])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let said = child.stdout.take().map(BufReader::new);
    let mut lines = said.into_iter().flat_map(BufRead::lines);
    let is_ready = lines.any(|line| line.is_ok_and(|line| line.contains(READY)));
    if is_ready {
        // It blocks when nobody reads what it says; its end is the end of the thread.
        thread::Builder::new().spawn(move || lines.for_each(drop))?;
        return Ok(child);
    }
    let _ = child.kill();
    let status = child.wait()?;
    Err(io::Error::other(format!("pcscd did not start ({status})")))
}

/// Two ports in a row that nobody uses: the driver makes two slots.
fn free_pair() -> io::Result<u16> {
    loop {
        let first = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0))?;
        let port = first.local_addr()?.port();
        if port < u16::MAX && TcpListener::bind((Ipv4Addr::UNSPECIFIED, port + 1)).is_ok() {
            return Ok(port);
        }
    }
}
