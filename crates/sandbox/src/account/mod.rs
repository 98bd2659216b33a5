//! The UTokyo Account OP, shaped like one tenant of Microsoft Entra ID.
//!
//! A sign-in walks through [`Stage`]s. Another way to sign in (a Temporary Access Pass, say) is
//! one more stage and one more arm in `stage::enter`; nothing else has to know of it.

mod authorize;
mod fast;
mod metadata;
mod page;
mod request;
mod sign_in;
mod stage;
mod tenant;
mod token;

pub(crate) use authorize::authorize;
pub(crate) use fast::approve;
pub(crate) use metadata::{keys, metadata};
pub(crate) use page::{act, show, sign_out};
pub(crate) use sign_in::SignIn;
pub(crate) use stage::{Entry, Stage};
pub(crate) use tenant::{Session, Tenant};
pub(crate) use token::token;

use crate::world::{TENANT, World};

/// Address of an endpoint below `/{tenant}/oauth2/v2.0`.
pub(crate) fn endpoint(world: &World, name: &str) -> String {
    format!("{}/{TENANT}/oauth2/v2.0/{name}", world.addresses.account)
}
