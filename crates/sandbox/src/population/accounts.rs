//! UTokyo Accounts.

use crate::clock::Seconds;
use crate::population::{MethodKind, more};

/// In what state the university holds an account at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// In use, MFA set up.
    Active,
    /// Issued, MFA not yet set up.
    NoMfa,
    /// Stopped by the university.
    Suspended,
    /// The person left, or was conferred a degree, that many days ago.
    Left(Seconds),
    /// Was conferred a degree this month; the account lives to the end of it (Japan time).
    Graduating,
}

/// A role that makes an account privileged at the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DirectoryRole {
    /// Id of the role object in this tenant.
    pub(crate) id: &'static str,
    pub(crate) template: &'static str,
    pub(crate) name: &'static str,
}

impl DirectoryRole {
    /// The one role the sandbox gives out.
    pub(crate) const USER_ADMINISTRATOR: Self = Self {
        id: "0a0a0a0a-0000-4000-8000-0000000d0001",
        template: "fe930be7-5e62-47db-91af-98c3a49a38b1",
        name: "User Administrator",
    };
}

/// An account as described on the page of people. All of it is invented.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) id: &'static str,
    /// Ten digits; a text, because a leading zero counts.
    pub(crate) number: &'static str,
    pub(crate) name: &'static str,
    pub(crate) standing: Standing,
    pub(crate) employee_type: &'static str,
    /// Number of the account to use instead of this one.
    pub(crate) use_instead: Option<&'static str>,
    /// Registered methods, and whether the person has lost what each needs.
    pub(crate) methods: &'static [(MethodKind, bool)],
    pub(crate) has_forgotten: bool,
    pub(crate) is_outside_pass_policy: bool,
    pub(crate) directory_roles: &'static [DirectoryRole],
    pub(crate) group_roles: &'static [DirectoryRole],
    pub(crate) app_roles: &'static [&'static str],
    pub(crate) ja: &'static str,
    pub(crate) en: &'static str,
}

impl Account {
    /// The practice password of every account.
    pub(crate) const PASSWORD: &'static str = "Renshu-123456";
    /// The practice MFA code of every account.
    pub(crate) const CODE: &'static str = "246810";

    /// The sign-in name.
    pub(crate) fn upn(&self) -> String {
        format!("{}@utac.u-tokyo.ac.jp", self.number)
    }

    /// The object id, which never changes.
    pub(crate) fn oid(&self) -> String {
        format!("0a0a0a0a-0000-4000-8000-00{}", self.number)
    }

    /// Whether `key` is one of the account's names.
    pub(crate) fn answers_to(&self, key: &str) -> bool {
        key == self.id
            || key == self.number
            || key.eq_ignore_ascii_case(&self.oid())
            || key.eq_ignore_ascii_case(&self.upn())
    }
}

/// Everybody.
pub(super) fn all() -> impl Iterator<Item = &'static Account> {
    ALL.iter().chain(more::ACCOUNTS)
}

pub(super) const fn account(
    id: &'static str,
    number: &'static str,
    name: &'static str,
    [ja, en]: [&'static str; 2],
) -> Account {
    Account {
        id,
        number,
        name,
        standing: Standing::Active,
        employee_type: "student",
        use_instead: None,
        methods: &[(MethodKind::MicrosoftAuthenticator, false)],
        has_forgotten: false,
        is_outside_pass_policy: false,
        directory_roles: &[],
        group_roles: &[],
        app_roles: &[],
        ja,
        en,
    }
}

static ALL: &[Account] = &[
    account(
        "sakura",
        "0123456789",
        "本郷 さくら",
        [
            "ふつうの学生。番号が0で始まる。",
            "An ordinary student; the number begins with 0.",
        ],
    ),
    Account {
        employee_type: "staff",
        ..account(
            "ken",
            "3000000002",
            "駒場 健",
            ["ふつうの教職員。", "An ordinary member of staff."],
        )
    },
    account(
        "kaede",
        "2000000003",
        "高崎 吉子",
        [
            "大学の名前はふつうの字、カードはめずらしい漢字。",
            "Common kanji at the university, rare kanji on the card.",
        ],
    ),
    account(
        "maria",
        "2000000004",
        "Maria Yayoi",
        [
            "大学の名前とカードの名前が異なる人。",
            "The name at the university differs from the one on the card.",
        ],
    ),
    account(
        "long",
        "2000000005",
        "寿限無 長介",
        [
            "カードの名前がとても長い人。",
            "A very long name on the card.",
        ],
    ),
    account(
        "mono",
        "2000000006",
        "Melati",
        ["名前が1語の人。", "A single name."],
    ),
    account(
        "html",
        "2000000007",
        "<i>斜体</i> & 'quote'",
        ["HTMLを含む名前の人。", "A name with HTML in it."],
    ),
    account(
        "ichiro-a",
        "2000000008",
        "弥生 一郎",
        [
            "同姓同名の別人（その1）。",
            "One of two people with equal names.",
        ],
    ),
    account(
        "ichiro-b",
        "2000000009",
        "弥生 一郎",
        [
            "同姓同名の別人（その2）。",
            "The other of two people with equal names.",
        ],
    ),
    account(
        "renewed",
        "2000000010",
        "白山 みどり",
        ["カードを更新した人。", "Has renewed the card."],
    ),
    account(
        "lost",
        "2000000011",
        "柏 あおい",
        [
            "カードをなくして再発行した人。",
            "Lost the card and got a new one.",
        ],
    ),
    account(
        "expired",
        "2000000012",
        "根津 すみれ",
        [
            "証明書の期限が切れた人。",
            "The card's certificate has expired.",
        ],
    ),
    account(
        "locked",
        "2000000013",
        "湯島 うめ",
        ["暗証番号がロックされた人。", "The card's PIN is locked."],
    ),
    account(
        "two",
        "2000000014",
        "池之端 ゆり",
        [
            "アカウントを2つ持つ人の学生アカウント（こちらを使う）。",
            "The student account of a person with two: the one to use.",
        ],
    ),
    Account {
        employee_type: "staff",
        use_instead: Some("2000000014"),
        ..account(
            "two-staff",
            "3000000015",
            "池之端 ゆり",
            [
                "同じ人の教職員アカウント（連携の対象外）。",
                "The staff account of the same person: not the one to link.",
            ],
        )
    },
    Account {
        standing: Standing::Suspended,
        ..account(
            "suspended",
            "2000000016",
            "向丘 らん",
            ["停止中のアカウント。", "Suspended."],
        )
    },
    Account {
        standing: Standing::Left(30),
        ..account(
            "left-recent",
            "2000000017",
            "西片 かおる",
            [
                "離籍して30日（180日以内）。",
                "Revoked: left 30 days ago (within 180 days).",
            ],
        )
    },
    Account {
        standing: Standing::Left(200),
        ..account(
            "left-long",
            "2000000018",
            "小石川 ひかる",
            [
                "離籍して200日（180日を過ぎた）。",
                "Revoked: left 200 days ago (more than 180 days).",
            ],
        )
    },
    Account {
        standing: Standing::NoMfa,
        ..account(
            "nomfa",
            "2000000019",
            "春日 のぞみ",
            [
                "多要素認証をまだ設定していない人。",
                "Has not set up multi-factor authentication yet.",
            ],
        )
    },
    account(
        "nocard",
        "2000000020",
        "動坂 まこと",
        [
            "マイナンバーカードを持っていない人。",
            "Has no My Number Card.",
        ],
    ),
];
