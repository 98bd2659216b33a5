//! `/api/v1/guide`: from what still works to the usable ways. It needs no visit and keeps nothing.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use ident_core::refusal::Refusal;
use ident_wire::GuideView;
use serde::Deserialize;

use crate::flow::Refused;
use crate::state::App;
use crate::view;

/// The query of the guide.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    #[serde(default)]
    answers: String,
}

/// `GET /api/v1/guide?answers=question:answer,…`
pub(super) async fn get(
    State(app): State<Arc<App>>,
    given: Result<Query<Given>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<GuideView>, Refused> {
    let Query(given) = given.map_err(|_| Refusal::RequestMalformed)?;
    Ok(Json(view::guide(&app, &given.answers)?))
}
