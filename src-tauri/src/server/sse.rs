//! Reading server-sent events (HTML Living Standard, "Server-sent events"), as far as our server
//! uses them: `event` and `data` fields, comments, lines ended by LF or CRLF.

/// More than the longest event there is.
const LONGEST: usize = 256 * 1024;

/// One event.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) data: String,
}

/// The stream is not what our server sends.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotEvents;

/// Takes bytes as they come and gives events as they are complete.
#[derive(Default)]
pub(crate) struct Reader {
    line: Vec<u8>,
    name: String,
    data: Option<String>,
}

impl Reader {
    /// The events that `bytes` complete.
    ///
    /// # Errors
    /// When an event is too long or not UTF-8.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> Result<Vec<Event>, NotEvents> {
        let mut events = Vec::new();
        for byte in bytes {
            if *byte != b'\n' {
                self.line.push(*byte);
                if self.line.len() + self.data.as_ref().map_or(0, String::len) > LONGEST {
                    return Err(NotEvents);
                }
                continue;
            }
            let line = String::from_utf8(std::mem::take(&mut self.line)).map_err(|_| NotEvents)?;
            events.extend(self.take_line(line.strip_suffix('\r').unwrap_or(&line)));
        }
        Ok(events)
    }

    fn take_line(&mut self, line: &str) -> Option<Event> {
        if line.is_empty() {
            let name = std::mem::take(&mut self.name);
            return self.data.take().map(|data| Event { name, data });
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match (field, &mut self.data) {
            ("event", _) => value.clone_into(&mut self.name),
            ("data", None) => self.data = Some(value.to_owned()),
            ("data", Some(data)) => {
                data.push('\n');
                data.push_str(value);
            }
            // Comments (an empty field) keep the connection alive; other fields are not used.
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, data: &str) -> Event {
        Event {
            name: name.to_owned(),
            data: data.to_owned(),
        }
    }

    #[test]
    fn events_are_read_however_they_are_cut_into_pieces() {
        let stream =
            b": hello\n\nevent: flow\ndata: {\"a\":\ndata: 1}\n\nevent:flow\r\ndata:x\r\n\r\n";
        let expected = [event("flow", "{\"a\":\n1}"), event("flow", "x")];
        for size in 1..stream.len() {
            let mut reader = Reader::default();
            let mut events = Vec::new();
            for piece in stream.chunks(size) {
                events.extend(reader.take(piece).unwrap());
            }
            assert_eq!(events, expected, "in pieces of {size}");
        }
    }

    #[test]
    fn keep_alive_comments_are_no_events() {
        assert_eq!(Reader::default().take(b":\n\n: x\n\n").unwrap(), []);
    }

    #[test]
    fn an_event_without_an_end_does_not_fill_the_memory() {
        let mut reader = Reader::default();
        let piece = [b'x'; 1024];
        let outcome = (0..1024).try_for_each(|_| reader.take(&piece).map(drop));
        assert_eq!(outcome, Err(NotEvents));
    }

    #[test]
    fn many_lines_of_one_event_do_not_fill_the_memory() {
        let mut reader = Reader::default();
        let line = format!("data: {}\n", "x".repeat(1000));
        let outcome = (0..1024).try_for_each(|_| reader.take(line.as_bytes()).map(drop));
        assert_eq!(outcome, Err(NotEvents));
    }
}
