//! The sources of this repository, for tests that read them.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().expect("the workspace").to_owned()
}

/// A source file: its path from the root, and its text.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// The lines that are not comments, with their numbers.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate();
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    /// Whether it is part of the service: neither a test nor a program that stands beside it.
    pub(crate) fn is_ours(&self) -> bool {
        let beside = [
            "crates/sandbox/",
            "crates/bench/",
            "crates/bench-app/",
            "crates/virtual-reader/",
        ];
        !self.is_test() && !beside.iter().any(|folder| self.path.starts_with(folder))
    }

    /// Whether it is only compiled for tests.
    pub(crate) fn is_test(&self) -> bool {
        let endings = ["tests.rs", ".test.ts"];
        self.path.contains("/tests/") || endings.iter().any(|ending| self.path.ends_with(ending))
    }
}

/// All files with one of these endings below a folder.
///
/// # Panics
/// When there are none: a test over nothing would always pass.
pub(crate) fn sources(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root(), &root().join(folder), endings, &mut found);
    assert!(!found.is_empty(), "nothing in {folder}");
    found
}

fn collect(root: &Path, folder: &Path, endings: &[&str], found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if ["node_modules", "target", "dist", "gen"].contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, endings, found);
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let text = fs::read_to_string(&path).expect("text");
            let short = path.strip_prefix(root).expect("below the root");
            found.push(Source {
                path: short.to_string_lossy().into_owned(),
                text,
            });
        }
    }
}

/// Every line of code in which `word` stands outside the files that may have it.
pub(crate) fn strays(sources: &[Source], word: &str, may: impl Fn(&str) -> bool) -> Vec<String> {
    let mut strays = Vec::new();
    for source in sources.iter().filter(|source| !may(&source.path)) {
        for (number, line) in source.code().filter(|(_, line)| line.contains(word)) {
            strays.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
        }
    }
    strays
}
