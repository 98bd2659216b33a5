//! The server of the service, which gives the pages to Chromium and the data to both. The outside
//! services are not asked before somebody signs in, so there are none.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// A running server, ended with the value.
pub(crate) struct Server {
    child: Child,
    pub(crate) url: String,
    _folder: TempDir,
}

impl Server {
    pub(crate) fn start(program: &Path) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let told = |error: std::io::Error| format!("{}: {error}", program.display());
        let keys = folder.path().join("keys");
        let mut keygen = Command::new(program);
        keygen.args(["keygen", "--alg", "ES256", "--out"]).arg(keys);
        keygen.stdout(Stdio::null()).status().map_err(told)?;
        let port = free_port().map_err(|error| error.to_string())?;
        let file = folder.path().join("ident.toml");
        std::fs::write(&file, settings(port)).map_err(|error| error.to_string())?;
        let mut command = Command::new(program);
        command.arg("--config").arg(file).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(told)?;
        let output = child.stdout.take();
        let url = format!("http://localhost:{port}");
        let server = Self {
            child,
            url,
            _folder: folder,
        };
        let first = output.and_then(|output| BufReader::new(output).lines().next());
        let is_ready = first.is_some_and(|line| line.is_ok_and(|line| line.starts_with("ready ")));
        is_ready
            .then_some(server)
            .ok_or_else(|| format!("{} did not get ready", program.display()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> std::io::Result<u16> {
    TcpListener::bind("127.0.0.1:0")?
        .local_addr()
        .map(|address| address.port())
}

fn settings(port: u16) -> String {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist");
    let assets = assets.display();
    let party = |name: &str| {
        format!(
            r#"
[{name}]
issuer = "http://127.0.0.1:9"
client_id = "bench"
key = "keys/client-utokyo.pem"
algorithm = "ES256"
id_token_algorithm = "ES256"
"#
        )
    };
    let parties = party("digital_id") + "acr_values = \"aal3 crl\"\n" + &party("utokyo");
    format!(
        r#"mode = "sandbox"
public_url = "http://localhost:{port}"
listen = "127.0.0.1:{port}"
assets = "{assets}"
{parties}
[tenant]
id = "5a5d0b00-0000-4000-8000-00000000da16"

[directory]
url = "http://127.0.0.1:9/graph"
token_url = "http://127.0.0.1:9/token"
client_id = "bench"
key = "keys/client-utokyo.pem"
algorithm = "ES256"

[store]
url = "sqlite:ident.db"

[keys]
roots = [{{ number = 1, file = "keys/root-1.key" }}]

[log]
filter = "off"
"#
    )
}
