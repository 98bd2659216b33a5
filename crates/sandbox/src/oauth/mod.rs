//! What both OPs have in common: authorization responses, codes and the reading of token requests.

mod authorization;
mod grant;
mod token_answer;
mod token_request;

pub(crate) use authorization::{Delivery, ProtocolError, ReturnAddress, Success, deliver};
pub(crate) use grant::{AccessTokens, Grant, GrantError, Grants};
pub(crate) use token_answer::{TokenAnswer, published_keys};
pub(crate) use token_request::{TokenError, read_form};
