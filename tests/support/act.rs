//! Passes and passwords: how a person has one issued, and what the directory then holds.

use ident_wire::{ActStageView, ActView, IssuedView};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::reply::{Reply, client};
use crate::sandbox::Sandbox;
use crate::service::Service;

impl Browser {
    /// Asks for a pass or password with the card check at hand.
    pub async fn ask_act(&mut self, kind: &str) -> Reply {
        self.post("acts", json!({ "kind": kind })).await
    }

    /// Has it issued.
    pub async fn perform(&mut self, act: &str) -> Reply {
        self.post(&format!("acts/{act}/perform"), json!({})).await
    }

    /// No longer wants it.
    pub async fn give_up(&mut self, act: &str) -> Reply {
        self.post(&format!("acts/{act}/give-up"), json!({})).await
    }

    /// Where it stands.
    pub async fn act(&mut self, act: &str) -> ActView {
        self.get(&format!("acts/{act}")).await.good().json()
    }

    /// A card check for it, and the question.
    pub async fn ready_for(&mut self, kind: &str, person: &str) -> ActView {
        self.card(kind, person).await;
        self.ask_act(kind).await.good().json()
    }

    /// A pass or password from the card check to the secret.
    pub async fn issue(&mut self, kind: &str, person: &str) -> IssuedView {
        let act = self.ready_for(kind, person).await;
        self.perform(&act.id).await.good().json()
    }
}

/// One word for where an act stands.
pub fn stage(act: &ActView) -> &'static str {
    match act.stage {
        ActStageView::Waiting { .. } => "waiting",
        ActStageView::Working { .. } => "working",
        ActStageView::Unknown { .. } => "unknown",
        ActStageView::Done { .. } => "done",
        ActStageView::Closed { .. } => "closed",
    }
}

impl Sandbox {
    /// An account as it is now.
    pub async fn account(&self, who: &str) -> Value {
        let url = format!("{}/control/accounts/{who}", self.portal);
        let answer = client().get(url).send().await.expect("an answer");
        answer.json().await.expect("an account")
    }

    /// Makes something of an account.
    pub async fn set_account(&self, who: &str, change: Value) -> Value {
        let (status, answer) = self.control(&format!("accounts/{who}"), &change).await;
        assert_eq!(status, 200, "{change}: {answer}");
        answer
    }

    /// Tries a sign-in with `{password}` or `{tap}`: what comes of it.
    pub async fn try_secret(&self, who: &str, secret: Value) -> Value {
        let path = format!("accounts/{who}/sign-in");
        self.control(&path, &secret).await.1
    }

    /// Changes the directory's policy, limits or habits.
    pub async fn set_graph(&self, change: Value) {
        let (status, answer) = self.control("graph", &change).await;
        assert_eq!(status, 200, "{change}: {answer}");
    }

    /// Makes the endpoint of the directory fail once.
    pub async fn arm_graph(&self, endpoint: &str, fault: &str) {
        let arming = json!({ "op": "graph", "endpoint": endpoint, "fault": fault, "times": 1 });
        self.arm_with(arming).await;
    }

    /// The calls to the directory that were let in, oldest first, reading ones left out.
    pub async fn orders(&self) -> Vec<String> {
        let journal = self.journal().await;
        let graph = journal.0.into_iter().filter(|entry| entry.op == "graph");
        let orders = ["tap_create", "tap_delete", "revoke", "password"];
        graph
            .map(|entry| entry.endpoint)
            .filter(|endpoint| orders.contains(&endpoint.as_str()))
            .collect()
    }
}

impl Service {
    /// Lets the task that watches over the policy for passes look once.
    pub async fn policy_is_right(&self) -> Option<bool> {
        ident_server::task::look_at_policy(self.running()).await
    }

    /// How many passes of an account are live in the directory.
    pub async fn live_passes(&self, who: &str) -> i64 {
        let account = self.sandbox.account(who).await;
        account["live_taps"].as_i64().expect("a number")
    }
}

impl Sandbox {
    /// Somebody else uses our credential.
    pub async fn misuse(&self, how: Value) {
        let (status, answer) = self.control("graph/log", &how).await;
        assert_eq!(status, 204, "{how}: {answer}");
    }
}
