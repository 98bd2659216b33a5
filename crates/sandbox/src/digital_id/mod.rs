//! The Digital Agency's OP: a Keycloak realm with the card app in front of it.

mod agency;
mod app;
mod attempt;
mod authorize;
mod certs;
mod metadata;
mod page;
mod request;
mod step;
mod test_response;
mod token;
mod userinfo;

pub(crate) use agency::Agency;
pub(crate) use app::{App, AppState, Hand, Phone, Press, Problem, Screen, press};
pub(crate) use attempt::{Attempt, End, Route};
pub(crate) use authorize::{Begun, begin, finish};
pub(crate) use certs::certs;
pub(crate) use metadata::{metadata, spoil as spoil_metadata};
pub(crate) use page::show;
pub(crate) use step::{cancel, digits, open_app, renew_qr, status};
pub(crate) use token::token;
pub(crate) use userinfo::userinfo;

pub(crate) use authorize::authorize;
pub(crate) use test_response::{answer_test, show_test};
