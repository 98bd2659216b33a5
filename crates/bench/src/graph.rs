//! A directory that does as little as it may: everybody is active, has one second factor and no
//! role. It counts writes for each credential as Microsoft Graph does, and answers 429 to whoever
//! is over the budget.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Form, Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::process;

/// Writes that one credential may do in a window.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    pub(crate) writes: u32,
    pub(crate) window: Duration,
}

impl Budget {
    /// What the documentation of Microsoft Graph gives one application in one tenant.
    pub(crate) const GRAPH: Self = Self {
        writes: 3_000,
        window: Duration::from_secs(150),
    };
    /// The most that the server can be told: more than it can use.
    pub(crate) const ENDLESS: Self = Self {
        writes: 1_000_000,
        window: Duration::from_secs(150),
    };
}

/// What it saw.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    /// Passes made.
    pub(crate) passes: u32,
    /// Answers 429.
    pub(crate) throttled: u32,
    /// Writes for an account that came before the time a 429 had told for it.
    pub(crate) early: u32,
    /// Writes of a credential for others while it had been told to wait: under way already.
    pub(crate) under_way: u32,
    /// The most live passes of one account at any time.
    pub(crate) most_live: usize,
}

#[derive(Default)]
struct Kept {
    writes: HashMap<String, VecDeque<Instant>>,
    again_at: HashMap<String, (Instant, String)>,
    live: HashMap<String, Vec<String>>,
    seen: Seen,
}

/// The directory.
pub(crate) struct Graph {
    budget: Budget,
    kept: Mutex<Kept>,
}

impl Graph {
    pub(crate) fn new(budget: Budget) -> Arc<Self> {
        let kept = Mutex::default();
        Arc::new(Self { budget, kept })
    }

    /// What it saw so far.
    pub(crate) fn seen(&self) -> Seen {
        self.kept.lock().map(|kept| kept.seen).unwrap_or_default()
    }

    /// Its addresses, below `/graph` and `/app-token`.
    pub(crate) fn routes(self: Arc<Self>) -> Router {
        let user = "/graph/users/{id}";
        let at = |rest: &str| format!("{user}/{rest}");
        let passes = "authentication/temporaryAccessPassMethods";
        let writes = Router::new()
            .route(&at("revokeSignInSessions"), post(revoke))
            .route(&at(passes), post(create))
            .route(&at(&format!("{passes}/{{pass}}")), delete(remove))
            .route_layer(middleware::from_fn_with_state(Arc::clone(&self), counted));
        Router::new()
            .route("/app-token", post(token))
            .route(user, get(account))
            .route(&at("transitiveMemberOf/microsoft.graph.directoryRole"), get(nothing))
            .route(&at("authentication/methods"), get(methods))
            .route(&at(passes), get(list))
            .route(
                "/graph/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass",
                get(policy),
            )
            .merge(writes)
            .with_state(self)
    }

    /// Whether one more write is within the budget; otherwise after how many seconds it will be.
    fn take(&self, credential: &str, account: &str, now: Instant) -> Result<(), u64> {
        let Ok(mut kept) = self.kept.lock() else {
            return Err(1);
        };
        let kept = &mut *kept;
        if let Some((at, told)) = kept.again_at.get(credential)
            && now < *at
        {
            let same = told == account;
            kept.seen.early += u32::from(same);
            kept.seen.under_way += u32::from(!same);
        }
        let writes = kept.writes.entry(credential.to_owned()).or_default();
        while writes
            .front()
            .is_some_and(|at| now - *at >= self.budget.window)
        {
            writes.pop_front();
        }
        if u32::try_from(writes.len()).unwrap_or(u32::MAX) < self.budget.writes {
            writes.push_back(now);
            return Ok(());
        }
        let oldest = writes.front().copied().unwrap_or(now);
        let wait = (oldest + self.budget.window - now).as_secs() + 1;
        kept.seen.throttled += 1;
        let again_at = now + Duration::from_secs(wait);
        let told = (again_at, account.to_owned());
        kept.again_at.insert(credential.to_owned(), told);
        Err(wait)
    }
}

type Shared = State<Arc<Graph>>;

#[derive(Deserialize)]
struct Asked {
    client_id: String,
}

/// The token is the credential's name: this directory checks nothing.
async fn token(Form(asked): Form<Asked>) -> Json<Value> {
    Json(json!({ "access_token": asked.client_id, "token_type": "Bearer", "expires_in": 86_400 }))
}

async fn counted(
    State(graph): Shared,
    headers: HeaderMap,
    Path(at): Path<HashMap<String, String>>,
    request: Request,
    next: Next,
) -> Response {
    let credential = headers
        .get("authorization")
        .and_then(|value| value.to_str().ok());
    let account = at.get("id").map(String::as_str);
    let taken = graph.take(
        credential.unwrap_or_default(),
        account.unwrap_or_default(),
        Instant::now(),
    );
    match taken {
        Ok(()) => next.run(request).await,
        Err(wait) => {
            let after = [("retry-after", wait.to_string())];
            (StatusCode::TOO_MANY_REQUESTS, after).into_response()
        }
    }
}

async fn account(Path(id): Path<String>) -> Json<Value> {
    let number = id.rsplit_once('-').map_or("", |(_, tail)| tail);
    let number = number.get(2..).unwrap_or_default();
    Json(json!({
        "id": id, "userPrincipalName": format!("{number}@utac.u-tokyo.ac.jp"), "accountEnabled": true,
    }))
}

async fn nothing() -> Json<Value> {
    Json(json!({ "value": [] }))
}

async fn methods() -> Json<Value> {
    let kind = "#microsoft.graph.phoneAuthenticationMethod";
    Json(json!({ "value": [{ "@odata.type": kind, "id": "1", "phoneNumber": "+81 9000000000" }] }))
}

async fn policy() -> Json<Value> {
    Json(json!({
        "state": "enabled", "defaultLength": 12, "minimumLifetimeInMinutes": 10,
        "maximumLifetimeInMinutes": 480, "excludeTargets": [],
    }))
}

async fn revoke() -> Json<Value> {
    Json(json!({ "value": true }))
}

async fn list(State(graph): Shared, Path(id): Path<String>) -> Json<Value> {
    let live = graph
        .kept
        .lock()
        .ok()
        .and_then(|kept| kept.live.get(&id).cloned());
    let live = live.unwrap_or_default();
    let ids: Vec<_> = live.iter().map(|pass| json!({ "id": pass })).collect();
    Json(json!({ "value": ids }))
}

async fn remove(State(graph): Shared, Path((id, pass)): Path<(String, String)>) -> StatusCode {
    if let Ok(mut kept) = graph.kept.lock() {
        kept.live
            .entry(id)
            .or_default()
            .retain(|live| *live != pass);
    }
    StatusCode::NO_CONTENT
}

async fn create(State(graph): Shared, Path(id): Path<String>) -> Response {
    let Ok(mut kept) = graph.kept.lock() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    kept.seen.passes += 1;
    let pass = format!("pass-{}", kept.seen.passes);
    let live = kept.live.entry(id).or_default();
    live.push(pass.clone());
    let count = live.len();
    kept.seen.most_live = kept.seen.most_live.max(count);
    let made = json!({
        "id": pass, "temporaryAccessPass": format!("value-of-{pass}"), "lifetimeInMinutes": 60,
        "startDateTime": process::now_text(), "isUsableOnce": true,
    });
    (StatusCode::CREATED, Json(made)).into_response()
}
