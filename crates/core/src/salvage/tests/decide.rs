//! Who decides, and once.

use super::*;

fn clerk(key: AccountKey) -> SignedIn {
    SignedIn {
        sign_in: SignIn {
            key,
            number: AccountNumber::parse("3000000031").expect("a number"),
            auth_time: Some(NOW),
            strong: true,
            clerk: true,
        },
        at: NOW,
    }
}

#[test]
fn only_a_clerk_with_a_second_factor_not_long_ago_decides() {
    let with = |change: fn(&mut SignIn), at: Timestamp| {
        let mut signed_in = clerk(account('7'));
        change(&mut signed_in.sign_in);
        clerk_at(Some(&signed_in), at).map(drop)
    };
    assert_eq!(clerk_at(None, NOW).map(drop), Err(Refusal::SignInRequired));
    assert_eq!(with(|_| (), NOW), Ok(()));
    assert_eq!(with(|it| it.clerk = false, NOW), Err(Refusal::OfficeRole));
    assert_eq!(with(|it| it.strong = false, NOW), Err(Refusal::SignInAgain));
    assert_eq!(
        with(|it| it.auth_time = None, NOW),
        Err(Refusal::SignInAgain)
    );
    let late = NOW + Span::minutes(10);
    assert_eq!(with(|_| (), late), Err(Refusal::SignInAgain));
    assert!(may_read(Some(&clerk(account('7')))).is_ok());
}

#[test]
fn a_case_is_decided_once_and_never_by_its_own_person() {
    let (other, own) = (clerk(account('7')), clerk(account('6')));
    let (other, own) = (clerk_at(Some(&other), NOW), clerk_at(Some(&own), NOW));
    let (other, own) = (other.expect("a clerk"), own.expect("a clerk"));
    let applied = case(CloudService::Mail, CaseState::Applied);
    let yes = other
        .approve(applied.clone(), Some(&link()), WEEK, NOW)
        .expect("approved");
    assert_eq!(yes.version, applied.version + 1);
    assert!(
        matches!(yes.state, CaseState::Opening { until, asked_at: None, .. } if until == NOW + WEEK)
    );
    let no = other
        .decline(applied.clone(), Some(sealed(7)), NOW)
        .expect("declined");
    assert!(matches!(
        no.state,
        CaseState::Declined { note: Some(_), .. }
    ));
    assert_eq!(
        own.approve(applied.clone(), Some(&link()), WEEK, NOW),
        Err(Refusal::OfficeRole)
    );
    assert_eq!(own.decline(applied, None, NOW), Err(Refusal::OfficeRole));
    for state in [opening(true), open(), declined(), ended(true)] {
        let decided = case(CloudService::Mail, state);
        assert_eq!(
            other.approve(decided.clone(), Some(&link()), WEEK, NOW),
            Err(Refusal::CaseDecided)
        );
        assert_eq!(other.decline(decided, None, NOW), Err(Refusal::CaseDecided));
    }
}

#[test]
fn n07_after_a_report_of_misuse_nothing_is_approved() {
    let other = Link {
        person: PersonKey {
            key: 1,
            mac: [9; 32],
        },
        ..link()
    };
    let signed_in = clerk(account('7'));
    let desk = clerk_at(Some(&signed_in), NOW).expect("a clerk");
    let applied = case(CloudService::Mail, CaseState::Applied);
    let approve = |link| desk.approve(applied.clone(), link, WEEK, NOW).map(drop);
    let frozen = frozen();
    assert_eq!(approve(Some(&frozen)), Err(Refusal::LinkFrozen));
    assert_eq!(approve(Some(&other)), Err(Refusal::LinkChangedMeanwhile));
    assert_eq!(approve(None), Err(Refusal::NotLinked));
    assert!(
        desk.decline(applied.clone(), None, NOW).is_ok(),
        "a no is always possible"
    );
}
