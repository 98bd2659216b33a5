//! What has changed about the sign-in methods since the pass was issued.

use super::{Method, MethodKind};
use crate::secret::DerivationKey;

/// A keyed hash by which a method is known again; what the store keeps says nothing by itself.
pub fn mark(key: &DerivationKey, method: &Method) -> [u8; 8] {
    let mac = key.mac("method", method.id.as_bytes());
    let mut mark = [0; 8];
    mark.copy_from_slice(&mac[..8]);
    mark
}

/// The marks of all methods.
pub fn marks(key: &DerivationKey, methods: &[Method]) -> Vec<[u8; 8]> {
    methods.iter().map(|method| mark(key, method)).collect()
}

/// How far the person is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is registered, passwords and passes left out, with whether it is new.
    pub methods: Vec<(Method, bool)>,
    /// A second factor was registered after the pass.
    pub has_new: bool,
    /// There are two second factors at hand, one of them new. Those from before count only once
    /// something from before is gone: until then, the lost one may be among them.
    pub has_second: bool,
    /// How many methods from before the pass are still there.
    pub old_left: u32,
}

/// Compares what is registered now with what was before the pass.
pub fn progress(key: &DerivationKey, now: Vec<Method>, before: &[[u8; 8]]) -> Progress {
    let shown = |method: &Method| !matches!(method.kind, MethodKind::Password | MethodKind::Pass);
    let is_new = |method: &Method| !before.contains(&mark(key, method));
    let marked_now = marks(key, &now);
    let sorted_out = before.iter().any(|mark| !marked_now.contains(mark));
    let methods: Vec<(Method, bool)> = now
        .into_iter()
        .filter(shown)
        .map(|method| {
            let new = is_new(&method);
            (method, new)
        })
        .collect();
    let second = methods.iter().filter(|(m, _)| m.kind.is_second_factor());
    let old = methods.iter().filter(|(_, new)| !new).count();
    let added = second.clone().filter(|(_, new)| *new).count();
    let at_hand = if sorted_out { second.count() } else { added };
    Progress {
        has_new: added > 0,
        has_second: added > 0 && at_hand > 1,
        old_left: u32::try_from(old).unwrap_or(u32::MAX),
        methods,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn method(id: &str, kind: MethodKind) -> Method {
        Method {
            id: id.to_owned(),
            kind,
            label: None,
            added_at: None,
        }
    }

    #[test]
    fn r68_what_is_new_what_is_old_and_what_does_not_count() {
        use MethodKind as K;
        let key = DerivationKey::new([1; 32]);
        let password = method("p", K::Password);
        let pass = method("t", K::Pass);
        let lost = method("lost", K::Authenticator);
        let before = marks(&key, &[password.clone(), lost.clone()]);
        let look = |more: &[Method]| {
            let now = [&[password.clone(), pass.clone()], more].concat();
            let found = progress(&key, now, &before);
            (found.has_new, found.has_second, found.old_left)
        };
        let phone = method("new", K::Authenticator);
        let key_fob = method("fob", K::Fido2);
        let mail = method("mail", K::Email);
        assert_eq!(look(std::slice::from_ref(&lost)), (false, false, 1));
        assert_eq!(
            look(&[mail, lost.clone()]),
            (false, false, 1),
            "mail is no factor"
        );
        assert_eq!(look(std::slice::from_ref(&phone)), (true, false, 0));
        assert_eq!(
            look(&[phone.clone(), lost.clone()]),
            (true, false, 1),
            "what was lost is no second one"
        );
        assert_eq!(
            look(&[phone.clone(), key_fob.clone(), lost]),
            (true, true, 1)
        );
        assert_eq!(look(&[phone, key_fob]), (true, true, 0));
    }

    #[test]
    fn r68_what_somebody_keeps_after_removing_the_lost_one_counts() {
        use MethodKind as K;
        let key = DerivationKey::new([1; 32]);
        let (lost, kept) = (method("lost", K::Authenticator), method("fob", K::Fido2));
        let before = marks(&key, &[lost.clone(), kept.clone()]);
        let phone = method("new", K::Authenticator);
        let all = vec![lost, kept.clone(), phone.clone()];
        assert!(!progress(&key, all, &before).has_second);
        assert!(progress(&key, vec![kept, phone], &before).has_second);
    }

    #[test]
    fn a_mark_is_worth_nothing_without_the_key() {
        let phone = method("id", MethodKind::Phone);
        let (one, two) = (DerivationKey::new([1; 32]), DerivationKey::new([2; 32]));
        assert_ne!(mark(&one, &phone), mark(&two, &phone));
    }
}
