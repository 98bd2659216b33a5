//! A place to measure in: a temporary folder with keys and configuration, a fast provider, the
//! server's binary.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::provider::Provider;

/// The algorithm of both sides' signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alg {
    Es256,
    Rs256,
}

impl Alg {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }
}

/// Where one measurement happens. The folder goes with the value.
pub(crate) struct Place {
    pub(crate) folder: PathBuf,
    pub(crate) alg: Alg,
    pub(crate) provider: Arc<Provider>,
    issuer: String,
}

/// A running server, ended with the value.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
}

impl Server {
    pub(crate) fn pid(&self) -> u32 {
        self.child.id().unwrap_or_default()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // The folder is a temporary one; what stays of it is the system's to sweep.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Place {
    pub(crate) async fn make(alg: Alg) -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!(
            "ident-bench-{}-{}",
            std::process::id(),
            SERIAL.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
        ));
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let (provider, issuer) = Provider::start(alg).await?;
        let place = Self {
            folder,
            alg,
            provider,
            issuer,
        };
        place.keys().await?;
        std::fs::write(place.file("ident.toml"), place.settings())
            .map_err(|error| error.to_string())?;
        Ok(place)
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.issuer
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Starts the server on the first core and waits until it is ready.
    pub(crate) async fn start(&self) -> Result<Server, String> {
        let mut child = Command::new("taskset")
            .args(["-c", "0"])
            .arg(binary())
            .arg("--config")
            .arg(self.file("ident.toml"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("taskset and {}: {error}", binary().display()))?;
        let output = child.stdout.take().ok_or("the server has no output")?;
        let mut lines = BufReader::new(output).lines();
        let line = lines.next_line().await.map_err(|error| error.to_string())?;
        let ready = line
            .as_deref()
            .and_then(|line| line.strip_prefix("ready http://"));
        let address = ready.ok_or("the server did not get ready")?.to_owned();
        Ok(Server { child, address })
    }

    async fn keys(&self) -> Result<(), String> {
        let made = Command::new(binary())
            .arg("keygen")
            .args(["--alg", self.alg.name(), "--out"])
            .arg(self.file("keys"))
            .stdout(Stdio::null())
            .status()
            .await;
        match made {
            Ok(status) if status.success() => Ok(()),
            other => Err(format!("{} keygen: {other:?}", binary().display())),
        }
    }

    fn settings(&self) -> String {
        let (issuer, alg) = (&self.issuer, self.alg.name());
        let tenant = "5a5d0b00-0000-4000-8000-00000000da16";
        format!(
            r#"mode = "sandbox"
public_url = "http://localhost:7440"
listen = "127.0.0.1:0"
assets = "."

[digital_id]
issuer = "{issuer}"
client_id = "RP00000001"
key = "keys/client-digital-id.pem"
algorithm = "{alg}"
id_token_algorithm = "{alg}"
acr_values = "aal3 crl"
always_read_userinfo = true

[utokyo]
issuer = "{issuer}"
client_id = "bench"
key = "keys/client-utokyo.pem"
algorithm = "{alg}"
id_token_algorithm = "{alg}"

[tenant]
id = "{tenant}"

[directory]
url = "{issuer}/graph"
token_url = "{issuer}/token"
client_id = "bench"
key = "keys/client-utokyo.pem"
algorithm = "{alg}"

[store]
url = "sqlite:ident.db"

[keys]
roots = [{{ number = 1, file = "keys/root-1.key" }}]

[limits]
connections = 20000
starts_by_network = {{ max = 1000000000, window_s = 60 }}
starts_by_visit = {{ max = 1000000000, window_s = 60 }}
openings_by_network = {{ max = 1000000000, window_s = 60 }}

[log]
filter = "error"
"#
        )
    }
}

static SERIAL: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);

/// The server's binary: beside this one, built by the same profile.
fn binary() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    own.with_file_name("ident-server")
}
