//! What the window may do, read from the files that say so.

use std::collections::BTreeSet;

use serde_json::Value;

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("valid JSON")
}

fn configuration() -> Value {
    json(include_str!("../../tauri.conf.json"))
}

fn capabilities() -> [Value; 2] {
    [
        json(include_str!("../capabilities/desktop.json")),
        json(include_str!("../capabilities/kiosk.json")),
    ]
}

/// The names of all commands, as the page writes them.
fn commands() -> BTreeSet<String> {
    let list = include_str!("lib.rs");
    let (_, list) = list.split_once("generate_handler![").expect("a list");
    let (list, _) = list.split_once(']').expect("an end");
    list.split(',')
        .filter_map(|name| name.trim().strip_prefix("command::"))
        .map(str::to_owned)
        .collect()
}

fn words(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_str)
        .collect()
}

#[test]
fn t03_each_window_has_one_capability_and_is_named() {
    let [desktop, kiosk] = capabilities();
    assert_eq!(words(&desktop["windows"]), ["main"]);
    assert_eq!(words(&kiosk["windows"]), ["kiosk"]);
    for capability in [desktop, kiosk] {
        assert_eq!(capability["webviews"], Value::Null);
    }
}

#[test]
fn t04_a28_no_page_from_the_network_has_rights() {
    for capability in capabilities() {
        assert_eq!(capability["remote"], Value::Null);
        assert_ne!(capability["local"], Value::Bool(false));
    }
}

#[test]
fn t07_there_are_our_own_commands_and_at_most_a_dozen() {
    assert!((1..=12).contains(&commands().len()));
    for capability in capabilities() {
        // Tauri's own and those of plugins have a colon: `core:window:default`.
        assert!(
            words(&capability["permissions"])
                .iter()
                .all(|name| name.starts_with("allow-") && !name.contains(':'))
        );
    }
}

#[test]
fn every_command_belongs_to_a_window_and_passes_the_isolation() {
    let isolation = include_str!("../isolation/isolation.js");
    for command in commands() {
        let permission = format!("allow-{}", command.replace('_', "-"));
        let is_given = capabilities()
            .iter()
            .any(|capability| words(&capability["permissions"]).contains(&&*permission));
        assert!(is_given, "{permission}");
        assert!(
            isolation.contains(&format!("\n    {command}: {{")),
            "{command}"
        );
    }
}

#[test]
fn k04_the_kiosk_can_open_nothing_copy_nothing_and_call_nobody() {
    let [desktop, kiosk] = capabilities();
    for name in ["allow-open-url", "allow-copy-text", "allow-notify"] {
        assert!(words(&desktop["permissions"]).contains(&name));
        assert!(!words(&kiosk["permissions"]).contains(&name), "{name}");
    }
    let of_kiosk = |capability: &Value| {
        let names = words(&capability["permissions"]);
        names.iter().filter(|name| name.contains("kiosk")).count()
    };
    assert_eq!((of_kiosk(&desktop), of_kiosk(&kiosk)), (0, 4));
}

#[test]
fn only_the_listed_capabilities_apply() {
    // An empty list would mean every file in the folder.
    assert_eq!(
        words(&configuration()["app"]["security"]["capabilities"]),
        ["desktop", "kiosk"]
    );
}

#[test]
fn t06_what_the_page_asks_passes_the_isolation_first() {
    let pattern = &configuration()["app"]["security"]["pattern"];
    assert_eq!(pattern["use"], "isolation");
    assert_eq!(pattern["options"]["dir"], "src-tauri/isolation");
    let page = include_str!("../isolation/index.html");
    assert_eq!(
        page.matches("src=").count(),
        1,
        "nothing but its own script"
    );
}

#[test]
fn t10_one_scheme_in_reverse_domain_form_and_the_parser_knows_the_same() {
    let schemes = &configuration()["plugins"]["deep-link"]["desktop"]["schemes"];
    assert_eq!(words(schemes), [crate::hand_back::SCHEME]);
    assert_eq!(configuration()["identifier"], crate::hand_back::SCHEME);
}

#[test]
fn the_content_security_policy_allows_no_network_and_nothing_inline() {
    let configuration = configuration();
    let policy = configuration["app"]["security"]["csp"]
        .as_object()
        .expect("a policy");
    assert_eq!(policy["default-src"], "'none'");
    assert_eq!(policy["connect-src"], "ipc: http://ipc.localhost");
    for (directive, sources) in policy {
        let sources = sources.as_str().expect("a text");
        let refused = ["unsafe", "*", "https:", "data:", "blob:"];
        assert!(
            !refused.iter().any(|word| sources.contains(word)),
            "{directive}: {sources}"
        );
    }
}

#[test]
fn the_page_finds_no_tauri_object_and_cannot_change_prototypes() {
    let app = &configuration()["app"];
    assert_eq!(app["withGlobalTauri"], Value::Bool(false));
    assert_eq!(app["security"]["freezePrototype"], Value::Bool(true));
    assert_eq!(
        app["security"]["dangerousDisableAssetCspModification"],
        Value::Null
    );
    assert_eq!(app["security"]["assetProtocol"], Value::Null);
}

#[test]
fn the_window_is_opened_by_us_with_its_limits() {
    let windows = configuration();
    let windows = windows["app"]["windows"].as_array().expect("windows");
    assert_eq!(windows.len(), 1);
    // Opened by Tauri itself, it would have no limit on where it goes.
    assert_eq!(windows[0]["create"], Value::Bool(false));
    assert_eq!(windows[0]["devtools"], Value::Null);
}

#[test]
fn release_builds_have_no_developer_tools() {
    let manifest = include_str!("../../Cargo.toml");
    let tauri = manifest
        .lines()
        .find(|line| line.starts_with("tauri = "))
        .expect("tauri");
    assert!(!tauri.contains("devtools"), "{tauri}");
}

#[test]
fn t09_updates_are_signed_with_their_version_and_come_from_the_policy_only() {
    let updater = &configuration()["plugins"]["updater"];
    assert_eq!(updater["requireSignedVersion"], Value::Bool(true));
    assert_eq!(updater["allowDowngrades"], Value::Null);
    assert_eq!(updater["dangerousInsecureTransportProtocol"], Value::Null);
    assert!(words(&updater["endpoints"]).is_empty());
    assert_eq!(updater["pubkey"], "");
}
