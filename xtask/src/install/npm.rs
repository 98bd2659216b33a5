//! npm packages of `ui/`, `tests/e2e/` and `tests/peer/`.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::path;
use crate::problem::{Outcome, Problem};
use crate::process::Session;
use crate::step;

/// The oldest Node.js that the build tools run on.
const OLDEST: (u32, u32) = (20, 19);

/// Installs exactly what the folder's `package-lock.json` lists, when it is not there yet.
///
/// # Errors
/// When Node.js is missing or too old, or npm fails.
pub(crate) fn ensure(session: &mut Session, folder: &str) -> Outcome<()> {
    let folder = path::root().join(folder);
    if is_installed(&folder) {
        return Ok(());
    }
    ensure_node()?;
    let mut command = step::npm(&folder, ["ci", "--no-audit", "--no-fund"]);
    // The browser of the tests is Debian's.
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    let what = format!("Installing the npm packages of {}", name(&folder));
    step::run(session, &what, Some("about half a minute"), command)
}

fn name(folder: &Path) -> String {
    folder
        .strip_prefix(path::root())
        .unwrap_or(folder)
        .display()
        .to_string()
}

fn ensure_node() -> Outcome<()> {
    let output = Command::new("node").arg("--version").output();
    let version = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    node_problem(version.ok().as_deref()).map_or(Ok(()), Err)
}

fn node_problem(version: Option<&str>) -> Option<Problem> {
    let (major, minor) = OLDEST;
    let what = match version {
        None => "Node.js is not installed.".to_owned(),
        Some(version) if number(version).is_some_and(|number| number >= OLDEST) => return None,
        Some(version) => format!("Node.js {version} is too old."),
    };
    let advice = format!(
        "Node.js {major}.{minor} or newer with npm is needed. Debian 12's own package is older; \
         https://nodejs.org has current ones."
    );
    Some(Problem::new(what).advice(advice))
}

fn number(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn is_installed(folder: &Path) -> bool {
    // npm writes down what it installed in the hidden file.
    let wanted = read(&folder.join("package-lock.json"));
    let found = read(&folder.join("node_modules/.package-lock.json"));
    wanted
        .zip(found)
        .is_some_and(|(wanted, found)| covers(&found, &wanted))
}

fn read(file: &Path) -> Option<Value> {
    serde_json::from_slice(&fs::read(file).ok()?).ok()
}

/// True when `found` has every package of `wanted` in the same version, apart from those for other
/// systems.
fn covers(found: &Value, wanted: &Value) -> bool {
    let Some(packages) = wanted["packages"].as_object() else {
        return false;
    };
    packages
        .iter()
        .filter(|(place, _)| !place.is_empty())
        .all(|(place, package)| {
            found["packages"][place]["version"] == package["version"]
                || package["optional"] == Value::Bool(true)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn old_and_missing_node_are_refused_with_the_version_needed() {
        for version in [None, Some("v18.19.0"), Some("v20.18.3"), Some("nonsense")] {
            let text = node_problem(version).unwrap().to_string();
            assert!(text.contains("20.19"), "{text}");
        }
        for version in ["v20.19.0", "v20.20.2", "v22.1.0"] {
            assert!(
                node_problem(Some(version)).is_none(),
                "{version} was refused"
            );
        }
    }

    #[test]
    fn a_changed_version_or_a_new_package_is_noticed() {
        let wanted = json!({"packages": {
            "": {"name": "ui"},
            "node_modules/a": {"version": "1.0.0"},
            "node_modules/only-elsewhere": {"version": "1.0.0", "optional": true},
        }});
        let same = json!({"packages": {"node_modules/a": {"version": "1.0.0"}}});
        let older = json!({"packages": {"node_modules/a": {"version": "0.9.0"}}});
        assert!(covers(&same, &wanted));
        assert!(!covers(&older, &wanted));
        assert!(!covers(&json!({"packages": {}}), &wanted));
        assert!(!covers(&same, &json!({})));
    }
}
