//! All that the page in the window can ask for. Only `ui/src/host/tauri.ts` calls these.
//!
//! | command | arguments | answer |
//! |---|---|---|
//! | `call_api` | `method`: `"GET"` or `"POST"`, `path` below `/api/v1/`, `body`: JSON or null | `{status, body, now}` |
//! | `watch_flow` | `flowId`, `channel` | nothing; `{kind:"opened"}`, `{kind:"flow", flow}`, `{kind:"lost"}` on the channel until `unwatch_flow` |
//! | `unwatch_flow` | `flowId` | nothing |
//! | `open_url` | `url`: one of the server's own pages, an address that its context names, or a page of a site that the context names without a path (the sandbox) | nothing; opens the system browser |
//! | `copy_text` | `text` | nothing; the clipboard has it |
//! | `watch_app` | `channel` | nothing; `{kind:"kept", place}`, `{kind:"visit"}`, `{kind:"refused", refusal}`, `{kind:"held"}`, `{kind:"unexpected"}`, `{kind:"card", presence}`, `{kind:"kiosk", health}` on the channel |
//! | `notify` | `title`, `body` | nothing; the system shows it unless the window has the focus |
//! | `kiosk_known` | | `{kiosk, keeps_key, idle_percent, wiped}`; `kiosk` is the server's `KioskView`, or null (kiosk only, as the next three) |
//! | `kiosk_enrol` | `code` | `{status, body, now}` |
//! | `kiosk_begin` | | `{status, body, now}` |
//! | `kiosk_wipe` | | nothing: the program begins anew when everything of the last person is cleared |
//!
//! `call_api` is refused (the promise rejects) only when there was no answer at all or the call is
//! not one of the API's; whatever the server says is an answer. The page never sees the visit's
//! token, and cannot name another server. A flow through the system's browser (way B) begins with
//! `call_api` as any other; where its result comes back, and the secret for it, are added here.

mod api;
mod app;
mod desk;
mod error;
mod kiosk;
mod watch;

pub(crate) use api::*;
pub(crate) use app::*;
pub(crate) use desk::*;
pub(crate) use kiosk::*;
pub(crate) use watch::*;
