//! `/openapi.json`: the API as a document, from the types that are served. The types of the pages
//! are generated from it.

use axum::response::{IntoResponse, Response};
use http::header;
use ident_wire as wire;
use utoipa::openapi::path::Operation;
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, Required, ResponseBuilder,
};

/// What the client sends with every change, beside a JSON body.
const MARK: &str = "x-ident";
const PROBLEM: &str = "Problem";

/// The schemas of everything that is sent or received.
#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(
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

/// One call: path below `/api/v1`, what it does, the body it takes, the body it gives.
struct Call {
    path: &'static str,
    says: &'static str,
    takes: Option<&'static str>,
    gives: Given,
}

/// What a call answers with.
#[derive(Clone, Copy)]
enum Given {
    /// A body.
    Body(&'static str),
    /// A body, or nothing (204).
    Perhaps(&'static str),
    /// Nothing (204).
    Nothing,
    /// A stream of events with this body each.
    Events(&'static str),
}

const fn read(path: &'static str, gives: Given, says: &'static str) -> Call {
    Call {
        path,
        says,
        takes: None,
        gives,
    }
}

const fn change(path: &'static str, takes: &'static str, gives: Given, says: &'static str) -> Call {
    Call {
        path,
        says,
        takes: Some(takes),
        gives,
    }
}

const VISIT: Given = Given::Body("VisitView");
const FLOW: Given = Given::Body("FlowView");
const STARTED: Given = Given::Body("StartedFlow");

const CALLS: &[Call] = &[
    read(
        "/context",
        Given::Body("Context"),
        "Names, links and lifetimes",
    ),
    read(
        "/visit",
        Given::Perhaps("VisitView"),
        "The visit of this client",
    ),
    change("/visit/end", "Empty", Given::Nothing, "End the visit"),
    change(
        "/flows",
        "StartFlow",
        STARTED,
        "Start a card check or a sign-in",
    ),
    read("/flows/{id}", FLOW, "Where a flow stands"),
    read(
        "/flows/{id}/events",
        Given::Events("FlowView"),
        "Where a flow stands, as it changes",
    ),
    change(
        "/flows/{id}/resume",
        "Empty",
        STARTED,
        "Set out again for the provider",
    ),
    change(
        "/flows/{id}/renew",
        "Empty",
        FLOW,
        "Make a new link; the old one ends",
    ),
    change(
        "/flows/{id}/extend",
        "Empty",
        FLOW,
        "More time for a link, once",
    ),
    change("/flows/{id}/cancel", "Empty", VISIT, "Stop"),
    change(
        "/flows/{id}/dismiss",
        "Empty",
        VISIT,
        "Put a finished flow away",
    ),
    change(
        "/flows/{id}/digits",
        "ConfirmDigits",
        VISIT,
        "Type the six digits",
    ),
    change(
        "/flows/{id}/keep",
        "Empty",
        VISIT,
        "Go on at the phone itself",
    ),
    change(
        "/flows/{id}/redeem",
        "Redeem",
        VISIT,
        "Redeem a hand-back code",
    ),
    read(
        "/handoffs/{token}",
        Given::Body("HandoffView"),
        "Who asks, what for, where and when",
    ),
    change(
        "/handoffs/{token}/accept",
        "AcceptHandoff",
        STARTED,
        "Go on with this device",
    ),
    change(
        "/handoffs/{token}/decline",
        "DeclineHandoff",
        Given::Nothing,
        "This was not me",
    ),
    change(
        "/link",
        "LinkRequest",
        VISIT,
        "Link the card to the account",
    ),
    change("/unlink", "Empty", VISIT, "Cut the link"),
];

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
    OpenApiBuilder::new()
        .info(info)
        .paths(paths)
        .components(components)
        .build()
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
        let routes = include_str!("mod.rs");
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
