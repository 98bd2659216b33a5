//! The listening socket: HTTP/1.1 with limits that a general server does not set.
//!
//! A head that comes too slowly or is too large ends its connection; a flood of connections is
//! told to come back; at the end every request is finished and every open stream is closed.

mod stream;
#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::future::{Future, pending, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use http::Request;
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
    let house = Arc::new(House {
        caps,
        router,
        end: end.clone(),
    });
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => accepted,
        };
        match (accepted, Arc::clone(&places).try_acquire_owned()) {
            (Ok((socket, peer)), Ok(place)) => {
                tokio::spawn(connection(Arc::clone(&house), place, socket, peer));
            }
            (Ok((socket, _)), Err(_)) => {
                tokio::spawn(turn_away(socket));
            }
            (Err(error), _) => wait_after(&error).await,
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

/// What all connections share.
struct House {
    caps: Caps,
    router: Router,
    end: CancellationToken,
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

async fn turn_away(mut socket: TcpStream) {
    // Whether the client hears it makes no difference to us.
    let _ = tokio::time::timeout(PAUSE, socket.write_all(FULL)).await;
}

/// Small answers do not wait for more, and a peer that has vanished or reads nothing any more is
/// noticed. Without an option the connection works all the same, so failures do not matter.
fn tune(socket: &TcpStream) {
    let socket = SockRef::from(socket);
    let _ = socket.set_tcp_nodelay(true);
    let _ = socket.set_tcp_keepalive(&TcpKeepalive::new().with_time(VANISHED));
    #[cfg(target_os = "linux")]
    let _ = socket.set_tcp_user_timeout(Some(VANISHED));
}

/// One connection, until it ends or its answer is a stream, which then has it for itself.
async fn connection(
    house: Arc<House>,
    place: OwnedSemaphorePermit,
    socket: TcpStream,
    peer: SocketAddr,
) {
    tune(&socket);
    let taken = Taken::default();
    let (shared, put) = (Arc::clone(&house), taken.clone());
    let service =
        service_fn(move |request| answer(Arc::clone(&shared), request, peer, put.clone()));
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(house.caps.head_time)
        .max_buf_size(MAX_HEAD_BYTES)
        .max_headers(MAX_HEADERS)
        .serve_connection(TokioIo::new(socket), service);
    let mut ended = std::pin::pin!(house.end.cancelled());
    let mut is_told = false;
    let outcome = poll_fn(|context| {
        if !is_told && ended.as_mut().poll(context).is_ready() {
            is_told = true;
            Pin::new(&mut connection).graceful_shutdown();
        }
        match Pin::new(&mut connection).poll(context) {
            Poll::Ready(outcome) => Poll::Ready(Err(outcome)),
            Poll::Pending => taken
                .take()
                .map_or(Poll::Pending, |answer| Poll::Ready(Ok(answer))),
        }
    })
    .await;
    match outcome {
        Ok(response) => {
            let socket = connection.into_parts().io.into_inner();
            tokio::spawn(stream::run(socket, response, house.end.clone(), place));
        }
        Err(Ok(())) => {}
        // What a client did wrong with its connection; no text of it reaches the log.
        Err(Err(error)) => {
            let (timeout, parse) = (error.is_timeout(), error.is_parse());
            tracing::debug!(timeout, parse, "listen.broken");
        }
    }
}

/// The answer that its connection is taken over for.
#[derive(Clone, Default)]
struct Taken(Arc<Mutex<Option<Response>>>);

impl Taken {
    fn put(&self, response: Response) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(response);
    }

    fn take(&self) -> Option<Response> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

async fn answer(
    house: Arc<House>,
    request: Request<Incoming>,
    peer: SocketAddr,
    taken: Taken,
) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = house.router.clone().oneshot(request).await?;
    if stream::is_stream(&response) {
        taken.put(response);
        // The connection is taken over before this is looked at again.
        return pending().await;
    }
    Ok(response)
}
