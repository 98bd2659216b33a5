//! What all pages share: language, frame, headers, and the ways out of a page.

mod answer;
mod asset;
mod frame;
mod reader;

pub(crate) use answer::{delivered, refusal_page, set_cookie};
pub(crate) use asset::{script, style};
pub(crate) use frame::{Page, Tone};
pub(crate) use reader::{Lang, Reader, change_language};
