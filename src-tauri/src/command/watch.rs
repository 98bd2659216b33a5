//! Following flows.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tauri::async_runtime::{JoinHandle, spawn};
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager, State};

use crate::server::{FlowId, Server, WatchMessage};

/// The flows that the page follows at this moment.
#[derive(Default)]
pub(crate) struct Watches(Mutex<HashMap<FlowId, JoinHandle<()>>>);

impl Watches {
    /// Follows nothing any more.
    pub(crate) fn end(&self) {
        let mut watches = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (_, watch) in watches.drain() {
            watch.abort();
        }
    }

    /// Replaces an earlier watch of the same flow.
    fn set(&self, id: FlowId, watch: Option<JoinHandle<()>>) {
        let mut watches = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let earlier = match watch {
            Some(watch) => watches.insert(id, watch),
            None => watches.remove(&id),
        };
        if let Some(earlier) = earlier {
            earlier.abort();
        }
    }
}

/// Follows a flow; what happens goes to `channel`.
#[tauri::command]
pub(crate) fn watch_flow(
    app: AppHandle,
    watches: State<'_, Watches>,
    flow_id: FlowId,
    channel: Channel<WatchMessage>,
) {
    let id = flow_id.clone();
    let watch = spawn(async move {
        let send = |message| channel.send(message).is_ok();
        app.state::<Server>().watch(&id, send).await;
    });
    watches.set(flow_id, Some(watch));
}

/// Stops following a flow.
#[tauri::command]
pub(crate) fn unwatch_flow(watches: State<'_, Watches>, flow_id: FlowId) {
    watches.set(flow_id, None);
}
