//! What a service under test is configured with.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use ident_oidc::ClientKey;
use ident_sandbox::{Options, Running, TokenAlgorithm};
use ident_server::config::Config;
use tempfile::TempDir;

/// The signature algorithm agreed for the ID tokens of card checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Alg {
    /// The production profile.
    #[default]
    Es256,
    /// The profile of the conformance suite.
    Rs256,
}

impl Alg {
    /// Both profiles.
    pub const BOTH: [Self; 2] = [Self::Es256, Self::Rs256];

    /// The name of the algorithm (RFC 7518 section 3.1).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }

    const fn of_sandbox(self) -> TokenAlgorithm {
        match self {
            Self::Es256 => TokenAlgorithm::Es256,
            Self::Rs256 => TokenAlgorithm::Rs256,
        }
    }
}

/// What may differ from test to test.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// The algorithm of ID tokens of card checks.
    pub alg: Alg,
    /// Lines of TOML that go before the first table.
    pub top: String,
    /// Lines of TOML that go into `[digital_id]`.
    pub digital_id: String,
    /// Lines of TOML that go into `[directory]`.
    pub directory: String,
    /// Lines of TOML that go into `[directory.log]`.
    pub log: String,
    /// Whether temporary passwords are closed by configuration.
    pub closed_desk: bool,
    /// Tables of TOML that go at the end.
    pub tables: String,
    /// An `https` public address in place of the plain one, as behind a proxy.
    pub https: bool,
    /// The port to serve at; a free one otherwise.
    pub port: Option<u16>,
    /// The issuers of other providers than those of the sandbox.
    pub providers: Option<Providers>,
    /// Without an archive and an alumni service.
    pub alone: bool,
    /// How the mail server is reached.
    pub mail: MailWay,
}

/// How the mail server is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum MailWay {
    /// In the clear, as on one machine.
    #[default]
    Plain,
    /// With STARTTLS and a login.
    Starttls {
        /// Whether its authority is configured.
        trusted: bool,
        /// Whether the password is the right one.
        right_password: bool,
    },
    /// With TLS from the beginning, and a login.
    Implicit {
        /// Whether its authority is configured.
        trusted: bool,
    },
}

/// The issuers of both providers.
#[derive(Clone, Debug)]
pub struct Providers {
    /// Of card checks.
    pub digital_id: String,
    /// Of sign-ins.
    pub utokyo: String,
}

/// The public keys by which a provider knows us.
pub fn client_jwks() -> &'static serde_json::Value {
    &keys().jwks
}

/// The file with the key that signs statements to an alumni service.
pub fn alumni_key() -> PathBuf {
    keys().folder.join("alumni.pem")
}

/// The name of the tenant that the sandbox plays.
pub(crate) const TENANT: &str = "5a5d0b00-0000-4000-8000-00000000da16";
const DIGITAL_ID_CLIENT: &str = "RP00000001";
const UTOKYO_CLIENT: &str = "9f1c0de5-0000-4000-8000-000000001d17";
const DIRECTORY_CLIENT: &str = "9f1c0de5-0000-4000-8000-000000001d20";
const LOG_CLIENT: &str = "9f1c0de5-0000-4000-8000-000000001d19";

struct Keys {
    folder: PathBuf,
    jwks: serde_json::Value,
    _kept: TempDir,
}

/// One set of client keys for all tests of the process; no test changes them.
fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| {
        let kept = tempfile::tempdir().expect("a folder");
        let (pem, jwks) = ClientKey::generate(ident_oidc::Alg::Es256).expect("a key");
        let write = |name: &str, bytes: &[u8]| {
            std::fs::write(kept.path().join(name), bytes).expect("written");
        };
        write("client.pem", pem.as_bytes());
        write("root-1.key", &[0x5a; 32]);
        let (of_directory, second) = ClientKey::generate(ident_oidc::Alg::Es256).expect("a key");
        write("directory.pem", of_directory.as_bytes());
        let (pem, _) = ClientKey::generate(ident_oidc::Alg::Es256).expect("a key");
        write("alumni.pem", pem.as_bytes());
        let archive = ident_sandbox::Options::default().archive_token;
        write("archive-token", archive.as_bytes());
        write("index.html", b"<!doctype html><title>Ident</title>");
        Keys {
            folder: kept.path().to_owned(),
            jwks: both(&jwks, &second),
            _kept: kept,
        }
    })
}

/// One key set of two.
fn both(first: &str, second: &str) -> serde_json::Value {
    let keys = |text: &str| -> Vec<serde_json::Value> {
        let set: serde_json::Value = serde_json::from_str(text).expect("a key set");
        set["keys"].as_array().expect("keys").clone()
    };
    let keys = [keys(first), keys(second)].concat();
    serde_json::json!({ "keys": keys })
}

/// The file with our key for the directory, which nothing else is signed with.
pub fn directory_key() -> PathBuf {
    keys().folder.join("directory.pem")
}

/// A sandbox that knows our keys; cards are read in no time.
pub(crate) fn sandbox_options(setup: &Setup, ident: &str) -> Options {
    let lifetimes = ident_sandbox::Lifetimes {
        card_reading_ms: 0,
        ..ident_sandbox::Lifetimes::default()
    };
    Options {
        ident_url: ident.to_owned(),
        digital_id_client_jwks: keys().jwks.clone(),
        utokyo_client_jwks: keys().jwks.clone(),
        digital_id_alg: setup.alg.of_sandbox(),
        lifetimes,
        ..Options::default()
    }
}

/// The server's configuration.
pub(crate) fn config(setup: &Setup, ident: &str, sandbox: &Running, folder: &Path) -> Config {
    let text = text(setup, ident, sandbox);
    let (_, password) = ident_sandbox::MAIL_LOGIN;
    let password = match setup.mail {
        MailWay::Starttls {
            right_password: false,
            ..
        } => "another",
        _ => password,
    };
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("written");
    write("mail-password", password);
    write("mail-ca.pem", sandbox.mail_authority());
    Config::parse(&text, &folder.join("ident.toml")).unwrap_or_else(|error| {
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        panic!("{error} {cause:?}\n{text}")
    })
}

fn text(setup: &Setup, ident: &str, sandbox: &Running) -> String {
    let folder = keys().folder.display();
    let usual = Providers {
        digital_id: sandbox.digital_id_issuer.clone(),
        utokyo: sandbox.utokyo_issuer.clone(),
    };
    let providers = setup.providers.clone().unwrap_or(usual);
    let (agency, tenant) = (&providers.digital_id, &providers.utokyo);
    let (top, more, tables) = (&setup.top, &setup.digital_id, &setup.tables);
    let alg = setup.alg.name();
    let directory = directory(setup, sandbox);
    let leaving = if setup.alone {
        String::new()
    } else {
        leaving(sandbox)
    };
    let mail = match setup.mail {
        MailWay::Plain | MailWay::Starttls { .. } => format!("smtp://{}", sandbox.smtp),
        MailWay::Implicit { .. } => format!("smtps://{}", sandbox.smtps),
    };
    let protection = protection(setup.mail);
    format!(
        r#"mode = "sandbox"
public_url = "{ident}"
assets = "{folder}"
{top}

[digital_id]
issuer = "{agency}"
client_id = "{DIGITAL_ID_CLIENT}"
key = "{folder}/client.pem"
algorithm = "ES256"
id_token_algorithm = "{alg}"
acr_values = "aal3 crl"
{more}

[utokyo]
issuer = "{tenant}"
client_id = "{UTOKYO_CLIENT}"
key = "{folder}/client.pem"
algorithm = "ES256"
id_token_algorithm = "RS256"

[tenant]
id = "{TENANT}"

{directory}
[mail]
url = "{mail}"
{protection}
from = "no-reply@ident.example"

[store]
url = "sqlite:ident.db"

[keys]
roots = [{{ number = 1, file = "{folder}/root-1.key" }}]

{leaving}
{tables}
"#
    )
}

/// The directory and its log.
fn directory(setup: &Setup, sandbox: &Running) -> String {
    let folder = keys().folder.display();
    let token_url = sandbox.utokyo_issuer.replace("/v2.0", "/oauth2/v2.0/token");
    let (graph, open) = (&sandbox.graph_base, !setup.closed_desk);
    let (more, log) = (&setup.directory, &setup.log);
    format!(
        r#"[directory]
url = "{graph}"
token_url = "{token_url}"
client_id = "{DIRECTORY_CLIENT}"
key = "{folder}/directory.pem"
algorithm = "ES256"
temporary_passwords = {open}
{more}

[directory.log]
client_id = "{LOG_CLIENT}"
key = "{folder}/directory.pem"
algorithm = "ES256"
{log}
"#
    )
}

/// Lines of `[mail]`.
fn protection(way: MailWay) -> String {
    let trusted = match way {
        MailWay::Plain => return "tls = \"none\"".to_owned(),
        MailWay::Starttls { trusted, .. } | MailWay::Implicit { trusted } => trusted,
    };
    let authority = if trusted {
        "ca_file = \"mail-ca.pem\""
    } else {
        ""
    };
    let (user, _) = ident_sandbox::MAIL_LOGIN;
    format!("user = \"{user}\"\npassword_file = \"mail-password\"\n{authority}")
}

/// The archive and the alumni service, which are where the accounts are.
fn leaving(sandbox: &Running) -> String {
    let folder = keys().folder.display();
    let base = sandbox.graph_base.trim_end_matches("/graph/v1.0");
    format!(
        r#"[archive]
url = "{base}"
token_file = "{folder}/archive-token"

[alumni]
name = {{ ja = "同窓会サービス（練習用）", en = "Alumni service (practice)" }}
url = "{base}/alumni/join"
audience = "{base}/alumni"
key = "{folder}/alumni.pem"
"#
    )
}
