//! Our server with everything around it.

use std::fmt::Write as _;
use std::io::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ident_core::port::{Fault, Store};
use ident_core::time::{Span, Timestamp};
use ident_sandbox::Running;
use ident_server::adapter::client_key;
use ident_server::adapter::graph::Graph;
use ident_server::agent::{Dial, serve as serve_directory};
use ident_server::clock::{Clock, ClockHand};
use ident_server::config::Config;
use ident_server::entropy::Entropy;
use ident_server::flow::{Reading, read_directory_log};
use ident_server::http::router;
use ident_server::listen::serve;
use ident_server::state::App;
use ident_server::task::{Round, rescue_round};
use ident_store::Sqlite;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::app::AppClient;
use crate::browser::Browser;
use crate::sandbox::{Journal, Op, Sandbox};
use crate::settings::{self, Alg, Setup};
use crate::store::{self, Audit};

/// No answer takes longer; it is well below the time after which the server gives up a body.
const PATIENCE: Duration = Duration::from_secs(8);
/// What lasts beyond a request, apart from the audit log and the counts.
const STATE: &[&str] = &["visit", "flow", "proof", "link"];
const EVERYTHING: &[&str] = &[
    "visit",
    "flow",
    "proof",
    "link",
    "tally",
    "audit",
    "act",
    "entry",
    "contact",
    "mail",
    "rescue_case",
    "kiosk",
    "attempt",
    "trace",
];

/// A whole service that lives as long as its test.
pub struct Service {
    /// The outside services.
    pub sandbox: Sandbox,
    /// The address that people see, without a trailing slash.
    pub address: String,
    /// The hand of the server's clock.
    pub clock: ClockHand,
    config: Config,
    time: Clock,
    port: u16,
    passed: i64,
    server: Option<Server>,
    folder: TempDir,
    _running: Running,
}

struct Server {
    app: Arc<App>,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
    waking: JoinHandle<()>,
}

impl Service {
    /// A service with the production profile.
    pub async fn start() -> Self {
        Self::with(Setup::default()).await
    }

    /// A service whose card checks are signed with `alg`.
    pub async fn signed_with(alg: Alg) -> Self {
        Self::with(Setup {
            alg,
            ..Setup::default()
        })
        .await
    }

    /// A service that differs from the usual one.
    pub async fn with(setup: Setup) -> Self {
        let wanted = ("127.0.0.1", setup.port.unwrap_or_default());
        let listener = TcpListener::bind(wanted).await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let scheme = if setup.https { "https" } else { "http" };
        let address = format!("{scheme}://localhost:{port}");
        let running = ident_sandbox::spawn(settings::sandbox_options(&setup, &address)).await;
        let running = running.expect("a sandbox");
        let folder = tempfile::tempdir().expect("a folder");
        let config = settings::config(&setup, &address, &running, folder.path());
        let (time, clock) = Clock::fixed(real_time());
        let sandbox = Sandbox {
            portal: running.portal_url.clone(),
            agency: running.digital_id_issuer.clone(),
        };
        let mut service = Self {
            sandbox,
            address,
            clock,
            config,
            time,
            port,
            passed: 0,
            server: None,
            folder,
            _running: running,
        };
        service.serve(listener);
        service
    }

    fn serve(&mut self, listener: TcpListener) {
        let store = Sqlite::open(&self.database()).expect("a database");
        let dial = agent(&self.config, &self.time);
        let app = App::with(
            self.config.clone(),
            Arc::new(store),
            self.time.clone(),
            dial,
        );
        let app = app.expect("a server");
        let (stop, stopped) = oneshot::channel();
        let routes = router(&app);
        let serving = tokio::spawn(serve(listener, routes, async {
            let _ = stopped.await;
        }));
        let for_hub = Arc::clone(&app);
        let waking = tokio::spawn(async move { for_hub.hub.feed(for_hub.store.changes()).await });
        self.server = Some(Server {
            app,
            stop,
            serving,
            waking,
        });
    }

    /// Ends the server and starts another one on the same file, at the same address.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.listen().await;
    }

    /// Ends the server, so that another process can take its place: the configuration for it.
    pub async fn step_aside(&mut self) -> PathBuf {
        self.stop().await;
        let file = self.folder.path().join("ident.toml");
        let listen = format!("listen = \"127.0.0.1:{}\"", self.port);
        let shown = self.config.show();
        let lines = shown.lines().map(|line| {
            if line.starts_with("listen = ") {
                listen.as_str()
            } else {
                line
            }
        });
        let text: Vec<&str> = lines.collect();
        std::fs::write(&file, text.join("\n")).expect("written");
        file
    }

    /// Takes the place of another process again, at its time.
    pub async fn step_in(&mut self) {
        self.clock.set(real_time());
        self.listen().await;
    }

    async fn stop(&mut self) {
        let old = self.server.take().expect("a running server");
        let _ = old.stop.send(());
        old.serving.await.expect("a clean end");
        old.waking.abort();
        let _ = old.waking.await;
    }

    async fn listen(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await;
        self.serve(listener.expect("the same port"));
    }

    /// Lets the task that opens and ends accesses look once.
    pub async fn rescue(&self) -> Round {
        let round = rescue_round(self.running()).await;
        round.expect("the database answers")
    }

    /// Reads the directory's log once.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub async fn read_log(&self) -> Result<Reading, Fault> {
        read_directory_log(self.running()).await
    }

    /// Starts what goes on beside the requests, until it is told to end.
    pub fn run_tasks(&self) -> CancellationToken {
        let end = CancellationToken::new();
        let app = &self.server.as_ref().expect("a running server").app;
        let mut tasks = ident_server::task::spawn(app, &end);
        tokio::spawn(async move { while tasks.join_next().await.is_some() {} });
        end
    }

    /// The server's parts.
    pub(crate) fn running(&self) -> &App {
        &self.server.as_ref().expect("a running server").app
    }

    /// Lets time pass, for us and for the outside services.
    pub async fn pass(&mut self, seconds: u32) {
        self.clock.advance(Span::seconds(seconds));
        self.passed += i64::from(seconds);
        self.sandbox.skew(self.passed).await;
    }

    /// A browser on a PC.
    pub fn pc(&self) -> Browser {
        Browser::new(self, PC)
    }

    /// A browser on a phone.
    pub fn phone(&self) -> Browser {
        Browser::new(self, PHONE)
    }

    /// An installed app.
    pub async fn app(&self) -> AppClient {
        AppClient::new(self).await
    }

    /// Makes one thing go wrong at the Digital Agency's service, once.
    pub async fn arm(&self, fault: &str) {
        self.sandbox.arm(Op::DigitalId, fault).await;
    }

    /// What the outside services were asked.
    pub async fn journal(&self) -> Journal {
        self.sandbox.journal().await
    }

    /// The origin of the provider's pages, as a browser writes it.
    pub fn sandbox_origin(&self) -> String {
        self.sandbox.portal.clone()
    }

    /// The audit log.
    pub fn audit(&self) -> Audit {
        Audit::read(&self.database())
    }

    /// Visits, flows, proofs and links, as text to be compared.
    pub fn state(&self) -> String {
        store::dump(&self.database(), STATE)
    }

    /// All that is stored, as text to be compared or searched.
    pub fn everything(&self) -> String {
        store::dump(&self.database(), EVERYTHING)
    }

    /// Whether this text is stored anywhere in the clear, as a text or inside of a record.
    pub fn holds(&self, text: &str) -> bool {
        let mut bytes = String::with_capacity(2 * text.len());
        for byte in text.bytes() {
            write!(bytes, "{byte:02x}").expect("a string takes all");
        }
        let stored = self.everything();
        stored.contains(text) || stored.contains(&bytes)
    }

    /// How many rows a table has.
    pub fn count(&self, table: &str) -> i64 {
        store::count(&self.database(), table)
    }

    /// The first row at which the audit chain does not hold.
    pub async fn broken_audit_row(&self) -> Option<u64> {
        let store = Sqlite::open(&self.database()).expect("a database");
        store.broken_audit_row().await.expect("an answer")
    }

    /// Sends these bytes as they are; the answer until the server closes.
    pub async fn raw(&self, request: &[u8]) -> String {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).await;
        let mut stream = stream.expect("a connection");
        // The server may answer and close before it has read all of it.
        let _ = stream.write_all(request).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Sends these bytes and waits for an answer without closing or sending anything more.
    ///
    /// # Panics
    /// When no answer comes.
    pub async fn raw_until_answer(&self, request: &[u8]) -> String {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).await;
        let mut stream = stream.expect("a connection");
        stream.write_all(request).await.expect("sent");
        let mut answer = String::new();
        let mut part = [0; 4096];
        while !answer.contains('}') {
            let read = timeout(PATIENCE, stream.read(&mut part)).await;
            match read.expect("an answer in time") {
                Ok(0) | Err(_) => break,
                Ok(length) => answer.push_str(&String::from_utf8_lossy(&part[..length])),
            }
        }
        answer
    }

    /// The database's file.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("ident.db")
    }
}

/// The other side of the line to the directory, on a socket as ever, but with the time of the test
/// and therefore in this process. Those tests that start the server as a process have it start the
/// other one too.
fn agent(config: &Config, time: &Clock) -> Dial {
    let (config, time) = (config.clone(), time.clone());
    Dial::by(move || {
        let (config, time) = (config.clone(), time.clone());
        async move {
            let (ours, theirs) = UnixStream::pair()?;
            tokio::spawn(serve_directory(theirs, move |calls| {
                let keys = client_key::of_directory(&config.directory);
                let keys = keys.map_err(Error::other)?;
                let parts = (time, Entropy);
                Graph::new(&config.directory, &config.tenant, keys, parts, calls)
                    .map_err(|refusal| Error::other(refusal.code()))
            }));
            Ok(ours)
        }
    })
}

const PC: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                  Chrome/142.0.0.0 Safari/537.36";
const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 \
                     (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";

#[expect(
    clippy::disallowed_methods,
    reason = "the sandbox signs by the system's time, so the test's clock begins there"
)]
fn real_time() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let millis = since.expect("after 1970").as_millis();
    Timestamp::from_millis(i64::try_from(millis).expect("before the year 292278994"))
}
