//! Links stored before the measurement begins.

use ident_core::account::{AccountKey, AccountNumber};
use ident_core::change::{Change, Write};
use ident_core::id::LinkId;
use ident_core::identity::{Identity, Subject};
use ident_core::link::Link;
use ident_core::port::Store;
use ident_core::time::Timestamp;
use ident_server::config::Config;
use ident_server::keys::Keys;
use ident_store::Sqlite;

use crate::place::Place;

/// People who log in; each has a link.
pub(crate) const PEOPLE: u64 = 1_000;
const TOGETHER: u64 = 500;

/// Stores the links of the people who log in, and those of `stored` others. Gives the number of
/// people who log in.
pub(crate) async fn links(place: &Place, stored: u64) -> Result<u64, String> {
    let config = Config::load(&place.file("ident.toml")).map_err(|error| error.to_string())?;
    let keys = Keys::load(&config.keys).map_err(|error| error.to_string())?;
    let store = Sqlite::open(&place.file("ident.db")).map_err(|error| error.to_string())?;
    let all = PEOPLE + stored;
    for first in (0..all).step_by(usize::try_from(TOGETHER).unwrap_or(1)) {
        let writes = (first..all.min(first + TOGETHER))
            .map(|number| link(place.issuer(), &keys, number).map(Write::InsertLink));
        let change = Change(
            writes
                .collect::<Option<_>>()
                .ok_or("a link could not be made")?,
        );
        store
            .commit(change)
            .await
            .map_err(|error| error.to_string())?;
    }
    Ok(PEOPLE)
}

/// The pairwise id of a person.
pub(crate) fn subject(number: u64) -> String {
    format!("person-{number:012}")
}

fn link(issuer: &str, keys: &Keys, number: u64) -> Option<Link> {
    let identity = Identity {
        issuer: issuer.to_owned(),
        subject: Subject::parse(&subject(number))?,
        name: None,
        auth_time: None,
    };
    let tenant = "5a5d0b00-0000-4000-8000-00000000da16";
    let mut id = [0; 16];
    id[8..].copy_from_slice(&number.to_be_bytes());
    Some(Link {
        id: LinkId::from_random(id),
        version: 0,
        person: *keys.persons(&identity).first()?,
        account: AccountKey::parse(tenant, &format!("00000000-0000-4000-8000-{number:012}"))?,
        number: AccountNumber::parse(&format!("{number:010}"))?,
        name: None,
        since: Timestamp::from_seconds(0),
        last_used_at: None,
    })
}
