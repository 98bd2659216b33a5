//! The packages of this system, as dpkg writes them down (deb-control(5)).

use std::collections::{BTreeMap, BTreeSet};

/// One installed package.
#[derive(Clone, Debug, Default)]
pub(crate) struct Package {
    /// The source that it was made of.
    pub(crate) source: String,
    /// KiB on the disk.
    pub(crate) size: u64,
    /// The words of `Depends` and `Pre-Depends`: one of each inner list is needed.
    pub(crate) needs: Vec<Vec<String>>,
    /// Every system has it.
    is_base: bool,
}

/// All installed packages.
#[derive(Debug, Default)]
pub(crate) struct Status {
    packages: BTreeMap<String, Package>,
    /// Names that are not those of packages, and who has them.
    provided: BTreeMap<String, String>,
}

impl Status {
    pub(crate) fn parse(text: &str) -> Self {
        let mut status = Self::default();
        for stanza in text.split("\n\n") {
            let field = |name: &str| field(stanza, name);
            let (Some(name), Some("install ok installed")) = (field("Package"), field("Status"))
            else {
                continue;
            };
            let source = field("Source").unwrap_or(name);
            let package = Package {
                source: source.split(' ').next().unwrap_or(source).to_owned(),
                size: field("Installed-Size")
                    .and_then(|size| size.parse().ok())
                    .unwrap_or_default(),
                needs: ["Pre-Depends", "Depends"]
                    .into_iter()
                    .filter_map(field)
                    .flat_map(needs)
                    .collect(),
                is_base: field("Essential") == Some("yes")
                    || matches!(
                        field("Priority"),
                        Some("required" | "important" | "standard")
                    ),
            };
            for provided in needs(field("Provides").unwrap_or_default())
                .into_iter()
                .flatten()
            {
                status
                    .provided
                    .entry(provided)
                    .or_insert_with(|| name.to_owned());
            }
            status.packages.insert(name.to_owned(), package);
        }
        status
    }

    /// What every system has.
    pub(crate) fn base(&self) -> BTreeSet<&str> {
        let base = self.packages.iter().filter(|(_, package)| package.is_base);
        self.closure(base.map(|(name, _)| vec![name.clone()]).collect())
    }

    /// Everything that these needs need.
    pub(crate) fn closure(&self, needs: Vec<Vec<String>>) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        let mut open = needs;
        while let Some(choice) = open.pop() {
            let Some((name, package)) = choice.iter().find_map(|name| self.find(name)) else {
                continue;
            };
            if found.insert(name) {
                open.extend(package.needs.iter().cloned());
            }
        }
        found
    }

    pub(crate) fn find(&self, name: &str) -> Option<(&str, &Package)> {
        let name = self.provided.get(name).map_or(name, |by| by.as_str());
        self.packages
            .get_key_value(name)
            .map(|(name, package)| (name.as_str(), package))
    }
}

/// The first line of a field.
pub(crate) fn field<'a>(stanza: &'a str, name: &str) -> Option<&'a str> {
    let line = stanza
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.map(str::trim)
}

/// `a (>= 1), b | c:any` as lists of names.
pub(crate) fn needs(text: &str) -> Vec<Vec<String>> {
    let name = |word: &str| {
        word.trim()
            .split([' ', ':', '('])
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let choices = text.split(',').filter(|choice| !choice.trim().is_empty());
    choices
        .map(|choice| choice.split('|').map(name).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Package: libc6\nStatus: install ok installed\nPriority: optional\nInstalled-Size: 10\n
Package: dash\nEssential: yes\nStatus: install ok installed\nInstalled-Size: 1\nPre-Depends: libc6 (>= 2)\n
Package: gone\nStatus: deinstall ok config-files\nInstalled-Size: 9\n
Package: lib-b\nSource: b (1.2)\nStatus: install ok installed\nProvides: b-abi (= 1)\nInstalled-Size: 5\n
Package: app\nStatus: install ok installed\nInstalled-Size: 2\nDepends: gone | b-abi, libc6:any\n";

    #[test]
    fn a_need_is_followed_through_alternatives_and_provided_names() {
        let status = Status::parse(TEXT);
        let found = status.closure(vec![vec!["app".to_owned()]]);
        assert_eq!(
            found.into_iter().collect::<Vec<_>>(),
            ["app", "lib-b", "libc6"]
        );
        assert_eq!(status.find("b-abi").unwrap().1.source, "b");
    }

    #[test]
    fn what_the_essential_packages_need_is_on_every_system() {
        let status = Status::parse(TEXT);
        assert_eq!(
            status.base().into_iter().collect::<Vec<_>>(),
            ["dash", "libc6"]
        );
    }

    #[test]
    fn versions_and_architectures_are_no_part_of_a_name() {
        assert_eq!(needs("a (>= 1), b:any | c"), [vec!["a"], vec!["b", "c"]]);
        assert!(needs("").is_empty());
    }
}
