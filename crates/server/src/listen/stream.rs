//! A stream of events, on a connection that it has for itself.
//!
//! Thousands of screens wait for hours in all. The HTTP machinery keeps 16 KiB of buffers for
//! each connection as long as its answer lasts; here a waiting screen costs its socket and its
//! place in the hub. The answer ends with the connection (RFC 9112 section 6.3, rule 8).

use std::io;
use std::time::Duration;

use axum::response::Response;
use http::header;
use http::response::Parts;
use http_body_util::BodyExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// A client that does not take a few hundred bytes in this time is not there any more.
const PATIENCE: Duration = Duration::from_secs(30);

/// Whether this answer goes on until somebody ends it.
pub(super) fn is_stream(response: &Response) -> bool {
    let media = response.headers().get(header::CONTENT_TYPE);
    media.is_some_and(|media| media.as_bytes().starts_with(b"text/event-stream"))
}

/// Sends the events until they end, the client leaves, or the server stops; the client then
/// connects again, perhaps to another node.
pub(super) async fn run(
    mut socket: TcpStream,
    response: Response,
    end: CancellationToken,
    _place: OwnedSemaphorePermit,
) {
    let (parts, mut body) = response.into_parts();
    if send(&mut socket, &head(&parts)).await.is_err() {
        return;
    }
    drop(parts);
    loop {
        let frame = tokio::select! {
            () = end.cancelled() => break,
            () = gone(&socket) => return,
            frame = body.frame() => frame,
        };
        let Some(Ok(frame)) = frame else { break };
        let Ok(events) = frame.into_data() else {
            continue;
        };
        if send(&mut socket, &events).await.is_err() {
            return;
        }
    }
    // Whether the client hears it makes no difference to us.
    let _ = timeout(PATIENCE, socket.shutdown()).await;
}

fn head(parts: &Parts) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {}\r\n", parts.status).into_bytes();
    for (name, value) in &parts.headers {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            head.extend_from_slice(part);
        }
    }
    head.extend_from_slice(b"connection: close\r\n\r\n");
    head
}

async fn send(socket: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
    timeout(PATIENCE, socket.write_all(bytes)).await?
}

/// Ends when the client has closed its side, or says anything more: neither is part of a stream.
async fn gone(socket: &TcpStream) {
    let mut byte = [0];
    while socket.readable().await.is_ok() {
        match socket.try_read(&mut byte) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            _ => return,
        }
    }
}
