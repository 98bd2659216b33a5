//! The invariants of the architecture, held against the sources and the dependency graph.

use std::collections::{BTreeMap, BTreeSet};

use ident_core::refusal::Refusal;
use toml::{Table, Value};

use crate::source::{Source, root, sources, strays};

/// Which crates each crate depends on: ours by their manifests, all others by the lock file.
struct Graph {
    manifests: BTreeMap<String, Table>,
    locked: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    fn read() -> Self {
        let own = sources("crates", &["Cargo.toml"]);
        let own = own.iter().map(|source| &source.text);
        let shell = std::fs::read_to_string(root().join("Cargo.toml")).expect("a manifest");
        let manifests = own.chain([&shell]).map(|text| {
            let manifest: Table = text.parse().expect("a manifest");
            let name = manifest["package"]["name"].as_str().expect("a name");
            (name.to_owned(), manifest)
        });
        let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("a lock file");
        let lock: Table = lock.parse().expect("a lock file");
        let packages = lock["package"].as_array().expect("packages").iter();
        let mut locked: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for package in packages {
            let name = package["name"].as_str().expect("a name").to_owned();
            let needs = package.get("dependencies").and_then(Value::as_array);
            let needs = needs.into_iter().flatten().filter_map(Value::as_str);
            // Where two versions are locked, the name is followed by the version.
            let needs = needs.map(|need| need.split(' ').next().unwrap_or(need).to_owned());
            locked.entry(name).or_default().extend(needs);
        }
        Self {
            manifests: manifests.collect(),
            locked,
        }
    }

    /// What one of our crates names itself in these tables.
    fn direct(&self, name: &str, tables: &[&str]) -> BTreeSet<String> {
        let manifest = &self.manifests[name];
        let tables = tables
            .iter()
            .filter_map(|table| manifest.get(*table)?.as_table());
        tables.flat_map(|table| table.keys().cloned()).collect()
    }

    /// Everything that is built into one of our crates, on any system.
    fn reached(&self, name: &str) -> BTreeSet<String> {
        let mut open: Vec<_> = self.direct(name, &BUILT_IN).into_iter().collect();
        let mut reached = BTreeSet::new();
        while let Some(name) = open.pop() {
            if !reached.insert(name.clone()) {
                continue;
            }
            if self.manifests.contains_key(&name) {
                open.extend(self.direct(&name, &BUILT_IN));
            } else {
                open.extend(self.locked[&name].iter().cloned());
            }
        }
        reached
    }
}

/// What is not only for tests.
const BUILT_IN: [&str; 2] = ["dependencies", "build-dependencies"];

/// Crates that read or write, wait or serve.
const OUTSIDE: [&str; 12] = [
    "tokio",
    "axum",
    "reqwest",
    "hyper",
    "rusqlite",
    "tokio-postgres",
    "sqlx",
    "tauri",
    "tracing",
    "openidconnect",
    "mio",
    "socket2",
];

#[test]
fn core_has_no_path_to_the_outside() {
    let reached = Graph::read().reached("ident-core");
    let outside: Vec<_> = OUTSIDE
        .into_iter()
        .filter(|name| reached.contains(*name))
        .collect();
    assert!(outside.is_empty(), "{outside:?}");
    assert!(reached.contains("digest"), "the graph was read");
}

#[test]
fn core_waits_only_in_its_ports() {
    let may = |path: &str| path.ends_with("core/src/port.rs") || path.contains("core/src/port/");
    let stray = strays(&sources("crates/core/src", &[".rs"]), "async ", may);
    assert!(stray.is_empty(), "{stray:#?}");
}

#[test]
fn wire_is_nothing_but_shapes() {
    let direct = Graph::read().direct("ident-wire", &BUILT_IN);
    assert_eq!(direct, set(&["serde", "utoipa"]));
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn dependencies_point_inward() {
    let graph = Graph::read();
    let ours = |name: &str| {
        let mut reached = graph.reached(name);
        reached.retain(|name| graph.manifests.contains_key(name));
        reached
    };
    assert_eq!(ours("ident-core"), set(&[]));
    assert_eq!(ours("ident-wire"), set(&[]));
    assert_eq!(ours("ident-oidc"), set(&["ident-core"]));
    assert_eq!(ours("ident-store"), set(&["ident-core"]));
    assert_eq!(
        ours("ident-sandbox"),
        set(&[]),
        "an error of one is not an error of both"
    );
    let server = set(&["ident-core", "ident-oidc", "ident-store", "ident-wire"]);
    assert_eq!(ours("ident-server"), server);
    assert_eq!(ours("ident-card"), set(&[]));
    assert_eq!(ours("ident-card-watcher"), set(&["ident-card"]));
    assert_eq!(ours("ident-virtual-reader"), set(&["ident-card"]));
    assert!(
        ours("ident").is_subset(&set(&["ident-card", "ident-wire"])),
        "the shell knows shapes only"
    );
}

/// A library for card readers can end its process, and sees the ids of cards.
#[test]
fn only_the_helper_reaches_a_library_for_card_readers() {
    let graph = Graph::read();
    let users = |library: &str| {
        let all = graph.locked.iter();
        let users = all.filter(|(_, needs)| needs.contains(library));
        users.map(|(name, _)| name.as_str()).collect::<Vec<_>>()
    };
    for library in ["pcsc", "nfc1"] {
        assert_eq!(users(library), ["ident-card-watcher"]);
    }
    assert!(
        users("ident-card-watcher").is_empty(),
        "it is a process, not a library"
    );
}

#[test]
fn no_crate_of_the_service_knows_the_sandbox_even_in_its_tests() {
    let graph = Graph::read();
    for name in [
        "ident-core",
        "ident-oidc",
        "ident-store",
        "ident-server",
        "ident",
    ] {
        let all = graph.direct(
            name,
            &["dependencies", "build-dependencies", "dev-dependencies"],
        );
        assert!(!all.contains("ident-sandbox"), "{name}");
    }
}

#[test]
fn only_the_store_knows_sql() {
    let may = |path: &str| path.starts_with("crates/store/") || path.starts_with("crates/bench/");
    let sources = sources("crates", &[".rs"]);
    for word in [
        "SELECT ",
        "INSERT INTO ",
        "DELETE FROM ",
        " SET ",
        "rusqlite",
        "tokio_postgres",
        "PRAGMA ",
    ] {
        let stray = strays(&sources, word, may);
        assert!(stray.is_empty(), "{word}: {stray:#?}");
    }
}

#[test]
fn only_the_http_layer_knows_axum() {
    let may = |path: &str| path.contains("server/src/http/") || path.contains("server/src/listen/");
    let mut sources = sources("crates", &[".rs"]);
    sources.retain(Source::is_ours);
    let stray = strays(&sources, "axum", may);
    assert!(stray.is_empty(), "{stray:#?}");
}

#[test]
fn only_the_shell_knows_tauri() {
    let stray = strays(&sources("crates", &[".rs"]), "tauri::", |_| false);
    assert!(stray.is_empty(), "{stray:#?}");
    let sources = sources("ui/src", &[".ts", ".svelte"]);
    let stray = strays(&sources, "@tauri-apps", |path| {
        path == "ui/src/host/tauri.ts"
    });
    assert!(stray.is_empty(), "{stray:#?}");
}

#[test]
fn only_the_relying_party_says_verified() {
    let may = |path: &str| path.starts_with("crates/oidc/src/relying_party/");
    let stray = strays(&sources("crates", &[".rs"]), "Verified::assertion", may);
    assert!(stray.is_empty(), "{stray:#?}");
    let said = strays(
        &sources("crates/oidc/src", &[".rs"]),
        "Verified::assertion",
        |_| false,
    );
    assert_eq!(
        said.len(),
        2,
        "one for a card, one for an account: {said:#?}"
    );
}

/// What is tested is what runs: nothing behaves differently under test, and practice mode is
/// known to the settings, the notice at the start and the page's mark alone.
#[test]
fn the_server_has_no_second_behaviour() {
    for folder in ["crates/core/src", "crates/oidc/src", "crates/server/src"] {
        let but = |path: &str| path == "crates/server/src/failpoint.rs";
        for source in sources(folder, &[".rs"]) {
            if but(&source.path) {
                continue;
            }
            let lines: Vec<_> = source.text.lines().map(str::trim).collect();
            for (number, line) in lines.iter().enumerate() {
                let what = format!("{}:{}", source.path, number + 1);
                assert!(
                    !line.contains("cfg!(") && !line.contains("not(test)"),
                    "{what}"
                );
                assert!(!line.contains("feature ="), "{what}");
                if *line == "#[cfg(test)]" {
                    let after = lines[number + 1..]
                        .iter()
                        .find(|line| !line.starts_with("#["));
                    assert!(after.is_some_and(|line| line.starts_with("mod ")), "{what}");
                } else {
                    assert!(!line.contains("cfg(test"), "{what}");
                }
            }
        }
    }
}

/// The one place that knows a feature stops a process under test; no build but that test's has it.
#[test]
fn only_the_test_that_kills_the_server_builds_its_failpoints() {
    let manifests = sources(".", &["Cargo.toml"]);
    let naming = manifests.iter().filter(|m| m.text.contains("failpoints"));
    let naming: Vec<&str> = naming.map(|manifest| manifest.path.as_str()).collect();
    assert_eq!(naming, ["crates/server/Cargo.toml"]);
    let server = manifests.iter().find(|m| m.path == naming[0]);
    let server = &server.expect("just found").text;
    assert!(!server.contains("default ="), "no feature is on by itself");
    assert_eq!(server.matches("failpoints = []").count(), 1);
    let builds = sources("xtask", &[".rs"]);
    let on = |word: &str| builds.iter().any(|source| source.text.contains(word));
    assert!(
        !on("failpoints") && !on("all-features"),
        "no command turns it on"
    );
}

#[test]
fn practice_services_are_known_to_settings_notice_and_mark_only() {
    let may = |path: &str| {
        path.starts_with("crates/server/src/config/")
            || path == "crates/server/src/cli/serve.rs"
            || path == "crates/server/src/view/context.rs"
    };
    let mut server = sources("crates/server/src", &[".rs"]);
    server.retain(|source| !source.is_test());
    for word in ["sandbox", "Sandbox"] {
        let stray = strays(&server, word, may);
        assert!(stray.is_empty(), "{stray:#?}");
    }
}

#[test]
fn every_refusal_is_told_in_both_languages() {
    for language in ["ja", "en"] {
        let path = root().join(format!("ui/src/i18n/{language}.json"));
        let text = std::fs::read_to_string(path).expect("the texts");
        let texts: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let told = texts["refusal"].as_object().expect("texts of refusals");
        for refusal in Refusal::ALL {
            for part in ["title", "cause", "next"] {
                let text = told.get(refusal.code()).map(|text| &text[part]);
                let text = text.and_then(serde_json::Value::as_str).unwrap_or_default();
                assert!(
                    !text.trim().is_empty(),
                    "{language}: {refusal} has no {part}"
                );
            }
        }
        let unknown: Vec<_> = told
            .keys()
            .filter(|code| Refusal::parse(code).is_none())
            .collect();
        assert!(unknown.is_empty(), "{language}: {unknown:?} cannot happen");
    }
}

#[test]
fn every_refusal_is_in_the_list_of_failure_codes() {
    let path = root().join("docs/FAILURE-CODES.md");
    let text = std::fs::read_to_string(path).expect("the list");
    for refusal in Refusal::ALL {
        assert!(text.contains(&format!("`{refusal}`")), "{refusal}");
    }
}
