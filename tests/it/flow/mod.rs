//! What people do, from the first press to the end (issue section 3).

mod app;
mod expiry;
mod other_device;
mod prelink;
mod refusal;
mod relink;
mod restart;
mod resume;
mod status;
mod unlink;
