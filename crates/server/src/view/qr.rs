//! A link as a QR code: error level M (quick to scan), drawn as one SVG path.

use std::fmt::Write;

use ident_wire::Qr;
use qrcode::{Color, EcLevel, QrCode};

/// The QR code of a link; `None` for a link too long to encode.
pub(super) fn qr(link: &str) -> Option<Qr> {
    let code = QrCode::with_error_correction_level(link, EcLevel::M).ok()?;
    let size = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(size).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let width = run.len();
                // Writing to a string does not fail.
                let _ = write!(path, "M{x} {y}h{width}v1h-{width}z");
            }
            x += run.len();
        }
    }
    Some(Qr {
        size: u32::try_from(size).ok()?,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_covers_each_dark_module_once() {
        let link = "https://ident.example/verify/h/abc";
        let drawn = qr(link).expect("short enough");
        let code = QrCode::with_error_correction_level(link, EcLevel::M).expect("short enough");
        let dark = code
            .to_colors()
            .iter()
            .filter(|color| **color == Color::Dark)
            .count();
        let covered: usize = drawn
            .path
            .split('h')
            .skip(1)
            .step_by(2)
            .filter_map(|part| part.split('v').next()?.parse::<usize>().ok())
            .sum();
        assert_eq!(covered, dark);
        assert_eq!(drawn.size as usize, code.width());
    }
}
