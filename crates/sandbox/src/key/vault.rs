//! The data folder: keys and secrets that outlive the program, readable by its owner only.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::key::{Algorithm, KeyError, SigningKey};
use crate::random;

/// Where keys are kept; without a folder they live as long as the program.
#[derive(Debug, Clone)]
pub(crate) struct Vault {
    folder: Option<PathBuf>,
}

impl Vault {
    /// Opens (and makes) the folder.
    pub(crate) fn open(folder: Option<&Path>) -> Result<Self, KeyError> {
        if let Some(folder) = folder {
            fs::create_dir_all(folder).map_err(|source| at(folder, source))?;
        }
        Ok(Self {
            folder: folder.map(Path::to_path_buf),
        })
    }

    /// The signing key of that name, made on first use.
    pub(crate) fn key(&self, name: &str, algorithm: Algorithm) -> Result<SigningKey, KeyError> {
        if self.folder.is_none() && algorithm == Algorithm::Rs256 {
            return shared_rsa();
        }
        match self.read(&key_file(name, algorithm))? {
            Some(pkcs8) => SigningKey::read(algorithm, &pkcs8),
            None => self.renew_key(name, algorithm),
        }
    }

    /// A fresh signing key of that name in place of the former.
    pub(crate) fn renew_key(
        &self,
        name: &str,
        algorithm: Algorithm,
    ) -> Result<SigningKey, KeyError> {
        let (key, pkcs8) = SigningKey::generate(algorithm)?;
        self.write(&key_file(name, algorithm), &pkcs8)?;
        Ok(key)
    }

    /// The 32-byte secret of that name, made on first use.
    pub(crate) fn secret(&self, name: &str) -> Result<[u8; 32], KeyError> {
        let file = format!("{name}.secret");
        if let Some(stored) = self.read(&file)? {
            return stored.try_into().map_err(|_| KeyError::Malformed);
        }
        let secret = random::bytes::<32>();
        self.write(&file, &secret)?;
        Ok(secret)
    }

    fn read(&self, file: &str) -> Result<Option<Vec<u8>>, KeyError> {
        let Some(folder) = &self.folder else {
            return Ok(None);
        };
        let path = folder.join(file);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(KeyError::File { path, source }),
        }
    }

    fn write(&self, file: &str, bytes: &[u8]) -> Result<(), KeyError> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        let path = folder.join(file);
        let mut open = fs::OpenOptions::new();
        open.write(true).create(true).truncate(true).mode(0o600);
        open.open(&path)
            .and_then(|mut file| file.write_all(bytes))
            .map_err(|source| KeyError::File { path, source })
    }
}

/// The first RSA key of every sandbox in this process that keeps nothing: making one takes far
/// longer than all else at a start, and tests start hundreds.
fn shared_rsa() -> Result<SigningKey, KeyError> {
    static PKCS8: OnceLock<Vec<u8>> = OnceLock::new();
    if PKCS8.get().is_none() {
        let (_, fresh) = SigningKey::generate(Algorithm::Rs256)?;
        let _ = PKCS8.set(fresh);
    }
    let pkcs8 = PKCS8.get().ok_or(KeyError::Refused)?;
    SigningKey::read(Algorithm::Rs256, pkcs8)
}

fn key_file(name: &str, algorithm: Algorithm) -> String {
    format!("{name}-{}.pk8", algorithm.name().to_lowercase())
}

fn at(path: &Path, source: io::Error) -> KeyError {
    KeyError::File {
        path: path.to_path_buf(),
        source,
    }
}
