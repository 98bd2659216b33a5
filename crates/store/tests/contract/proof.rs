//! Guards of proofs, both ways.

use ident_core::change::{Conflict, Write};
use ident_core::id::{ActId, ProofId};
use ident_core::proof::Proof;
use ident_core::time::{Span, Timestamp};

use super::Bed;
use super::sample::{NOW, commit, given, id, proof, refused, use_proof};

pub(crate) async fn a_flow_brings_one_proof(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertProof(proof(1))]).await;
    let same_flow = Proof {
        id: ProofId::from_random(id(2)),
        ..proof(1)
    };
    let same_id = Proof {
        flow: proof(2).flow,
        ..proof(1)
    };
    for other in [same_flow, same_id] {
        assert_eq!(
            commit(store, [Write::InsertProof(other)]).await,
            refused(Conflict::Proof)
        );
    }
    assert_eq!(commit(store, [Write::InsertProof(proof(2))]).await, Ok(()));
}

pub(crate) async fn r71_a_proof_serves_one_act(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertProof(proof(1))]).await;
    assert_eq!(commit(store, [use_proof(1, 8, NOW)]).await, Ok(()));
    let used = Proof {
        used_by: Some(ActId::from_random(id(8))),
        ..proof(1)
    };
    assert_eq!(store.proof(proof(1).id).await, Ok(Some(used.clone())));
    for act in [8, 9] {
        assert_eq!(
            commit(store, [use_proof(1, act, NOW)]).await,
            refused(Conflict::Proof)
        );
    }
    assert_eq!(
        store.proof(proof(1).id).await,
        Ok(Some(used)),
        "the first act stands"
    );
    assert_eq!(
        commit(store, [use_proof(2, 8, NOW)]).await,
        refused(Conflict::Proof),
        "absent"
    );
}

pub(crate) async fn r71_a_proof_ends_at_its_own_instant(bed: &impl Bed) {
    let store = &*bed.store();
    given(store, [Write::InsertProof(proof(1))]).await;
    let end = NOW + Span::minutes(10);
    assert_eq!(
        commit(store, [use_proof(1, 8, end)]).await,
        refused(Conflict::Proof)
    );
    let just_in_time = Timestamp::from_millis(end.millis() - 1);
    assert_eq!(commit(store, [use_proof(1, 8, just_in_time)]).await, Ok(()));
}
