//! Bodies that no honest server would send.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use flate2::{Compress, Compression, FlushCompress};
use futures_util::stream;

const MEBIBYTE: usize = 1 << 20;

/// A gzip body of a few hundred kilobytes that unpacks to 512 MiB of zeros.
pub(super) fn gzip_bomb() -> Vec<u8> {
    // One deflate segment after a full flush is complete in itself, so it may be repeated.
    let mut segment = Vec::with_capacity(64 * 1024);
    let zeros = vec![0; MEBIBYTE];
    let _ = Compress::new(Compression::best(), false).compress_vec(
        &zeros,
        &mut segment,
        FlushCompress::Full,
    );
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    // An empty last block; checksum and length are wrong, which only who unpacks all will learn.
    let end = [0x03, 0x00, 0, 0, 0, 0, 0, 0, 0, 0];
    [&header[..], &segment.repeat(512), &end].concat()
}

/// 32 MiB of valid JSON, made while it is sent.
pub(super) fn huge() -> Body {
    let chunk = Bytes::from(vec![b'a'; MEBIBYTE]);
    let opening = std::iter::once(Bytes::from_static(b"{\"padding\":\""));
    let ending = std::iter::once(Bytes::from_static(b"\"}"));
    let chunks = opening.chain(std::iter::repeat_n(chunk, 32)).chain(ending);
    Body::from_stream(stream::iter(chunks.map(Ok::<_, Infallible>)))
}

/// The body, byte by byte.
pub(super) fn drip(body: Bytes, pause: Duration) -> Body {
    Body::from_stream(stream::unfold((body, 0), move |(body, at)| async move {
        let byte = (at < body.len()).then(|| body.slice(at..=at))?;
        tokio::time::sleep(pause).await;
        Some((Ok::<_, Infallible>(byte), (body, at + 1)))
    }))
}

/// A body that breaks off, which makes the server cut the connection.
pub(super) fn broken(body: &Bytes) -> Body {
    let half = body.slice(..body.len() / 2);
    let cut = Err(io::Error::from(io::ErrorKind::ConnectionReset));
    Body::from_stream(stream::iter([Ok(half), cut]))
}

/// The JSON object with each member doubled, first with another value.
pub(super) fn duplicate_keys(body: &[u8]) -> Vec<u8> {
    let Ok(serde_json::Value::Object(members)) = serde_json::from_slice(body) else {
        return body.to_vec();
    };
    let doubled: Vec<String> = members
        .iter()
        .map(|(name, value)| {
            let name = serde_json::Value::from(name.as_str());
            format!("{name}:\"duplicate\",{name}:{value}")
        })
        .collect();
    format!("{{{}}}", doubled.join(",")).into_bytes()
}

/// The JSON object with one more member, nested very deep.
pub(super) fn deep(body: &[u8]) -> Vec<u8> {
    const DEPTH: usize = 100_000;
    let rest = body.strip_prefix(b"{").unwrap_or(b"}");
    let comma: &[u8] = if rest == b"}" { b"" } else { b"," };
    [
        b"{\"deep\":",
        &b"[".repeat(DEPTH)[..],
        &b"]".repeat(DEPTH),
        comma,
        rest,
    ]
    .concat()
}
