//! Nothing but our own words leaves this process.

use std::io;

/// Throws away what C libraries print (at its highest level libnfc's log shows whole frames, and
/// so the ids of cards), and lets no core file be written when one of them ends the process.
#[cfg(unix)]
pub(crate) fn be_quiet() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    let nowhere = std::fs::OpenOptions::new().write(true).open("/dev/null")?;
    rustix::stdio::dup2_stderr(&nowhere)?;
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    setrlimit(Resource::Core, none)?;
    // A core that is piped to a program does not mind the limit.
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

/// The PC/SC of other systems prints nothing.
#[cfg(not(unix))]
pub(crate) fn be_quiet() -> io::Result<()> {
    Ok(())
}
