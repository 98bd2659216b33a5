//! Calls of the server's API.

use serde_json::{Value, json};
use tauri::{AppHandle, State};

use super::error::CommandError;
use crate::hand_back::HandBack;
use crate::server::{Answer, ApiPath, Method, Server};

/// One call of the API.
#[tauri::command]
pub(crate) async fn call_api(
    app: AppHandle,
    server: State<'_, Server>,
    hand_back: State<'_, HandBack>,
    method: Method,
    path: ApiPath,
    body: Option<Value>,
) -> Result<Answer, CommandError> {
    if path.redeems()
        || path.is_kiosks_own()
        || body
            .as_ref()
            .is_some_and(|body| body.get("hand_back").is_some())
    {
        return Err(CommandError::Refused);
    }
    if path.starts_flow() && is_through_browser(body.as_ref()) {
        return start_through_browser(&app, &server, &hand_back, &path, body).await;
    }
    if path.cancels_flow() || path.ends_visit() {
        hand_back.stop(&app).await;
    }
    Ok(server.call(method, &path, body.as_ref()).await?)
}

/// The result of such a flow comes back to this app through this device.
fn is_through_browser(body: Option<&Value>) -> bool {
    body.is_some_and(|body| body["way"] == "app")
}

/// Adds where the result shall come and what makes it ours; neither is the page's to know.
async fn start_through_browser(
    app: &AppHandle,
    server: &Server,
    hand_back: &HandBack,
    path: &ApiPath,
    body: Option<Value>,
) -> Result<Answer, CommandError> {
    let request = hand_back.prepare().await;
    let mut body = body.unwrap_or_else(|| json!({}));
    body["hand_back"] = request.to_json();
    let answer = server.call(Method::Post, path, Some(&body)).await?;
    let flow = answer
        .body
        .as_ref()
        .and_then(|body| body["flow"]["id"].as_str());
    if let Some(flow) = flow.filter(|_| answer.status == 200).map(str::to_owned) {
        hand_back.expect(app, &flow, request).await;
    }
    Ok(answer)
}
