//! What every Graph call goes through: the access token, faults, the write budget, the account.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::clock::rfc3339;
use crate::fault::{Arming, Fault};
use crate::graph::effect::{Conflict, Effect, apply};
use crate::graph::error::error;
use crate::graph::registration::Registration;
use crate::graph::trail::Origin;
use crate::journal::Entry;
use crate::listener::cut_off;
use crate::lock::locked;
use crate::population::{Account, AccountState};
use crate::random;
use crate::reply::{Effected, no_store};
use crate::service::{Endpoint, Service};
use crate::world::World;

/// A refusal, already in Graph's form.
#[derive(Debug)]
pub(crate) struct Refused(Box<Response>);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// An answer or a refusal.
pub(crate) type Answer = Result<Response, Refused>;

/// A call that was let in.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) world: Arc<World>,
    pub(super) fault: Option<Fault>,
    caller: usize,
    effect_after_s: u32,
    endpoint: Endpoint,
    headers: HeaderMap,
}

impl Call {
    /// Lets a call in, or answers in its place.
    pub(super) fn enter(
        world: Arc<World>,
        headers: HeaderMap,
        endpoint: Endpoint,
    ) -> Result<Self, Refused> {
        let mut call = Self {
            world,
            fault: None,
            caller: 0,
            effect_after_s: 0,
            endpoint,
            headers,
        };
        call.caller = call.authenticate()?;
        let grants = call.world.directory.settings().grants;
        if !call.caller().may(endpoint, &grants) {
            return Err(call.denied());
        }
        if let Some(arming) = call.world.faults.on_graph(endpoint) {
            call.strike(&arming)?;
        }
        if endpoint.is_graph_write()
            && let Err(seconds) = call.world.directory.spend(call.world.clock.now_ms())
        {
            return Err(call.throttled(seconds));
        }
        Ok(call)
    }

    fn caller(&self) -> &Registration {
        &self.world.registrations[self.caller]
    }

    /// Whether the caller has a permission that an endpoint takes for some of its members only.
    pub(super) fn has(&self, permission: &str) -> bool {
        let grants = self.world.directory.settings().grants;
        self.caller().has(permission, &grants)
    }

    /// Which of the registrations calls.
    fn authenticate(&self) -> Result<usize, Refused> {
        let token = self
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "));
        let now = self.world.clock.now();
        let known = token.and_then(|token| self.world.tenant.access.look_up(token, now));
        let mut all = self.world.registrations.iter();
        known
            .and_then(|(client, _)| all.position(|one| one.id == client))
            .ok_or_else(|| self.unauthorized())
    }

    fn unauthorized(&self) -> Refused {
        self.refuse((
            StatusCode::UNAUTHORIZED,
            "InvalidAuthenticationToken",
            "Access token is not valid.",
        ))
    }

    fn strike(&mut self, arming: &Arming) -> Result<(), Refused> {
        match arming.fault {
            Fault::Graph401 => return Err(self.unauthorized()),
            Fault::Graph403 => return Err(self.denied()),
            Fault::Graph429 => {
                return Err(self.throttled(arming.retry_after_s.unwrap_or(2).into()));
            }
            Fault::Throttled1 => return Err(self.throttled(1)),
            Fault::Throttled30 => return Err(self.throttled(30)),
            Fault::Throttled300 => return Err(self.throttled(300)),
            other => {
                self.fault = Some(other);
                self.effect_after_s = arming.effect_after_s.unwrap_or(60);
            }
        }
        Ok(())
    }

    /// The refusal of a caller, or of a target, that is not allowed.
    pub(super) fn denied(&self) -> Refused {
        self.refuse((
            StatusCode::FORBIDDEN,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        ))
    }

    fn throttled(&self, seconds: i64) -> Refused {
        let mut refused = self.refuse((
            StatusCode::TOO_MANY_REQUESTS,
            "TooManyRequests",
            "Too many requests.",
        ));
        let after = HeaderValue::from(seconds);
        refused.0.headers_mut().insert(header::RETRY_AFTER, after);
        refused
    }

    /// A refusal with status, code and message.
    pub(super) fn refuse(&self, what: (StatusCode, &str, &str)) -> Refused {
        Refused(Box::new(error(&self.world, &self.headers, what)))
    }

    /// A request that Graph does not accept.
    pub(super) fn bad(&self, code: &str, message: &str) -> Refused {
        self.refuse((StatusCode::BAD_REQUEST, code, message))
    }

    /// The account of that object id or sign-in name, and what it is like now.
    pub(super) fn account(&self, key: &str) -> Result<(&'static Account, AccountState), Refused> {
        let population = locked(&self.world.population);
        // Only object id and sign-in name find a user; the sandbox's own names do not.
        let known = population
            .account(key)
            .filter(|account| key.contains('@') || key.eq_ignore_ascii_case(&account.oid()));
        if let Some(account) = known.filter(|_| self.fault != Some(Fault::UserNotFound)) {
            return Ok((account, population.state(account).clone()));
        }
        let code = match self.endpoint {
            Endpoint::User | Endpoint::Password | Endpoint::Roles | Endpoint::Revoke => {
                "Request_ResourceNotFound"
            }
            _ => "resourceNotFound",
        };
        let message = format!("Resource '{key}' does not exist.");
        Err(self.refuse((StatusCode::NOT_FOUND, code, &message)))
    }

    /// The body as a JSON object; an empty one counts as none.
    pub(super) fn body(&self, body: &[u8]) -> Result<serde_json::Map<String, Value>, Refused> {
        if body.is_empty() {
            return Ok(serde_json::Map::new());
        }
        serde_json::from_slice(body)
            .map_err(|_| self.bad("BadRequest", "Unable to read JSON request payload."))
    }

    /// Makes a change and answers, or puts the change off and goes away without a word.
    pub(super) fn perform(&self, effect: Effect, answer: Response) -> Answer {
        if self.fault == Some(Fault::DelayedEffect) {
            let due = self.world.clock.now() + i64::from(self.effect_after_s);
            let put_off = (effect, self.origin());
            self.world.directory.put_off(due, put_off);
            return Ok(crate::reply::noted(cut_off(), "fault:delayed_effect"));
        }
        match apply(&self.world, effect, &self.origin()) {
            Ok(()) => {
                let mut answer = answer;
                answer.extensions_mut().insert(Effected);
                Ok(answer)
            }
            Err(Conflict::SecondPass) => Err(self.bad(
                "badRequest",
                "The user already has a Temporary Access Pass. Delete it first.",
            )),
            Err(Conflict::NoPass) => Err(self.no_pass()),
        }
    }

    fn origin(&self) -> Origin {
        let caller = self.caller();
        let request = self.headers.get("client-request-id");
        let request = request.and_then(|value| value.to_str().ok());
        Origin {
            app: (caller.id, caller.principal, caller.name),
            request: request.map(str::to_owned),
            late_s: match self.fault {
                Some(Fault::Unlogged) => None,
                Some(Fault::LoggedLate) => Some(self.effect_after_s),
                _ => Some(0),
            },
        }
    }

    /// The refusal of a pass that does not exist.
    pub(super) fn no_pass(&self) -> Refused {
        self.refuse((
            StatusCode::NOT_FOUND,
            "resourceNotFound",
            "Resource not found.",
        ))
    }

    /// A JSON answer with its context below `$metadata#`.
    pub(super) fn reply(&self, status: StatusCode, context: &str, mut body: Value) -> Response {
        let base = self.world.addresses.graph_base();
        body["@odata.context"] = format!("{base}/$metadata#{context}").into();
        no_store(status, body)
    }
}

/// Puts Graph's ids on every answer: `request-id`, and `client-request-id` as it came.
pub(crate) async fn stamp(request: Request, next: Next) -> Response {
    let client_id = request.headers().get("client-request-id").cloned();
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let id = headers
        .entry("request-id")
        .or_insert_with(|| {
            HeaderValue::from_str(&random::uuid())
                .unwrap_or_else(|_| HeaderValue::from_static("none"))
        })
        .clone();
    headers.insert("client-request-id", client_id.unwrap_or(id));
    response
}

/// Any path below `/graph` that is none of ours.
pub(crate) async fn unknown(State(world): State<Arc<World>>, headers: HeaderMap) -> Answer {
    let call = Call::enter(world, headers, Endpoint::Unknown)?;
    Err(call.refuse((
        StatusCode::NOT_FOUND,
        "ResourceNotFound",
        "Resource not found for the segment.",
    )))
}

/// A method that a path of ours does not have.
pub(crate) async fn wrong_method(
    State(world): State<Arc<World>>,
    method: Method,
    headers: HeaderMap,
) -> Answer {
    // No layer stands around this one, so it writes into the journal itself.
    world.journal.add(Entry {
        op: Service::Graph,
        endpoint: Endpoint::Unknown,
        method: method.to_string(),
        at: rfc3339(world.clock.now()),
        status: StatusCode::METHOD_NOT_ALLOWED.as_u16(),
        outcome: "methodNotAllowed".to_owned(),
        effect: false,
    });
    let call = Call::enter(world, headers, Endpoint::Unknown)?;
    Err(call.refuse((
        StatusCode::METHOD_NOT_ALLOWED,
        "methodNotAllowed",
        "The method is not allowed on this resource.",
    )))
}
