//! Unguessable values, all from the aws-lc-rs generator.

use aws_lc_rs::rand;

use crate::encoding::base64url;

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0; N];
    rand::fill(&mut out).expect("the system generator of random numbers works");
    out
}

/// 256 random bits as base64url.
pub(crate) fn token() -> String {
    base64url(&bytes::<32>())
}

/// Whether `text` has the form of [`token`].
pub(crate) fn is_token(text: &str) -> bool {
    text.len() == 43
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// A random UUID (version 4).
pub(crate) fn uuid() -> String {
    let mut raw = bytes::<16>();
    raw[6] = (raw[6] & 0x0f) | 0x40;
    raw[8] = (raw[8] & 0x3f) | 0x80;
    uuid_text(&raw)
}

/// The hyphenated text of 16 bytes.
pub(crate) fn uuid_text(raw: &[u8; 16]) -> String {
    let hex = crate::encoding::hex(raw);
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// Six decimal digits, each number equally likely.
pub(crate) fn six_digits() -> String {
    loop {
        let number = u32::from_be_bytes(bytes::<4>());
        // The largest multiple of a million that fits, so that no number is favoured.
        if number < 4_294_000_000 {
            return format!("{:06}", number % 1_000_000);
        }
    }
}
