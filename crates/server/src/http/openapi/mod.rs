//! `/openapi.json`: the API as a document, from the types that are served. The types of the pages
//! are generated from it.

mod call;

use axum::response::{IntoResponse, Response};
use http::header;
use ident_core::refusal::Refusal;
use ident_wire as wire;
use serde_json::json;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, ParameterBuilder, ParameterIn, PathItem, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, Required, ResponseBuilder,
};

use call::{CALLS, Call, Given};

/// What the client sends with every change, beside a JSON body.
const MARK: &str = "x-ident";
const PROBLEM: &str = "Problem";

/// The schemas of everything that is sent or received.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(
    super::handoff::Accepted,
    wire::ActView,
    wire::AddAddress,
    wire::AlumniView,
    wire::ApplySalvage,
    wire::AskAct,
    wire::CoachView,
    wire::ConfirmAddress,
    wire::ContactsView,
    wire::DecideCase,
    wire::FreezeView,
    wire::GuideView,
    wire::HistoryView,
    wire::IssuedView,
    wire::OfficeView,
    wire::SalvageView,
    wire::BeginKioskVisit,
    wire::EnrolKiosk,
    wire::InviteKiosk,
    wire::KioskHeartbeat,
    wire::KioskInvitation,
    wire::KioskPulse,
    wire::KiosksView,
    wire::AcceptHandoff,
    wire::ConfirmDigits,
    wire::Context,
    wire::DeclineHandoff,
    wire::Empty,
    wire::FlowView,
    wire::HandoffView,
    wire::LinkRequest,
    wire::Problem,
    wire::Redeem,
    wire::StartFlow,
    wire::StartedFlow,
    wire::VisitView,
)))]
struct Schemas;

/// The whole document.
pub fn document() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Ident")
        .version(env!("CARGO_PKG_VERSION"))
        .build();
    let mut paths = PathsBuilder::new();
    for call in CALLS {
        let method = if call.takes.is_some() {
            HttpMethod::Post
        } else {
            HttpMethod::Get
        };
        let path = format!("/api/v1{}", call.path);
        paths = paths.path(path, PathItem::new(method, operation(call)));
    }
    let components = <Schemas as utoipa::OpenApi>::openapi().components;
    let mut document = OpenApiBuilder::new()
        .info(info)
        .paths(paths)
        .components(components)
        .build();
    document.extensions = Some(refusals());
    document
}

/// What each code of the closed list means, for a client that knows only the code (from an
/// address): `x-refusals`, by code.
fn refusals() -> Extensions {
    let told = |refusal: &Refusal| json!({"side": refusal.side(), "next": refusal.next()});
    let table: serde_json::Map<String, serde_json::Value> = Refusal::ALL
        .iter()
        .map(|refusal| (refusal.code().to_owned(), told(refusal)))
        .collect();
    Extensions::builder().add("x-refusals", table).build()
}

/// The whole document as JSON text.
pub fn text() -> String {
    let text = document().to_pretty_json();
    text.expect("the document is made of texts and numbers") + "\n"
}

/// `GET /openapi.json`
pub(super) async fn get() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text()).into_response()
}

fn operation(call: &Call) -> Operation {
    let mut operation = OperationBuilder::new().summary(Some(call.says)).response(
        "default",
        body(PROBLEM, "application/problem+json", "A refusal"),
    );
    for name in ["id", "token"]
        .into_iter()
        .filter(|name| call.path.contains(&format!("{{{name}}}")))
    {
        operation = operation.parameter(parameter(name, ParameterIn::Path));
    }
    if let Some(name) = call.query {
        let optional = ParameterBuilder::from(parameter(name, ParameterIn::Query));
        operation = operation.parameter(optional.required(Required::False));
    }
    if let Some(takes) = call.takes {
        let content = ContentBuilder::new().schema(Some(schema(takes))).build();
        let request = RequestBodyBuilder::new()
            .content("application/json", content)
            .required(Some(Required::True));
        operation = operation.request_body(Some(request.build()));
        operation = operation.parameter(parameter(MARK, ParameterIn::Header));
    }
    let nothing = || {
        ResponseBuilder::new()
            .description("Nothing to tell")
            .build()
    };
    match call.gives {
        Given::Body(name) => operation.response("200", body(name, "application/json", "Done")),
        Given::Events(name) => operation.response("200", body(name, "text/event-stream", "Events")),
        Given::Nothing => operation.response("204", nothing()),
        Given::Perhaps(name) => operation
            .response("200", body(name, "application/json", "Done"))
            .response("204", nothing()),
    }
    .build()
}

fn parameter(name: &str, place: ParameterIn) -> utoipa::openapi::path::Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String).build();
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(Required::True)
        .schema(Some(text))
        .build()
}

fn schema(name: &str) -> Ref {
    Ref::from_schema_name(name)
}

fn body(name: &str, media: &str, says: &str) -> utoipa::openapi::Response {
    let content = ContentBuilder::new().schema(Some(schema(name))).build();
    ResponseBuilder::new()
        .description(says)
        .content(media, content)
        .build()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_document_names_the_calls_that_there_are() {
        let routes = include_str!("../mod.rs");
        let served: BTreeSet<_> = routes
            .lines()
            .filter_map(|line| line.trim().strip_prefix(".route(\""))
            .filter(|line| !line.contains("callback::"))
            .filter_map(|line| {
                line.split('"')
                    .next()
                    .map(|path| (path, line.contains("post(")))
            })
            .collect();
        let told: BTreeSet<_> = CALLS
            .iter()
            .map(|call| (call.path, call.takes.is_some()))
            .collect();
        assert_eq!(told, served);
    }

    #[test]
    fn every_schema_that_is_named_is_there() {
        let text = text();
        let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let schemas = document["components"]["schemas"]
            .as_object()
            .expect("schemas");
        for part in text.split("#/components/schemas/").skip(1) {
            let name = part.split('"').next().expect("a name");
            assert!(schemas.contains_key(name), "{name} is not described");
        }
    }
}
