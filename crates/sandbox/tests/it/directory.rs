//! A caller of Graph, with a token of its own.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::client::{Bench, json_of, pair};

pub(crate) const DIRECTORY_CLIENT: &str = "9f1c0de5-0000-4000-8000-000000001d20";
pub(crate) const SAKURA: &str = "0a0a0a0a-0000-4000-8000-000123456789";
pub(crate) const POLICY: &str =
    "policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass";

/// Object id of an account.
pub(crate) fn oid(number: &str) -> String {
    format!("0a0a0a0a-0000-4000-8000-00{number}")
}

pub(crate) fn passes(oid: &str) -> String {
    format!("users/{oid}/authentication/temporaryAccessPassMethods")
}

pub(crate) async fn token(bench: &Bench, scope: &str) -> Value {
    token_of(bench, DIRECTORY_CLIENT, scope).await
}

async fn token_of(bench: &Bench, client: &str, scope: &str) -> Value {
    let url = bench.tenant("token");
    let form = vec![
        pair("grant_type", "client_credentials"),
        pair("client_id", client),
        pair("scope", scope),
        pair(
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ),
        pair("client_assertion", &bench.assertion(client, &url)),
    ];
    json_of(bench.post_form(&url, &form).await).await
}

/// Graph as one application sees it.
pub(crate) struct Directory<'a> {
    pub(crate) bench: &'a Bench,
    token: String,
}

impl<'a> Directory<'a> {
    pub(crate) async fn of(bench: &'a Bench) -> Self {
        Self::as_client(bench, DIRECTORY_CLIENT).await
    }

    /// The same under another registration.
    pub(crate) async fn as_client(bench: &'a Bench, client: &str) -> Self {
        let token = token_of(bench, client, "https://graph.microsoft.com/.default").await;
        let token = token["access_token"].as_str().unwrap().to_owned();
        Self { bench, token }
    }

    /// A call that may end without an answer.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> reqwest::Result<Response> {
        let url = format!("{}/{path}", self.bench.running.graph_base);
        let request = self.bench.http.request(method, url);
        let request = request
            .bearer_auth(&self.token)
            .header("client-request-id", "call-1");
        match body {
            Some(body) => request.json(&body).send().await,
            None => request.send().await,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        json_of(self.call(Method::GET, path, None).await.unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Response {
        self.call(Method::POST, path, Some(body)).await.unwrap()
    }

    pub(crate) async fn create(&self, oid: &str, body: Value) -> Response {
        self.post(&passes(oid), body).await
    }

    /// How many passes the account has according to Graph.
    pub(crate) async fn count(&self, oid: &str) -> usize {
        self.get(&passes(oid)).await["value"]
            .as_array()
            .unwrap()
            .len()
    }

    /// Status and code of a refusal.
    pub(crate) async fn refusal(&self, response: Response) -> (u16, String) {
        let status = response.status().as_u16();
        let body = json_of(response).await;
        (status, body["error"]["code"].as_str().unwrap().to_owned())
    }
}

impl Bench {
    /// What an account is like, after a change that may be empty.
    pub(crate) async fn account(&self, number: &str, change: Value) -> Value {
        let answer = self.control(&format!("accounts/{number}"), change).await;
        assert_eq!(answer.status(), 200);
        json_of(answer).await
    }

    /// What comes of signing in with a secret.
    pub(crate) async fn try_sign_in(&self, number: &str, secret: Value) -> String {
        let answer = self
            .control(&format!("accounts/{number}/sign-in"), secret)
            .await;
        let answer = json_of(answer).await;
        assert_eq!(answer["ok"], json!(answer["why"] == "ok"));
        answer["why"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn skew(&self, seconds: i64) {
        self.control("clock", json!({ "skew_seconds": seconds }))
            .await;
    }
}
