//! What an installation puts on the disk.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde::Serialize;

use crate::status::{Status, field, needs};

/// The browser's package.
const CHROMIUM: &str = "chromium";

/// Installed sizes, as the packages state them.
#[expect(
    clippy::struct_field_names,
    reason = "the unit belongs to the name of a figure"
)]
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Size {
    /// The program's own packages.
    pub(crate) own_mb: f64,
    /// What they need and not every Debian system has.
    pub(crate) needs_mb: f64,
    /// … of which the other program needs nothing.
    pub(crate) needs_alone_mb: f64,
}

/// Both sizes.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Sizes {
    pub(crate) app: Size,
    pub(crate) chromium: Size,
}

/// Asks dpkg.
///
/// # Errors
/// The reason why it cannot be told.
pub(crate) fn measure(deb: Option<&Path>) -> Result<Sizes, String> {
    let deb = deb.ok_or("no package was named")?;
    let told = Command::new("dpkg-deb").arg("--field").arg(deb).output();
    let told = told.map_err(|error| format!("dpkg-deb: {error}"))?;
    let text =
        std::fs::read_to_string("/var/lib/dpkg/status").map_err(|error| error.to_string())?;
    sizes(
        &Status::parse(&text),
        &String::from_utf8_lossy(&told.stdout),
    )
}

fn sizes(status: &Status, control: &str) -> Result<Sizes, String> {
    let size = field(control, "Installed-Size").and_then(|size| size.parse().ok());
    let own: u64 = size.ok_or("the package does not say its size")?;
    let base = status.base();
    let app = status.closure(field(control, "Depends").map(needs).unwrap_or_default());
    let app: BTreeSet<_> = app.difference(&base).copied().collect();
    let browser = status.closure(vec![vec![CHROMIUM.to_owned()]]);
    let browser: BTreeSet<_> = browser.difference(&base).copied().collect();
    let is_own = |name: &&str| {
        status
            .find(name)
            .is_some_and(|(_, package)| package.source == CHROMIUM)
    };
    let (browser_own, browser): (BTreeSet<_>, BTreeSet<_>) = browser.into_iter().partition(is_own);
    if browser_own.is_empty() {
        return Err("Chromium's package is not installed".to_owned());
    }
    let sum = |names: &mut dyn Iterator<Item = &&str>| -> u64 {
        names
            .filter_map(|name| status.find(name))
            .map(|(_, package)| package.size)
            .sum()
    };
    Ok(Sizes {
        app: Size {
            own_mb: mb(own),
            needs_mb: mb(sum(&mut app.iter())),
            needs_alone_mb: mb(sum(&mut app.difference(&browser))),
        },
        chromium: Size {
            own_mb: mb(sum(&mut browser_own.iter())),
            needs_mb: mb(sum(&mut browser.iter())),
            needs_alone_mb: mb(sum(&mut browser.difference(&app))),
        },
    })
}

/// Packages state KiB.
fn mb(size: u64) -> f64 {
    f64::from(u32::try_from(size).unwrap_or(u32::MAX)) / 1024.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_need_and_what_every_system_has_is_told_apart() {
        let text = "Package: libc6\nEssential: yes\nStatus: install ok installed\nInstalled-Size: 99\n
Package: both\nStatus: install ok installed\nInstalled-Size: 1024\n
Package: ours\nStatus: install ok installed\nInstalled-Size: 2048\nDepends: both, libc6\n
Package: chromium\nStatus: install ok installed\nInstalled-Size: 4096\nDepends: chromium-common, both\n
Package: chromium-common\nSource: chromium\nStatus: install ok installed\nInstalled-Size: 1024\n";
        let sizes = sizes(&Status::parse(text), "Installed-Size: 512\nDepends: ours\n").unwrap();
        let of = |size: Size| {
            let [own, needs, alone] = [size.own_mb, size.needs_mb, size.needs_alone_mb];
            format!("{own:.1} {needs:.1} {alone:.1}")
        };
        assert_eq!(of(sizes.app), "0.5 3.0 2.0");
        assert_eq!(of(sizes.chromium), "5.0 1.0 0.0");
    }
}
