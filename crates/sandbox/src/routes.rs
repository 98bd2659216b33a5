//! Which address leads where, on both listeners.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Redirect;
use axum::routing::{MethodRouter, any, delete, get, patch, post, put};

use crate::fault::observe;
use crate::service::{Endpoint, Service};
use crate::world::{TENANT, World};
use crate::{
    account as tenant, alumni, archive, control, digital_id, graph, mail, page, phone, portal,
    security_info,
};

const BODY_LIMIT: usize = 64 * 1024;

type Shared = Arc<World>;

/// Portal, Digital Agency OP, phone, control interface.
pub(crate) fn main(world: &Shared) -> Router {
    agency(world)
        .merge(sign_in_pages())
        .merge(phone_pages())
        .merge(control_interface())
        .route("/", get(portal::index))
        .route("/people", get(portal::people))
        .route(
            "/people/{number}",
            get(portal::person).post(portal::press_person),
        )
        .route("/mail", get(mail::list))
        .route("/mail/{id}", get(mail::show))
        .route("/mail/{id}/html", get(mail::html_part))
        .route("/portal/reset", post(portal::reset))
        .route("/portal/faults", post(portal::arm))
        .merge(assets())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(Arc::clone(world))
}

/// UTokyo Account OP and Graph.
pub(crate) fn account(world: &Shared) -> Router {
    let at = |endpoint, method| observed(world, (Service::Utokyo, endpoint), method);
    let oauth = format!("/{TENANT}/oauth2/v2.0");
    Router::new()
        .route(
            &format!("/{TENANT}/v2.0/.well-known/openid-configuration"),
            at(Endpoint::Metadata, get(tenant::metadata)),
        )
        .route(
            &format!("{oauth}/authorize"),
            at(Endpoint::Authorize, get(tenant::authorize)),
        )
        .route(
            &format!("{oauth}/token"),
            at(Endpoint::Token, post(tenant::token)),
        )
        .route(
            &format!("/{TENANT}/discovery/v2.0/keys"),
            at(Endpoint::Jwks, get(tenant::keys)),
        )
        .route("/login/{id}", get(tenant::show).post(tenant::act))
        .route("/logout", post(tenant::sign_out))
        .route(
            security_info::PATH,
            get(security_info::show).post(security_info::act),
        )
        .route(
            "/archive/v1/grants/{case}",
            observed(
                world,
                (Service::Archive, Endpoint::Grant),
                put(archive::put).get(archive::get).delete(archive::delete),
            ),
        )
        .route("/archive/{case}", get(archive::show).post(archive::enter))
        .route("/archive", get(portal::cases))
        .route("/alumni", get(portal::members))
        .route("/alumni/join", post(alumni::join))
        .merge(graph_api(world))
        .route("/", get(to_portal))
        .merge(assets())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(Arc::clone(world))
}

fn agency(world: &Shared) -> Router<Shared> {
    let at = |endpoint, method| observed(world, (Service::DigitalId, endpoint), method);
    let base = "/api/realms/main";
    let openid = format!("{base}/protocol/openid-connect");
    Router::new()
        .route(
            &format!("{base}/.well-known/openid-configuration"),
            at(Endpoint::Metadata, get(digital_id::metadata)),
        )
        .route(
            &format!("{openid}/auth"),
            at(Endpoint::Authorize, get(digital_id::authorize)),
        )
        .route(
            &format!("{openid}/token"),
            at(Endpoint::Token, post(digital_id::token)),
        )
        .route(
            &format!("{openid}/userinfo"),
            at(Endpoint::Userinfo, get(digital_id::userinfo)),
        )
        .route(
            &format!("{openid}/certs"),
            at(Endpoint::Jwks, get(digital_id::certs)),
        )
}

fn observed(
    world: &Shared,
    (service, endpoint): (Service, Endpoint),
    method: MethodRouter<Shared>,
) -> MethodRouter<Shared> {
    method.layer(from_fn_with_state(
        (Arc::clone(world), service, endpoint),
        observe,
    ))
}

fn graph_api(world: &Shared) -> Router<Shared> {
    let at = |endpoint, method| observed(world, (Service::Graph, endpoint), method);
    let path = |path: &str| format!("/graph/v1.0/users/{{key}}{path}");
    let passes = "/authentication/temporaryAccessPassMethods";
    Router::new()
        .route(
            &path(""),
            at(Endpoint::User, get(graph::user))
                .merge(at(Endpoint::Password, patch(graph::set))),
        )
        .route(&path(passes), at(Endpoint::TapList, get(graph::list))
            .merge(at(Endpoint::TapCreate, post(graph::create))))
        .route(&path(&format!("{passes}/{{id}}")), at(Endpoint::TapGet, get(graph::get))
            .merge(at(Endpoint::TapDelete, delete(graph::delete))))
        .route(&path("/revokeSignInSessions"), at(Endpoint::Revoke, post(graph::revoke)))
        .route(&path("/authentication/methods"), at(Endpoint::Methods, get(graph::methods)))
        .route(&path("/memberOf/microsoft.graph.directoryRole"), at(Endpoint::Roles, get(graph::roles)))
        .route(&path("/transitiveMemberOf/microsoft.graph.directoryRole"), at(Endpoint::Roles, get(graph::all_roles)))
        .route(
            "/graph/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass",
            at(Endpoint::Policy, get(graph::policy)),
        )
        .route(
            "/graph/v1.0/auditLogs/directoryAudits",
            at(Endpoint::AuditLog, get(graph::audits)),
        )
        .method_not_allowed_fallback(graph::wrong_method)
        .route("/graph/{*rest}", at(Endpoint::Unknown, any(graph::unknown)))
        .layer(from_fn(graph::stamp))
}

fn sign_in_pages() -> Router<Shared> {
    Router::new()
        .route("/signin/{id}", get(digital_id::show))
        .route("/signin/{id}/app", post(digital_id::open_app))
        .route("/signin/{id}/qr", post(digital_id::renew_qr))
        .route("/signin/{id}/digits", post(digital_id::digits))
        .route("/signin/{id}/cancel", post(digital_id::cancel))
        .route("/signin/{id}/status", get(digital_id::status))
        .route(
            "/signin/{id}/test",
            get(digital_id::show_test).post(digital_id::answer_test),
        )
}

fn phone_pages() -> Router<Shared> {
    Router::new()
        .route("/phone", get(phone::home))
        .route("/phone/choose", post(phone::choose))
        .route("/phone/unlock", post(phone::unlock))
        .route("/phone/scan", post(phone::scan))
        .route(
            "/phone/app/{app}",
            get(phone::show_app).post(phone::press_page),
        )
        .route("/phone/app/{app}/status", get(phone::app_status))
        .route("/qr/{token}", get(phone::open_qr))
}

fn control_interface() -> Router<Shared> {
    Router::new()
        .route(
            "/control/faults",
            get(control::list_faults)
                .post(control::arm)
                .delete(control::clear_faults),
        )
        .route("/control/reset", post(control::reset))
        .route("/control/state", get(control::state))
        .route(
            "/control/accounts/{key}",
            get(control::account).post(control::change_account),
        )
        .route(
            "/control/accounts/{key}/sign-in",
            post(control::try_sign_in),
        )
        .route("/control/mail", get(mail::inbox).delete(mail::empty_inbox))
        .route("/control/archive", get(control::archive))
        .route("/control/alumni", get(control::alumni))
        .route(
            "/control/graph",
            get(control::settings).post(control::change_settings),
        )
        .route("/control/graph/log", post(control::misuse))
        .route("/control/clock", post(control::clock))
        .route("/control/rotate-keys", post(control::rotate_keys))
        .route("/control/journal", get(control::journal))
        .route("/control/approve", post(control::approve))
}

fn assets() -> Router<Shared> {
    Router::new()
        .route("/assets/sandbox.css", get(page::style))
        .route("/assets/sandbox.js", get(page::script))
        .route("/lang", get(page::change_language))
}

async fn to_portal(State(world): State<Shared>) -> Redirect {
    Redirect::to(&world.addresses.main)
}
