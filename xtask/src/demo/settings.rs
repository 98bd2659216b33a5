//! What the programs of the demo are told.

use super::folder::Folder;
use super::place::Place;

/// The arguments of `ident-sandbox`.
pub(crate) fn sandbox_words(place: &Place, folder: &Folder) -> Vec<String> {
    let [_, port, account_port] = place.ports();
    let keys = folder.keys();
    let text = |path: std::path::PathBuf| path.to_string_lossy().into_owned();
    vec![
        "--data".into(),
        text(folder.file("sandbox")),
        "--host".into(),
        place.host.to_string(),
        "--port".into(),
        port.to_string(),
        "--account-port".into(),
        account_port.to_string(),
        "--ident-url".into(),
        place.ident_url(),
        "--digital-id-client-jwks".into(),
        text(keys.join("client-digital-id.jwks.json")),
        "--utokyo-client-jwks".into(),
        text(keys.join("client-utokyo.jwks.json")),
        "--digital-id-alg".into(),
        "ES256".into(),
    ]
}

/// The server's configuration.
pub(crate) fn text(_place: &Place, _folder: &Folder) -> String {
    String::new()
}
