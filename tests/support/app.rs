//! An installed app (way B), scripted: a bearer value, a verifier that never leaves it, and a port
//! on the loopback interface that takes one request.

use http::{HeaderMap, HeaderValue, Method};
use ident_core::secret::{Token, s256};
use ident_server::entropy::Entropy;
use ident_wire::{Go, VisitView};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use crate::browser::{Browser, fields};
use crate::reply::{Reply, client};
use crate::service::Service;
use crate::story::Started;

/// An installed app.
pub struct AppClient {
    /// The bearer value of its visit.
    pub bearer: Option<String>,
    /// The secret that makes a hand-back code worth something.
    pub verifier: String,
    listener: TcpListener,
    address: String,
}

impl AppClient {
    pub(crate) async fn new(service: &Service) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        Self {
            bearer: None,
            verifier: Token::from_random(Entropy.bytes()).to_text(),
            listener,
            address: service.address.clone(),
        }
    }

    /// A call of the app.
    pub async fn call(&mut self, method: Method, path: &str, body: &str) -> Reply {
        let mut headers = fields(&[
            ("x-ident", "1"),
            ("x-ident-channel", "app"),
            ("content-type", "application/json"),
        ]);
        self.authorize(&mut headers);
        let url = self.url(path);
        let request = client().request(method, url).headers(headers);
        let sent = request.body(body.to_owned()).send().await;
        let reply = Reply::of(sent.expect("our server answers")).await;
        if let Some(bearer) = reply.headers.get("x-ident-visit") {
            self.bearer = Some(bearer.to_str().expect("text").to_owned());
        }
        reply
    }

    /// An address of the API.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}/api/v1/{path}", self.address)
    }

    fn authorize(&self, headers: &mut HeaderMap) {
        if let Some(bearer) = &self.bearer {
            let value = HeaderValue::try_from(format!("Bearer {bearer}"));
            headers.insert("authorization", value.expect("text"));
        }
    }

    /// A call that changes something.
    pub async fn post(&mut self, path: &str, body: Value) -> Reply {
        self.call(Method::POST, path, &body.to_string()).await
    }

    /// The visit.
    pub async fn visit(&mut self) -> VisitView {
        self.call(Method::GET, "visit", "").await.visit()
    }

    /// Starts a flow; the address that the system browser opens.
    ///
    /// # Panics
    /// When the server does not name one.
    pub async fn begin(&mut self, errand: &Value) -> Started {
        let port = self.listener.local_addr().expect("an address").port();
        let started = self.ask(errand, port).await.started();
        let Go::Open { url } = started.go else {
            panic!("nothing to open: {:?}", started.go);
        };
        Started {
            flow: started.flow.id,
            url,
        }
    }

    /// Asks for a flow whose result goes to this port.
    pub async fn ask(&mut self, errand: &Value, port: u16) -> Reply {
        let target = json!({ "kind": "loopback", "port": port });
        let hand_back = json!({ "challenge": s256(&self.verifier), "target": target });
        let body = json!({ "errand": errand, "way": "app", "hand_back": hand_back });
        self.post("flows", body).await
    }

    /// Where the page leads on to, to which the system browser was sent.
    pub async fn led_on(&self, landed: &Reply) -> Url {
        assert_eq!(landed.location(), "/app/return", "the address is clean");
        let cookies = landed.headers.get_all("set-cookie").iter();
        let set = cookies.filter_map(|value| value.to_str().ok()?.split(';').next());
        let cookie = set.filter(|pair| pair.starts_with("ident_return="));
        let cookie = cookie.collect::<Vec<_>>().join("; ");
        let request = client().get(format!("{}/app/return", self.address));
        let sent = request.headers(fields(&[("cookie", &cookie)])).send().await;
        let page = Reply::of(sent.expect("our server answers"))
            .await
            .good()
            .body;
        let (_, rest) = page.split_once("content=\"0;url=").expect("leads on");
        let (address, _) = rest.split_once('"').expect("an end");
        assert!(
            page.contains(&format!("href=\"{address}\"")),
            "by a press too"
        );
        Url::parse(&address.replace("&amp;", "&")).expect("an address")
    }

    /// The system browser follows the page to our port: the code it brings.
    pub async fn receive(&self, landed: &Reply) -> String {
        let url = self.led_on(landed).await;
        let port = self.listener.local_addr().expect("an address").port();
        assert_eq!(url.host_str(), Some("127.0.0.1"));
        assert_eq!(url.port(), Some(port));
        let asked = format!("{}?{}", url.path(), url.query().unwrap_or_default());
        let (sent, received) = tokio::join!(knock(port, &asked), self.answer());
        sent.expect("the system browser reaches the app");
        received
    }

    async fn answer(&self) -> String {
        let (mut stream, _) = self.listener.accept().await.expect("a connection");
        let mut head = vec![0; 4096];
        let length = stream.read(&mut head).await.expect("a request");
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        stream.write_all(answer).await.expect("answered");
        let head = String::from_utf8_lossy(&head[..length]).into_owned();
        let path = head.split(' ').nth(1).unwrap_or_default();
        let url = Url::parse("http://127.0.0.1/").and_then(|base| base.join(path));
        let url = url.expect("a path");
        let mut pairs = url.query_pairs();
        let code = pairs.find(|(name, _)| name == "code");
        code.expect("a code").1.into_owned()
    }

    /// Hands a code in.
    pub async fn redeem(&mut self, flow: &str, code: &str) -> Reply {
        let body = json!({ "code": code, "verifier": self.verifier.clone() });
        self.post(&format!("flows/{flow}/redeem"), body).await
    }

    /// A whole errand through this system browser.
    pub async fn run(&mut self, browser: &mut Browser, errand: &Value, person: &str) -> VisitView {
        let started = self.begin(errand).await;
        let url = browser.open(token_of(&started.url)).await;
        let landed = browser.go(&url, person).await;
        let code = self.receive(&landed).await;
        self.redeem(&started.flow, &code).await.visit()
    }
}

/// The bearer value at the end of a start address.
fn token_of(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or_default()
}

impl Started {
    /// The bearer value at the end of a start address (way B).
    pub fn token(&self) -> &str {
        token_of(&self.url)
    }
}

async fn knock(port: u16, path: &str) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(())
}
