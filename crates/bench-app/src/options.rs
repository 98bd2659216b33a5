//! The command line.

use std::path::PathBuf;
use std::time::Duration;

/// What can be asked for.
pub(crate) const HELP: &str = "\
of the app (--desktop measures nothing else, --no-desktop leaves it out):
--starts N       warm and cold starts of each form (7)
--idle SECONDS   how long nobody does anything (60)
--pictures DIR   keeps a picture of each form's first screen there";

/// What was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// Figures for a program.
    pub(crate) json: bool,
    /// Warm starts of each form, and as many cold ones.
    pub(crate) starts: usize,
    /// How long nobody does anything.
    pub(crate) idle: Duration,
    /// The app's program.
    pub(crate) app: PathBuf,
    /// The server's program.
    pub(crate) server: PathBuf,
    /// The Debian package.
    pub(crate) deb: Option<PathBuf>,
    /// Where pictures are kept.
    pub(crate) pictures: Option<PathBuf>,
}

impl Options {
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let own = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut options = Self {
            json: false,
            starts: 7,
            idle: Duration::from_mins(1),
            app: own.with_file_name("ident"),
            server: own.with_file_name("ident-server"),
            deb: None,
            pictures: None,
        };
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value"));
            match word.as_str() {
                "--json" => options.json = true,
                "--quick" => (options.starts, options.idle) = (2, Duration::from_secs(10)),
                "--starts" => options.starts = number(&value()?)?,
                "--idle" => options.idle = Duration::from_secs(number(&value()?)?),
                "--app" => options.app = value()?.into(),
                "--server" => options.server = value()?.into(),
                "--deb" => options.deb = Some(value()?.into()),
                "--pictures" => options.pictures = Some(value()?.into()),
                other => return Err(format!("unknown option {other}")),
            }
        }
        Ok(options)
    }
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{text} is not a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_without_its_value_or_with_another_name_is_refused() {
        let read = |words: &[&str]| Options::read(words.iter().map(|word| (*word).to_owned()));
        assert_eq!(read(&["--starts", "3"]).unwrap().starts, 3);
        for words in [&["--starts"][..], &["--starts", "x"], &["--stars", "3"]] {
            assert!(read(words).is_err(), "{words:?}");
        }
    }
}
