//! The people of the stories after the link: locked out, gone, graduated, privileged, at the desk.

use crate::population::accounts::account;
use crate::population::cards::{Card, card};
use crate::population::{Account, DirectoryRole, MethodKind, Standing};

const HELD: bool = false;
const LOST: bool = true;

pub(super) static ACCOUNTS: &[Account] = &[
    Account {
        has_forgotten: true,
        ..account(
            "lost-password",
            "2000000021",
            "森川 あやめ",
            [
                "パスワードを忘れた人。Authenticatorは手元にある。",
                "Has forgotten the password; the authenticator is at hand.",
            ],
        )
    },
    Account {
        methods: &[(MethodKind::MicrosoftAuthenticator, LOST)],
        ..account(
            "lost-phone",
            "2000000022",
            "真砂 つむぎ",
            [
                "ただ1つの方法だったスマートフォンをなくした人。",
                "Has lost the phone, the only method registered.",
            ],
        )
    },
    Account {
        has_forgotten: true,
        methods: &[
            (MethodKind::MicrosoftAuthenticator, LOST),
            (MethodKind::Mobile, LOST),
        ],
        ..account(
            "lost-both",
            "2000000023",
            "菊坂 はるか",
            [
                "パスワードを忘れ、スマートフォン（Authenticatorと電話番号）もなくした人。",
                "Has forgotten the password and lost the phone (authenticator and number).",
            ],
        )
    },
    Account {
        methods: &[
            (MethodKind::MicrosoftAuthenticator, LOST),
            (MethodKind::Mobile, HELD),
            (MethodKind::AlternateMobile, HELD),
            (MethodKind::Office, HELD),
            (MethodKind::SoftwareOath, HELD),
            (MethodKind::Fido2, HELD),
            (MethodKind::Email, HELD),
        ],
        ..account(
            "many",
            "2000000024",
            "根津 いろは",
            [
                "方法をたくさん登録していて、Authenticatorだけをなくした人。",
                "Has many methods and lost only the authenticator.",
            ],
        )
    },
    Account {
        is_outside_pass_policy: true,
        methods: &[(MethodKind::MicrosoftAuthenticator, LOST)],
        ..account(
            "no-pass",
            "2000000025",
            "追分 しおり",
            [
                "一時アクセスパスの対象外になっている人。",
                "Left out of the policy for Temporary Access Passes.",
            ],
        )
    },
    Account {
        employee_type: "staff",
        directory_roles: &[DirectoryRole::USER_ADMINISTRATOR],
        ..account(
            "admin",
            "3000000026",
            "暗闇坂 守",
            [
                "管理者の役割（User Administrator）を持つ人。",
                "Holds an administrator's role (User Administrator).",
            ],
        )
    },
    Account {
        employee_type: "staff",
        group_roles: &[DirectoryRole::USER_ADMINISTRATOR],
        ..account(
            "group-admin",
            "3000000033",
            "弥生坂 とおる",
            [
                "管理者の役割を、グループの一員として持つ人。",
                "Holds an administrator's role as a member of a group.",
            ],
        )
    },
    Account {
        standing: Standing::Left(75),
        ..account(
            "left-march",
            "2000000027",
            "蓬莱町 すず",
            [
                "離籍して75日。ファイルを取り出したい人。",
                "Left 75 days ago and needs files.",
            ],
        )
    },
    Account {
        standing: Standing::Left(70),
        employee_type: "graduate",
        ..account(
            "graduate",
            "2000000028",
            "曙町 あさひ",
            [
                "70日前に学位を授与され、アカウントは月末に失効した修了者。",
                "Graduated 70 days ago; the account ended with that month.",
            ],
        )
    },
    Account {
        standing: Standing::Graduating,
        employee_type: "graduate",
        ..account(
            "graduating",
            "2000000029",
            "駕籠町 のぞむ",
            [
                "今月学位を授与された修了者。アカウントは月末（日本時間）まで使える。",
                "Graduated this month; the account lives to the end of it (Japan time).",
            ],
        )
    },
    Account {
        standing: Standing::Left(20),
        employee_type: "staff",
        ..account(
            "left-staff",
            "3000000030",
            "西片 ただし",
            ["20日前に退職した教職員。", "Staff who left 20 days ago."],
        )
    },
    Account {
        employee_type: "staff",
        app_roles: &["Ident.Clerk"],
        ..account(
            "clerk",
            "3000000031",
            "赤門 みつる",
            [
                "窓口の担当者（役割 Ident.Clerk）。",
                "A clerk (app role Ident.Clerk).",
            ],
        )
    },
    Account {
        employee_type: "staff",
        ..account(
            "colleague",
            "3000000032",
            "龍岡 ゆう",
            [
                "担当者の同僚。窓口の役割はない。",
                "The clerk's colleague, without the role.",
            ],
        )
    },
];

pub(super) static CARDS: &[Card] = &[
    card(
        "lost-password",
        "森川　あやめ",
        [
            "パスワードを忘れた人のカード。",
            "Has forgotten the password.",
        ],
    ),
    card(
        "lost-phone",
        "真砂　つむぎ",
        [
            "スマートフォンをなくした人のカード。",
            "Has lost the phone.",
        ],
    ),
    card(
        "lost-both",
        "菊坂　はるか",
        ["両方をなくした人のカード。", "Has lost both."],
    ),
    card(
        "many",
        "根津　いろは",
        ["方法がたくさんある人のカード。", "Has many methods."],
    ),
    card(
        "no-pass",
        "追分　しおり",
        [
            "一時アクセスパスの対象外の人のカード。",
            "Left out of the policy for passes.",
        ],
    ),
    card(
        "admin",
        "暗闇坂　守",
        ["管理者のカード。", "An administrator."],
    ),
    card(
        "group-admin",
        "弥生坂　とおる",
        [
            "グループで管理者の人のカード。",
            "An administrator by a group.",
        ],
    ),
    card(
        "left-march",
        "蓬莱町　すず",
        ["離籍して75日の人のカード。", "Left 75 days ago."],
    ),
    card(
        "graduate",
        "曙町　あさひ",
        ["修了者のカード。", "A graduate."],
    ),
    card(
        "graduating",
        "駕籠町　のぞむ",
        ["今月の修了者のカード。", "Graduated this month."],
    ),
    card(
        "left-staff",
        "西片　ただし",
        ["退職した教職員のカード。", "Staff who left."],
    ),
];
