//! `keygen`: fresh keys in files that only their owner can read. Nothing is ever overwritten.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ident_oidc::{Alg, ClientKey};
use ident_server::entropy::Entropy;
use thiserror::Error;

use super::{Outcome, print};

#[derive(Debug, Error)]
#[error("cannot write {}", path.display())]
struct Unwritable {
    path: PathBuf,
    #[source]
    source: io::Error,
}

/// One for each registration: none opens what another is for.
const CLIENTS: [&str; 4] = [
    "client-digital-id",
    "client-utokyo",
    "client-directory",
    "client-log",
];

pub(super) fn run(out: &Path, alg: Alg) -> Outcome {
    folder(out).map_err(|source| Unwritable {
        path: out.to_owned(),
        source,
    })?;
    let mut written = String::new();
    let mut put = |name: &str, content: &[u8]| {
        let path = out.join(name);
        write(&path, content).map_err(|source| Unwritable {
            path: path.clone(),
            source,
        })?;
        written += &path.display().to_string();
        written.push('\n');
        Ok::<_, Unwritable>(())
    };
    for client in CLIENTS {
        let (pem, jwks) = ClientKey::generate(alg)?;
        put(&format!("{client}.pem"), pem.as_bytes())?;
        put(&format!("{client}.jwks.json"), jwks.as_bytes())?;
    }
    // Statements to the alumni service; its key signs nothing else.
    let (pem, jwks) = ClientKey::generate(Alg::Es256)?;
    put("alumni.pem", pem.as_bytes())?;
    put("alumni.jwks.json", jwks.as_bytes())?;
    // Last, so that a folder which has it is complete.
    put("root-1.key", &Entropy.bytes::<32>())?;
    print(&written)
}

fn folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r11_keys_are_for_their_owner_and_never_overwritten() {
        let out = std::env::temp_dir().join(format!("ident-keygen-{}", std::process::id()));
        run(&out, Alg::Es256).expect("keys");
        let root = std::fs::read(out.join("root-1.key")).expect("the root key");
        assert_eq!(root.len(), 32);
        let jwks = std::fs::read_to_string(out.join("client-utokyo.jwks.json")).expect("public");
        assert!(
            !jwks.contains("\"d\""),
            "the private half stays in its own file"
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let key = std::fs::metadata(out.join("client-digital-id.pem")).expect("the key");
            assert_eq!(key.permissions().mode() & 0o777, 0o600);
        }
        let again = run(&out, Alg::Es256);
        let kept = std::fs::read(out.join("root-1.key")).expect("the root key");
        std::fs::remove_dir_all(&out).expect("removed");
        assert!(again.is_err());
        assert_eq!(kept, root);
    }
}
