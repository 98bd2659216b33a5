//! The phone: whose card is in hand, how the app stands on it, and the app's screens as pages.

mod body;
mod home;
mod phones;
mod play;
pub(crate) use body::countdown;

mod scan;
mod screen;

pub(crate) use home::{choose, home, unlock};
pub(crate) use phones::Phones;
pub(crate) use play::{app_status, press, press_at, press_page, show_app};
pub(crate) use scan::{open_qr, scan};
