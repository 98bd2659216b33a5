//! What the programs of the demo are told.

use std::path::Path;

use super::folder::Folder;
use super::place::Place;
use crate::path;

/// The invented university's tenant, as the sandbox has it.
const TENANT: &str = "5a5d0b00-0000-4000-8000-00000000da16";
/// What the sandbox knows us by at the Digital Agency.
const DIGITAL_ID_CLIENT: &str = "RP00000001";
/// What the sandbox knows us by at the university.
const UTOKYO_CLIENT: &str = "9f1c0de5-0000-4000-8000-000000001d17";
const DIRECTORY_CLIENT: &str = "9f1c0de5-0000-4000-8000-000000001d20";
const LOG_CLIENT: &str = "9f1c0de5-0000-4000-8000-000000001d19";

/// What the archive of the sandbox asks for. It opens invented files only.
pub(crate) const ARCHIVE_TOKEN: &str = "demo-archive-token";

/// The arguments of `ident-sandbox`.
pub(crate) fn sandbox_words(place: &Place, folder: &Folder) -> Vec<String> {
    let [_, port, account_port, smtp_port] = place.ports();
    let keys = folder.keys();
    let pairs = [
        ("--data", shown(&folder.file("sandbox"))),
        ("--host", place.host.to_string()),
        ("--port", port.to_string()),
        ("--account-port", account_port.to_string()),
        ("--smtp-port", smtp_port.to_string()),
        ("--ident-url", place.ident_url()),
        (
            "--digital-id-client-jwks",
            shown(&keys.join("client-digital-id.jwks.json")),
        ),
        (
            "--utokyo-client-jwks",
            shown(&keys.join("client-utokyo.jwks.json")),
        ),
        ("--digital-id-alg", "ES256".to_owned()),
        ("--archive-token", ARCHIVE_TOKEN.to_owned()),
    ];
    pairs
        .into_iter()
        .flat_map(|(option, value)| [option.to_owned(), value])
        .collect()
}

/// The server's configuration. Its paths are relative to the file's own folder.
pub(crate) fn text(place: &Place, folder: &Folder) -> String {
    let [port, ..] = place.ports();
    let listen = std::net::SocketAddr::from((place.host, port));
    let (ident, sandbox, account) = (place.ident_url(), place.sandbox_url(), place.account_url());
    let alumni = alumni(place, folder);
    let mail = place.mail_url();
    let assets = quoted(&shown(&path::root().join("ui/dist")));
    format!(
        r#"# Written by `cargo xtask demo` at every start. Copy it before you change it.
mode = "sandbox"
public_url = "{ident}"
listen = "{listen}"
assets = {assets}
sandbox_url = "{sandbox}"

[digital_id]
issuer = "{sandbox}/api/realms/main"
client_id = "{DIGITAL_ID_CLIENT}"
key = "keys/client-digital-id.pem"
algorithm = "ES256"
id_token_algorithm = "ES256"
acr_values = "aal3 crl"

[utokyo]
issuer = "{account}/{TENANT}/v2.0"
client_id = "{UTOKYO_CLIENT}"
key = "keys/client-utokyo.pem"
algorithm = "ES256"
id_token_algorithm = "RS256"

[tenant]
id = "{TENANT}"

[directory]
url = "{account}/graph/v1.0"
token_url = "{account}/{TENANT}/oauth2/v2.0/token"
client_id = "{DIRECTORY_CLIENT}"
key = "keys/client-utokyo.pem"
algorithm = "ES256"
temporary_passwords = true

[directory.log]
client_id = "{LOG_CLIENT}"
key = "keys/client-utokyo.pem"
algorithm = "ES256"

[texts]
security_info_url = "{account}/security-info"
password_page_url = "{account}/security-info"

[mail]
url = "{mail}"
tls = "none"
from = "no-reply@ident.example"

[store]
url = "sqlite:ident.db"

[keys]
roots = [{{ number = 1, file = "keys/root-1.key" }}]

[archive]
url = "{account}"
token_file = "archive-token"
{alumni}"#
    )
}

/// A demo folder of an earlier version has no key for statements; it goes on without.
fn alumni(place: &Place, folder: &Folder) -> String {
    if !folder.keys().join("alumni.pem").is_file() {
        return String::new();
    }
    let account = place.account_url();
    format!(
        r#"
[alumni]
name = {{ ja = "同窓会サービス（練習用）", en = "Alumni service (practice)" }}
url = "{account}/alumni/join"
audience = "{account}/alumni"
key = "keys/alumni.pem"
"#
    )
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A basic string of TOML, which has the escapes of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::DemoOptions;

    #[test]
    fn server_and_sandbox_agree_on_where_they_are() {
        let scratch = tempfile::tempdir().unwrap();
        let place = Place::of(&DemoOptions {
            port: 8000,
            ..DemoOptions::default()
        })
        .unwrap();
        let folder = Folder::open(scratch.path(), false).unwrap();
        let words = sandbox_words(&place, &folder).join(" ");
        assert!(!text(&place, &folder).contains("[alumni]"));
        std::fs::create_dir(folder.keys()).unwrap();
        std::fs::write(folder.keys().join("alumni.pem"), "a key").unwrap();
        let settings = text(&place, &folder);
        assert!(
            words.contains("--host 127.0.0.1 --port 8001 --account-port 8002 --smtp-port 8003"),
            "{words}"
        );
        assert!(
            words.contains("--ident-url http://localhost:8000"),
            "{words}"
        );
        for line in [
            "public_url = \"http://localhost:8000\"",
            "listen = \"127.0.0.1:8000\"",
            "issuer = \"http://127.0.0.1:8001/api/realms/main\"",
            "url = \"http://127.0.0.1:8002/graph/v1.0\"",
            "url = \"smtp://127.0.0.1:8003\"",
            "url = \"http://127.0.0.1:8002\"",
            "audience = \"http://127.0.0.1:8002/alumni\"",
            "security_info_url = \"http://127.0.0.1:8002/security-info\"",
            "password_page_url = \"http://127.0.0.1:8002/security-info\"",
        ] {
            assert!(
                settings.lines().any(|found| found == line),
                "{line} is not in\n{settings}"
            );
        }
    }

    #[test]
    fn a_folder_with_odd_characters_does_not_break_the_settings() {
        assert_eq!(quoted("/home/a \"b\"\\c"), r#""/home/a \"b\"\\c""#);
    }
}
