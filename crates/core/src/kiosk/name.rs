//! The name and the place of a kiosk, as a clerk types them.

use crate::refusal::Refusal;

/// The most characters of a name or a place.
pub const LONGEST_NAME: usize = 60;

/// Reads a name or a place: one line that phones can show.
///
/// # Errors
/// `KioskName` for nothing, for too much, and for what could look like something else: control and
/// format characters (a right-to-left override among them).
pub fn read_name(typed: &str) -> Result<String, Refusal> {
    let name = typed.trim();
    let length = name.chars().take(LONGEST_NAME + 1).count();
    if length == 0 || length > LONGEST_NAME || name.chars().any(is_unseen) {
        return Err(Refusal::KioskName);
    }
    Ok(name.to_owned())
}

/// Control characters, and those that change the look of others: zero width, marks of direction,
/// separators of lines, the byte order mark.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn k05_a_name_is_one_plain_line() {
        assert_eq!(read_name(" 本郷 1号機 ").as_deref(), Ok("本郷 1号機"));
        let long = "あ".repeat(LONGEST_NAME);
        assert_eq!(read_name(&long).as_deref(), Ok(long.as_str()));
        for wrong in [
            "",
            "  ",
            "a\nb",
            "a\u{202e}b",
            "a\u{200b}",
            &format!("{long}あ"),
        ] {
            assert_eq!(read_name(wrong), Err(Refusal::KioskName), "{wrong:?}");
        }
    }
}
