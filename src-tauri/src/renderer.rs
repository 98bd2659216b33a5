//! WebKit's way of painting on machines without a graphics card.

use std::process::ExitCode;

/// Without a graphics card WebKitGTK's default renderer emulates one: painting takes about twice as
/// long and 80 MB more. The switch is an environment variable, and setting one of our own is not
/// safe in Rust; so this starts the program again with it.
#[cfg(target_os = "linux")]
pub(crate) fn restart_without_dmabuf() -> Option<ExitCode> {
    use std::os::unix::process::CommandExt;

    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(SWITCH).is_some() || std::path::Path::new("/dev/dri").exists() {
        return None;
    }
    let program = std::env::current_exe().ok()?;
    // Comes back only when it failed; then the slower way has to do.
    let _ = std::process::Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(SWITCH, "1")
        .exec();
    None
}

/// Other systems have no such switch.
#[cfg(not(target_os = "linux"))]
pub(crate) fn restart_without_dmabuf() -> Option<ExitCode> {
    None
}
