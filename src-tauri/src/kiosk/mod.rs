//! The same app at an office: enrolled once, one visit for each person, and nothing left of them.
//!
//! The device key is made here and kept in the keychain (K-08); the page never sees it. A visit's
//! secret is in memory only, so that a crash or a reboot begins cleanly (K-10).

mod anew;
mod device;
pub(crate) mod guard;
mod health;
mod pulse;
mod wipe;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde_json::{Value, json};
use tauri::async_runtime::{JoinHandle, spawn};
use tauri::{AppHandle, Manager};
use zeroize::Zeroizing;

use crate::server::{Answer, ApiPath, CallError, Method, Server};
use crate::vault::Keychain;
use device::Device;

pub(crate) use anew::Legacy;
pub(crate) use health::Health;
use wipe::Wiped;
pub(crate) use wipe::everything;

/// What the keychain holds in place of a key that the university has stopped.
const STOPPED: &str = r#"{"stopped":true}"#;

/// What the kiosk is, and how it is.
pub(crate) struct Kiosk {
    keychain: Arc<dyn Keychain>,
    /// Whether the keychain takes what it is given.
    keeps: AtomicBool,
    device: Mutex<Option<Device>>,
    read: tokio::sync::OnceCell<()>,
    health: Mutex<Health>,
    beating: Mutex<Option<JoinHandle<()>>>,
    wiped: Mutex<Option<Wiped>>,
    idle_percent: u16,
    /// The next life of the program is being made.
    ending: AtomicBool,
}

/// What a page is told when it begins.
#[derive(Serialize)]
pub(crate) struct Known {
    /// What the server has told this kiosk of itself; `None` before it is enrolled.
    kiosk: Option<Value>,
    /// False where the kiosk has to be enrolled again after every start.
    keeps_key: bool,
    /// How long a screen waits for a person, in percent of the usual time.
    idle_percent: u16,
    /// The traces of a person were cleared just now.
    wiped: Option<Wiped>,
}

impl Kiosk {
    /// Asks the keychain nothing yet.
    pub(crate) fn new(keychain: Arc<dyn Keychain>, legacy: Legacy, idle_percent: u16) -> Self {
        let device = legacy.device.and_then(|text| Device::from_text(&text));
        Self {
            keychain,
            keeps: AtomicBool::new(true),
            device: Mutex::new(device),
            read: tokio::sync::OnceCell::new(),
            health: Mutex::new(Health::after(legacy.revoked, legacy.had_reader)),
            beating: Mutex::default(),
            wiped: Mutex::new(legacy.wiped),
            idle_percent,
            ending: AtomicBool::new(false),
        }
    }

    /// What the page has to know when it begins.
    pub(crate) async fn known(&self, app: &AppHandle) -> Known {
        self.read.get_or_init(|| self.restore(app)).await;
        if self.with(Device::is_enrolled).unwrap_or(false) {
            self.begin_beating(app);
        }
        let mut wiped = self.wiped.lock().unwrap_or_else(PoisonError::into_inner);
        Known {
            kiosk: self.with(|device| device.view.clone()).flatten(),
            keeps_key: self.keeps.load(Ordering::Relaxed),
            idle_percent: self.idle_percent,
            wiped: wiped.take(),
        }
    }

    /// Reads the key; whether the keychain can be used is found out by a real write, because some
    /// can be read and not written.
    async fn restore(&self, app: &AppHandle) {
        let keychain = self.keychain.clone();
        let read = move || {
            let found = keychain.read()?;
            keychain.write(found.as_deref().map_or("{}", String::as_str))?;
            Ok::<_, crate::vault::Closed>(found)
        };
        match tokio::task::spawn_blocking(read).await {
            Ok(Ok(Some(found))) => {
                if let Some(device) = Device::from_text(&found) {
                    *self.lock() = Some(device);
                }
                if *found == STOPPED {
                    self.tell(app, |health| health.revoked = true);
                }
            }
            Ok(Ok(None)) => {}
            _ => self.keeps.store(false, Ordering::Relaxed),
        }
    }

    /// The page's process has died, and not because this life is ending.
    fn has_crashed(&self) -> bool {
        !self.ending.load(Ordering::SeqCst)
    }

    /// Ends this life of the program; what it knows goes to the next one, without the person.
    fn begin_anew(&self, app: &AppHandle, wiped: Option<Wiped>) {
        if self.ending.swap(true, Ordering::SeqCst) {
            return;
        }
        let health = self.health();
        let keeps = self.keeps.load(Ordering::Relaxed);
        let legacy = Legacy {
            wiped,
            revoked: health.revoked,
            had_reader: health.had_reader(),
            device: self.with(Device::to_text).filter(|_| !keeps),
        };
        anew::begin(app, legacy);
    }

    /// Makes a key and hands the code in. The key is kept before it is of any use, so that an
    /// answer that gets lost does not leave a kiosk whose key nobody has.
    pub(crate) async fn enrol(
        &self,
        app: &AppHandle,
        server: &Server,
        code: &str,
    ) -> Result<Answer, CallError> {
        if self.with(Device::is_enrolled).unwrap_or(false) {
            // A page that has gone astray must not take the key away.
            return Err(CallError::NotOurApi);
        }
        let device = Device::make();
        let body = json!({ "code": code, "key": device.public_jwk() });
        self.keep(device).await;
        let answer = server
            .call(Method::Post, &path("enrol"), Some(&body))
            .await?;
        if answer.status == 200 {
            let view = answer.body.clone();
            let enrolled = self.lock().take().map(|device| device.enrolled(view));
            if let Some(enrolled) = enrolled {
                self.keep(enrolled).await;
            }
            self.tell(app, |health| {
                *health = Health {
                    reader: health.reader,
                    ..Health::default()
                }
            });
            self.begin_beating(app);
        }
        Ok(answer)
    }

    /// Begins a visit for the next person.
    pub(crate) async fn begin(&self, server: &Server) -> Result<Answer, CallError> {
        let Some(assertion) = self.assertion(server) else {
            return Err(CallError::NotOurApi);
        };
        let body = json!({ "assertion": assertion });
        server.call(Method::Post, &path("visit"), Some(&body)).await
    }

    /// The university has stopped this kiosk: whoever is there is wiped away, and the key, which is
    /// worth nothing any more, is forgotten; why there is none is not.
    async fn stop(&self, app: &AppHandle) {
        wipe::clear(app).await;
        *self.lock() = None;
        self.write(STOPPED.to_owned().into()).await;
        self.tell(app, |health| health.revoked = true);
        self.begin_anew(app, None);
    }

    /// A statement of this kiosk, good once; `None` before it is enrolled.
    #[expect(
        clippy::disallowed_methods,
        reason = "the kiosk's own clock, which its statements are made by and which the server judges"
    )]
    fn assertion(&self, server: &Server) -> Option<String> {
        let now = std::time::SystemTime::now();
        self.with(|device| device.assertion(&server.name(), now))
            .flatten()
    }

    async fn keep(&self, device: Device) {
        let text = device.to_text();
        *self.lock() = Some(device);
        self.write(text).await;
    }

    async fn write(&self, text: Zeroizing<String>) {
        let keychain = self.keychain.clone();
        let written = tokio::task::spawn_blocking(move || keychain.write(&text)).await;
        let kept = matches!(written, Ok(Ok(())));
        self.keeps.store(kept, Ordering::Relaxed);
        if !kept {
            eprintln!(
                "Ident has no keychain here: this kiosk has to be enrolled again after every start"
            );
        }
    }

    fn begin_beating(&self, app: &AppHandle) {
        let mut beating = self.beating.lock().unwrap_or_else(PoisonError::into_inner);
        if beating
            .as_ref()
            .is_none_or(|task| task.inner().is_finished())
        {
            let app = app.clone();
            *beating = Some(spawn(async move { pulse::beat(&app).await }));
        }
    }

    /// How the kiosk is at this moment.
    pub(crate) fn health(&self) -> Health {
        *self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes how the kiosk is, and tells the page when that is news.
    pub(crate) fn tell(&self, app: &AppHandle, change: impl FnOnce(&mut Health)) {
        let health = {
            let mut health = self.health.lock().unwrap_or_else(PoisonError::into_inner);
            let before = *health;
            change(&mut health);
            if *health == before {
                return;
            }
            *health
        };
        let news = app.state::<crate::news::News>();
        news.tell(crate::news::AppMessage::Kiosk { health });
    }

    fn with<T>(&self, look: impl FnOnce(&Device) -> T) -> Option<T> {
        self.lock().as_ref().map(look)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Device>> {
        self.device.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn path(name: &str) -> ApiPath {
    ApiPath::try_from(format!("/api/v1/kiosk/{name}")).expect("a path of the API")
}
