//! Everything around what is measured: a server, a display, a person's session.

use std::path::PathBuf;

use crate::options::Options;
use crate::screen::Screen;
use crate::server::Server;
use crate::session::Session;

/// What all forms are started in, one after another.
pub(crate) struct Scene {
    // In the order in which they end.
    pub(crate) session: Session,
    pub(crate) screen: Screen,
    /// The app's program.
    pub(crate) app: PathBuf,
    /// Where pictures are kept.
    pub(crate) pictures: Option<PathBuf>,
    _server: Server,
}

impl Scene {
    pub(crate) fn open(options: &Options) -> Result<Self, String> {
        let server = Server::start(&options.server)?;
        let screen = Screen::open()?;
        let session = Session::open(&screen.name, &server.url)?;
        Ok(Self {
            session,
            screen,
            app: options.app.clone(),
            pictures: options.pictures.clone(),
            _server: server,
        })
    }
}
