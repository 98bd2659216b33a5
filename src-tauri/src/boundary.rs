//! What the window may do, read from the files that say so.

use serde_json::Value;

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("valid JSON")
}

fn configuration() -> Value {
    json(include_str!("../../tauri.conf.json"))
}

fn capability() -> Value {
    json(include_str!("../capabilities/desktop.json"))
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
fn only_the_named_window_has_rights() {
    assert_eq!(words(&capability()["windows"]), ["main"]);
    assert_eq!(capability()["webviews"], Value::Null);
}

#[test]
fn no_page_from_the_network_has_rights() {
    assert_eq!(capability()["remote"], Value::Null);
    assert_ne!(capability()["local"], Value::Bool(false));
}

#[test]
fn the_window_has_our_own_commands_and_nothing_else() {
    let permissions = capability();
    let permissions = words(&permissions["permissions"]);
    assert!(permissions.len() <= 12, "at most a dozen commands");
    // Tauri's own and those of plugins have a colon: `core:window:default`.
    assert!(
        permissions
            .iter()
            .all(|name| name.starts_with("allow-") && !name.contains(':'))
    );
}

#[test]
fn only_the_listed_capability_applies() {
    // An empty list would mean every file in the folder.
    assert_eq!(
        words(&configuration()["app"]["security"]["capabilities"]),
        ["desktop"]
    );
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
