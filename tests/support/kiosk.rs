//! A kiosk, scripted: a key of its own, statements signed with it, and the screen of one visit.

use http::Method;
use ident_core::secret::Token;
use ident_oidc::{Alg, ClientKey, KIOSK_ASSERTION_TYPE};
use ident_server::entropy::Entropy;
use ident_wire::{KioskInvitation, KioskRow, KioskView, KiosksView, VisitView};
use serde_json::{Value, json};

use crate::app::AppClient;
use crate::browser::Browser;
use crate::reply::Reply;
use crate::service::Service;
use crate::story::{Offer, card};

/// A kiosk.
pub struct Kiosk {
    /// Its channel to the server, with the bearer value of the present visit.
    pub screen: AppClient,
    /// Its identifier, once it is enrolled.
    pub id: String,
    /// Its key.
    pub key: ClientKey,
    address: String,
}

/// What a kiosk says in a statement.
#[derive(Clone, Debug)]
pub struct Claims(pub Value);

impl Claims {
    /// The same with another value.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.0[name] = value;
        self
    }
}

impl Kiosk {
    /// A kiosk that has a key and is not enrolled.
    pub async fn fresh(service: &Service) -> Self {
        let (pem, _) = ClientKey::generate(Alg::Es256).expect("a key");
        Self {
            screen: service.app().await,
            id: String::new(),
            key: ClientKey::from_pkcs8_pem(&pem, Alg::Es256).expect("the same key"),
            address: service.address.clone(),
        }
    }

    /// Types a code.
    pub async fn enrol(&mut self, code: &str) -> Reply {
        let set: Value = serde_json::from_str(&self.key.public_jwks()).expect("JSON");
        let (x, y) = (&set["keys"][0]["x"], &set["keys"][0]["y"]);
        let key = json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y });
        let body = json!({ "code": code, "key": key });
        let reply = self.screen.post("kiosk/enrol", body).await;
        if reply.status == 200 {
            self.id = reply.json::<KioskView>().kiosk_id;
        }
        reply
    }

    /// What a statement says when all is right.
    pub fn claims(&self, service: &Service) -> Claims {
        let jti = Token::from_random(Entropy.bytes()).to_text();
        let now = service.now();
        Claims(json!({
            "iss": self.id, "sub": self.id, "aud": self.address,
            "jti": jti, "iat": now, "exp": now + 60,
        }))
    }

    /// A statement with these claims.
    pub fn sign(&self, claims: &Claims) -> String {
        let claims = claims.0.to_string();
        let signed = self.key.sign_typed(KIOSK_ASSERTION_TYPE, claims.as_bytes());
        signed.expect("signed")
    }

    /// Begins a visit with this statement.
    pub async fn visit_with(&mut self, assertion: &str) -> Reply {
        self.screen.bearer = None;
        let body = json!({ "assertion": assertion });
        self.screen.post("kiosk/visit", body).await
    }

    /// Begins a visit for the next person.
    pub async fn next(&mut self, service: &Service) -> VisitView {
        let assertion = self.sign(&self.claims(service));
        self.visit_with(&assertion).await.visit()
    }

    /// Says that it lives.
    pub async fn heartbeat(&mut self, service: &Service) -> Reply {
        let assertion = self.sign(&self.claims(service));
        let body = json!({
            "assertion": assertion, "version": "0.1.0", "reader": "ready", "paper": "absent",
        });
        self.screen.post("kiosk/heartbeat", body).await
    }

    /// The person chooses a purpose: our QR on its screen.
    pub async fn offer(&mut self, purpose: &str) -> Offer {
        let body = json!({ "errand": card(purpose), "way": "other_device" });
        let started = self.screen.post("flows", body).await.started();
        Offer::of(&started.flow)
    }

    /// Types the six digits.
    pub async fn digits(&mut self, flow: &str, digits: &str) -> Reply {
        let body = json!({ "digits": digits });
        self.screen
            .post(&format!("flows/{flow}/digits"), body)
            .await
    }

    /// Where the flow stands.
    pub async fn flow(&mut self, flow: &str) -> Reply {
        let path = format!("flows/{flow}");
        self.screen.call(Method::GET, &path, "").await
    }

    /// The person is done.
    pub async fn end(&mut self) -> Reply {
        self.screen.post("visit/end", json!({})).await
    }
}

impl Browser {
    /// A clerk makes a kiosk.
    pub async fn invite(&mut self, name: &str, place: &str) -> Reply {
        let body = json!({ "name": name, "place": place });
        self.post("office/kiosks/invite", body).await
    }

    /// The list of kiosks.
    pub async fn kiosks(&mut self) -> Vec<KioskRow> {
        let list: KiosksView = self.get("office/kiosks").await.good().json();
        list.kiosks
    }

    /// A clerk stops a kiosk.
    pub async fn revoke(&mut self, id: &str) -> Reply {
        self.post(&format!("office/kiosks/{id}/revoke"), json!({}))
            .await
    }
}

impl Service {
    /// A browser in which a clerk has just signed in.
    pub async fn clerk(&self) -> Browser {
        let mut desk = self.pc();
        desk.sign_in("office", "clerk").await;
        desk
    }

    /// A kiosk that is enrolled as `1号機 / 本郷`, and the clerk who made it.
    pub async fn kiosk(&self) -> (Kiosk, Browser) {
        let mut desk = self.clerk().await;
        let invited = desk.invite("1号機", "本郷").await.good();
        let code = invited.json::<KioskInvitation>().code;
        let mut kiosk = Kiosk::fresh(self).await;
        kiosk.enrol(&code).await.good();
        (kiosk, desk)
    }

    /// The time of the server, in seconds.
    pub fn now(&self) -> i64 {
        self.running().now().seconds()
    }
}
