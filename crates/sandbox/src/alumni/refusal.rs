//! Why a statement is not believed, and what its bearer is told.

use Refusal::{
    Algorithm, Audience, Claims, Expired, Issuer, Lifetime, Malformed, Missing, NoKeys, NotYet,
    Replay, Signature, Status, Type, UnknownKey,
};

/// Why a statement is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    Missing,
    Malformed,
    Type,
    Algorithm,
    NoKeys,
    UnknownKey,
    Signature,
    Issuer,
    Audience,
    Claims,
    Status,
    NotYet,
    Lifetime,
    Expired,
    Replay,
}

/// Each refusal with its code and what the page says in both languages.
const TEXTS: [(Refusal, &str, &str, &str); 15] = [
    (
        Missing,
        "missing",
        "証明書が送られていません。",
        "No statement was sent.",
    ),
    (
        Malformed,
        "malformed",
        "証明書の形が正しくありません。",
        "The statement is not a signed token.",
    ),
    (
        Type,
        "type",
        "証明書の種類（typ）が違います。",
        "The statement is of another type (typ).",
    ),
    (
        Algorithm,
        "algorithm",
        "署名の方式がES256ではありません。",
        "The statement is not signed by ES256.",
    ),
    (
        NoKeys,
        "no_keys",
        "Identの公開鍵を取得できません。",
        "Ident's keys cannot be fetched.",
    ),
    (
        UnknownKey,
        "unknown_key",
        "署名の鍵がIdentの公開鍵にありません。",
        "The signing key is not one of Ident's.",
    ),
    (
        Signature,
        "signature",
        "署名が正しくありません。",
        "The signature is wrong.",
    ),
    (
        Issuer,
        "issuer",
        "発行者（iss）がIdentではありません。",
        "The issuer (iss) is not Ident.",
    ),
    (
        Audience,
        "audience",
        "宛先（aud）がこのサービスではありません。",
        "The audience (aud) is not this service.",
    ),
    (
        Claims,
        "claims",
        "証明書に足りない項目、または余分な項目があります。",
        "A claim is missing, empty or one too many.",
    ),
    (
        Status,
        "status",
        "修了・卒業の証明（status）ではありません。",
        "The statement does not say that the person has graduated (status).",
    ),
    (
        NotYet,
        "not_yet",
        "証明書はまだ有効ではありません。",
        "The statement is not valid yet.",
    ),
    (
        Lifetime,
        "lifetime",
        "証明書の有効時間が5分を超えています。",
        "The statement lives longer than five minutes.",
    ),
    (
        Expired,
        "expired",
        "証明書の期限が切れました。",
        "The statement has expired.",
    ),
    (
        Replay,
        "replay",
        "この証明書はもう使われています。",
        "The statement was used before.",
    ),
];

impl Refusal {
    /// Its code, and what the page says in Japanese and in English.
    pub(super) fn text(self) -> (&'static str, &'static str, &'static str) {
        let found = TEXTS.iter().find(|(refusal, ..)| *refusal == self);
        let &(_, code, ja, en) = found.expect("every refusal stands in the table");
        (code, ja, en)
    }
}
