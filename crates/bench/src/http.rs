//! One kept connection, spoken to with as little work as possible: what is measured is the server.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer: its head as text, its body as bytes.
pub(crate) struct Answer {
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The status code.
    pub(crate) fn status(&self) -> u16 {
        self.head
            .get(9..12)
            .and_then(|text| text.parse().ok())
            .unwrap_or_default()
    }

    /// The value of a header field, its name in small letters.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines();
        let mut values = lines.filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        values.next()
    }

    /// The value of a cookie that was set.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let marks = self
            .head
            .lines()
            .filter_map(|line| line.strip_prefix("set-cookie: "));
        marks
            .filter_map(|line| line.strip_prefix(name)?.strip_prefix('='))
            .filter_map(|line| line.split(';').next())
            .find(|value| !value.is_empty())
    }
}

/// A kept connection.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(address: &str) -> Result<Self, String> {
        let stream = TcpStream::connect(address)
            .await
            .map_err(|error| error.to_string())?;
        stream
            .set_nodelay(true)
            .map_err(|error| error.to_string())?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(4096),
        })
    }

    /// Sends a request and reads its whole answer.
    pub(crate) async fn ask(&mut self, request: &str) -> Result<Answer, String> {
        self.send(request).await?;
        let head = self.head().await?;
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .and_then(|text| text.trim().parse().ok())
            .unwrap_or(0_usize);
        while self.buffer.len() < length {
            self.more().await?;
        }
        let rest = self.buffer.split_off(length);
        let body = std::mem::replace(&mut self.buffer, rest);
        Ok(Answer { head, body })
    }

    /// Sends a request and reads the head of its answer and whatever body has come by then.
    pub(crate) async fn begin(&mut self, request: &str) -> Result<String, String> {
        self.send(request).await?;
        let head = self.head().await?;
        while self.buffer.is_empty() {
            self.more().await?;
        }
        self.buffer = Vec::new();
        Ok(head)
    }

    async fn send(&mut self, request: &str) -> Result<(), String> {
        self.stream
            .write_all(request.as_bytes())
            .await
            .map_err(|error| error.to_string())
    }

    async fn head(&mut self) -> Result<String, String> {
        loop {
            if let Some(end) = self
                .buffer
                .windows(4)
                .position(|bytes| bytes == b"\r\n\r\n")
            {
                let rest = self.buffer.split_off(end + 4);
                let head = std::mem::replace(&mut self.buffer, rest);
                return String::from_utf8(head).map_err(|error| error.to_string());
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> Result<(), String> {
        match self.stream.read_buf(&mut self.buffer).await {
            Ok(0) => Err("the server closed the connection".to_owned()),
            Ok(_) => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }
}
