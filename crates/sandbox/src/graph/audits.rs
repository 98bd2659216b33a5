//! `GET auditLogs/directoryAudits`.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

use crate::clock::{Seconds, from_rfc3339};
use crate::encoding::Parameters;
use crate::graph::call::{Answer, Call};
use crate::graph::trail::Logged;
use crate::service::Endpoint;
use crate::world::World;

/// The options that the documentation names, and `$select`, which its tips name.
const KNOWN: [&str; 5] = ["$filter", "$top", "$orderby", "$select", "$skiptoken"];

/// A page of the log.
pub(crate) async fn audits(
    State(world): State<Arc<World>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    let call = Call::enter(world, headers, Endpoint::AuditLog)?;
    let raw = query.unwrap_or_default();
    let query = Parameters::parse(raw.as_bytes());
    page(&call, &query).ok_or_else(|| call.bad("BadRequest", "Invalid query option or filter."))
}

fn page(call: &Call, query: &Parameters) -> Option<Response> {
    if query.names().any(|name| !KNOWN.contains(&name)) {
        return None;
    }
    let world = &call.world;
    let wanted = Filter::parse(query.text("$filter"))?;
    let mut entries = world.directory.trail().visible(world.clock.now());
    entries.retain(|entry| wanted.takes(entry));
    match query.text("$orderby") {
        "activityDateTime" | "activityDateTime asc" => {}
        "" | "activityDateTime desc" => entries.reverse(),
        _ => return None,
    }
    let top = match query.one("$top") {
        Some(text) => text.parse().ok().filter(|top| (1..=1_000).contains(top))?,
        None => 1_000,
    };
    let top = world.directory.settings().log.page.min(top);
    let from: usize = match query.one("$skiptoken") {
        Some(text) => text.parse().ok()?,
        None => 0,
    };
    let rest = entries.len().saturating_sub(from + top);
    let shown = entries.into_iter().skip(from).take(top);
    let select = query.text("$select");
    let shown: Vec<Value> = shown.map(|entry| selected(entry.shown, select)).collect();
    let mut body = json!({ "value": shown });
    if rest > 0 {
        body["@odata.nextLink"] = next(call, query, from + top).into();
    }
    Some(call.reply(StatusCode::OK, "auditLogs/directoryAudits", body))
}

fn selected(mut entry: Value, select: &str) -> Value {
    if let Some(members) = entry.as_object_mut().filter(|_| !select.is_empty()) {
        members.retain(|name, _| select.split(',').any(|wanted| wanted == name));
    }
    entry
}

fn next(call: &Call, query: &Parameters, from: usize) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    for name in KNOWN.iter().filter(|name| **name != "$skiptoken") {
        if let Some(value) = query.one(name) {
            pairs.append_pair(name, value);
        }
    }
    pairs.append_pair("$skiptoken", &from.to_string());
    let base = call.world.addresses.graph_base();
    format!("{base}/auditLogs/directoryAudits?{}", pairs.finish())
}

/// The part of OData's filters that the documentation names for this resource.
#[derive(Default)]
struct Filter {
    from: Option<Seconds>,
    to: Option<Seconds>,
    app_id: Option<String>,
    service: Option<String>,
    activity: Option<String>,
}

impl Filter {
    fn parse(text: &str) -> Option<Self> {
        let mut filter = Self::default();
        for clause in text.split(" and ").filter(|clause| !clause.is_empty()) {
            let mut words = clause.splitn(3, ' ');
            let clause = (words.next()?, words.next()?, words.next()?);
            let (name, operator, value) = clause;
            let quoted = || Some(value.strip_prefix('\'')?.strip_suffix('\'')?.to_owned());
            let place = match (name, operator) {
                ("activityDateTime", "ge") => {
                    filter.from = Some(from_rfc3339(value)?);
                    continue;
                }
                ("activityDateTime", "le") => {
                    filter.to = Some(from_rfc3339(value)?);
                    continue;
                }
                ("initiatedBy/app/appId", "eq") => &mut filter.app_id,
                ("loggedByService", "eq") => &mut filter.service,
                ("activityDisplayName", "eq") => &mut filter.activity,
                _ => return None,
            };
            *place = Some(quoted()?);
        }
        Some(filter)
    }

    fn takes(&self, entry: &Logged) -> bool {
        let is = |wanted: &Option<String>, found: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| Some(wanted) == found)
        };
        self.from.is_none_or(|from| entry.at >= from)
            && self.to.is_none_or(|to| entry.at <= to)
            && is(&self.app_id, entry.app_id)
            && is(&self.service, Some(entry.service))
            && is(&self.activity, Some(entry.activity))
    }
}
