//! A reader whose faults are written into a file: a small driver for pcscd, in C because that is
//! what pcscd loads. It is compiled where it is needed and is never installed.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use tempfile::TempDir;

use super::compiler;
use crate::Card;

const SOURCE: &str = include_str!("../../driver/faulty.c");

/// The driver and its file. Clones are the same reader.
#[derive(Clone, Debug)]
pub struct FaultyReader {
    folder: Arc<TempDir>,
}

impl FaultyReader {
    /// Compiles the driver; its reader is empty.
    ///
    /// # Errors
    /// When there is no C compiler, or pcscd's headers are not installed.
    pub fn new() -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        let reader = Self {
            folder: Arc::new(folder),
        };
        compiler::compile(SOURCE, &reader.driver(), &["-shared", "-fPIC"])?;
        reader.take_off()?;
        Ok(reader)
    }

    /// A card lies on it and works.
    ///
    /// # Errors
    /// When the file cannot be written; so for all that follow.
    pub fn put(&self, card: Card) -> io::Result<()> {
        self.write("card", Some(card))
    }

    /// Nothing lies on it.
    ///
    /// # Errors
    /// As [`Self::put`].
    pub fn take_off(&self) -> io::Result<()> {
        self.write("absent", None)
    }

    /// Something lies on it that gives no sign.
    ///
    /// # Errors
    /// As [`Self::put`].
    pub fn put_mute(&self) -> io::Result<()> {
        self.write("mute", None)
    }

    /// A card lies on it, and every command gets lost.
    ///
    /// # Errors
    /// As [`Self::put`].
    pub fn put_unreachable(&self, card: Card) -> io::Result<()> {
        self.write("lossy", Some(card))
    }

    /// The reader itself does not answer any more.
    ///
    /// # Errors
    /// As [`Self::put`].
    pub fn vanish(&self) -> io::Result<()> {
        self.write("gone", None)
    }

    pub(crate) fn driver(&self) -> PathBuf {
        self.folder.path().join("faulty.so")
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// The driver may read at any time, so the file changes at once.
    fn write(&self, word: &str, card: Option<Card>) -> io::Result<()> {
        let mut text = format!("{word} ");
        for byte in card.map(Card::atr).unwrap_or_default() {
            write!(text, "{byte:02X}").expect("a string takes every text");
        }
        let draft = self.folder.path().join("draft");
        fs::write(&draft, text)?;
        fs::rename(draft, self.state())
    }
}
