//! `GET users/{id}/authentication/methods`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use crate::clock::rfc3339;
use crate::graph::call::{Answer, Call};
use crate::graph::pass;
use crate::population::{Method, MethodKind};
use crate::service::Endpoint;
use crate::world::World;

/// The well-known id of everybody's password.
const PASSWORD: &str = "28c10230-6103-485e-b985-444c60001490";

/// Everything registered, the password first.
pub(crate) async fn methods(
    State(world): State<Arc<World>>,
    Path(key): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let call = Call::enter(world, headers, Endpoint::Methods)?;
    let (account, state) = call.account(&key)?;
    let mut all = vec![json!({
        "@odata.type": "#microsoft.graph.passwordAuthenticationMethod",
        "id": PASSWORD,
        "createdDateTime": rfc3339(state.password.changed),
        "password": Value::Null,
    })];
    all.extend(state.methods.iter().map(shown));
    all.extend(state.pass.iter().map(|known| {
        let mut shown = pass::shown(&call.world, (account, &state), known);
        shown["@odata.type"] = json!("#microsoft.graph.temporaryAccessPassAuthenticationMethod");
        shown
    }));
    let context = format!("users('{}')/authentication/methods", account.oid());
    Ok(call.reply(StatusCode::OK, &context, json!({ "value": all })))
}

/// A method as the schema of its type has it.
fn shown(method: &Method) -> Value {
    let (kind, mut shown) = match method.kind {
        MethodKind::MicrosoftAuthenticator => (
            "microsoftAuthenticator",
            json!({ "deviceTag": "SoftwareTokenActivated", "displayName": method.label,
                    "phoneAppVersion": "6.0.0" }),
        ),
        MethodKind::Mobile | MethodKind::AlternateMobile | MethodKind::Office => (
            "phone",
            json!({ "phoneNumber": masked(&method.label), "phoneType": method.kind.name(),
                    "smsSignInState": "notConfigured" }),
        ),
        MethodKind::SoftwareOath => ("softwareOath", json!({ "secretKey": Value::Null })),
        MethodKind::Fido2 => (
            "fido2",
            json!({ "aaGuid": "00000000-0000-0000-0000-000000000000", "model": "Practice key",
                    "displayName": method.label, "attestationCertificates": [],
                    "attestationLevel": "attested" }),
        ),
        MethodKind::Email => ("email", json!({ "emailAddress": method.label })),
    };
    shown["@odata.type"] = format!("#microsoft.graph.{kind}AuthenticationMethod").into();
    shown["id"] = method.id.as_str().into();
    shown["createdDateTime"] = rfc3339(method.created).into();
    shown
}

/// A phone number as its administrators see it: all but the country and the last two digits hidden.
pub(crate) fn masked(number: &str) -> String {
    let (country, rest) = number.split_once(' ').unwrap_or(("", number));
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    let mut seen = 0;
    let hidden: String = rest
        .chars()
        .map(|c| {
            seen += usize::from(c.is_ascii_digit());
            if c.is_ascii_digit() && seen + 2 <= digits {
                'X'
            } else {
                c
            }
        })
        .collect();
    format!("{country} {hidden}")
}
