//! Records as the first version of the schema held them, before there was recovery.

use std::fmt::Write as _;
use std::sync::Arc;

use ident_core::account::{AccountKey, AccountNumber, SignedIn};
use ident_core::change::{Change, Conflict, Queue, Write};
use ident_core::deed::Standing;
use ident_core::id::{FlowId, LinkId, ProofId, VisitId};
use ident_core::identity::{PersonKey, Sealed};
use ident_core::link::{Frozen, Link};
use ident_core::port::Store;
use ident_core::secret::TokenHash;
use ident_core::time::Timestamp;
use ident_core::visit::{Channel, Visit};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::recovery_sample::{asked, at};
use super::sample::{
    NOW, account, commit, delete_link, event, given, link, person, refused, visit,
};

#[derive(Serialize)]
struct OldLink {
    id: LinkId,
    version: u32,
    person: PersonKey,
    account: AccountKey,
    number: AccountNumber,
    name: Option<Sealed>,
    since: Timestamp,
    last_used_at: Option<Timestamp>,
}

#[derive(Serialize)]
struct OldVisit {
    id: VisitId,
    version: u32,
    token: TokenHash,
    channel: Channel,
    created_at: Timestamp,
    seen_at: Timestamp,
    flow: Option<FlowId>,
    proof: Option<ProofId>,
    person: Option<PersonKey>,
    account: Option<SignedIn>,
}

/// One byte of format, then MessagePack with field names.
fn body(record: &impl Serialize) -> Vec<u8> {
    let record = rmp_serde::to_vec_named(record).expect("a record");
    [vec![1], record].concat()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes all");
        text
    })
}

/// Statements that store `link(1, 1, 1)`, last used at [`NOW`], and `visit(1)` without a sign-in.
/// `blob` writes bytes in hexadecimal as the database wants them.
pub(crate) fn insert(blob: impl Fn(&str) -> String) -> String {
    let blob = |bytes: &[u8]| blob(&hex(bytes));
    let (link, visit) = (link(1, 1, 1), visit(1));
    let person = [&link.person.key.to_be_bytes()[..], &link.person.mac].concat();
    let mut account = Sha256::new_with_prefix(&link.account.tenant);
    account.update([0]);
    account.update(&link.account.object);
    let keys = [&link.id.bytes()[..], &person, &account.finalize()].map(&blob);
    let visit_keys = [&visit.id.bytes()[..], &visit.token.0].map(&blob);
    let old_link = body(&OldLink {
        id: link.id,
        version: link.version,
        person: link.person,
        account: link.account,
        number: link.number,
        name: link.name,
        since: link.since,
        last_used_at: link.last_used_at,
    });
    let old_visit = body(&OldVisit {
        id: visit.id,
        version: visit.version,
        token: visit.token,
        channel: visit.channel,
        created_at: visit.created_at,
        seen_at: visit.seen_at,
        flow: visit.flow,
        proof: visit.proof,
        person: visit.person,
        account: None,
    });
    format!(
        "INSERT INTO link (id, version, person, account, last_used_at, body) \
         VALUES ({}, 0, {}, {}, {now}, {}); \
         INSERT INTO visit (id, version, token, seen_at, body) VALUES ({}, 0, {}, {now}, {})",
        keys[0],
        keys[1],
        keys[2],
        blob(&old_link),
        visit_keys[0],
        visit_keys[1],
        blob(&old_visit),
        now = NOW.millis(),
    )
}

/// What was stored is read, guarded and changed by this version, and recovery works beside it.
pub(crate) async fn keeps_working(store: Arc<dyn Store>) {
    let store = &*store;
    let old = Link {
        last_used_at: Some(NOW),
        ..link(1, 1, 1)
    };
    assert_eq!(old.frozen, None);
    let found = store.link_of_person(&[person(1)]).await;
    assert_eq!(found, Ok(Some(old.clone())));
    let old_visit = Visit {
        account: None,
        ..visit(1)
    };
    let found = store.visit_by_token(&old_visit.token).await;
    assert_eq!(found, Ok(Some(old_visit.clone())));
    given(store, [Write::UpdateVisit(old_visit.touched(at(1)))]).await;
    let second = commit(store, [Write::InsertLink(link(2, 2, 1))]).await;
    assert_eq!(second, refused(Conflict::AccountLinked));

    let frozen = Link {
        version: 1,
        frozen: Some(Frozen {
            at: at(1),
            by: Standing::Notice,
        }),
        ..old
    };
    given(store, [Write::UpdateLink(frozen.clone())]).await;
    let found = store.link_of_account(&account(1)).await;
    assert_eq!(found, Ok(Some(frozen.clone())));
    let writes = asked(1, 1, None, at(1));
    assert_eq!(store.commit(Change(writes)).await, Ok(()));
    assert_eq!(store.queue_end(Queue::Acts).await, Ok(Some(at(1))));
    given(store, [delete_link(&frozen), Write::Audit(event(2))]).await;
    assert_eq!(store.broken_audit_row().await, Ok(None));
}
