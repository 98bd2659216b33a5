//! What people do, in one call each.

use ident_wire::{FlowView, Go, StageView, VisitView};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::reply::Reply;
use crate::sandbox::Person;

/// A card check for `purpose` (`link`, `manage`).
pub fn card(purpose: &str) -> Value {
    json!({ "kind": "card", "purpose": purpose })
}

/// A sign-in for `goal` (`link`, `my`, `secure`, `office`).
pub fn sign_in(goal: &str) -> Value {
    json!({ "kind": "sign_in", "goal": goal })
}

/// A flow that has been started in a browser which goes to the provider.
#[derive(Clone, Debug)]
pub struct Started {
    /// Its id.
    pub flow: String,
    /// The authorization request.
    pub url: String,
}

/// A flow that waits under our QR.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Its id.
    pub flow: String,
    /// The bearer value in the QR's address.
    pub token: String,
}

impl Offer {
    /// Reads the offer out of a flow.
    ///
    /// # Panics
    /// When the flow is at another stage.
    pub fn of(flow: &FlowView) -> Self {
        let StageView::Offered {
            link: Some(link), ..
        } = &flow.stage
        else {
            panic!("not offered: {flow:?}");
        };
        let token = link.rsplit('/').next().unwrap_or_default().to_owned();
        Self {
            flow: flow.id.clone(),
            token,
        }
    }
}

impl Browser {
    /// Asks for a flow.
    pub async fn ask(&mut self, errand: &Value, way: &str) -> Reply {
        self.post("flows", json!({ "errand": errand, "way": way }))
            .await
    }

    /// Starts a flow by way A or C and leaves for the provider.
    ///
    /// # Panics
    /// When the server does not send the browser anywhere.
    pub async fn begin(&mut self, errand: &Value, way: &str) -> Started {
        let started = self.ask(errand, way).await.started();
        let Go::Navigate { url } = started.go else {
            panic!("not sent anywhere: {:?}", started.go);
        };
        Started {
            flow: started.flow.id,
            url,
        }
    }

    /// A whole card check by way C.
    pub async fn card(&mut self, purpose: &str, person: impl Into<Person<'_>>) -> VisitView {
        let started = self.begin(&card(purpose), "this_pc").await;
        let landed = self.go(&started.url, person).await;
        assert_eq!(landed.location(), "/verify/");
        self.visit().await
    }

    /// A whole sign-in.
    pub async fn sign_in(&mut self, goal: &str, person: impl Into<Person<'_>>) -> VisitView {
        let started = self.begin(&sign_in(goal), "this_pc").await;
        let landed = self.go(&started.url, person).await;
        let page = match goal {
            "link" => "/verify/",
            "office" => "/office/",
            _ => "/my/",
        };
        assert_eq!(landed.location(), page);
        self.visit().await
    }

    /// Presses the button that links.
    pub async fn link(&mut self) -> Reply {
        self.post("link", json!({ "relink": false })).await
    }

    /// Presses the button that replaces the old card.
    pub async fn relink(&mut self) -> Reply {
        self.post("link", json!({ "relink": true })).await
    }

    /// Presses the button that cuts.
    pub async fn unlink(&mut self) -> Reply {
        self.post("unlink", json!({})).await
    }

    /// The whole pre-link of one person by way C.
    pub async fn prelink(&mut self, person: &str) -> VisitView {
        self.card("link", person).await;
        self.sign_in("link", person).await;
        self.link().await.visit()
    }

    /// Starts a card check by way D: our QR on this screen.
    pub async fn offer(&mut self, purpose: &str) -> Offer {
        let started = self.ask(&card(purpose), "other_device").await.started();
        assert_eq!(started.go, Go::ShowQr {});
        Offer::of(&started.flow)
    }

    /// Opens an offered link on this device.
    pub async fn accept(&mut self, token: &str) -> Reply {
        self.post(&format!("handoffs/{token}/accept"), json!({}))
            .await
    }

    /// Opens an offered link on this device and leaves for the provider.
    pub async fn open(&mut self, token: &str) -> String {
        let answer: Value = self.accept(token).await.good().json();
        answer["go"]["url"].as_str().expect("an address").to_owned()
    }

    /// Opens the QR, checks the card and comes back: this phone now shows digits.
    pub async fn carry(&mut self, offer: &Offer, person: impl Into<Person<'_>>) -> String {
        let url = self.open(&offer.token).await;
        let landed = self.go(&url, person).await;
        assert_eq!(landed.location(), "/verify/");
        self.digits(&offer.flow).await.expect("digits on the phone")
    }

    /// The digits that this device shows for a flow.
    pub async fn digits(&mut self, flow: &str) -> Option<String> {
        match self.get(&format!("flows/{flow}")).await.flow().stage {
            StageView::Confirming { digits, .. } => digits,
            _ => None,
        }
    }

    /// Types digits on this device.
    pub async fn type_digits(&mut self, flow: &str, digits: &str) -> Reply {
        self.post(&format!("flows/{flow}/digits"), json!({ "digits": digits }))
            .await
    }
}
