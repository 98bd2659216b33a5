//! The directory's own log (`directoryAudit`, `GET /auditLogs/directoryAudits`).
//!
//! What is certain of it: the members that are read here, the filters by time and by `app/appId`,
//! the order by time, and pages by `@odata.nextLink`. What is not: under which name an activity is
//! listed, whether an application is named by its client id, and whether `correlationId` is the
//! `client-request-id` of the call. The first two are configuration; the last is used where it is
//! so and not relied on.

use async_trait::async_trait;
use ident_core::port::{DirectoryLog, Fault, TracePage};
use ident_core::reconcile::{RequestId, Trace};
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;
use serde::Deserialize;
use url::Url;

use super::{Graph, UNREADABLE, moment, path};
use crate::config::{Activities, DirectoryLogConfig, LogRead};
use crate::view::rfc3339;

/// Reading the log, which is done with a credential of its own.
pub(super) const LOG: &str = "log";
const PAGE: &str = "500";
const MEMBERS: &str =
    "id,activityDateTime,activityDisplayName,correlationId,result,initiatedBy,targetResources";

/// What is watched.
pub(super) struct Watched {
    config: DirectoryLogConfig,
    /// The client ids whose use is watched.
    clients: Vec<String>,
}

impl Watched {
    pub(super) fn new(config: &DirectoryLogConfig, clients: Vec<String>) -> Self {
        Self {
            config: config.clone(),
            clients,
        }
    }

    /// How many questions a reading takes.
    const fn questions(&self) -> usize {
        match self.config.read {
            LogRead::ByClient => self.clients.len(),
            LogRead::All => 1,
        }
    }

    fn url(&self, base: &Url, question: usize, (from, to): (Timestamp, Timestamp)) -> Url {
        let (from, to) = (rfc3339(from), rfc3339(to));
        let time = format!("activityDateTime ge {from} and activityDateTime le {to}");
        let filter = match self.config.read {
            LogRead::ByClient => {
                let client = &self.clients[question];
                format!("{time} and initiatedBy/app/appId eq '{client}'")
            }
            LogRead::All => time,
        };
        let mut url = path(base, &["auditLogs", "directoryAudits"]);
        url.query_pairs_mut()
            .append_pair("$filter", &filter)
            .append_pair("$orderby", "activityDateTime asc")
            .append_pair("$top", PAGE)
            .append_pair("$select", MEMBERS);
        url
    }

    fn is_ours(&self, entry: &Entry) -> bool {
        let app = entry.initiated_by.as_ref().and_then(|by| by.app.as_ref());
        let Some(app) = app else { return false };
        let among = |ours: &[String], id: &Option<String>| {
            let id = id.as_deref();
            id.is_some_and(|id| ours.iter().any(|ours| ours.eq_ignore_ascii_case(id)))
        };
        among(&self.clients, &app.app_id)
            || among(&self.config.service_principals, &app.service_principal_id)
    }
}

#[derive(Deserialize)]
struct Answer {
    value: Vec<Entry>,
    #[serde(rename = "@odata.nextLink", default)]
    next: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    id: String,
    activity_date_time: String,
    #[serde(default)]
    activity_display_name: Option<String>,
    #[serde(default)]
    correlation_id: Option<String>,
    #[serde(default)]
    result: Option<String>,
    #[serde(default)]
    initiated_by: Option<Initiator>,
    #[serde(default)]
    target_resources: Vec<Target>,
}

#[derive(Deserialize)]
struct Initiator {
    #[serde(default)]
    app: Option<App>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct App {
    #[serde(default)]
    app_id: Option<String>,
    #[serde(default)]
    service_principal_id: Option<String>,
}

#[derive(Deserialize)]
struct Target {
    #[serde(default)]
    id: Option<String>,
    // The documentation's own examples write it both ways.
    #[serde(rename = "type", alias = "Type", default)]
    kind: Option<String>,
}

impl Entry {
    fn trace(self, activities: &Activities) -> Option<Trace> {
        let is_user = |target: &Target| target.kind.as_deref() == Some("User");
        let user = self.target_resources.into_iter().find(is_user);
        let name = self.activity_display_name.unwrap_or_default();
        Some(Trace {
            at: moment(&self.activity_date_time)?,
            object: user
                .and_then(|user| user.id)
                .map(|id| id.to_ascii_lowercase()),
            activity: activities.find(&name),
            request: self.correlation_id.as_deref().and_then(RequestId::parse),
            success: self.result.as_deref() == Some("success"),
            id: self.id,
        })
    }
}

/// Where a reading goes on: the number of the question, and the address of its next page.
struct Place {
    question: usize,
    page: Option<Url>,
}

impl Place {
    fn parse(text: Option<&str>, base: &Url) -> Option<Self> {
        let text = text.unwrap_or("0");
        let (question, page) = match text.split_once(' ') {
            None => (text, None),
            Some((question, page)) => (question, Some(ours(page, base)?)),
        };
        let question = question.parse().ok()?;
        Some(Self { question, page })
    }
}

/// The log is read where it is configured to be and nowhere else, whatever a page says.
fn ours(next: &str, base: &Url) -> Option<Url> {
    let url = Url::parse(next).ok()?;
    let log = path(base, &["auditLogs", "directoryAudits"]);
    let same = url.origin() == log.origin() && url.path().eq_ignore_ascii_case(log.path());
    same.then_some(url)
}

#[async_trait]
impl DirectoryLog for Graph {
    fn is_open(&self) -> bool {
        self.watched.is_some()
    }

    async fn page(
        &self,
        span: (Timestamp, Timestamp),
        next: Option<String>,
    ) -> Result<TracePage, Fault> {
        let closed = Fault::NotDone(Refusal::DirectoryRefused);
        let watched = self.watched.as_ref().ok_or(closed)?;
        let place = Place::parse(next.as_deref(), &self.base).ok_or(UNREADABLE)?;
        if place.question >= watched.questions() {
            return Err(UNREADABLE);
        }
        let first = || watched.url(&self.base, place.question, span);
        let url = place.page.unwrap_or_else(first);
        let body = self.question(LOG, url).await?.ok_or(UNREADABLE)?;
        let answer: Answer = serde_json::from_slice(&body).map_err(|_| UNREADABLE)?;
        let mine = answer
            .value
            .into_iter()
            .filter(|entry| watched.is_ours(entry));
        let traces = mine.map(|entry| entry.trace(&watched.config.activities));
        let question = place.question;
        let next = match answer.next {
            Some(next) => {
                ours(&next, &self.base).ok_or(UNREADABLE)?;
                Some(format!("{question} {next}"))
            }
            None if question + 1 < watched.questions() => Some((question + 1).to_string()),
            None => None,
        };
        Ok(TracePage {
            traces: traces.collect::<Option<_>>().ok_or(UNREADABLE)?,
            next,
        })
    }
}
