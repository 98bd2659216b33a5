//! From what is known about a visit: how far the three steps are, and what is possible now.

use ident_core::account::SignedIn;
use ident_core::flow::Flow;
use ident_core::identity::PersonKey;
use ident_core::link::Link;
use ident_core::proof::Proof;
use ident_core::purpose::{Errand, Goal, Purpose};
use ident_core::time::Timestamp;
use ident_wire::{Can, StepState, Steps};

/// What is known about a visit.
#[derive(Debug)]
pub(super) struct Known<'a> {
    /// A card check that may still be used.
    pub(super) proof: Option<Proof>,
    /// Whose card was checked.
    pub(super) person: Option<PersonKey>,
    /// Who is signed in.
    pub(super) account: Option<&'a SignedIn>,
    /// The link of the card.
    pub(super) of_person: Option<Link>,
    /// The link of the account.
    pub(super) of_account: Option<Link>,
}

impl Known<'_> {
    fn has_proof(&self, purpose: Purpose) -> bool {
        self.proof
            .as_ref()
            .is_some_and(|proof| proof.purpose == purpose)
    }

    /// Whether the card that was checked (or, without a card, the account) is linked as it should be.
    fn is_linked(&self) -> bool {
        match (&self.of_person, self.account) {
            (Some(link), Some(account)) => link.account == account.sign_in.key,
            (Some(_), None) => true,
            (None, _) => self.person.is_none() && self.of_account.is_some(),
        }
    }
}

/// The three steps of the pre-link. Nothing but an existing link completes the third.
pub(super) fn steps(known: &Known<'_>, flow: Option<&Flow>) -> Steps {
    let running = flow.filter(|flow| !flow.is_over()).map(|flow| flow.errand);
    let step = |done: bool, doing: bool| match (done, doing) {
        (true, _) => StepState::Done,
        (false, true) => StepState::Doing,
        (false, false) => StepState::Todo,
    };
    let linked = known.is_linked();
    let carded = linked || known.has_proof(Purpose::Link);
    let signed_in = linked || known.account.is_some();
    let links = Errand::Card {
        purpose: Purpose::Link,
    };
    let signs_in = Errand::SignIn { goal: Goal::Link };
    Steps {
        card: step(carded, running == Some(links)),
        sign_in: step(signed_in, running == Some(signs_in)),
        link: step(linked, carded && signed_in),
    }
}

/// What the server would accept now. A hint for the screen; every act is decided again.
pub(super) fn can(known: &Known<'_>, now: Timestamp) -> Vec<Can> {
    let mut can = vec![Can::StartLink, Can::StartManage, Can::SignIn];
    let other_card = match (&known.of_account, known.person) {
        (Some(link), Some(person)) => link.person != person,
        _ => false,
    };
    if known.has_proof(Purpose::Link) && known.account.is_some() && known.of_person.is_none() {
        can.push(if other_card { Can::Relink } else { Can::Link });
    }
    let by_card = known.has_proof(Purpose::Manage) && known.of_person.is_some();
    let fresh = known.account.is_some_and(|account| account.is_fresh(now));
    if by_card || (fresh && known.of_account.is_some()) {
        can.push(Can::Unlink);
    }
    let linked = known.of_person.as_ref().or(known.of_account.as_ref());
    if linked.is_some() || known.account.is_some() {
        can.extend([Can::Contacts, Can::History]);
    }
    if let Some(link) = linked {
        let owner = known.account.map(|account| &account.sign_in.key) == Some(&link.account);
        match link.frozen {
            None => can.push(Can::Freeze),
            Some(_) if by_card || (fresh && owner) => can.push(Can::Unfreeze),
            Some(_) => {}
        }
    }
    let linked = known.of_person.as_ref();
    if linked.is_some_and(|link| link.frozen.is_none()) {
        let by_card = [
            (Purpose::Pass, Can::IssuePass),
            (Purpose::Password, Can::IssuePassword),
            (Purpose::Salvage, Can::Salvage),
            (Purpose::Alumni, Can::Alumni),
        ];
        let open = by_card
            .iter()
            .filter(|(purpose, _)| known.has_proof(*purpose));
        can.extend(open.map(|(_, open)| *open));
    }
    let sign_in = known.account.map(|account| &account.sign_in);
    if sign_in.is_some_and(|sign_in| sign_in.clerk && sign_in.strong) {
        can.push(Can::Office);
    }
    can
}

#[cfg(test)]
mod tests {
    use ident_core::account::{AccountKey, AccountNumber, SignIn};
    use ident_core::deed::Standing;
    use ident_core::id::{FlowId, LinkId, ProofId, VisitId};
    use ident_core::link::Frozen;

    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(0);

    fn person(seed: u8) -> PersonKey {
        PersonKey {
            key: 1,
            mac: [seed; 32],
        }
    }

    fn proof(purpose: Purpose) -> Proof {
        Proof {
            id: ProofId::from_random([1; 16]),
            visit: VisitId::from_random([1; 16]),
            flow: FlowId::from_random([1; 16]),
            purpose,
            person: person(1),
            name: None,
            made_at: NOW,
            expires_at: Timestamp::from_seconds(600),
            used_by: None,
        }
    }

    fn signed_in() -> SignedIn {
        let guid = "5a5d0b00-0000-4000-8000-00000000da16";
        SignedIn {
            sign_in: SignIn {
                clerk: false,
                key: AccountKey::parse(guid, guid).expect("a key"),
                number: AccountNumber::parse("0123456789").expect("a number"),
                auth_time: Some(NOW),
                strong: true,
            },
            at: NOW,
        }
    }

    fn link(person: PersonKey) -> Link {
        let SignedIn { sign_in, .. } = signed_in();
        Link {
            id: LinkId::from_random([1; 16]),
            version: 0,
            person,
            account: sign_in.key,
            number: sign_in.number,
            name: None,
            since: NOW,
            last_used_at: None,
            frozen: None,
        }
    }

    fn nobody() -> Known<'static> {
        Known {
            proof: None,
            person: None,
            account: None,
            of_person: None,
            of_account: None,
        }
    }

    #[test]
    fn a_verified_person_without_a_link_is_not_done() {
        let known = Known {
            proof: Some(proof(Purpose::Link)),
            person: Some(person(1)),
            ..nobody()
        };
        let steps = steps(&known, None);
        assert_eq!(
            (steps.card, steps.sign_in),
            (StepState::Done, StepState::Todo)
        );
        assert_ne!(steps.link, StepState::Done);
        assert!(!can(&known, NOW).contains(&Can::Link));
    }

    #[test]
    fn with_both_halves_the_link_can_be_made_and_with_another_card_only_replaced() {
        let account = signed_in();
        let both = |of_account| Known {
            proof: Some(proof(Purpose::Link)),
            person: Some(person(1)),
            account: Some(&account),
            of_person: None,
            of_account,
        };
        assert!(can(&both(None), NOW).contains(&Can::Link));
        let other = can(&both(Some(link(person(2)))), NOW);
        assert!(other.contains(&Can::Relink) && !other.contains(&Can::Link));
        let other = "5a5d0b00-0000-4000-8000-00000000da17";
        let elsewhere = Link {
            account: AccountKey::parse(other, other).expect("a key"),
            ..link(person(1))
        };
        let taken = Known {
            of_person: Some(elsewhere),
            ..both(None)
        };
        assert!(!can(&taken, NOW).contains(&Can::Link));
    }

    #[test]
    fn cutting_needs_a_card_check_made_for_it_or_a_fresh_sign_in() {
        let account = signed_in();
        let by_card = |purpose| Known {
            proof: Some(proof(purpose)),
            person: Some(person(1)),
            of_person: Some(link(person(1))),
            ..nobody()
        };
        assert!(can(&by_card(Purpose::Manage), NOW).contains(&Can::Unlink));
        assert!(!can(&by_card(Purpose::Link), NOW).contains(&Can::Unlink));
        let by_account = Known {
            account: Some(&account),
            of_account: Some(link(person(1))),
            ..nobody()
        };
        assert!(can(&by_account, NOW).contains(&Can::Unlink));
        assert!(!can(&by_account, Timestamp::from_seconds(600)).contains(&Can::Unlink));
    }

    #[test]
    fn rescue_and_alumni_need_their_own_card_check_and_a_link_that_is_not_frozen() {
        let known = |purpose, frozen: Option<Frozen>| Known {
            proof: Some(proof(purpose)),
            person: Some(person(1)),
            of_person: Some(Link {
                frozen,
                ..link(person(1))
            }),
            ..nobody()
        };
        let frozen = Frozen {
            at: NOW,
            by: Standing::Notice,
        };
        for (purpose, open) in [
            (Purpose::Salvage, Can::Salvage),
            (Purpose::Alumni, Can::Alumni),
        ] {
            assert!(can(&known(purpose, None), NOW).contains(&open));
            assert!(!can(&known(purpose, Some(frozen)), NOW).contains(&open));
            assert!(!can(&known(Purpose::Manage, None), NOW).contains(&open));
            let unlinked = Known {
                of_person: None,
                ..known(purpose, None)
            };
            assert!(!can(&unlinked, NOW).contains(&open));
        }
    }

    #[test]
    fn the_office_is_for_the_role_with_a_second_factor() {
        let open = |clerk, strong| {
            let SignedIn { sign_in, at } = signed_in();
            let sign_in = SignIn {
                clerk,
                strong,
                ..sign_in
            };
            let account = SignedIn { sign_in, at };
            let known = Known {
                account: Some(&account),
                ..nobody()
            };
            can(&known, NOW).contains(&Can::Office)
        };
        assert!(open(true, true));
        assert!(!open(true, false) && !open(false, true));
    }
}
