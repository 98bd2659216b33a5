//! `check`: everything that can be known without starting.

use std::path::Path;

use ident_server::adapter::client_key;
use ident_server::config::Config;
use ident_server::keys::Keys;

use super::{Outcome, print};

pub(super) fn run(file: &Path) -> Outcome {
    let config = Config::load(file)?;
    Keys::load(&config.keys)?;
    client_key::of_provider(&config.digital_id)?;
    client_key::of_provider(&config.utokyo)?;
    client_key::of_directory(&config.directory)?;
    if !config.assets.join("index.html").is_file() {
        eprintln!(
            "note: there are no built pages in {}",
            config.assets.display()
        );
    }
    print(&config.show())
}
