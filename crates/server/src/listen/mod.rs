//! The listening socket: HTTP/1.1 with limits that a general server does not set.
//!
//! A head that comes too slowly or is too large ends its connection; a flood of connections is
//! told to come back; at the end every request is finished and every open stream is closed.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use http::{Request, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::{SockRef, TcpKeepalive};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

mod ending;
#[cfg(test)]
mod tests;

use ending::Ending;

/// Limits of the listening socket.
#[derive(Clone, Copy, Debug)]
pub struct Caps {
    /// Connections open at one moment.
    pub connections: usize,
    /// Until the head of a request is there, and between two requests of one connection.
    pub head_time: Duration,
    /// How long requests under way may still take at the end.
    pub farewell: Duration,
}

impl Default for Caps {
    fn default() -> Self {
        Self {
            connections: 16_384,
            head_time: Duration::from_secs(10),
            farewell: Duration::from_secs(10),
        }
    }
}

/// The largest head of a request, in bytes; a longer one is answered with 431.
const MAX_HEAD_BYTES: usize = 16 * 1024;
/// The most header fields of a request; more are answered with 431.
const MAX_HEADERS: usize = 64;
/// What a connection beyond the cap is told.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\n\
    content-length: 0\r\nconnection: close\r\n\r\n";
/// How long sent bytes may stay unacknowledged (RFC 5482), and a silent peer unasked.
const VANISHED: Duration = Duration::from_mins(1);
/// After a failed accept, such as no free file descriptor.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until `shutdown` ends, then finishes what is under way.
pub async fn serve(listener: TcpListener, router: Router, shutdown: impl Future<Output = ()>) {
    serve_within(Caps::default(), listener, router, shutdown).await;
}

/// Serves within these limits until `shutdown` ends, then finishes what is under way.
pub async fn serve_within(
    caps: Caps,
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(caps.connections));
    let end = CancellationToken::new();
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => open(caps, stream, peer, &router, &places, &end),
            Err(error) => wait_after(&error).await,
        }
    }
    drop(listener);
    end.cancel();
    let all = u32::try_from(caps.connections).unwrap_or(u32::MAX);
    if tokio::time::timeout(caps.farewell, places.acquire_many(all))
        .await
        .is_err()
    {
        tracing::warn!("listen.farewell_over");
    }
}

/// A client that has gone before it was accepted is its own affair; for anything else a moment is
/// given in which connections may end.
async fn wait_after(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted};
    if !matches!(
        error.kind(),
        ConnectionAborted | ConnectionReset | Interrupted
    ) {
        tracing::error!(%error, "listen.accept_failed");
        tokio::time::sleep(PAUSE).await;
    }
}

fn open(
    caps: Caps,
    stream: TcpStream,
    peer: SocketAddr,
    router: &Router,
    places: &Arc<Semaphore>,
    end: &CancellationToken,
) {
    match Arc::clone(places).try_acquire_owned() {
        Ok(place) => {
            let connection = connection(caps, stream, peer, router.clone(), end.clone());
            tokio::spawn(hold(place, connection));
        }
        Err(_) => {
            tokio::spawn(turn_away(stream));
        }
    }
}

async fn hold(place: OwnedSemaphorePermit, connection: impl Future<Output = ()>) {
    connection.await;
    drop(place);
}

async fn turn_away(mut stream: TcpStream) {
    // Whether the client hears it makes no difference to us.
    let _ = tokio::time::timeout(PAUSE, stream.write_all(FULL)).await;
}

/// Small answers do not wait for more, and a peer that has vanished or reads nothing any more is
/// noticed. Without an option the connection works all the same, so failures do not matter.
fn tune(stream: &TcpStream) {
    let socket = SockRef::from(stream);
    let _ = socket.set_tcp_nodelay(true);
    let _ = socket.set_tcp_keepalive(&TcpKeepalive::new().with_time(VANISHED));
    #[cfg(target_os = "linux")]
    let _ = socket.set_tcp_user_timeout(Some(VANISHED));
}

async fn connection(
    caps: Caps,
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    end: CancellationToken,
) {
    tune(&stream);
    let closing = end.clone();
    let service = service_fn(move |request| answer(router.clone(), request, peer, closing.clone()));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(caps.head_time)
        .max_buf_size(MAX_HEAD_BYTES)
        .max_headers(MAX_HEADERS)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let outcome = tokio::select! {
        outcome = &mut connection => outcome,
        () = end.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        // What a client did wrong with its connection; no text of it reaches the log.
        tracing::debug!(
            timeout = error.is_timeout(),
            parse = error.is_parse(),
            "listen.broken"
        );
    }
}

async fn answer(
    router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    end: CancellationToken,
) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = router.oneshot(request).await?;
    let media = response.headers().get(header::CONTENT_TYPE);
    if media.is_some_and(|media| media.as_bytes().starts_with(b"text/event-stream")) {
        return Ok(response.map(|body| Body::new(Ending::new(body, end))));
    }
    Ok(response)
}
