//! Connecting: address, TLS, settings of a connection, schema.

use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::Fault;
use crate::error::OpenError;

/// Connections of one node.
const CONNECTIONS: usize = 16;
/// How long to wait for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// The steps of the schema, in order; step *n* leads to version *n*.
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/postgres/0001_begin.sql"),
    include_str!("../../migrations/postgres/0002_recovery.sql"),
    include_str!("../../migrations/postgres/0003_kiosk.sql"),
    include_str!("../../migrations/postgres/0004_case_again.sql"),
    include_str!("../../migrations/postgres/0005_reconcile.sql"),
];

/// Locks are waited for as long as on SQLite (F-11); a node that hangs or is cut off gives its
/// locks free; a commit is durable even where the server's default says otherwise.
const SETTINGS: &str = "\
    SET lock_timeout = '8s'; SET statement_timeout = '15s'; \
    SET idle_in_transaction_session_timeout = '10s'; \
    SELECT set_config('synchronous_commit', 'on', false) \
    WHERE current_setting('synchronous_commit') = 'off'";

/// Where the database is and how to speak to it.
pub(super) struct Address {
    pub(super) config: Config,
    pub(super) tls: MakeRustlsConnect,
}

impl Address {
    /// Reads `postgres://user:password@host/database?…`.
    pub(super) fn parse(url: &str) -> Result<Self, OpenError> {
        // The text may hold a password: nothing of it goes into the error.
        let mut config: Config = url.parse().map_err(|_| OpenError::Address)?;
        config
            .connect_timeout(PATIENCE)
            .keepalives_idle(Duration::from_secs(30));
        config.tcp_user_timeout(Duration::from_secs(15));
        if config.get_application_name().is_none() {
            config.application_name("ident");
        }
        Ok(Self {
            config,
            tls: tls()?,
        })
    }

    /// A pool of connections to it.
    pub(super) fn pool(&self) -> Result<Pool, OpenError> {
        let recycling_method = RecyclingMethod::Fast;
        let settings = ManagerConfig { recycling_method };
        let manager = Manager::from_config(self.config.clone(), self.tls.clone(), settings);
        Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(PATIENCE))
            .post_create(Hook::async_fn(|client, _| {
                Box::pin(async move {
                    client
                        .batch_execute(SETTINGS)
                        .await
                        .map_err(HookError::Backend)
                })
            }))
            .build()
            .map_err(|error| OpenError::Unreachable(Box::new(error)))
    }
}

/// TLS where the server offers it, always checked against the system's certificates.
fn tls() -> Result<MakeRustlsConnect, OpenError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = rustls::crypto::aws_lc_rs::default_provider().into();
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| OpenError::Unreachable(Box::new(error)))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// Brings the schema up to date; one node does it, the others wait.
pub(super) async fn migrate(pool: &Pool) -> Result<(), OpenError> {
    let found = migrate_to_known(pool).await;
    let found = found.map_err(|fault| OpenError::Unreachable(Box::new(fault)))?;
    if found > known() {
        return Err(OpenError::NewerSchema {
            found,
            known: known(),
        });
    }
    Ok(())
}

/// The version found; what is older was brought up to date.
async fn migrate_to_known(pool: &Pool) -> Result<i64, Fault> {
    let mut client = pool.get().await?;
    let change = client.transaction().await?;
    change
        .batch_execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('ident schema', 0)); \
             CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)",
        )
        .await?;
    let row = change
        .query_opt("SELECT max(version) FROM schema_version", &[])
        .await?;
    let found = row
        .and_then(|row| row.get::<_, Option<i64>>(0))
        .unwrap_or(0);
    for migration in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(0)) {
        change.batch_execute(migration).await?;
    }
    if found < known() {
        change
            .execute(
                "INSERT INTO schema_version (version) VALUES ($1)",
                &[&known()],
            )
            .await?;
    }
    change.commit().await?;
    Ok(found)
}

/// The version of the schema that the migrations lead to.
fn known() -> i64 {
    i64::try_from(MIGRATIONS.len()).expect("the migrations can be counted")
}
