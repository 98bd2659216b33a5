//! Has anything in a folder changed since the last time?

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::problem::{During, Outcome};

/// A number for the names, sizes and times of all files below `folder`, without those below a
/// folder named in `skipped`.
///
/// # Errors
/// When a folder cannot be read.
pub(crate) fn of(folder: &Path, skipped: &[&str]) -> Outcome<String> {
    let mut files = BTreeMap::new();
    collect(folder, skipped, &mut files)?;
    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(
    folder: &Path,
    skipped: &[&str],
    files: &mut BTreeMap<PathBuf, (u64, u128)>,
) -> Outcome<()> {
    for entry in fs::read_dir(folder).during(|| format!("read {}", folder.display()))? {
        let entry = entry.during(|| format!("read {}", folder.display()))?;
        let name = entry.file_name();
        if skipped.iter().any(|skipped| name == *skipped) {
            continue;
        }
        let path = entry.path();
        // A file that disappears in this moment is not there.
        let Ok(about) = entry.metadata() else {
            continue;
        };
        if about.is_dir() {
            collect(&path, skipped, files)?;
        } else {
            let changed = about
                .modified()
                .ok()
                .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
            files.insert(path, (about.len(), changed.map_or(0, |at| at.as_nanos())));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_when_a_file_is_added_or_removed_and_only_then() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a"), "1").unwrap();
        let before = of(folder.path(), &[]).unwrap();
        assert_eq!(of(folder.path(), &[]).unwrap(), before);
        fs::write(folder.path().join("b"), "2").unwrap();
        assert_ne!(of(folder.path(), &[]).unwrap(), before);
        fs::remove_file(folder.path().join("b")).unwrap();
        assert_eq!(of(folder.path(), &[]).unwrap(), before);
    }

    #[test]
    fn skipped_folders_do_not_count() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("dist")).unwrap();
        let before = of(folder.path(), &["dist"]).unwrap();
        fs::write(folder.path().join("dist/a"), "1").unwrap();
        assert_eq!(of(folder.path(), &["dist"]).unwrap(), before);
    }
}
