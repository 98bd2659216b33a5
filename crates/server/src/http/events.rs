//! `/api/v1/flows/{id}/events`: the progress of a flow as it happens (server-sent events). Shows
//! progress only; a result never travels this way.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use ident_core::flow::{Flow, Stage};
use ident_core::id::{FlowId, VisitId};
use ident_core::time::Timestamp;
use tokio::time::timeout;

use super::extract::VisitingOrKiosk;
use super::flow::parse;
use crate::flow::{Refused, expire, flow_for};
use crate::hub::Subscription;
use crate::state::App;
use crate::view;

/// A comment line this often keeps proxies from closing a quiet stream.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// How long after the deadline the flow is looked at: a deadline is past when its instant is.
const AFTER: Duration = Duration::from_millis(50);

/// `GET /api/v1/flows/{id}/events`
pub(super) async fn get(
    State(app): State<Arc<App>>,
    VisitingOrKiosk(visit): VisitingOrKiosk,
    Path(id): Path<String>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refused> {
    let id = parse(&id)?;
    // Subscribed before the first look, so that no change falls between the two.
    let subscription = app.hub.subscribe(id);
    flow_for(&app, &visit, id).await?;
    let watch = Watch {
        app,
        id,
        visit: visit.id,
        subscription,
        told: None,
        ends: None,
    };
    let stream = unfold(watch, |mut watch| async {
        Some((watch.next().await?, watch))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

struct Watch {
    app: Arc<App>,
    id: FlowId,
    visit: VisitId,
    subscription: Subscription,
    /// The version told last, and whether it was the flow's end.
    told: Option<(u32, bool)>,
    /// When the flow ends if nothing happens; a screen that waits is told of that as well.
    ends: Option<Timestamp>,
}

impl Watch {
    async fn next(&mut self) -> Option<Result<Event, Infallible>> {
        loop {
            match self.told {
                Some((_, true)) => return None,
                Some(_) => self.something().await,
                None => {}
            }
            let flow = self.app.store.flow(self.id).await.ok()??;
            let flow = expire(&self.app, flow).await.ok()?;
            if self
                .told
                .is_some_and(|(version, _)| version == flow.version)
            {
                continue;
            }
            // Whoever started it has gone from that screen (K-07).
            if flow.starter_left && flow.visit == self.visit {
                return None;
            }
            self.told = Some((flow.version, flow.is_over()));
            // A QR that has run out is renewed, not ended.
            let runs_out = !matches!(flow.stage, Stage::Offered(_));
            self.ends = runs_out.then_some(flow.deadline);
            return self.event(&flow).map(Ok);
        }
    }

    /// Waits until the flow has changed or its time is over.
    async fn something(&mut self) {
        let Some(ends) = self.ends else {
            return self.subscription.changed().await;
        };
        let left = (ends - self.app.now()).millis();
        let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
        // Whether it came or not, the flow is looked at.
        let _ = timeout(left + AFTER, self.subscription.changed()).await;
    }

    fn event(&self, flow: &Flow) -> Option<Event> {
        let shown = view::flow(&self.app, flow, self.visit, self.app.now());
        Event::default().event("flow").json_data(shown).ok()
    }
}
