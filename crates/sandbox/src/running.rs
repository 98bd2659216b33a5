//! Starting and stopping the listeners.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::listener;
use crate::mail::{self, Protection};
use crate::options::Options;
use crate::world::{Addresses, World};

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address could not be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address in question.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// Keys or secrets could not be read or written.
    #[error("cannot use the data folder: {0}")]
    Keys(#[from] crate::key::KeyError),
    /// The mail server has no certificate.
    #[error("cannot make a certificate: {0}")]
    Certificate(#[from] io::Error),
    /// A registered key set of Ident cannot be used.
    #[error("the key set registered for {client} cannot be used: {reason}")]
    ClientKeys {
        /// Which client.
        client: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

/// A sandbox that accepts connections until it is stopped or dropped.
#[derive(Debug)]
pub struct Running {
    /// Issuer of the Digital Agency OP; discovery lies below it.
    pub digital_id_issuer: String,
    /// Issuer of the UTokyo Account OP; discovery lies below it.
    pub utokyo_issuer: String,
    /// Address of the portal, which also carries `/control`, `/phone` and `/people`.
    pub portal_url: String,
    /// Base of the Graph subset, ending in `/v1.0`.
    pub graph_base: String,
    /// Where the mail server listens.
    pub smtp: SocketAddr,
    /// Where it listens to those who speak TLS from the first word on.
    pub smtps: SocketAddr,
    world: Arc<World>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// Starts a sandbox; it accepts connections when this returns.
///
/// # Errors
/// When an address is taken, the data folder is unusable or a registered key set is malformed.
pub async fn spawn(options: Options) -> Result<Running, StartError> {
    let (main, main_at) = listen(SocketAddr::new(options.host, options.port)).await?;
    let (account, account_at) = listen(SocketAddr::new(options.host, options.account_port)).await?;
    let (smtp, smtp_at) = listen_for_mail(&options, account_at.port()).await?;
    let (smtps, smtps_at) = listen(SocketAddr::new(options.host, 0)).await?;
    let addresses = Addresses::new(main_at, account_at, smtp_at);
    let world = Arc::new(World::new(options, addresses)?);
    let (stop, stopped) = watch::channel(false);
    let tasks = vec![
        serve(main, crate::routes::main(&world), stopped.clone()),
        serve(account, crate::routes::account(&world), stopped.clone()),
        until_stopped(
            mail::serve(smtp, Protection::Asked, Arc::clone(&world)),
            stopped.clone(),
        ),
        until_stopped(
            mail::serve(smtps, Protection::Implicit, Arc::clone(&world)),
            stopped,
        ),
    ];
    Ok(Running {
        digital_id_issuer: world.addresses.digital_id_issuer(),
        utokyo_issuer: world.addresses.utokyo_issuer(),
        portal_url: world.addresses.main.clone(),
        graph_base: world.addresses.graph_base(),
        smtp: smtp_at,
        smtps: smtps_at,
        world,
        stop,
        tasks,
    })
}

impl Running {
    /// Registers another public address of Ident, for callers that learn their port late.
    pub fn set_ident_url(&self, url: &str) {
        self.world.set_ident_url(url);
    }

    /// The authority that has signed the mail server's certificate, as PEM.
    pub fn mail_authority(&self) -> &str {
        self.world.certificates.authority()
    }

    /// Stops accepting connections and waits until the listeners have closed.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        for task in self.tasks.drain(..) {
            let _ = task.await;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    Ok((listener, bound))
}

/// A port that was named must be free; the usual one gives way when others run beside us.
async fn listen_for_mail(
    options: &Options,
    account_port: u16,
) -> Result<(TcpListener, SocketAddr), StartError> {
    let at = |port| SocketAddr::new(options.host, port);
    match options.smtp_port {
        Some(port) => listen(at(port)).await,
        None if options.account_port == 0 => listen(at(0)).await,
        None => match listen(at(account_port.saturating_add(1))).await {
            Ok(listening) => Ok(listening),
            Err(_) => listen(at(0)).await,
        },
    }
}

fn serve(listener: TcpListener, router: Router, stop: watch::Receiver<bool>) -> JoinHandle<()> {
    until_stopped(listener::serve(listener, router), stop)
}

fn until_stopped(
    work: impl Future<Output = ()> + Send + 'static,
    mut stop: watch::Receiver<bool>,
) -> JoinHandle<()> {
    tokio::spawn(async move {
        tokio::select! {
            // No grace for open connections: a sandbox that is told to stop has nothing to finish.
            _ = stop.wait_for(|stop| *stop) => {}
            () = work => {}
        }
    })
}
