//! A keychain that a test holds in its hands.

use super::keychain::Closed;
use super::*;

/// What several runs of the app share.
#[derive(Default)]
pub(crate) struct Shared {
    text: Mutex<Option<String>>,
    locked: std::sync::atomic::AtomicBool,
}

impl Shared {
    fn lock(&self) {
        self.locked.store(true, std::sync::atomic::Ordering::SeqCst);
    }

    fn opened(&self) -> Result<std::sync::MutexGuard<'_, Option<String>>, Closed> {
        if self.locked.load(std::sync::atomic::Ordering::SeqCst) {
            return Err(Closed);
        }
        Ok(self.text.lock().unwrap())
    }
}

impl Keychain for Shared {
    fn place(&self) -> Place {
        Place::Keychain
    }

    fn read(&self) -> Result<Option<Zeroizing<String>>, Closed> {
        Ok(self.opened()?.clone().map(Zeroizing::new))
    }

    fn write(&self, text: &str) -> Result<(), Closed> {
        *self.opened()? = Some(text.to_owned());
        Ok(())
    }
}

fn token(text: &'static str) -> HeaderValue {
    HeaderValue::from_static(text)
}

fn expected() -> Expected {
    Expected {
        flow: "f1".to_owned(),
        verifier: "very-secret".to_owned(),
        port: Some(40_000),
        ipv6: false,
    }
}

#[tokio::test]
async fn the_latest_token_is_used_until_it_is_forgotten() {
    let vault = Vault::new(Arc::new(NoKeychain));
    assert_eq!(vault.open().await, Place::Forbidden);
    assert!(vault.bearer().is_none());
    vault.keep_visit(&token("first")).await;
    vault.keep_visit(&token("second")).await;
    assert_eq!(vault.bearer().unwrap(), "Bearer second");
    vault.forget().await;
    assert!(vault.bearer().is_none());
}

#[tokio::test]
async fn what_is_no_token_does_not_replace_one() {
    let vault = Vault::new(Arc::new(NoKeychain));
    vault.keep_visit(&token("good")).await;
    for text in ["", "a b", &"x".repeat(201)] {
        vault
            .keep_visit(&HeaderValue::from_str(text).unwrap())
            .await;
    }
    assert_eq!(vault.bearer().unwrap(), "Bearer good");
}

#[tokio::test]
async fn t11_the_next_run_finds_what_a_killed_one_had() {
    let keychain = Arc::new(Shared::default());
    let killed = Vault::new(keychain.clone());
    assert_eq!(killed.open().await, Place::Keychain);
    killed.keep_visit(&token("tok-1")).await;
    killed.expect(Some(expected())).await;
    std::mem::forget(killed);
    let next = Vault::new(keychain.clone());
    assert_eq!(next.open().await, Place::Keychain);
    assert_eq!(next.bearer().unwrap(), "Bearer tok-1");
    assert_eq!(next.expected(), Some(expected()));
    next.forget().await;
    let last = Vault::new(keychain);
    last.open().await;
    assert!(last.bearer().is_none() && last.expected().is_none());
}

#[tokio::test]
async fn a_locked_keychain_leaves_the_secret_in_memory_and_says_so() {
    let keychain = Arc::new(Shared::default());
    keychain.lock();
    let vault = Vault::new(keychain);
    assert_eq!(vault.open().await, Place::Memory);
    vault.keep_visit(&token("tok-1")).await;
    assert_eq!(vault.bearer().unwrap(), "Bearer tok-1");
}

#[tokio::test]
async fn a_keychain_that_is_locked_meanwhile_is_told_too() {
    let keychain = Arc::new(Shared::default());
    let vault = Vault::new(keychain.clone());
    assert_eq!(vault.open().await, Place::Keychain);
    keychain.lock();
    vault.keep_visit(&token("tok-1")).await;
    assert_eq!(vault.place(), Place::Memory);
}

#[tokio::test]
async fn an_entry_that_somebody_else_wrote_is_no_visit() {
    let keychain = Arc::new(Shared::default());
    keychain.write("not ours").unwrap();
    let vault = Vault::new(keychain);
    assert_eq!(vault.open().await, Place::Keychain);
    assert!(vault.bearer().is_none());
}

#[tokio::test]
async fn printing_shows_nothing() {
    let vault = Vault::new(Arc::new(NoKeychain));
    vault.keep_visit(&token("very-secret")).await;
    vault.expect(Some(expected())).await;
    let shown = format!(
        "{vault:?} {:?} {:?}",
        vault.bearer().unwrap(),
        vault.expected()
    );
    assert!(!shown.contains("very-secret"), "{shown}");
}
