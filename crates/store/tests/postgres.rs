//! The contract on PostgreSQL, and what is particular to a server.
//!
//! `IDENT_TEST_POSTGRES` names a database (`postgres://…`) in which each test makes a schema of
//! its own. Without it every test fails and says so: a store that was not tried is not tested.

mod contract;
mod server;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use ident_core::port::Store;
use ident_store::Postgres;
use tokio_postgres::{Client, NoTls};

use self::contract::Bed;

/// A schema of its own for one test; it stays, to be looked at.
struct Schema {
    url: String,
    name: String,
    store: Arc<Postgres>,
}

fn database() -> String {
    std::env::var("IDENT_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!("set IDENT_TEST_POSTGRES to the address of an empty PostgreSQL database")
    })
}

/// A plain connection, outside the store.
async fn client(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .expect("a connection");
    tokio::spawn(connection);
    client
}

/// The address of the database with `schema` as the place of its tables.
fn within(database: &str, schema: &str) -> String {
    let sign = if database.contains('?') { '&' } else { '?' };
    format!("{database}{sign}options=-csearch_path%3D{schema}")
}

async fn fresh() -> Schema {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let database = database();
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("test_{}_{number}", std::process::id());
    let make = format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}");
    client(&database)
        .await
        .batch_execute(&make)
        .await
        .expect("a schema");
    let url = within(&database, &name);
    let store = Arc::new(Postgres::connect(&url).await.expect("a store"));
    Schema { url, name, store }
}

#[async_trait]
impl Bed for Schema {
    fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.store) as Arc<dyn Store>
    }

    async fn other_node(&self) -> Arc<dyn Store> {
        Arc::new(Postgres::connect(&self.url).await.expect("a second node"))
    }

    async fn tamper(&self, sql: &str) {
        // A refusal is for the test to see in what it finds afterwards.
        drop(client(&self.url).await.batch_execute(sql).await);
    }

    async fn unlock_audit(&self) {
        let sql = "DROP TRIGGER audit_is_not_altered ON audit";
        client(&self.url)
            .await
            .batch_execute(sql)
            .await
            .expect("the owner of a table may do all");
    }

    async fn rows(&self, table: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        client(&self.url)
            .await
            .query_one(&sql, &[])
            .await
            .expect("a table")
            .get(0)
    }
}

store_contract!(fresh);
