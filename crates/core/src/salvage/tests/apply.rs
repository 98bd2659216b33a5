//! Who may apply, for what, with what.

use super::*;

#[test]
fn one_application_for_both_services_becomes_two_cases_and_uses_one_card_check() {
    let (cases, change) =
        verdict(|scene| scene.application = application(&CloudService::ALL)).expect("taken");
    let services: Vec<_> = cases.iter().map(|case| case.service).collect();
    assert_eq!(services, CloudService::ALL);
    assert_ne!(cases[0].receipt, cases[1].receipt);
    assert_ne!(cases[0].id, cases[1].id);
    assert!(cases.iter().all(|case| case.state == CaseState::Applied));
    let used = change
        .0
        .iter()
        .filter(|write| matches!(write, Write::UseProof { .. }));
    assert_eq!(used.count(), 1);
    assert_eq!(change.0.len(), 3);
}

#[test]
fn every_state_of_the_account_has_its_answer() {
    for (state, expected) in [
        (AccountState::Active, Some(Refusal::NotLeftYet)),
        (AccountState::Suspended, Some(Refusal::AccountSuspended)),
        (AccountState::Unknown, Some(Refusal::AccountUnknown)),
        (revoked(0), None),
        (revoked(179), None),
        (revoked(180), Some(Refusal::WindowOver)),
    ] {
        assert_eq!(refusal(|scene| scene.state = state), expected, "{state:?}");
    }
}

#[test]
fn card_check_link_and_contact_are_needed_each() {
    use Refusal::{
        ContactMissing, LinkFrozen, NotLinked, ProofMissing, ProofOtherPurpose, ProofUsed,
    };
    assert_eq!(refusal(|scene| scene.proof = None), Some(ProofMissing));
    let other = Proof {
        purpose: Purpose::Manage,
        ..proof()
    };
    assert_eq!(
        refusal(|scene| scene.proof = Some(other)),
        Some(ProofOtherPurpose)
    );
    let used = Proof {
        used_by: Some(ActId::from_random([1; 16])),
        ..proof()
    };
    assert_eq!(refusal(|scene| scene.proof = Some(used)), Some(ProofUsed));
    assert_eq!(refusal(|scene| scene.link = None), Some(NotLinked));
    assert_eq!(
        refusal(|scene| scene.link = Some(frozen())),
        Some(LinkFrozen)
    );
    assert_eq!(refusal(|scene| scene.check = None), Some(ContactMissing));
    for unfit in [
        AddressCheck {
            confirmed_at: None,
            ..confirmed()
        },
        AddressCheck {
            checked_for: CheckedFor::Notices,
            ..confirmed()
        },
        AddressCheck {
            account: account('7'),
            ..confirmed()
        },
    ] {
        assert_eq!(
            refusal(|scene| scene.check = Some(unfit)),
            Some(ContactMissing)
        );
    }
}

#[test]
fn each_service_is_rescued_once_only() {
    let states = [
        (CaseState::Applied, Refusal::SalvagePending),
        (opening(false), Refusal::SalvagePending),
        (opening(true), Refusal::SalvagePending),
        (open(), Refusal::SalvagePending),
        (ended(true), Refusal::SalvageUsed),
    ];
    for (state, expected) in states {
        let cases = vec![case(CloudService::OneDrive, state)];
        let again = refusal(|scene| scene.cases.clone_from(&cases));
        assert_eq!(again, Some(expected));
        let other = refusal(|scene| {
            scene.cases.clone_from(&cases);
            scene.application = application(&[CloudService::Mail]);
        });
        assert_eq!(other, None, "the other service has a use of its own");
        let both = refusal(|scene| {
            scene.cases.clone_from(&cases);
            scene.application = application(&CloudService::ALL);
        });
        assert_eq!(both, Some(expected), "nothing is taken by halves");
    }
}

#[test]
fn a_no_can_be_answered_twice_within_the_window() {
    let no = || case(CloudService::OneDrive, declined());
    let with = |cases: Vec<Case>, state| {
        refusal(|scene| {
            scene.cases = cases;
            scene.state = state;
        })
    };
    for count in 0..MOST_DECLINED {
        assert_eq!(with(vec![no(); count], revoked(100)), None, "{count}");
    }
    let thrice = vec![no(); MOST_DECLINED];
    assert_eq!(
        with(thrice.clone(), revoked(100)),
        Some(Refusal::SalvageDeclined)
    );
    assert_eq!(
        with(vec![no()], revoked(180)),
        Some(Refusal::WindowOver),
        "a no makes the window no longer"
    );
    let other = refusal(|scene| {
        scene.cases = thrice;
        scene.application = application(&[CloudService::Mail]);
    });
    assert_eq!(other, None);
    let granted = case(CloudService::OneDrive, ended(true));
    assert_eq!(
        with(vec![no(), granted], revoked(100)),
        Some(Refusal::SalvageUsed),
        "what was granted counts, whenever it was"
    );
    let waits = case(CloudService::OneDrive, CaseState::Applied);
    assert_eq!(
        with(vec![waits, no()], revoked(100)),
        Some(Refusal::SalvagePending)
    );
}

#[test]
fn an_access_that_nobody_could_use_is_not_the_one() {
    let unused = case(CloudService::OneDrive, ended(false));
    assert_eq!(refusal(|scene| scene.cases = vec![unused]), None);
}

#[test]
fn an_application_names_a_service_and_a_reason_and_is_understood() {
    let read = |services: &[CloudService], reason: &str, understood| {
        Application::read(services.to_vec(), reason, understood).map(|it| it.reason().to_owned())
    };
    let one = [CloudService::Mail];
    assert_eq!(read(&one, " a\nb ", true).as_deref(), Ok("a\nb"));
    let longest = "理".repeat(LONGEST_REASON);
    assert!(read(&one, &longest, true).is_ok());
    let incomplete = Err(Refusal::SalvageIncomplete);
    assert_eq!(read(&[], "a", true), incomplete);
    assert_eq!(read(&one, "a", false), incomplete);
    for reason in ["", " \n ", "a\u{0}b", &format!("{longest}長")] {
        assert_eq!(read(&one, reason, true), incomplete);
    }
}
