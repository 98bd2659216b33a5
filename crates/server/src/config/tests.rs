use std::path::Path;

use super::*;

const SANDBOX: &str = include_str!("sandbox.test.toml");
const EXAMPLE: &str = include_str!("../../ident.example.toml");

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse(text, Path::new("/etc/ident/ident.toml"))
}

fn complaint(text: &str) -> String {
    parse(text).expect_err("a complaint").to_string()
}

/// The example with one passage replaced.
fn with(from: &str, to: &str) -> String {
    assert!(SANDBOX.contains(from), "the example has {from}");
    SANDBOX.replacen(from, to, 1)
}

fn production() -> String {
    SANDBOX
        .replace("mode = \"sandbox\"", "mode = \"production\"")
        .replace("sandbox_url = \"http://127.0.0.1:7441\"\n", "")
        .replace("http://127.0.0.1:7441", "https://op.example.go.jp")
        .replace("http://127.0.0.1:7442", "https://login.example.ac.jp")
        .replace("http://localhost:7440", "https://ident.example.ac.jp")
}

#[test]
fn the_example_is_read_and_its_paths_begin_at_its_folder() {
    let config = parse(SANDBOX).expect("a configuration");
    assert_eq!(config.origin(), "http://localhost:7440");
    assert!(!config.is_https());
    assert_eq!(
        config.digital_id_redirect(),
        "http://localhost:7440/verify/callback"
    );
    assert_eq!(
        config.keys.roots[0].file,
        Path::new("/etc/ident/keys/root-1.key")
    );
    assert_eq!(config.store.url, "sqlite:/etc/ident/ident.db");
    assert_eq!(config.texts.app.name.ja, "マイナアプリ");
}

#[test]
fn one_text_can_be_replaced_and_the_others_stay() {
    let config = parse(&format!("{SANDBOX}\n[texts.app.name]\nja = \"新アプリ\"\n")).expect("read");
    assert_eq!(config.texts.app.name.ja, "新アプリ");
    assert_eq!(config.texts.app.min_ios, "16.4");
}

#[test]
fn a_complaint_names_file_key_and_what_is_expected() {
    let unknown = complaint(&with("mode = \"sandbox\"", "mode = \"sandbox\"\nmodee = 1"));
    assert!(
        unknown.contains("/etc/ident/ident.toml") && unknown.contains("modee"),
        "{unknown}"
    );
    let missing = complaint(&with("client_id = \"RP00000001\"\n", ""));
    assert!(missing.contains("client_id"), "{missing}");
    let wrong = complaint(&with("\"ES256\"", "\"HS256\""));
    assert!(
        wrong.contains("HS256") && wrong.contains("ES256"),
        "{wrong}"
    );
    let long = complaint(&format!("{SANDBOX}\n[lifetimes]\nproof_s = 601\n"));
    assert!(
        long.contains("lifetimes.proof_s") && long.contains("600"),
        "{long}"
    );
}

#[test]
fn values_that_only_look_right_are_refused() {
    let cases = [
        (
            with(
                "public_url = \"http://localhost:7440\"",
                "public_url = \"http://localhost:7440/x\"",
            ),
            "public_url",
        ),
        (
            with(
                "id = \"5a5d0b00-0000-4000-8000-00000000da16\"",
                "id = \"common\"",
            ),
            "tenant.id",
        ),
        (
            with("sqlite:ident.db", "postgres://ident:secret@db/ident"),
            "store.url",
        ),
        (
            format!("{SANDBOX}\n[app]\ncustom_scheme = \"https\"\n"),
            "app.custom_scheme",
        ),
        (
            format!("{SANDBOX}\n[proxy]\naddresses = [\"10.0.0.1\"]\n"),
            "proxy",
        ),
        (
            format!("{SANDBOX}\n[texts]\nterms_url = \"javascript:alert(1)\"\n"),
            "texts.terms_url",
        ),
        (
            format!("{SANDBOX}\n[texts]\nterms_url = \"//evil.example\"\n"),
            "texts.terms_url",
        ),
        (
            format!("{SANDBOX}\n[retention]\nvisits_s = 60\n"),
            "retention.visits_s",
        ),
        (
            format!("{SANDBOX}\n[log]\nfilter = \"a=b=c\"\n"),
            "log.filter",
        ),
    ];
    for (text, key) in cases {
        let complaint = complaint(&text);
        assert!(
            complaint.contains(&format!("`{key}`")),
            "{key}: {complaint}"
        );
        assert!(
            !complaint.contains("secret"),
            "a password in an error is a password in a log"
        );
    }
}

#[test]
fn r20_production_refuses_practice_services() {
    parse(&production()).expect("a production configuration");
    let swap = |from: &str, to: &str| production().replacen(from, to, 1);
    let cases = [
        (
            swap("https://ident.example.ac.jp", "http://ident.example.ac.jp"),
            "public_url",
        ),
        (
            swap("https://op.example.go.jp", "https://127.0.0.1:7441"),
            "digital_id.issuer",
        ),
        (
            swap("https://login.example.ac.jp", "http://login.example.ac.jp"),
            "utokyo.issuer",
        ),
        (
            swap(
                "https://login.example.ac.jp/graph",
                "https://localhost/graph",
            ),
            "directory.url",
        ),
        (
            swap(
                "https://login.example.ac.jp/graph",
                "https://[::ffff:127.0.0.1]/graph",
            ),
            "directory.url",
        ),
        (
            swap(
                "public_url",
                "sandbox_url = \"https://x.example\"\npublic_url",
            ),
            "sandbox_url",
        ),
    ];
    for (text, key) in cases {
        let complaint = complaint(&text);
        assert!(
            complaint.contains(&format!("`{key}`")),
            "{key}: {complaint}"
        );
    }
}

#[test]
fn the_password_of_a_database_comes_from_its_file() {
    let file = std::env::temp_dir().join(format!("ident-password-{}", std::process::id()));
    std::fs::write(&file, "p@ss/word\n").expect("a file");
    let text = with(
        "url = \"sqlite:ident.db\"",
        &format!("url = \"postgres://ident@db.example/ident\"\npassword_file = {file:?}"),
    );
    let store = parse(&text).expect("a configuration").store;
    let connection = store.connection().expect("a connection");
    std::fs::remove_file(&file).expect("removed");
    assert_eq!(
        connection.expose(),
        "postgres://ident:p%40ss%2Fword@db.example/ident"
    );
    assert!(!store.url.contains("ss"));
}

#[test]
fn what_check_prints_is_the_same_configuration_and_names_the_redirect_addresses() {
    for text in [SANDBOX.to_owned(), production(), EXAMPLE.to_owned()] {
        let config = parse(&text).expect("a configuration");
        let shown = config.show();
        assert!(shown.contains(&config.digital_id_redirect()), "{shown}");
        assert!(shown.contains(&config.utokyo_redirect()), "{shown}");
        let again = parse(&shown).expect("a configuration");
        assert_eq!(format!("{again:?}"), format!("{config:?}"));
    }
}

#[test]
fn r35_the_relying_party_is_told_what_was_configured() {
    let config = parse(SANDBOX).expect("a configuration");
    let (card, account) = (config.digital_id_profile(), config.utokyo_profile());
    assert_eq!(card.redirect_uri, "http://localhost:7440/verify/callback");
    assert_eq!(card.id_token_alg, ident_oidc::Alg::Es256);
    assert_eq!(account.id_token_alg, ident_oidc::Alg::Rs256);
    assert_eq!(
        account.tenant.as_deref(),
        Some("5a5d0b00-0000-4000-8000-00000000da16")
    );
    assert!(card.insecure_ok);
    let config = parse(&production()).expect("a production configuration");
    assert!(
        !config.digital_id_profile().insecure_ok,
        "R-20: TLS and nothing else"
    );
}

#[test]
fn the_example_for_operators_is_read_and_shows_the_defaults() {
    let config = parse(EXAMPLE).expect("a production configuration");
    let short = parse(&production()).expect("a production configuration");
    assert_eq!(config.mode, Mode::Production);
    assert_eq!(
        format!("{:?}", config.lifetimes),
        format!("{:?}", short.lifetimes)
    );
    assert_eq!(
        format!("{:?}", config.limits),
        format!("{:?}", short.limits)
    );
    assert_eq!(
        format!("{:?}", config.retention),
        format!("{:?}", short.retention)
    );
    assert_eq!(config.texts, short.texts);
}

const READER: &str = "[directory.log]\nclient_id = \"reader\"\nkey = \"keys/log.pem\"\n\
                      algorithm = \"ES256\"\n";

#[test]
fn r70_production_reads_the_directorys_log_or_says_plainly_that_it_does_not() {
    let silent = production().replace("without_log = true\n", "");
    assert!(complaint(&silent).contains("directory.log"));
    assert!(parse(&production()).is_ok());
    let reads = parse(&format!("{silent}\n{READER}")).expect("a configuration");
    let log = reads.directory.log.expect("a section");
    assert_eq!(log.key, Path::new("/etc/ident/keys/log.pem"));
    assert_eq!((log.every_s, log.patience_s), (60, 300));
}

#[test]
fn r70_what_is_shown_of_the_directorys_log_is_read_back() {
    let config = parse(&format!("{SANDBOX}\n{READER}")).expect("a configuration");
    let again = parse(&config.show()).expect("the same once more");
    assert_eq!(config.show(), again.show());
    assert!(config.show().contains("Admin registered security info"));
}

#[test]
fn r69_each_registration_is_one_of_its_own() {
    let same = READER.replace("reader", "9f1c0de5-0000-4000-8000-000000001d20");
    let said = complaint(&format!("{SANDBOX}\n{same}"));
    assert!(said.contains("directory.log.client_id"), "{said}");
    let all = format!("{SANDBOX}\n{READER}read = \"all\"\n");
    assert!(complaint(&all).contains("service_principals"));
}

#[test]
fn r69_the_key_for_sign_ins_opens_no_directory() {
    let directory = "9f1c0de5-0000-4000-8000-000000001d20";
    let sign_in = "9f1c0de5-0000-4000-8000-000000001d17";
    let one = complaint(&production().replace(directory, sign_in));
    assert!(one.contains("directory.client_id"), "{one}");
    let key = production().replace("client-directory.pem", "client-utokyo.pem");
    let key = complaint(&key);
    assert!(key.contains("directory.key"), "{key}");
}
