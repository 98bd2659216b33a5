//! Cards in people's hands.

use crate::population::more;

/// The certificate for user authentication on a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certificate {
    Valid,
    Expired,
    Revoked,
}

/// A card as described on the page of people. All of it is invented.
#[derive(Debug)]
pub(crate) struct Card {
    pub(crate) id: &'static str,
    /// Name on the card's face.
    pub(crate) name: &'static str,
    /// PIN of the user certificate.
    pub(crate) pin: &'static str,
    /// PIN of the card's text (券面事項入力補助用).
    pub(crate) text_pin: &'static str,
    pub(crate) certificate: Certificate,
    pub(crate) locked: bool,
    /// What the pairwise `sub` is made from: cards with the same seed are the same person to the OP.
    pub(crate) seed: &'static str,
    pub(crate) ja: &'static str,
    pub(crate) en: &'static str,
}

/// A card with what has happened to it since the last reset.
#[derive(Debug, Clone)]
pub(crate) struct HeldCard {
    pub(crate) card: &'static Card,
    /// Wrong tries left for the PIN of the user certificate; 0 is locked.
    pub(crate) tries_left: u8,
}

impl HeldCard {
    const TRIES: u8 = 3;

    pub(super) fn new(card: &'static Card) -> Self {
        Self {
            card,
            tries_left: if card.locked { 0 } else { Self::TRIES },
        }
    }

    /// Checks the PIN of the user certificate as the chip does: a miss costs a try.
    pub(crate) fn try_pin(&mut self, pin: &str) -> bool {
        if self.tries_left == 0 {
            return false;
        }
        let right = pin == self.card.pin;
        self.tries_left = if right {
            Self::TRIES
        } else {
            self.tries_left - 1
        };
        right
    }

    /// What the municipal office does when a PIN is locked.
    pub(crate) fn unlock(&mut self) {
        self.tries_left = Self::TRIES;
    }
}

/// Every card.
pub(super) fn all() -> impl Iterator<Item = &'static Card> {
    ALL.iter().chain(more::CARDS)
}

pub(super) const fn card(
    id: &'static str,
    name: &'static str,
    [ja, en]: [&'static str; 2],
) -> Card {
    Card {
        id,
        name,
        pin: "1234",
        text_pin: "5678",
        certificate: Certificate::Valid,
        locked: false,
        seed: id,
        ja,
        en,
    }
}

static ALL: &[Card] = &[
    card(
        "sakura",
        "本郷　さくら",
        ["ふつうのカード。", "An ordinary card."],
    ),
    Card {
        text_pin: "1234",
        ..card(
            "ken",
            "駒場　健",
            [
                "2つの暗証番号が同じカード（「直前と同じ番号を入力」が使える）。",
                "Both PINs are the same, so that \u{201c}same number as before\u{201d} works.",
            ],
        )
    },
    card(
        "kaede",
        "髙﨑　𠮷子",
        [
            "めずらしい漢字（髙・﨑・𠮷）を含む名前。",
            "A name with rare kanji.",
        ],
    ),
    card(
        "maria",
        "MARIA SOUZA YAYOI",
        ["ラテン文字の名前。", "A name in Latin letters."],
    ),
    card("long", LONG_NAME, ["とても長い名前。", "A very long name."]),
    card(
        "mono",
        "MELATI",
        ["姓と名の区別のない名前。", "A single name."],
    ),
    card(
        "html",
        "<b>太字</b> & \"引用\" <script>alert(1)</script>",
        [
            "HTMLを含む名前（画面に文字のまま出るはず）。",
            "A name with HTML in it, which must show as plain text.",
        ],
    ),
    card(
        "ichiro-a",
        "弥生　一郎",
        [
            "同姓同名の別人（その1）。",
            "One of two people with equal names.",
        ],
    ),
    card(
        "ichiro-b",
        "弥生　一郎",
        [
            "同姓同名の別人（その2）。",
            "The other of two people with equal names.",
        ],
    ),
    card(
        "renewed-before",
        "白山　みどり",
        ["更新前のカード。", "The card before its renewal."],
    ),
    Card {
        seed: "renewed-before",
        ..card(
            "renewed",
            "白山　みどり",
            [
                "更新後のカード。サービスごとの識別子は更新前と同じ。",
                "The card after its renewal: the same identifier as before.",
            ],
        )
    },
    card(
        "lost-before",
        "柏　あおい",
        ["紛失する前のカード。", "The card before it was lost."],
    ),
    card(
        "lost",
        "柏　あおい",
        [
            "紛失後に証明書を発行し直したカード。サービスごとの識別子が変わっている。",
            "Its certificate was issued anew after a loss: another identifier than before.",
        ],
    ),
    Card {
        certificate: Certificate::Expired,
        ..card(
            "expired",
            "根津　すみれ",
            [
                "利用者証明用電子証明書の有効期限が切れたカード。",
                "The user certificate has expired.",
            ],
        )
    },
    Card {
        certificate: Certificate::Revoked,
        ..card(
            "revoked",
            "千駄木　つばき",
            [
                "利用者証明用電子証明書が失効したカード。",
                "The user certificate has been revoked.",
            ],
        )
    },
    Card {
        locked: true,
        ..card(
            "locked",
            "湯島　うめ",
            [
                "暗証番号がロックされたカード。",
                "The PIN of the user certificate is locked.",
            ],
        )
    },
    card(
        "cardonly",
        "谷中　ふじ",
        [
            "カードはあるがUTokyo Accountのない人。",
            "Has a card but no UTokyo Account.",
        ],
    ),
    card(
        "two",
        "池之端　ゆり",
        [
            "アカウントを2つ持つ人のカード。",
            "The card of a person with two accounts.",
        ],
    ),
    card(
        "suspended",
        "向丘　らん",
        [
            "アカウントが停止中の人のカード。",
            "The account is suspended.",
        ],
    ),
    card(
        "left-recent",
        "西片　かおる",
        [
            "離籍して30日の人のカード。",
            "Left the university 30 days ago.",
        ],
    ),
    card(
        "left-long",
        "小石川　ひかる",
        [
            "離籍して200日の人のカード。",
            "Left the university 200 days ago.",
        ],
    ),
    card(
        "nomfa",
        "春日　のぞみ",
        ["多要素認証がまだの人のカード。", "Has not set up MFA yet."],
    ),
];

const LONG_NAME: &str = "寿限無寿限無五劫の擦り切れ海砂利水魚の水行末雲来末風来末食う寝る処に住む処やぶら小路の藪柑子パイポパイポパイポのシューリンガン　長介";
