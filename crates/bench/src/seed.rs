//! Links stored before the measurement begins.

use ident_core::account::{AccountKey, AccountNumber};
use ident_core::change::{Change, Write};
use ident_core::id::LinkId;
use ident_core::identity::{Identity, PersonKey, Subject};
use ident_core::link::Link;
use ident_core::port::Store;
use ident_core::time::Timestamp;
use ident_server::config::Config;
use ident_server::keys::Keys;
use ident_store::Sqlite;

use crate::place::Place;

/// People who log in; each has a link.
pub(crate) const PEOPLE: u64 = 1_000;
const TOGETHER: usize = 2_000;

/// Stores the links of the people who log in, and those of `stored` others. Gives the number of
/// people who log in.
pub(crate) async fn links(place: &Place, stored: u64) -> Result<u64, String> {
    let config = Config::load(&place.file("ident.toml")).map_err(|error| error.to_string())?;
    let keys = Keys::load(&config.keys).map_err(|error| error.to_string())?;
    let store = Sqlite::open(&place.file("ident.db")).map_err(|error| error.to_string())?;
    // In the order of their keys, so that neighbours in an index are written together.
    let mut persons = (0..PEOPLE + stored)
        .map(|number| person(place.issuer(), &keys, number))
        .collect::<Option<Vec<_>>>()
        .ok_or("a person could not be made")?;
    persons.sort_unstable_by_key(|person| person.mac);
    let mut links = (0..)
        .zip(persons)
        .map(|(number, person)| link(number, person));
    loop {
        let together: Option<Vec<_>> = links.by_ref().take(TOGETHER).collect();
        let together = together.ok_or("a link could not be made")?;
        if together.is_empty() {
            break;
        }
        let change = Change(together.into_iter().map(Write::InsertLink).collect());
        let stored = store.commit(change).await;
        stored.map_err(|error| error.to_string())?;
    }
    Ok(PEOPLE)
}

/// The pairwise id of a person.
pub(crate) fn subject(number: u64) -> String {
    format!("person-{number:012}")
}

fn person(issuer: &str, keys: &Keys, number: u64) -> Option<PersonKey> {
    let identity = Identity {
        issuer: issuer.to_owned(),
        subject: Subject::parse(&subject(number))?,
        name: None,
        auth_time: None,
    };
    keys.persons(&identity).first().copied()
}

fn link(number: u64, person: PersonKey) -> Option<Link> {
    let tenant = "5a5d0b00-0000-4000-8000-00000000da16";
    let mut id = [0; 16];
    id[8..].copy_from_slice(&number.to_be_bytes());
    Some(Link {
        id: LinkId::from_random(id),
        version: 0,
        person,
        account: AccountKey::parse(tenant, &format!("00000000-0000-4000-8000-{number:012}"))?,
        number: AccountNumber::parse(&format!("{number:010}"))?,
        name: None,
        since: Timestamp::from_seconds(0),
        last_used_at: None,
        frozen: None,
    })
}
