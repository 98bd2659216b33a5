//! Frames on a stream, in buffers that are wiped: they may hold a pass or a password.

use std::io::{Error, ErrorKind, Result};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc::UnboundedReceiver;
use zeroize::{Zeroize, Zeroizing};

/// Larger than any page of the directory's log with our entries alone.
const MOST: usize = 1 << 20;
const HEAD: usize = 4;
/// So much is read, and sent, in one go.
const CHUNK: usize = 64 * 1024;

/// One message, ready to be sent.
pub(super) type Frame = Zeroizing<Vec<u8>>;

/// Makes a frame. Its buffer is large enough from the beginning for everything but a page of the
/// log, so that nothing is left behind by its growing.
pub(super) fn frame<T: Serialize>(message: &T) -> Result<Frame> {
    let mut frame = Frame::new(Vec::with_capacity(1024));
    frame.extend_from_slice(&[0; HEAD]);
    rmp_serde::encode::write(&mut *frame, message).map_err(Error::other)?;
    let length = frame.len() - HEAD;
    let length = u32::try_from(length).map_err(Error::other)?;
    frame[..HEAD].copy_from_slice(&length.to_be_bytes());
    Ok(frame)
}

/// Reads frames.
pub(super) struct Frames {
    stream: OwnedReadHalf,
    buffer: Zeroizing<Vec<u8>>,
    /// Where the part begins and ends that was read and not yet taken.
    from: usize,
    to: usize,
}

impl Frames {
    pub(super) fn new(stream: OwnedReadHalf) -> Self {
        Self {
            stream,
            buffer: Zeroizing::new(vec![0; CHUNK]),
            from: 0,
            to: 0,
        }
    }

    /// The next message; `None` at the end of the stream.
    pub(super) async fn next<T: DeserializeOwned>(&mut self) -> Result<Option<T>> {
        let Some(length) = self.whole(HEAD).await? else {
            return Ok(None);
        };
        let mut head = [0; HEAD];
        head.copy_from_slice(length);
        let length = usize::try_from(u32::from_be_bytes(head)).unwrap_or(usize::MAX);
        if length > MOST {
            return Err(ErrorKind::InvalidData.into());
        }
        let broken = || Error::from(ErrorKind::UnexpectedEof);
        let whole = self.whole(HEAD + length).await?.ok_or_else(broken)?;
        let message = rmp_serde::from_slice(&whole[HEAD..]);
        self.take(HEAD + length);
        message.map(Some).map_err(Error::other)
    }

    /// The next so many bytes, without taking them; `None` where the stream ends before the first.
    async fn whole(&mut self, length: usize) -> Result<Option<&[u8]>> {
        self.make_room(length);
        while self.to - self.from < length {
            let read = self.stream.read(&mut self.buffer[self.to..]).await?;
            if read == 0 && self.to == self.from {
                return Ok(None);
            }
            if read == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            self.to += read;
        }
        Ok(Some(&self.buffer[self.from..self.from + length]))
    }

    fn make_room(&mut self, length: usize) {
        if self.from + length <= self.buffer.len() {
            return;
        }
        let rest = self.to - self.from;
        if length <= self.buffer.len() {
            self.buffer.copy_within(self.from..self.to, 0);
            self.buffer[rest..self.to].zeroize();
        } else {
            let mut buffer = Zeroizing::new(vec![0; length]);
            buffer[..rest].copy_from_slice(&self.buffer[self.from..self.to]);
            // The old one is wiped as it goes.
            self.buffer = buffer;
        }
        (self.from, self.to) = (0, rest);
    }

    fn take(&mut self, length: usize) {
        self.buffer[self.from..self.from + length].zeroize();
        self.from += length;
        if self.from == self.to {
            (self.from, self.to) = (0, 0);
        }
    }
}

/// Sends what is put in the queue, as much of it at once as there is. While nothing is there to be
/// sent, nothing is kept.
pub(super) async fn send(mut stream: OwnedWriteHalf, mut queue: UnboundedReceiver<Frame>) {
    let mut many = Frame::new(Vec::with_capacity(CHUNK));
    let mut next = None;
    loop {
        let first = match next.take() {
            Some(frame) => frame,
            None => match queue.recv().await {
                Some(frame) => frame,
                None => return,
            },
        };
        let sent = if first.len() > CHUNK {
            stream.write_all(&first).await
        } else {
            next = gather(&first, &mut many, &mut queue);
            let sent = stream.write_all(&many).await;
            many.as_mut_slice().zeroize();
            many.clear();
            sent
        };
        if sent.is_err() {
            return;
        }
    }
}

/// Puts together what fits into one buffer; the one that did not is next.
fn gather(first: &Frame, many: &mut Frame, queue: &mut UnboundedReceiver<Frame>) -> Option<Frame> {
    many.extend_from_slice(first);
    while let Ok(frame) = queue.try_recv() {
        if many.len() + frame.len() > CHUNK {
            return Some(frame);
        }
        many.extend_from_slice(&frame);
    }
    None
}
