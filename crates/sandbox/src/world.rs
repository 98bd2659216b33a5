//! Everything the sandbox knows while it runs, shared by all its parts.

use std::net::SocketAddr;
use std::sync::RwLock;
use std::sync::{Mutex, PoisonError};

use crate::account::Tenant;
use crate::alumni::Roll;
use crate::archive::Desk;
use crate::clock::Clock;
use crate::digital_id::Agency;
use crate::fault::Faults;
use crate::graph::{self, Directory, Registration};
use crate::journal::Journal;
use crate::key::{ClientKey, Vault, read_client_keys};
use crate::mail::{Certificates, Inbox};
use crate::options::{Lifetimes, Options};
use crate::phone::Phones;
use crate::population::Population;
use crate::running::StartError;
use crate::token::ReplayGuard;

/// Tenant of the UTokyo Account OP.
pub(crate) const TENANT: &str = "5a5d0b00-0000-4000-8000-00000000da16";

/// Where the sandbox can be reached, each without a trailing slash.
#[derive(Debug, Clone)]
pub(crate) struct Addresses {
    pub(crate) main: String,
    pub(crate) account: String,
    pub(crate) smtp: SocketAddr,
}

impl Addresses {
    pub(crate) fn new(main: SocketAddr, account: SocketAddr, smtp: SocketAddr) -> Self {
        Self {
            main: format!("http://{main}"),
            account: format!("http://{account}"),
            smtp,
        }
    }

    pub(crate) fn digital_id_issuer(&self) -> String {
        format!("{}/api/realms/main", self.main)
    }

    pub(crate) fn utokyo_issuer(&self) -> String {
        format!("{}/{TENANT}/v2.0", self.account)
    }

    pub(crate) fn security_info(&self) -> String {
        format!("{}/security-info", self.account)
    }

    pub(crate) fn archive_base(&self) -> String {
        format!("{}/archive/v1", self.account)
    }

    /// The alumni service, which is also the audience of its statements.
    pub(crate) fn alumni(&self) -> String {
        format!("{}/alumni", self.account)
    }

    pub(crate) fn graph_base(&self) -> String {
        format!("{}/graph/v1.0", self.account)
    }
}

/// A client registered at one of the OPs.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) id: &'static str,
    pub(crate) keys: Vec<ClientKey>,
    pub(crate) used_assertions: ReplayGuard,
    callback: &'static str,
}

/// Everything the sandbox knows.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) addresses: Addresses,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    pub(crate) lifetimes: Lifetimes,
    pub(crate) options: Options,
    pub(crate) population: Mutex<Population>,
    pub(crate) phones: Phones,
    pub(crate) agency: Agency,
    pub(crate) tenant: Tenant,
    pub(crate) directory: Directory,
    pub(crate) registrations: [Registration; 4],
    pub(crate) inbox: Inbox,
    pub(crate) certificates: Certificates,
    pub(crate) desk: Desk,
    pub(crate) roll: Roll,
    ident_url: RwLock<String>,
}

impl World {
    /// Opens keys and secrets and registers the clients.
    pub(crate) fn new(options: Options, addresses: Addresses) -> Result<Self, StartError> {
        let vault = Vault::open(options.data_dir.as_deref())?;
        let digital_id = client(
            "RP00000001",
            "/verify/callback",
            &options.digital_id_client_jwks,
        )?;
        let utokyo = client(
            "9f1c0de5-0000-4000-8000-000000001d17",
            "/account/callback",
            &options.utokyo_client_jwks,
        )?;
        let clock = Clock::default();
        let certificates = Certificates::new(options.host)?;
        Ok(Self {
            certificates,
            addresses,
            population: Mutex::new(Population::new(clock.now())),
            clock,
            faults: Faults::default(),
            journal: Journal::default(),
            lifetimes: options.lifetimes,
            phones: Phones::default(),
            agency: Agency::new(digital_id, &vault, options.digital_id_alg)?,
            directory: Directory::default(),
            registrations: graph::registrations(),
            inbox: Inbox::default(),
            desk: Desk::default(),
            roll: Roll::default(),
            tenant: Tenant::new(utokyo, &vault)?,
            ident_url: RwLock::new(trimmed(&options.ident_url)),
            options,
        })
    }

    /// Public address of Ident, without a trailing slash.
    pub(crate) fn ident_url(&self) -> String {
        self.ident_url
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn set_ident_url(&self, url: &str) {
        *self
            .ident_url
            .write()
            .unwrap_or_else(PoisonError::into_inner) = trimmed(url);
    }

    /// The one redirect address registered for `client`.
    pub(crate) fn redirect_uri(&self, client: &Client) -> String {
        format!("{}{}", self.ident_url(), client.callback)
    }

    /// Lets happen what was put off and is due.
    pub(crate) fn settle(&self) {
        graph::settle(self);
    }

    /// Back to the state just after the start; keys stay.
    pub(crate) fn reset(&self) {
        self.clock.set_skew(0);
        self.faults.clear();
        *crate::lock::locked(&self.population) = Population::new(self.clock.now());
        self.phones.clear();
        self.agency.clear();
        self.tenant.clear();
        self.directory.clear();
        self.inbox.clear();
        self.desk.clear();
        self.roll.clear();
        self.journal.clear();
    }
}

fn trimmed(url: &str) -> String {
    url.trim_end_matches('/').to_owned()
}

fn client(
    id: &'static str,
    callback: &'static str,
    jwks: &serde_json::Value,
) -> Result<Client, StartError> {
    let keys =
        read_client_keys(jwks).map_err(|reason| StartError::ClientKeys { client: id, reason })?;
    Ok(Client {
        id,
        keys,
        used_assertions: ReplayGuard::default(),
        callback,
    })
}
