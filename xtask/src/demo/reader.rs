//! The card reader of a kiosk in the demo: a simulated one, with a page to put cards on it.

use super::folder::Folder;
use super::place::Place;
use super::start_one;
use crate::problem::Outcome;
use crate::process::Session;
use crate::{console, step};

/// The reader, and the helper that the window starts to watch it.
pub(crate) const PACKAGES: &[&str] = &["ident-virtual-reader", "ident-card-watcher"];

/// Starts it; gives the name under which the helper finds it.
pub(super) fn start(
    session: &mut Session,
    program: &str,
    place: &Place,
    folder: &Folder,
) -> Outcome<String> {
    let (port, link) = (place.reader_port().to_string(), folder.file("reader"));
    let link = link.to_string_lossy();
    let command = step::command(program, ["serve", "--port", &port, "--link", &link]);
    let (page, reader) = start_one(session, "card reader", command, folder, ready)?;
    console::note(&format!("Put cards on the kiosk's reader: {page}"));
    Ok(reader)
}

/// Its page and its name, from the line with which it says that it is there.
fn ready(line: &str) -> Option<(String, String)> {
    let (page, reader) = line.strip_prefix("ready ")?.split_once(' ')?;
    Some((page.to_owned(), reader.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_line_names_page_and_reader() {
        let line = "ready http://127.0.0.1:7444/ pn532_uart:/tmp/reader";
        let (page, reader) = ready(line).unwrap();
        assert_eq!(page, "http://127.0.0.1:7444/");
        assert_eq!(reader, "pn532_uart:/tmp/reader");
        assert_eq!(ready("something else"), None);
    }
}
