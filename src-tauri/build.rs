//! Tells Tauri where capabilities and permissions are: the Tauri CLI takes the repository's root as
//! the app's folder, while the app's sources are here.

use tauri_build::{AppManifest, Attributes};

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    tauri_build::try_build(
        Attributes::new()
            .capabilities_path_pattern("./src-tauri/capabilities/**/*")
            .app_manifest(
                AppManifest::new().permissions_path_pattern("./src-tauri/permissions/*.toml"),
            ),
    )
    .expect("tauri.conf.json, capabilities and permissions agree");
}
