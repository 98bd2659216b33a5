//! What the helper is started with.

use std::env;

use clap::{Parser, ValueEnum};
use ident_card::Presence;

/// Names the reader where no option does.
const READER: &str = "IDENT_CARD_READER";
/// The common area of FeliCa: many university cards have it, and some cards for shopping.
const COMMON_AREA: u16 = 0xFE00;

/// Says which kind of card lies on a reader, one word a line, until standard input closes.
#[derive(Debug, Parser)]
pub(crate) struct Arguments {
    /// `pcsc`, or a board of libnfc such as `pn532_uart:/dev/ttyUSB0:115200`. By default what
    /// `IDENT_CARD_READER` names, else `pcsc`.
    #[arg(long)]
    reader: Option<String>,
    /// FeliCa system code (four hexadecimal digits) of student and staff cards; may be repeated.
    /// Only a board can ask for it.
    #[arg(long = "student-system", value_name = "CODE", value_parser = system)]
    student_systems: Vec<u16>,
    /// What to call a FeliCa card where the reader cannot tell of which kind it is.
    #[arg(long, value_enum, default_value_t = Felica::Other)]
    felica: Felica,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Felica {
    Other,
    Student,
    Transit,
}

/// Which reader to watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Every reader of the system's PC/SC service.
    Pcsc,
    /// One board, by the name that libnfc gives it.
    #[cfg(all(feature = "board", target_os = "linux"))]
    Board(String),
}

/// Checked settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) reader: Reader,
    pub(crate) student_systems: Vec<u16>,
    pub(crate) felica: Presence,
}

impl Settings {
    /// Checks the arguments.
    ///
    /// # Errors
    /// A sentence for the person who typed them.
    pub(crate) fn from(arguments: Arguments) -> Result<Self, String> {
        let named = arguments.reader;
        let named = named.or_else(|| env::var(READER).ok().filter(|name| !name.is_empty()));
        let mut student_systems = arguments.student_systems;
        if student_systems.is_empty() {
            student_systems.push(COMMON_AREA);
        }
        Ok(Self {
            reader: reader(named.as_deref().unwrap_or("pcsc"))?,
            student_systems,
            felica: match arguments.felica {
                Felica::Other => Presence::Other,
                Felica::Student => Presence::FelicaStudent,
                Felica::Transit => Presence::FelicaTransit,
            },
        })
    }
}

fn reader(name: &str) -> Result<Reader, String> {
    if name == "pcsc" {
        return Ok(Reader::Pcsc);
    }
    #[cfg(all(feature = "board", target_os = "linux"))]
    // libnfc copies the name into a field of a fixed length.
    if !name.is_empty() && name.len() < 256 && !name.contains(char::is_control) {
        return Ok(Reader::Board(name.to_owned()));
    }
    Err("This reader is not known here. `pcsc` is one.".to_owned())
}

fn system(text: &str) -> Result<u16, String> {
    let is_code = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let code = is_code
        .then(|| u16::from_str_radix(text, 16).ok())
        .flatten();
    code.ok_or_else(|| "four hexadecimal digits, as in FE00".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Settings, String> {
        let words = [&["ident-card-watcher"], words].concat();
        let arguments = Arguments::try_parse_from(words).map_err(|error| error.to_string())?;
        Settings::from(arguments)
    }

    #[test]
    fn a_student_card_has_the_common_area_unless_told_otherwise() {
        let systems = |words| parse(words).expect("settings").student_systems;
        assert_eq!(systems(&["--reader", "pcsc"]), [COMMON_AREA]);
        let two = [
            "--reader",
            "pcsc",
            "--student-system",
            "8277",
            "--student-system",
            "fe00",
        ];
        assert_eq!(systems(&two), [0x8277, 0xFE00]);
    }

    #[test]
    fn t07_what_is_no_reader_and_no_code_is_refused() {
        for words in [
            ["--reader", ""],
            ["--reader", "pn532\n"],
            ["--student-system", "FE0"],
            ["--student-system", "+E00"],
            ["--student-system", "FE000"],
            ["--felica", "wallet"],
        ] {
            assert!(parse(&words).is_err(), "{words:?}");
        }
        assert!(parse(&["--reader", &"x".repeat(256)]).is_err());
    }
}
