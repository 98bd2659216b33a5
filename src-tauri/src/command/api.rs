//! Calls of the server's API.

use serde_json::Value;
use tauri::State;

use super::error::CommandError;
use crate::server::{Answer, ApiPath, Method, Server};

/// One call of the API.
#[tauri::command]
pub(crate) async fn call_api(
    server: State<'_, Server>,
    method: Method,
    path: ApiPath,
    body: Option<Value>,
) -> Result<Answer, CommandError> {
    Ok(server.call(method, &path, body.as_ref()).await?)
}
