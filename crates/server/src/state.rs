//! Everything a request may need, built once.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use ident_core::port::{Archive, Directory, DirectoryLog, PassDesk, PasswordDesk, Store};
use ident_core::purpose::Provider;
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;
use ident_oidc::{ClientKey, Http, RelyingParty};
use thiserror::Error;
use tokio::sync::{Mutex, Notify};

use crate::adapter::archive::{ArchiveDesk, ArchiveError};
use crate::adapter::client_key::{self, ClientKeyError};
use crate::adapter::counted::Counted;
use crate::adapter::database::{self, DatabaseError};
use crate::adapter::smtp::{Smtp, SmtpError};
use crate::agent::{Agent, Dial};
use crate::clock::Clock;
use crate::config::Config;
use crate::entropy::Entropy;
use crate::http::metrics::Metrics;
use crate::hub::Hub;
use crate::keys::{Keys, KeysError};

/// The server's parts.
pub struct App {
    /// What was configured.
    pub config: Config,
    /// Where everything that matters is kept.
    pub store: Arc<dyn Store>,
    /// The server's own keys.
    pub keys: Keys,
    /// The Digital Agency's service.
    pub card: RelyingParty,
    /// UTokyo Account's sign-in service.
    pub account: RelyingParty,
    /// The university's directory.
    pub directory: Arc<dyn Directory>,
    /// Where passes are issued.
    pub passes: Arc<dyn PassDesk>,
    /// Where temporary passwords are issued.
    pub passwords: Arc<dyn PasswordDesk>,
    /// The process that holds the directory's credential, behind the four above.
    pub agent: Arc<Agent>,
    /// The directory's own log.
    pub log: Arc<dyn DirectoryLog>,
    /// The system that opens the data of people who have left, where there is one.
    pub archive: Option<Arc<dyn Archive>>,
    /// The key that signs statements to the alumni service, where there is one.
    pub alumni: Option<ClientKey>,
    /// The mail server, where one is configured.
    pub mail: Option<Smtp>,
    /// Whether the last conversation with it came as far as a mail.
    pub mail_works: AtomicBool,
    /// Wakes the task that sends mails.
    pub outbox: Arc<Notify>,
    /// Wakes the task that opens and ends accesses, before its time.
    pub rescue: Notify,
    /// Whoever asks for a place in the queue waits here for the one before. Without it, of many
    /// who ask at once all but one would decide in vain and try again; what holds across nodes is
    /// the swap in the store.
    pub places: Mutex<()>,
    /// The one clock.
    pub clock: Clock,
    /// The one source of randomness.
    pub entropy: Entropy,
    /// Wakes the screens that wait for a flow.
    pub hub: Hub,
    /// Counters.
    pub metrics: Metrics,
}

/// Why the server does not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// A key of the server's own.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// A private key at a provider.
    #[error(transparent)]
    ClientKey(#[from] ClientKeyError),
    /// The process that holds the directory's credential.
    #[error("the process for the directory does not start")]
    Agent(#[source] std::io::Error),
    /// The mail server.
    #[error(transparent)]
    Mail(#[from] SmtpError),
    /// The secret at the archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// A provider's configuration contradicts itself.
    #[error("the configuration of a provider contradicts itself ({0})")]
    Provider(#[from] Refusal),
}

impl App {
    /// Opens what the configuration in this file names. No provider is called yet: one that is down does not
    /// keep the server from starting.
    ///
    /// # Errors
    /// Says in words what is wrong.
    pub async fn build(config: Config, file: &Path) -> Result<Arc<Self>, StartError> {
        let store = database::open(&config.store).await?;
        let dial = match &config.directory.agent {
            Some(agent) => Dial::socket(&agent.socket),
            None => Dial::child(file),
        };
        let app = Self::with(config, store, Clock::system(), dial)?;
        match app.agent.ready().await {
            Ok(()) => {}
            // It is started by others and may come later.
            Err(error) if app.config.directory.agent.is_some() => {
                tracing::error!(%error, "agent.unreachable");
            }
            Err(error) => return Err(StartError::Agent(error)),
        }
        Ok(app)
    }

    /// The same with a store that is open already, a clock of one's own, and one's own way to the
    /// process that holds the directory's credential.
    ///
    /// # Errors
    /// As [`App::build`].
    pub fn with(
        config: Config,
        store: Arc<dyn Store>,
        clock: Clock,
        dial: Dial,
    ) -> Result<Arc<Self>, StartError> {
        let (http, entropy, metrics) = (Http::new()?, Entropy, Metrics::new());
        let card_key = client_key::of_provider(&config.digital_id)?;
        let account_key = client_key::of_provider(&config.utokyo)?;
        let directory = Agent::new(dial, &config.directory, metrics.clone());
        let directory = Arc::new(directory);
        let outbox = Arc::new(Notify::new());
        let archive: Option<Arc<dyn Archive>> = match &config.archive {
            Some(archive) => Some(Arc::new(ArchiveDesk::new(archive)?)),
            None => None,
        };
        Ok(Arc::new(Self {
            card: RelyingParty::new(config.digital_id_profile(), card_key, http.clone())?,
            account: RelyingParty::new(config.utokyo_profile(), account_key, http)?,
            keys: Keys::load(&config.keys)?,
            store: Arc::new(Counted::new(store, metrics.clone(), Arc::clone(&outbox))),
            mail: Smtp::of(&config)?,
            mail_works: AtomicBool::new(true),
            outbox,
            passes: Arc::clone(&directory) as Arc<dyn PassDesk>,
            passwords: Arc::clone(&directory) as Arc<dyn PasswordDesk>,
            log: Arc::clone(&directory) as Arc<dyn DirectoryLog>,
            agent: Arc::clone(&directory),
            directory,
            archive,
            alumni: client_key::of_alumni(config.alumni.as_ref())?,
            rescue: Notify::new(),
            places: Mutex::new(()),
            hub: Hub::new(),
            config,
            clock,
            entropy,
            metrics,
        }))
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The relying party of a provider.
    pub fn party(&self, provider: Provider) -> &RelyingParty {
        match provider {
            Provider::DigitalId => &self.card,
            Provider::Account => &self.account,
        }
    }
}
