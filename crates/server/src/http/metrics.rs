//! `/metrics`: numbers about the service, none about persons (Prometheus text format).

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{Method, header};
use ident_core::flow::{Flow, Stage};
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::state::App;

/// Upper ends of the ranges in which times are counted, in seconds.
const TIMES: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0,
];

/// All counters. Cheap to clone.
#[derive(Clone)]
pub struct Metrics(Arc<Numbers>);

struct Numbers {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    request_time: Histogram,
    refusals: Family<RefusalLabels, Counter>,
    flows: Family<Step, Counter>,
    commit_time: Histogram,
    directory: Family<CallLabels, Counter>,
    directory_log: Family<OutcomeLabels, Counter>,
    log_read: Gauge,
    mails: Family<OutcomeLabels, Counter>,
    mail_server: Gauge,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RefusalLabels {
    code: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabels {
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CallLabels {
    op: &'static str,
    outcome: &'static str,
}

/// A stage that a flow has reached.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Step {
    errand: &'static str,
    way: &'static str,
    stage: &'static str,
}

impl Step {
    /// The stage in which this flow is.
    pub fn of(flow: &Flow) -> Self {
        Self {
            errand: flow.errand.name(),
            way: flow.way.name(),
            stage: name(&flow.stage),
        }
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Counters that all stand at zero.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("ident");
        let requests = Family::<RequestLabels, Counter>::default();
        registry.register(
            "http_requests",
            "Answers by route and status",
            requests.clone(),
        );
        let request_time = Histogram::new(TIMES);
        let help = "Time until the head of an answer";
        registry.register_with_unit("http_request", help, Unit::Seconds, request_time.clone());
        let refusals = Family::<RefusalLabels, Counter>::default();
        registry.register("refusals", "Ends without success by code", refusals.clone());
        let flows = Family::<Step, Counter>::default();
        registry.register(
            "flow_stages",
            "Stages that flows have reached",
            flows.clone(),
        );
        let commit_time = Histogram::new(TIMES);
        let help = "Time of one durable change";
        registry.register_with_unit("store_commit", help, Unit::Seconds, commit_time.clone());
        let directory = Family::<CallLabels, Counter>::default();
        let help = "Calls to the directory by outcome; refused ones need an operator";
        registry.register("directory_calls", help, directory.clone());
        let directory_log = Family::<OutcomeLabels, Counter>::default();
        let help = "What the directory's own log came to: traced, late, untraced, foreign, failed; \
                    untraced and foreign are alarms";
        registry.register("directory_log", help, directory_log.clone());
        let log_read = Gauge::default();
        let help = "Until when the directory's log has been read, in seconds since 1970";
        registry.register("directory_log_read", help, log_read.clone());
        let mails = Family::<OutcomeLabels, Counter>::default();
        let help = "Tries to send a mail by outcome: sent, later, given_up";
        registry.register("mails", help, mails.clone());
        let mail_server = Gauge::default();
        let help = "Whether the mail server takes mails (1) or they wait in the queue (0)";
        registry.register("mail_server", help, mail_server.clone());
        let numbers = Numbers {
            registry,
            requests,
            request_time,
            refusals,
            flows,
            commit_time,
            directory,
            directory_log,
            log_read,
            mails,
            mail_server,
        };
        Self(Arc::new(numbers))
    }

    /// An answer was given.
    pub fn request(&self, method: &Method, route: &str, status: u16, elapsed: Duration) {
        let method = super::layer::known(method);
        let labels = RequestLabels {
            method,
            route: route.to_owned(),
            status,
        };
        self.0.requests.get_or_create(&labels).inc();
        self.0.request_time.observe(elapsed.as_secs_f64());
    }

    /// Something ended without success.
    pub fn refusal(&self, refusal: Refusal) {
        self.0
            .refusals
            .get_or_create(&RefusalLabels {
                code: refusal.code(),
            })
            .inc();
    }

    /// A flow has reached a stage.
    pub fn step(&self, step: &Step) {
        self.0.flows.get_or_create(step).inc();
    }

    /// The directory was called.
    pub fn directory(&self, op: &'static str, outcome: &'static str) {
        let labels = CallLabels { op, outcome };
        self.0.directory.get_or_create(&labels).inc();
    }

    /// What the directory's log came to.
    pub fn log_outcome(&self, outcome: &'static str) {
        let labels = OutcomeLabels { outcome };
        self.0.directory_log.get_or_create(&labels).inc();
    }

    /// The directory's log has been read until then.
    pub fn log_read(&self, until: Timestamp) {
        self.0.log_read.set(until.seconds());
    }

    /// Whether mails are sent at all: there is a mail server, and the last conversation with it
    /// came as far as a mail.
    pub fn mail_server(&self, works: bool) {
        self.0.mail_server.set(i64::from(works));
    }

    /// A mail was sent, is to be tried again, or was given up.
    pub fn mail(&self, outcome: &'static str) {
        self.0.mails.get_or_create(&OutcomeLabels { outcome }).inc();
    }

    /// A change was written durably.
    pub fn commit(&self, elapsed: Duration) {
        self.0.commit_time.observe(elapsed.as_secs_f64());
    }

    /// All numbers in the text format.
    pub fn text(&self) -> String {
        let mut text = String::new();
        if encode(&mut text, &self.0.registry).is_err() {
            // Writing to a string does not fail; an answer that says so is better than none.
            let _ = writeln!(text, "# incomplete");
        }
        text
    }
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Metrics")
    }
}

const fn name(stage: &Stage) -> &'static str {
    match stage {
        Stage::Offered(_) => "offered",
        Stage::AtProvider(_) => "at_provider",
        Stage::Claimed(_) => "checking",
        Stage::Confirming(_) => "confirming",
        Stage::HandingBack(_) => "handing_back",
        Stage::Done(_) => "done",
        Stage::Closed(_) => "closed",
    }
}

/// `GET /metrics`
pub(super) async fn get(State(app): State<Arc<App>>) -> Response {
    let format = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, format)], app.metrics.text()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_told() {
        let metrics = Metrics::new();
        metrics.request(
            &Method::GET,
            "/api/v1/flows/{id}",
            200,
            Duration::from_millis(3),
        );
        metrics.refusal(Refusal::DigitsWrong);
        metrics.commit(Duration::from_micros(150));
        let text = metrics.text();
        for line in [
            r#"ident_http_requests_total{method="GET",route="/api/v1/flows/{id}",status="200"} 1"#,
            r#"ident_refusals_total{code="digits_wrong"} 1"#,
            "ident_store_commit_seconds_count 1",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }
}
