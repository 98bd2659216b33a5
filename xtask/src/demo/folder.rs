//! The folder that a demo keeps its data in.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::path;
use crate::problem::{During, Outcome, Problem};

/// Marks a folder as ours, and is locked while a demo uses it.
const MARK: &str = "ident-demo.lock";

/// An open data folder; no second demo can open it at the same time.
pub(crate) struct Folder {
    root: PathBuf,
    /// Unlocked when it is closed, also by the system when we are killed.
    _lock: File,
}

impl Folder {
    /// Opens or makes the folder; with `fresh` everything in it is removed first.
    ///
    /// # Errors
    /// When another demo uses it, when it holds something else, or when it cannot be written.
    pub(crate) fn open(folder: &Path, fresh: bool) -> Outcome<Self> {
        let root = path::root().join(folder);
        refuse_foreign(&root)?;
        fs::create_dir_all(&root).during(|| format!("make {}", root.display()))?;
        let mark = root.join(MARK);
        let lock = File::create(&mark).during(|| format!("write {}", mark.display()))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(in_use(folder)),
            Err(TryLockError::Error(error)) => {
                return Err(error).during(|| format!("lock {}", mark.display()));
            }
        }
        if fresh {
            empty(&root)?;
        }
        Ok(Self { root, _lock: lock })
    }

    /// A file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Where the keys are.
    pub(crate) fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }

    /// True when they are there; a making of keys that was interrupted leaves none.
    ///
    /// # Errors
    /// When the rest of an interrupted one cannot be removed.
    pub(crate) fn has_keys(&self) -> Outcome<bool> {
        let keys = self.keys();
        // keygen writes this one last, and overwrites nothing.
        if keys.join("root-1.key").is_file() {
            return Ok(true);
        }
        if keys.is_dir() {
            fs::remove_dir_all(&keys).during(|| format!("remove {}", keys.display()))?;
        }
        Ok(false)
    }

    /// Where the output of one program goes.
    ///
    /// # Errors
    /// When the folder for it cannot be made.
    pub(crate) fn log(&self, name: &str) -> Outcome<PathBuf> {
        let folder = self.root.join("log");
        fs::create_dir_all(&folder).during(|| format!("make {}", folder.display()))?;
        Ok(folder.join(format!("{name}.log")))
    }

    /// Writes a file in it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn write(&self, name: &str, text: &str) -> Outcome<()> {
        let file = self.file(name);
        fs::write(&file, text).during(|| format!("write {}", file.display()))
    }
}

/// Emptying a folder that somebody else filled would be a disaster.
fn refuse_foreign(root: &Path) -> Outcome<()> {
    let is_used = fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_some());
    if !is_used || root.join(MARK).is_file() {
        return Ok(());
    }
    Err(Problem::new(format!(
        "{} holds something else than a demo.",
        root.display()
    ))
    .advice("Give --data an empty folder, or one that does not exist yet."))
}

fn in_use(folder: &Path) -> Problem {
    Problem::new(format!(
        "Another demo is running with the data in {}.",
        folder.display()
    ))
    .advice("End it first, or run a second one with --data OTHER-FOLDER --port N.")
}

fn empty(root: &Path) -> Outcome<()> {
    let doing = || format!("empty {}", root.display());
    for entry in fs::read_dir(root).during(doing)? {
        let entry = entry.during(doing)?;
        if entry.file_name() == MARK {
            continue;
        }
        let path = entry.path();
        let is_folder = entry.file_type().during(doing)?.is_dir();
        if is_folder {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        }
        .during(|| format!("remove {}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_kept_until_a_fresh_start_is_asked_for() {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("demo");
        let folder = Folder::open(&root, false).unwrap();
        folder.write("ident.db", "links").unwrap();
        fs::create_dir(folder.keys()).unwrap();
        fs::write(folder.keys().join("root-1.key"), "key").unwrap();
        drop(folder);
        let folder = Folder::open(&root, false).unwrap();
        assert!(folder.file("ident.db").is_file() && folder.has_keys().unwrap());
        drop(folder);
        let folder = Folder::open(&root, true).unwrap();
        assert!(!folder.file("ident.db").exists() && !folder.has_keys().unwrap());
    }

    #[test]
    fn keys_that_are_not_complete_are_made_again() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(place.path(), false).unwrap();
        fs::create_dir(folder.keys()).unwrap();
        fs::write(folder.keys().join("client-digital-id.pem"), "key").unwrap();
        assert!(!folder.has_keys().unwrap());
        assert!(!folder.keys().exists());
    }

    #[test]
    fn two_demos_do_not_share_a_folder() {
        let place = tempfile::tempdir().unwrap();
        let _first = Folder::open(place.path(), false).unwrap();
        let text = Folder::open(place.path(), true).err().unwrap().to_string();
        assert!(
            text.contains("Another demo") && text.contains("--data"),
            "{text}"
        );
    }

    #[test]
    fn a_folder_with_somebody_elses_files_is_left_alone() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("thesis.txt");
        fs::write(&file, "years of work").unwrap();
        assert!(Folder::open(place.path(), true).is_err());
        assert!(Folder::open(place.path(), false).is_err());
        assert_eq!(fs::read_to_string(file).unwrap(), "years of work");
    }
}
