//! A stream that ends with the server, so that an open screen does not keep it from stopping. The
//! client connects again, to the next one.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use http_body::Frame;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

pub(super) struct Ending {
    body: Body,
    end: Pin<Box<WaitForCancellationFutureOwned>>,
}

impl Ending {
    pub(super) fn new(body: Body, end: CancellationToken) -> Self {
        Self {
            body,
            end: Box::pin(end.cancelled_owned()),
        }
    }
}

impl http_body::Body for Ending {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.end.as_mut().poll(context).is_ready() {
            return Poll::Ready(None);
        }
        Pin::new(&mut self.body).poll_frame(context)
    }
}
