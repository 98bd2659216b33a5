//! A place to measure in: a temporary folder with keys and configuration, a fast provider, the
//! server's binary.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use crate::graph::{Budget, Graph};
use crate::provider::Provider;
use crate::running::{Party, Server};

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
    pub(crate) graph: Arc<Graph>,
    /// What the server is told of the directory's budget.
    pace: Budget,
    issuer: String,
}

impl Drop for Place {
    fn drop(&mut self) {
        // The folder is a temporary one; what stays of it is the system's to sweep.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Place {
    /// A place with a directory that takes any number of writes.
    pub(crate) async fn make(alg: Alg) -> Result<Self, String> {
        Self::with_budget(alg, Budget::ENDLESS).await
    }

    /// A place with a directory that counts, and a server that has been told so.
    pub(crate) async fn with_budget(alg: Alg, budget: Budget) -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!(
            "ident-bench-{}-{}",
            std::process::id(),
            SERIAL.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
        ));
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let graph = Graph::new(budget);
        let (provider, issuer) = Provider::start(alg, Arc::clone(&graph)).await?;
        let place = Self {
            folder,
            alg,
            provider,
            graph,
            pace: budget,
            issuer,
        };
        place.keys()?;
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

    /// Starts the server.
    pub(crate) async fn start(&self) -> Result<Server, String> {
        let (program, settings) = (binary(), self.file("ident.toml"));
        let (program, settings) = (program.to_string_lossy(), settings.to_string_lossy());
        Server::start(Party::Ident, &[&*program, "--config", &*settings]).await
    }

    fn keys(&self) -> Result<(), String> {
        let made = Command::new(binary())
            .arg("keygen")
            .args(["--alg", self.alg.name(), "--out"])
            .arg(self.file("keys"))
            .stdout(Stdio::null())
            .status();
        match made {
            Ok(status) if status.success() => Ok(()),
            other => Err(format!("{} keygen: {other:?}", binary().display())),
        }
    }

    fn settings(&self) -> String {
        let (issuer, alg) = (&self.issuer, self.alg.name());
        let tenant = "5a5d0b00-0000-4000-8000-00000000da16";
        let assets = assets();
        let assets = assets.display();
        let (writes, window) = (self.pace.writes, self.pace.window.as_secs());
        format!(
            r#"mode = "sandbox"
public_url = "http://localhost:7440"
listen = "127.0.0.1:0"
assets = "{assets}"

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
token_url = "{issuer}/app-token"
client_id = "bench"
key = "keys/client-utokyo.pem"
algorithm = "{alg}"
temporary_passwords = true
writes = {writes}
writes_window_s = {window}

[directory.sessions]
client_id = "bench-sessions"
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

/// The built user interface, if there is one.
pub(crate) fn assets() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist");
    if built.join("index.html").exists() {
        built
    } else {
        PathBuf::from(".")
    }
}
