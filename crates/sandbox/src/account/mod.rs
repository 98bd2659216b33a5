//! The UTokyo Account OP, shaped like one tenant of Microsoft Entra ID.
//!
//! A sign-in walks through [`Stage`]s. Another way to sign in is one more stage and one more arm in
//! `stage::enter`; nothing else has to know of it.

mod authorize;
mod factor;
mod fast;
mod form;
mod metadata;
mod page;
mod request;
mod secret;
mod sign_in;
mod stage;
mod tenant;
mod token;

pub(crate) use authorize::{COOKIE, authorize, begin_local};
pub(crate) use factor::{kind_name, label};
pub(crate) use fast::approve;
pub(crate) use form::change_fields;
pub(crate) use metadata::{keys, metadata};
pub(crate) use page::{act, notice_text, read_change, show, sign_out};
pub(crate) use secret::{PasswordChange, change_password, enter_pass, pass_usability};
pub(crate) use sign_in::SignIn;
pub(crate) use stage::{Entry, Stage};
pub(crate) use tenant::{PassSession, Session, Tenant};
pub(crate) use token::token;

use crate::world::{TENANT, World};

/// Address of an endpoint below `/{tenant}/oauth2/v2.0`.
pub(crate) fn endpoint(world: &World, name: &str) -> String {
    format!("{}/{TENANT}/oauth2/v2.0/{name}", world.addresses.account)
}
