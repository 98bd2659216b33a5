//! One HTTP listener: as `axum::serve`, but an answer may say that no byte of it must be sent.

use std::io;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// Marks an answer that is never sent: the connection ends instead.
#[derive(Debug, Clone, Copy)]
struct CutOff;

/// The answer of a server that goes away without a word.
pub(crate) fn cut_off() -> Response {
    let mut response = ().into_response();
    response.extensions_mut().insert(CutOff);
    response
}

/// Serves connections for ever.
pub(crate) async fn serve(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, router.clone()));
                }
                Err(error) => {
                    tracing::warn!(%error, "listener.accept");
                    tokio::task::yield_now().await;
                }
            },
        }
    }
}

async fn connection(stream: TcpStream, router: Router) {
    // Small answers at once; without it a slow fault is slower than asked for.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| answer(router.clone(), request));
    let served = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    if let Err(error) = served.await {
        tracing::debug!(%error, "connection.ended");
    }
}

async fn answer(router: Router, request: Request<Incoming>) -> io::Result<Response> {
    let answered = router.oneshot(request.map(Body::new)).await;
    let response = answered.unwrap_or_else(|never| match never {});
    if response.extensions().get::<CutOff>().is_some() {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    Ok(response)
}
