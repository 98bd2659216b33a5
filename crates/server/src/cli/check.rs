//! `check`: everything that can be known without starting.

use std::path::{Path, PathBuf};

use ident_server::adapter::{archive, client_key};
use ident_server::config::Config;
use ident_server::keys::Keys;

use super::{Outcome, print};

pub(super) fn run(file: &Path) -> Outcome {
    let config = Config::load(file)?;
    Keys::load(&config.keys)?;
    client_key::of_provider(&config.digital_id)?;
    client_key::of_provider(&config.utokyo)?;
    match &config.directory.agent {
        None => {
            client_key::of_directory(&config.directory)?;
        }
        Some(agent) => eprintln!(
            "note: the keys for the directory are those of the process at {} and are not looked at",
            agent.socket.display()
        ),
    }
    client_key::of_alumni(config.alumni.as_ref())?;
    if let Some(archive) = &config.archive {
        archive::token(&archive.token_file)?;
    }
    for file in secrets(&config) {
        if is_open(file) {
            eprintln!(
                "note: {} can be read by others than its owner",
                file.display()
            );
        }
    }
    if !config.assets.join("index.html").is_file() {
        eprintln!(
            "note: there are no built pages in {}",
            config.assets.display()
        );
    }
    print(&config.show())
}

fn secrets(config: &Config) -> Vec<&Path> {
    let keys = [&config.digital_id.key, &config.utokyo.key];
    let roots = config.keys.roots.iter().map(|root| &root.file);
    let mut files: Vec<_> = keys
        .into_iter()
        .chain(roots)
        .map(PathBuf::as_path)
        .collect();
    let directory = &config.directory;
    if directory.agent.is_none() {
        files.push(&directory.key);
        files.extend(directory.sessions.as_ref().map(|own| own.key.as_path()));
        files.extend(directory.log.as_ref().map(|own| own.key.as_path()));
    }
    files.extend(config.store.password_file.as_deref());
    let mail = config.mail.as_ref();
    files.extend(mail.and_then(|mail| mail.password_file.as_deref()));
    files.extend(
        config
            .archive
            .as_ref()
            .map(|archive| archive.token_file.as_path()),
    );
    files.extend(config.alumni.as_ref().map(|alumni| alumni.key.as_path()));
    files.dedup();
    files
}

#[cfg(unix)]
fn is_open(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(file).is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open(_: &Path) -> bool {
    false
}
