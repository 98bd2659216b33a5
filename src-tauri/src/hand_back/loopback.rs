//! The return on the loopback interface (RFC 8252 section 7.3): a port of the system's choice,
//! opened when the flow begins, closed after the one answer that is expected.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use super::answer;
use super::link::Link;

/// As long as a flow lives at the provider, and a little more.
const PATIENCE: Duration = Duration::from_mins(20);
/// For one request; whoever is slower is no browser on this machine.
const REQUEST: Duration = Duration::from_secs(5);
/// More than the longest head of a browser's request.
const LONGEST_HEAD: usize = 16 * 1024;

/// A port of this moment's choice, reachable from this machine only.
pub(super) async fn open() -> Option<TcpListener> {
    let hosts = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    for host in hosts {
        if let Ok(listener) = TcpListener::bind(SocketAddr::new(host, 0)).await {
            return Some(listener);
        }
    }
    None
}

/// The same port once more, after the app was started again.
pub(super) async fn reopen(port: u16, ipv6: bool) -> Option<TcpListener> {
    let host = if ipv6 {
        Ipv6Addr::LOCALHOST.into()
    } else {
        Ipv4Addr::LOCALHOST.into()
    };
    TcpListener::bind(SocketAddr::new(host, port)).await.ok()
}

/// Waits for the result of `flow`, and gives the port back with it. Other requests get a plain
/// refusal and are told to `ignored`.
pub(super) async fn wait(
    listener: TcpListener,
    flow: &str,
    ignored: impl Fn(),
) -> Option<(Link, TcpListener)> {
    let accepted = async {
        loop {
            let (mut stream, _) = listener.accept().await.ok()?;
            let read = timeout(REQUEST, head(&mut stream)).await;
            let link = read
                .ok()
                .flatten()
                .and_then(|head| link_in(&head, &listener));
            let is_ours =
                matches!(&link, Some(Link::HandBack { flow: named, .. }) if named == flow);
            let text = if is_ours {
                answer::received()
            } else {
                answer::refused()
            };
            let _ = timeout(REQUEST, say(&mut stream, &text)).await;
            if let Some(link) = link.filter(|_| is_ours) {
                return Some(link);
            }
            ignored();
        }
    };
    let link = timeout(PATIENCE, accepted).await.ok().flatten()?;
    Some((link, listener))
}

async fn say(stream: &mut TcpStream, text: &str) -> std::io::Result<()> {
    stream.write_all(text.as_bytes()).await?;
    stream.shutdown().await
}

/// The head of a request; `None` when it is none, or too long.
async fn head(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|four| four == b"\r\n\r\n") {
        if bytes.len() > LONGEST_HEAD || stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    String::from_utf8(bytes).ok()
}

/// Only the navigation of a browser that was sent to exactly this address: a page elsewhere that
/// asks for it by script or picture, or by another name of this machine, is not meant.
fn link_in(head: &str, listener: &TcpListener) -> Option<Link> {
    let mut lines = head.split("\r\n");
    let path = lines
        .next()?
        .strip_prefix("GET ")?
        .strip_suffix(" HTTP/1.1")?;
    let field = |name: &str| {
        lines.clone().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    };
    let is_here = field("host") == Some(&*listener.local_addr().ok()?.to_string());
    let is_navigation = field("sec-fetch-mode").is_none_or(|mode| mode == "navigate");
    (is_here && is_navigation).then(|| Link::parse_path(path))?
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    const CODE: &str = "0123456789012345678901234567890123456789012";

    async fn ask(port: u16, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut text = String::new();
        let _ = stream.read_to_string(&mut text).await;
        text
    }

    fn get(port: u16, path: &str, more: &str) -> String {
        format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}\r\n")
    }

    #[tokio::test]
    async fn a18_only_the_browser_that_brings_our_flow_is_taken() {
        let listener = open().await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let ignored = std::sync::Arc::new(AtomicU32::new(0));
        let count = ignored.clone();
        let waiting = tokio::spawn(async move {
            wait(listener, "f1", || {
                count.fetch_add(1, Ordering::SeqCst);
            })
            .await
        });
        let good = format!("/hand-back?flow=f1&code={CODE}");
        let hostile = [
            String::new(),
            "\r\n\r\n".to_owned(),
            "GET / HTTP/1.1\r\n\r\n".to_owned(),
            get(port, "/", ""),
            get(port, "/hand-back?flow=f1&code=short", ""),
            get(port, &good.replace("f1", "f2"), ""),
            get(port, &good, "").replace("GET", "POST"),
            get(port, &good, "").replace("127.0.0.1", "localhost"),
            get(port, &good, "").replace("127.0.0.1", "evil.example"),
            get(port, &good, "Sec-Fetch-Mode: no-cors\r\n"),
            get(port, &good, "").replace("HTTP/1.1", "HTTP/9"),
            "x".repeat(LONGEST_HEAD * 2),
        ];
        for request in &hostile {
            let answer = ask(port, request).await;
            assert!(!answer.contains(" 200 "), "{request}: {answer}");
        }
        assert_eq!(ignored.load(Ordering::SeqCst) as usize, hostile.len());
        let answer = ask(port, &get(port, &good, "Sec-Fetch-Mode: navigate\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        assert!(!answer.contains(CODE), "the page does not repeat the code");
        let (link, listener) = waiting.await.unwrap().expect("something was taken");
        let Link::HandBack { flow, code } = link;
        assert_eq!((flow.as_str(), code.as_str()), ("f1", CODE));
        drop(listener);
        assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err());
    }

    #[tokio::test]
    async fn r22_the_port_is_not_reachable_from_outside() {
        let listener = open().await.unwrap();
        assert!(listener.local_addr().unwrap().ip().is_loopback());
    }

    #[tokio::test]
    async fn a_port_can_be_opened_again_unless_somebody_has_it() {
        let first = open().await.unwrap();
        let port = first.local_addr().unwrap().port();
        assert!(reopen(port, false).await.is_none());
        drop(first);
        assert!(reopen(port, false).await.is_some());
    }
}
